// The same thing in other words: rules as JSON, curl and test code; sessions as swaks and curl; a line
// of a conversation as a rule.
import { root } from './api';
import type { Event, Session } from './types';

export const base = () => location.origin + root.replace(/\/$/, '');

const shell = (text: string) => `'${text.replace(/'/g, `'\\''`)}'`;

// --- rules ----------------------------------------------------------------------------------------

export function ruleAsCurl(rule: unknown): string {
  return `curl -sS --fail-with-body -H 'Content-Type: application/json' \\\n  ${base()}/v1/rules \\\n  -d ${shell(JSON.stringify(rule, null, 2))}`;
}
export function ruleAsPython(rule: unknown): string {
  const json = JSON.stringify(rule, null, 4).replace(/\btrue\b/g, 'True').replace(/\bfalse\b/g, 'False').replace(/\bnull\b/g, 'None');
  return `import requests\n\ndef arm():\n    rule = ${json.replace(/\n/g, '\n    ')}\n    answer = requests.post("${base()}/v1/rules", json=rule)\n    answer.raise_for_status()\n    return answer.json()["id"]`;
}
export function ruleAsNode(rule: unknown): string {
  return `const answer = await fetch('${base()}/v1/rules', {\n  method: 'POST',\n  headers: { 'Content-Type': 'application/json' },\n  body: JSON.stringify(${JSON.stringify(rule, null, 2).replace(/\n/g, '\n  ')}),\n});\nif (!answer.ok) throw new Error(await answer.text());`;
}
/** A scenario file with this rule alone. */
export function ruleAsFile(rule: unknown, name = 'my-scenario'): string {
  return JSON.stringify({ name, rules: [rule] }, null, 2);
}

// --- a line as a rule -----------------------------------------------------------------------------

const escape = (text: string) => text.replace(/[\\*?]/g, '\\$&');

/** A rule that answers this line's stage otherwise: a refusal stays one, an acceptance is refused. */
export function ruleFor(event: Event, session: Session): Record<string, unknown> {
  const events = session.events ?? [];
  const at = events.indexOf(event);
  const reply = event.from === 'server' ? event : events.slice(at).find((each) => each.from === 'server');
  const command = event.from === 'client' ? event : events.slice(0, at).reverse().find((each) => each.from === 'client');
  const stage = event.stage ?? reply?.stage ?? 'rcpt';
  const rule: Record<string, unknown> = { name: `from-${session.id}`, on: stage };
  const path = /<([^>]*)>/.exec(command?.text ?? '')?.[1];
  if (stage === 'rcpt' && path) rule.match = { to: escape(path) };
  else if (stage === 'mail' && path) rule.match = { from: escape(path) };
  const said = reply?.text.split('\r\n').pop() ?? '';
  rule.reply = /^[45]\d\d /.test(said) ? said : stage === 'connect' ? '421 4.3.2 Service not available' : '451 4.3.0 Try again later';
  return rule;
}

// --- sessions -------------------------------------------------------------------------------------

interface Said { helo?: string; from?: string; to: string[]; user?: string }

function said(session: Session): Said {
  const out: Said = { to: [] };
  for (const { text, from } of session.events ?? []) {
    if (from !== 'client') continue;
    const path = /<([^>]*)>/.exec(text)?.[1];
    if (/^(EHLO|HELO|LHLO) /i.test(text)) out.helo = text.slice(5);
    else if (/^MAIL /i.test(text) && out.from === undefined) out.from = path ?? '';
    else if (/^RCPT /i.test(text) && path) out.to.push(path);
  }
  return out;
}

const port = (session: Session) => `${location.hostname}:${listenerPort(session.listener)}`;
let ports: Record<string, number> = {};
/** Told once the listeners are known. */
export function knowPorts(found: Record<string, number>): void {
  ports = found;
}
const listenerPort = (name: string) => ports[name] ?? 1025;

export function asSwaks(session: Session): string {
  const { helo, from, to } = said(session);
  const words = ['swaks', '--server', port(session)];
  if (helo) words.push('--ehlo', shell(helo));
  words.push('--from', shell(from || '<>'), '--to', shell(to.join(',') || 'nobody@example.test'));
  if (session.tls) words.push('--tls');
  if (session.user) words.push('--auth-user', shell(session.user), '--auth-password', 'any');
  if (session.transactions[0]) words.push('--data', `"$(curl -sS ${base()}/v1/transactions/${session.transactions[0]}/raw)"`);
  return words.join(' ');
}

export function asCurl(session: Session): string {
  const { helo, from, to } = said(session);
  const lines = [`curl -sS smtp://${port(session)}/${encodeURIComponent(helo ?? 'client.test')}`];
  lines.push(`--mail-from ${shell(from ?? '')}`);
  for (const each of to) lines.push(`--mail-rcpt ${shell(each)}`);
  if (session.user) lines.push(`--user ${shell(session.user + ':any')}`);
  const source = session.transactions[0] ? `${base()}/v1/transactions/${session.transactions[0]}/raw` : null;
  return source ? `curl -sS ${source} | ${lines.join(' \\\n  ')} \\\n  --upload-file -` : lines.join(' \\\n  ');
}
