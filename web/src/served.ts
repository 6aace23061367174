// Which routes this server has: the page asks for nothing that is not there.
import { get } from './api';

let paths: Promise<Set<string>> | undefined;

/** Whether the API has a path, written as in its own document: /v1/scenarios/{name}. */
export async function served(path: string): Promise<boolean> {
  paths ??= get<{ paths: Record<string, unknown> }>('/v1/openapi.json').then(
    (document) => new Set(Object.keys(document.paths)),
    (error: unknown) => {
      paths = undefined; // asked again when the server is back
      throw error;
    },
  );
  return (await paths).has(path);
}
