// What a link opens, and what is said about one that opens nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useSite } from '../support/site.mjs';

const site = useSite();

async function open(address) {
  const page = await site.open(address);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return page;
}

const notice = (page) => page.locator('.notice').innerText();

test('a page opened by a link has nothing to undo', async () => {
  const page = await open('#/?r=4');
  assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
  await page.evaluate(() => { location.hash = '#/?r=3'; });
  await page.locator('button[aria-label="Undo"]:enabled').click();
  await page.waitForFunction(() => location.hash.includes('r=4'));
  assert.deepEqual(page.problems, []);
});

test('an embed shows no other run than that of its link', async () => {
  for (const address of ['#/e?n=99', '#/e/1.@@@@', '#/e?1.eJyrVkrLz1eyUkpKLFKqBQAd']) {
    const page = await open(address);
    await page.getByRole('heading', { name: 'This link cannot be shown' }).waitFor();
    assert.equal(await page.locator('svg').count(), 0, address);
    assert.deepEqual(page.problems, []);
  }
});

test('an address that leads nowhere says what is shown instead', async () => {
  const page = await open('#/nowhere');
  assert.match(await notice(page), /#\/nowhere leads nowhere\. This is the opening run\./);
  await page.evaluate(() => { location.hash = '#/?n=99'; });
  await page.getByText('The run before it was kept.').waitFor();
});

test('an impossible link on a fresh page speaks of no run before it', async () => {
  const page = await open('#/?n=99');
  assert.match(await notice(page), /cannot run\. This is the opening run\./);
});
