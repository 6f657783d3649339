// The map of models: what a run shows of them is what the command line says, every step explains
// itself, and all of it is reached by keyboard and by touch.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, [...words, '--json'], { maxBuffer: 1 << 28 }));

/** What is said of each model, by its key, as a screen reader has it. */
const said = (page) =>
  page.locator('.node-press').evaluateAll((all) => {
    const said = (node) => node.getAttribute('aria-label').split(': ')[1].replace(' in this run', '');
    return Object.fromEntries(all.map((node) => [node.id.slice('node-'.length), said(node)]));
  });

test('nodes say what the command line says of the same run', async () => {
  for (const link of ['', '?s=causal&seed=4', '?s=raft&n=3', '?s=weak&seed=2']) {
    const page = await site.open(`#/spectrum${link}`);
    await page.locator('.node-press').first().waitFor();
    const found = await said(page);
    const { verdicts } = native('run', `#/${link}`);
    assert.equal(Object.keys(found).length, verdicts.length);
    for (const { model, verdict } of verdicts.filter(({ model }) => model !== 'weak')) {
      if (verdict === 'violated') assert.equal(found[model], 'broken', model);
      else assert.notEqual(found[model], 'broken', model);
      if (found[model] === 'held') assert.ok(['holds', 'measured'].includes(verdict), `${model}: ${verdict}`);
    }
    assert.deepEqual(page.problems, []);
  }
});

test('the opening run is explained by the step at which it breaks, with its history', async () => {
  const page = await site.open('#/spectrum');
  const told = page.locator('.told');
  await told.getByRole('img').waitFor();
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  const [kept, broken] = (await told.getByRole('heading').innerText()).split(', not ');
  assert.ok(title.includes(kept) && title.includes(broken), `${title}: ${kept}, ${broken}`);
  assert.match(await told.innerText(), /No operation can be left out/);
  assert.deepEqual(page.problems, []);
});

test('arrows lead along the lines, Enter opens a model, its neighbours open steps', async () => {
  const page = await site.open('#/spectrum');
  await page.locator('#node-linearizable').focus();
  const here = () => page.evaluate(() => document.activeElement.id);
  for (const [key, id] of [
    ['ArrowDown', 'node-regular_strong'],
    ['ArrowUp', 'node-linearizable'],
    ['ArrowDown', 'node-regular_strong'],
    ['ArrowRight', 'node-sequential'],
    ['ArrowDown', 'node-causal_convergence_CCv'],
    ['ArrowDown', 'node-monotonic_reads'],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await here(), id, key);
  }
  await page.keyboard.press('Enter');
  const told = page.locator('.told');
  await told.getByRole('heading', { name: 'Monotonic reads' }).waitFor();
  await told.getByRole('button', { name: 'PRAM' }).click();
  await told.getByRole('heading', { name: 'Monotonic reads, not PRAM' }).waitFor();
  assert.equal(await page.locator('[tabindex="0"].node-press').count(), 1);
  assert.deepEqual(page.problems, []);
});

