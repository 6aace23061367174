// One mail: its head and its tabs.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ask, get, url } from './api';
import { listUrl, openRow, remove, rows, setRead, step } from './box';
import { draft } from './draft';
import { cut, duration, full, micros, plural, size } from './format';
import { useKeys } from './keys';
import { useLoad } from './load';
import { go, href, route, setQuery } from './route';
import { SessionView } from './session';
import type { Entry, Mailbox, Message, Part, Transaction } from './types';
import { Blank, Button, Code, copy, CopyText, Icon, Tabs, Trouble, type TabItem } from './ui';

const widths = ['320', '375', '768', ''] as const;
const schemes = ['', 'dark', 'inverted'] as const;

const names = (list: Mailbox[]) => list.map((each) => (each.name ? `${each.name} <${each.address}>` : each.address)).join(', ');

// --- HTML -----------------------------------------------------------------------------------------

function HtmlTab({ message }: { message: Message }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const loaded = useSignal(''); // id of the mail whose remote content was asked for
  const listed = useSignal(false);
  const { query } = route.value;
  const width = query.get('w') ?? '';
  const scheme = query.get('scheme') ?? '';
  const remote = message.remote ?? [];
  const once = loaded.value === message.id;
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
    </div>
  );
}

// --- text and source ------------------------------------------------------------------------------

const portion = 256 * 1024; // octets that are shown at first

/** What a stream begins with; the rest is neither fetched nor shown. */
async function beginning(where: string, most: number, signal: AbortSignal): Promise<{ text: string; whole: boolean }> {
  const response = await ask('GET', where, undefined, { signal });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '', octets = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), whole: true };
    const room = most - octets;
    text += decoder.decode(value.subarray(0, room), { stream: true });
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

