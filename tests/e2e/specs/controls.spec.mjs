// The controls: all of them in sight on a laptop, a network of one's own put together by hand, a
// form that stays with its fault, and the picture saved as a file that needs nothing else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

async function digest(page) {
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return page.evaluate(() => document.documentElement.dataset.digest);
}

function native(link) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  return JSON.parse(execFileSync(program, ['run', link, '--json'], { maxBuffer: 1 << 28 })).digest;
}

const hashHas = (page, part) => page.waitForFunction((wanted) => decodeURIComponent(location.hash).includes(wanted), part);

/** Writes into a field as people do. */
async function write(page, name, text) {
  const field = page.getByRole('spinbutton', { name, exact: true });
  await field.click();
  await field.fill(text);
  await field.press('Enter');
}

test('at 1440 by 900 every control is in sight, down to the faults', async () => {
  const page = await site.open('', { viewport: DESKTOP });
  await digest(page);
  const [needs, has] = await page.evaluate(() => {
    const column = document.querySelector('.column-controls');
    return [column.scrollHeight, column.clientHeight];
  });
  assert.ok(needs <= has, `the controls take ${needs} px of ${has}`);
  const plus = await page.getByRole('button', { name: 'Add a fault' }).boundingBox();
  const seed = await page.locator('.seed').boundingBox();
  assert.ok(plus.y + plus.height <= seed.y, 'the button that adds a fault lies under the seed');
});

test('no setting is marked as violated, whatever the run shows', async () => {
  const page = await site.open('#/?r=3');
  await digest(page);
  const overlap = page.getByRole('region', { name: 'Overlap of writes and reads' });
  assert.match(await overlap.innerText(), /a read may miss the latest write/);
  assert.equal(await overlap.locator('.violated, .holds').count(), 0);
  assert.equal(await overlap.locator('.verdict-mark.implied').count(), 1);
});

test('a network of one\'s own is put together by hand, and its link opens the same run', async () => {
  const page = await site.open();
  await digest(page);
  await page.getByRole('combobox', { name: 'Network' }).selectOption({ label: 'Custom' });
  await hashHas(page, 'net=custom');
  await write(page, 'Number of regions', '3');
  await hashHas(page, 'region=Region 3');
  await write(page, 'Region 1 – Region 3, median one-way delay', '80');
  await hashHas(page, 'link=0,2@');
  await write(page, 'Within Region 2, median one-way delay', '0.5 ms');
  await hashHas(page, 'link=1,1@');
  const here = await digest(page);
  assert.equal(native(page.url()), here);
  const other = await site.open(page.url());
  assert.equal(await digest(other), here, 'in a second context');
  const field = other.getByRole('spinbutton', { name: 'Region 1 – Region 3, median one-way delay' });
  assert.equal(await field.inputValue(), '80\u00a0ms');
  await field.focus();
  await other.keyboard.press('ArrowUp');
  await hashHas(other, 'link=0,2@lognormal:81');
  assert.deepEqual(page.problems, []);
});

test('a delay that cannot be is refused in words, and fewer regions take their links along', async () => {
  const page = await site.open('#/?net=custom&way=20&region=Here&region=There&link=0,1@80');
  const name = 'Here – There, median one-way delay';
  await write(page, name, '-4');
  const field = page.getByRole('spinbutton', { name });
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await page.getByText('Median one-way delay: a number from 0\u00a0ms to 60000\u00a0ms').waitFor();
  await field.press('Escape');
  await write(page, 'Number of regions', '1');
  await page.waitForFunction(() => !location.hash.includes('link='));
  assert.equal(native(page.url()), await digest(page));
});

test('the form of a fault stays with its fault when one before it goes', async () => {
  const page = await site.open('#/?crash=r3@100-200&cut=r5@50-150');
  await page.locator('.fault-row').nth(1).click();
  await page.getByRole('button', { name: /^Remove .*r3/ }).click();
  await page.waitForFunction(() => !location.hash.includes('crash='));
  await write(page, 'From', '60');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await hashHas(page, 'cut=r5@60-150');
  assert.equal(await page.locator('.fault-row').count(), 1);
});

test('the form of a fault that is undone closes', async () => {
  const page = await site.open();
  await digest(page);
  // Followed on an open page, a link is a step like any other.
  await page.evaluate(() => {
    location.hash = '#/?crash=r3@100-200';
  });
  await page.locator('.fault-row').first().click();
  await page.locator('.fault-form').waitFor();
  await page.locator('.finding').click({ position: { x: 300, y: 8 } });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.fault-form').waitFor({ state: 'detached' });
});

for (const theme of THEMES) {
  test(`the saved picture shows its words in its own font, ${theme}`, async () => {
    const page = await site.open('', { theme });
    await digest(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save SVG of the timeline' }).click();
    const text = await readFile(await (await saving).path(), 'utf8');
    assert.deepEqual(await violations(page), []);
    // Opened alone: a page that has no font of that name.
    const alone = await site.open('', { theme });
    await alone.setContent('<!doctype html><title>Picture</title>');
    const [named, loaded, ground] = await alone.evaluate(async (source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      if (parsed.querySelector('parsererror')) return [parsed.documentElement.textContent];
      document.body.append(document.importNode(parsed.documentElement, true));
      const fonts = await document.fonts.load('600 12px Inter');
      const label = document.querySelector('.q-words-write');
      const rect = document.querySelector('svg > rect');
      return [getComputedStyle(label).fontFamily, fonts.map((font) => font.status), getComputedStyle(rect).fill];
    }, text);
    assert.match(named, /^Inter,/);
    assert.deepEqual(loaded, ['loaded']);
    assert.equal(ground, theme === 'dark' ? 'rgb(16, 18, 20)' : 'rgb(252, 252, 251)');
  });

  test(`axe finds nothing in a network of one's own, ${theme}`, async () => {
    const link = '#/?net=custom&way=20&region=Here&region=There&region=Elsewhere&link=0,1@80';
    const page = await site.open(link, { theme });
    await digest(page);
    assert.deepEqual(await violations(page), []);
    const phone = await site.open(link, { theme, viewport: PHONE });
    await digest(phone);
    await phone.getByRole('button', { name: 'Controls', exact: true }).click();
    assert.deepEqual(await violations(phone), []);
  });
}
