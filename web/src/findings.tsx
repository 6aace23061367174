// Every rule that mail or its senders broke, grouped; and of the chosen one who broke it, with the
// octets that prove it.
import { useEffect } from 'preact/hooks';
import { get, type Query } from './api';
import { boxes } from './box';
import { count, cut, full, moment, plural } from './format';
import { useKeys } from './keys';
import { useLoad } from './load';
import type { Changes } from './live';
import { ProofLine } from './proof';
import { go, href, route, setQuery } from './route';
import type { Example, Finding, FindingList } from './types';
import { Blank, Button, copy, Icon, Trouble } from './ui';

const shown = 20; // records of the chosen rule

// Each look reads all mail again: as long as four of them pass before the next, a busy server is not
// kept busy by a page.
let took = 0, last = 0;

async function look(query: Query, signal: AbortSignal, again: boolean): Promise<FindingList> {
  const rest = last + 4 * took - performance.now();
  if (again && rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  const began = performance.now();
  const list = await get<FindingList>('/v1/findings', query, { signal });
  last = performance.now();
  took = last - began;
  return list;
}

const news = (changes: Changes) => changes.all || ['message', 'session', 'held'].some((kind) => changes.kinds.has(kind));

function useFindings(query: Query) {
  let again = false;
  return useLoad<FindingList>('findings ' + JSON.stringify(query), (signal) => {
    const later = again;
    again = true;
    return look(query, signal, later);
  }, news);
}

const who = (group: Finding) => plural(group.records, group.of === 'session' ? 'session' : 'mail');

/** Where everything that broke the rule is listed. */
function listed(group: Finding, inbox: string): string {
  return group.of === 'message'
    ? href('/inbox' + (inbox ? '/' + encodeURIComponent(inbox) : ''), { q: 'finding:' + group.rule })
    : href('/sessions', group.filter);
}

function Group({ group, here, url }: { group: Finding; here: boolean; url: string }) {
  const newest = group.examples[0];
  return (
    <li class={here ? 'here' : undefined}>
      <a href={url} aria-current={here ? 'true' : undefined}>
        <span class="name"><span class="code soft">{group.rule}</span></span>
        <span class="number">{who(group)}</span>
        <span class="broken">{group.detail}</span>
        <span class="dim newest">{newest && <time dateTime={newest.at} title={`newest: ${full(newest.at)}`}>{moment(newest.at)}</time>}</span>
      </a>
    </li>
  );
}

function Case({ each }: { each: Example }) {
  const mail = each.record[0] === 'm';
  return (
    <li>
      <p class="case">
        <a href={href(mail ? `/m/${each.record}/findings` : `/s/${each.record}`) + (each.line ? '#L' + each.line : '')}><bdi>{cut(mail ? each.subject || '(no subject)' : each.from, 120)}</bdi></a>
        <span class="dim">{mail ? <bdi>{cut(each.from || '<>', 80)}</bdi> : each.record}</span>
        <time class="dim" dateTime={each.at} title={full(each.at)}>{moment(each.at)}</time>
      </p>
      {each.proof ? (
        <>
          <p class="dim">part {each.part}, octet {each.offset}{each.count > 1 && `, ${plural(each.count, 'time')} in this mail`}</p>
          <ProofLine proof={each.proof} />
        </>
      ) : each.note && <p>Line {each.line}: <bdi>{each.note}</bdi></p>}
    </li>
  );
}

function Chosen({ rule, inbox, back }: { rule: string; inbox: string; back: string }) {
  const { value, problem, again } = useFindings({ rule, inbox, examples: shown });
  const group = value?.items[0];
  const rest = group ? group.records - group.examples.length : 0;
  return (
    <article class="detail" aria-label="Rule">
      <header class="detail-head">
        <a class="button bare back" href={back} aria-label="Back to the list"><Icon name="back" /></a>
        <h1>{cut(rule, 60)}</h1>
        <span class="grow" />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        {group && <a class="button" href={listed(group, inbox)}><Icon name={group.of === 'session' ? 'sessions' : 'inbox'} />Show {group.records === 1 ? 'it' : `all ${count(group.records)}`}</a>}
      </header>
      {problem ? <Trouble problem={problem}><a class="button main" href={back}>To the findings</a>{problem.status !== 400 && <Button label="Try again" onClick={again} />}</Trouble>
        : !value ? <div class="loading" role="status">Loading…</div>
        : !group ? <Blank title="Nobody breaks this rule"><p>{looked(value)}</p></Blank> : (
          <div class="detail-body" tabIndex={0} role="region" aria-label="Who broke it">
            <div class="findings">
              <p class="about">{sentence(group.detail)}</p>
              <p class="dim">{who(group)}{group.places > group.records && `, ${plural(group.places, 'place')} in all`}; the newest first</p>
              <ol>{group.examples.map((each) => <Case key={each.record} each={each} />)}</ol>
              {rest > 0 && <p class="more"><a href={listed(group, inbox)}>{plural(rest, 'older one')}</a></p>}
            </div>
          </div>
        )}
    </article>
  );
}

const sentence = (text: string) => text[0]!.toUpperCase() + text.slice(1) + '.';
const looked = (list: FindingList) => `${plural(list.messages, 'mail')} and ${plural(list.sessions, 'session')} were looked at.`;

export function Findings() {
  const { query } = route.value;
  const rule = query.get('rule') ?? '', inbox = query.get('inbox') ?? '';
  const urlOf = (name: string) => href('/findings', { rule: name, inbox });
  const { value, problem, again } = useFindings({ inbox });
  const list = value?.items ?? [];
  const at = list.findIndex((each) => each.rule === rule);
  const step = (by: number) => {
    const next = list[at < 0 ? 0 : at + by];
    if (next) go(urlOf(next.rule), rule !== '');
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => at < 0 && step(0),
    y: () => void copy(location.href, 'Link copied'),
    Escape: () => go(urlOf('')),
  });
  useEffect(() => {
    if (at >= 0) document.querySelector('.groups .here')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const names = boxes.value.includes(inbox) || !inbox ? boxes.value : [...boxes.value, inbox];
  return (
    <div class={rule ? 'panes' : 'panes list-first'}>
      <section class="list" aria-label="Findings">
        <div class="toolbar">
          <h1>Findings</h1>
          <span class="grow" />
          <select aria-label="Inbox" value={inbox} onChange={(event) => setQuery({ inbox: event.currentTarget.value || undefined })}>
            <option value="">All inboxes</option>
            {names.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </div>
        <div class="listbar"><span class="dim" aria-live="polite">{value ? `${plural(list.length, 'rule')} broken · ${plural(value.messages, 'mail')} and ${plural(value.sessions, 'session')} looked at` : problem ? '' : 'Loading…'}</span></div>
        {problem && !value ? <Trouble problem={problem}><Button label="Try again" kind="main" onClick={again} /></Trouble>
          : value && list.length === 0 ? (
            value.messages + value.sessions === 0
              ? <Blank title="Nothing to look at yet"><p>What mail breaks of the rules of its format, and its sender of those of SMTP, is listed here the moment it arrives.</p><a class="button main" href={href('/connect')}>Connect an app</a></Blank>
              : <Blank title="No rule is broken"><p>{looked(value)}</p></Blank>
          ) : <ol class="groups">{list.map((each) => <Group key={each.rule} group={each} here={each.rule === rule} url={urlOf(each.rule)} />)}</ol>}
      </section>
      {rule ? <Chosen key={rule + '\n' + inbox} rule={rule} inbox={inbox} back={urlOf('')} />
        : <div class="rest">{list.length > 0 && <Blank title="No rule is chosen"><p>Choose one to see who broke it, with the octets that prove it.</p></Blank>}</div>}
    </div>
  );
}
