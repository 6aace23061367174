// What is odd has a designed state: huge mails, endless subjects, other scripts, ids that never were,
// rules that the server refuses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server } from './rig.mjs';
import { odd } from './sample.mjs';

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

test('HTML of 50 MB is shown to who insists', async () => {
  const cell = '<p>Lorem ipsum dolor sit amet.</p>\n';
  await server.put(`Subject: Endless\nContent-Type: text/html\n\n${cell.repeat(Math.floor((49 << 20) / (cell.length + 1)))}`);
  const page = await open(server.url + '/m/latest');
  await page.waitForSelector('.blank >> text=49.0 MB of HTML');
  assert.equal(await page.locator('iframe').count(), 0);
  await page.keyboard.press('4');
  await page.waitForSelector('pre >> text=Subject: Endless');
  await page.keyboard.press('1');
  await page.route('**/html', (route) => route.fulfill({ contentType: 'text/html', body: 'all of it' })); // the offer is what counts
  await page.click('text=Show it all the same');
  await page.waitForSelector('iframe');
  check(page);
  await page.context().close();
  await server.ask('DELETE', '/v1/messages?all=true');
});

test('What never was, or is no more, is said in words, on every screen that a URL can name', async () => {
  const { id } = await server.put('Subject: Passing\n\nx\n');
  await server.ask('DELETE', `/v1/messages/${id}`);
  const page = await open(null, { expected: [/status of 4/] });
  for (const [path, says] of [
    [`/m/${id}`, `There is no mail ${id} any more`],
    ['/m/m999999', 'There is no mail m999999'],
    ['/m/m999999/session', 'There is no mail m999999'],
    ['/m/latest?subject=none', 'There is no such mail'],
    ['/m/%00%2e%2e', 'There is no mail'],
    ['/t/t999999', 'There is no transaction t999999'],
    ['/s/s999999', 'There is no session s999999'],
    ['/s/s1..s999999', 'There is no'],
    ['/attempts/nobody,nowhere', 'No attempt'],
    ['/faults/r999', 'There is no rule r999'],
    ['/scenarios/none', 'There is no scenario none'],
    ['/inbox/none', 'Nothing in none'],
  ]) {
    await page.goto(server.url + path);
    await page.waitForSelector(`main >> text=${says}`);
  }
  check(page);
  await page.context().close();
});

test('A subject of 10,000 characters, right-to-left text and emoji stay in their place', async () => {
  await odd(server);
  for (const width of [1440, 390]) {
    const page = await open(server.url, { width });
    await live(page);
    const inPlace = async (what) => {
      const [inner, wide] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
      assert.ok(wide <= inner, `${what} is ${wide} wide`);
    };
    for (const [subject, title] of [['No subject at all', '(no subject)'], ['unbroken', 'unbroken'], ['word', 'word'], ['مرحبا بالعالم', 'مرحبا بالعالم 📨 🧑‍🚀']]) {
      await page.click(`.row >> text=${subject}`);
      await page.waitForSelector(`h1 >> text=${title}`);
      await inPlace(subject);
      const head = await page.locator('.detail-head').boundingBox();
      assert.ok(head.height < 140, 'the head stays a head');
      if (width < 1000) await page.click('.back');
    }
    await inPlace('the list');
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
