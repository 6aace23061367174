// Requests to the server that the page came from, under whatever prefix a proxy gives it.
import type { Problem } from './types';

const up = document.querySelector('meta[name=root]')?.getAttribute('content') ?? './';
/** The page's root with a final slash: /, or /prefix/ behind a proxy. */
export const root = new URL(up, location.href).pathname;

/** An answer that was no success: what the server says, or that it could not be asked. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
  get status(): number {
    return this.problem.status;
  }
}

const unreachable: Problem = {
  type: 'unreachable',
  title: 'The server cannot be reached',
  status: 0,
  detail: 'mailrig does not answer: it was stopped, or the network is gone.',
  hint: 'Start it again. This page goes on by itself.',
};

export type Query = Record<string, string | number | boolean | string[] | undefined>;

/** The URL of an API path: url('/v1/messages', { to: 'bob@x.test' }). */
export function url(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  const text = parameters.toString();
  return root + path.slice(1) + (text ? '?' + text : '');
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || 'The server refused',
    status: response.status,
    detail: `The server answered ${response.status}.`,
  };
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

/** Throws Refused unless the answer is 2xx. */
export async function ask(method: string, where: string, body?: unknown, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(where, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      ...options,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(unreachable);
  }
  if (!response.ok) throw new Refused(await problemOf(response));
  return response;
}

export async function get<T>(path: string, query?: Query, options?: RequestInit): Promise<T> {
  return (await ask('GET', url(path, query), undefined, options)).json() as Promise<T>;
}
export async function text(path: string, query?: Query, options?: RequestInit): Promise<string> {
  return (await ask('GET', url(path, query), undefined, options)).text();
}

/** What to show for any error. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return { type: 'page', title: 'The page stumbled', status: 0, detail: String(error), hint: 'Reload it.' };
}
