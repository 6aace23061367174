// How values read on the page. Times are absolute and local; durations have a unit.

const two = (n: number) => String(n).padStart(2, '0');

export function time(iso: string, milliseconds = false): string {
  const at = new Date(iso);
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return milliseconds ? `${text}.${String(at.getMilliseconds()).padStart(3, '0')}` : text;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Time alone today, with the day before. */
export function moment(iso: string, milliseconds = false): string {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  return today ? time(iso, milliseconds) : `${at.getDate()} ${months[at.getMonth()]} ${time(iso, milliseconds)}`;
}

export function full(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time(iso, true)}`;
}

export function size(octets: number): string {
  if (octets < 1024) return `${octets} B`;
  if (octets < 1024 * 1024) return `${(octets / 1024).toFixed(1)} KB`;
  return `${(octets / 1024 / 1024).toFixed(1)} MB`;
}

/** Microseconds since 1970; Date.parse alone knows milliseconds. */
export function micros(iso: string): number {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? '';
  return Math.floor(Date.parse(iso) / 1000) * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Of microseconds. */
export function duration(us: number): string {
  if (us < 1000) return `${us} µs`;
  if (us < 10_000) return `${(us / 1000).toFixed(1)} ms`;
  if (us < 1_000_000) return `${Math.round(us / 1000)} ms`;
  if (us < 60_000_000) return `${(us / 1_000_000).toFixed(us < 10_000_000 ? 2 : 1)} s`;
  const minutes = us / 60_000_000;
  if (minutes < 60) return `${Math.floor(minutes)} min ${Math.round((us / 1_000_000) % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${Math.round(minutes % 60)} min`;
}

export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function plural(n: number, noun: string, many = noun + 's'): string {
  return `${count(n)} ${n === 1 ? noun : many}`;
}

/** What a reply says: "550 5.1.1 No such user" without its codes, which stand beside it. */
export function withoutCode(reply: string | null): string {
  return (reply ?? '').split('\r\n').pop()!.replace(/^\d{3}[ -]?(\d\.\d{1,3}\.\d{1,3} )?/, '');
}

/** Long texts are for another place: rows and titles show how they begin. */
export function cut(text: string, most = 300): string {
  return text.length <= most ? text : text.slice(0, most) + '…';
}

/** good, soft (4yz), hard (5yz) or broken: what a result looks like. */
export function tone(outcome: string | null | undefined): 'good' | 'soft' | 'hard' | 'broken' {
  if (!outcome) return 'good';
  if (outcome[0] === '2' || outcome[0] === '3') return 'good';
  if (outcome[0] === '4') return 'soft';
  if (outcome[0] === '5' || outcome === 'failed') return 'hard';
  if (outcome === 'quit' || outcome === 'open') return 'good';
  return 'broken';
}
