// The inbox: mail appears by itself, refused mail beside it; opened, marked, deleted, undone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, eventually, live, open, quit, Server } from './rig.mjs';

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

test('A person with no manual gets to a refused mail and its reason by what the page offers', async () => {
  const server = await Server.start();
  const page = await open(server.url);
  await live(page);
  await page.click('text=Send a test mail');
  await page.waitForSelector('h1 >> text=Your first mail');
  assert.equal(await page.locator('.tabs .note >> text=⚠').count(), 0, 'our own mail is faultless');
  await page.click('.rail >> text=Faults');
  await page.click('.preset >> text=Mailbox full');
  await page.waitForSelector('.banner >> text=1 rule armed');
  await page.click('text=Send a test mail');
  await page.waitForSelector('.outcome >> text=It was refused: 452 4.2.2');
  await page.click('text=See why');
  await page.waitForSelector('h1 >> text=Refused at RCPT');
  await page.waitForSelector('.because >> text=On purpose: rule mailbox-full fired at RCPT');
  await page.click('text=Disarm it');
  await page.waitForSelector('.because >> text=disarmed since');
  await page.click('.rail >> text=Connect');
  await page.waitForSelector('.last-refused >> text=452 4.2.2');
  await page.click('text=Send a test mail');
  await page.waitForSelector('h1 >> text=Your first mail');
  check(page);
  await page.context().close();
  await server.stop();
});

test('A deletion is sent at once when the page goes, and an undone one never', async () => {
  const server = await Server.start();
  for (const subject of ['Kept', 'Gone']) await server.put(mail(subject));
  const page = await open(server.url);
  await live(page);
  await page.click('.row >> text=Kept');
  await page.keyboard.press('#');
  await page.waitForSelector('.toast >> text=1 entry deleted');
  await page.keyboard.press('z');
  await page.waitForSelector('.row >> text=Kept');
  await page.click('.row >> text=Gone');
  await page.keyboard.press('#');
  await page.waitForSelector('.toast >> text=1 entry deleted');
  assert.equal((await server.get('/v1/messages?limit=0')).total, 2, 'not before its time');
  check(page);
  await page.goto('about:blank');
  await eventually(async () => assert.deepEqual((await server.get('/v1/messages')).items.map((each) => each.subject), ['Kept']));
  await page.context().close();
  await server.stop();
});
