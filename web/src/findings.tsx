// What is broken in a mail: the rule, its RFC, and the octets that prove it.
import { beginning } from './octets';
import { url } from './api';
import { plural } from './format';
import { useLoad } from './load';
import type { Diagnostic, Message } from './types';
import { Blank } from './ui';

const around = 48; // octets that are shown before and after
const reach = 4 << 20; // octets of a mail that are read for them

/** Octets as one line of text: what is not printable ASCII is named. */
export function visible(octets: string): string {
  return octets.replace(/[^\x20-\x7e]/g, (octet) => ({ '\r': '\\r', '\n': '\\n', '\t': '\\t' })[octet] ?? `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function Proof({ octets, finding }: { octets: string; finding: Diagnostic }) {
  const { offset } = finding;
  if (offset >= octets.length) return null;
  const begin = Math.max(0, offset - around);
  return (
    <pre class="proof" tabIndex={0} aria-label={`Octets around ${offset}`}>
      {begin > 0 && '…'}{visible(octets.slice(begin, offset))}<mark>{visible(octets.slice(offset, offset + 1))}</mark>{visible(octets.slice(offset + 1, offset + around))}{offset + around < octets.length && '…'}
    </pre>
  );
}

export function FindingsTab({ message }: { message: Message }) {
  const findings = (message.diagnostics ?? []).slice(0, 200);
  const last = Math.min(reach, Math.max(0, ...findings.map((each) => each.offset)) + around);
  const where = url(`/v1/messages/${message.id}/raw`);
  // Each octet as one character: offsets count octets.
  const { value } = useLoad(`proof ${where} ${last}`, async (signal) => (findings.length ? (await beginning(where, last, signal, true)).text : ''));
  if (!findings.length) return <Blank title="Nothing is broken"><p>No rule of the mail's format is violated.</p></Blank>;
  return (
    <section class="findings" aria-label="Findings">
      <ol>
        {findings.map((each, i) => (
          <li key={i}>
            <p><code class="code soft">{each.kind}</code> <b>{each.detail}</b></p>
            <p class="dim">part {each.part}, octet {each.offset}{each.count > 1 && `, ${plural(each.count, 'time')} in all`}</p>
            {value && <Proof octets={value} finding={each} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
