// The page's functions that need no browser: where time goes, what differs, how retries back off, what
// a click arms.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repository } from './rig.mjs';

const esbuild = createRequire(join(repository, 'web/package.json'))('esbuild');
let page, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailrig-functions-'));
  // The modules look for the page's root and listen for events when they are loaded.
  Object.assign(globalThis, {
    document: { querySelector: () => null, addEventListener() {}, documentElement: { dataset: {} } },
    location: { href: 'http://127.0.0.1:8025/', origin: 'http://127.0.0.1:8025', hostname: '127.0.0.1', pathname: '/', search: '', hash: '' },
    addEventListener() {},
    window: {},
  });
  const out = join(folder, 'page.mjs');
  await esbuild.build({
    stdin: {
      contents: `export * from './transcript'; export { pair } from './diff'; export { gaps } from './attempts';
        export * from './presets'; export * from './format'; export { ruleFor, ruleAsCurl, ruleAsPython } from './code';
        export { parse } from './route'; export { statesOf } from './scenarios';`,
      resolveDir: join(repository, 'web/src'),
    },
    outfile: out, bundle: true, format: 'esm', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error',
  });
  page = await import(pathToFileURL(out).href);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const event = (at, from, kind, text, more = {}) => ({ at, from, kind, text, octets: 0, offset: 0, stage: null, rule: null, trace: [], ...more });

test('An injected delay is told apart from what client and transfer took', () => {
  const lines = page.layOut([
    event(10, 'server', 'reply', '220 ready'),
    event(100, 'client', 'command', 'RCPT TO:<a@b.test>'),
    event(100, 'rig', 'fault', 'delay 800 ms'),
    event(100, 'server', 'reply', '250 ok'),
    event(900_100, 'client', 'command', 'DATA'),
    event(900_100, 'server', 'reply', '354 go on'),
    event(950_100, 'client', 'data', ''),
    event(950_300, 'rig', 'close', 'quit'),
  ], 950_300);
  const bars = (n) => lines[n].bars.map((bar) => [bar.cause, bar.from, bar.to]);
  assert.deepEqual(bars(2), [['injected', 100, 800_100]]);
  assert.deepEqual(bars(4), [['client', 800_100, 900_100]]);
  assert.deepEqual(bars(6), [['transfer', 900_100, 950_100]]);
});

test('A delay without end lasts until the next that happens', () => {
  const lines = page.layOut([event(5, 'client', 'command', 'DATA'), event(5, 'rig', 'fault', 'delay forever'), event(7_000, 'client', 'close', 'gone')], 7_000);
  assert.deepEqual(lines[1].bars, [{ cause: 'injected', from: 5, to: 7_000 }]);
});

test('Commands that came in one piece are bracketed, and what came after TLS is marked', () => {
  const lines = page.layOut([
    event(1, 'client', 'command', 'STARTTLS'), event(2, 'rig', 'tls', 'TLSv1.3'),
    event(9, 'client', 'command', 'MAIL'), event(9, 'server', 'reply', '250'), event(9, 'client', 'command', 'RCPT'), event(9, 'client', 'command', 'DATA'),
    event(20, 'client', 'command', 'QUIT'),
  ], 20);
  assert.deepEqual(lines.map((line) => line.pipelined), [null, null, 'first', null, 'middle', 'last', null]);
  assert.deepEqual(lines.map((line) => line.secure), [false, false, true, true, true, true, true]);
});

test('A diff puts the same lines side by side, and lines of one sort where they differ', () => {
  const left = [event(1, 'client', 'command', 'EHLO a'), event(2, 'client', 'command', 'RCPT TO:<x>'), event(3, 'server', 'reply', '550 no')];
  const right = [event(1, 'client', 'command', 'EHLO a'), event(2, 'client', 'command', 'RCPT TO:<y>'), event(3, 'rig', 'fault', 'delay'), event(4, 'server', 'reply', '250 kept as t9')];
  const rows = page.pair(left, right).map(({ left: a, right: b }) => [a?.text ?? null, b?.text ?? null]);
  assert.deepEqual(rows, [['EHLO a', 'EHLO a'], ['RCPT TO:<x>', 'RCPT TO:<y>'], [null, 'delay'], ['550 no', '250 kept as t9']]);
  const same = page.pair([event(1, 'server', 'reply', '250 kept as t1')], [event(1, 'server', 'reply', '250 kept as t2')]);
  assert.equal(same.length, 1);
});

