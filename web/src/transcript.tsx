// A conversation line by line, each with its place on the time axis: transcript and waterfall in one.
import { useSignal } from '@preact/signals';
import { copy } from './ui';
import { duration, plural, size, tone } from './format';
import { href } from './route';
import type { Event } from './types';
import { useEffect, useRef } from 'preact/hooks';

/** What took the time between one event and the next. */
export type Cause = 'server' | 'injected' | 'client' | 'transfer';
export interface Bar { cause: Cause; from: number; to: number }
export interface Line {
  event: Event;
  n: number;
  bars: Bar[];
  /** Line of a pipelined group: it came in one piece with its neighbours. */
  pipelined: 'first' | 'middle' | 'last' | null;
  secure: boolean;
}

const delayOf = (event: Event): number => {
  const found = /^delay (\d+(?:\.\d+)?) ?(ms|s|m|h)\b/.exec(event.text);
  if (event.kind !== 'fault' || !found) return 0;
  return Number(found[1]) * { ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9 }[found[2] as 'ms' | 's' | 'm' | 'h']!;
};

/** Lays the events out. An event's time is when it was known to the server; a delay counts from there. */
export function layOut(events: Event[], end: number): Line[] {
  // For each event the time of the next later one.
  const later = new Array<number>(events.length);
  for (let i = events.length - 1, next = end, at = -1; i >= 0; --i) {
    if (events[i]!.at !== at) {
      if (at >= 0) next = at;
      at = events[i]!.at;
    }
    later[i] = Math.max(next, events[i]!.at);
  }
  let secure = false;
  let free = 0; // when the client could speak: the last reply, with what delayed it
  let asked = 0; // when it last did
  let held = { at: -1, for: 0 }; // a delay that was announced, and the moment it counts from
  const lines: Line[] = events.map((event, i) => {
    const bars: Bar[] = [];
    const bar = (cause: Cause, from: number, to: number) => void (to > from && bars.push({ cause, from, to }));
    if (event.kind === 'fault' && event.text.startsWith('delay')) {
      const until = event.text.includes('forever') ? later[i]! : Math.min(later[i]!, event.at + delayOf(event));
      held = { at: event.at, for: until - event.at };
      bar('injected', event.at, until);
    } else if (event.kind === 'close') {
      bar('client', Math.min(event.at, Math.max(free, asked)), event.at);
    } else if (event.from === 'client') {
      bar(event.kind === 'data' ? 'transfer' : 'client', Math.min(event.at, Math.max(free, asked)), event.at);
      asked = event.at;
    } else if (event.from === 'server') {
      bar('server', Math.max(asked, free), event.at);
      free = event.at + (held.at === event.at ? held.for : 0);
    }
    const line: Line = { event, n: i + 1, bars, pipelined: null, secure };
    if (event.kind === 'tls') secure = true;
    return line;
  });
  // Commands that came in one read have one time.
  const commands = lines.filter((line) => line.event.from === 'client' && line.event.kind === 'command');
  for (let i = 0; i < commands.length; ++i) {
    const same = (a?: Line, b?: Line) => !!a && !!b && a.event.at === b.event.at;
    const before = same(commands[i], commands[i - 1]), after = same(commands[i], commands[i + 1]);
    if (before || after) commands[i]!.pipelined = !before ? 'first' : after ? 'middle' : 'last';
  }
  return lines;
}

const mostLines = 4; // of one reply; a longer one is folded

/** What was said, line by line; a long reply opens at a click. */
export function Said({ lines, tone, whole }: { lines: string[]; tone: string; whole: boolean }) {
  const open = useSignal(whole);
  const folded = !open.value && lines.length > mostLines;
  return (
    <>
      {(folded ? lines.slice(0, 1) : lines).map((line, i) => <div key={i} class={tone}>{line || ' '}</div>)}
      {lines.length > mostLines && (
        <button type="button" class="link fold" aria-expanded={!folded} onClick={() => (open.value = !open.value)}>
          {folded ? `${lines.length - 1} more lines` : 'fewer lines'}
        </button>
      )}
    </>
  );
}

const letter = { client: 'C', server: 'S', rig: '·' } as const;

