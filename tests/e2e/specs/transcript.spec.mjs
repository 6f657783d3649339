// The run in sentences: in step with the cursor, a way to move it, and what a screen reader hears.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

const plain = (text) => text.replaceAll('\u00a0', ' ');

async function opened(fragment = '', options) {
  const page = await site.open(fragment, options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('button', { name: 'Transcript' }).click();
  await page.locator('.moment').first().waitFor();
  return page;
}

/** The entries of the page, as the native program writes them. */
const lines = async (page) => plain((await page.locator('.moment').evaluateAll((all) =>
  all.map((entry) => `At ${entry.firstChild.textContent}: ${entry.lastChild.textContent}`))).join('\n'));

const said = async (page) => plain(await page.locator('.timeline-said').textContent());

test('the page tells what the native program tells', async () => {
  for (const link of ['', '#/?w=1&r=1&seed=7&crash=r3@40-90', '#/?s=raft&n=3&cut=r1@100-400']) {
    const page = await opened(link);
    const told = execFileSync(process.env.QUORATE, ['run', link || '#/', '--transcript'], { encoding: 'utf8' });
    assert.equal(await lines(page), told.trim());
    assert.deepEqual(page.problems, []);
  }
});

test('the entry at the cursor is marked and in sight, and a press on one moves the cursor', async () => {
  const page = await opened();
  const current = page.locator('.transcript [aria-current=step]');
  await page.getByRole('slider', { name: 'Moment of the run' }).focus();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('.transcript li').hasAttribute('aria-current'));
  await page.keyboard.press('End');
  await current.filter({ hasText: 'Here the record ends.' }).waitFor();
  const [box, row] = [await page.locator('.transcript').boundingBox(), await current.boundingBox()];
  assert.ok(row.y >= box.y && row.y + row.height <= box.y + box.height + 1, 'it is scrolled to');
  assert.equal(await page.evaluate(() => scrollY), 0);
  const wrong = page.locator('.moment.is-wrong');
  await wrong.click();
  await page.waitForFunction(() => document.querySelector('.transcript [aria-current]').textContent.includes('Not linearizable'));
  const at = parseFloat(await wrong.locator('.moment-at').textContent());
  const cursor = parseFloat(await page.locator('.cursor-words').textContent());
  assert.ok(Math.abs(at - cursor) <= 1, `${at} and ${cursor}`);
  assert.equal(await current.count(), 1);
});

test('steps are said, playing is not', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.locator('.timeline-frame').focus();
  assert.equal(await said(page), '');
  await page.keyboard.press('v');
  await page.waitForFunction(() => document.querySelector('.timeline-said').textContent.includes('Not linearizable'));
  await page.keyboard.press('n');
  await page.waitForFunction(() => /begins to (read|write)/.test(document.querySelector('.timeline-said').textContent));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /^At [1-9][^:]*: .+\.$/.test(document.querySelector('.timeline-said').textContent));
  const before = await said(page);
  await page.keyboard.press(' ');
  await page.locator('.flight').first().waitFor();
  await page.waitForTimeout(600);
  assert.equal(await said(page), before);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Next event' }).press('Enter');
  await page.waitForFunction((old) => document.querySelector('.timeline-said').textContent !== old, before);
});

test('a step is seen: its sentence, whom it concerns, what each replica holds, and what is to come dimmed', async () => {
  for (const [viewport, theme] of [[DESKTOP, 'light'], [PHONE, 'dark']]) {
    const page = await site.open('', { viewport, theme });
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    await page.waitForFunction(() => document.head.dataset.first === undefined);
    await page.locator('.timeline-frame').focus();
    assert.equal(await page.locator('.at-cursor-held').count(), 0);
    await page.keyboard.press('v');
    const caption = page.locator('.timeline-said.is-here span');
    await caption.waitFor();
    const frame = await page.locator('.timeline-frame').boundingBox();
    const box = await caption.boundingBox();
    assert.ok(box.x >= frame.x && box.x + box.width <= frame.x + frame.width + 1, 'it stays beside the picture');
    assert.ok(box.y + box.height <= frame.y + frame.height, 'and above what follows');
    const held = await page.locator('.at-cursor-held title').allTextContents();
    assert.deepEqual(held, ['x=2', 'x=1', 'x=1', 'x=2', 'x=2']);
    assert.match(await page.locator('.at-cursor-rings').getAttribute('d'), /^M/, 'the session that reads');
    assert.match(await page.locator('.at-cursor-arriving').getAttribute('d'), /^M/, 'the answer that it waited for');
    const ahead = await page.locator('.at-cursor-ahead').boundingBox();
    const line = await page.locator('.cursor path.cursor-line').boundingBox();
    assert.ok(Math.abs(ahead.y - line.y) < 2, `${ahead.y} and ${line.y}`);
    assert.deepEqual(await violations(page), []);
    // Whoever moves on without stepping is not told what was there before.
    await page.getByRole('slider', { name: 'Moment of the run' }).press('ArrowRight');
    await page.locator('.timeline-said:not(.is-here)').waitFor({ state: 'attached' });
    await page.getByRole('slider', { name: 'Moment of the run' }).press('End');
    await page.waitForFunction(() => document.querySelector('.at-cursor-ahead').getAttribute('d') === '');
    // The sentence on top leads to where the proof ends, and that is told there.
    await page.getByRole('button', { name: 'Not linearizable' }).click();
    await caption.filter({ hasText: 'Not linearizable' }).waitFor();
    assert.deepEqual(page.problems, []);
  }
});

test('the list of keys leaves the keyboard where they act', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.head.dataset.first === undefined);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.locator('.key-help-list li').first().waitFor();
  await page.keyboard.press('v');
  await page.locator('.timeline-said.is-here span', { hasText: 'Not linearizable' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.key-help-list').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.locator('.key-help-list li').first().waitFor();
  await page.locator('.finding-second').click();
  await page.locator('.key-help-list').waitFor({ state: 'hidden' });
  assert.deepEqual(page.problems, []);
});

test('another run is told anew, and the list goes where it came from', async () => {
  const page = await opened();
  const before = await lines(page);
  await page.getByRole('slider', { name: /^R\b/ }).press('End');
  await page.waitForFunction(() => document.querySelectorAll('.moment.is-wrong').length === 0);
  assert.notEqual(await lines(page), before);
  await page.getByRole('button', { name: 'Transcript' }).click();
  await page.locator('.transcript').waitFor({ state: 'detached' });
  assert.deepEqual(page.problems, []);
});

test('of a long run the list holds the part around the cursor, and says which', async () => {
  const page = await opened('#/?ops=100&sessions=0,1,2,3&seed=3');
  const moments = page.locator('.moment');
  const part = page.locator('.moments-part');
  await moments.last().filter({ hasText: 'Here the record ends.' }).waitFor();
  assert.match(await part.textContent(), /^Moments \d+ to (\d+) of \1;/);
  assert.ok((await moments.count()) <= 900);
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('Home');
  await moments.first().filter({ hasText: 'by 4 sessions on 5 replicas' }).waitFor();
  assert.equal(await page.locator('.transcript [aria-current]').count(), 1);
  assert.equal(await moments.count(), 900);
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  test(`axe finds nothing with the transcript open, ${theme}`, async () => {
    assert.deepEqual(await violations(await opened('', { theme })), []);
    assert.deepEqual(await violations(await opened('', { theme, viewport: PHONE })), []);
  });
}
