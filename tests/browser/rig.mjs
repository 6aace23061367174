// What every browser test needs: a server on free ports, a way to send it mail, and Debian's Chromium
// on the page. A CSP violation, an error on the console or an exception of the page fails the test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(join(repository, 'web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const patience = 60_000; // ms that anything may take, on a busy machine

/** Asks again until `claim` throws no more. */
export async function eventually(claim) {
  for (const end = performance.now() + patience; ; )
    try {
      return await claim();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
}

// --- the server -------------------------------------------------------------------------------------

const program = process.env.MAILRIG_PROGRAM || join(repository, 'build/release/mailrig');

/** A running mailrig. */
export class Server {
  static async start(flags = [], { smtp = 0, http = 0 } = {}) {
    assert.ok(existsSync(program), `${program} is not built: run ./dev build`);
    const folder = mkdtempSync(join(tmpdir(), 'mailrig-browser-'));
    const file = join(folder, 'ports.json');
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MAILRIG_')));
    const child = spawn(
      program,
      ['serve', '--smtp-port', String(smtp), '--http-port', String(http), '--port-file', file, '--log', 'off', ...flags],
      { env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => null)]);
    assert.ok(said, 'the server did not start');
    const server = new Server();
    Object.assign(server, { child, folder, ports: JSON.parse(readFileSync(file, 'utf8')) });
    server.smtp = server.ports.smtp;
    server.http = server.ports.http;
    server.url = `http://127.0.0.1:${server.http}`;
    return server;
  }

  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(method, path, body) {
    const answer = await fetch(this.url + path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
  get(path) {
    return this.ask('GET', path);
  }
  rule(rule) {
    return this.ask('POST', '/v1/rules', rule);
  }

  /** Puts a mail in by API: no session, no delay. */
  async put(content, { from = 'app@shop.test', to = ['ann@example.test'], inbox } = {}) {
    const query = new URLSearchParams({ from });
    for (const each of [to].flat()) query.append('to', each);
    if (inbox) query.set('inbox', inbox);
    const answer = await fetch(`${this.url}/v1/messages?${query}`, { method: 'POST', headers: { 'Content-Type': 'message/rfc822' }, body: crlf(content) });
    assert.equal(answer.status, 201, await answer.clone().text());
    return answer.json();
  }

  /** Sends mail through SMTP; each reply's first line. Refusals are no error. */
  async send(content, { from = 'app@shop.test', to = ['ann@example.test'], helo = 'app.test', quit = true } = {}) {
    const client = await Smtp.connect(this.smtp);
    const replies = [await client.read()];
    const say = async (line) => {
      replies.push(await client.say(line));
      return replies.at(-1)[0];
    };
    if (replies[0][0] === '2' && (await say(`EHLO ${helo}`)) === '2' && (await say(`MAIL FROM:<${from}>`)) === '2') {
      let valid = 0;
      for (const each of [to].flat()) if ((await say(`RCPT TO:<${each}>`)) === '2') ++valid;
      if (valid && (await say('DATA')) === '3') await say(crlf(content).replace(/^\./gm, '..').replace(/(\r\n)?$/, '\r\n.'));
    }
    if (quit) await client.say('QUIT').catch(() => '');
    client.close();
    return replies;
  }
}

export const crlf = (text) => text.replace(/\r?\n/g, '\r\n');

/** A client that speaks line by line. */
export class Smtp {
  static async connect(port) {
    const client = new Smtp();
    client.socket = net.connect(port, '127.0.0.1');
    client.buffer = '';
    client.ended = false;
    client.waiting = [];
    const wake = () => client.waiting.splice(0).forEach((each) => each());
    client.socket.on('data', (octets) => {
      client.buffer += octets.toString('latin1');
      wake();
    });
    for (const event of ['close', 'error']) client.socket.on(event, () => {
      client.ended = true;
      wake();
    });
    await once(client.socket, 'connect');
    return client;
  }
  async read() {
    for (;;) {
      const reply = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(this.buffer);
      if (reply) {
        this.buffer = this.buffer.slice(reply[0].length);
        return reply[0].trimEnd();
      }
      if (this.ended) return '000 closed';
      await new Promise((resolve) => this.waiting.push(resolve));
    }
  }
  say(line) {
    this.socket.write(line + '\r\n');
    return this.read();
  }
  close() {
    this.socket.destroy();
  }
}

/** Sends `many` small mails over one connection, pipelined; `text` makes the subject of each. */
export async function flood(server, many, text = (i) => `Mail ${i}`) {
  const client = await Smtp.connect(server.smtp);
  await client.read();
  await client.say('EHLO flood.test');
  const portion = 200;
  const replies = (count) => new Promise((resolve) => {
    let seen = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (octets) => {
      for (const octet of octets) if (octet === 10) ++seen;
      if (seen >= count) resolve();
    });
  });
  for (let i = 0; i < many; i += portion) {
    const size = Math.min(portion, many - i);
    const answered = replies(size * 4);
    let octets = '';
    for (let each = i; each < i + size; ++each)
      octets += `MAIL FROM:<shop${each % 50}@shop.test>\r\nRCPT TO:<user${each % 1000}@example.test>\r\nDATA\r\nFrom: Shop ${each % 50} <shop@shop.test>\r\nSubject: ${text(each)}\r\n\r\nOrder ${each} is on its way.\r\n.\r\n`;
    client.socket.write(octets);
    await answered;
  }
  client.close();
}

// --- the browser ------------------------------------------------------------------------------------

let browser;

export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP mailrig.test 127.0.0.1'],
  });
  return browser;
}
export async function quit() {
  await browser?.close();
  browser = undefined;
}

/**
 * A page in a context of its own. `faults` collects what must not happen; `check` asserts that nothing
 * did. What a test does on purpose is let through by `expected`.
 */
export async function open(url, { width = 1440, height = 900, expected = [], ...options } = {}) {
  const context = await (await launch()).newContext({ viewport: { width, height }, colorScheme: null, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  watch(page, expected);
  if (url) await page.goto(url);
  return page;
}

/** Begins to collect what must not happen on this page. */
export function watch(page, expected = []) {
  page.faults = [];
  const note = (text) => {
    if (!expected.some((each) => text.match(each))) page.faults.push(text);
  };
  page.on('pageerror', (error) => note(`exception: ${error.stack ?? error}`));
  // What the mail's own policy blocks inside its frame is what it is for; the tracker says whether it does.
  const ofMail = (message) => /\/v1\/messages\/[^/]+\/html/.test(message.location().url) && /violates the following content security policy/i.test(message.text());
  page.on('console', (message) => {
    if (ofMail(message)) return;
    if (message.type() === 'error' || /content security policy/i.test(message.text())) note(`console: ${message.text()} ${message.location().url}`);
  });
}

export function check(page) {
  assert.deepEqual(page.faults, []);
}

/** The accessibility rules that the page breaks, in short; of all rules, or of those named. */
export async function axe(page, rules) {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(`{ const module = { exports: {} }; (function (module, exports) { ${axeSource} }).call(window, module, module.exports); window.axe ??= module.exports; }`);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { iframes: false, resultTypes: ['violations'], ...(runOnly && { runOnly }) });
    return violations.map((each) => `${each.id}: ` + each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary.split('\n').slice(1, 3).join(' ')}`).join(' | '));
  }, rules);
}

/** Waits until the page has heard of everything. */
export async function live(page) {
  await page.waitForSelector('.live.is-live');
}
