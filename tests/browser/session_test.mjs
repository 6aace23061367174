// A conversation: its lines have links, become rules and commands, and are compared with another's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, open, quit, Server, Smtp } from './rig.mjs';

let server, id, other;
before(async () => {
  server = await Server.start();
  await server.send('Subject: x\n\nx\n', { to: ['bob@example.test'] });
  const client = await Smtp.connect(server.smtp);
  await client.read();
  await client.say('EHLO app.test');
  await client.say(`AUTH PLAIN ${Buffer.from('\0ann\0secret').toString('base64')}`);
  client.socket.write('MAIL FROM:<app@shop.test>\r\nRCPT TO:<gone@example.test>\r\nDATA\r\n');
  for (let i = 0; i < 3; ++i) await client.read();
  client.close();
  const { items } = await server.get('/v1/sessions?closedBy=client&count=2&wait=10s&order=asc');
  [other, id] = items.map((each) => each.id);
});
after(async () => {
  await quit();
  await server.stop();
});
const close = async (page) => {
  check(page);
  await page.context().close();
};
const line = (text) => `.lines tr:has-text("${text}")`;

test('A line has a link that marks it again', async () => {
  const page = await open(`${server.url}/s/${id}`);
  await page.click(`${line('RCPT TO')} .at a`);
  await page.waitForSelector('tr.here >> text=RCPT TO');
  assert.match(page.url(), /#L\d+$/);
  await page.reload();
  await page.waitForSelector('tr.here >> text=RCPT TO');
  await close(page);
});

test('What came in one piece is bracketed', async () => {
  const page = await open(`${server.url}/s/${id}`);
  await page.waitForSelector(line('DATA'));
  assert.deepEqual(await page.$$eval('tr.piped', (rows) => rows.map((row) => row.querySelector('.said').textContent.slice(0, 4))), ['MAIL', 'RCPT', 'DATA']);
  await close(page);
});

test('Secrets are shown to who asks', async () => {
  const page = await open(`${server.url}/s/${id}`);
  await page.waitForSelector(`${line('AUTH PLAIN')} >> text=****`);
  await page.click('text=Show secrets');
  await page.waitForSelector(`.lines >> text=${Buffer.from('\0ann\0secret').toString('base64')}`);
  await close(page);
});

test('A line becomes a rule that does what it says', async () => {
  const page = await open(`${server.url}/s/${id}`);
  await page.hover(line('RCPT TO'));
  await page.click(`${line('RCPT TO')} [title="Make a rule from this line"]`);
  await page.waitForSelector('.editor');
  const rule = JSON.parse(await page.inputValue('textarea'));
  assert.deepEqual([rule.on, rule.match.to], ['rcpt', 'gone@example.test']);
  await page.click('.editor >> text="Arm"');
  await page.waitForSelector('.rule-detail h1');
  assert.match((await server.send('Subject: x\n\nx\n', { to: ['gone@example.test'] }))[3], /^451/);
  await server.ask('DELETE', '/v1/rules?all=true');
  await close(page);
});

test('The conversation is copied as swaks and as curl', async () => {
  const page = await open(`${server.url}/s/${other}`);
  for (const [button, starts] of [['Copy as swaks', /^swaks .*--to 'bob@example\.test'/s], ['Copy as curl', /^.*curl .*--mail-rcpt 'bob@example\.test'/s]]) {
    await page.click(`text=${button}`);
    await page.waitForSelector(`.toast >> text=${button.replace('Copy', 'Copied')}`);
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), starts);
  }
  await close(page);
});

test('Two sessions are compared line by line', async () => {
  const page = await open(`${server.url}/s/${id}`);
  await page.fill('.compare input', other);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.differs >> text=bob@example.test');
  assert.equal(new URL(page.url()).pathname, `/s/${other}..${id}`);
  await page.click('text=Swap');
  await page.waitForFunction((path) => location.pathname === path, `/s/${id}..${other}`);
  await close(page);
});
