// A transaction that became no mail: what was said, and why.
import { get, url } from './api';
import { listUrl, openRow, remove, rows, step } from './box';
import { cut, duration, full, micros, withoutCode } from './format';
import { EnvelopeTable } from './headers';
import { useKeys } from './keys';
import { useLoad } from './load';
import { Octets } from './octets';
import { go, href, route } from './route';
import { SessionView } from './session';
import type { Transaction } from './types';
import { Button, Code, copy, Icon, Missing, Tabs } from './ui';
import { Why } from './why';

export function TransactionScreen({ id }: { id: string }) {
  const { value: transaction, problem, again } = useLoad<Transaction>(
    'transaction ' + id,
    (signal) => get<Transaction>('/v1/transactions/' + encodeURIComponent(id), {}, { signal }),
    (changes) => changes.all || changes.records.has(id),
  );
  const entry = rows.value.at(openRow.value);
  useKeys({
    y: () => void copy(location.href, 'Link copied'),
    Escape: () => go(listUrl()),
    s: () => transaction && go(href('/s/' + transaction.session)),
    ...(entry ? {} : { j: () => step(1), k: () => step(-1) }),
  });
  if (problem && !transaction)
    return (
      <article class="detail" aria-label="Transaction">
        <Missing problem={problem} what={`transaction ${cut(id, 40)}`} again={again} back={{ url: listUrl(), label: 'To the inbox' }} />
      </article>
    );
  if (!transaction) return <article class="detail" aria-label="Transaction"><div class="loading" role="status">Loading…</div></article>;
  const tab = route.value.tab || 'session';
  const tabUrl = (name: string) => href(`/t/${id}/${name}`);
  const words: Record<string, string> = {
    lost: 'The connection went before the mail was taken',
    unacked: 'Kept, but its acknowledgement did not leave whole',
    aborted: 'The client gave it up',
  };
  const stage = transaction.events?.filter((event) => event.from === 'server' && /^[45]/.test(event.text)).pop()?.stage;
  const to = transaction.envelope.to[0]?.address ?? '';
  const items = [
    { id: 'session', label: 'Session', url: tabUrl('session') },
    { id: 'envelope', label: 'Envelope', url: tabUrl('envelope') },
    ...(transaction.size ? [{ id: 'source', label: 'Source', url: tabUrl('source') }] : []),
  ];
  return (
    <article class="detail" aria-label="Transaction">
      <header class="detail-head">
        <a class="button bare back" href={listUrl()} aria-label="Back to the list"><Icon name="back" /></a>
        <h1>{words[transaction.outcome] ?? (transaction.message ? 'Taken' : `Refused${stage ? ` at ${stage.toUpperCase()}` : ''}`)}</h1>
        <span class="grow" />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        {entry && <Button icon="trash" label="Take off the list" hotkey="#" onClick={() => remove([entry])} />}
      </header>
      <div class="address">
        <span class="pair"><bdi>{cut(transaction.envelope.from.address || '<>', 200)}</bdi> <span class="arrow" aria-label="to">→</span> <bdi>{cut(transaction.envelope.to.map((each) => each.address).join(', ') || 'nobody', 300)}</bdi></span>
      </div>
      <div class="address facts">
        <Code outcome={transaction.outcome} />
        <span class="reply">{cut(withoutCode(transaction.reply) || 'no reply', 300)}</span>
        <time dateTime={transaction.ended}>{full(transaction.ended)}</time>
        <span>{duration(micros(transaction.ended) - micros(transaction.began))}</span>
        {to && <a href={href('/attempts/' + encodeURIComponent(`${transaction.envelope.from.address},${to}`))} title="Every attempt of this sender to reach this recipient">attempts</a>}
        {transaction.message && <a href={href('/m/' + transaction.message)}>the mail</a>}
      </div>
      <Why transaction={transaction} />
      <Tabs items={items} current={tab} label="Views of the transaction" onPick={(where) => go(where, true)} />
      <div class="detail-body" id="tabpanel" role="tabpanel" aria-labelledby={'tab-' + tab} tabIndex={0}>
        {tab === 'envelope' ? <EnvelopeTable envelope={transaction.envelope} />
          : tab === 'source' && transaction.size ? <Octets where={url(`/v1/transactions/${id}/raw`)} name={id + '.eml'} label="Source of what was refused" />
          : <SessionView id={transaction.session} base={tabUrl('session')} />}
      </div>
    </article>
  );
}
