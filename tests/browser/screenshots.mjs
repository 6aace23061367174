// Pictures of the page, at three widths, in light and dark: node screenshots.mjs [FOLDER]. Without a
// folder the two that the README shows, into web/screenshots.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { live, open, quit, repository, Server } from './rig.mjs';
import { fill } from './sample.mjs';

const out = process.argv[2] ?? join(repository, 'web/screenshots');
const all = process.argv[2] !== undefined;
mkdirSync(out, { recursive: true });

const empty = await Server.start();
const server = await Server.start();
const screens = await fill(server);
const at = (pattern) => screens.find(({ path }) => pattern.test(path)).path;
const pictures = [
  ['empty', empty, '/'],
  ['inbox', server, '/inbox'],
  ['mail', server, at(/^\/m\/m\d+$/)],
  ['waterfall', server, at(/^\/s\/s\d+$/)],
  ['faults', server, at(/^\/faults\/r\d+$/)],
  ['attempts', server, at(/^\/attempts/)],
  ['diff', server, at(/\.\./)],
  ['refused', server, at(/^\/t\/t\d+$/)],
  ['headers', server, at(/headers$/)],
  ['connect', server, '/connect'],
];
const wanted = all ? pictures : pictures.filter(([name]) => name === 'mail' || name === 'waterfall');
for (const width of all ? [1440, 1000, 390] : [1280])
  for (const colorScheme of all ? ['light', 'dark'] : ['light']) {
    const page = await open(null, { width, height: width === 390 ? 844 : width === 1280 ? 720 : 860, colorScheme });
    for (const [name, where, path] of wanted) {
      await page.goto(where.url + path);
      await live(page);
      await page.waitForLoadState('load'); // not networkidle: the event stream never rests
      await page.screenshot({ path: join(out, all ? `${name}-${width}-${colorScheme}.png` : `${name}.png`) });
    }
    await page.context().close();
  }
await quit();
await empty.stop();
await server.stop();
