// Two runs beside each other: one is pinned, the other changed; what differs is said and seen, and the
// pair is one link.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

async function open(address = '', options = {}) {
  const page = await site.open(address, options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return page;
}

const rung = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const says = (page) => page.locator('#compare-says');
const changed = (page) => page.getByRole('region', { name: 'What changed' });
const pin = (page) => page.getByRole('button', { name: 'Pin as A' });

/** Pins the opening run, and moves R to 4 by keyboard. */
async function healed(page) {
  await pin(page).click();
  const slider = page.getByRole('slider', { name: /^R\b/ });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await says(page).getByText('R 2 → 4').waitFor();
}

/** Where the moments of the ruler stand in a drawing, by their words. */
const ruler = (page, index) =>
  page.locator('.sheet-body').nth(index).evaluate((sheet) =>
    Object.fromEntries(
      [...sheet.querySelectorAll('.q-words-ruler')].map((text) => [text.textContent, Math.round(text.getBoundingClientRect().y)]),
    ));

test('nothing of a comparison is there before somebody pins', async () => {
  const page = await open();
  assert.equal(await page.locator('.compare, .pair, .changed').count(), 0);
  assert.equal(await pin(page).getAttribute('aria-pressed'), 'false');
});

test('a run is pinned as it is, which undo takes back and redo does again', async () => {
  const page = await open();
  await pin(page).click();
  await changed(page).getByText('Nothing: both runs show the same.').waitFor();
  assert.equal(await pin(page).getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Control+z');
  await page.locator('.compare').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  await says(page).getByText('The same scenario so far.').waitFor();
  assert.deepEqual(page.problems, []);
});

test('R dragged to 4 shows what heals and what it costs, side by side on one clock', async () => {
  const page = await open();
  await healed(page);
  await rung(page, 'Linearizable held ?, in A violated').waitFor();
  const sentence = 'Session A, read 1: x=1 in A, x=2 in B; 78 ms in A, 178 ms in B';
  const told = changed(page).getByRole('button', { name: sentence.replaceAll(' ms', '\u00a0ms') });
  await told.waitFor();
  assert.match(await changed(page).textContent(), /Better in B: Linearizable/);
  const stale = page.getByRole('region', { name: /A beside B/ }).getByRole('row', { name: /^Stale reads/ });
  assert.deepEqual(await stale.getByRole('cell').allTextContents(), ['1 of 8', '0 of 8']);
  assert.equal(await page.locator('.sheet-body').count(), 2);
  const [a, b] = [await ruler(page, 0), await ruler(page, 1)];
  assert.deepEqual(a, b);
  assert.ok(Object.keys(a).length > 4, JSON.stringify(a));
  for (const run of ['Run A, pinned', 'Run B, this run']) {
    const differs = page.getByRole('group', { name: run }).getByLabel(/by A, .*differs from the other run/);
    assert.ok((await differs.count()) > 0, run);
  }
  await told.click();
  assert.deepEqual(page.problems, []);
});

test('the pair is one link, which opens the same and means the same natively', async () => {
  const page = await open();
  await healed(page);
  await page.waitForFunction(() => location.hash.includes('a.v=1'));
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: 'Link to both runs' }).inputValue();
  assert.match(link, /#\/\?r=4&a\.v=1$/);
  const other = await open(link);
  await says(other).getByText('R 2 → 4').waitFor();
  assert.equal(await changed(other).textContent(), await changed(page).textContent());
  const native = JSON.parse(execFileSync(process.env.QUORATE, ['compare', link, '--json']));
  const shown = await changed(other).locator('.changed-operation').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
  const plain = shown.map((text) => text.replaceAll('\u00a0', ' '));
  assert.deepEqual(plain, native.sentences.slice(native.verdicts.length));
  assert.deepEqual(other.problems, []);
});

test('swapped, undone and unpinned by keyboard', async () => {
  const page = await open('#/?r=4&a.v=1');
  const press = async (name) => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Swap');
  await says(page).getByText('R 4 → 2').waitFor();
  await rung(page, 'Linearizable violated ?, in A held').waitFor();
  await page.keyboard.press('Control+z');
  await says(page).getByText('R 2 → 4').waitFor();
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('.cursor-words').count(), 2, 'the cursor stands in both');
  await press('Unpin');
  await page.locator('.compare').waitFor({ state: 'detached' });
  await rung(page, 'Linearizable held').waitFor();
  await page.waitForFunction(() => !location.hash.includes('a.'));
  assert.deepEqual(page.problems, []);
});

test('a broken part of what is pinned is reported, and the run beside it opens', async () => {
  for (const [link, words] of [['#/?r=4&a.r=9', /compares with cannot run/], ['#/?r=4&a.moon=1', /could not be read/]]) {
    const page = await open(link);
    assert.match(await page.locator('.notice').innerText(), words);
    await rung(page, 'Linearizable held').waitFor();
    assert.equal(await page.locator('.compare').count(), 0);
  }
});

test('on a phone one drawing is shown at a time, and the embed shows the pair too', async () => {
  const page = await open('#/?r=4&a.v=1', { viewport: PHONE, hasTouch: true });
  const visible = page.locator('.sheet-body:visible');
  assert.equal(await visible.count(), 1);
  const choice = page.getByRole('button', { name: /^A\s*Linearizable\s*violated/ });
  await choice.click();
  assert.equal(await choice.getAttribute('aria-pressed'), 'true');
  assert.ok(await page.getByRole('group', { name: 'Run A, pinned' }).isVisible());
  const embed = await open('#/e?r=4&a.v=1', { viewport: { width: 900, height: 520 } });
  assert.equal(await embed.locator('.sheet-body:visible').count(), 2);
  assert.deepEqual([...page.problems, ...embed.problems], []);
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing in a comparison, ${theme}, ${viewport.width} px`, async () => {
      const page = await open('#/?r=4&a.v=1', { theme, viewport });
      await page.locator('.compare').waitFor();
      const tabs = viewport === PHONE ? ['Guarantees', 'Numbers', 'Timeline'] : [undefined];
      for (const tab of tabs) {
        if (tab) await page.getByRole('button', { name: tab, exact: true }).click();
        assert.deepEqual(await violations(page), []);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.ok(!sideways, `${tab ?? 'the page'} scrolls sideways`);
      }
    });
  }
}
