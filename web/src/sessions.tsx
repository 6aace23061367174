// Every connection, newest first, with the chosen one beside the list.
import { effect, signal } from '@preact/signals';
import { get, problemFrom } from './api';
import { cut, count, duration, full, micros, moment, plural } from './format';
import { useKeys } from './keys';
import { onChange } from './live';
import { go, href, route } from './route';
import type { List, Problem, Session } from './types';
import { Blank, Code, Trouble } from './ui';
import { VirtualList } from './virtual';

const perPage = 100;
const rowHeight = 60;

/** What the URL of the list asks for, as parameters of the API; it stays while one of them is open. */
const asked = signal('');
const items = signal<Session[]>([]);
const total = signal<number | null>(null);
const next = signal<string | null>(null);
const problem = signal<Problem | null>(null);
let loading = false;

const query = () => Object.fromEntries(new URLSearchParams(asked.value));
export const sessionsUrl = () => href('/sessions', query());

/** The newest page; what was fetched below it stays. */
async function refresh(): Promise<void> {
  const wanted = asked.value;
  try {
    const list = await get<List<Session>>('/v1/sessions', { ...query(), limit: perPage });
    if (wanted !== asked.value) return;
    const known = new Map(items.value.map((each) => [each.id, each]));
    const overlap = list.items.some((each) => known.has(each.id));
    const fresh = new Set(list.items.map((each) => each.id));
    if (overlap && list.total >= items.value.length) items.value = [...list.items, ...items.value.filter((each) => !fresh.has(each.id) && idOf(each) < idOf(list.items[list.items.length - 1]!))];
    else {
      items.value = list.items;
      next.value = list.next;
    }
    total.value = list.total;
    problem.value = null;
  } catch (error) {
    problem.value = problemFrom(error);
  }
}
const idOf = (session: Session) => Number(session.id.slice(1));

async function more(): Promise<void> {
  if (loading || !next.value) return;
  loading = true;
  try {
    const list = await get<List<Session>>('/v1/sessions', { ...query(), limit: perPage, cursor: next.value });
    const known = new Set(items.value.map((each) => each.id));
    items.value = [...items.value, ...list.items.filter((each) => !known.has(each.id))];
    next.value = list.next;
  } catch (error) {
    problem.value = problemFrom(error);
  } finally {
    loading = false;
  }
}

let watched = false;
effect(() => {
  const { screen, query: given } = route.value;
  if (screen !== 'sessions' || given.toString() === asked.peek()) return;
  asked.value = given.toString();
  items.value = [];
  total.value = null;
  next.value = null;
  problem.value = null;
  if (watched) void refresh();
});
onChange((changes) => {
  if (!watched) return;
  for (const [id, record] of changes.records)
    if (id[0] === 's' && items.value.some((each) => each.id === id)) items.value = items.value.map((each) => (each.id === id ? (record as Session) : each));
  if (changes.all || changes.kinds.has('session')) return refresh();
});

function Row({ session }: { session: Session }) {
  const took = session.ended ? micros(session.ended) - micros(session.began) : null;
  return (
    <>
      <span class={`dot ${session.failed ? 'failed' : session.ended ? 'read' : 'unread'}`} aria-hidden="true" />
      <span class="line">
        <span class="who">
          <bdi>{cut(session.helo ?? 'no greeting', 80)}</bdi> <span class="dim">{session.id}</span>
        </span>
        <time dateTime={session.began} title={full(session.began)}>{moment(session.began)}</time>
      </span>
      <span class="line">
        <span class="what dim">
          {session.client} on {session.listener}{session.tls ? ` · ${session.tls.version}` : ''}{session.user ? ` · ${session.user}` : ''}
          {` · ${plural(session.transactions.length, 'transaction')}`}
        </span>
        {took !== null && <span class="dim took">{duration(took)}</span>}
        <Code outcome={session.failed ? 'failed' : session.ended ? session.closedHow ?? 'closed' : 'open'} />
      </span>
    </>
  );
}

export function SessionList() {
  const { screen, id } = route.value;
  if (!watched) {
    watched = true;
    queueMicrotask(() => void refresh());
  }
  const current = screen === 'session' ? items.value.findIndex((each) => each.id === id) : -1;
  const step = (by: number) => {
    const to = items.value[current < 0 ? 0 : current + by];
    if (to) go(href('/s/' + to.id), screen === 'session');
  };
  useKeys({ j: () => step(1), k: () => step(-1), Enter: () => current < 0 && step(0) });
  const filter = Object.entries(query()).map(([name, value]) => `${name}=${value}`).join(' ');
  const choices = { all: '', failed: 'failed=true' };
  return (
    <section class="list" aria-label="Sessions">
      <div class="toolbar">
        <h1>Sessions</h1>
        <span class="choice" role="group" aria-label="Which sessions">
          {Object.entries(choices).map(([name, parameters]) => (
            <button type="button" key={name} aria-pressed={asked.value === parameters} onClick={() => go(href('/sessions', Object.fromEntries(new URLSearchParams(parameters))))}>{name}</button>
          ))}
        </span>
        {filter && filter !== choices.failed && <a class="chip" href={href('/sessions')} aria-label={`Show all, not only ${filter}`} title="Show all"><code>{cut(filter, 60)}</code> ✕</a>}
      </div>
      <div class="listbar"><span class="dim">{total.value === null ? 'Loading…' : `${count(total.value)} ${total.value === 1 ? 'session' : 'sessions'}`}</span></div>
      {problem.value && total.value === null ? <Trouble problem={problem.value} />
        : total.value === 0 ? <Blank title={asked.value === choices.failed ? 'No session failed' : filter ? 'No session is like that' : 'No session yet'}><p>Every connection is kept with its whole conversation.</p></Blank>
        : (
          <VirtualList
            label="Sessions, newest first"
            length={items.value.length}
            height={rowHeight}
            current={current}
            row={(index) => <Row session={items.value[index]!} />}
            onSeen={(_, last) => last >= items.value.length - 20 && void more()}
            onPick={(index) => go(href('/s/' + items.value[index]!.id))}
          />
        )}
    </section>
  );
}
