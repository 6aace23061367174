// A mail's text, and the links in it.
import { url } from './api';
import { cut, plural } from './format';
import { Octets } from './octets';
import type { Message } from './types';
import { CopyText } from './ui';

export function TextTab({ message }: { message: Message }) {
  return (
    <>
      <Octets where={url(`/v1/messages/${message.id}/text`)} name={message.id + '.txt'} label="Text of the mail" />
      <Links message={message} />
    </>
  );
}

function Links({ message }: { message: Message }) {
  if (!message.links?.length) return null;
  return (
    <section class="links">
      <h2>{plural(message.links.length, 'link')}</h2>
      <ul>
        {message.links.slice(0, 200).map((link, i) => (
          <li key={i}>
            <bdi>{cut(link.text || '(no text)', 120)}</bdi>
            <a href={/^(https?|mailto):/i.test(link.url) ? link.url : undefined} target="_blank" rel="noopener noreferrer">{cut(link.url, 300)}</a>
            <CopyText text={link.url} label="Copy the link" />
          </li>
        ))}
      </ul>
    </section>
  );
}
