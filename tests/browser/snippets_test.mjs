// What Connect offers works as it stands: those whose runtime is here send a mail, the settings of the
// others are read by what they are written in and name the right place.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { check, open, quit, Server } from './rig.mjs';

let server, folder;
const snippets = {};
before(async () => {
  server = await Server.start();
  folder = mkdtempSync(join(tmpdir(), 'mailrig-snippets-'));
  const page = await open(server.url + '/connect');
  await page.waitForSelector('.stacks');
  for (const button of await page.locator('.stacks .choice button').all()) {
    await button.click();
    snippets[await button.textContent()] = await page.textContent('.snippet pre');
  }
  check(page);
});
after(async () => {
  await quit();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

const run = (command, args, input = '') => new Promise((resolve, reject) => {
  const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets) => (said += octets));
  child.on('error', reject);
  child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`${command} ended with ${code}: ${said}`))));
  child.stdin.end(input);
});

async function arrives(send) {
  const { seq } = await server.get('/v1/info');
  await send();
  const list = await server.get(`/v1/messages?after=${seq}&to=ann@example.test&wait=10s`);
  assert.equal(list.items.length, 1);
  assert.equal(list.items[0].subject, 'Hello');
}

test('There are settings for every stack that the design names', () => {
  assert.deepEqual(Object.keys(snippets).sort(), ['.NET', 'Django', 'Docker', 'Go', 'Kubernetes', 'Laravel', 'Node', 'PHP', 'Python', 'Rails', 'Spring', 'Symfony', 'WordPress', 'curl']);
});

test('curl as it stands delivers', () => arrives(() => run('sh', ['-c', snippets.curl])));

test('Python as it stands delivers', () => arrives(() => run('/usr/bin/python3', ['-'], snippets.Python)));

test('What PHP runs as sendmail delivers', () => {
  const command = /^sendmail_path = "(.*)"$/.exec(snippets.PHP)[1];
  return arrives(() => run('sh', ['-c', command], 'Subject: Hello\r\n\r\nIt works.\r\n'));
});

test('Python code in the settings is Python', async () => {
  writeFileSync(join(folder, 'settings.py'), snippets.Django);
  const said = await run('/usr/bin/python3', ['-c', 'import settings; print(settings.EMAIL_HOST, settings.EMAIL_PORT)']);
  assert.equal(said.trim(), `localhost ${server.smtp}`);
});

test('JavaScript in the settings is JavaScript', async () => {
  writeFileSync(join(folder, 'send.mjs'), snippets.Node);
  await run(process.execPath, ['--check', 'send.mjs']);
});

test('The other settings name host and port where their stack looks for them', () => {
  const { smtp } = server;
  const of = (text) => Object.fromEntries(text.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  assert.deepEqual([of(snippets.Laravel).MAIL_HOST, of(snippets.Laravel).MAIL_PORT], ['localhost', String(smtp)]);
  const dsn = new URL(of(snippets.Symfony).MAILER_DSN);
  assert.deepEqual([dsn.protocol, dsn.host], ['smtp:', `localhost:${smtp}`]);
  assert.deepEqual([of(snippets.Spring)['spring.mail.host'], of(snippets.Spring)['spring.mail.port']], ['localhost', String(smtp)]);
  assert.match(snippets.Rails, new RegExp(`address: "localhost", port: ${smtp} `));
  assert.match(snippets.Go, new RegExp(`SendMail\\("localhost:${smtp}", nil,`));
  assert.match(snippets['.NET'], new RegExp(`SmtpClient\\("localhost", ${smtp}\\)`));
  assert.match(snippets.WordPress, new RegExp(`Host = 'localhost';\\n +\\$mailer->Port = ${smtp};`));
  assert.match(snippets.Docker, new RegExp(`SMTP_PORT: "${smtp}"`));
  assert.match(snippets.Kubernetes, new RegExp(`name: smtp, port: ${smtp} `));
});
