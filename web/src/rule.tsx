// One rule: what it does, how often it did, what it nearly did, and how to say the same elsewhere.
import { signal, useSignal } from '@preact/signals';
import { get } from './api';
import { ruleAsCurl, ruleAsFile, ruleAsNode, ruleAsPython } from './code';
import { Editor } from './editor';
import { cut, full, moment, plural } from './format';
import { useLoad } from './load';
import { effectWords, matchWords, oftenWords, stages } from './presets';
import { href } from './route';
import { disarm, written } from './status';
import type { NearMiss, Rule } from './types';
import { Button, copy, Icon, Snippet, Trouble } from './ui';

const label = (rule: Rule) => rule.name || rule.id;

export function RuleRow({ rule, n, current }: { rule: Rule; n: number; current: boolean }) {
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

const forms = [
  { id: 'json', label: 'JSON', as: (rule: unknown) => JSON.stringify(rule, null, 2) },
  { id: 'curl', label: 'curl', as: ruleAsCurl },
  { id: 'python', label: 'Python test', as: ruleAsPython },
  { id: 'node', label: 'Node test', as: ruleAsNode },
  { id: 'file', label: 'Scenario file', as: (rule: unknown) => ruleAsFile(rule) },
];
const form = signal('json');

function InOtherWords({ rule }: { rule: unknown }) {
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
    (signal) => get<{ items: NearMiss[] }>('/v1/near-misses', { rule: rule.id, limit: 10 }, { signal }),
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

export function RuleDetail({ rule }: { rule: Rule }) {
  const editing = useSignal(false);
  return (
    <article class="rule-detail" aria-label={`Rule ${label(rule)}`}>
      <header class="detail-head">
        <a class="button bare back" href={href('/faults')} aria-label="Back to all rules"><Icon name="back" /></a>
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
