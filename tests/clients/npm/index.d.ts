/** A mailrig for tests, on free ports. */
export function start(options?: { flags?: string[] }): Promise<Mailrig>;

/** Names and patterns of GET /v1/messages: `{ to: '*@b.test', subject: 'Hi', 'header:X-Id': '7' }`. */
export type Filters = Record<string, string>;

export interface Address {
  name?: string;
  address: string;
}

export interface Message {
  id: string;
  seq: number;
  received: string;
  envelope: {
    from: { address: string; parameters: Record<string, string | null> };
    to: { address: string; parameters: Record<string, string | null>; reply: string }[];
  };
  headerFrom: Address[];
  headerTo: Address[];
  subject: string | null;
  size: number;
  snippet: string;
}

/** One message, whole: what lists show and what is read from its content. */
export interface WholeMessage extends Message {
  headers: { name: string; value: string }[];
  text: string | null;
  html: string | null;
  [more: string]: unknown;
}

/** A rule or an expectation of the scenario format, see scenarios/schema.json. */
export type Rule = { on: string | string[]; [field: string]: unknown };
export type Expectation = { [field: string]: unknown };

export interface Verdict {
  verdict: 'pass' | 'fail' | 'error';
  results: { name: string; verdict: string; because?: string[] }[];
}

export class Mailrig {
  private constructor();
  /** By listener; `submission` has STARTTLS, `smtps` is inside TLS. */
  readonly ports: { smtp: number; submission: number; smtps: number; http: number; listeners: object[] };
  readonly smtpPort: number;
  readonly url: string;
  /** The newest message that matches, as soon as one does. Rejects after `timeout` with near misses. */
  waitForMessage(filters?: Filters, options?: { timeout?: string }): Promise<WholeMessage>;
  /** Those that match, the oldest first. */
  messages(filters?: Filters): Promise<Message[]>;
  /** The octets as they were sent. */
  raw(id: string): Promise<Buffer>;
  /** Arms rules; the newest call is asked first, its rules in their order. */
  rules(...rules: Rule[]): Promise<void>;
  /** Resolves if all hold; rejects with the reasons of those that do not. */
  verify(...expect: Expectation[]): Promise<Verdict>;
  /**
   * As at the start, between two tests: without messages and rules; what was refused before is not
   * looked at.
   */
  reset(): Promise<void>;
  /** Ends the server; its exit code, or the signal that ended it. */
  stop(): Promise<number | string>;
}
