// The cockpit: what goes wrong on purpose, and how often it did.
import { Arming } from './arming';
import { draft } from './draft';
import { Editor } from './editor';
import { Timeline } from './firings';
import { cut } from './format';
import { useKeys } from './keys';
import { go, href } from './route';
import { RuleDetail, RuleRow } from './rule';
import { Scenarios } from './scenarios';
import { armed, disarm, rules } from './status';
import { Blank, Button, copy } from './ui';

const example = { name: 'my-rule', on: 'rcpt', match: { to: '*@example.test' }, per: ['to'], nth: '1-2', reply: '451 4.3.0 Try again later' };

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
      <div class="toolbar"><h1>Faults</h1></div>
      <div class="cockpit">
        <Arming />
        <Timeline />
        <div class={id ? 'cockpit-panes open' : 'cockpit-panes'}>
          <div class="in-force">
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
            <Scenarios />
          </div>
          {id === 'new' ? (
            <article class="rule-detail" aria-label="New rule">
              <header class="detail-head"><h1>New rule</h1></header>
              <Editor key={JSON.stringify(draft.value)} start={draft.value ?? example} />
            </article>
          ) : rule ? <RuleDetail key={rule.id} rule={rule} /> : id ? (
            <Blank title={`There is no rule ${cut(id, 60)}`}><p>It was disarmed, or its time was over.</p></Blank>
          ) : null}
        </div>
      </div>
    </div>
  );
}
