// The parts of a mail, as they are nested.
import { url } from './api';
import { cut, size } from './format';
import type { Message, Part } from './types';
import { Blank, Icon } from './ui';

export function PartsTab({ message }: { message: Message }) {
  const parts = message.parts ?? [];
  const depth = (part: Part): number => (part.parent ? 1 + depth(parts[part.parent - 1]!) : 0);
  const container = (part: Part) => part.type.startsWith('multipart/');
  if (parts.length === 0) return <Blank title="One part"><p>Its text is all there is.</p></Blank>;
  return (
    <section class="parts">
      <table>
        <thead><tr><th scope="col">Part</th><th scope="col">Type</th><th scope="col">Name</th><th scope="col">Size</th><th scope="col"><span class="sr">Save</span></th></tr></thead>
        <tbody>
          {parts.slice(0, 1_000).map((part) => (
            <tr key={part.n}>
              <th scope="row" style={{ paddingLeft: Math.min(depth(part), 8) * 16 + 'px' }}>{part.n}</th>
              <td>{part.type} <span class="dim">{[part.charset, part.encoding, part.disposition, part.contentId && `cid:${cut(part.contentId, 80)}`].filter(Boolean).join(' · ')}</span></td>
              <td><bdi>{cut(part.fileName ?? '', 160)}</bdi></td>
              <td>{size(part.size)}</td>
              <td>{!container(part) && <a class="button" href={url(`/v1/messages/${message.id}/parts/${part.n}`)} download><Icon name="save" /><span class="sr">Save part {part.n}</span></a>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
