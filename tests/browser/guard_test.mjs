// Pages of other origins, and names that were bound to our address, get nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { open, quit, Server } from './rig.mjs';

let server, foreign, origin;
before(async () => {
  server = await Server.start();
  foreign = http.createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>foreign</title>'));
  foreign.listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  origin = `http://127.0.0.1:${foreign.address().port}`;
  await server.put('Subject: secret\n\nThe code is 111222.\n');
});
after(async () => {
  await quit();
  foreign.close();
  await server.stop();
});

test('A page of another origin can neither read nor change', async () => {
  const page = await open(origin, { expected: [/.*/] });
  const seen = await page.evaluate(async (url) => {
    const outcome = (promise) => promise.then((answer) => `${answer.type} ${answer.status}`, (error) => String(error));
    const stream = await new Promise((resolve) => {
      const source = new EventSource(url + '/v1/events');
      source.onopen = () => resolve('open');
      source.onerror = () => resolve('error');
    });
    return {
      read: await outcome(fetch(url + '/v1/messages')),
      opaque: await outcome(fetch(url + '/v1/messages', { mode: 'no-cors' })),
      post: await outcome(fetch(url + '/v1/rules', { method: 'POST', mode: 'no-cors', body: '{"on":"rcpt","reply":"550 5.0.0 no"}' })),
      json: await outcome(fetch(url + '/v1/rules', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })),
      remove: await outcome(fetch(url + '/v1/messages?all=true', { method: 'DELETE' })),
      stream,
    };
  }, server.url);
  assert.match(seen.read, /TypeError/);
  assert.match(seen.json, /TypeError/);
  assert.match(seen.remove, /TypeError/);
  assert.equal(seen.stream, 'error');
  assert.equal((await server.get('/v1/rules')).total, 0);
  assert.equal((await server.get('/v1/messages')).total, 1);
});

test('A page of another origin can neither frame nor script what we serve', async () => {
  const page = await open(origin, { expected: [/.*/] });
  const framed = page.waitForResponse(server.url + '/inbox');
  const loaded = await page.evaluate(async (url) => {
    const add = (name, attributes) => new Promise((resolve) => {
      const element = Object.assign(document.createElement(name), attributes);
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('refused');
      document.body.append(element);
    });
    const source = await (await fetch(location.href)).text();
    const frame = await add('iframe', { src: url + '/inbox' });
    return { image: await add('img', { src: url + '/v1/messages/m1/raw' }), script: await add('script', { src: url + '/v1/info' }), frame, source };
  }, server.url);
  assert.equal(loaded.image, 'refused');
  assert.equal(loaded.script, 'refused');
  assert.equal((await framed).status(), 403);
});

test('A name that was bound to our address is refused with the flag that would allow it', async () => {
  const ask = (host) => new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: server.http, path: '/', headers: { Host: host, Accept: 'text/html' } }, async (answer) => {
      let text = '';
      for await (const octets of answer) text += octets;
      resolve({ status: answer.statusCode, text });
    }).on('error', reject);
  });
  const refused = await ask('rebound.example:8025');
  assert.equal(refused.status, 421);
  assert.match(refused.text, /--allowed-host rebound\.example/);
  assert.equal((await ask('mailrig.localhost')).status, 200);
});
