// What Lighthouse says of the served site, printed and never judged: the four categories for every
// page on a desktop and on a phone, and each audit that keeps a category from 100.
//
//   DIST=dist node tests/e2e/bench/lighthouse.mjs [fragment…]
//
// Lighthouse is large and is not among the packages of the tests: npx fetches it on first use.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { serve } from '../support/server.mjs';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const PAGES = ['', '#/spectrum', '#/systems', '#/guarantees', '#/decide', '#/check', '#/published', '#/e'];
const PRESETS = { desktop: ['--preset=desktop'], phone: [] };
const run = promisify(execFile);

/** What a host adds that the plain server of the tests does not: compression, and caches that last. */
async function host(site) {
  const packed = new Map();
  const server = createServer((asked, answer) => {
    request(site.origin + asked.url, async (found) => {
      const parts = [];
      for await (const part of found) parts.push(part);
      const key = asked.url;
      if (!packed.has(key)) packed.set(key, brotliCompressSync(Buffer.concat(parts)));
      const lasting = /-[0-9a-f]{16}/.test(asked.url) ? 'public, max-age=31536000, immutable' : 'no-cache';
      answer.writeHead(found.statusCode, {
        'content-type': found.headers['content-type'],
        'content-encoding': 'br',
        'cache-control': lasting,
      });
      answer.end(packed.get(key));
    }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function measured(url, preset, folder) {
  const file = join(folder, 'report.json');
  const options = [...PRESETS[preset], '--output=json', `--output-path=${file}`, '--quiet'];
  const chrome = ['--chrome-flags=--headless=new --no-sandbox --disable-gpu'];
  const env = { ...process.env, CHROME_PATH: process.env.CHROME_PATH || '/usr/bin/chromium' };
  await run('npx', ['--yes', LIGHTHOUSE, url, ...options, ...chrome], { env, maxBuffer: 1 << 26 });
  return JSON.parse(await readFile(file, 'utf8'));
}

/** The audits of a category that cost it something, worst first. */
function costly({ categories, audits }, category) {
  const lost = categories[category].auditRefs
    .map(({ id, weight }) => ({ ...audits[id], weight }))
    .filter(({ score, weight }) => weight > 0 && score !== null && score < 0.995);
  return lost.sort((a, b) => a.score - b.score);
}

const site = await serve();
const front = await host(site);
const folder = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const asked = process.argv.slice(2);
try {
  for (const fragment of asked.length ? asked : PAGES) {
    for (const preset of Object.keys(PRESETS)) {
      const report = await measured(`${front.origin}/sub/path/${fragment}`, preset, folder);
      const scores = Object.entries(report.categories).map(([id, { score }]) => `${id} ${Math.round(score * 100)}`);
      console.log(`${fragment || '#/'} ${preset}: ${scores.join(', ')}`);
      for (const category of Object.keys(report.categories)) {
        for (const { id, displayValue, details } of costly(report, category)) {
          console.log(`    ${category}: ${id} ${displayValue ?? ''}`);
          for (const { node } of (details?.items ?? []).slice(0, 5)) if (node) console.log(`        ${node.snippet}`);
        }
      }
    }
  }
} finally {
  await rm(folder, { recursive: true });
  front.close();
  await site.close();
}
