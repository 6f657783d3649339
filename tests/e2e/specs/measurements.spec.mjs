// Measurements as the delay of a link: pasted or from a file, told what they look like as on the command line, put
// into the network, and every wrong line named.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, [...words, '--json'], { maxBuffer: 1 << 28 }));

/** Delays that a log-normal fits: its quantiles at even steps, by the logistic in the place of the normal. */
const DELAYS = Array.from({ length: 400 }, (_, place) => {
  const u = (place + 0.5) / 400;
  return (20 * Math.exp(0.25 * Math.log(u / (1 - u)))).toFixed(3);
});

async function file(text) {
  const path = join(await mkdtemp(join(tmpdir(), 'delays-')), 'delays.csv');
  await writeFile(path, text);
  return path;
}

async function opened(link = '', options) {
  const page = await site.open(`#/?${link}`, options);
  if (options?.viewport === PHONE) await page.getByRole('button', { name: 'Controls' }).click();
  await page.locator('summary', { hasText: 'Loss, measurements' }).click();
  await page.locator('summary', { hasText: 'From measurements' }).click();
  await page.locator('#measured').waitFor();
  return page;
}

test('a file becomes the delay of every link, as it does on the command line', async () => {
  const path = await file(`one_way\n${DELAYS.join('\n')}\n`);
  const page = await opened('n=3&w=1&r=1');
  await page.locator('.measured-file input').setInputFiles(path);
  await page.locator('.measured').waitFor();
  const { recorded: [told] } = native('analyse', 'n=3&w=1&r=1', '--delays', path);
  assert.equal(await page.locator('.measured .keys dd').first().innerText(), '400');
  const rows = await page.locator('.measured-families li').evaluateAll((all) => all.map((row) => Number(row.lastChild.textContent)));
  assert.deepEqual(rows, told.fits.map((fit) => Number(fit.ks_distance.toFixed(4))));
  await page.getByRole('button', { name: 'Use' }).click();
  await page.getByText('Every link: the recorded delays.').waitFor();
  await page.waitForFunction(() => location.hash.includes('net=custom') || location.hash.length > 200);
  const hash = await page.evaluate(() => location.hash);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  const here = native('run', hash);
  const there = native('run', 'n=3&w=1&r=1', '--delays', path);
  assert.equal(here.digest, there.digest);
  await page.waitForFunction((digest) => document.documentElement.dataset.digest === digest, there.digest);
  assert.deepEqual(page.problems, []);
});

test('a family takes the place of one link, and the others stay', async () => {
  const page = await opened('n=3&w=1&r=1');
  await page.locator('#measured').fill(DELAYS.join('\n'));
  await page.locator('.measured').waitFor();
  await page.locator('#measured-link').selectOption({ index: 1 });
  await page.locator('#measured-form').selectOption({ label: 'log-normal' });
  const name = await page.locator('#measured-link option').nth(1).innerText();
  await page.getByRole('button', { name: 'Use' }).click();
  await page.getByRole('status').filter({ hasText: `${name}: log-normal.` }).waitFor();
  await page.waitForFunction(() => location.hash.length > 20);
  const { scenario } = native('run', await page.evaluate(() => location.hash));
  const link = scenario.network.custom.links.find(({ from, to }) => from === 0 && to === 1);
  assert.ok(Math.abs(link.one_way.log_normal.median_ms - 20) < 0.2, JSON.stringify(link));
  assert.deepEqual(page.problems, []);
});

test('the chart is read by the keys of a slider', async () => {
  const page = await opened();
  await page.locator('#measured').fill(DELAYS.join('\n'));
  const reader = page.getByRole('slider', { name: 'Share of recorded delays' });
  await reader.focus();
  await page.keyboard.press('End');
  const words = await reader.getAttribute('aria-valuetext');
  assert.match(words, /^within .+\u00a0ms: 99\..+\u00a0% recorded, 9.+\u00a0% by the family$/);
  assert.deepEqual(page.problems, []);
});

test('every wrong line is named, and nothing that was pasted is lost', async () => {
  const page = await opened();
  const text = '12.5\nabc\n-3\n\n14,2\n15';
  await page.locator('#measured').fill(text);
  const lines = page.locator('.measured-wrong li');
  await lines.nth(3).waitFor();
  const told = await lines.allInnerTexts();
  assert.deepEqual(told.map((line) => line.match(/^Line \d+/)[0]), ['Line 2', 'Line 3', 'Line 4', 'Line 5']);
  assert.equal(await page.locator('#measured').inputValue(), text);
  await page.locator('#measured').fill('write,ack,read,response\n1,2,3,4\n');
  await page.getByText('Four columns tell the legs').waitFor();
  await page.locator('#measured').fill('12.5\n13\n');
  await page.locator('.measured').waitFor();
  assert.equal(await lines.count(), 0);
  assert.deepEqual(page.problems, []);
});

test('a file without a delay is refused, in the words of the command line', async () => {
  const page = await opened();
  for (const text of ['', 'one_way\n', '\n\n']) {
    const path = await file(text);
    await page.locator('.measured-file input').setInputFiles(path);
    const lines = page.locator('.measured-wrong li');
    await lines.first().waitFor();
    const { stderr } = spawnSync(process.env.QUORATE, ['analyse', 'n=3&w=1&r=1', '--delays', path], { encoding: 'utf8' });
    for (const line of await lines.allInnerTexts()) {
      const plain = (words) => words.toLowerCase().replace(/\.$/, '');
      assert.ok(stderr.toLowerCase().includes(plain(line)), `${line}: ${stderr}`);
    }
    await page.locator('#measured').fill('12\n13\n');
    await page.locator('.measured').waitFor();
  }
  // Who takes everything out of the field begins again.
  await page.locator('#measured').fill('');
  await page.locator('.measured').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.measured-wrong').count(), 0);
  assert.deepEqual(page.problems, []);
});

test('the recorded delays and the family are in a table and in files', async () => {
  const page = await opened();
  await page.locator('#measured').fill(DELAYS.join('\n'));
  await page.getByRole('button', { name: 'Table: Recorded delays' }).click();
  const cells = await page.locator('.measured .sheet-frame tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => Number(cell.textContent))));
  const [share, recorded] = cells[Math.floor(cells.length / 2)];
  const sorted = DELAYS.map(Number).sort((one, next) => one - next);
  assert.equal(recorded, sorted[Math.ceil(share * sorted.length) - 1]);
  await page.getByRole('button', { name: 'Save SVG: Recorded delays' }).waitFor();
  assert.deepEqual(page.problems, []);
});

test('a network that tells writes apart keeps its links, and says so', async () => {
  const page = await opened('net=lnkd-disk&n=3');
  await page.locator('#measured').fill('12.5\n13\n');
  const options = await page.locator('#measured-link option').count();
  if (options > 1) {
    await page.locator('#measured-link').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText('tells writes from other messages').waitFor();
  }
  await page.locator('#measured-link').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Use' }).click();
  await page.getByText('Every link: the recorded delays.').waitFor();
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`axe finds nothing, ${size}, ${theme}`, async () => {
      const page = await opened('', { theme, viewport });
      await page.locator('#measured').fill(DELAYS.join('\n'));
      await page.locator('.measured').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.locator('#measured').fill('abc\n1\n-2');
      await page.locator('.measured-wrong').waitFor();
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(page.problems, []);
    });
  }
}
