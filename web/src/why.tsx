// Why a transaction became no mail, in one sentence: the rule that did it on purpose, or who else.
import { cut } from './format';
import { matchWords, oftenWords } from './presets';
import { href } from './route';
import { disarm, rules } from './status';
import type { Event, Trace, Transaction } from './types';
import { Button } from './ui';

/** What the rules that fired in these events said of it, once each. */
export function fired(events: Event[]): { stage: string | null; trace: Trace }[] {
  const out = new Map<string, { stage: string | null; trace: Trace }>();
  for (const event of events)
    for (const trace of event.trace) if (trace.gate === 'fired' && !out.has(trace.rule)) out.set(trace.rule, { stage: event.stage, trace });
  return [...out.values()];
}

const otherwise: Record<string, string> = {
  lost: 'No rule is behind this: the connection ended before the mail was taken.',
  aborted: 'No rule is behind this: the client gave the mail up, by RSET, a new greeting or QUIT.',
  unacked: 'No rule is behind this: the mail was kept, and the connection ended before its reply was out.',
};

export function Why({ transaction }: { transaction: Transaction }) {
  const causes = fired(transaction.events ?? []);
  if (!causes.length) {
    const text = otherwise[transaction.outcome] ?? (transaction.rules.length ? '' : 'No rule is behind this: mailrig itself refused, as a strict server does.');
    return text ? <p class="because">{text}</p> : null;
  }
  return (
    <>
      {causes.map(({ stage, trace }) => {
        const rule = rules.value.find((each) => each.id === trace.rule);
        return (
          <p class="because on-purpose" key={trace.rule}>
            <span>
              <b>⚡ On purpose:</b> rule <a href={href('/faults/' + encodeURIComponent(trace.rule))}>{cut(trace.name || trace.rule, 60)}</a>{' '}fired{stage && ` at ${stage.toUpperCase()}`}
              {rule ? <>, as it does for <b class="plain">{cut(matchWords(rule.match), 120)}</b>, {oftenWords(rule)}.</> : <>: {trace.why}.</>}
            </span>
            {rule && !rule.scenario ? <Button label="Disarm it" onClick={() => disarm([rule])} /> : !rule && <span class="dim">disarmed since</span>}
          </p>
        );
      })}
    </>
  );
}
