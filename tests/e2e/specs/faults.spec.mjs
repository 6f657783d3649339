// Every kind of fault is added on the timeline at a moment of a lifeline, seen in the picture,
// written into the link, and moved by keyboard and by pointer; natively it is the same run.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { useSite } from '../support/site.mjs';

const site = useSite();

const FAULTS = [
  ['r3', /^Crash r3 for [^,]*$/, 'crash=r3', /r3\s*down/],
  ['r3', /^Crash r3 .*disk lost$/, '!disk', /r3\s*down/],
  ['r3', /^Pause r3/, 'pause=r3', /r3\s*paused/],
  ['r3', /^Cut r3 off/, 'cut=r3', /cut off/],
  ['r3', /^Cut what reaches r3/, '!in', /cut off/],
  ['r3', /^Cut what r3 sends/, '!out', /cut off/],
  ['r3', /^Slow r3/, 'slow=r3', /slow/],
  ['r3', /^Lose half/, 'loss=0.5@', /get lost/],
  ['B', /^Step the clock of B back/, 'clock=B', /clock.*200/],
  ['B', /^Let the clock of B run/, 'drift=B', /clock/],
];

function native(link) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  return JSON.parse(execFileSync(program, ['run', link, '--json'], { maxBuffer: 1 << 28 })).digest;
}

async function openMenu(page, name) {
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  const place = await page.evaluate((wanted) => {
    const sheet = document.querySelector('.sheet-body').getBoundingClientRect();
    const heads = [...document.querySelectorAll('.sheet-head text')];
    const head = heads.find((text) => text.textContent === wanted).getBoundingClientRect();
    return { x: head.x + head.width / 2 + 12, y: sheet.y + 0.25 * sheet.height };
  }, name);
  await page.mouse.click(place.x, place.y);
}

const seen = (page) => page.evaluate(() => document.querySelector('.sheet-body').textContent);

for (const [node, choice, link, words] of FAULTS) {
  test(`${choice.source} is added on the timeline and seen there`, async () => {
    const page = await site.open();
    await openMenu(page, node);
    await page.getByRole('button', { name: choice }).click();
    await page.waitForFunction((part) => decodeURIComponent(location.hash).includes(part), link);
    assert.match(await seen(page), words);
    assert.equal(native(page.url()), await page.evaluate(() => document.documentElement.dataset.digest));
    const before = await page.evaluate(() => location.hash);
    await page.locator('.handle').first().focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.waitForFunction((old) => location.hash !== old, before);
    assert.deepEqual(page.problems, []);
  });
}

test('the end of a fault is dragged to another moment, in one step of undo', async () => {
  const page = await site.open('#/?crash=r3@100-200');
  await page.locator('.handle').nth(1).waitFor();
  const handle = await page.locator('.handle').nth(1).boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + 60, { steps: 6 });
  await page.mouse.up();
  // A slow machine may have written down a moment of the drag before.
  await page.waitForFunction(() => Number(/crash=r3@100-([\d.]+)/.exec(location.hash)?.[1]) > 220);
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => location.hash.includes('100-200'));
});

test('an operation added to a session runs there', async () => {
  const page = await site.open('#/?ops=1');
  await openMenu(page, 'B');
  await page.getByRole('button', { name: /^Write x from B/ }).click();
  await page.waitForFunction(() => location.hash.includes('do='));
  assert.equal(native(page.url()), await page.evaluate(() => document.documentElement.dataset.digest));
});

test('a crash is added by keyboard alone, as the pointer would, and the focus stays on the timeline', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  const seenFocus = () => page.evaluate(() => document.activeElement.className);
  await page.locator('.timeline-frame').focus();
  for (const key of ['Home', 'n', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Enter']) {
    await page.keyboard.press(key);
  }
  await page.getByRole('button', { name: /^Crash r3 for [^,]*$/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('crash=r3@'));
  assert.match(await seen(page), /r3\s*down/);
  assert.equal(await seenFocus(), 'timeline-frame');
  assert.equal(native(page.url()), await page.evaluate(() => document.documentElement.dataset.digest));
  assert.deepEqual(page.problems, []);
});

test('the keys of the timeline stand behind a button, and V goes to where the proof ends', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByTitle('Keys of the timeline').click();
  await page.getByText('choose a lifeline').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('choose a lifeline').waitFor({ state: 'hidden' });
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('v');
  await page.waitForFunction(() => document.querySelector('.playback-time strong').textContent === '155.9');
  await page.keyboard.press('p');
  await page.locator('.sheet-body .ring, .sheet-body [class*=ring]').first().waitFor({ state: 'attached' });
  assert.deepEqual(page.problems, []);
});
