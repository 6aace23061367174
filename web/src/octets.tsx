// Text of any length, of which the beginning is fetched and shown.
import { useSignal } from '@preact/signals';
import { ask } from './api';
import { size } from './format';
import { useLoad } from './load';
import { Button, CopyText, Icon, Trouble } from './ui';

const portion = 256 * 1024; // octets that are shown at first

/** What a stream begins with; the rest is neither fetched nor shown. */
export async function beginning(where: string, most: number, signal: AbortSignal): Promise<{ text: string; whole: boolean }> {
  const response = await ask('GET', where, undefined, { signal });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const decode = (part?: Uint8Array) => decoder.decode(part, { stream: !!part });
  let text = '', octets = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decode(), whole: true };
    const room = most - octets;
    text += decode(value.subarray(0, room));
    octets += value.length;
    if (octets > most) {
      void reader.cancel();
      return { text, whole: false };
    }
  }
}

export function Octets({ where, name, label }: { where: string; name: string; label: string }) {
  const most = useSignal(portion);
  const { value, problem } = useLoad(`${where} ${most.value}`, (signal) => beginning(where, most.value, signal));
  if (problem) return <Trouble problem={problem} />;
  if (!value) return <div class="loading" role="status">Loading…</div>;
  return (
    <div class="octets">
      <div class="viewbar">
        <span class="dim">{value.whole ? `${size(value.text.length)}, whole` : `the first ${size(most.value)}`}</span>
        <span class="grow" />
        {!value.whole && <Button label="Show more" onClick={() => (most.value *= 4)} />}
        <CopyText text={value.text} />
        <a class="button" href={where} download={name}><Icon name="save" />Save</a>
      </div>
      <pre tabIndex={0} aria-label={label}>{value.text}</pre>
    </div>
  );
}
