// A recorded history changed on its timeline: its text follows, line by line, and comes back.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Fingers } from '../support/hands.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();

const BY_HAND = '# As it was.\nA w(x,5) 0..10\nA w(x,6) 20..60 # long\nB r(x)=6 25..35\nC r(x)=5 40..50\n';
const textOf = (page) => page.getByRole('textbox', { name: 'History' }).inputValue();
const times = (text, call) => new RegExp(`${call.replace(/[()]/g, '\\$&')} ([\\d.]+)\\.\\.([\\d.]+)`).exec(text).slice(1).map(Number);

async function byHand(options) {
  const page = await site.open('#/check', options);
  await page.getByRole('textbox', { name: 'History' }).fill(BY_HAND);
  await page.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
  await page.locator('.targets').getByRole('button', { name: /^write x=6/ }).waitFor();
  await page.waitForFunction(() => location.hash.length > 12);
  return page;
}

/** Where the bar of an operation has its middle. */
async function middleOf(page, name) {
  const bar = page.locator('.targets').getByRole('button', { name });
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await bar.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

test('an operation of the notation is carried on the timeline: its line follows, and nothing else', async () => {
  const page = await byHand({ viewport: DESKTOP });
  const from = await middleOf(page, /^read x → 5/);
  const address = await page.evaluate(() => location.hash);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const share of [0.3, 0.6, 1]) await page.mouse.move(from.x, from.y - 200 * share);
  await page.mouse.up();
  const moved = await textOf(page);
  const [begin, end] = times(moved, 'C r(x)=5');
  assert.ok(begin < 40 && Math.abs(end - begin - 10) < 1e-9, `${begin} to ${end}`);
  assert.equal(moved.replace(`${begin}..${end}`, '40..50'), BY_HAND);
  // What is judged is what stands there; and the link brings it again.
  const file = join(mkdtempSync(join(tmpdir(), 'history-')), 'history.txt');
  writeFileSync(file, moved);
  const expected = JSON.parse(execFileSync(process.env.QUORATE, ['check', file, '--json']));
  const { verdict } = expected.verdicts.find(({ model }) => model === 'linearizable');
  await page.locator('.guarantees .rung', { hasText: 'Linearizable' }).filter({ hasText: verdict === 'holds' ? 'held' : verdict }).waitFor();
  await page.waitForFunction((was) => location.hash !== was, address);
  await page.reload();
  await page.locator('.targets').getByRole('button', { name: /^write x=6/ }).waitFor();
  assert.equal(await textOf(page), moved);
  assert.deepEqual(page.problems, []);
});

test('what was carried on the timeline comes back, and keys carry and delete as well', async () => {
  const page = await byHand({ viewport: DESKTOP });
  const bar = page.locator('.targets').getByRole('button', { name: /^read x → 6/ });
  await bar.focus();
  await page.keyboard.press('Control+Shift+ArrowDown');
  await page.waitForFunction((was) => document.querySelector('textarea').value !== was, BY_HAND);
  const [begin, end] = times(await textOf(page), 'B r(x)=6');
  assert.ok(begin > 25 && Math.abs(end - begin - 10) < 1e-9);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await textOf(page), BY_HAND);
  // The picture follows a little later.
  await page.locator('.targets').getByRole('button', { name: /^read x → 6 by B, 25.ms/ }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForFunction(() => document.querySelector('textarea').value.includes('C r(x)=6 25..35'));
  // The same by keys, there and back.
  await page.keyboard.press('Control+z');
  assert.equal(await textOf(page), BY_HAND);
  await page.keyboard.press('Control+y');
  assert.ok((await textOf(page)).includes('C r(x)=6 25..35'));
  await page.keyboard.press('Control+z');
  await page.locator('.targets').getByRole('button', { name: /^read x → 6 by B/ }).waitFor();
  await page.locator('.targets').getByRole('button', { name: /^read x → 5/ }).focus();
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => !document.querySelector('textarea').value.includes('C r(x)=5'));
  assert.equal(await textOf(page), BY_HAND.replace('C r(x)=5 40..50\n', ''));
  assert.deepEqual(page.problems, []);
});

test('a carried operation stays where its session is at work, and other forms say that they are not carried', async () => {
  const page = await byHand({ viewport: DESKTOP });
  const onto = await middleOf(page, /^write x=5/);
  const from = await middleOf(page, /^read x → 6/);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const share of [0.3, 0.6, 1]) {
    await page.mouse.move(from.x + (onto.x - from.x) * share, from.y + (onto.y - from.y) * share);
  }
  await page.mouse.up();
  assert.ok(!(await page.locator('#finding').innerText()).includes('cannot be read'));
  await page.locator('.targets').getByRole('button', { name: /^write x=6/ }).waitFor();
  const log = '{:process 0, :type :invoke, :f :write, :value 1, :time 0}\n{:process 0, :type :ok, :f :write, :value 1, :time 5000000}\n';
  await page.getByRole('textbox', { name: 'History' }).fill(log);
  const bar = page.locator('.targets').getByRole('button', { name: /^write/ }).first();
  await page.waitForFunction(() => document.querySelectorAll('.targets > *').length === 1);
  await bar.focus();
  await page.keyboard.press('Control+Shift+ArrowDown');
  await page.getByText('Operations can be carried where they are written in the notation below.').waitFor();
  assert.equal(await textOf(page), log);
  assert.deepEqual(page.problems, []);
});

test('a finger carries what it has chosen', async () => {
  const page = await byHand({ viewport: PHONE, hasTouch: true });
  const from = await middleOf(page, /^read x → 5/);
  await page.touchscreen.tap(from.x, from.y);
  const fingers = await Fingers.of(page);
  await fingers.put([from]);
  for (const share of [0.3, 0.6, 1]) await fingers.move([{ x: from.x, y: from.y + 60 * share }]);
  await fingers.lift();
  await page.waitForFunction((was) => document.querySelector('textarea').value !== was, BY_HAND);
  const [begin, end] = times(await textOf(page), 'C r(x)=5');
  assert.ok(begin > 40 && Math.abs(end - begin - 10) < 1e-9, `${begin} to ${end}`);
  assert.deepEqual(page.problems, []);
});