function TextTab({ message }: { message: Message }) {
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

// --- headers, envelope, parts ---------------------------------------------------------------------

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

function HeadersTab({ message }: { message: Message }) {
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

function PartsTab({ message }: { message: Message }) {
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
      {message.diagnostics && message.diagnostics.length > 0 && (
        <>
          <h2>What is broken in it</h2>
          <ul class="broken">
            {message.diagnostics.slice(0, 200).map((each, i) => (
              <li key={i}><code>{each.kind}</code> {each.detail} <span class="dim">part {each.part}, octet {each.offset}{each.count > 1 && `, ${each.count} times`}</span></li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

// --- the mail -------------------------------------------------------------------------------------

const hasHtml = (message: Message) => (message.parts ?? []).some((part) => part.role === 'html');

export function MessageScreen({ id }: { id: string }) {
  const { query } = route.value;
  const filters: Record<string, string> = {};
  if (id === 'latest') for (const [name, value] of query) if (name !== 'w' && name !== 'scheme') filters[name] = value;
  const { value: message, problem, again } = useLoad<Message>(
    'message ' + id + JSON.stringify(filters),
    (signal) => get<Message>('/v1/messages/' + encodeURIComponent(id), { ...filters, brief: true }, { signal }),
    (changes) => changes.all || changes.kinds.has('held') || (id === 'latest' && changes.kinds.has('message')),
  );
  const transaction = useLoad<Transaction | null>(
    'outcome ' + (message?.transaction ?? ''),
    async (signal) => (message?.transaction ? get<Transaction>('/v1/transactions/' + message.transaction, {}, { signal }) : null),
    (changes) => changes.records.has(message?.transaction ?? ''),
  ).value;

  useEffect(() => {
    document.title = message ? `${cut(message.subject || '(no subject)', 80)} · mailrig` : 'mailrig';
    if (message && !message.read && id !== 'latest') void setRead({ id: message.id, kind: 'message' }, true);
  }, [message?.id]);

  const html = !!message && hasHtml(message);
  const tab = route.value.tab || (html ? 'html' : 'text');
  const tabUrl = (name: string) => href(`/m/${id}/${name}`, { ...filters, w: query.get('w') ?? undefined, scheme: query.get('scheme') ?? undefined });
  const items: TabItem[] = [
    ...(html ? [{ id: 'html', label: 'HTML', url: tabUrl('html') }] : []),
    { id: 'text', label: 'Text', url: tabUrl('text') },
    { id: 'headers', label: 'Headers', url: tabUrl('headers'), note: message?.headers.length },
    { id: 'source', label: 'Source', url: tabUrl('source') },
    { id: 'parts', label: 'Parts', url: tabUrl('parts'), note: message?.diagnostics?.length ? `⚠${message.diagnostics.length}` : message?.attachments || undefined },
    ...(message?.session ? [{ id: 'session', label: 'Session', url: tabUrl('session') }] : []),
  ];
  const pick = (name: string) => () => items.some((item) => item.id === name) && go(tabUrl(name), true);
  const cycle = <T extends string>(list: readonly T[], now: string, by: number) => list[(list.indexOf(now as T) + by + list.length) % list.length];
  const entry = rows.value.at(openRow.value);
  const drop = () => {
    if (entry) remove([entry]);
    else if (message) remove([{ ...message, kind: 'message', place: 0 } as unknown as Entry]);
  };
  useKeys({
    '1': pick('html'), '2': pick('text'), '3': pick('headers'), '4': pick('source'), '5': pick('parts'), '6': pick('session'),
    '[': () => setQuery({ w: cycle(widths, query.get('w') ?? '', -1) || undefined }),
    ']': () => setQuery({ w: cycle(widths, query.get('w') ?? '', 1) || undefined }),
    d: () => setQuery({ scheme: cycle(schemes, query.get('scheme') ?? '', 1) || undefined }),
    y: () => void copy(location.href, 'Link copied'),
    s: pick('session'),
    // On the session's tab its own key makes the rule, from what was refused.
    e: tab === 'session' ? undefined : () => {
      const to = message?.envelope.to[0]?.address;
      draft.value = { name: `from-${message?.id ?? 'mail'}`, on: 'rcpt', ...(to ? { match: { to: to.replace(/[\\*?]/g, '\\$&') } } : {}), reply: '451 4.3.0 Try again later' };
      go(href('/faults/new'));
    },
    Escape: () => go(listUrl()),
    ...(entry ? {} : { j: () => step(1), k: () => step(-1) }),
  });

  if (problem && !message)
    return (
      <article class="detail" aria-label="Mail">
        <Trouble problem={problem}>
          <Button label="Try again" onClick={again} />
          <a class="button main" href={listUrl()}>To the inbox</a>
        </Trouble>
      </article>
    );
  if (!message) return <article class="detail" aria-label="Mail"><div class="loading" role="status">Loading the mail…</div></article>;
  const to = message.headerTo.length ? names(message.headerTo) : message.envelope.to.map((each) => each.address).join(', ');
  const key = message.transaction && message.envelope.to[0] ? `${message.envelope.from.address},${message.envelope.to[0].address}` : '';
  return (
    <article class="detail" aria-label="Mail">
      <header class="detail-head">
        <a class="button bare back" href={listUrl()} aria-label="Back to the list"><Icon name="back" /></a>
        <h1 title={message.subject && message.subject.length > 120 ? undefined : message.subject ?? undefined}><bdi>{cut(message.subject || '(no subject)', 300)}</bdi></h1>
        <span class="grow" />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        <a class="button bare" href={url(`/v1/messages/${message.id}/raw`)} download={message.id + '.eml'} aria-label="Save as .eml" title="Save as .eml"><Icon name="save" /></a>
        <Button icon="trash" label="Delete" hotkey="#" onClick={drop} />
      </header>
      <div class="address">
        <span class="pair"><bdi>{cut(names(message.headerFrom) || message.envelope.from.address || '<>', 200)}</bdi> <span class="arrow" aria-label="to">→</span> <bdi>{cut(to, 300)}</bdi></span>
        {message.headerCc.length > 0 && <span class="pair dim">cc <bdi>{cut(names(message.headerCc), 200)}</bdi></span>}
        <span class="dim">{full(message.received)}</span>
        <span class="dim">{size(message.size)}</span>
        {transaction && <span class="dim">{transaction.tls ? transaction.tls.version : 'in the clear'}</span>}
        {transaction && <span class="dim">{duration(micros(transaction.ended) - micros(transaction.began))}</span>}
        <Code outcome={transaction ? transaction.outcome : null} />
        {key && <a class="dim" href={href('/attempts/' + encodeURIComponent(key))}>attempts</a>}
        {message.codes?.map((code) => (
          <button type="button" class="chip" key={code} title="Copy the code" onClick={() => void copy(code, `Code ${code} copied`)}>code <b>{code}</b></button>
        ))}
        {message.tags.map((tag) => <span class="chip" key={tag}>{tag}</span>)}
      </div>
      <Tabs items={items} current={tab} label="Views of the mail" onPick={(where) => go(where, true)} />
      <div class={`detail-body ${tab}`} id="tabpanel" role="tabpanel" aria-labelledby={'tab-' + tab} tabIndex={tab === 'html' ? -1 : 0}>
        {tab === 'html' && html ? <HtmlTab message={message} />
          : tab === 'headers' ? <HeadersTab message={message} />
          : tab === 'source' ? <Octets where={url(`/v1/messages/${message.id}/raw`)} name={message.id + '.eml'} label="Source of the mail" />
          : tab === 'parts' ? <PartsTab message={message} />
          : tab === 'session' && message.session ? <SessionView id={message.session} base={tabUrl('session')} />
          : <TextTab message={message} />}
      </div>
    </article>
  );
}

// --- a transaction that became no mail ------------------------------------------------------------

export function TransactionScreen({ id }: { id: string }) {
  const { value: transaction, problem, again } = useLoad<Transaction>(
    'transaction ' + id,
    (signal) => get<Transaction>('/v1/transactions/' + encodeURIComponent(id), {}, { signal }),
    (changes) => changes.all || changes.records.has(id),
  );
  const entry = rows.value.at(openRow.value);
  useKeys({
    y: () => void copy(location.href, 'Link copied'),
    Escape: () => go(listUrl()),
    s: () => transaction && go(href('/s/' + transaction.session)),
    ...(entry ? {} : { j: () => step(1), k: () => step(-1) }),
  });
  if (problem && !transaction)
    return (
      <article class="detail" aria-label="Transaction">
        <Trouble problem={problem}>
          <Button label="Try again" onClick={again} />
          <a class="button main" href={listUrl()}>To the inbox</a>
        </Trouble>
      </article>
    );
  if (!transaction) return <article class="detail" aria-label="Transaction"><div class="loading" role="status">Loading…</div></article>;
  const tab = route.value.tab || 'session';
  const tabUrl = (name: string) => href(`/t/${id}/${name}`);
  const words: Record<string, string> = {
    lost: 'The connection went before the mail was taken',
    unacked: 'Kept, but its acknowledgement did not leave whole',
    aborted: 'The client gave it up',
  };
  const to = transaction.envelope.to[0]?.address ?? '';
  const items = [
    { id: 'session', label: 'Session', url: tabUrl('session') },
    { id: 'envelope', label: 'Envelope', url: tabUrl('envelope') },
    ...(transaction.size ? [{ id: 'source', label: 'Source', url: tabUrl('source') }] : []),
  ];
  return (
    <article class="detail" aria-label="Transaction">
      <header class="detail-head">
        <a class="button bare back" href={listUrl()} aria-label="Back to the list"><Icon name="back" /></a>
        <h1>{words[transaction.outcome] ?? (transaction.message ? 'Taken' : 'Refused')}</h1>
        <Code outcome={transaction.outcome} />
        <span class="grow" />
        <Button icon="link" label="Copy the link" hotkey="y" onClick={() => void copy(location.href, 'Link copied')} />
        {entry && <Button icon="trash" label="Take off the list" hotkey="#" onClick={() => remove([entry])} />}
      </header>
      <div class="address">
        <span class="pair"><bdi>{cut(transaction.envelope.from.address || '<>', 200)}</bdi> <span class="arrow" aria-label="to">→</span> <bdi>{cut(transaction.envelope.to.map((each) => each.address).join(', ') || 'nobody', 300)}</bdi></span>
        <span class="dim">{full(transaction.ended)}</span>
        <span class="reply">{cut(transaction.reply ?? 'no reply', 300)}</span>
        {transaction.rules.map((rule) => <a class="chip fired" key={rule} href={href('/faults/' + encodeURIComponent(rule))}>⚡ rule {rule}</a>)}
        {to && <a href={href('/attempts/' + encodeURIComponent(`${transaction.envelope.from.address},${to}`))}>attempts</a>}
        {transaction.message && <a href={href('/m/' + transaction.message)}>the mail</a>}
      </div>
      <Tabs items={items} current={tab} label="Views of the transaction" onPick={(where) => go(where, true)} />
      <div class="detail-body" id="tabpanel" role="tabpanel" aria-labelledby={'tab-' + tab} tabIndex={0}>
        {tab === 'envelope' ? <EnvelopeTable envelope={transaction.envelope} />
          : tab === 'source' && transaction.size ? <Octets where={url(`/v1/transactions/${id}/raw`)} name={id + '.eml'} label="Source of what was refused" />
          : <SessionView id={transaction.session} base={tabUrl('session')} />}
      </div>
    </article>
  );
}
