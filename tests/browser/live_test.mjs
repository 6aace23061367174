// The stream of events: nine tabs share one, a restart is survived, the state is told as it is.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { check, flood, live, open, patience, quit, Server, watch } from './rig.mjs';

after(quit);
const offline = [/ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/, /ERR_NETWORK/, /Failed to fetch/];

test('Nine tabs share one stream, and all of them hear', async () => {
  const server = await Server.start();
  const first = await open(server.url);
  const tabs = [first];
  while (tabs.length < 9) {
    const page = await first.context().newPage();
    watch(page);
    await page.goto(server.url + '/inbox');
    tabs.push(page);
  }
  for (const page of tabs) await live(page);
  assert.equal((await server.get('/v1/info')).counts.streams, 1);
  await server.send('Subject: For all\n\nHello\n');
  for (const page of tabs) await page.waitForSelector('.row >> text=For all');
  // When the leading tab goes, another one leads.
  await first.close();
  await tabs[1].waitForFunction(async (url) => (await (await fetch(url)).json()).counts.streams === 1, '/v1/info');
  for (const page of tabs.slice(1)) await live(page);
  await server.send('Subject: For the rest\n\nHello\n');
  for (const page of tabs.slice(1)) {
    await page.waitForSelector('.row >> text=For the rest');
    check(page);
  }
  await tabs[1].context().close();
  await server.stop();
});

test('A server that is killed and started again empty is noticed, and the page goes on', async () => {
  let server = await Server.start();
  const ports = { smtp: server.smtp, http: server.http };
  const page = await open(server.url, { expected: [...offline, /status of 404/] });
  await live(page);
  await server.send('Subject: Before\n\nHello\n');
  await page.click('.row >> text=Before');
  await page.waitForSelector('h1 >> text=Before');
  await server.stop('SIGKILL');
  await page.waitForSelector('.live.is-offline');
  assert.match(await page.textContent('.live'), /offline since \d\d:\d\d:\d\d/);
  await page.waitForSelector('.banner.offline >> text=goes on by itself');
  await page.waitForSelector('h1 >> text=Before'); // what was shown stays
  await page.click('.rail >> text=Connect'); // and the page can be used
  await page.waitForSelector('.listeners');
  await page.click('text=Send a test mail');
  await page.waitForSelector('.trouble >> text=The server cannot be reached');
  await page.click('.rail >> text=Inbox');
  await page.click('.row >> text=Before');
  await page.waitForSelector('.trouble >> text=The server cannot be reached');
  server = await Server.start([], ports);
  await live(page);
  await page.waitForSelector('.trouble >> text=There is no mail m1'); // without a click
  assert.equal(await page.locator('.banner.offline').count(), 0);
  assert.match(await page.textContent('.toast-place'), /started again/);
  await server.send('Subject: After\n\nHello\n');
  await page.click('text=To the inbox');
  await page.waitForSelector('.row >> text=After');
  assert.equal(await page.locator('.row').count(), 1);
  check(page);
  await page.context().close();
  await server.stop();
});

test('A mail that is deleted elsewhere leaves the list, and what showed it says so', async () => {
  const server = await Server.start();
  const page = await open(server.url, { expected: [/410/] });
  await live(page);
  await server.send('Subject: Doomed\n\nHello\n');
  await page.click('.row >> text=Doomed');
  await page.waitForSelector('h1 >> text=Doomed');
  await server.ask('DELETE', '/v1/messages/m1');
  await page.waitForSelector('.trouble >> text=There is no mail m1 any more');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 0);
  await page.context().close();
  await server.stop();
});

test('On a plain HTTP address without locks a tab streams while it is seen', async () => {
  const server = await Server.start();
  const page = await open(null);
  await page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await page.goto(server.url);
  await live(page);
  await server.send('Subject: Unlocked\n\nHello\n');
  await page.waitForSelector('.row >> text=Unlocked');
  check(page);
  await page.context().close();
  await server.stop();
});

test('On a LAN a page is no secure context, and lives there all the same', async () => {
  // mailrig.test leads to loopback here, but the browser takes it for a stranger's address.
  const server = await Server.start(['--bind', '0.0.0.0']);
  const page = await open(`http://mailrig.test:${server.http}`, { expected: [/Cross-Origin-Opener-Policy header has been ignored/] });
  await live(page);
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await page.waitForSelector('.banner.open >> text=without a password');
  await server.send('Subject: From afar\n\nHello\n');
  await page.click('.row >> text=From afar');
  await page.waitForSelector('h1 >> text=From afar');
  await page.keyboard.press('y'); // copies without the clipboard API
  await page.waitForSelector('.toast >> text=copied');
  check(page);
  await page.context().close();
  await server.stop();
});

test('A burst of 3,000 events leaves the page live and complete', { timeout: 4 * patience }, async () => {
  const server = await Server.start();
  const page = await open(server.url);
  await live(page);
  await flood(server, 1500, (i) => `Burst ${i}`); // a message and a transaction each
  await page.waitForFunction(() => /1 500 entries|1 500 entries/.test(document.querySelector('.listbar')?.textContent ?? ''));
  await page.waitForSelector('.row >> text=Burst 1499');
  await live(page);
  check(page);
  await page.context().close();
  await server.stop();
});
