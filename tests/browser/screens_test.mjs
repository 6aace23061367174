// Every screen, wide and narrow, light and dark: each URL reloads, breaks no rule of accessibility, and
// does not scroll sideways.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, check, live, open, patience, quit, Server } from './rig.mjs';
import { fill } from './sample.mjs';

let server, screens;
before(async () => {
  server = await Server.start();
  screens = await fill(server);
});
after(async () => {
  await quit();
  await server.stop();
});

test('Each URL shows the same again when it is reloaded, and breaks no rule of accessibility: wide or narrow, light or dark', { timeout: 4 * patience }, async () => {
  const page = await open(null, { expected: [/status of 4/] });
  for (const { path, shows } of screens) {
    await page.goto(server.url + path);
    await page.waitForSelector(shows);
    await live(page).catch(() => assert.fail(`${path} is not live`));
    assert.deepEqual(await axe(page), [], path);
    // Colours alone are others in the dark.
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await axe(page, ['color-contrast']), [], `${path} in the dark`);
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => innerWidth === 390);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${path} is ${wide} wide`);
    assert.deepEqual(await axe(page), [], `${path} at 390 pixels`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.reload();
    await page.waitForSelector(shows);
  }
  check(page);
});

test('At 390 pixels list and mail are pages, and the rail is a bar at the foot', async () => {
  const page = await open(null, { width: 390, height: 844 });
  await page.goto(server.url + '/inbox');
  await page.click('.row >> nth=0');
  await page.waitForSelector('.detail h1');
  assert.equal(await page.locator('.list').isVisible(), false);
  await live(page); // is said here as well
  await page.click('.back');
  await page.waitForSelector('.list');
  const bar = await page.locator('.rail').boundingBox();
  assert.ok(bar.y > 700);
  check(page);
});

test('Help, palette and undo break no rule of accessibility', async () => {
  const page = await open(server.url);
  await live(page);
  await page.keyboard.press('?');
  await page.waitForSelector('.help');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('.palette');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.waitForSelector('.detail h1');
  await page.keyboard.press('#');
  await page.waitForSelector('.toast');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('z');
  check(page);
});
