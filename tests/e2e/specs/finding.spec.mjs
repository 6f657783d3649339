// The sentence on top says no more than the run shows: luck, silence and what was never tested do
// not look like a promise kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();
const LUCKY = '#/?n=3&w=1&r=1';

const rung = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const look = (page) => page.getByRole('button', { name: 'Look for a run that breaks it' });

async function open(address, viewport = DESKTOP) {
  const page = await site.open(address, { viewport });
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return page;
}

const sentence = (page) => page.locator('#finding').innerText();
const second = (page) => page.locator('.finding-second').innerText();
const isGreen = (page) => page.locator('.finding > .verdict-mark.holds').count();

for (const viewport of [DESKTOP, PHONE]) {
  test(`a lucky run is no all-clear at ${viewport.width} wide, and leads to one that breaks it`, async () => {
    const page = await open(LUCKY, viewport);
    assert.match(await sentence(page), /^Linearizable: no violation in this run of 9 operations/);
    assert.equal(await isGreen(page), 0);
    const caution = page.getByText('a read may still miss a write');
    assert.ok((await caution.boundingBox()).height > 10, 'the second sentence has room');
    await look(page).click();
    await page.locator('#finding').filter({ hasText: /^Not linearizable/ }).waitFor();
    await page.waitForFunction(() => /seed=\d+/.test(location.hash));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('#finding').filter({ hasText: 'no violation' }).waitFor();
    assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled(), 'it was one step');
    assert.deepEqual(page.problems, []);
  });
}

test('where no seed breaks the promise, the place of the button says so until something changes', async () => {
  const page = await open('#/?s=single_copy');
  await look(page).click();
  await page.getByText('None of the next 1,000 seeds breaks it.').waitFor();
  assert.equal(await look(page).count(), 0);
  await page.getByRole('button', { name: 'Next seed' }).click();
  await look(page).waitFor();
  assert.deepEqual(page.problems, []);
});

test('a model that was not put to the test says what its row says', async () => {
  const page = await open(LUCKY);
  await rung(page, 'Monotonic writes untested').click();
  await page.locator('#finding').filter({ hasText: /^Monotonic writes: untested in this run/ }).waitFor();
  assert.equal(await isGreen(page), 0);
});

test('operations without an answer are told beside the verdict and beside the times', async () => {
  const page = await open('#/?w=3&r=3&timeout=100&crash=r1@0-900&crash=r2@0-900&crash=r3@0-900');
  assert.match(await second(page), /9 of 9 operations were never answered/);
  assert.match(await page.locator('.untimed').innerText(), /Never answered: 8 of 8 reads, 1 of 1 writes/);
  await rung(page, 'Linearizable').click();
  await page.locator('#finding').filter({ hasText: /^Linearizable/ }).waitFor();
  assert.equal(await isGreen(page), 0);
  assert.doesNotMatch(await second(page), /without faults/);
});
