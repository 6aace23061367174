// The attempts to deliver one mail, from one sender to one recipient, on one time axis: is the back-off
// right? The key is "sender,recipient".
import { get } from './api';
import { cut, duration, full, micros, moment, plural, time, tone, withoutCode } from './format';
import { useLoad } from './load';
import { href } from './route';
import type { List, Transaction } from './types';
import { Blank, Code, Trouble } from './ui';

const escape = (text: string) => text.replace(/[\\*?]/g, '\\$&');
const began = (transaction: Transaction) => micros(transaction.began);

export interface Gap { us: number; factor: number | null }

/** The pauses between attempts, in microseconds, each with how much longer it is than the one before. */
export function gaps(times: number[]): Gap[] {
  return times.slice(1).map((at, i) => {
    const us = at - times[i]!;
    const before = i > 0 ? times[i]! - times[i - 1]! : 0;
    return { us, factor: before > 0 ? us / before : null };
  });
}

export function Attempts({ of }: { of: string }) {
  const comma = of.lastIndexOf(',');
  const from = of.slice(0, Math.max(comma, 0)), to = of.slice(comma + 1);
  const { value, problem } = useLoad(
    'attempts ' + of,
    (signal) => get<List<Transaction>>('/v1/transactions', { from: escape(from), to: escape(to), order: 'asc', limit: 500 }, { signal }),
    (changes) => changes.all || changes.kinds.has('transaction'),
  );
  const list = value?.items ?? [];
  const times = list.map(began);
  const pauses = gaps(times);
  const span = Math.max(1, (times[times.length - 1] ?? 0) - (times[0] ?? 0));
  const factors = pauses.map((gap) => gap.factor).filter((factor): factor is number => factor !== null);
  const mean = factors.length ? Math.exp(factors.reduce((sum, factor) => sum + Math.log(Math.max(factor, 1e-3)), 0) / factors.length) : null;
  return (
    <div class="page">
      <article class="detail" aria-label="Attempts">
        <header class="detail-head">
          <h1>Attempts</h1>
        </header>
        <div class="address"><span class="pair"><bdi>{cut(from || '<>', 200)}</bdi> <span class="arrow" aria-label="to">→</span> <bdi>{cut(to, 200)}</bdi></span></div>
        <div class="detail-body">
          {problem && !value ? <Trouble problem={problem} /> : !value ? <div class="loading" role="status">Loading…</div>
            : list.length === 0 ? <Blank title="No attempt"><p>No transaction from this sender to this recipient is on record.</p></Blank> : (
              <>
                <p class="lead">
                  {plural(list.length, 'attempt')}{list.length > 1 && <> in {duration(span)}</>}
                  {mean !== null && <>, each pause <b>×{mean.toFixed(2)}</b> the one before{mean > 1.2 ? ': it backs off' : mean < 0.8 ? ': it hurries' : ': a steady pace'}</>}
                </p>
                <div class="axis" aria-hidden="true">
                  {list.map((each, i) => (
                    <a key={each.id} tabIndex={-1} class={tone(each.outcome)} href={href('/t/' + each.id)} title={`${each.id} ${each.outcome}`} style={{ left: `${(((times[i] ?? 0) - times[0]!) / span) * 100}%` }}><span>{each.outcome}</span></a>
                  ))}
                  <i class="start">{time(list[0]!.began)}</i><i class="end">{time(list[list.length - 1]!.began)}</i>
                </div>
                <table class="attempts">
                  <thead><tr><th scope="col">#</th><th scope="col">Began</th><th scope="col">Pause</th><th scope="col">Factor</th><th scope="col">Outcome</th><th scope="col">Reply</th><th scope="col">Session</th></tr></thead>
                  <tbody>
                    {list.map((each, i) => (
                      <tr key={each.id}>
                        <th scope="row">{i + 1}</th>
                        <td><time dateTime={each.began} title={full(each.began)}>{moment(each.began, true)}</time></td>
                        <td>{i > 0 && `+${duration(pauses[i - 1]!.us)}`}</td>
                        <td>{i > 1 && pauses[i - 1]!.factor !== null && `×${pauses[i - 1]!.factor!.toFixed(2)}`}</td>
                        <td><Code outcome={each.outcome} /></td>
                        <td class="reply">{cut(withoutCode(each.reply) || 'no reply', 120)}{each.message && <> <a href={href('/m/' + each.message)}>the mail</a></>}</td>
                        <td><a href={href('/s/' + each.session)}>{each.session}</a>{i > 0 && each.session !== list[i - 1]!.session && <> <a class="dim" href={href(`/s/${list[i - 1]!.session}..${each.session}`)}>compare</a></>}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
        </div>
      </article>
    </div>
  );
}
