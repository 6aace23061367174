// A mail's HTML, in a sandboxed frame of its own: how wide, in which colours, and what it may not load.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { url } from './api';
import { cut, plural, size } from './format';
import { route, setQuery } from './route';
import type { Message } from './types';
import { Blank, Button, Icon } from './ui';

export const widths = ['320', '375', '768', ''] as const;
const easy = 4 << 20; // octets of HTML that any browser lays out at once
export const schemes = ['', 'dark', 'inverted'] as const;

export function Preview({ message }: { message: Message }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const loaded = useSignal(''); // id of the mail whose remote content was asked for
  const listed = useSignal(false);
  const insisted = useSignal(''); // id of the mail that is to be shown though it is huge
  const { query } = route.value;
  const width = query.get('w') ?? '';
  const scheme = query.get('scheme') ?? '';
  const remote = message.remote ?? [];
  const once = loaded.value === message.id;
  const octets = (message.parts ?? []).filter((part) => part.role === 'html').reduce((sum, part) => sum + part.size, 0);
  const huge = octets > easy && insisted.value !== message.id;
  const source = url(`/v1/messages/${message.id}/html`, once ? { remote: 1 } : {});
  // The mail's own media queries see this, and nothing of the page's theme.
  useEffect(() => {
    if (frame.current) frame.current.style.colorScheme = scheme === 'dark' ? 'dark' : 'light';
  }, [scheme, source]);
  // Keys belong to the page: a click into the mail must not take them for good. The page hears of the
  // pointer only where the frame is not; that it left the frame, it may never hear.
  useEffect(() => {
    const takeBack = () => {
      if (document.activeElement === frame.current) frame.current?.blur();
    };
    document.addEventListener('mousemove', takeBack);
    return () => document.removeEventListener('mousemove', takeBack);
  }, []);
  return (
    <div class="html-tab">
      <div class="viewbar">
        {remote.length > 0 && (
          <span class="remote">
            {once ? `${plural(remote.length, 'remote item')} loaded` : `${plural(remote.length, 'remote item')} blocked`}
            <button type="button" class="link" aria-expanded={listed.value} onClick={() => (listed.value = !listed.value)}>list</button>
            {!once && <button type="button" class="link" onClick={() => (loaded.value = message.id)}>load once</button>}
          </span>
        )}
        <span class="grow" />
        <span class="choice" role="group" aria-label="Width of the preview">
          {widths.map((each) => (
            <button type="button" key={each} aria-pressed={width === each} onClick={() => setQuery({ w: each || undefined })}>{each || 'full'}</button>
          ))}
        </span>
        <span class="choice" role="group" aria-label="Colours of the preview">
          {schemes.map((each) => (
            <button type="button" key={each} aria-pressed={scheme === each} aria-label={each || 'light'} title={`${each || 'light'} (d)`} onClick={() => setQuery({ scheme: each || undefined })}>
              <Icon name={each === 'dark' ? 'moon' : each === 'inverted' ? 'half' : 'sun'} />
            </button>
          ))}
        </span>
      </div>
      {listed.value && (
        <ul class="remote-list">{remote.map((each) => <li key={each}><code>{cut(each, 500)}</code></li>)}</ul>
      )}
      {huge ? (
        <Blank title={`${size(octets)} of HTML`}>
          <p>So much may keep the browser busy for a while. Text and source show how it begins.</p>
          <Button label="Show it all the same" onClick={() => (insisted.value = message.id)} />
        </Blank>
      ) : (
        <div class={width ? 'stage narrow' : 'stage'}>
          <iframe
            key={source}
            ref={frame}
            title="The mail as HTML"
            class={scheme === 'inverted' ? 'inverted' : ''}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
            src={source}
            style={width ? { width: width + 'px' } : { width: '100%' }}
          />
        </div>
      )}
    </div>
  );
}
