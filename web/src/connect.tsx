// Where to send mail: the listeners as they are, ready settings for each stack, and a mail that proves
// it. This is also what an empty inbox shows.
import { signal } from '@preact/signals';
import { get, root } from './api';
import { knowPorts } from './code';
import { cut, moment } from './format';
import { useLoad } from './load';
import { go, href } from './route';
import { lastRefusal } from './session';
import { stacks, type Place } from './snippets';
import { info } from './status';
import { TestMail } from './testmail';
import type { List, Listener, Session } from './types';
import { CopyText, Snippet } from './ui';

type Where = 'localhost' | 'container' | 'machine';
const where = signal<Where>('localhost');
const stack = signal('curl');

/** One of each name: both families of an address are one to the reader. */
export function distinct(listeners: Listener[]): Listener[] {
  const seen = new Map<string, Listener>();
  for (const each of listeners) if (!seen.has(each.name)) seen.set(each.name, each);
  return [...seen.values()];
}

function hostOf(place: Where): string {
  if (place === 'container') return 'host.docker.internal';
  if (place === 'machine') return location.hostname === 'localhost' ? '127.0.0.1' : location.hostname;
  return 'localhost';
}

function LastRefused() {
  const { value } = useLoad(
    'last refused',
    async (signal) => {
      const list = await get<List<Session>>('/v1/sessions', { failed: true, limit: 1 }, { signal });
      return list.items[0] ? get<Session>('/v1/sessions/' + list.items[0].id, {}, { signal }) : null;
    },
    (changes) => changes.all || changes.kinds.has('session'),
  );
  if (!value) return null;
  const refusal = lastRefusal(value.events ?? []);
  return (
    <p class="last-refused">
      <span>
        <b>Last failed connection</b> {moment(value.began)} from {value.client}:{' '}
        <code>{cut(refusal?.text.split('\r\n').pop() ?? `closed by ${value.closedBy} (${value.closedHow ?? ''})`, 160)}</code>
      </span>
      <a class="button" href={href('/s/' + value.id)}>See why</a>
    </p>
  );
}

export function Connect({ embedded = false }: { embedded?: boolean }) {
  const listeners = distinct(info.value?.listeners ?? []);
  knowPorts(Object.fromEntries(listeners.map((each) => [each.name, each.port])));
  const mail = listeners.filter((each) => each.protocol !== 'http');
  const first = mail.find((each) => each.name === 'smtp') ?? mail[0];
  const place: Place = { host: hostOf(where.value), port: first?.port ?? 1025, url: location.origin + root };
  const shown = stacks.find((each) => each.name === stack.value) ?? stacks[0]!;
  return (
    <article class="connect" aria-label="Connect">
      <header>
        <h1>{embedded ? 'Send the first mail' : 'Connect'}</h1>
        <p class="dim">Point your app at this address. Every mail is kept here, and none is sent on.</p>
      </header>
      {!info.value ? (
        <div class="loading" role="status">Asking the server…</div>
      ) : (
        <>
          <div class="place">
            <span class="dim" aria-hidden="true">Your app runs</span>
            <div class="choice" role="group" aria-label="Your app runs">
              {([['localhost', 'on this machine'], ['container', 'in a container'], ['machine', 'elsewhere']] as [Where, string][]).map(([each, label]) => (
                <button type="button" key={each} aria-pressed={where.value === each} onClick={() => (where.value = each)}>{label}</button>
              ))}
            </div>
          </div>
          <ul class="listeners">
            {mail.map((each) => (
              <li key={each.name}>
                <b>{each.name}</b>
                <code>{hostOf(where.value)}:{each.port}</code>
                <span class="dim">{each.tls === 'none' ? 'in the clear' : each.tls === 'starttls' ? 'STARTTLS' : 'TLS from the start'}</span>
                <CopyText text={`${hostOf(where.value)}:${each.port}`} label={`Copy the address of ${each.name}`} />
              </li>
            ))}
          </ul>
          {where.value !== 'localhost' && mail.every((each) => /^(127\.|::1$)/.test(each.address)) && (
            <p class="hint">This server listens on this machine alone. Start it with <code>--bind 0.0.0.0</code> to let others in.</p>
          )}
          {first && <TestMail listener={first.name} onKept={(id) => go(href('/m/' + id))}>through the real port, as your app would</TestMail>}
          <LastRefused />
          <section class="stacks">
            <h2>Settings</h2>
            <div class="choice wrap" role="group" aria-label="Stack">
              {stacks.map((each) => (
                <button type="button" key={each.name} aria-pressed={shown.name === each.name} onClick={() => (stack.value = each.name)}>{each.name}</button>
              ))}
            </div>
            <p class="dim file">{shown.file}</p>
            <Snippet code={shown.code(place)} label={`settings for ${shown.name}`} />
          </section>
          <p class="dim next">And when a mail is refused, delayed or lost? <a href={href('/faults')}>Make it fail</a> with a click, and see what your app does.</p>
        </>
      )}
    </article>
  );
}
