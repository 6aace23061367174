// A mail that the server sends itself through one of its own ports, and what became of it.
import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { ask, get, problemFrom, url } from './api';
import { cut } from './format';
import { href } from './route';
import { lastRefusal } from './session';
import type { List, Problem, Session } from './types';
import { Button, Trouble } from './ui';

export function TestMail({ listener, onKept, children }: {
  /** Name of the listener that it goes through. */
  listener: string;
  /** What follows when it was kept, as the message of this id; otherwise its outcome is shown. */
  onKept?: (id: string) => void;
  children: ComponentChildren;
}) {
  const state = useSignal<'' | 'sending'>('');
  const problem = useSignal<Problem | null>(null);
  const outcome = useSignal<{ text: string; kept: boolean; url: string } | null>(null);
  const send = async () => {
    state.value = 'sending';
    problem.value = null;
    outcome.value = null;
    try {
      const sent = (await (await ask('POST', url('/v1/test-mail', { listener }))).json()) as { helo: string };
      const sessions = await get<List<Session>>('/v1/sessions', { helo: sent.helo, closedBy: ['client', 'server', 'rule'], wait: '10s', limit: 1 });
      const session = await get<Session>('/v1/sessions/' + sessions.items[0]!.id);
      const transaction = session.transactions.length
        ? await get<{ message: string | null; outcome: string }>('/v1/transactions/' + session.transactions[0])
        : null;
      if (transaction?.message && onKept) onKept(transaction.message);
      else if (transaction?.message) outcome.value = { text: `It was kept, ${transaction.outcome}.`, kept: true, url: href('/m/' + transaction.message) };
      else {
        const refusal = lastRefusal(session.events ?? []);
        outcome.value = {
          text: refusal ? `It was refused: ${cut(refusal.text, 200)}` : `It did not arrive: ${transaction?.outcome ?? 'the connection went'}`,
          kept: false,
          url: transaction ? href('/t/' + session.transactions[0]) : href('/s/' + session.id),
        };
      }
    } catch (error) {
      problem.value = problemFrom(error);
    } finally {
      state.value = '';
    }
  };
  return (
    <div class="test-mail">
      <Button icon="send" label={state.value ? 'Sending…' : 'Send a test mail'} text kind="main" disabled={!!state.value} onClick={() => void send()} />
      <span class="dim">{children}</span>
      {outcome.value && (
        <p role="status" class={`outcome ${outcome.value.kept ? 'good' : 'hard'}`}>
          {outcome.value.text} <a class="button" href={outcome.value.url}>{outcome.value.kept ? 'Open it' : 'See why'}</a>
        </p>
      )}
      {problem.value && <Trouble problem={problem.value} />}
    </div>
  );
}
