// Failures that are armed with a click: what goes wrong, for whom, how often.

export interface Preset {
  name: string;
  title: string;
  note: string;
  /** What it is counted per, and whether recipients can be chosen. */
  key: 'to' | 'ip';
  rule: Record<string, unknown>;
}

export const presets: Preset[] = [
  { name: 'greylisted', title: 'Greylisted', note: '450 at RCPT', key: 'to', rule: { on: 'rcpt', reply: '450 4.2.0 Greylisted, please try again later' } },
  { name: 'no-such-user', title: 'No such user', note: '550 at RCPT', key: 'to', rule: { on: 'rcpt', reply: '550 5.1.1 The email account that you tried to reach does not exist' } },
  { name: 'mailbox-full', title: 'Mailbox full', note: '452 at RCPT', key: 'to', rule: { on: 'rcpt', reply: '452 4.2.2 The recipient is over quota' } },
  { name: 'rejected-as-spam', title: 'Rejected as spam', note: '550 after the mail', key: 'to', rule: { on: 'eom', reply: '550 5.7.1 Message rejected as spam' } },
  { name: 'try-later', title: 'Try later', note: '451 after the mail', key: 'to', rule: { on: 'eom', reply: '451 4.3.0 Temporary failure, please try again later' } },
  { name: 'slow', title: 'Slow', note: '2 s before RCPT’s reply', key: 'to', rule: { on: 'rcpt', delay: '2s' } },
  { name: 'never-answers', title: 'Never answers', note: 'silence after the mail', key: 'to', rule: { on: 'eom', delay: 'forever' } },
  { name: 'lost-acknowledgement', title: 'Lost acknowledgement', note: 'kept, but the reply is lost', key: 'to', rule: { on: 'eom', accept: true, reply: null, close: 'rst' } },
  { name: 'connection-reset', title: 'Connection reset', note: 'at DATA', key: 'to', rule: { on: 'data', reply: null, close: 'rst' } },
  { name: 'too-many-connections', title: 'Too many connections', note: '421 to a new client', key: 'ip', rule: { on: 'connect', reply: '421 4.7.0 Too many connections, try again later', close: 'fin' } },
];

export interface Often { id: string; label: string; how: (key: string) => Record<string, unknown> }

export const often: Often[] = [
  { id: 'always', label: 'every time', how: () => ({}) },
  { id: 'first', label: 'the first time for each', how: (key) => ({ per: [key], nth: '1' }) },
  { id: 'two', label: 'the first two for each', how: (key) => ({ per: [key], nth: '1-2' }) },
  { id: 'third', label: 'every third time', how: () => ({ per: ['global'], nth: '*/3' }) },
  { id: 'half', label: 'half the time, by chance', how: () => ({ chance: 0.5 }) },
  { id: 'tenth', label: 'one in ten, by chance', how: () => ({ chance: 0.1 }) },
];

/** The rule that a click on `preset` arms. */
export function ruleOf(preset: Preset, to: string, how: Often): Record<string, unknown> {
  const rule: Record<string, unknown> = { name: preset.name, on: preset.rule.on };
  if (preset.key === 'to' && to && to !== '*') rule.match = { to };
  return { ...rule, ...how.how(preset.key), ...preset.rule, on: preset.rule.on };
}

// --- a rule in words ------------------------------------------------------------------------------

const pattern = (value: unknown): string =>
  typeof value === 'string' ? value
    : Array.isArray(value) ? value.map(pattern).join(' or ')
    : value && typeof value === 'object' && 'not' in value ? `not ${pattern((value as { not: unknown }).not)}`
    : JSON.stringify(value);

export function stages(rule: { on: string | string[] }): string[] {
  return Array.isArray(rule.on) ? rule.on : [rule.on];
}

export function matchWords(match: Record<string, unknown> | undefined): string {
  return Object.entries(match ?? {}).map(([field, value]) => (value === null ? `no ${field}` : `${field} ${pattern(value)}`)).join(', ') || 'anyone';
}

const ordinal = (n: string) => n + (/1\d$/.test(n) ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[n.slice(-1)] ?? 'th');

// "1-2", "6-" or "*/3": which occasions count.
export function nthWords(nth: string): string {
  const found = /^(?:(\*\/)(\d+)|(\d+)(-?)(\d*))$/.exec(nth);
  if (!found) return `nth ${nth}`;
  const [, every, step, from, dash, to] = found;
  if (every) return `every ${ordinal(step!)}`;
  if (!dash) return from === '1' ? 'the first' : `the ${ordinal(from!)}`;
  if (!to) return `from the ${ordinal(from!)} on`;
  return from === '1' ? `the first ${to}` : `the ${ordinal(from!)} to the ${ordinal(to)}`;
}

export function oftenWords(rule: Record<string, unknown>): string {
  const words: string[] = [];
  if (rule.nth !== undefined) words.push(nthWords(String(rule.nth)));
  if (rule.per !== undefined) words.push([rule.per].flat().join() === 'global' ? 'of all' : `for each ${[rule.per].flat().join(', ')}`);
  if (rule.times !== undefined) words.push(`${rule.times as number} times`);
  if (rule.chance !== undefined) words.push(`${Math.round((rule.chance as number) * 100)} %`);
  if (rule.window !== undefined) words.push(rule.window === 'open' ? 'at the same time' : `within ${rule.window as string}`);
  if (rule.age !== undefined) words.push(`age ${rule.age as string}`);
  if (rule.state !== undefined) words.push(`in state ${[rule.state].flat().join(' or ')}`);
  return words.join(' · ') || 'every time';
}

export function effectWords(rule: Record<string, unknown>): string {
  const words: string[] = [];
  const delay = rule.delay;
  if (delay !== undefined) words.push(delay === 'forever' ? 'never answers' : `waits ${typeof delay === 'string' ? delay : JSON.stringify(delay)}`);
  if (rule.reply === null) words.push('says nothing');
  else if (rule.reply !== undefined) words.push(typeof rule.reply === 'string' ? rule.reply : Array.isArray(rule.reply) ? rule.reply.join(' / ') : 'raw octets');
  if (rule.capabilities !== undefined) words.push(`EHLO ${[rule.capabilities].flat().join(', ')}`);
  if (rule.handshake !== undefined) words.push(`handshake ${JSON.stringify(rule.handshake)}`);
  if (rule.accept !== undefined) words.push(rule.accept ? 'keeps the mail' : 'drops the mail');
  if (rule.send !== undefined) words.push('sends slowly');
  if (rule.read !== undefined) words.push('reads slowly');
  if (rule.close !== undefined) words.push(`closes: ${rule.close as string}`);
  if (rule.goto !== undefined) words.push(`goes to ${rule.goto as string}`);
  return words.join(', then ') || 'the normal reply';
}
