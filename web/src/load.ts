// One thing from the server, kept while a component shows it: loading, here, or why not.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { problemFrom } from './api';
import { onChange, type Changes } from './live';
import type { Problem } from './types';

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  again: () => void;
}

/**
 * Loads when `key` changes, and again after changes that `when` names. While it loads the old value
 * stays if `keep` is set.
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>, when?: (changes: Changes) => boolean): Loaded<T> {
  const state: Signal<{ key: string; value: T | null; problem: Problem | null }> = useSignal({ key: '', value: null, problem: null } as { key: string; value: T | null; problem: Problem | null });
  const turn = useSignal(0);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) state.value = { key, value, problem: null };
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const problem = problemFrom(error);
        // What was shown stays while the server is away; the state of the stream says so.
        state.value = { key, value: problem.status === 0 && state.value.key === key ? state.value.value : null, problem };
      },
    );
    return () => abort.abort();
  }, [key, turn.value]);
  useEffect(() => (when ? onChange((changes) => { if (when(changes)) turn.value++; }) : undefined), [key]);
  const current = state.value.key === key ? state.value : { value: null, problem: null };
  return { value: current.value, problem: current.problem, again: () => turn.value++ };
}
