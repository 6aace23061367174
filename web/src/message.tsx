// One mail: its head and its tabs.
import { useEffect } from 'preact/hooks';
import { get, url } from './api';
import { listUrl, openRow, remove, rows, setRead, step } from './box';
import { DefectsTab } from './defects';
import { draft } from './draft';
import { cut, duration, full, micros, size } from './format';
import { HeadersTab } from './headers';
import { useKeys } from './keys';
import { useLoad } from './load';
import { Octets } from './octets';
import { PartsTab } from './parts';
import { Preview, schemes, widths } from './preview';
import { go, href, route, setQuery } from './route';
import { SessionView } from './session';
import { TextTab } from './text';
import type { Entry, Mailbox, Message, Transaction } from './types';
import { Button, Code, copy, Icon, Missing, Tabs, type TabItem } from './ui';

const names = (list: Mailbox[]) => list.map((each) => (each.name ? `${each.name} <${each.address}>` : each.address)).join(', ');
const hasHtml = (message: Message) => (message.parts ?? []).some((part) => part.role === 'html');

export function MessageScreen({ id }: { id: string }) {
  const { query } = route.value;
  const filters: Record<string, string> = {};
  if (id === 'latest') for (const [name, value] of query) if (name !== 'w' && name !== 'scheme') filters[name] = value;
  const { value: message, problem, again } = useLoad<Message>(
    'message ' + id + JSON.stringify(filters),
    (signal) => get<Message>('/v1/messages/' + encodeURIComponent(id), { ...filters, brief: true }, { signal }),
    (changes) => changes.all || changes.kinds.has('held') || (id === 'latest' && changes.kinds.has('message')),
  );
  const transaction = useLoad<Transaction | null>(
    'outcome ' + (message?.transaction ?? ''),
    async (signal) => (message?.transaction ? get<Transaction>('/v1/transactions/' + message.transaction, {}, { signal }) : null),
    (changes) => changes.records.has(message?.transaction ?? ''),
  ).value;

  useEffect(() => {
    document.title = message ? `${cut(message.subject || '(no subject)', 80)} · mailrig` : 'mailrig';
    if (message && !message.read && id !== 'latest') void setRead({ id: message.id, kind: 'message' }, true);
  }, [message?.id]);

  const html = !!message && hasHtml(message);
  const tab = route.value.tab || (html ? 'html' : 'text');
  const tabUrl = (name: string) => href(`/m/${id}/${name}`, { ...filters, w: query.get('w') ?? undefined, scheme: query.get('scheme') ?? undefined });
  const items: TabItem[] = [
    ...(html ? [{ id: 'html', label: 'HTML', url: tabUrl('html') }] : []),
    { id: 'text', label: 'Text', url: tabUrl('text') },
    { id: 'headers', label: 'Headers', url: tabUrl('headers'), note: message?.headers.length },
    { id: 'source', label: 'Source', url: tabUrl('source') },
    { id: 'parts', label: 'Parts', url: tabUrl('parts'), note: message?.attachments || undefined },
    ...(message?.session ? [{ id: 'session', label: 'Session', url: tabUrl('session') }] : []),
    { id: 'findings', label: 'Findings', url: tabUrl('findings'), note: message?.findings ? `⚠${message.findings}` : undefined },
  ];
  const pick = (name: string) => () => items.some((item) => item.id === name) && go(tabUrl(name), true);
  const cycle = <T extends string>(list: readonly T[], now: string, by: number) => list[(list.indexOf(now as T) + by + list.length) % list.length];
  const entry = rows.value.at(openRow.value);
  const drop = () => {
    if (entry) remove([entry]);
    else if (message) remove([{ ...message, kind: 'message', place: 0 } as unknown as Entry]);
  };
  const makeRule = () => {
    const to = message?.envelope.to[0]?.address;
    draft.value = { name: `from-${message?.id ?? 'mail'}`, on: 'rcpt', ...(to ? { match: { to: to.replace(/[\\*?]/g, '\\$&') } } : {}), reply: '451 4.3.0 Try again later' };
    go(href('/faults/new'));
  };
  useKeys({
    '1': pick('html'), '2': pick('text'), '3': pick('headers'), '4': pick('source'), '5': pick('parts'), '6': pick('session'), '7': pick('findings'),
    '[': () => setQuery({ w: cycle(widths, query.get('w') ?? '', -1) || undefined }),
    ']': () => setQuery({ w: cycle(widths, query.get('w') ?? '', 1) || undefined }),
    d: () => setQuery({ scheme: cycle(schemes, query.get('scheme') ?? '', 1) || undefined }),
    y: () => void copy(location.href, 'Link copied'),
    s: pick('session'),
    // On the session's tab its own key makes the rule, from what was refused.
    e: tab === 'session' ? undefined : makeRule,
    Escape: () => go(listUrl()),
    ...(entry ? {} : { j: () => step(1), k: () => step(-1) }),
  });

  if (problem && !message)
    return (
      <article class="detail" aria-label="Mail">
        <Missing problem={problem} what={id === 'latest' ? 'such mail' : `mail ${cut(id, 40)}`} again={again} back={{ url: listUrl(), label: 'To the inbox' }} />
      </article>
    );
  if (!message) return <article class="detail" aria-label="Mail"><div class="loading" role="status">Loading the mail…</div></article>;
  const to = message.headerTo.length ? names(message.headerTo) : message.envelope.to.map((each) => each.address).join(', ');
  const key = message.transaction && message.envelope.to[0] ? `${message.envelope.from.address},${message.envelope.to[0].address}` : '';
  return (
    <article class="detail" aria-label="Mail">
      <header class="detail-head">
        <a class="button bare back" href={listUrl()} aria-label="Back to the list"><Icon name="back" /></a>
        <h1 title={message.subject && message.subject.length > 120 ? undefined : message.subject ?? undefined}><bdi>{cut(message.subject || '(no subject)', 300)}</bdi></h1>
        <span class="grow" />
        <Button icon="faults" label="Make a rule for such mail" hotkey="e" onClick={makeRule} />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        <a class="button bare" href={url(`/v1/messages/${message.id}/raw`)} download={message.id + '.eml'} aria-label="Save as .eml" title="Save as .eml"><Icon name="save" /></a>
        <Button icon="trash" label="Delete" hotkey="#" onClick={drop} />
      </header>
      <div class="address">
        <span class="pair"><bdi>{cut(names(message.headerFrom) || message.envelope.from.address || '<>', 120)}</bdi> <span class="arrow" aria-label="to">→</span> <bdi>{cut(to, 160)}</bdi></span>
        {message.headerCc.length > 0 && <span class="pair dim">cc <bdi>{cut(names(message.headerCc), 200)}</bdi></span>}
      </div>
      <div class="address facts">
        <Code outcome={transaction ? transaction.outcome : null} />
        <time dateTime={message.received}>{full(message.received)}</time>
        <span>{size(message.size)}</span>
        {transaction && <span>{transaction.tls ? transaction.tls.version : 'in the clear'}</span>}
        {transaction && <span title="from MAIL to the last reply">{duration(micros(transaction.ended) - micros(transaction.began))}</span>}
        {key && <a href={href('/attempts/' + encodeURIComponent(key))} title="Every attempt of this sender to reach this recipient">attempts</a>}
        {message.codes?.map((code) => (
          <button type="button" class="chip" key={code} title="Copy the code" onClick={() => void copy(code, `Code ${code} copied`)}>code <b>{code}</b></button>
        ))}
        {message.tags.map((tag) => <span class="chip" key={tag}>{tag}</span>)}
      </div>
      <Tabs items={items} current={tab} label="Views of the mail" onPick={(where) => go(where, true)} />
      <div class="detail-body" id="tabpanel" role="tabpanel" aria-labelledby={'tab-' + tab} tabIndex={tab === 'html' ? -1 : 0}>
        {tab === 'html' && html ? <Preview message={message} />
          : tab === 'headers' ? <HeadersTab message={message} />
          : tab === 'source' ? <Octets where={url(`/v1/messages/${message.id}/raw`)} name={message.id + '.eml'} label="Source of the mail" />
          : tab === 'parts' ? <PartsTab message={message} />
          : tab === 'findings' ? <DefectsTab message={message} />
          : tab === 'session' && message.session ? <SessionView id={message.session} base={tabUrl('session')} />
          : <TextTab message={message} />}
      </div>
    </article>
  );
}
