// What an operator watches: lag, conflicts and violations of a run, response times by whom, and stale reads; the
// figures of the command line, read by eye, by keyboard and as files.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (link) => JSON.parse(execFileSync(process.env.QUORATE, ['run', link, '--json'], { maxBuffer: 1 << 28 }));
const OUTAGE = 'w=1&r=1&n=3&seed=7&crash=r3@40-&crash=r2@60-300&timeout=100&net=rack&ops=40';
const STALE = 'n=5&w=1&r=1&ops=20&writes=50&seed=1';

async function opened(link, options) {
  const page = await site.open(`#/?${link}`, options);
  if (options?.viewport === PHONE) await page.getByRole('button', { name: 'Numbers' }).click();
  await page.locator('.watched').waitFor();
  return page;
}

/** What a button saves, as rows of cells under their heads. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  const [heads, ...rows] = text.trim().split('\n').map((line) => line.split(','));
  return { name: download.suggestedFilename(), text, heads, rows };
}

const figure = (page, name) => page.locator('.watched .keys div').filter({ hasText: name }).locator('dd').innerText();

test('lag, conflicts and violations are those of the command line', async () => {
  for (const link of [OUTAGE, STALE, 'net=continent&ops=12&writes=70&seed=3', 's=raft&net=rack&ops=20&think=20&writes=60&cut=r5@100-300&seed=4']) {
    const page = await opened(link);
    const { monitoring: told, judgement } = native(link);
    const file = await saved(page, 'Save CSV: The longest that each replica was behind');
    assert.equal(file.name, 'quorate-lag.csv');
    assert.deepEqual(file.heads.slice(2), told.lag.map((one) => `${one.replica}_ms`));
    for (const [place, one] of told.lag.entries()) {
      assert.deepEqual(file.rows.map((row) => Math.round(1_000 * Number(row[place + 2]))), one.windows_us.slice(0, file.rows.length), link);
      assert.ok(one.windows_us.slice(file.rows.length).every((us) => us === 0));
    }
    assert.equal(await figure(page, 'writes in conflict'), `${told.conflicts.writes.length} of ${told.conflicts.stored}`);
    const violated = Object.values(judgement).filter((verdict) => JSON.stringify(verdict).includes('violated')).length;
    assert.match(await figure(page, 'models violated'), new RegExp(`^${violated} of `), link);
    const missing = told.lag.filter((one) => one.missing > 0);
    for (const { replica, missing: count } of missing) {
      await page.locator('.watched .reader-words', { hasText: `${replica} still lacks ${count} at the end.` }).waitFor();
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('response times of sessions, regions and intended beginnings are those of the command line', async () => {
  for (const link of ['net=continent&ops=40&think=exp:10&arrivals=open&seed=9', OUTAGE]) {
    const page = await opened(link);
    const { latencies } = native(link).monitoring;
    const file = await saved(page, 'Save CSV: Response times of everybody');
    const groups = [['everybody', latencies.all], ['everybody, from when it was meant to begin', latencies.intended]].filter(([, group]) => group);
    groups.push(...latencies.regions.map((group) => ['region', group]), ...latencies.sessions.map((group) => ['session', group]));
    const expected = groups.flatMap(([of, group]) =>
      ['reads', 'writes'].filter((kind) => group[kind]).map((kind) => [of, group.of, kind, group[kind].count, group[kind].p50_us, group[kind].p95_us, group[kind].p99_us]));
    const shown = file.text.trim().split('\n').slice(1).map((line) => line.match(/("[^"]*"|[^,]*)(?:,|$)/g).map((cell) => cell.replace(/,$/, '').replaceAll('"', '')));
    const us = (ms) => Math.round(1_000 * Number(ms));
    assert.deepEqual(shown.map((row) => [row[0], row[1], row[2], Number(row[3]), us(row[4]), us(row[6]), us(row[7])]), expected, link);
    await page.getByText('By session').click();
    const rows = page.getByRole('region', { name: 'Response times: By session' }).locator('tbody tr');
    assert.equal(await rows.count(), latencies.sessions.flatMap((group) => ['reads', 'writes'].filter((kind) => group[kind])).length);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('the histogram of the run has its values in a table and in files', async () => {
  const page = await opened(STALE);
  const { summary } = native(STALE);
  const file = await saved(page, 'Save CSV: Every response time of this run');
  assert.equal(file.name, 'quorate-run-times.csv');
  assert.deepEqual(file.heads, ['kind', 'took_ms', 'operations']);
  const sum = (kind) => file.rows.filter((row) => row[0] === kind).reduce((sum, row) => sum + Number(row[2]), 0);
  assert.deepEqual([sum('reads'), sum('writes')], [summary.reads.count, summary.writes.count]);
  await page.getByRole('button', { name: 'Table: Every response time' }).click();
  const frame = page.getByRole('region', { name: 'Every response time of this run' });
  assert.equal(await frame.locator('tbody tr').count(), file.rows.length);
  const picture = await saved(page, 'Save SVG: Every response time');
  assert.equal(picture.name, 'quorate-run-times.svg');
  assert.match(picture.text, />reads<[\s\S]*>writes</);
  assert.deepEqual(page.problems, []);
});

test('each stale read stands with its age and the versions that it missed', async () => {
  const page = await opened(STALE);
  const { stale } = native(STALE).summary.staleness;
  assert.ok(stale.length > 0);
  await page.locator('.watched summary', { hasText: 'Stale reads' }).click();
  const file = await saved(page, 'Save CSV: Stale reads');
  assert.deepEqual(file.rows.map((row) => [Math.round(1_000 * Number(row[3])), Number(row[4])]), stale.map((one) => [one.by_us, one.versions]));
  assert.equal(await page.getByRole('region', { name: 'Stale reads', exact: true }).locator('tbody tr').count(), stale.length);
  assert.deepEqual(page.problems, []);
});

test('the lag is read by the keys of a slider, and taken along as a picture', async () => {
  const page = await opened(OUTAGE);
  const told = native(OUTAGE).monitoring;
  const reader = page.getByRole('slider', { name: 'Replication lag' });
  await reader.focus();
  const words = () => reader.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  assert.match(await words(), /^0\u00a0ms to .+ behind$/);
  await page.keyboard.press('End');
  const last = told.lag.filter((one) => one.windows_us.at(-1) > 0).map((one) => one.replica);
  for (const replica of last) assert.ok((await words()).includes(replica), await words());
  const picture = await saved(page, 'Save SVG: The longest');
  assert.equal(picture.name, 'quorate-lag.svg');
  assert.match(picture.text, /^<svg [\s\S]*a row is [\s\S]*<\/svg>\s*$/);
  assert.deepEqual(page.problems, []);
});

test('a store that merges has no lag, and the page says why', async () => {
  const page = await opened('s=siblings');
  await page.getByText('values are merged or replicas hold parts of their own').waitFor();
  assert.equal(await page.getByRole('slider', { name: 'Replication lag' }).count(), 0);
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`axe finds nothing, ${size}, ${theme}`, async () => {
      const page = await opened(OUTAGE, { theme, viewport });
      for (const title of ['By region', 'By session', 'Stale reads']) await page.locator('.watched summary', { hasText: title }).click();
      await page.getByRole('button', { name: 'Table: The longest' }).click();
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(page.problems, []);
    });
  }
}
