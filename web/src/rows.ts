// A list of the inbox's entries that is never held whole: pages of 100, fetched where they are looked
// at. Entries are numbered from the oldest, so that pages stand still while mail arrives; what the
// screen shows begins with the newest.
import { batch, signal } from '@preact/signals';
import { get, problemFrom, type Query } from './api';
import type { Entry, EntryList, Problem } from './types';

const perPage = 100;

interface Page {
  items: Entry[];
  stale: boolean;
}
interface Range { from: number; to: number }

export class Rows {
  /** Counts changes of what `at` answers. */
  readonly version = signal(0);
  /** Entries on the server that match; null before the first answer. */
  readonly total = signal<number | null>(null);
  /** Of those, how many the list shows: the rest has come since it was scrolled. */
  readonly shown = signal(0);
  readonly problem = signal<Problem | null>(null);

  private pages = new Map<number, Page>();
  private asked = new Set<number>();
  private hidden: Range[] = [];
  private removed = -1;
  private hold = false;

  constructor(readonly query: Query) {}

  /** Rows on the screen. */
  get length(): number {
    this.version.value;
    return this.shown.value - this.hidden.reduce((sum, range) => sum + Math.min(range.to, this.shown.value) - Math.min(range.from, this.shown.value), 0);
  }
  get fresh(): number {
    return (this.total.value ?? 0) - this.shown.value;
  }

  /** The entry in row `row`, if its page is here. */
  at(row: number): Entry | undefined {
    this.version.value;
    const index = this.indexOf(row);
    return index < 0 ? undefined : this.pages.get(Math.floor(index / perPage))?.items[index % perPage];
  }

  /** The row of an entry that has been fetched; -1 if it is not known. */
  rowOf(id: string): number {
    for (const [number, page] of this.pages)
      for (let i = 0; i < page.items.length; ++i)
        if (page.items[i]!.id === id || page.items[i]!.transaction === id) return this.rowAt(number * perPage + i);
    return -1;
  }

  /** Asks for the pages of these rows that are not here. */
  need(first: number, last: number): void {
    const wanted = new Set<number>();
    for (let row = Math.max(0, first); row <= Math.min(last, this.length - 1); ++row) wanted.add(Math.floor(this.indexOf(row) / perPage));
    for (const number of wanted) {
      const page = this.pages.get(number);
      if ((!page || page.stale) && !this.asked.has(number)) void this.fetch(number);
    }
  }

  /** Looks at the newest end again. */
  async refresh(): Promise<void> {
    await this.fetch(Math.floor((this.total.peek() ?? 0) / perPage));
  }

  /** Rows stay still while this is set: what comes is only counted. */
  still(hold: boolean): void {
    this.hold = hold;
    if (!hold && this.total.value !== null) this.shown.value = this.total.value;
  }

  invalidate(): void {
    for (const page of this.pages.values()) page.stale = true;
    this.version.value++;
  }

  /** Changes an entry here, as it was changed on the server. */
  change(id: string, how: Partial<Entry>): void {
    for (const page of this.pages.values())
      page.items = page.items.map((entry) => (entry.id === id ? { ...entry, ...how } : entry));
    this.version.value++;
  }
  /** Outcomes as they stand by now, from transactions that were told again. */
  correct(records: Map<string, unknown>): void {
    const outcome = (entry: Entry) => (records.get(entry.transaction ?? '') as { outcome?: string } | undefined)?.outcome ?? entry.outcome;
    let changed = false;
    for (const page of this.pages.values()) {
      if (!page.items.some((entry) => outcome(entry) !== entry.outcome)) continue;
      page.items = page.items.map((entry) => ({ ...entry, outcome: outcome(entry) }));
      changed = true;
    }
    if (changed) this.version.value++;
  }
  changeAll(how: Partial<Entry>): void {
    for (const page of this.pages.values()) page.items = page.items.map((entry) => ({ ...entry, ...how }));
    this.version.value++;
  }

  /** Takes rows off the screen, which may yet be undone; null: all that are there. */
  hide(rows: number[] | null): void {
    const indexes = rows?.map((row) => this.indexOf(row));
    const ranges = indexes ? indexes.map((index) => ({ from: index, to: index + 1 })) : [{ from: 0, to: this.shown.value }];
    this.hidden = merge([...this.hidden, ...ranges]);
    this.version.value++;
  }
  unhide(): void {
    this.hidden = [];
    this.version.value++;
  }

  /** After a deletion: what is there now, in one step. */
  async settle(): Promise<void> {
    const old = this.pages;
    this.pages = new Map();
    this.asked.clear();
    const number = Math.floor(Math.max(0, (this.total.peek() ?? 0) - 1) / perPage);
    try {
      const list = await this.load(number, Math.max(perPage, 100));
      batch(() => {
        this.hidden = [];
        this.take(number, list);
      });
    } catch (error) {
      this.pages = old;
      this.hidden = [];
      this.problem.value = problemFrom(error);
    }
    this.version.value++;
  }

  private load(number: number, limit = perPage): Promise<EntryList> {
    return get<EntryList>('/v1/entries', { ...this.query, order: 'asc', offset: number * perPage, limit });
  }

  private async fetch(number: number): Promise<void> {
    this.asked.add(number);
    try {
      const list = await this.load(number);
      batch(() => this.take(number, list));
    } catch (error) {
      this.problem.value = problemFrom(error);
    } finally {
      this.asked.delete(number);
    }
  }

  private take(number: number, list: EntryList): void {
    if (this.removed >= 0 && list.removed !== this.removed) for (const page of this.pages.values()) page.stale = true;
    this.removed = list.removed;
    const last = Math.floor(list.total / perPage);
    for (const [each, page] of this.pages) {
      if (each > last) this.pages.delete(each);
      else if (page.items.length < Math.min(perPage, list.total - each * perPage)) page.stale = true;
    }
    this.pages.set(number, { items: list.items, stale: list.items.length < Math.min(perPage, list.total - number * perPage) });
    this.total.value = list.total;
    if (!this.hold || this.shown.value > list.total) this.shown.value = list.total;
    this.problem.value = null;
    this.version.value++;
  }

  private indexOf(row: number): number {
    let index = this.shown.value - 1 - row;
    for (let i = this.hidden.length - 1; i >= 0; --i) {
      const range = this.hidden[i]!;
      if (range.from > this.shown.value) continue;
      if (index < range.to) index -= range.to - range.from;
    }
    return index;
  }
  private rowAt(index: number): number {
    let row = this.shown.value - 1 - index;
    for (const range of this.hidden) {
      if (index >= range.from && index < range.to) return -1;
      if (index < range.from) row -= Math.min(range.to, this.shown.value) - range.from;
    }
    return row;
  }
}

function merge(ranges: Range[]): Range[] {
  const out: Range[] = [];
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1];
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else out.push({ ...range });
  }
  return out;
}
