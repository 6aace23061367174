// Scenarios: named files of rules and states, shipped with the server or loaded into it. Armed with a
// click, reset, and moved from state to state.
import { signal, useSignal } from '@preact/signals';
import { ask, get, problemFrom, url } from './api';
import { cut, moment, plural } from './format';
import { useKeys } from './keys';
import { onChange } from './live';
import { effectWords, matchWords, oftenWords, stages } from './presets';
import { go, href } from './route';
import { say } from './toast';
import type { List, Problem, Rule } from './types';
import { Blank, Button, copy, Icon, Snippet, Trouble } from './ui';

interface Scenario {
  name: string;
  /** Absent: it is in force. */
  armed?: boolean;
  origin?: string;
  since?: string | null;
  inbox?: string;
  description?: string;
  state?: { start: string; timers?: Record<string, { after: string; goto: string }> } | null;
  /** The state of each inbox that is in one. */
  states?: Record<string, string>;
  rules?: Rule[];
  [member: string]: unknown;
}

const list = signal<Scenario[] | null>(null);
const problem = signal<Problem | null>(null);

async function refresh(): Promise<void> {
  list.value = (await get<List<Scenario>>('/v1/scenarios')).items;
}
onChange((changes) => (changes.all || changes.kinds.has('held') || changes.kinds.has('rule') ? refresh().catch(() => undefined) : undefined));

const path = (name: string, more = '', inbox?: string) => url('/v1/scenarios/' + encodeURIComponent(name) + more, { inbox });
/** The one inbox that it is for, if it is for one. */
const inboxOf = (scenario: Scenario) => (scenario.inbox && !/[*?]/.test(scenario.inbox) ? scenario.inbox : undefined);
const inForce = (scenario: Scenario) => scenario.armed ?? true;
const fired = (scenario: Scenario) => (scenario.rules ?? []).reduce((sum, rule) => sum + (rule.fired ?? 0), 0);

/** All states that a timer or a rule leads to, in the order they are named. */
export function statesOf(scenario: Scenario): string[] {
  const names = new Set<string>();
  const add = (name: unknown) => typeof name === 'string' && names.add(name);
  add(scenario.state?.start);
  for (const [from, timer] of Object.entries(scenario.state?.timers ?? {})) {
    add(from);
    add(timer.goto);
  }
  for (const rule of scenario.rules ?? []) {
    for (const each of [rule.state].flat()) add(each);
    add(rule.goto);
  }
  return [...names];
}

async function change(what: string, method: string, where: string, body?: unknown): Promise<void> {
  problem.value = null;
  try {
    await ask(method, where, body);
    say(what);
    await refresh();
  } catch (error) {
    problem.value = problemFrom(error);
  }
}

function Controls({ scenario }: { scenario: Scenario }) {
  const { name } = scenario;
  return inForce(scenario) ? (
    <>
      <Button label="Reset" onClick={() => void change(`${name}: as when it was armed`, 'POST', path(name, '/reset', inboxOf(scenario)))} />
      <Button label="Disarm" onClick={() => void change(`${name}: disarmed`, 'DELETE', path(name, '', inboxOf(scenario)))} />
    </>
  ) : <Button label="Arm" onClick={() => void change(`${name}: armed`, 'PUT', path(name))} />;
}

export function Scenarios() {
  if (!list.value?.length) return null;
  return (
    <section class="scenarios" aria-label="Scenarios">
      <div class="firing-head"><h2>Scenarios</h2><span class="dim">named sets of rules</span></div>
      <ul>
        {list.value.map((scenario) => (
          <li key={scenario.name + (scenario.inbox ?? '')} class={inForce(scenario) ? 'scenario on' : 'scenario'}>
            <a href={href('/scenarios/' + encodeURIComponent(scenario.name))}><b>{scenario.name}</b></a>
            <span class="dim scenario-what" title={scenario.description}>{inForce(scenario) ? `${plural((scenario.rules ?? []).length, 'rule')}, fired ${fired(scenario)}` : scenario.description ?? 'not armed'}</span>
            {Object.entries(scenario.states ?? {}).map(([inbox, state]) => <span class="chip" key={inbox}>{inbox}: <b>{state}</b></span>)}
            <span class="grow" />
            <Controls scenario={scenario} />
          </li>
        ))}
      </ul>
      {problem.value && <Trouble problem={problem.value} />}
    </section>
  );
}

