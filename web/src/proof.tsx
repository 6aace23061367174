// The octets that prove a finding, as the server shows them.
import type { Proof } from './types';

/** The same with each line of the mail on a line of its own; a doubled backslash is one octet. */
const inLines = (text: string) => text.replace(/\\(.)/g, (octet, name) => (name === 'n' ? octet + '\n' : octet));

export function ProofLine({ proof }: { proof: Proof }) {
  const { before, octets, after } = proof;
  return (
    <pre class="proof" tabIndex={0} aria-label="Octets that prove it">
      {inLines(before)}{octets ? <mark>{inLines(octets)}</mark> : <mark class="missing"><span class="sr">missing here</span></mark>}{inLines(after).trimEnd()}
    </pre>
  );
}
