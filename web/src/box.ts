// The inbox as the page sees it: which box, which search, its rows, what is chosen, and what follows
// from news. It outlives the screens, so that the list is still there beside a mail.
import { computed, effect, signal } from '@preact/signals';
import { ask, get, problemFrom, url } from './api';
import { plural } from './format';
import { announce, onChange } from './live';
import { go, href, route, setQuery } from './route';
import { Rows } from './rows';
import { say, undoable } from './toast';
import type { Entry, List } from './types';

/** Name of the inbox; empty: all of them. */
export const box = signal('');
export const search = signal('');

effect(() => {
  const { screen, id, query } = route.value;
  if (screen !== 'inbox') return;
  box.value = id;
  search.value = query.get('q') ?? '';
});

export const rows = computed(() => new Rows({ inbox: box.value, q: search.value }));
effect(() => void rows.value.refresh());

/** Ids of the entries whose box is ticked, with the entries. */
export const ticked = signal(new Map<string, Entry>());
effect(() => {
  rows.value;
  ticked.value = new Map();
});

export const following = signal(false);

// --- what is shown beside the list ----------------------------------------------------------------

/** Id of the entry that the URL shows; empty: none. */
export const openId = computed(() => {
  const { screen, id, query } = route.value;
  return screen === 'message' || screen === 'transaction' || (screen === 'session' && query.get('from') === 'inbox') ? id : '';
});

export function urlOf(entry: { kind: string; id: string }): string {
  const now = route.value;
  const keep = now.screen === 'message' || now.screen === 'transaction';
  const tab = keep && now.tab ? '/' + now.tab : '';
  const view = keep ? { w: now.query.get('w') ?? undefined, scheme: now.query.get('scheme') ?? undefined } : {};
  if (entry.kind === 'message') return href(`/m/${entry.id}${tab}`, view);
  if (entry.kind === 'transaction') return href(`/t/${entry.id}`, view);
  return href(`/s/${entry.id}`, { from: 'inbox' });
}

export function listUrl(): string {
  return href('/inbox' + (box.value ? '/' + encodeURIComponent(box.value) : ''), { q: search.value });
}

export function openEntry(entry: Entry, replace = false): void {
  go(urlOf(entry), replace);
  if (entry.kind === 'message' && !entry.read) void setRead(entry, true);
}

/** Row of the entry that is shown; -1: none, or not among the rows that are here. */
export const openRow = computed(() => {
  rows.value.version.value;
  return openId.value ? rows.value.rowOf(openId.value) : -1;
});

export function step(by: number): void {
  const at = openRow.value;
  const next = at < 0 ? 0 : at + by;
  const entry = rows.value.at(next);
  if (entry) openEntry(entry, openId.value !== '');
  else if (at >= 0 && next >= 0 && next < rows.value.length) rows.value.need(next, next);
}

// --- doing ----------------------------------------------------------------------------------------

export async function setRead(entry: { id: string; kind: string }, read: boolean): Promise<void> {
  if (entry.kind !== 'message') return;
  rows.value.change(entry.id, { read });
  try {
    await ask('PATCH', url(`/v1/messages/${entry.id}`, { brief: true }), { read });
    announce('read');
  } catch (error) {
    rows.value.change(entry.id, { read: !read });
    say(problemFrom(error).detail);
  }
}

export async function readAll(): Promise<void> {
  try {
    await ask('PATCH', url('/v1/messages', { inbox: box.value, q: search.value }), { read: true });
    rows.value.changeAll({ read: true });
    announce('read');
  } catch (error) {
    say(problemFrom(error).detail);
  }
}

const atOnce = { keepalive: true }; // so that it is still sent when the page goes

/** Deletes after a grace; the rows are off the screen at once. */
export function remove(entries: Entry[]): void {
  const list = rows.value;
  const shown = entries.map((entry) => list.rowOf(entry.id)).filter((row) => row >= 0);
  const at = openRow.value;
  const leaving = at >= 0 && shown.includes(at);
  list.hide(shown);
  ticked.value = new Map();
  if (leaving) {
    const next = list.at(Math.min(at, list.length - 1));
    next ? openEntry(next, true) : go(listUrl(), true);
  }
  undoable(
    `${plural(entries.length, 'entry', 'entries')} deleted`,
    () => void send(entries.map((entry) => entry.place).filter(Boolean)),
    () => list.unhide(),
  );

  async function send(places: number[]): Promise<void> {
    try {
      // In portions, since a URL has its limits.
      for (const entry of entries) if (!entry.place) await ask('DELETE', url('/v1/messages/' + entry.id), undefined, atOnce);
      for (let i = 0; i < places.length; i += 500)
        await ask('DELETE', url('/v1/entries', { place: places.slice(i, i + 500).map(String) }), undefined, atOnce);
    } catch (error) {
      say(problemFrom(error).detail);
    }
    await list.settle();
  }
}

/** Everything that the list shows. */
export function removeAll(): void {
  const list = rows.value;
  const query = { inbox: box.value, q: search.value };
  const many = list.length;
  list.hide(null);
  ticked.value = new Map();
  if (openId.value) go(listUrl(), true);
  undoable(
    `${plural(many, 'entry', 'entries')} deleted`,
    async () => {
      try {
        await ask('DELETE', url('/v1/entries', query.inbox || query.q ? query : { all: true }), undefined, atOnce);
      } catch (error) {
        say(problemFrom(error).detail);
      }
      await list.settle();
    },
    () => list.unhide(),
  );
}

export function tick(entry: Entry): void {
  const next = new Map(ticked.value);
  if (!next.delete(entry.id)) next.set(entry.id, entry);
  ticked.value = next;
}

// --- news -----------------------------------------------------------------------------------------

onChange(async (changes) => {
  const list = rows.value;
  if (changes.all) list.invalidate();
  if (changes.kinds.has('read')) list.invalidate();
  list.correct(changes.records);
  const interesting = changes.all || ['message', 'transaction', 'session', 'held', 'read'].some((kind) => changes.kinds.has(kind));
  if (!interesting) return;
  const before = list.total.value ?? 0;
  await list.refresh();
  if (following.value && !changes.all && (list.total.value ?? 0) > before) {
    list.still(false);
    await follow();
  }
});

/** Opens the newest that matches. */
async function follow(): Promise<void> {
  rows.value.need(0, 0);
  const entry = rows.value.at(0);
  if (entry && entry.id !== openId.value) openEntry(entry, openId.value !== '');
}

export function toggleFollow(): void {
  following.value = !following.value;
  say(following.value ? 'Following: each new mail is opened' : 'No longer following');
}

// --- the boxes there are --------------------------------------------------------------------------

export const boxes = signal<string[]>(['default']);

async function findBoxes(): Promise<void> {
  try {
    const list = await get<List<{ name: string }>>('/v1/inboxes');
    boxes.value = [...new Set(['default', ...list.items.map((item) => item.name)])];
  } catch { /* the state of the stream says that the server is away */ }
}
onChange((changes) => (changes.all || changes.kinds.has('held') ? findBoxes() : undefined));

export function pickBox(name: string): void {
  go(href('/inbox' + (name ? '/' + encodeURIComponent(name) : ''), { q: search.value }));
}
export function pickSearch(text: string): void {
  if (route.value.screen === 'inbox') setQuery({ q: text || undefined });
  else go(href('/inbox' + (box.value ? '/' + encodeURIComponent(box.value) : ''), { q: text }));
}
