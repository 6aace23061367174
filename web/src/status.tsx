// What stands on every screen: whether the page is live, and what is armed.
import { computed, signal } from '@preact/signals';
import { ask, get, problemFrom, url } from './api';
import { plural, time } from './format';
import { onChange, since, state } from './live';
import { href } from './route';
import { say, undoable } from './toast';
import type { Info, List, Rule } from './types';
import { Button, Icon } from './ui';

export const info = signal<Info | null>(null);
export const rules = signal<Rule[]>([]);
/** Rules that may fire still; those being disarmed are off the screen. */
export const disarming = signal(new Set<string>());
export const armed = computed(() => rules.value.filter((rule) => !disarming.value.has(rule.id)));

let started = '';

async function lookAtServer(): Promise<void> {
  const fresh = await get<Info & { started?: string }>('/v1/info');
  if (started && fresh.started && fresh.started !== started) say('The server was started again: what it held before is gone');
  started = fresh.started ?? started;
  info.value = fresh;
}
async function lookAtRules(): Promise<void> {
  rules.value = (await get<List<Rule>>('/v1/rules')).items;
}
onChange(async (changes) => {
  if (changes.all) await lookAtServer().catch(() => undefined);
  if (changes.all || changes.kinds.has('rule') || changes.kinds.has('held')) await lookAtRules().catch(() => undefined);
});

/** On every screen: whether this page hears of what happens. */
export function LiveState() {
  return (
    <span class={`live is-${state.value.replace(' ', '-')}`} role="status" title="Whether this page hears of what happens">
      <span>{state.value}{state.value === 'offline' && since.value && <small> since {time(since.value.toISOString())}</small>}</span>
    </span>
  );
}

/** While the server is away, what is shown is old: that is said, and that nothing need be done. */
export function OfflineNote() {
  if (state.value !== 'offline') return null;
  return (
    <aside class="banner offline" aria-label="Offline">
      <span>The server does not answer{since.value && ` since ${time(since.value.toISOString())}`}. What you see is what it last said; the page goes on by itself when it is back.</span>
    </aside>
  );
}

const label = (rule: Rule) => rule.name || rule.id;

/** Takes rules away, with a way back: what was written is added again. */
export function disarm(which: Rule[]): void {
  const own = which.filter((rule) => !rule.scenario);
  if (own.length === 0) {
    if (which.length) say('These rules belong to scenario files: disarm the scenario');
    return;
  }
  const ids = own.map((rule) => rule.id);
  disarming.value = new Set([...disarming.value, ...ids]);
  const done = () => (disarming.value = new Set([...disarming.value].filter((id) => !ids.includes(id))));
  void Promise.allSettled(ids.map((id) => ask('DELETE', url('/v1/rules/' + encodeURIComponent(id)), undefined, { keepalive: true }))).then(async (results) => {
    const failed = results.find((result): result is PromiseRejectedResult => result.status === 'rejected');
    if (failed) say(problemFrom(failed.reason).detail);
    await lookAtRules().catch(() => undefined);
    done();
  });
  undoable(
    `${own.length === 1 ? `Rule ${label(own[0]!)}` : plural(own.length, 'rule')} disarmed`,
    () => undefined,
    () => void arm(own.map(written)),
  );
}

/** The rule as it was written, without what the server adds. */
export function written(rule: Rule): Record<string, unknown> {
  const { id: _1, matched: _2, fired: _3, lastFired: _4, expires: _5, droppedKeys: _6, scenario: _7, ...rest } = rule;
  return rest;
}

/** Adds rules, in order. Throws Refused. */
export async function arm(which: Record<string, unknown>[]): Promise<void> {
  await ask('POST', url('/v1/rules'), which.length === 1 ? which[0] : which);
  await lookAtRules();
}

export function Banner() {
  const list = armed.value;
  if (list.length === 0) return null;
  const names = list.slice(0, 3).map(label).join(', ') + (list.length > 3 ? ' …' : '');
  const own = list.some((rule) => !rule.scenario);
  return (
    <aside class="banner" aria-label="Armed rules">
      <Icon name="faults" />
      <span>
        <a href={href('/faults')}>{plural(list.length, 'rule')} armed</a>
        <span class="names">: {names}</span>
      </span>
      <span class="grow" />
      {own && <Button label="Disarm" hotkey="Shift+D" onClick={() => disarm(list)} />}
    </aside>
  );
}

/** A server that strangers can reach says so. */
export function OpenWarning() {
  const open = info.value?.listeners.find((each) => each.protocol === 'http' && !/^(127\.|::1$|localhost$)/.test(each.address));
  if (!open) return null;
  return (
    <aside class="banner open" aria-label="Warning">
      <span>Anyone who reaches {open.address}:{open.port} can read this mail: the server listens beyond this machine, without a password.</span>
    </aside>
  );
}
