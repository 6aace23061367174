// Behind a proxy, under a path of its own: each link, request and event stays below it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { check, live, open, quit, Server } from './rig.mjs';

let server, proxy, origin;
const beside = []; // paths that were asked for outside the prefix
before(async () => {
  server = await Server.start();
  proxy = http.createServer((request, response) => {
    if (!request.url.startsWith('/tools/mail/')) {
      beside.push(request.url);
      return response.writeHead(404).end();
    }
    const passed = http.request({ host: '127.0.0.1', port: server.http, method: request.method, path: request.url.slice('/tools/mail'.length), headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  origin = `http://127.0.0.1:${proxy.address().port}`;
});
after(async () => {
  await quit();
  proxy.closeAllConnections();
  proxy.close();
  await server.stop();
});

test('Under a path of its own the page is live, opens mail, and reloads', async () => {
  const page = await open(origin + '/tools/mail/');
  await live(page);
  await server.send('Subject: Beneath\nContent-Type: text/html\n\n<p>Hello</p>\n');
  await page.click('.row >> text=Beneath');
  await page.waitForSelector('h1 >> text=Beneath');
  assert.equal(new URL(page.url()).pathname, '/tools/mail/m/m1');
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForSelector('text=Hello');
  await page.goto(origin + '/tools/mail/m/m1/session');
  await page.waitForSelector('.lines');
  await page.click('.rail >> text=Faults');
  await page.waitForSelector('.preset');
  assert.equal(new URL(page.url()).pathname, '/tools/mail/faults');
  await page.reload();
  await page.waitForSelector('.preset');
  await live(page);
  await page.click('.rail >> text=Findings');
  await page.click('.groups a >> text=missing-from');
  await page.waitForSelector('.case >> text=Beneath');
  assert.equal(new URL(page.url()).pathname, '/tools/mail/findings');
  await page.reload();
  await page.click('.case a >> text=Beneath');
  await page.waitForSelector('.findings >> text=missing-from');
  assert.equal(new URL(page.url()).pathname, '/tools/mail/m/m1/findings');
  assert.deepEqual(beside, []);
  check(page);
});
