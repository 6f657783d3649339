// Writes the built page's script and styles the short way: what people wrote for people stays in the
// sources. The script that joins the parts of the wasm is the last to be made, so this comes last.
//
//   DIST=… node support/minify.mjs

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { DIST } from './server.mjs';

const STYLES = /<style>([^]*?)<\/style>/g;

const short = async (text, loader) => (await transform(text, { loader, minify: true, treeShaking: true, format: 'esm', target: 'es2022' })).code.trim();

for (const name of (await readdir(DIST)).filter((name) => name.endsWith('.js'))) {
  const file = join(DIST, name);
  await writeFile(file, await short(await readFile(file, 'utf8'), 'js'));
}

const file = join(DIST, 'index.html');
let page = await readFile(file, 'utf8');
const sheets = [...page.matchAll(STYLES)];
if (sheets.length === 0) throw new Error('index.html holds no styles');
// Each stays a sheet of its own: a saved picture takes one of them along.
for (const [sheet, rules] of sheets) {
  const rewritten = await short(rules, 'css');
  page = page.replace(sheet, () => `<style>${rewritten}</style>`);
}
await writeFile(file, page.replace(/<!--(?!\[)[^]*?-->\s*/g, '').replace(/\n\s+/g, '\n'));
