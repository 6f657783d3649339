// What the mathematics says, beside the run: the figures of the command line, read by eye, by keyboard
// and as files; and the page of published figures.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, ['analyse', ...words, '--json'], { maxBuffer: 1 << 28 }));

/** A page with both charts on it. */
async function opened(link, options) {
  const page = await site.open(`#/?${link}`, options);
  if (options?.viewport === PHONE) await page.getByRole('button', { name: 'Numbers' }).click();
  await page.locator('.prospects').waitFor();
  return page;
}

/** What a button saves, as text. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

const rowsOf = (csv) => csv.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));

test('the figures are those of the command line, to the last digit', async () => {
  for (const link of ['n=5&w=2&r=2', 'n=3&w=1&r=1&net=lnkd-disk', 'n=3&w=1&r=2&net=custom&region=Here&way=quantiles:1,4,4,4,90.5']) {
    const page = await opened(link);
    const told = native(link, '--quantile', '0.5,0.9,0.95,0.99,0.999,0.9999');
    const file = await saved(page, 'Save CSV: The probability that a read is fresh');
    assert.equal(file.name, 'quorate-staleness.csv');
    const curve = rowsOf(file.text).filter(([, , runs]) => !runs).map(([t, p]) => [t, p]);
    assert.deepEqual(curve, told.p_consistent, link);
    // A curve of response times and the quantiles go through the same points.
    const times = rowsOf((await saved(page, 'Save CSV: Response times by share of operations')).text);
    for (const [place, key] of [[1, 'latency_read'], [3, 'latency_write']]) {
      const half = times.find(([share]) => share === 0.5);
      assert.equal(half[place], told[key].find(([share]) => share === 0.5)[1], `${link}: ${key}`);
    }
    const note = await page.locator('#expected-head + .section-note').innerText();
    assert.equal(note, told.method === 'exact' ? 'theory exact' : 'theory drawn');
    assert.deepEqual(await page.locator('.assumptions li').allInnerTexts(), told.assumptions);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('each probability can be marked, and the chart names its time', async () => {
  const page = await opened('n=3&w=1&r=1&net=lnkd-disk');
  const { t_visibility: visible } = native('n=3&w=1&r=1&net=lnkd-disk');
  const levels = page.locator('.level');
  assert.equal(await levels.count(), visible.length);
  for (const [place, [share, ms]] of visible.entries()) {
    await levels.nth(place).focus();
    await page.keyboard.press('Enter');
    await page.locator('.level[aria-pressed=true]').filter({ hasText: `${Number((100 * share).toFixed(4))}` }).waitFor();
    const time = await levels.nth(place).locator('.level-time').innerText();
    assert.ok(Math.abs(Number.parseFloat(time) / ms - 1) < 0.01, `${time} is not ${ms} ms`);
    await page.locator('#staleness-head').locator('xpath=../..').locator('svg text', { hasText: `after ${time}` }).waitFor();
  }
  assert.deepEqual(page.problems, []);
});

test('a chart is read by the keys of a slider, and by the pointer', async () => {
  const page = await opened('n=3&w=1&r=1&net=lnkd-disk');
  const { p_consistent: curve } = native('n=3&w=1&r=1&net=lnkd-disk');
  const reader = page.getByRole('slider', { name: 'Share of fresh reads' });
  await reader.focus();
  const read = async (key) => {
    await page.keyboard.press(key);
    const words = await reader.getAttribute('aria-valuetext');
    const [, ms, percent] = words.match(/^(.+)\u00a0ms after the answer: (.+)\u00a0% fresh$/);
    return [Number(ms), Number(percent) / 100];
  };
  for (const [key, place] of [['Home', 0], ['ArrowRight', 1], ['PageUp', 11], ['ArrowLeft', 10]]) {
    const [ms, share] = await read(key);
    assert.ok(Math.abs(ms - curve[place][0]) < 0.006 && Math.abs(share - curve[place][1]) < 1e-4, `${key}: ${ms} ${share}`);
  }
  const [last] = await read('End');
  assert.ok(last > curve[60][0]);
  const words = page.locator('.prospects .reader-words').last();
  await page.getByRole('slider', { name: 'Shares of operations' }).hover({ position: { x: 150, y: 60 } });
  await page.locator('.prospects .reader-words').first().filter({ hasText: /^Within .+ of reads, .+ of writes\.$/ }).waitFor();
  assert.match(await words.innerText(), /after the answer: .+ fresh\.$/);
  assert.deepEqual(page.problems, []);
});

test('the same data stands in a table, and the picture can be taken along', async () => {
  const page = await opened('n=3&w=1&r=1&net=lnkd-disk');
  const toggles = page.locator('.prospects .chart-tool[aria-expanded]');
  // What runs show stands between the times of the curve.
  for (const [place, least] of [[0, 130], [1, 128]]) {
    await toggles.nth(place).click();
    const rows = await page.locator('.sheet-frame').nth(place).locator('tbody tr').count();
    assert.ok(rows >= least && rows < least + 20, `${rows} rows`);
  }
  await toggles.first().click();
  assert.equal(await page.locator('.sheet-frame').count(), 1);
  const picture = await saved(page, 'Save SVG: The probability');
  assert.equal(picture.name, 'quorate-staleness.svg');
  assert.match(picture.text, /^<svg [\s\S]*99\.9.% fresh[\s\S]*<\/svg>\s*$/);
  assert.deepEqual(page.problems, []);
});

test('where the scenario leaves the theory, the page says so, and elsewhere there is none', async () => {
  const page = await opened('crash=r2@40-140&k.read_repair=on&loss=0.1');
  const told = await page.locator('.assumptions').innerText();
  for (const words of ['Faults are left aside', 'Lost messages are left aside', 'Read repair is left aside']) {
    assert.ok(told.includes(words), words);
  }
  assert.ok(!told.includes('Lost messages are left aside.\n'), 'each says what that does in runs');
  // One session, which waits for each of its writes, and nothing that goes wrong: the figures are of just that.
  const within = await opened('net=rack&n=3&w=1&r=1&sessions=0&ops=20&writes=50');
  assert.equal(await within.locator('.assumptions').isVisible(), false);
  assert.equal(await within.getByText('Why runs here may differ').isVisible(), false);
  const other = await site.open('#/?s=raft');
  await other.waitForTimeout(2_000);
  assert.equal(await other.locator('.prospects').count(), 0);
  assert.deepEqual([...page.problems, ...within.problems, ...other.problems], []);
});

test('the page of published figures has those of the command line', async () => {
  const page = await site.open('#/published');
  const rows = page.locator('.published-frame tbody tr:not(.published-fit)');
  await page.getByRole('heading', { name: /^The response times of 23 of 24 published settings/ }).waitFor();
  assert.equal(await rows.count(), 30);
  // 24 that the title counts and six that it does not are all rows, and the one of 24 that is further off has its name.
  await page.getByText('The table has 30 rows: the 24 published settings, and 6 of these once more').waitFor();
  const again = page.locator('.published-frame tbody', { hasText: 'not counted in the title' });
  assert.equal(await again.locator('tr:not(.published-fit)').count(), 6);
  await page.getByText(/Further off: .+ at R, W = \d, \d\.$/).waitFor();
  const told = native('--table');
  const shown = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.innerText)));
  const time = (ms) => ms.toFixed(ms < 100 ? 2 : 1);
  for (const [place, row] of told.entries()) {
    const { read_ms: read, write_ms: write, visible_ms: visible } = row.published;
    const [name, ...cells] = shown[place];
    assert.equal(name, `${row.r}, ${row.w}`);
    const numbers = [row.read_ms, read, row.write_ms, write, row.visible_ms, visible].map(time);
    const near = (one, other) => Math.abs(Number.parseFloat(one) - Number.parseFloat(other)) < 0.0101;
    assert.ok(numbers.every((number, at) => near(number, cells[at]) || Math.abs(number - cells[at]) < 0.101), `${cells} are not ${numbers}`);
  }
  await page.getByText('the exponent 3.5').waitFor();
  await rows.first().getByRole('link').click();
  await page.locator('.prospects').waitFor();
  assert.match(await page.evaluate(() => location.hash), /net=lnkd-ssd/);
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`axe finds nothing, ${size}, ${theme}`, async () => {
      const page = await opened('n=5&w=2&r=2', { theme, viewport });
      await page.locator('.prospects .chart-tool[aria-expanded]').first().click();
      assert.deepEqual(await violations(page), []);
      const table = await site.open('#/published', { theme, viewport });
      await table.getByRole('heading', { name: 'published settings' }).waitFor();
      assert.deepEqual(await violations(table), []);
      assert.deepEqual([...page.problems, ...table.problems], []);
    });
  }
}