test('The back-off of retries is a factor from pause to pause', () => {
  assert.deepEqual(page.gaps([0, 1_000, 3_000, 7_000]), [{ us: 1_000, factor: null }, { us: 2_000, factor: 2 }, { us: 4_000, factor: 2 }]);
  assert.deepEqual(page.gaps([5]), []);
});

test('A click arms what it says', () => {
  const preset = page.presets.find((each) => each.name === 'mailbox-full');
  const two = page.often.find((each) => each.id === 'two');
  assert.deepEqual(page.ruleOf(preset, 'bob@*', two), { name: 'mailbox-full', on: 'rcpt', match: { to: 'bob@*' }, per: ['to'], nth: '1-2', reply: '452 4.2.2 The recipient is over quota' });
  assert.deepEqual(page.ruleOf(preset, '*', page.often[0]), { name: 'mailbox-full', on: 'rcpt', reply: '452 4.2.2 The recipient is over quota' });
});

test('A line of a conversation becomes a rule for its stage and recipient', () => {
  const said = event(2, 'client', 'command', 'RCPT TO:<a*b@x.test> NOTIFY=NEVER', { stage: 'rcpt' });
  const session = { id: 's7', events: [said, event(2, 'server', 'reply', '250 2.1.5 ok', { stage: 'rcpt' })] };
  assert.deepEqual(page.ruleFor(said, session), { name: 'from-s7', on: 'rcpt', match: { to: 'a\\*b@x.test' }, reply: '451 4.3.0 Try again later' });
});

test('Code made of a rule survives the shell and Python', () => {
  const rule = { name: "it's", on: 'eom', accept: true, reply: null };
  assert.match(page.ruleAsCurl(rule), /'\\''s/);
  assert.match(page.ruleAsPython(rule), /"accept": True,\n +"reply": None/);
});

test('Numbers read as people write them', () => {
  assert.deepEqual([999, 1_500, 42_000, 1_234_567, 75_000_000].map(page.duration), ['999 µs', '1.5 ms', '42 ms', '1.23 s', '1 min 15 s']);
  assert.deepEqual([512, 4_198, 52_428_800].map(page.size), ['512 B', '4.1 KB', '50.0 MB']);
  assert.equal(page.micros('2026-11-23T14:02:11.482193Z') - page.micros('2026-11-23T14:02:11.482Z'), 193);
  assert.deepEqual(['250', '451', '550', 'lost', null].map(page.tone), ['good', 'soft', 'hard', 'broken', 'good']);
});

test('Every URL of the design names its screen', () => {
  const at = (path) => {
    const url = new URL(path, 'http://x');
    const { screen, id, tab } = page.parse(url);
    return [screen, id, tab].filter(Boolean).join(' ');
  };
  assert.deepEqual(
    ['/inbox/box?q=a', '/m/m1/html?w=375&scheme=dark', '/m/latest?q=x', '/s/s1#L12', '/s/s1..s2', '/attempts/a%2Cb', '/faults/r1', '/scenarios/gmail', '/findings?rule=bare-lf', '/connect', '/else'].map(at),
    ['inbox box', 'message m1 html', 'message latest', 'session s1', 'diff s1..s2', 'attempts a,b', 'faults r1', 'scenario gmail', 'findings', 'connect', 'unknown else'],
  );
});

test('The states of a scenario are all that timers and rules lead to', () => {
  assert.deepEqual(page.statesOf({ name: 'x', state: { start: 'up', timers: { down: { after: '5m', goto: 'up' } } }, rules: [{ state: 'up', goto: 'down' }, { state: ['down', 'dark'] }] }), ['up', 'down', 'dark']);
});
