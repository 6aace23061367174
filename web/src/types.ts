// The API's shapes, as far as the page reads them.

export interface Parameters { [keyword: string]: string | null }
export interface Recipient { address: string; parameters: Parameters; reply: string | null; outcome: string | null }
export interface Envelope { from: { address: string; parameters: Parameters }; to: Recipient[] }
export interface Mailbox { name: string; address: string }
export interface Header { name: string; value: string; raw: string }

export interface Entry {
  place: number;
  kind: 'message' | 'transaction' | 'session';
  id: string;
  at: string;
  inboxes: string[];
  session: string | null;
  transaction: string | null;
  name: string | null;
  from: string | null;
  to: string[];
  recipients: number;
  refused: number;
  subject: string | null;
  snippet: string;
  size: number;
  attachments: number;
  findings: number;
  read: boolean;
  tags: string[];
  outcome: string | null;
  reply: string | null;
  stage: string | null;
  rule: string | null;
  took: number | null;
}
export interface EntryList { items: Entry[]; total: number; removed: number; seq: number }

export interface Part {
  n: number;
  parent: number | null;
  type: string;
  role: string;
  disposition: string | null;
  fileName: string | null;
  contentId: string | null;
  charset: string | null;
  encoding: string | null;
  size: number;
}
export interface Link { url: string; text: string; part: number }
/** Octets as text; `octets` is empty where something is missing. */
export interface Proof { before: string; octets: string; after: string }
export interface Diagnostic { kind: string; detail: string; part: number; offset: number; count: number; proof: Proof }
/** A rule that was broken. */
export interface Finding {
  rule: string;
  detail: string;
  of: 'message' | 'session';
  /** Parameters of that list which find what broke it. */
  filter: Record<string, string>;
  records: number;
  places: number;
  examples: Example[];
}
export interface Example {
  record: string;
  at: string;
  from: string;
  subject: string | null;
  part: number | null;
  offset: number | null;
  count: number;
  /** Of a mail. */
  proof: Proof | null;
  /** Of a session: the line of its conversation, and what it says. */
  line: number | null;
  note: string | null;
}
export interface FindingList { items: Finding[]; messages: number; sessions: number; seq: number }

export interface Message {
  id: string;
  seq: number;
  received: string;
  inboxes: string[];
  session: string | null;
  transaction: string | null;
  envelope: Envelope;
  headerFrom: Mailbox[];
  headerTo: Mailbox[];
  headerCc: Mailbox[];
  headerCounts: { from: number; to: number; cc: number };
  subject: string | null;
  date: string | null;
  size: number;
  snippet: string;
  attachments: number;
  findings: number;
  read: boolean;
  tags: string[];
  headers: Header[];
  text: string | null;
  html?: string | null;
  parts?: Part[];
  links?: Link[];
  codes?: string[];
  /** URLs that its HTML would load. */
  remote?: string[];
  listUnsubscribe?: { urls: string[]; oneClick: boolean } | null;
  diagnostics?: Diagnostic[];
}

export interface Trace { rule: string; name: string; key: string; ordinal: number; draw: number | null; gate: string; why: string }
export interface Event {
  at: number;
  from: 'client' | 'server' | 'rig';
  kind: string;
  text: string;
  octets: number;
  offset: number;
  stage: string | null;
  rule: string | null;
  trace: Trace[];
}
export interface Tls { version: string; cipher?: string | null; sni?: string | null; alpn?: string | null; alert?: string | null }
export interface Session {
  id: string;
  seq: number;
  listener: string;
  client: string;
  inboxes: string[];
  began: string;
  ended: string | null;
  helo: string | null;
  user: string | null;
  mechanism: string | null;
  tls: Tls | null;
  octetsIn: number;
  octetsOut: number;
  closedBy: string;
  closedHow: string | null;
  quit: boolean;
  failed: boolean;
  pregreet: boolean;
  bareNewline: boolean;
  pipelinedUnannounced: boolean;
  starttlsInjection: boolean;
  transactions: string[];
  eventsDropped: number;
  events?: Event[];
}
export interface Transaction {
  id: string;
  seq: number;
  session: string;
  inboxes: string[];
  began: string;
  ended: string;
  listener: string;
  client: string;
  helo: string | null;
  user: string | null;
  tls: Tls | null;
  envelope: Envelope;
  size: number;
  outcome: string;
  reply: string | null;
  message: string | null;
  rules: string[];
  events?: Event[];
}
export interface List<T> { items: T[]; total: number; next: string | null; seq: number; evicted: number }

export interface Rule {
  id: string;
  name?: string;
  on: string | string[];
  match?: Record<string, unknown>;
  scenario?: string;
  matched: number;
  fired: number;
  lastFired: string | null;
  expires: string | null;
  droppedKeys?: number;
  [member: string]: unknown;
}

export interface Listener { name: string; protocol: string; address: string; port: number; tls: string }
export interface Info {
  version: string;
  now: string;
  seq: number;
  listeners: Listener[];
  limits: Record<string, number>;
  counts: Record<string, number>;
  evicted: Record<string, number>;
}

export interface Difference { field: string; wanted: string; found: string }
export interface NearMiss { kind: string; id: string; distance: number; differences: Difference[]; note: string | null }
export interface Fault { pointer: string; detail: string; hint?: string }
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  hint?: string;
  parameter?: string;
  pointer?: string;
  errors?: Fault[];
}
