// What happens on the server, as it happens. Browsers allow six connections to an origin, so of all
// tabs one leads: it holds the event stream (under a Web Lock) and tells the others by
// BroadcastChannel. Where locks are missing (plain HTTP on a LAN address) a tab streams only while
// it is visible.
import { signal } from '@preact/signals';
import { root, url } from './api';

export type State = 'live' | 'catching up' | 'offline';
export const state = signal<State>('catching up');
export const since = signal<Date | null>(null);

/** What changed since the last call. `all`: look at everything again. */
export interface Changes {
  all: boolean;
  kinds: Set<string>;
  /** Ids of records with their newest summary. */
  records: Map<string, unknown>;
}
type Listener = (changes: Changes) => void | Promise<void>;
const listeners = new Set<Listener>();

const kinds = ['message', 'transaction', 'session', 'rule', 'held'];
const pause = 200; // ms between two calls of the listeners, at least
const portion = 50; // ms that news wait for more, before the other tabs are told
const most = 2_000; // records of one call; beyond, everything is looked at again

let pending = fresh();
let timer: ReturnType<typeof setTimeout> | undefined;
let busy = false;

function fresh(): Changes {
  return { all: false, kinds: new Set(), records: new Map() };
}

/** Calls `listener` after changes, until the answer is called. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function note(kind: string, data: unknown): void {
  pending.kinds.add(kind);
  const id = (data as { id?: string } | null)?.id;
  if (id) pending.records.set(id, data);
  if (pending.records.size > most) everything();
  else schedule();
}

function everything(): void {
  pending = { ...fresh(), all: true };
  for (const kind of kinds) pending.kinds.add(kind);
  schedule();
}

function schedule(): void {
  timer ??= setTimeout(deliver, pause);
}

async function deliver(): Promise<void> {
  timer = undefined;
  if (busy) return schedule();
  const changes = pending;
  pending = fresh();
  busy = true;
  await Promise.allSettled([...listeners].map(async (listener) => listener(changes)));
  busy = false;
  if (changes.all && state.value === 'catching up' && streaming) become('live');
}

/** Tells the other tabs what no event tells: that something was read, say. */
export function announce(kind: string): void {
  channel?.postMessage({ kind });
}

// --- the stream -----------------------------------------------------------------------------------

let source: EventSource | null = null;
let streaming = false; // the stream is open, here or at the leader
let leading = false;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('mailrig ' + root) : null;

function become(next: State): void {
  if (next !== state.value) since.value = new Date();
  state.value = next;
}

function opened(): void {
  streaming = true;
  become('catching up');
  everything(); // whatever was missed, on a server that may be another one by now
}
function lost(): void {
  streaming = false;
  become('offline');
}

interface News { kind: string; data: unknown }
interface Told { news?: News[]; kind?: string; stream?: boolean; reset?: boolean; hello?: boolean }

// A burst goes to the other tabs in portions: a message each would cost more than the events do.
let untold: News[] = [];

function tell(message: Told): void {
  if (!leading || !channel) return;
  if (untold.length) channel.postMessage({ news: untold });
  untold = [];
  channel.postMessage(message);
}
function tellSoon(news: News): void {
  if (!leading || !channel) return;
  if (untold.push(news) > 1) return;
  setTimeout(() => {
    if (untold.length) channel.postMessage({ news: untold });
    untold = [];
  }, portion);
}

function open(): void {
  source?.close();
  source = new EventSource(url('/v1/events'));
  source.onopen = () => {
    opened();
    tell({ stream: true });
  };
  source.onerror = () => {
    lost();
    tell({ stream: false });
    // The browser tries again by itself unless the server refused.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => source && open(), 2_000);
  };
  for (const kind of kinds)
    source.addEventListener(kind, (event) => {
      let data: unknown = null;
      try {
        data = JSON.parse((event as MessageEvent<string>).data);
      } catch { /* a portion that was cut: the kind alone will do */ }
      note(kind, data);
      tellSoon({ kind, data });
    });
  source.addEventListener('reset', () => {
    everything();
    tell({ reset: true });
  });
}

function close(): void {
  source?.close();
  source = null;
}

channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
  if (data.hello) {
    if (leading) tell({ stream: streaming });
  } else if (data.stream !== undefined) {
    if (data.stream && !streaming) opened();
    else if (!data.stream) lost();
  } else if (data.reset) {
    everything();
  } else if (data.kind) {
    note(data.kind, null);
  } else {
    for (const each of data.news ?? []) note(each.kind, each.data);
  }
});

/** Begins; once, at the start of the page. */
export function start(): void {
  everything();
  if (navigator.locks && channel) {
    channel.postMessage({ hello: true });
    // The lock is held until this tab goes; then another one leads.
    void navigator.locks.request('mailrig live ' + root, () => {
      leading = true;
      open();
      return new Promise<void>(() => {});
    });
    return;
  }
  const look = () => (document.visibilityState === 'visible' ? source ?? open() : close());
  document.addEventListener('visibilitychange', look);
  look();
}