export function Transcript({ events, end, hash, base, onRule }: {
  events: Event[];
  /** Microseconds from the session's begin to its end, or to now. */
  end: number;
  /** L12: the line that the URL points at. */
  hash: string;
  base: string;
  onRule: (event: Event) => void;
}) {
  const lines = layOut(events, end);
  const total = Math.max(end, ...events.map((event) => event.at), 1);
  const open = useSignal(0);
  const shown = useSignal(Math.max(1_000, Number(/^L(\d+)$/.exec(hash)?.[1] ?? 0) + 50));
  const marked = useRef<HTMLTableRowElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: 'center' }), [hash, events.length > 0]);
  const sums: Record<Cause, number> = { server: 0, injected: 0, client: 0, transfer: 0 };
  for (const line of lines) for (const bar of line.bars) sums[bar.cause] += bar.to - bar.from;

  return (
    <div class="transcript">
      <div class="legend">
        {(Object.keys(sums) as Cause[]).map((cause) => (
          <span key={cause} class={cause}><i class={cause} />{cause} <b>{duration(sums[cause])}</b></span>
        ))}
        <span class="grow" />
        <span class="dim">{duration(total)} in all</span>
      </div>
      <div class="lines">
        <table>
          <caption class="sr">Conversation, with the time of each line</caption>
          <thead class="sr"><tr><th>Time</th><th>Who</th><th>Line</th><th>Time line</th><th>Actions</th></tr></thead>
          <tbody>
            {lines.slice(0, shown.value).map((line) => {
              const { event } = line;
              const here = hash === 'L' + line.n;
              return (
                <tr
                  key={line.n}
                  id={'L' + line.n}
                  ref={here ? marked : undefined}
                  class={`${event.from} ${event.kind}${here ? ' here' : ''}${event.rule ? ' ruled' : ''}${line.secure ? ' secure' : ''}${line.pipelined ? ' piped ' + line.pipelined : ''}`}
                >
                  <td class="at"><a href={`${base}#L${line.n}`} title={`Line ${line.n}, at ${duration(event.at)}`}>{(event.at / 1000).toFixed(event.at < 1e6 ? 3 : 1)}</a></td>
                  <td class="dir" title={event.from}>{letter[event.from]}</td>
                  <td class="said">
                    {event.kind === 'data' ? <span class="dim">{plural(event.octets, 'octet')} of content ({size(event.octets)})</span>
                      : event.kind === 'close' ? <span class="dim">closed: {event.text || 'no more to say'}</span>
                      : event.kind === 'fault' ? <span class="fault">⚡ {event.text}</span>
                      : event.kind === 'tls' || event.kind === 'connect' || event.kind === 'note' ? <span class="dim">{event.kind} {event.text}</span>
                      : <Said lines={event.text.split('\r\n')} tone={event.from === 'server' && event.kind === 'reply' ? tone(event.text.slice(0, 1)) : 'good'} whole={here} />}
                    {event.rule && event.from === 'server' && (
                      <button type="button" class="link why" aria-expanded={open.value === line.n} onClick={() => (open.value = open.value === line.n ? 0 : line.n)}>
                        ⚡ {event.trace.find((each) => each.rule === event.rule)?.name || event.rule}: why
                      </button>
                    )}
                    {!event.rule && event.trace.length > 0 && (
                      <button type="button" class="link why" aria-expanded={open.value === line.n} onClick={() => (open.value = open.value === line.n ? 0 : line.n)}>
                        {plural(event.trace.length, 'rule')} counted this, none fired: why
                      </button>
                    )}
                    {open.value === line.n && (
                      <ul class="trace">
                        {event.trace.map((each) => (
                          <li key={each.rule}>
                            <a href={href('/faults/' + encodeURIComponent(each.rule))}>{each.name || each.rule}</a>{' '}
                            <b>{each.gate === 'fired' ? 'fired' : `held back by ${each.gate}`}</b>, ordinal {each.ordinal}
                            {each.key && <> of <code>{each.key}</code></>}
                            {each.draw !== null && <>, draw {each.draw.toFixed(3)}</>}: {each.why}
                          </li>
                        ))}
                      </ul>
                    )}
                  </td>
                  <td class={line.bars.some((bar) => bar.to - bar.from >= total / 50) ? 'time long' : 'time'}>
                    <div class="lane">
                      {line.bars.map((bar, i) => (
                        <i
                          key={i}
                          class={bar.cause}
                          title={`${bar.cause} ${duration(bar.to - bar.from)}`}
                          style={{ left: `${(bar.from / total) * 100}%`, width: `max(2px, ${((bar.to - bar.from) / total) * 100}%)` }}
                        />
                      ))}
                      {line.bars.length === 0 && <i class="tick" style={{ left: `${(event.at / total) * 100}%` }} />}
                      {line.bars.some((bar) => bar.to - bar.from >= total / 50) && (
                        <span class="label" style={labelPlace(line.bars[0]!, total)}>
                          {duration(line.bars.reduce((sum, bar) => sum + bar.to - bar.from, 0))}
                        </span>
                      )}
                    </div>
                  </td>
                  <td class="do">
                    {event.from !== 'rig' && (
                      <>
                        <button type="button" title="Make a rule from this line" aria-label={`Make a rule from line ${line.n}`} onClick={() => onRule(event)}>⚡</button>
                        <button type="button" title="Copy this line" aria-label={`Copy line ${line.n}`} onClick={() => void copy(event.text)}>⧉</button>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {lines.length > shown.value && (
          <p class="more">
            <button type="button" class="link" onClick={() => (shown.value += 2_000)}>
              {plural(lines.length - shown.value, 'more line')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** A label stands on a long bar, behind a short one, or before it where there is no room behind. */
function labelPlace(bar: Bar, total: number): Record<string, string> {
  const from = (bar.from / total) * 100, to = (bar.to / total) * 100;
  if (to - from >= 40) return { left: `calc(${from}% + 6px)` };
  return to > 75 ? { right: `calc(${100 - from}% + 4px)` } : { left: `calc(${to}% + 4px)` };
}
