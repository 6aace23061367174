// What a reader's system asks for: forced colours (Windows' contrast themes) and reduced motion.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, check, flood, live, open, quit, Server } from './rig.mjs';

let server;
before(async () => {
  server = await Server.start();
  await flood(server, 250);
  await server.rule({ name: 'slow', on: 'rcpt', delay: '300ms' });
  await server.send('From: a@shop.test\nSubject: Late\n\nhello\n');
});
after(async () => {
  await quit();
  await server.stop();
});

/** Computed styles of the first that matches, and what the system's highlight colour is. */
const styles = (page, selector, ...names) => page.locator(selector).first().evaluate((element, wanted) => {
  const style = getComputedStyle(element);
  return Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(name)]));
}, names);
const highlight = (page) => page.evaluate(() => {
  const probe = document.createElement('i');
  probe.style.color = 'Highlight';
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
});

test('In forced colours what is chosen stands out by a line, not by its ground', async () => {
  const page = await open(server.url + '/inbox', { forcedColors: 'active' });
  await live(page);
  await page.click('.row >> text=Late');
  await page.waitForSelector('.detail h1 >> text=Late');
  const colour = await highlight(page);
  const outlined = { 'outline-style': 'solid', 'outline-width': '2px', 'outline-color': colour };
  const outline = (selector) => styles(page, selector, 'outline-style', 'outline-width', 'outline-color');
  assert.deepEqual(await outline('.row[data-current]'), outlined);
  assert.notDeepEqual(await outline('.row:not([data-current])'), outlined);
  const tab = (selected) => styles(page, `[role=tab][aria-selected=${selected}]`, 'color', 'border-bottom-color');
  assert.deepEqual(await tab(true), { color: colour, 'border-bottom-color': colour });
  assert.notDeepEqual(await tab(false), { color: colour, 'border-bottom-color': colour });
  await page.click('text=Follow');
  await page.waitForSelector('.button[aria-pressed=true]');
  assert.equal((await styles(page, '.button[aria-pressed=true]', 'color')).color, colour);
  await page.keyboard.press('Control+k');
  await page.waitForSelector('.palette');
  assert.deepEqual(await outline('.palette li[aria-selected=true]'), outlined);
  await page.keyboard.press('Escape');
  await page.goto(server.url + '/findings?rule=missing-date');
  await page.waitForSelector('.groups li.here');
  assert.deepEqual(await outline('.groups li.here'), outlined);
  await page.goto(server.url + '/faults/slow');
  await page.waitForSelector('.rule.here');
  assert.deepEqual(await outline('.rule.here'), outlined);
  check(page);
});

test('In forced colours bars and marks keep the colours that tell them apart', async () => {
  const page = await open(server.url + '/m/latest/session?subject=Late', { forcedColors: 'active' });
  await page.waitForSelector('.lane i.injected');
  const ground = async (selector) => (await styles(page, selector, 'background-color'))['background-color'];
  const canvas = await ground('body');
  const bars = [await ground('.lane i.injected'), await ground('.lane i.server'), canvas];
  assert.equal(new Set(bars).size, 3, bars.join(' '));
  assert.notEqual(await ground('.row .dot.unread'), canvas);
  assert.deepEqual(await axe(page), []);
  check(page);
});

test('Where less motion is asked for, what loads does not pulse', async () => {
  for (const [reducedMotion, animation] of [['reduce', 'none'], ['no-preference', 'wait']]) {
    const page = await open(null, { reducedMotion });
    // A page in the middle never comes, so that its rows stay as they are while they load.
    await page.route(/\/v1\/entries\?.*offset=100&/, () => undefined);
    await page.goto(server.url + '/inbox');
    await page.waitForSelector('.row .who');
    await page.locator('.virtual').evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
    await page.waitForSelector('.ghost');
    assert.equal((await styles(page, '.ghost', 'animation-name'))['animation-name'], animation);
    const moving = await page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running').length);
    assert.equal(moving > 0, reducedMotion === 'no-preference');
    check(page);
    await page.context().close();
  }
});
