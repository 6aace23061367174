// Two sessions side by side: what one said and the other did not.
import { duration } from './format';
import { go, href } from './route';
import { Fact, useSession } from './session';
import { Said } from './transcript';
import type { Event, Session } from './types';
import { Button, Icon, Trouble } from './ui';

export interface Pair { left: Event | null; right: Event | null }

/** What must be equal for two lines to be the same: not times, ids or counts. */
const sense = (event: Event) => `${event.from} ${event.kind} ${event.text.replace(/\b[mts]\d+\b/g, '#')}`;

/** The longest common subsequence decides which lines belong together; others stand alone. */
export function pair(left: Event[], right: Event[], most = 600): Pair[] {
  const a = left.slice(0, most), b = right.slice(0, most);
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  const words = { a: a.map(sense), b: b.map(sense) };
  for (let i = a.length - 1; i >= 0; --i)
    for (let j = b.length - 1; j >= 0; --j)
      table[i * width + j] = words.a[i] === words.b[j]
        ? table[(i + 1) * width + j + 1]! + 1
        : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  const out: Pair[] = [];
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && words.a[i] === words.b[j]) out.push({ left: a[i++]!, right: b[j++]! });
    else if (i < a.length && (j >= b.length || table[(i + 1) * width + j]! >= table[i * width + j + 1]!)) out.push({ left: a[i++]!, right: null });
    else out.push({ left: null, right: b[j++]! });
  }
  return out.length ? together(out) : out;
}

/** The kind of line: a reply, or a command of that verb. */
const sort = (event: Event) => `${event.from} ${event.kind} ${event.from === 'client' ? event.text.slice(0, 4).toUpperCase() : ''}`;

/** Between two lines that are the same, lines of one sort stand on one row, in their order. */
function together(pairs: Pair[]): Pair[] {
  const out: Pair[] = [];
  let left: Event[] = [], right: Event[] = [];
  const flush = () => {
    for (const event of left) {
      const at = right.findIndex((each) => sort(each) === sort(event));
      if (at < 0) out.push({ left: event, right: null });
      else {
        for (const each of right.splice(0, at)) out.push({ left: null, right: each });
        out.push({ left: event, right: right.shift()! });
      }
    }
    for (const event of right) out.push({ left: null, right: event });
    left = [];
    right = [];
  };
  for (const each of pairs) {
    if (each.left && each.right) {
      flush();
      out.push(each);
    } else if (each.left) left.push(each.left);
    else right.push(each.right!);
  }
  flush();
  return out;
}

function Cell({ event, other }: { event: Event | null; other: Event | null }) {
  if (!event) return <><td class="at" /><td class="said gone" /></>;
  const same = other && sense(event) === sense(other);
  return (
    <>
      <td class="at">{duration(event.at)}</td>
      <td class={`said ${event.from}${same ? '' : ' differs'}`}>
        <Said lines={(event.kind === 'data' ? `${event.octets} octets of content` : event.text || event.kind).split('\r\n')} tone="" whole={!same} />
      </td>
    </>
  );
}

const summary = (session: Session) => `${session.helo ?? 'no greeting'}, ${session.tls?.version ?? 'in the clear'}, closed by ${session.closedBy}${session.closedHow ? ` (${session.closedHow})` : ''}`;

export function Diff({ id }: { id: string }) {
  const [first = '', second = ''] = id.split('..');
  const a = useSession(first), b = useSession(second);
  const problem = a.problem ?? b.problem;
  return (
    <div class="page">
      <article class="detail" aria-label="Two sessions compared">
        <header class="detail-head">
          <a class="button bare back" href={href('/s/' + first)} aria-label="Back"><Icon name="back" /></a>
          <h1>{first} and {second}</h1>
          <span class="grow" />
          <Button label="Swap" onClick={() => go(href(`/s/${second}..${first}`), true)} />
        </header>
        <div class="detail-body">
          {problem ? <Trouble problem={problem} /> : !a.value || !b.value ? <div class="loading" role="status">Loading both…</div> : (
            <>
              <dl class="facts-list">
                <Fact name={first} value={summary(a.value)} />
                <Fact name={second} value={summary(b.value)} />
              </dl>
              <div class="lines">
                <table class="diff">
                  <thead><tr>{[first, second].map((each) => <><th scope="col" class="at">at</th><th scope="col" class="said"><a href={href('/s/' + each)}>{each}</a></th></>)}</tr></thead>
                  <tbody>
                    {pair(a.value.events ?? [], b.value.events ?? []).map((each, i) => (
                      <tr key={i}><Cell event={each.left} other={each.right} /><Cell event={each.right} other={each.left} /></tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </div>
      </article>
    </div>
  );
}
