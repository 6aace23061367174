// The octets that prove a finding, as the server shows them.
import type { Proof } from './types';

export function ProofLine({ proof }: { proof: Proof }) {
  const { before, octets, after } = proof;
  return (
    <pre class="proof" tabIndex={0} aria-label="Octets that prove it">
      {before}{octets ? <mark>{octets}</mark> : <mark class="missing"><span class="sr">missing here</span></mark>}{after}
    </pre>
  );
}
