// Bundles the page: node build.mjs [FOLDER], by default dist. Un-minified, so that what is committed
// can be read and compared. Prints the gzipped sizes and fails beyond the budget.
import * as esbuild from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const budget = { js: 60 * 1024, css: 10 * 1024 };
const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, 'dist'));

const built = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ['src/main.tsx', 'src/style.css'],
  outdir: out,
  bundle: true,
  write: false,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  legalComments: 'inline',
});

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'assets'), { recursive: true });
let page = readFileSync(join(here, 'index.html'), 'utf8');
let tooLarge = false;
for (const file of built.outputFiles) {
  const kind = file.path.endsWith('.css') ? 'css' : 'js';
  const hash = createHash('sha256').update(file.contents).digest('hex').slice(0, 10);
  const name = `page-${hash}.${kind}`;
  writeFileSync(join(out, 'assets', name), file.contents);
  page = page.replace(`%${kind}%`, `./assets/${name}`);
  const size = gzipSync(file.contents, { level: 9 }).length;
  console.log(`${name}  ${(size / 1024).toFixed(1)} KiB gzipped, ${budget[kind] / 1024} allowed`);
  tooLarge ||= size > budget[kind];
}
writeFileSync(join(out, 'index.html'), page);
if (tooLarge) {
  console.error('build.mjs: the page is larger than its budget');
  process.exit(1);
}
