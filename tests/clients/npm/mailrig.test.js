// The package as a test uses it, and as `npx mailrig` runs it. Takes the program from MAILRIG_PROGRAM.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Mailrig, start } from './index.js';
import * as everything from './index.js';
import { program } from './program.js';

const here = dirname(fileURLToPath(import.meta.url));
let rig;
before(async () => { rig = await start(); });
afterEach(() => rig.reset());
after(async () => { assert.equal(await rig.stop(), 0); });

// Sends one mail and resolves to the last reply: what a mail library would do.
function send(port, to, subject) {
  return new Promise((resolve, reject) => {
    const lines = ['EHLO test.example', 'MAIL FROM:<shop@b.test>', `RCPT TO:<${to}>`, 'DATA',
      `Subject: ${subject}\r\n\r\nYour code is 493817.\r\n.`];
    const socket = createConnection(port, '127.0.0.1').setEncoding('utf8').on('error', reject);
    socket.on('data', (text) => {
      const reply = text.trimEnd().split('\r\n').at(-1);
      if (reply[3] === '-') return;
      if (lines.length === 0 || reply[0] > '3') {
        socket.end('QUIT\r\n');
        lines.length = 0;
        resolve(reply);
        socket.removeAllListeners('data').resume();
      } else {
        socket.write(`${lines.shift()}\r\n`);
      }
    });
  });
}

test('a mail is received', async () => {
  const waiting = rig.waitForMessage({ to: 'ann@b.test' }, { timeout: '30s' });
  await send(rig.smtpPort, 'ann@b.test', 'Welcome');
  const message = await waiting;
  assert.equal(message.subject, 'Welcome');
  assert.match(message.text, /493817/);
  assert.equal((await rig.raw(message.id)).toString(), 'Subject: Welcome\r\n\r\nYour code is 493817.\r\n');
  assert.deepEqual((await rig.messages()).map((each) => each.id), [message.id]);
});

test('a rule is armed', async () => {
  await rig.rules({ on: 'rcpt', nth: '1', reply: '451 4.3.0 Try again later' });
  assert.equal(await send(rig.smtpPort, 'bob@b.test', 'One'), '451 4.3.0 Try again later');
  assert.match(await send(rig.smtpPort, 'bob@b.test', 'One'), /^250 /);
});

test('a verdict is given', async () => {
  await rig.rules({ on: 'rcpt', nth: '1', reply: '451 4.3.0 Try again later' });
  await send(rig.smtpPort, 'bob@b.test', 'One');
  await send(rig.smtpPort, 'bob@b.test', 'One');
  const verdict = await rig.verify({ name: 'tries again', transaction: {}, per: ['to'], outcome: ['451', '250'] });
  assert.equal(verdict.verdict, 'pass');
  assert.deepEqual(verdict.results.map((each) => each.name), ['tries again']);
});

test('a verdict that fails says why', async () => {
  await send(rig.smtpPort, 'bob@b.test', 'Hi');
  await assert.rejects(rig.verify(
    { name: 'welcomed', message: { to: 'bbo@b.test' } },
    { name: 'welcomed once', message: { to: 'bob@b.test' }, count: 1 },
    { name: 'tries again', transaction: {}, per: ['to'], outcome: ['451', '250'] },
  ), (error) => {
    assert.equal(error.message.replace(/\b([mt])\d+/g, '$1#'), `mailrig: POST /v1/verify: \
welcomed: nothing matched: none of 1 message had to bbo@b.test
  message m# came close: to is "bob@b.test", not "bbo@b.test"
  tries again: to bob@b.test: attempt 1 (t#) ended with 250, expected 451; all were 250 (t#), expected 451, 250`);
    return true;
  });
});

test('what does not come is explained', async () => {
  await send(rig.smtpPort, 'typo@b.test', 'Hi');
  await assert.rejects(rig.waitForMessage({ to: 'tpyo@b.test' }, { timeout: '1ms' }),
    /message m\d+ came close: to is "typo@b\.test", not "tpyo@b\.test"/);
});

test('a faulty rule is refused with its place', async () => {
  await assert.rejects(rig.rules({ on: 'rcpt', replay: '550 no' }), /replay/);
});

test('a server that cannot start says why', async () => {
  await assert.rejects(start({ flags: ['--idle', 'soon'] }), /--idle.*soon/);
});

test('a program that is not there is named', async () => {
  const kept = process.env.MAILRIG_PROGRAM;
  process.env.MAILRIG_PROGRAM = 'no-such-mailrig';
  try {
    await assert.rejects(start(), /no-such-mailrig.*MAILRIG_PROGRAM/);
  } finally {
    process.env.MAILRIG_PROGRAM = kept;
  }
});

test('the types name what there is', () => {
  const types = readFileSync(join(here, 'index.d.ts'), 'utf8');
  const exported = [...types.matchAll(/export (?:function|class) (\w+)/g)].map((match) => match[1]);
  assert.deepEqual(exported.sort(), Object.keys(everything).sort());
  const methods = [...types.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
  assert.deepEqual(methods.sort(), Object.getOwnPropertyNames(Mailrig.prototype)
    .filter((name) => name !== 'constructor').sort());
});

// The layout that npm makes of the two packages, without npm.
function installed(t) {
  const folder = mkdtempSync(join(tmpdir(), 'mailrig-npm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const shim = join(folder, 'node_modules/mailrig');
  const platform = join(folder, `node_modules/@mailrig/${process.platform}-${process.arch}/bin`);
  for (const name of JSON.parse(readFileSync(join(here, 'package.json'))).files.concat('package.json'))
    cpSync(join(here, name), join(shim, name));
  mkdirSync(platform, { recursive: true });
  symlinkSync(program(), join(platform, 'mailrig'));
  return join(shim, 'bin.js');
}

const { MAILRIG_PROGRAM, ...plain } = process.env;

test('npx mailrig passes arguments, exit codes and signals on', async (t) => {
  const shim = installed(t);
  assert.match(spawnSync(process.execPath, [shim, '--version'], { env: plain, encoding: 'utf8' }).stdout, /^mailrig \d/);
  assert.equal(spawnSync(process.execPath, [shim, '--no-such-flag'], { env: plain }).status, 2);
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const child = spawn(process.execPath, [shim, '--smtp-port', '0', '--submission-port', 'off', '--smtps-port', 'off', '--http-port', '0'],
      { env: plain, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill(signal);
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0, signal);
  }
});

test('a missing platform package is named', (t) => {
  const shim = installed(t);
  rmSync(join(dirname(shim), '../@mailrig'), { recursive: true });
  const done = spawnSync(process.execPath, [shim, '--version'], { env: plain, encoding: 'utf8' });
  assert.equal(done.status, 1);
  assert.match(done.stderr, /@mailrig\/linux-/);
});
