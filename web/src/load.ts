// One thing from the server, kept while a component shows it: loading, here, or why not.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { problemFrom } from './api';
import { onChange, type Changes } from './live';
import type { Problem } from './types';

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  again: () => void;
}

/**
 * Loads when `key` changes, and again after changes that `when` names. While it loads again the old
 * value stays. News never ends a load that is under way: the one after it sees them.
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>, when?: (changes: Changes) => boolean): Loaded<T> {
  const state: Signal<{ key: string; value: T | null; problem: Problem | null }> = useSignal({ key: '', value: null, problem: null } as { key: string; value: T | null; problem: Problem | null });
  const again = useRef(() => {});
  useEffect(() => {
    const abort = new AbortController();
    let busy = false, stale = false;
    const run = async () => {
      if (busy) return void (stale = true);
      busy = true;
      try {
        const value = await load(abort.signal);
        if (!abort.signal.aborted) state.value = { key, value, problem: null };
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem = problemFrom(error);
        // What was shown stays while the server is away; the state of the stream says so.
        state.value = { key, value: problem.status === 0 && state.value.key === key ? state.value.value : null, problem };
      }
      busy = false;
      if (stale && !abort.signal.aborted) {
        stale = false;
        void run();
      }
    };
    again.current = () => void run();
    void run();
    const ignore = when && onChange((changes) => (when(changes) ? void run() : undefined));
    return () => {
      abort.abort();
      ignore?.();
    };
  }, [key]);
  const current = state.value.key === key ? state.value : { value: null, problem: null };
  return { value: current.value, problem: current.problem, again: () => again.current() };
}
