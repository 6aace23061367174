// What the URL says is shown, and how it is changed. Every state worth pasting has a URL.
import { computed, signal } from '@preact/signals';
import { root } from './api';

export type Screen = 'inbox' | 'message' | 'transaction' | 'session' | 'sessions' | 'diff' | 'attempts' | 'faults' | 'scenario' | 'findings' | 'connect' | 'unknown';

export interface Route {
  screen: Screen;
  /** The id, name or key that the path carries. */
  id: string;
  tab: string;
  query: URLSearchParams;
  hash: string;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function parse(where: { pathname: string; search: string; hash: string }): Route {
  const path = where.pathname.startsWith(root) ? where.pathname.slice(root.length) : where.pathname.slice(1);
  const [first = '', second = '', third = ''] = path.split('/').map(decode);
  const query = new URLSearchParams(where.search);
  const route = (screen: Screen, id = second, tab = third): Route => ({ screen, id, tab, query, hash: where.hash.slice(1) });
  switch (first) {
    case '':
    case 'inbox': return route('inbox');
    case 'm': return second ? route('message') : route('unknown', path);
    case 't': return second ? route('transaction') : route('unknown', path);
    case 'sessions': return route('sessions');
    case 's':
      if (!second) return route('sessions');
      return second.includes('..') ? route('diff') : route('session');
    case 'attempts': return route('attempts');
    case 'faults': return route('faults');
    case 'scenarios': return route('scenario');
    case 'findings': return route('findings');
    case 'connect': return route('connect');
    default: return route('unknown', path);
  }
}

const here = signal(parse(location));
export const route = computed(() => here.value);
addEventListener('popstate', () => (here.value = parse(location)));
addEventListener('hashchange', () => (here.value = parse(location)));

/** The URL of a path inside the page: href('/m/m1', { w: '375' }). */
export function href(path: string, query: Record<string, string | undefined> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) parameters.set(name, value);
  const text = parameters.toString();
  return root + path.slice(1) + (text ? '?' + text : '');
}

/** Goes there. `replace` leaves no step to come back to. */
export function go(url: string, replace = false): void {
  if (url === location.pathname + location.search + location.hash) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  here.value = parse(location);
}

/** Changes query parameters of the present URL; undefined takes one away. */
export function setQuery(changes: Record<string, string | undefined>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) value ? query.set(name, value) : query.delete(name);
  const text = query.toString();
  go(location.pathname + (text ? '?' + text : '') + location.hash, true);
}

/** Links inside the page are followed without leaving it; modified clicks stay the browser's. */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(root) || link.pathname.startsWith(root + 'v1/')) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
});
