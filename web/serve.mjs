// For working on the page: bundles it at each load and passes the API on to a running mailrig.
//   node serve.mjs [PORT] [http://127.0.0.1:8025]
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../build/page');
const port = Number(process.argv[2] ?? 8026);
const server = new URL(process.argv[3] ?? 'http://127.0.0.1:8025');
const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

http.createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  const asset = /^\/assets\/([^/]+\.(js|css))$/.exec(path);
  if (asset && readdirSync(join(out, 'assets')).includes(asset[1])) {
    response.writeHead(200, { 'Content-Type': types[asset[2]] });
    response.end(readFileSync(join(out, 'assets', asset[1])));
  } else if (/^\/(v1|livez|readyz|metrics)(\/|$)/.test(path)) {
    const { hostname, port: there } = server;
    const headers = { ...request.headers, host: server.host };
    if (headers.origin) headers.origin = server.origin;
    const passed = http.request({ hostname, port: there, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  } else {
    const built = spawnSync(process.execPath, [join(here, 'build.mjs'), out], { encoding: 'utf8' });
    if (built.status) console.error(built.stderr);
    const up = '../'.repeat(path.split('/').length - 2);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(readFileSync(join(out, 'index.html'), 'utf8').replaceAll('"./', `"${up || './'}`));
  }
}).listen(port, '127.0.0.1', () => console.log(`the page on http://127.0.0.1:${port}, the API of ${server.origin}`));
