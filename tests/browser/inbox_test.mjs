// The inbox: mail appears by itself, refused mail beside it; opened, marked, deleted, undone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server } from './rig.mjs';

let server;
before(async () => void (server = await Server.start()));
after(async () => {
  await quit();
  await server.stop();
});

const mail = (subject, more = '') => `From: Shop <shop@shop.test>\nTo: Ann <ann@example.test>\nSubject: ${subject}\n${more}\nHello ${subject}.\n`;

test('An empty page says where to send, and shows the first mail when it comes', async () => {
  const page = await open(server.url);
  await page.waitForSelector('text=Send the first mail');
  assert.match(await page.textContent('.listeners'), new RegExp(`localhost:${server.smtp}`));
  await live(page);
  await server.send(mail('First'));
  await page.waitForSelector('.row >> text=First');
  await page.click('.row >> text=First');
  await page.waitForSelector('h1 >> text=First');
  assert.match(page.url(), /\/m\/m1$/);
  await page.waitForSelector('pre >> text=Hello First.');
  check(page);
});

test('A test mail goes through the real port and is opened', async () => {
  const page = await open(server.url + '/connect');
  await page.click('text=Send a test mail');
  await page.waitForSelector('h1 >> text=Your first mail');
  const list = await server.get('/v1/sessions?limit=1');
  assert.match(list.items[0].helo, /^test-mail-/);
  check(page);
});

test('A refused mail is a row of its own that says why', async () => {
  await server.rule({ name: 'mailbox-full', on: 'rcpt', match: { to: 'gone@*' }, reply: '550 5.2.2 Mailbox full' });
  const page = await open(server.url);
  await server.send(mail('Refused'), { to: ['gone@example.test'] });
  const row = page.locator('.row', { hasText: 'gone@example.test' });
  await row.waitFor();
  assert.match(await row.textContent(), /Refused at RCPT/);
  assert.match(await row.textContent(), /550/);
  await row.click();
  await page.click('text=mailbox-full: why');
  assert.match(await page.textContent('.trace'), /fired/);
  check(page);
});
