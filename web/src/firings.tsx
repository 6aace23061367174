// When rules fired, on one time line.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from './api';
import { plural } from './format';
import { onChange } from './live';
import { stages } from './presets';
import { href } from './route';
import { rules } from './status';
import type { List, Rule, Transaction } from './types';

interface Firing { rule: string; at: number; url: string }
const firings = signal<Firing[]>([]);
const mostFirings = 500;

function noteFirings(more: Firing[]): void {
  const seen = new Map(firings.value.map((each) => [each.rule + each.at, each]));
  for (const each of more) seen.set(each.rule + each.at, each);
  firings.value = [...seen.values()].sort((a, b) => a.at - b.at).slice(-mostFirings);
}

const firedIn = (transaction: Transaction): Firing[] =>
  transaction.rules.map((rule) => ({ rule, at: Date.parse(transaction.ended), url: href('/t/' + transaction.id) }));

async function lookBack(): Promise<void> {
  const list = await get<List<Transaction>>('/v1/transactions', { limit: 500 });
  firings.value = [];
  noteFirings(list.items.flatMap(firedIn));
}
onChange((changes) => {
  if (changes.all) return lookBack().catch(() => undefined);
  for (const record of changes.records.values()) {
    const transaction = record as Transaction;
    if (transaction.id?.[0] === 't' && transaction.rules?.length) noteFirings(firedIn(transaction));
    const rule = record as Rule;
    // At connect or EHLO there is no transaction to tell it.
    if (rule.lastFired && rule.on && !stages(rule).some((stage) => ['mail', 'rcpt', 'data', 'body', 'eom'].includes(stage)))
      noteFirings([{ rule: rule.id, at: Date.parse(rule.lastFired), url: href('/faults/' + rule.id) }]);
  }
});

const spans = [5, 30, 120];

export function Timeline() {
  const minutes = useSignal(5);
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 2_000);
    return () => clearInterval(timer);
  }, []);
  const width = minutes.value * 60_000;
  const end = Math.max(now.value, ...firings.value.map((each) => each.at));
  const seen = firings.value.filter((each) => each.at > end - width);
  const order = rules.value.map((rule) => rule.id);
  return (
    <section class="firing" aria-label="Firings">
      <div class="firing-head">
        <h2>Firings</h2>
        <span class="dim">{seen.length ? `${plural(seen.length, 'firing')} in ${minutes.value} minutes` : `none in ${minutes.value} minutes`}</span>
        <span class="grow" />
        <span class="choice" role="group" aria-label="How far back">
          {spans.map((each) => <button type="button" key={each} aria-pressed={minutes.value === each} onClick={() => (minutes.value = each)}>{each} min</button>)}
        </span>
      </div>
      <div class="strip" aria-hidden="true">
        {seen.map((each) => (
          <a key={each.rule + each.at} tabIndex={-1} href={each.url} title={`${each.rule} at ${new Date(each.at).toLocaleTimeString()}`} style={{ left: `${100 - ((end - each.at) / width) * 100}%`, bottom: `${4 + (Math.max(0, order.indexOf(each.rule)) % 4) * 8}px` }} />
        ))}
      </div>
    </section>
  );
}
