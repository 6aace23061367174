// The cockpit: failures armed by a click, seen firing, said in other words; scenarios with their states.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server, Smtp } from './rig.mjs';

let server;
before(async () => void (server = await Server.start()));
after(async () => {
  await quit();
  await server.stop();
});
const close = async (page) => {
  check(page);
  await page.context().close();
  await server.ask('DELETE', '/v1/state?all=true');
  await server.ask('DELETE', '/v1/rules?all=true');
};

test('What is armed for some recipients, twice each, fires as often, and is seen firing', async () => {
  const page = await open(server.url + '/faults');
  await live(page);
  await page.fill('.preset-options input', 'ann@*');
  await page.selectOption('.preset-options select', { label: 'the first two for each' });
  await page.click('.preset >> text=Greylisted');
  await page.waitForSelector('.rule >> text=rcpt to ann@*');
  for (const expected of ['450', '450', '250']) assert.match((await server.send('Subject: x\n\nx\n', { quit: false }))[3], new RegExp(`^${expected}`));
  await page.waitForSelector('.rule-hits >> text=2 of 3');
  await page.waitForFunction(() => document.querySelectorAll('.strip a').length === 2);
  await page.click('.rule-main');
  await page.waitForSelector('.lead >> text=the first 2');
  await close(page);
});

test('A rule in other words is the same rule', async () => {
  const { id } = await server.rule({ name: 'slow', on: 'rcpt', match: { to: 'bob@*' }, delay: '20ms' });
  await server.send('Subject: x\n\nx\n'); // to ann: a near miss
  const page = await open(`${server.url}/faults/${id}`);
  await page.waitForSelector('.misses >> text=wanted bob@*, found ann@example.test');
  const said = async (form) => {
    await page.click(`.words >> text="${form}"`);
    return page.textContent('.words .snippet pre');
  };
  assert.deepEqual(JSON.parse(await said('JSON')), { name: 'slow', on: 'rcpt', match: { to: 'bob@*' }, delay: '20ms' });
  assert.match(await said('curl'), new RegExp(`${server.url}/v1/rules`));
  assert.match(await said('Python test'), /requests\.post/);
  assert.match(await said('Node test'), /await fetch/);
  assert.deepEqual(Object.keys(JSON.parse(await said('Scenario file'))), ['name', 'rules']);
  await close(page);
});

test('A shipped scenario is armed, moved to another state, reset and disarmed', async () => {
  const page = await open(server.url + '/faults');
  await page.click('.scenario:has-text("maintenance") >> text="Arm"');
  await page.waitForSelector('.scenario.on >> text=maintenance');
  await page.waitForSelector('.banner >> text=armed');
  await page.click('.scenario.on a');
  await page.waitForSelector('h1 >> text=maintenance');
  const states = await page.locator('.states .choice button').allTextContents();
  assert.ok(states.length > 1, String(states));
  const pressed = '.states .choice button[aria-pressed=true]';
  const start = await page.textContent(pressed);
  const other = states.find((each) => each !== start);
  await page.click(`.states .choice >> text="${other}"`);
  await page.waitForSelector(`${pressed} >> text="${other}"`);
  await page.click('text="Reset"');
  await page.waitForSelector(`${pressed} >> text="${start}"`);
  await page.click('.rule-detail >> text="Disarm"');
  await page.waitForSelector('.banner', { state: 'detached' });
  await close(page);
});

test('Disarming one rule of two can be undone', async () => {
  for (const name of ['first', 'second']) await server.rule({ name, on: 'rcpt', reply: '450 4.2.0 Later' });
  const page = await open(server.url + '/faults');
  await page.waitForSelector('.rule >> nth=1');
  await page.click('.rule:has-text("first") >> .button');
  await page.waitForFunction(() => document.querySelectorAll('.rule').length === 1);
  await page.waitForSelector('.toast >> text=Rule first disarmed');
  await page.keyboard.press('z');
  await page.waitForSelector('.rule >> nth=1');
  assert.equal((await server.get('/v1/rules')).total, 2);
  await close(page);
});

test('A rule changed by another client is seen here without a reload', async () => {
  const page = await open(server.url + '/faults');
  await live(page);
  const { id } = await server.rule({ name: 'elsewhere', on: 'rcpt', reply: '450 4.2.0 Later' });
  await page.waitForSelector('.rule >> text=elsewhere');
  await server.ask('DELETE', `/v1/rules/${id}`);
  await page.waitForSelector('.none >> text=Nothing is armed');
  await close(page);
});

test('A connection that is refused before any mail is told on Connect', async () => {
  await server.rule({ name: 'too-many', on: 'connect', reply: '421 4.7.0 Too many connections', close: 'fin' });
  const page = await open(server.url + '/connect');
  await live(page);
  const client = await Smtp.connect(server.smtp);
  assert.match(await client.read(), /^421/);
  client.close();
  await page.waitForSelector('.last-refused >> text=421 4.7.0 Too many connections');
  await page.click('.last-refused >> text=See why');
  await page.click('text=too-many: why');
  await page.waitForSelector('.trace >> text=fired');
  await close(page);
});
