// Every strategy runs on the page with its own knobs, and calls on an account show what they lose.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const WITHDRAWALS = '#/?n=3&net=zones&sessions=0,1,2&object=account&initial=1000&amount=800&ops=0&do=A.-800.x@0,B.-800.x@0.1,C.-800.x@9';

const digest = (page) => page.evaluate(() => document.documentElement.dataset.digest);
const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.digest);

test('each strategy that can be chosen runs, shows its knobs, and goes into the link', async () => {
  const page = await site.open('', { viewport: DESKTOP });
  await ready(page);
  const strategy = page.locator('#strategy');
  const count = await strategy.locator('option').count();
  assert.ok(count >= 10, `${count} strategies`);
  const opening = await digest(page);
  const seen = new Set();
  for (let index = 0; index < count; index += 1) {
    const before = await digest(page);
    const own = (await strategy.inputValue()) === String(index);
    await strategy.selectOption({ index });
    if (!own) await page.waitForFunction((old) => document.documentElement.dataset.digest !== old, before);
    seen.add(await digest(page));
    const knobs = await page.locator('.knobs > .knob').count();
    assert.ok(knobs > 0, `strategy ${index} has knobs`);
    const wide = await page.evaluate(() => document.querySelector('.column-controls').scrollWidth <= document.querySelector('.column-controls').clientWidth);
    assert.ok(wide, `strategy ${index} fits the column`);
  }
  assert.equal(seen.size, count, 'each gives a run of its own');
  assert.ok(seen.has(opening));
  assert.deepEqual(page.problems, []);
});

test('settings that exclude each other are named, by hand and by link, and nothing is lost', async () => {
  const page = await site.open('#/?s=raft');
  await ready(page);
  const field = page.locator('#heartbeat_ms');
  await field.fill('900');
  await field.press('Enter');
  await page.locator('.says', { hasText: /within the election timeout of 400/i }).waitFor();
  await field.fill('90');
  await field.press('Enter');
  await page.locator('.says', { hasText: /election timeout/i }).waitFor({ state: 'detached' });
  const linked = await site.open('#/?s=raft&k.heartbeat_ms=900');
  await linked.getByText('The link describes a scenario that cannot run').waitFor();
  await linked.getByText(/within the election timeout of 400/).waitFor();
  assert.deepEqual([...page.problems, ...linked.problems], []);
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`money that is lost is told at ${viewport.width} wide, and refused on a store that writes on a condition`, async () => {
    const page = await site.open(WITHDRAWALS, { viewport });
    await ready(page);
    await page.locator('#finding').filter({ hasText: /^Broken: balance never negative/ }).waitFor();
    assert.match(await page.locator('#finding').innerText(), /1600 had been paid out of x/);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      assert.deepEqual(await violations(page), []);
    }
    const safe = await site.open(WITHDRAWALS.replace('n=3', 's=raft&n=3'), { viewport });
    await ready(safe);
    await safe.locator('#finding').filter({ hasNotText: 'Broken' }).waitFor();
    assert.deepEqual([...page.problems, ...safe.problems], []);
  });
}

test('a key is made an account by hand', async () => {
  const page = await site.open('#/?writes=100');
  await ready(page);
  await page.getByText('Work', { exact: true }).click();
  await page.getByLabel('Each key is').selectOption({ label: 'an account' });
  await page.getByRole('heading', { name: 'Each key as an account' }).waitFor();
  await page.waitForFunction(() => /object=account/.test(location.hash) && /initial=1000/.test(location.hash));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => !/object=/.test(location.hash));
  assert.deepEqual(page.problems, []);
});
