// Names that nobody measured, and runs of almost nothing or very much: nothing breaks, nothing leaves the
// page, and what is cut can be had in whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();

const LONG = 'a-session-of-a-very-long-name-'.repeat(7).slice(0, 200);
const NAMES = [LONG, '👩‍👩‍👧🏳️‍🌈'.repeat(8), 'مركزالبيانات'.repeat(6), '東京'.repeat(40), `e${'\u0301'.repeat(60)}`];
const KEY = 'a/key/that/says/where/it/lies/'.repeat(5);

/** A read after a write that it misses, by sessions of those names. */
const HISTORY = JSON.stringify({
  ops: NAMES.flatMap((proc, index) => [
    { proc, op: 'w', status: 'ok', key: KEY, value: 1_000_000_000 + index, start: 100 * index, end: 100 * index + 20 },
    { proc: NAMES[(index + 1) % NAMES.length], op: 'r', status: 'ok', key: KEY, value: 1_000_000_000, start: 100 * index + 40, end: 100 * index + 70 },
  ]),
});

/** What leaves the page or is cut for good: lists to compare with `[]`. */
const faults = (page) => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth] : [];
  const texts = [...document.querySelectorAll('.sheet svg text')];
  const outside = texts.filter((text) => {
    const box = text.getBBox();
    const sheet = text.ownerSVGElement.viewBox.baseVal;
    return text.ownerSVGElement.classList.contains('sheet-body') && (box.x < -1 || box.x + box.width > sheet.width + 1);
  });
  // A note is a sentence of ours, with a full stop of its own.
  const named = texts.filter((text) => !text.classList.contains('q-words-note'));
  const cut = named.filter((text) => /…$|\S{3,}\.$/.test(text.lastChild.textContent) && !text.querySelector('title'));
  const hidden = [...document.querySelectorAll('.finding *, .notice *, .figures *')].filter((box) => {
    const style = getComputedStyle(box);
    return box.checkVisibility() && style.overflowX === 'visible' && box.scrollWidth > box.clientWidth + 1 && style.display === 'block';
  });
  return [...wide, ...[...outside, ...cut, ...hidden].map((found) => found.outerHTML.slice(0, 160))];
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`a history of hard names is drawn and told, at ${viewport.width} wide`, async () => {
    const page = await site.open('#/check', { viewport });
    await page.getByRole('textbox', { name: 'History' }).fill(HISTORY);
    await page.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
    await page.locator('.sheet-head text').filter({ hasText: 'a-sess' }).waitFor();
    assert.deepEqual(await faults(page), []);
    const whole = await page.locator('.sheet-head text title').allTextContents();
    assert.ok(whole.includes(LONG), 'a name that is cut says all of it on hover');
    await page.getByRole('button', { name: 'Transcript' }).click();
    const told = (await page.locator('.moment').allTextContents()).join('\n');
    for (const name of [...NAMES, KEY]) assert.ok(told.includes(name), `${name} is told in whole`);
    assert.deepEqual(await faults(page), []);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.problems, []);
  });

  test(`runs of almost nothing and of very much are drawn, at ${viewport.width} wide`, async () => {
    const sessions = Array.from({ length: 40 }, (_, index) => index % 5).join(',');
    for (const link of ['#/?ops=0', '#/?n=1&w=1&r=1&sessions=0&ops=1', `#/?n=9&ops=2&sessions=${sessions}`]) {
      const page = await site.open(link, { viewport });
      await page.waitForFunction(() => document.documentElement.dataset.digest);
      await page.locator('.sheet-body').waitFor({ state: 'attached' });
      assert.deepEqual(await faults(page), [], link);
      assert.deepEqual(page.problems, [], link);
    }
  });
}

test('regions of sixty letters fit, and are said in whole', async () => {
  const region = 'R'.repeat(60);
  const page = await site.open(`#/?net=custom&n=3&w=2&r=2&region=${region}&region=Short&sessions=0,1&place=0,1,1&way=20`);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  assert.deepEqual(await faults(page), []);
  assert.ok((await page.locator('.sheet-head text').allTextContents()).some((text) => text.includes(region)));
});

test('an operation that is pointed at says all that it is', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.locator('.sheet-body .target').first().hover();
  const hint = await page.locator('.timeline-frame').getAttribute('title');
  assert.match(hint, /^(read|write) x.* by [A-C], .*ms to .*ms$/);
  await page.mouse.move(5, 5);
  await page.waitForFunction(() => !document.querySelector('.timeline-frame').hasAttribute('title'));
});
