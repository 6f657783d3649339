// The guarantee table: every cell of the command line's, a run behind each broken one.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, [...words, '--json'], { maxBuffer: 1 << 28 }));
const table = () => native('table', '--trials', '1');
/** The page once all of its rows are there. */
const whole = (page) => page.locator('.guarantees-page[aria-busy=false]').waitFor();

test('the cells are those of the command line', async () => {
  const page = await site.open('#/guarantees');
  await whole(page);
  const shown = await page.locator('.table-frame tbody tr:not(.table-group)').evaluateAll((rows) =>
    rows.map((row) => [
      row.querySelector('th').innerText,
      ...[...row.querySelectorAll('td')].map((cell) => {
        const [kept, broken] = [cell.querySelector('.kept'), cell.querySelector('.broken')];
        return kept && broken ? 'both' : kept ? 'kept' : broken ? 'broken' : 'untested';
      }),
    ]),
  );
  assert.deepEqual(shown, table().map(({ name, cells }) => [name, ...cells.map(([, word]) => word)]));
  await page.getByText('quorate table').waitFor();
  assert.deepEqual(page.problems, []);
});

test('what is broken opens a run that breaks it, and back leads to the table', async () => {
  const page = await site.open('#/guarantees/primary');
  await whole(page);
  const cells = page.locator('.table-frame .broken');
  const count = await cells.count();
  assert.ok(count > 50, `${count} broken cells`);
  for (const index of [0, Math.floor(count / 2), count - 1]) {
    const words = await cells.nth(index).getAttribute('aria-label');
    const model = words.match(/Broken with (.+): open|breaks (.+)$/).slice(1).find(Boolean);
    const address = await cells.nth(index).getAttribute('href');
    await cells.nth(index).focus();
    await page.keyboard.press('Enter');
    await page.locator('.rung.violated.is-chosen .rung-name').filter({ hasText: model }).waitFor();
    await page.waitForFunction((wanted) => location.hash === wanted, address);
    const digest = await page.evaluate(() => document.documentElement.dataset.digest);
    assert.equal(digest, native('run', address).digest);
    await page.goBack();
    await page.locator('.table-frame').waitFor();
    assert.equal(await page.evaluate(() => location.hash), '#/guarantees/primary');
  }
  assert.deepEqual(page.problems, []);
});

test('the settings of every mode run in the page as on the command line', async () => {
  const page = await site.open('#/guarantees');
  await whole(page);
  const links = await page.locator('.table-frame th[scope=row] a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.equal(links.length, table().length);
  for (const link of links) {
    await page.goto('about:blank');
    await page.goto(site.url + link);
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.digest), native('run', link).digest, link);
  }
  assert.deepEqual(page.problems, []);
});

test('one strategy at a time, by keyboard, with an address, back and forward', async () => {
  const page = await site.open('#/guarantees');
  await whole(page);
  const [all] = [await page.locator('.table-frame .table-group').count()];
  assert.ok(all >= 10);
  const filter = page.getByLabel('Strategy');
  await filter.focus();
  await filter.selectOption({ label: 'Raft' });
  await page.waitForFunction(() => location.hash === '#/guarantees/raft');
  assert.equal(await page.locator('.table-frame .table-group').count(), 1);
  await page.goBack();
  await page.waitForFunction((count) => document.querySelectorAll('.table-group').length === count, all);
  assert.equal(await filter.inputValue(), '0');
  await page.goForward();
  await page.waitForFunction(() => document.querySelectorAll('.table-group').length === 1);
  assert.match(await filter.evaluate((list) => list.selectedOptions[0].text), /Raft/);
  assert.deepEqual(page.problems, []);
});

test('the heads stay while the table scrolls, and only the table does', async () => {
  const page = await site.open('#/guarantees', { viewport: { width: 1100, height: 800 } });
  const frame = page.getByRole('region', { name: 'Guarantee table' });
  await frame.focus();
  await page.keyboard.press('End');
  await frame.evaluate((box) => box.scrollTo(200, 600));
  const places = await page.evaluate(() => {
    const box = document.querySelector('.table-frame').getBoundingClientRect();
    const head = document.querySelector('thead th:nth-child(5)').getBoundingClientRect();
    const names = [...document.querySelectorAll('tbody th[scope=row]')].map((name) => name.getBoundingClientRect().left);
    return { head: head.top - box.top, names: Math.max(...names.map((left) => Math.abs(left - box.left))), wide: document.documentElement.scrollWidth - innerWidth };
  });
  assert.ok(Math.abs(places.head) <= 1 && places.names <= 1 && places.wide <= 0, JSON.stringify(places));
});

test('on a phone the rows unfold, and lead to runs', async () => {
  const page = await site.open('#/guarantees/causal', { viewport: PHONE, hasTouch: true });
  const rows = page.locator('.fold summary');
  assert.equal(await rows.count(), table().filter(({ protocol }) => protocol === 'causal').length);
  assert.ok((await rows.first().boundingBox()).height >= 44);
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^Kept through crashes/).first().waitFor();
  await page.getByRole('link', { name: /^Broken: open a run that breaks/ }).first().click();
  await page.waitForFunction(() => document.documentElement.dataset.digest && location.hash.startsWith('#/?'));
  assert.deepEqual(page.problems, []);
});

test('the places lie behind a button on a phone', async () => {
  const page = await site.open('', { viewport: PHONE, hasTouch: true });
  await page.getByRole('button', { name: 'Places' }).click();
  await page.getByRole('link', { name: 'Guarantees' }).click();
  await page.getByRole('heading', { level: 1, name: /linearizable/ }).waitFor();
  await page.getByRole('button', { name: 'Places' }).click();
  assert.equal(await page.locator('#places a[aria-current=page]').innerText(), 'Guarantees');
  await page.keyboard.press('Escape');
  await page.locator('#places').waitFor({ state: 'hidden' });
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing with the table in the ${theme} theme at ${viewport.width} wide, and nothing is cut`, async () => {
      const page = await site.open('#/guarantees', { theme, viewport, reducedMotion: 'reduce' });
      await whole(page);
      if (viewport === PHONE) await page.locator('.fold summary').first().click();
      assert.deepEqual(await violations(page), []);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${wider} px too wide`);
      assert.deepEqual(page.problems, []);
    });
  }
}
