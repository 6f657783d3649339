// Operations taken in hand: carried to another moment, to another session, or away, by every hand with the same
// link, in one step of undo; and what hands do wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fingers, Keyboard, Pointer, Touch, link } from '../support/hands.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();
const WIDE = { viewport: DESKTOP };
const NARROW = { viewport: PHONE, hasTouch: true };
const PRESSING = [
  ['pointer', Pointer, WIDE],
  ['touch at 390 px', Touch, NARROW],
];

async function open(Hand, address, options) {
  const page = await site.open(address, options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return [page, new Hand(page)];
}

/** The bar of an operation, as it is called: "read x=1 by A, …". */
const bar = (page, name) => page.locator('.targets').getByRole('button', { name }).first();
const first = (page) => bar(page, /^read .* by C/);

async function middle(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

/** The link once operations are written down in it. */
async function taken(page) {
  await page.waitForFunction(() => location.hash.includes('do='));
  return link(page);
}

/** What the link says of each operation. */
function script(address) {
  const text = /[?&]do=([^&]+)/.exec(decodeURIComponent(address))?.[1];
  if (!text) return [];
  return text.split(',').map((entry) => /^(\w+)\.(.)\.(\w+)@([\d.]+)(?:~(.*))?$/.exec(entry).slice(1));
}

/** The entries that two links have different. */
function changed(one, other) {
  const [before, after] = [script(one), script(other)];
  assert.equal(before.length, after.length);
  return after.filter((entry, index) => entry.join() !== before[index].join());
}

async function carry(hand, page, from, by) {
  if (hand instanceof Pointer) {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (const share of [0.3, 0.6, 1]) await page.mouse.move(from.x + by.x * share, from.y + by.y * share);
    await page.mouse.up();
    return;
  }
  // A finger takes what it has chosen.
  await hand.at(from);
  const fingers = await Fingers.of(page);
  await fingers.put([from]);
  for (const share of [0.3, 0.6, 1]) await fingers.move([{ x: from.x + by.x * share, y: from.y + by.y * share }]);
  await fingers.lift();
}

/** The run as it opens, written down: what the link says once an operation went there and back. */
async function writtenDown(page, hand) {
  await hand.reach(first(page));
  await hand.key('Shift+ArrowDown');
  const moved = await taken(page);
  await hand.key('Control+z');
  return moved;
}

for (const [name, Hand, options] of PRESSING) {
  test(`an operation is carried to another moment by ${name} to where keys carry it, in one step of undo`, async () => {
    const [page, hand] = await open(Hand, '', options);
    const [other, keys] = await open(Keyboard, '', options);
    const base = await writtenDown(other, keys);
    await carry(hand, page, await middle(first(page)), { x: 0, y: 45 });
    const dragged = await taken(page);
    const [entry] = changed(base, dragged);
    assert.equal(entry[0], 'C');
    const target = Number(entry[3]);
    await keys.reach(first(other));
    for (let press = 0; press < 200; press += 1) {
      const now = script(await other.evaluate(() => location.hash || '#'));
      const at = Number(now.find((it) => it[0] === 'C' && it[4] === entry[4])?.[3] ?? 0);
      if (at >= target) break;
      await keys.key(target - at > 11 ? 'Control+Shift+ArrowDown' : 'Shift+ArrowDown');
      await link(other);
    }
    assert.equal(await link(other), dragged);
    await keys.undo();
    await hand.undo();
    assert.match(await link(page), /^#\/(\?v=\d+)?$/);
    assert.match(await link(other), /^#\/(\?v=\d+)?$/);
    assert.deepEqual([...page.problems, ...other.problems], []);
  });

  test(`an operation is carried to another session by ${name} as by keys`, async () => {
    const [page, hand] = await open(Hand, '', options);
    const [other, keys] = await open(Keyboard, '', options);
    const { x } = await middle(bar(page, /by B/));
    const from = await middle(first(page));
    await carry(hand, page, from, { x: x - from.x, y: 1 });
    await keys.reach(first(other));
    await keys.key('Shift+ArrowLeft');
    const moved = await taken(other);
    assert.equal(await taken(page), moved);
    assert.ok(script(moved).some(([session, , , , drawn]) => session === 'B' && drawn?.startsWith('C.')), moved);
    const where = await other.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.match(where, /by B/, 'the keyboard goes on from the bar that moved');
    await keys.key('Shift+ArrowRight');
    await keys.undo();
    await hand.undo();
    for (const one of [page, other]) assert.match(await link(one), /^#\/(\?v=\d+)?$/);
    assert.deepEqual([...page.problems, ...other.problems], []);
  });
}

test('an operation is taken away by every hand, with the same link, and comes back', async () => {
  const found = [];
  for (const [name, Hand, options] of [...PRESSING, ['keyboard', Keyboard, WIDE]]) {
    const [page, hand] = await open(Hand, '', options);
    if (hand instanceof Keyboard) {
      await hand.reach(first(page));
      await hand.key('Delete');
    } else {
      const place = await middle(first(page));
      if (hand instanceof Pointer) await page.mouse.click(place.x, place.y, { button: 'right' });
      else await hand.ask(place);
      await hand.press(page.locator('.moment-menu').getByRole('button', { name: /^Remove: Read x at/ }));
    }
    found.push(await taken(page));
    assert.equal(script(found.at(-1)).length, 8, name);
    await hand.undo();
    assert.match(await link(page), /^#\/(\?v=\d+)?$/, name);
  }
  assert.equal(new Set(found).size, 1, found.join('\n'));
});

test('what is only taken in hand runs as it did', async () => {
  const [page] = await open(Pointer, '', WIDE);
  const digest = () => page.evaluate(() => document.documentElement.dataset.digest);
  const before = await digest();
  const { x, y } = await middle(first(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 6, y + 1);
  await page.mouse.up();
  const held = await taken(page);
  assert.equal(script(held).length, 9);
  assert.equal(await digest(), before);
});

test('a drag that leaves the window ends where it is let go, and nothing follows the pointer after', async () => {
  const [page, hand] = await open(Pointer, '', WIDE);
  const { x, y } = await middle(first(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 60, { steps: 3 });
  await page.mouse.move(x + 300, DESKTOP.height + 300, { steps: 3 });
  await page.mouse.up();
  const far = await taken(page);
  await page.mouse.move(x, y + 20, { steps: 3 });
  assert.equal(await link(page), far);
  assert.equal(await page.locator('.moment-menu').count(), 0);
  await hand.undo();
  assert.match(await link(page), /^#\/(\?v=\d+)?$/);
  assert.deepEqual(page.problems, []);
});

test('a second finger carries nothing, and lifts without ending the first', async () => {
  const [page, hand] = await open(Touch, '', NARROW);
  const from = await middle(first(page));
  const second = await middle(bar(page, /by A/));
  await hand.at(from);
  const fingers = await Fingers.of(page);
  await fingers.put([from]);
  await fingers.move([{ ...from, y: from.y + 20 }]);
  await fingers.add(second);
  await fingers.move([{ ...from, y: from.y + 20 }, { ...second, y: second.y + 60 }]);
  await fingers.move([{ ...from, y: from.y + 45 }, { ...second, y: second.y + 90 }]);
  await fingers.lift();
  const both = await taken(page);
  await hand.undo();
  await carry(hand, page, from, { x: 0, y: 45 });
  assert.equal(await taken(page), both);
  assert.deepEqual(page.problems, []);
});

test('a page that changes its size under a drag goes on with it', async () => {
  const [page, hand] = await open(Pointer, '', WIDE);
  const { x, y } = await middle(first(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 30, { steps: 3 });
  await page.setViewportSize({ width: 1300, height: 700 });
  await page.waitForTimeout(300);
  await page.mouse.move(x, y + 45, { steps: 3 });
  await page.mouse.up();
  assert.equal(script(await taken(page)).length, 9);
  await hand.undo();
  assert.match(await link(page), /^#\/(\?v=\d+)?$/);
  assert.deepEqual(page.problems, []);
});

test('in a window of a run a bar is carried, and the ground beside it moves the window', async () => {
  const [page] = await open(Pointer, '#/?window=50-250', WIDE);
  const { x, y } = await middle(first(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 40, { steps: 3 });
  await page.mouse.up();
  const carried = await taken(page);
  assert.match(carried, /window=50-250$/);
  assert.equal(script(carried).length, 9);
  assert.deepEqual(page.problems, []);
});
