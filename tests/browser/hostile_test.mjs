// Hostile mail in a developer's browser: nothing runs, nothing is fetched, nothing gets out.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { asMail, corpus } from './hostile.mjs';
import { check, live, open, quit, Server } from './rig.mjs';

let server, tracker, origin;
const hits = [];
let connections = 0;
before(async () => {
  server = await Server.start();
  tracker = http.createServer((request, response) => {
    hits.push(request.url);
    response.writeHead(200, { 'Content-Type': 'image/gif', 'Access-Control-Allow-Origin': '*' });
    response.end(Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'));
  });
  tracker.on('connection', () => ++connections);
  tracker.listen(0, '127.0.0.1');
  await once(tracker, 'listening');
  origin = `http://127.0.0.1:${tracker.address().port}`;
});
after(async () => {
  await quit();
  tracker.closeAllConnections?.();
  tracker.close();
  await server.stop();
});

test('No mail of the hostile corpus runs, fetches or breaks out', async () => {
  const mails = corpus(origin);
  assert.ok(mails.length >= 45);
  // What a mail's own policy blocks in its frame is what we want; the page itself must stay clean.
  const page = await open(null);
  const violations = [];
  await page.addInitScript(() => {
    if (window.top === window) document.addEventListener('securitypolicyviolation', (event) => console.error('violation of the page: ' + event.violatedDirective + ' ' + event.blockedURI));
    window.addEventListener('message', () => console.error('the mail spoke'));
  });
  for (const mail of mails) {
    const { id } = await server.put(asMail(mail));
    await page.goto(`${server.url}/m/${id}/html`);
    await page.waitForSelector('iframe');
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await frame.waitForLoadState('load');
    assert.equal(new URL(page.url()).pathname, `/m/${id}/html`, `${mail.name} moved the page`);
    assert.equal(page.context().pages().length, 1, `${mail.name} opened a window`);
    assert.equal(await frame.evaluate(() => { try { return String(parent.document) } catch { return 'stranger' } }).catch(() => 'stranger'), 'stranger', mail.name);
    assert.deepEqual(hits, [], mail.name);
  }
  assert.equal(connections, 0, 'not even a connection');
  assert.deepEqual(violations, []);
  assert.equal((await server.get('/v1/messages?limit=0')).total, mails.length, 'no mail deleted another');
  // Of what the page itself says on its console nothing may be left but the frame's own blocks.
  page.faults = page.faults.filter((each) => !/Refused to|Blocked script execution|Blocked form submission|Blocked (opening|autofocusing)|violates the following Content Security Policy|Unsafe attempt|ERR_BLOCKED|sandbox|import.?map|speculation|Failed to (load|decode)|is not allowed/i.test(each));
  check(page);
  await page.context().close();
});

test('The tracker works, or the test before would prove nothing: load once fetches pictures, and no script', async () => {
  const { id } = await server.put(asMail({ name: 'remote', html: `<title>x</title><img src="${origin}/picture"><link rel="stylesheet" href="${origin}/sheet"><script src="${origin}/script"></script><iframe src="${origin}/frame"></iframe>` }));
  const page = await open(`${server.url}/m/${id}/html`, { expected: [/./] });
  await page.waitForSelector('.remote >> text=blocked');
  await page.click('text="list"');
  await page.waitForSelector(`.remote-list >> text=${origin}/picture`);
  assert.deepEqual(hits, []);
  const fetched = page.waitForResponse(origin + '/picture');
  await page.click('text="load once"');
  await fetched;
  assert.ok(hits.includes('/picture'));
  assert.equal(hits.some((each) => /script|frame/.test(each)), false, String(hits));
  hits.length = 0;
  // Once is once: another look blocks again.
  await page.reload();
  await page.waitForSelector('.remote >> text=blocked');
  assert.deepEqual(hits, []);
  await page.context().close();
});

test('The mail gets its own policy, and inline pictures by cid', async () => {
  const { id } = await server.put(`Subject: cid\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<!doctype html><img id=a src="cid:dot@x.test"><img id=b src="cid:evil@x.test">\n--b\nContent-Type: image/gif\nContent-ID: <dot@x.test>\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==\n--b\nContent-Type: image/svg+xml\nContent-ID: <evil@x.test>\n\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>\n--b--\n`);
  const answer = await fetch(`${server.url}/v1/messages/${id}/html`);
  assert.equal(answer.headers.get('content-security-policy'), "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(answer.headers.get('x-dns-prefetch-control'), 'off');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.match(await answer.text(), /^<base target="_blank">/);
  const page = await open(`${server.url}/m/${id}/html`, { expected: [/./] });
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForLoadState('load');
  assert.equal(await (await page.$('iframe')).getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
  const widths = await frame.$$eval('img', (list) => list.map((each) => each.naturalWidth)).catch(() => null);
  if (widths) assert.deepEqual(widths, [1, 0]);
  await page.context().close();
});

test('The dark preview is what the mail itself sees', async () => {
  const { id } = await server.put(asMail({ name: 'dark', html: '<title>x</title><style>body { background: rgb(250, 250, 250) } @media (prefers-color-scheme: dark) { body { background: rgb(10, 10, 10) } }</style><p>x</p>' }));
  const page = await open(`${server.url}/m/${id}/html?scheme=dark&w=375`);
  await page.waitForSelector('iframe');
  await live(page);
  assert.equal(await page.evaluate(() => document.querySelector('iframe').style.colorScheme), 'dark');
  assert.equal(await page.evaluate(() => Math.round(document.querySelector('iframe').getBoundingClientRect().width)), 375);
  const background = async () => {
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await frame.waitForLoadState('load');
    return frame.$eval('body', (body) => getComputedStyle(body).backgroundColor);
  };
  assert.equal(await background(), 'rgb(10, 10, 10)');
  await page.keyboard.press('d');
  await page.waitForSelector('iframe.inverted');
  assert.equal(await background(), 'rgb(250, 250, 250)');
  check(page);
  await page.context().close();
});
