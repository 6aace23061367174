// 100,000 mails in the list, without paging and without a frozen page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, flood, live, open, quit, Server } from './rig.mjs';

const many = 100_000;
let server;
before(async () => {
  server = await Server.start(['--max-kept', '1GiB']);
  await flood(server, many);
});
after(async () => {
  await quit();
  await server.stop();
});

test('The list reaches its other end at once, and rows know their place', async () => {
  const page = await open(server.url);
  await live(page);
  await page.waitForSelector('.row >> text=Mail 99999');
  assert.ok((await page.locator('.row').count()) < 60, 'only what is seen exists');
  await page.focus('.virtual');
  await page.keyboard.press('End');
  await page.waitForSelector('.row >> text="Mail 0"');
  const last = page.locator('.row').last();
  assert.equal(await last.getAttribute('aria-posinset'), String(many));
  assert.equal(await last.getAttribute('aria-setsize'), String(many));
  check(page);
  await page.context().close();
});

test('Rows stay still while mail arrives, and what came is counted', async () => {
  const page = await open(server.url);
  await live(page);
  await page.waitForSelector('.row >> text=Mail 99999');
  await page.evaluate(() => (document.querySelector('.virtual').scrollTop = 60 * 5_000));
  await page.waitForSelector('.row >> text="Mail 94999"');
  const before = await page.locator('.row >> text="Mail 94999"').boundingBox();
  await server.send('Subject: Newest\n\nx\n');
  await page.waitForSelector('.pill >> text=1 new');
  assert.deepEqual(await page.locator('.row >> text="Mail 94999"').boundingBox(), before);
  await page.click('.pill');
  await page.waitForSelector('.row >> text=Newest');
  check(page);
  await page.context().close();
});

test('Following opens each new mail and keeps tab, width and colours', async () => {
  const page = await open(server.url);
  await live(page);
  await page.click('.row >> text=Newest');
  await page.keyboard.press('4');
  for (const key of ['[', 'd', 'F']) await page.keyboard.press(key); // narrower, dark, follow
  await server.send('Subject: Followed\n\nx\n');
  await page.waitForSelector('h1 >> text=Followed');
  assert.match(page.url(), /\/source\?w=768&scheme=dark$/);
  check(page);
  await page.context().close();
});