test('a press on a line opens its step', async () => {
  const page = await site.open('#/spectrum');
  await page.locator('.step-press').first().waitFor();
  const middle = await page.locator('.step-press').nth(5).evaluate((line) => {
    const box = line.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
  await page.mouse.click(...middle);
  await page.getByRole('heading', { name: 'Safe, not regular, weak' }).waitFor();
});

test('what a chosen step tells lies over no words of the map but the largest, and closes', async () => {
  const page = await site.open('#/spectrum');
  await page.locator('.told h3').waitFor();
  const first = await page.locator('.told h3').innerText();
  assert.equal(await page.locator('.told').getByRole('button', { name: 'Close' }).count(), 0, 'nobody chose it');
  const presses = page.locator('.step-press');
  const covered = new Set();
  for (let index = 0; index < (await presses.count()); index += 1) {
    await presses.nth(index).evaluate((line) => line.dispatchEvent(new MouseEvent('click', { bubbles: true })));
    for (const words of await page.evaluate(() => {
      const told = document.querySelector('.told');
      const card = told.getBoundingClientRect();
      const meets = (box) => box.left < card.right && box.right > card.left && box.top < card.bottom && box.bottom > card.top;
      const under = [...document.querySelectorAll('.map-picture text')].filter((text) => meets(text.getBoundingClientRect()));
      return under.length > 0 ? [told.querySelector('h3').innerText] : [];
    })) covered.add(words);
  }
  assert.ok(covered.size <= 1, [...covered].join('; '));
  await page.locator('.told').getByRole('button', { name: 'Close' }).click();
  assert.equal(await page.locator('.told h3').innerText(), first);
  assert.deepEqual(page.problems, []);
});

test('the thousand runs count up to the same shares as on the command line', async () => {
  const page = await site.open('#/spectrum');
  await page.getByRole('button', { name: '1,000 runs' }).click();
  await page.getByRole('button', { name: /^1,000 runs$/, pressed: true }).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector('#node-linearizable').ariaLabel.includes('of runs'));
  const label = await page.locator('#node-linearizable').getAttribute('aria-label');
  const share = Number(label.match(/broken in ([\d.]+)/)[1]);
  const { models } = native('run', '#/', '--seeds', '1000');
  const { violated } = models.find(([model]) => model === 'linearizable')[1];
  assert.ok(Math.abs(share - violated / 10) <= 0.5, `${label}: ${violated}`);
});

test('one slider moves all bars, keeps the order of the lattice, and stays in the address', async () => {
  // With a minute of patience: what takes longer than a client waits has no bar to move.
  const page = await site.open('#/spectrum?timeout=60000');
  await page.getByRole('button', { name: 'Table: What every strategy' }).click();
  const rows = page.locator('.costs .sheet-frame tbody tr');
  await page.getByText('one network, one workload').waitFor({ timeout: 60_000 });
  const figures = () => rows.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const before = await figures();
  assert.ok(before.length >= 13);
  const slider = page.getByRole('slider', { name: /^Round trip/ });
  await slider.focus();
  await page.keyboard.press('End');
  await page.waitForFunction(() => location.hash.startsWith('#/spectrum?'));
  await page.getByText('one network, one workload').waitFor({ timeout: 60_000 });
  const after = await figures();
  const slower = after.filter((row) => {
    const old = before.find(([name]) => name === row[0]);
    return Number(row[4]) >= Number(old[4]);
  });
  assert.equal(slower.length, after.length, JSON.stringify([before, after]));
  assert.deepEqual(page.problems, []);
});

/** What a button saves, as text. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`what is kept stands above the bars, and every row is read by keyboard, at ${viewport.width} wide`, async () => {
    // In one rack a few strategies wait for their clocks or leases, a thousand times as long as the rest for messages.
    const page = await site.open('#/spectrum?net=rack&n=3&w=2&r=2', { viewport });
    if (viewport === PHONE) await page.getByRole('button', { name: 'Cost', exact: true }).click();
    await page.getByText('one network, one workload').waitFor({ timeout: 60_000 });
    const texts = await page.locator('.costs-chart svg.picture text').allTextContents();
    assert.ok(texts.includes('kept in all 100 runs'), texts.slice(0, 12).join());
    await page.getByRole('button', { name: 'Table: What every strategy' }).click();
    const table = await page.locator('.costs .sheet-frame tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    for (const [, kept] of table) assert.ok(texts.includes(kept), `${kept} is no heading`);
    // Far from the longest of all, the others have most of the axis.
    const told = await page.locator('.costs .section-foot', { hasText: 'The axis breaks at' }).innerText();
    const [, turn, end] = told.match(/breaks at ([\d.]+)\u00a0µs: .* to ([\d.]+)\u00a0ms /);
    const longest = Math.max(...table.flatMap((row) => row.slice(2).map(Number)).filter(Number.isFinite));
    assert.ok(Number(turn) < 1_000 && Number(end) >= longest, told);
    const reader = page.getByRole('slider', { name: 'Read and write times of every strategy' });
    await reader.focus();
    for (const [key, place] of [['End', table.length - 1], ['ArrowUp', table.length - 2], ['Home', 0], ['ArrowDown', 1], ['PageDown', 11]]) {
      await page.keyboard.press(key);
      const words = (await reader.getAttribute('aria-valuetext')).replaceAll('\u00a0', ' ');
      const [name, kept, ...times] = table[place];
      assert.ok(words.startsWith(`${kept}: ${name.split(':')[0]}`), `${key}: ${words} is not ${table[place]}`);
      const read = Number(words.match(/reads p50 ([\d.]+) ms/)[1]);
      assert.ok(Math.abs(read - Number(times[0])) <= 0.0051 + 0.05 * read, `${words}: ${times}`);
      // The row and what is said of it are both in sight.
      const [row, said] = await page.evaluate(() => ['.costs .cursor-line', '.costs .reader-words'].map((mark) => {
        const box = document.querySelector(mark).getBoundingClientRect();
        return [box.top, box.bottom];
      }));
      assert.ok(row[0] >= 0 && row[1] <= said[0] + 1 && said[1] <= viewport.height + 1, `${key}: ${row} ${said}`);
    }
    assert.deepEqual(page.problems, []);
  });
}

test('the figures of the chart and the picture can be taken along', async () => {
  const page = await site.open('#/spectrum?net=rack&n=3&w=2&r=2');
  await page.getByText('one network, one workload').waitFor({ timeout: 60_000 });
  const file = await saved(page, 'Save CSV: What every strategy');
  assert.equal(file.name, 'quorate-costs.csv');
  const lines = file.text.trim().split('\n');
  assert.equal(lines[0], 'strategy_and_mode,kept_in_all_runs,read_p50_ms,read_p99_ms,write_p50_ms,write_p99_ms');
  const picture = await saved(page, 'Save SVG: What every strategy');
  assert.equal(picture.name, 'quorate-costs.svg');
  const { rows, said } = await page.locator('.costs-chart').evaluate((chart) => ({
    rows: Number(chart.querySelector('[role=slider]').getAttribute('aria-valuemax')) + 1,
    said: [...chart.querySelectorAll('svg.picture text')].map((text) => text.textContent),
  }));
  assert.equal(lines.length - 1, rows);
  const written = picture.text.replaceAll('&amp;', '&');
  for (const words of said) assert.ok(written.includes(`>${words}<`), words);
  assert.ok(written.replaceAll('\u00a0', ' ').includes('The axis breaks at 0.45 ms'));
  assert.deepEqual(page.problems, []);
});

test('a slow round trip and a quick one both fit their field', async () => {
  for (const net of ['lnkd-disk', 'worldwide']) {
    const page = await site.open(`#/spectrum?net=${net}&n=3&w=1&r=1`, { viewport: PHONE });
    await page.getByRole('button', { name: 'Cost', exact: true }).click();
    const field = page.locator('#latency-number');
    const [wanted, given] = await field.evaluate((field) => [field.scrollWidth, field.clientWidth]);
    assert.ok(wanted <= given, `${await field.inputValue()}: ${wanted} px in ${given}`);
  }
});

test('a link that cannot run says why, and the map is still there', async () => {
  const page = await site.open('#/spectrum?n=3&w=7');
  await page.getByText('describes a scenario that cannot run').waitFor();
  await page.locator('.node-press').first().waitFor();
  assert.deepEqual(page.problems, []);
});

test('the scenario goes along from the playground and back', async () => {
  const page = await site.open('#/?s=causal&seed=4');
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('link', { name: 'Spectrum' }).click();
  await page.waitForFunction(() => location.hash === '#/spectrum?s=causal&seed=4');
  await page.getByRole('link', { name: /^Causal\+/ }).click();
  await page.waitForFunction(() => location.hash === '#/?s=causal&seed=4');
});

test('on a phone the parts are tabs, and a finger reaches nodes and steps', async () => {
  const page = await site.open('#/spectrum', { viewport: PHONE, hasTouch: true });
  await page.locator('.stop').first().waitFor();
  assert.equal(await page.locator('.stop').count(), 6);
  await page.getByRole('button', { name: 'Lattice' }).tap();
  const node = page.locator('#node-safe');
  const box = await node.boundingBox();
  assert.ok(box.width >= 44 && box.height >= 44, JSON.stringify(box));
  await node.tap();
  await page.locator('.told').getByRole('heading', { name: 'Safe' }).waitFor();
  await page.getByRole('button', { name: 'Cost' }).tap();
  await page.getByRole('slider', { name: 'Read and write times of every strategy' }).waitFor();
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing on the spectrum in the ${theme} theme at ${viewport.width} wide, and nothing is cut`, async () => {
      const page = await site.open('#/spectrum', { theme, viewport, reducedMotion: 'reduce' });
      const parts = viewport === PHONE ? ['Line', 'Lattice', 'Cost'] : [null];
      for (const part of parts) {
        if (part) await page.getByRole('button', { name: part, exact: true }).click();
        assert.deepEqual(await violations(page), []);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${wider} px too wide`);
      }
      assert.deepEqual(page.problems, []);
    });
  }
}
