// Findings: from the mark in a row to the rule, to all that broke it, and back; as mail arrives.
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { after, afterEach, beforeEach, test } from 'node:test';
import { axe, check, live, open, quit, Server } from './rig.mjs';

let server;
beforeEach(async () => void (server = await Server.start()));
afterEach(() => server.stop());
after(quit);

const right = (subject) => `From: a@shop.test\nDate: Mon, 23 Nov 2026 14:02:11 +0000\nSubject: ${subject}\n\nhello\n`;
const undated = (subject) => `From: a@shop.test\nSubject: ${subject}\n\nhello\n`;

test('A mark in a row leads to the finding, the finding to its rule, and the rule to all such mail', async () => {
  await server.put(right('In order'));
  await server.put(undated('First undated'));
  await server.put('From: a@shop.test\nDate: yesterday\nSubject: Second\n\nhello\n');
  await server.put(undated('Third undated'));
  const page = await open(server.url + '/inbox');
  await live(page);
  const marks = await page.locator('.row').evaluateAll((rows) => rows.map((row) => row.querySelector('.warn')?.textContent ?? ''));
  assert.deepEqual(marks, ['⚠11 finding', '⚠11 finding', '⚠11 finding', '']);
  await page.click('.row >> text=Third undated');
  await page.click('[role=tab] >> text=Findings');
  await page.click('.findings a >> text=missing-date');
  await page.waitForSelector('.detail h1 >> text=missing-date');
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/findings?rule=missing-date');
  assert.deepEqual(await page.locator('.case a').allTextContents(), ['Third undated', 'First undated']);
  assert.match(await page.locator('.proof').first().textContent(), /From: a@shop\.test\\r\\n\nSubject: Third undated\\r\\n\n/);
  await page.click('.groups a >> text=bad-date');
  await page.waitForSelector('.proof mark >> text=Date: yesterday');
  await page.click('.groups a >> text=missing-date');
  await page.click('text=Show all 2');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 2);
  assert.equal(await page.inputValue('input[type=search]'), 'finding:missing-date');
  check(page);
});

test('What arrives is counted while one looks', async () => {
  await server.put(undated('First'));
  const page = await open(server.url + '/findings?rule=missing-date');
  await live(page);
  await page.waitForSelector('.groups .number >> text=1 mail');
  await server.put(undated('Second'));
  await server.put(right('In order') + 'ends\rhere\n');
  await page.waitForSelector('.groups .number >> text=2 mails');
  await page.waitForSelector('.case a >> text=Second');
  await page.waitForSelector('.groups a >> text=bare-cr');
  await server.ask('DELETE', '/v1/messages?all=true');
  await page.waitForSelector('text=Nobody breaks this rule');
  await page.waitForSelector('.list .blank');
  check(page);
});

test('Keys alone go to the findings, through them and back', async () => {
  await server.put(undated('First'));
  await server.put('Subject: Second\n\n');
  const page = await open(server.url);
  await live(page);
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForSelector('.groups a');
  await page.keyboard.press('j');
  await page.waitForSelector('.detail h1 >> text=missing-date');
  await page.keyboard.press('j');
  await page.waitForSelector('.detail h1 >> text=missing-from');
  await page.keyboard.press('k');
  await page.waitForSelector('.detail h1 >> text=missing-date');
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=No rule is chosen');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('broken rules');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.groups a');
  check(page);
});

/** Says all of it at once, and goes when the last line was answered, or without waiting for anything. */
async function speak(octets, last) {
  const socket = net.connect(server.smtp, '127.0.0.1');
  socket.setEncoding('latin1');
  await once(socket, 'connect');
  let heard = '';
  socket.on('data', (text) => (heard += text));
  const hear = async (reply) => {
    while (!heard.includes(reply)) await once(socket, 'data');
  };
  if (last !== 'early') await hear('220 ');
  socket.write(octets);
  await hear(last === 'early' ? '250 ' : last);
  socket.end();
  await once(socket, 'close');
}

test('What a client did on the wire leads to the line of its conversation', async () => {
  await speak('HELO early.test\r\n', 'early'); // before the greeting, where TCP is quick enough
  await speak('HELO feeds.test\nQUIT\n', '221 ');
  await speak('HELO ahead.test\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nQUIT\r\n', '221 ');
  const findings = async () => new Map((await server.get('/v1/findings')).items.map((each) => [each.rule, each]));
  await server.get('/v1/sessions?closedBy=client&quit=false&wait=10s');
  const found = await findings();
  assert.equal(found.get('bare-newline').examples[0].note, 'a line ended in LF instead of CRLF: HELO feeds.test');
  assert.match(found.get('pipelined-unannounced').examples[0].note, /^the client pipelines, which was not announced/);
  assert.equal(found.get('no-quit').examples[0].note, 'the last that the client said is HELO early.test');
  const page = await open(server.url + '/findings?rule=bare-newline');
  await page.click('.case a >> text=feeds.test');
  await page.waitForSelector('tr.here >> text=LF instead of CRLF');
  await page.goBack();
  await page.click('text=Show it');
  await page.waitForSelector('.row >> text=feeds.test');
  assert.equal(await page.locator('.row').count(), 1);
  await page.reload();
  await page.waitForSelector('.chip >> text=bareNewline=true');
  await page.click('.chip');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 3);
  check(page);
});

test('Where nothing is broken, or nothing is there, that is said', async () => {
  const page = await open(server.url + '/findings');
  await page.waitForSelector('text=Nothing to look at yet');
  assert.deepEqual(await axe(page), []);
  await server.put(right('In order'));
  await page.waitForSelector('text=No rule is broken');
  assert.deepEqual(await axe(page), []);
  check(page);
});

test('At 390 pixels the rules and one of them are pages', async () => {
  await server.put(undated('First'));
  const page = await open(server.url + '/findings', { width: 390, height: 844 });
  await page.click('.groups a');
  await page.waitForSelector('.case');
  assert.equal(await page.locator('.list').isVisible(), false);
  await page.click('.back');
  await page.waitForSelector('.groups a');
  check(page);
});

test('Of thousands of places a mail and a rule show the first', async () => {
  await server.put(right('Feeds').replace('hello', 'x') + 'a\rb\r'.repeat(5_000) + '\n');
  const page = await open(server.url + '/findings?rule=bare-cr');
  await page.waitForSelector('text=/9.999 times in this mail/');
  assert.equal(await page.locator('.proof').count(), 1);
  check(page);
});
