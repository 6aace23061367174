// The cockpit: what goes wrong on purpose, how often it did, and how to say the same elsewhere.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, get, problemFrom, url } from './api';
import { ruleAsCurl, ruleAsFile, ruleAsNode, ruleAsPython } from './code';
import { draft } from './draft';
import { cut, full, moment, plural } from './format';
import { useKeys } from './keys';
import { onChange } from './live';
import { useLoad } from './load';
import { effectWords, matchWords, often, oftenWords, presets, ruleOf, stages } from './presets';
import { go, href } from './route';
import { Scenarios } from './scenarios';
import { served } from './served';
import { arm, armed, disarm, LiveState, rules, written } from './status';
import { say } from './toast';
import type { List, NearMiss, Problem, Rule, Transaction } from './types';
import { Blank, Button, copy, Field, Snippet, Trouble } from './ui';

const label = (rule: Rule) => rule.name || rule.id;

// --- firings --------------------------------------------------------------------------------------

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

function Timeline() {
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

// --- presets --------------------------------------------------------------------------------------

function Presets() {
  const to = useSignal('*');
  const how = useSignal('always');
  const problem = useSignal<Problem | null>(null);
  const chosen = often.find((each) => each.id === how.value)!;
  return (
    <section class="presets" aria-label="Arm with a click">
      <div class="preset-options">
        <h2>Arm with a click</h2>
        <Field label="for recipients"><input value={to.value} spellcheck={false} onInput={(event) => (to.value = event.currentTarget.value)} /></Field>
        <Field label="how often">
          <select value={how.value} onChange={(event) => (how.value = event.currentTarget.value)}>
            {often.map((each) => <option key={each.id} value={each.id}>{each.label}</option>)}
          </select>
        </Field>
        <a class="button" href={href('/faults/new')}>Write a rule</a>
      </div>
      <div class="preset-list">
        {presets.map((preset) => (
          <button
            type="button"
            key={preset.name}
            class="preset"
            onClick={async () => {
              problem.value = null;
              try {
                await arm([ruleOf(preset, to.value.trim(), chosen)]);
                say(`${preset.title}: armed`);
              } catch (error) {
                problem.value = problemFrom(error);
              }
            }}
          >
            <b>{preset.title}</b>
            <span>{preset.note}</span>
          </button>
        ))}
      </div>
      {problem.value && <Trouble problem={problem.value} />}
    </section>
  );
}

// --- the list -------------------------------------------------------------------------------------

function RuleRow({ rule, n, current }: { rule: Rule; n: number; current: boolean }) {
  return (
    <li class={current ? 'rule here' : 'rule'}>
      <a class="rule-main" href={href('/faults/' + encodeURIComponent(rule.id))} aria-current={current ? 'true' : undefined}>
        <span class="n">{n}</span>
        <span class="rule-name"><b>{cut(label(rule), 60)}</b>{rule.scenario && <span class="dim"> of {rule.scenario}</span>}</span>
        <span class="rule-what"><span class="stage-chip">{stages(rule).join(' ')}</span> {cut(matchWords(rule.match), 80)} <span class="arrow">→</span> {cut(effectWords(rule), 120)}</span>
        <span class="rule-often dim">{oftenWords(rule)}</span>
        <span class="rule-hits" title="fired of counted"><b>{rule.fired}</b><span class="dim"> of {rule.matched}</span>{rule.lastFired && <time class="dim" dateTime={rule.lastFired}>{moment(rule.lastFired)}</time>}</span>
      </a>
      {!rule.scenario && <Button icon="x" label={`Disarm ${label(rule)}`} onClick={() => disarm([rule])} />}
    </li>
  );
}

// --- one rule -------------------------------------------------------------------------------------

const forms = [
  { id: 'json', label: 'JSON', as: (rule: unknown) => JSON.stringify(rule, null, 2) },
  { id: 'curl', label: 'curl', as: ruleAsCurl },
  { id: 'python', label: 'Python test', as: ruleAsPython },
  { id: 'node', label: 'Node test', as: ruleAsNode },
  { id: 'file', label: 'Scenario file', as: (rule: unknown) => ruleAsFile(rule) },
];
const form = signal('json');

export function InOtherWords({ rule }: { rule: unknown }) {
  const chosen = forms.find((each) => each.id === form.value)!;
  return (
    <section class="words">
      <div class="choice wrap" role="group" aria-label="The rule in other words">
        {forms.map((each) => <button type="button" key={each.id} aria-pressed={form.value === each.id} onClick={() => (form.value = each.id)}>{each.label}</button>)}
      </div>
      <Snippet code={chosen.as(rule)} label={`the rule as ${chosen.label}`} />
    </section>
  );
}

function NearMisses({ rule }: { rule: Rule }) {
  const { value, problem } = useLoad(
    `near misses ${rule.id} ${rule.matched}`,
    async (signal) => ((await served('/v1/near-misses')) ? get<{ items: NearMiss[] }>('/v1/near-misses', { rule: rule.id, limit: 10 }, { signal }) : null),
    (changes) => changes.kinds.has('transaction') || changes.kinds.has('session'),
  );
  if (problem && !value) return <Trouble problem={problem} />;
  if (!value) return null;
  const misses = value.items;
  return (
    <section class="misses">
      <h2>Near misses <span class="dim">what came close and was not counted</span></h2>
      {misses.length === 0 ? <p class="dim">Nothing on record came close.</p> : (
        <ul>
          {misses.map((miss) => (
            <li key={miss.kind + miss.id}>
              <a href={href(`/${miss.id[0]}/${miss.id}`)}>{miss.kind} {miss.id}</a>
              {miss.note && <span class="dim"> {miss.note}</span>}
              <ul>
                {miss.differences.map((each) => (
                  <li key={each.field}><code>{each.field}</code> wanted <code>{cut(each.wanted, 120)}</code>, found <code>{cut(each.found, 120)}</code></li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function RuleDetail({ rule }: { rule: Rule }) {
  const editing = useSignal(false);
  return (
    <article class="rule-detail" aria-label={`Rule ${label(rule)}`}>
      <header class="detail-head">
        <h1>{cut(label(rule), 80)}</h1>
        {label(rule) !== rule.id && <span class="dim">{rule.id}</span>}
        <span class="grow" />
        {!rule.scenario && <Button label={editing.value ? 'Close the editor' : 'Edit'} onClick={() => (editing.value = !editing.value)} />}
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        {!rule.scenario && <Button label="Disarm" kind="danger" onClick={() => disarm([rule])} />}
      </header>
      <p class="lead">
        At <b>{stages(rule).join(' or ')}</b>, for <b>{cut(matchWords(rule.match), 200)}</b>, {oftenWords(rule)}: <b>{cut(effectWords(rule), 300)}</b>.
      </p>
      <p class="dim facts-line">
        Counted {rule.matched}, fired {rule.fired}{rule.lastFired && <>, last {full(rule.lastFired)}</>}{rule.expires && <>, until {full(rule.expires)}</>}
        {rule.scenario && <>. Of scenario <a href={href('/scenarios/' + encodeURIComponent(rule.scenario))}>{rule.scenario}</a></>}
        {rule.droppedKeys && <>. {plural(rule.droppedKeys, 'key')} forgotten for want of room</>}
      </p>
      {editing.value ? <Editor start={written(rule)} id={rule.id} done={() => (editing.value = false)} /> : <InOtherWords rule={written(rule)} />}
      <NearMisses rule={rule} />
    </article>
  );
}

// --- writing one ----------------------------------------------------------------------------------

function Editor({ start, id, done }: { start: Record<string, unknown>; id?: string; done?: () => void }) {
  const text = useSignal(JSON.stringify(start, null, 2));
  const problem = useSignal<Problem | null>(null);
  const save = async () => {
    problem.value = null;
    try {
      const answer = (await (await ask(id ? 'PUT' : 'POST', url(id ? '/v1/rules/' + encodeURIComponent(id) : '/v1/rules'), text.value)).json()) as { id?: string; items?: Rule[] };
      say(id ? 'The rule was replaced; its counters start anew' : 'Armed');
      draft.value = null;
      done?.();
      const first = answer.id ?? answer.items?.[0]?.id;
      if (!id && first) go(href('/faults/' + encodeURIComponent(first)), true);
    } catch (error) {
      problem.value = problemFrom(error);
    }
  };
  return (
    <div class="editor">
      <textarea
        aria-label="Rule as JSON"
        rows={Math.min(24, Math.max(8, text.value.split('\n').length + 1))}
        spellcheck={false}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <div class="actions">
        <Button label={id ? 'Replace' : 'Arm'} kind="main" onClick={() => void save()} />
        <span class="dim">Ctrl+Enter. Its counters start at nought.</span>
      </div>
      {problem.value && <Trouble problem={problem.value} />}
    </div>
  );
}

const example = { name: 'my-rule', on: 'rcpt', match: { to: '*@example.test' }, per: ['to'], nth: '1-2', reply: '451 4.3.0 Try again later' };

// --- the screen -----------------------------------------------------------------------------------

export function Faults({ id }: { id: string }) {
  const list = armed.value;
  const rule = rules.value.find((each) => each.id === id) ?? rules.value.find((each) => each.name === id);
  const at = rule ? list.indexOf(rule) : -1;
  const step = (by: number) => {
    const next = list[at < 0 ? 0 : at + by];
    if (next) go(href('/faults/' + encodeURIComponent(next.id)), at >= 0);
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '#': () => rule && disarm([rule]),
    e: () => go(href('/faults/new')),
    y: () => void copy(location.href, 'Link copied'),
    Escape: () => go(href('/faults')),
  });
  return (
    <div class="page">
      <div class="toolbar"><h1>Faults</h1><span class="grow" /><LiveState /></div>
      <div class="cockpit">
        <Presets />
        <Timeline />
        <div class={id ? 'cockpit-panes open' : 'cockpit-panes'}>
          <section class="rules" aria-label="Rules in force">
            <div class="firing-head">
              <h2>Rules in force</h2>
              <span class="dim">{list.length ? 'asked from the top; the first that may fire decides' : ''}</span>
              <span class="grow" />
              {list.some((each) => !each.scenario) && <Button label="Disarm all" hotkey="Shift+D" onClick={() => disarm(list)} />}
            </div>
            {list.length === 0 ? <p class="none dim">Nothing is armed: every mail is taken as it should be.</p> : (
              <ol>{list.map((each, i) => <RuleRow key={each.id} rule={each} n={i + 1} current={each === rule} />)}</ol>
            )}
          </section>
          {id === 'new' ? (
            <article class="rule-detail" aria-label="New rule">
              <header class="detail-head"><h1>New rule</h1></header>
              <Editor key={JSON.stringify(draft.value)} start={draft.value ?? example} />
            </article>
          ) : rule ? <RuleDetail key={rule.id} rule={rule} /> : id ? (
            <Blank title={`There is no rule ${cut(id, 60)}`}><p>It was disarmed, or its time was over.</p></Blank>
          ) : null}
        </div>
        <Scenarios />
      </div>
    </div>
  );
}