function States({ scenario }: { scenario: Scenario }) {
  const inbox = useSignal(Object.keys(scenario.states ?? {})[0] ?? 'default');
  const states = statesOf(scenario);
  if (!states.length) return null;
  const now = scenario.states?.[inbox.value] ?? scenario.state?.start;
  return (
    <section class="states" aria-label="States">
      <h2>State</h2>
      <label class="field">
        <span>of inbox</span>
        <input value={inbox.value} onInput={(event) => (inbox.value = event.currentTarget.value)} />
      </label>
      <span class="choice wrap" role="group" aria-label="Move to a state">
        {states.map((state) => (
          <button
            type="button"
            key={state}
            aria-pressed={state === now}
            onClick={() => void change(`${scenario.name}: ${state}`, 'PUT', url('/v1/scenarios/' + encodeURIComponent(scenario.name) + '/state', { inbox: inbox.value }), { state })}
          >
            {state}
          </button>
        ))}
      </span>
    </section>
  );
}

export function ScenarioScreen({ name }: { name: string }) {
  const scenario = list.value?.find((each) => each.name === name);
  useKeys({ Escape: () => go(href('/faults')), y: () => void copy(location.href, 'Link copied') });
  return (
    <div class="page">
      <div class="toolbar"><a class="button" href={href('/faults')}><Icon name="back" />Faults</a></div>
      {!scenario ? (
        <Blank title={`There is no scenario ${cut(name, 60)}`}>
          <p>Load one with <code>--scenario FILE</code>, or put it: <code>PUT /v1/scenarios/{cut(name, 60)}</code>.</p>
        </Blank>
      ) : (
        <div class="cockpit">
          <article class="rule-detail" aria-label={`Scenario ${name}`}>
            <header class="detail-head"><h1>{name}</h1><span class="grow" /><Controls scenario={scenario} /></header>
            <p class="dim facts-line">
              {inForce(scenario) ? 'In force' : 'Not armed'}{scenario.origin && (scenario.origin === 'shipped' ? ', shipped with mailrig' : `, from ${scenario.origin}`)}{scenario.since && `, since ${moment(scenario.since)}`}
            </p>
            {scenario.description && <p class="lead">{scenario.description}</p>}
            <States scenario={scenario} />
            <section class="rules words" aria-label="Rules of the scenario">
              <ol>
                {(scenario.rules ?? []).map((rule, i) => (
                  <li class="rule" key={i}>
                    <a class="rule-main" href={href('/faults/' + encodeURIComponent(rule.id ?? rule.name ?? ''))}>
                      <span class="n">{i + 1}</span>
                      <span class="rule-name"><b>{rule.name ?? rule.id}</b></span>
                      <span class="rule-what"><span class="stage-chip">{stages(rule).join(' ')}</span> {cut(matchWords(rule.match), 80)} <span class="arrow">→</span> {cut(effectWords(rule), 120)}</span>
                      <span class="rule-often dim">{oftenWords(rule)}</span>
                      <span class="rule-hits"><b>{rule.fired ?? 0}</b><span class="dim"> of {rule.matched ?? 0}</span></span>
                    </a>
                  </li>
                ))}
              </ol>
              <Snippet label="a way to arm it" code={`curl -sS --fail-with-body -X PUT '${location.origin}${path(name)}'`} />
            </section>
            {problem.value && <Trouble problem={problem.value} />}
          </article>
        </div>
      )}
    </div>
  );
}
