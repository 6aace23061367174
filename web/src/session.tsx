// One connection: who it was, how it ended, and its conversation.
import { useSignal } from '@preact/signals';
import { get } from './api';
import { asCurl, asSwaks, ruleFor } from './code';
import { cut, duration, full, micros, moment, plural, size } from './format';
import { useKeys } from './keys';
import { useLoad } from './load';
import { go, href, route } from './route';
import { draft } from './draft';
import { Transcript } from './transcript';
import type { Event, Session } from './types';
import { Blank, Button, Code, copy, Icon, Missing } from './ui';

export function useSession(id: string) {
  return useLoad<Session>(
    'session ' + id,
    (signal) => get<Session>('/v1/sessions/' + encodeURIComponent(id), {}, { signal }),
    (changes) => changes.records.has(id) || (changes.all && id !== ''),
  );
}

export function makeRule(event: Event, session: Session): void {
  draft.value = ruleFor(event, session);
  go(href('/faults/new'));
}

/** The conversation of a session; also a tab of a mail. */
export function SessionView({ id, base }: { id: string; base: string }) {
  const { value: session, problem, again } = useSession(id);
  const revealed = useSignal<Session | null>(null);
  useKeys({ e: () => session?.events && makeRule(lastRefusal(session.events) ?? session.events[0]!, session) });
  if (problem && !session) return <Missing problem={problem} what={`session ${cut(id, 40)}`} again={again} back={{ url: href('/sessions'), label: 'To the sessions' }} />;
  if (!session) return <div class="loading" role="status">Loading the session…</div>;
  const shown = revealed.value?.id === session.id ? revealed.value : session;
  const events = shown.events ?? [];
  const end = session.ended ? micros(session.ended) - micros(session.began) : Date.now() * 1000 - micros(session.began);
  const broken = breaches(session);
  const masked = events.some((event) => event.text.includes('****'));
  return (
    <>
      <dl class="facts-list">
        <Fact name="client" value={`${session.client}${session.helo ? ` as ${session.helo}` : ''}`} />
        <Fact name="listener" value={session.listener} />
        {session.tls ? <Fact name="TLS" value={[session.tls.version, session.tls.cipher, session.tls.sni].filter(Boolean).join(' · ')} /> : <Fact name="TLS" value="none" />}
        {session.user && <Fact name="user" value={`${session.user}${session.mechanism ? ` by ${session.mechanism}` : ''}`} />}
        <Fact name="octets" value={`${size(session.octetsIn)} in, ${size(session.octetsOut)} out`} />
        <Fact name="began" value={moment(session.began, true)} title={full(session.began)} />
        <Fact name="closed" value={session.ended ? `by ${session.closedBy}${session.closedHow ? `: ${session.closedHow}` : ''}, after ${duration(end)}` : 'still open'} />
        <Fact name="inbox" value={session.inboxes.join(', ')} />
        {session.transactions.length > 0 && (
          <div>
            <dt>transactions</dt>
            <dd>{session.transactions.slice(0, 50).map((each, i) => <span key={each}>{i > 0 && ', '}<a href={href('/t/' + each)}>{each}</a></span>)}{session.transactions.length > 50 && ` and ${session.transactions.length - 50} more`}</dd>
          </div>
        )}
      </dl>
      <div class="actions">
        <Button icon="copy" label="Copy as swaks" text onClick={() => void copy(asSwaks(session), 'Copied as swaks')} />
        <Button icon="copy" label="Copy as curl" text onClick={() => void copy(asCurl(session), 'Copied as curl')} />
        <a class="button" href={href('/v1/sessions/' + session.id + '/transcript')} target="_blank" rel="noopener"><Icon name="open" />As text</a>
        {masked && !revealed.value && (
          <Button label="Show secrets" onClick={async () => (revealed.value = await get<Session>('/v1/sessions/' + session.id, { reveal: true }))} />
        )}
        <Compare id={session.id} />
      </div>
      {broken.length > 0 && <ul class="breaches">{broken.map((each) => <li key={each}><span aria-hidden="true">⚠ </span>{each}</li>)}</ul>}
      {session.eventsDropped > 0 && <p class="hint">{plural(session.eventsDropped, 'event')} passed the transcript's limit and are not kept.</p>}
      {events.length === 0 ? (
        <Blank title="Nothing was said yet" />
      ) : (
        <Transcript events={events} end={end} hash={route.value.hash} base={base} onRule={(event) => makeRule(event, session)} />
      )}
    </>
  );
}

/** What the client did that no client should. */
function breaches(session: Session): string[] {
  return [
    session.pregreet && 'It spoke before the greeting (RFC 5321 §4.3.1).',
    session.bareNewline && 'It ended lines with a bare LF; SMTP takes CRLF (RFC 5321 §2.3.8).',
    session.pipelinedUnannounced && 'It sent commands before the reply to the one before, where no pipelining was announced (RFC 2920 §3.1).',
    session.starttlsInjection && 'It sent more behind STARTTLS, in the clear (RFC 3207 §4.2).',
  ].filter((each) => typeof each === 'string');
}

function Compare({ id }: { id: string }) {
  const other = useSignal('');
  return (
    <form
      class="compare"
      onSubmit={(event) => {
        event.preventDefault();
        const to = other.value.trim();
        if (to) go(href(`/s/${encodeURIComponent(to)}..${id}`));
      }}
    >
      <input aria-label="Id of a session to compare with" placeholder="compare with s…" value={other.value} onInput={(event) => (other.value = event.currentTarget.value)} />
    </form>
  );
}

export function lastRefusal(events: Event[]): Event | undefined {
  return events.filter((event) => event.from === 'server' && /^[45]/.test(event.text)).pop();
}

export function Fact({ name, value, title }: { name: string; value: string; title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd><bdi>{value}</bdi></dd>
    </div>
  );
}

export function SessionScreen({ id, back }: { id: string; back: string }) {
  const base = href('/s/' + id) + (route.value.query.get('from') ? '?from=inbox' : '');
  const { value: session } = useSession(id);
  useKeys({
    Escape: () => go(back),
    y: () => void copy(location.href, 'Link copied'),
  });
  return (
    <article class="detail" aria-label={`Session ${id}`}>
      <header class="detail-head">
        <a class="button bare back" href={back} aria-label="Back to the list"><Icon name="back" /></a>
        <h1>Session {id}</h1>
        {session && <Code outcome={session.failed ? 'failed' : session.ended ? session.closedHow ?? 'closed' : 'open'} />}
        <span class="grow" />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
      </header>
      <div class="detail-body"><SessionView id={id} base={base} /></div>
    </article>
  );
}
