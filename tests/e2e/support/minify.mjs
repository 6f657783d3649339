// Writes the built page's script and styles the short way: what people wrote for people stays in the
// sources. The script that joins the parts of the wasm is the last to be made, so this comes last. And puts
// there what other places begin with: on a slow line it can be read long before the page is there.
//
//   DIST=… node support/minify.mjs WORDS

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { DIST } from './server.mjs';

const words = await readFile(process.argv[2], 'utf8');
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
const marker = /<!-- The words that the other places begin with[^]*?-->/;
if (!marker.test(page)) throw new Error('index.html has no place for words');
page = page.replace(marker, () => beginnings(JSON.parse(words)));
await writeFile(file, page.replace(/<!--(?!\[)[^]*?-->\s*/g, '').replace(/\n\s+/g, '\n'));

/** Each beginning, and the line that shows the one that is asked for. */
function beginnings(places) {
  const told = Object.entries(places).filter(([, words]) => words);
  if (told.length === 0) throw new Error('no place begins with words');
  const blocks = told.map(([place, { below, title, lines }]) => {
    const at = Math.round(below) !== 0 ? ` style="margin-top:${Math.round(below)}px"` : '';
    const text = [`<h1>${escaped(title)}</h1>`, ...lines.map((line) => `<p>${escaped(line)}</p>`)].join('');
    return `<div class="first-place" id="first-${place.slice(2)}" hidden${at}>${text}</div>`;
  });
  const show = 'const place=document.getElementById("first-"+location.hash.slice(2));'
    + 'if(place){place.hidden=false;document.documentElement.classList.add("is-placed")}';
  return `${blocks.join('')}<script>${show}</script>`;
}

function escaped(text) {
  return text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
}
