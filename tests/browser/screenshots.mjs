// Pictures of the page, at three widths, in light and dark: node screenshots.mjs [FOLDER [NAME...]].
// Without a folder the two that the README shows, into web/screenshots.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { live, open, quit, repository, Server } from './rig.mjs';
import { fill, odd } from './sample.mjs';

process.env.FONTCONFIG_FILE = join(repository, 'tests/browser/fonts.conf');
const [folder, ...names] = process.argv.slice(2);
const out = folder ?? join(repository, 'web/screenshots');
mkdirSync(out, { recursive: true });

const empty = await Server.start();
const server = await Server.start();
const strange = await Server.start(['--bind', '0.0.0.0', '--allowed-host', '*']);
const screens = await fill(server);
const at = (pattern) => screens.find(({ path }) => pattern.test(path)).path;
await odd(strange);

// What stands on each: its server, its path, and what is done there before the picture is taken.
const pictures = {
  empty: [empty, '/'],
  inbox: [server, '/inbox'],
  mail: [server, at(/^\/m\/m\d+$/)],
  waterfall: [server, at(/^\/s\/s\d+$/)],
  faults: [server, at(/^\/faults\/r\d+$/)],
  attempts: [server, at(/^\/attempts/)],
  diff: [server, at(/\.\./)],
  refused: [server, at(/^\/t\/t\d+$/)],
  failed: [server, at(/^\/s\/s\d+\?from/)],
  headers: [server, at(/headers$/)],
  parts: [server, at(/parts$/)],
  connect: [server, '/connect'],
  scenario: [server, '/scenarios/gmail'],
  odd: [strange, '/m/latest?subject=word*'],
  defects: [server, at(/^\/m\/.*findings$/)],
  findings: [server, '/findings'],
  finding: [server, '/findings?rule=missing-date'],
  conduct: [server, '/findings?rule=no-quit'],
  'no-finding': [empty, '/findings'],
  gone: [server, '/m/m999999'],
  nothing: [server, '/inbox?q=nobody'],
  misread: [server, '/inbox?q=nonsense:x'],
  'bad-rule': [server, '/faults/new', async (page) => {
    await page.fill('textarea', '{"name": "mine", "on": "rcpt", "replay": "550 5.1.1 No", "chance": 2}');
    await page.click('.editor >> text="Arm"');
    await page.waitForSelector('.trouble');
    await page.locator('.trouble').scrollIntoViewIfNeeded();
  }],
  selected: [server, '/inbox', async (page) => {
    for (const n of [1, 2]) await page.click(`.row .tick >> nth=${n}`);
  }],
  undo: [server, '/inbox', async (page) => {
    await page.click('.row .tick >> nth=1');
    await page.keyboard.press('#');
    await page.waitForSelector('.toast');
  }, (page) => page.keyboard.press('z')],
  palette: [server, '/inbox', (page) => page.keyboard.press('Control+k'), (page) => page.keyboard.press('Escape')],
  help: [server, '/inbox', (page) => page.keyboard.press('?'), (page) => page.keyboard.press('Escape')],
  offline: [empty, '/', async (page) => {
    const passing = await Server.start();
    await odd(passing);
    await page.goto(passing.url + '/inbox');
    await live(page);
    await page.click('.row >> nth=2');
    await page.waitForSelector('.detail h1');
    await passing.stop('SIGKILL');
    await page.waitForSelector('.live.is-offline');
  }],
};
const readme = ['mail', 'waterfall'];
const unknown = names.find((name) => !pictures[name]);
if (unknown) throw new Error(`no picture is named ${unknown}: one of ${Object.keys(pictures).join(' ')}`);
const wanted = folder ? (names.length ? names : Object.keys(pictures)) : readme;
for (const width of folder ? [1440, 1000, 390] : [1280])
  for (const colorScheme of folder ? ['light', 'dark'] : ['light']) {
    const page = await open(null, { width, height: width === 390 ? 844 : width === 1280 ? 720 : 860, colorScheme });
    for (const name of wanted) {
      const [where, path, prepare, restore] = pictures[name];
      await page.goto(where.url + path);
      await live(page);
      await page.waitForLoadState('load'); // not networkidle: the event stream never rests
      await prepare?.(page);
      await page.screenshot({ path: join(out, folder ? `${name}-${width}-${colorScheme}.png` : `${name}.png`) });
      await restore?.(page);
    }
    await page.context().close();
  }
await quit();
for (const each of [empty, server, strange]) await each.stop();
