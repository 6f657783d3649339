// What the first load weighs, compressed as a static host compresses it, against its budget.

import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { DIST } from './server.mjs';

const FIRST_LOAD = new Set(['.html', '.css', '.js', '.mjs', '.wasm']);
const FIRST_LOAD_GOAL = 150_000;
// The goal is not reached yet. Until it is, this is what may not grow: lower it with every cut.
const FIRST_LOAD_LIMIT = 203_000;
// Fonts are compressed already, and swapped in when they arrive.
const FONT_LIMIT = 30_000;

const names = await readdir(DIST, { recursive: true, withFileTypes: true });
const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
// Fetched while people look: a plain file name says so.
const LATE = /_(next|late)\.wasm$/;
const rows = await Promise.all(files.sort().map(weigh));
for (const { file, raw, brotli, part } of rows) {
  console.log(`${number(raw)} B raw ${number(brotli)} B brotli  ${part.padEnd(10)}  ${file.slice(DIST.length + 1)}`);
}
const firstLoad = total('first load', 'brotli');
const late = total('late', 'brotli');
const fonts = total('font', 'raw');
const within = [verdict('first load', firstLoad, FIRST_LOAD_LIMIT), verdict('font', fonts, FONT_LIMIT)];
console.log(`first load: ${number(Math.max(0, firstLoad - FIRST_LOAD_GOAL)).trim()} B above its goal of ${number(FIRST_LOAD_GOAL)} B`);
console.log(`late: ${number(late).trim()} B`);
process.exitCode = firstLoad > 0 && within.every(Boolean) ? 0 : 1;

async function weigh(file) {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = brotliCompressSync(bytes, { params }).length;
  const kind = extname(file);
  const part = LATE.test(file) ? 'late' : FIRST_LOAD.has(kind) ? 'first load' : kind === '.woff2' ? 'font' : 'on demand';
  return { file, raw: bytes.length, brotli, part };
}

function total(part, measure) {
  return rows.filter((row) => row.part === part).reduce((sum, row) => sum + row[measure], 0);
}

function verdict(part, bytes, limit) {
  const kept = bytes <= limit;
  console.log(`${part}: ${number(bytes).trim()} B of ${number(limit).trim()} B: ${kept ? 'within' : 'OVER'} the budget`);
  return kept;
}

function number(value) {
  return value.toLocaleString('en-GB').padStart(9);
}
