// What is odd has a designed state: huge mails, endless subjects, other scripts, ids that never were,
// rules that the server refuses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server } from './rig.mjs';

let server;
before(async () => void (server = await Server.start()));
after(async () => {
  await quit();
  await server.stop();
});

test('A mail of 50 MB shows how it begins, and the page stays alive', async () => {
  const line = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.\n';
  await server.put(`Subject: Enormous\n\nThe beginning.\n${line.repeat(Math.floor((49 << 20) / (line.length + 1)))}`);
  const page = await open(server.url + '/m/latest');
  await page.waitForSelector('h1 >> text=Enormous');
  await page.waitForSelector('pre >> text=The beginning.');
  assert.match(await page.textContent('.viewbar'), /the first 256\.0 KB/);
  const shown = await page.evaluate(() => document.querySelector('.octets pre').textContent.length);
  assert.ok(shown <= 256 * 1024);
  await page.keyboard.press('4');
  await page.waitForSelector('[role=tab][aria-selected=true] >> text=Source');
  await page.waitForSelector('pre >> text=Subject: Enormous');
  check(page);
  await page.context().close();
  await server.ask('DELETE', '/v1/messages?all=true');
});

test('A subject of 10,000 characters, right-to-left text and emoji stay in their place', async () => {
  await server.put(`From: ${'L'.repeat(500)} <long@x.test>\nSubject: ${'word '.repeat(2_000)}end\n\nx\n`);
  await server.put('From: =?utf-8?B?2YXYsdit2KjYpw==?= <rtl@x.test>\nSubject: =?utf-8?B?2YXYsdit2KjYpyDYqNin2YTYudin2YTZhSDwn5OoIPCfp5HigI3wn5qA?=\nContent-Type: text/plain; charset=utf-8\n\nمرحبا 📨\n');
  for (const width of [1440, 390]) {
    const page = await open(server.url, { width });
    await live(page);
    await page.waitForSelector('.row >> nth=1');
    const [inner, wide] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    assert.ok(wide <= inner);
    await page.click('.row >> nth=1');
    await page.waitForSelector('h1 >> text=word');
    const head = await page.locator('.detail-head').boundingBox();
    assert.ok(head.height < 140, 'the head stays a head');
    check(page);
    await page.context().close();
  }
});

test('A search that the server does not understand is explained in its own words', async () => {
  const page = await open(server.url + '/inbox?q=' + encodeURIComponent('nonsense:x'), { expected: [/400/] });
  await page.waitForSelector('.trouble');
  await page.click('text=Clear the search');
  await page.waitForSelector('.row');
  check(page);
  await page.context().close();
});

test('A rule that the server refuses says where and what to do, and what was typed stays', async () => {
  const page = await open(server.url + '/faults/new', { expected: [/400/] });
  await page.fill('textarea', '{"on": "rcpt", "replay": "550 5.1.1 No", "chance": 2}');
  await page.click('.editor >> text="Arm"');
  await page.waitForSelector('.trouble');
  const text = await page.textContent('.trouble');
  assert.match(text, /replay/);
  assert.match(text, /reply/);
  assert.match(await page.inputValue('textarea'), /replay/);
  await page.fill('textarea', '{"name": "mended", "on": "rcpt", "reply": "550 5.1.1 No"}');
  await page.click('.editor >> text="Arm"');
  await page.waitForSelector('.rule-detail h1 >> text=mended');
  check(page);
  await page.context().close();
});
