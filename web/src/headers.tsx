// What stands above a mail: its envelope and its header fields.
import { useSignal } from '@preact/signals';
import { cut } from './format';
import type { Message, Transaction } from './types';
import { Button, Code } from './ui';

export function EnvelopeTable({ envelope }: { envelope: Transaction['envelope'] }) {
  const parameters = (of: Record<string, string | null>) => Object.entries(of).map(([name, value]) => (value === null ? name : `${name}=${value}`)).join(' ');
  return (
    <section class="envelope">
      <h2>Envelope <span class="dim">as sent in MAIL and RCPT</span></h2>
      <table>
        <thead><tr><th scope="col">Path</th><th scope="col">Parameters</th><th scope="col">Reply</th></tr></thead>
        <tbody>
          <tr><th scope="row"><span class="dim">from </span><bdi>{cut(envelope.from.address || '<>', 320)}</bdi></th><td>{cut(parameters(envelope.from.parameters), 200)}</td><td /></tr>
          {envelope.to.slice(0, 500).map((each, i) => (
            <tr key={i}>
              <th scope="row"><span class="dim">to </span><bdi>{cut(each.address, 320)}</bdi></th>
              <td>{cut(parameters(each.parameters), 200)}</td>
              <td><Code outcome={each.outcome} /> {cut(each.reply ?? 'no reply', 200)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function HeadersTab({ message }: { message: Message }) {
  const raw = useSignal(false);
  return (
    <>
      <EnvelopeTable envelope={message.envelope} />
      <section class="headers">
        <h2>Headers <Button label="raw" pressed={raw.value} onClick={() => (raw.value = !raw.value)} /></h2>
        {raw.value ? (
          <pre tabIndex={0} aria-label="Headers as sent">{message.headers.map((each) => each.raw).join('\r\n')}</pre>
        ) : (
          <table>
            <thead class="sr"><tr><th scope="col">Name</th><th scope="col">Value</th></tr></thead>
            <tbody>
              {message.headers.slice(0, 1_000).map((each, i) => (
                <tr key={i}><th scope="row">{cut(each.name, 100)}</th><td><bdi>{cut(each.value, 4_000)}</bdi></td></tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
