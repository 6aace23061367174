// A whole morning without a mouse: from an empty page to a first mail, to a refused one, to knowing why.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server } from './rig.mjs';

let server;
before(async () => void (server = await Server.start()));
after(async () => {
  await quit();
  await server.stop();
});

test('Keys alone go from an empty page to a refused mail and the reason', async () => {
  const page = await open(server.url);
  const press = (key) => page.keyboard.press(key);
  const focus = async (name) => {
    for (let i = 0; i < 60; ++i) {
      await press('Tab');
      if ((await page.evaluate(() => document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '')).startsWith(name)) return;
    }
    assert.fail(`${name} was not reached by Tab`);
  };
  await live(page);
  await focus('Send a test mail');
  await press('Enter');
  await page.waitForSelector('h1 >> text=Your first mail');
  for (const [key, tab] of [['3', 'Headers'], ['4', 'Source'], ['2', 'Text'], ['6', 'Session']]) {
    await press(key);
    await page.waitForSelector(`[role=tab][aria-selected=true] >> text=${tab}`);
  }
  // Arm a failure, by the palette and by Tab.
  await press('Control+k');
  await page.keyboard.type('faults');
  await press('Enter');
  await page.waitForSelector('h1 >> text=Faults');
  await focus('Mailbox full');
  await press('Enter');
  await page.waitForSelector('.banner >> text=1 rule armed');
  await press('g');
  await press('c');
  await page.waitForSelector('h1 >> text=Connect');
  await focus('Send a test mail');
  await press('Enter');
  await page.waitForSelector('.outcome >> text=refused');
  await focus('See why');
  await press('Enter');
  await page.waitForSelector('h1 >> text=Refused');
  await focus('⚡ mailbox-full');
  await press('Enter');
  await page.waitForSelector('.trace >> text=fired');
  // Back in the list: choose, delete, undo.
  await press('g');
  await press('i');
  await page.waitForSelector('.row');
  await press('j');
  await press('j');
  await page.waitForSelector('h1 >> text=Your first mail');
  await press('x');
  await page.waitForSelector('text=1 selected');
  await press('#');
  await page.waitForSelector('.toast >> text=1 entry deleted');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
  await press('z');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 2);
  // Disarm everything.
  await press('Shift+D');
  await page.waitForSelector('.banner', { state: 'detached' });
  assert.equal((await server.get('/v1/rules')).total, 0);
  check(page);
});

test('Single keys can be switched off', async () => {
  const page = await open(server.url);
  await live(page);
  await page.keyboard.press('?');
  await page.click('.switch input');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.keyboard.press('?');
  await page.keyboard.press('j');
  assert.equal(await page.locator('dialog').count(), 0);
  assert.match(page.url(), /\/$|\/inbox$/);
  await page.keyboard.press('Control+k'); // no single key: still there
  await page.waitForSelector('.palette');
  check(page);
});

test('Keys come back when the pointer leaves the mail', async () => {
  const page = await open(server.url + '/m/latest');
  await page.waitForSelector('.detail h1');
  if (await page.locator('iframe').count()) {
    await page.click('iframe', { position: { x: 5, y: 5 } }); // beside every link
    await page.mouse.move(5, 5);
  }
  await page.keyboard.press('3');
  await page.waitForSelector('[role=tab][aria-selected=true] >> text=Headers');
  check(page);
});
