// The main job by pointer, by keyboard alone and by touch alone: whoever does the same gets the same
// link, byte for byte, and can take it back.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Fingers, Keyboard, Pointer, Touch, link } from '../support/hands.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();
const HANDS = [
  ['pointer', Pointer, { viewport: DESKTOP }],
  ['keyboard', Keyboard, { viewport: DESKTOP }],
  ['touch at 390 px', Touch, { viewport: PHONE, hasTouch: true }],
];
const PERMITTED = { permissions: ['clipboard-read', 'clipboard-write'] };

async function open(Hand, address, options) {
  const page = await site.open(address, options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return [page, new Hand(page)];
}

const native = (address) =>
  JSON.parse(execFileSync(process.env.QUORATE, ['run', address, '--json'], { maxBuffer: 1 << 28 })).digest;
const digest = (page) => page.evaluate(() => document.documentElement.dataset.digest);

/** Siblings, where a reader merges what it meets. */
const SIBLINGS = /Siblings/;

async function journey(page, hand) {
  await hand.column('Controls');
  const strategies = await page.locator('#strategy option').allTextContents();
  await hand.choose('#strategy', strategies.findIndex((name) => SIBLINGS.test(name)));
  await hand.slide('W', 1);
  await hand.slide('R', 1);
  await hand.stepBack(3);
  await hand.atCursor('r3', /^Crash r3 for [^,]*$/);
  await hand.showViolation();
  await hand.stepBack(4);
  await link(page);
  await hand.copyLink();
  await page.getByText('Copied', { exact: true }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('strategy, W and R, a crash, the violation, steps back through it, the link: by every hand the same', async () => {
  const copied = {};
  for (const [name, Hand, options] of HANDS) {
    const [page, hand] = await open(Hand, '#/', { ...options, ...PERMITTED });
    copied[name] = await journey(page, hand);
    assert.match(decodeURIComponent(copied[name]), /s=siblings&w=1&r=1&crash=r3@.*at=/, name);
    assert.match(await page.locator('#finding').innerText(), /^Not /, `${name}: a violation is told`);
    assert.equal(native(copied[name]), await digest(page), name);
    assert.deepEqual(page.problems, [], name);
  }
  for (const [name] of HANDS) assert.equal(copied[name], copied.pointer, name);
});

/** What can happen at a moment of a lifeline. */
const DEEDS = [
  ['r3', /^Crash r3 for [^,]*$/],
  ['r3', /^Crash r3 .*disk lost$/],
  ['r3', /^Pause r3/],
  ['r3', /^Cut r3 off/],
  ['r3', /^Cut what reaches r3/],
  ['r3', /^Cut what r3 sends/],
  ['r3', /^Slow r3/],
  ['r3', /^Lose half/],
  ['B', /^Step the clock of B back/],
  ['B', /^Step the clock of B on/],
  ['B', /^Let the clock of B run/],
  ['B', /^Write x from B/],
  ['B', /^Read x from B/],
];
/** What can be done about what is there already. */
const STANDING = [
  ['r3', /^Restart r3 here/],
  ['r3', /^Remove: Crash: r3/],
  ['r5', /^End here: Partition: r5/],
  ['r5', /^Remove: Partition: r5/],
  ['A', /^Remove: Write x at 120 ms/],
];

async function linksOf(Hand, address, options, deeds) {
  const [page, hand] = await open(Hand, address, options);
  await hand.stepBack(1);
  const before = await link(page);
  const links = [];
  for (const [node, choice] of deeds) {
    await hand.atCursor(node, choice);
    await page.waitForFunction((old) => location.hash !== old, before);
    links.push(await page.evaluate(() => location.hash));
    await hand.undo();
    await page.waitForFunction((old) => location.hash === old, before);
  }
  assert.deepEqual(page.problems, []);
  return links;
}

test('every fault and operation is added by every hand, with the same link, and taken back', async () => {
  const found = [];
  for (const [, Hand, options] of HANDS) found.push(await linksOf(Hand, '#/?at=120', options, DEEDS));
  assert.equal(new Set(found[0]).size, DEEDS.length);
  for (const links of found) assert.deepEqual(links, found[0]);
});

test('what is there is ended, restarted and removed by every hand, with the same link, and taken back', async () => {
  const address = '#/?crash=r3@100-200&cut=r5@50-250&do=A.w.x@120&at=150';
  const found = [];
  for (const [, Hand, options] of HANDS) found.push(await linksOf(Hand, address, options, STANDING));
  assert.equal(new Set(found[0]).size, STANDING.length);
  for (const links of found) assert.deepEqual(links, found[0]);
});

const PARTS = [
  ['begin', /^begin of: /, -37],
  ['end', /^end of: /, 43],
  ['whole', /^all of: /, 61],
];

for (const [name, Hand, options] of [HANDS[0], HANDS[2]]) {
  test(`begin, end and all of a crash are moved by ${name} to where keys move them, in one step of undo`, async () => {
    const address = '#/?crash=r3@100-200';
    const [page, hand] = await open(Hand, address, options);
    const [other, keys] = await open(Keyboard, address, options);
    for (const [part, label, by] of PARTS) {
      const handle = page.getByRole('slider', { name: label });
      await hand.drag(handle, by);
      const dragged = await link(page);
      const [, from, to] = /crash=r3@(\d+)-(\d+)$/.exec(decodeURIComponent(dragged)).map(Number);
      if (part !== 'begin') assert.ok(to > 220, `${part}: ${dragged}`);
      if (part !== 'end') assert.notEqual(from, 100, `${part}: ${dragged}`);
      if (part === 'whole') assert.equal(to - from, 100);
      await keys.moveTo(other.getByRole('slider', { name: label }), part === 'end' ? to : from);
      assert.equal(await link(other), dragged, part);
      await keys.undo();
      await hand.undo();
      assert.equal(await link(other), address, `${part}, keys`);
      assert.equal(await link(page), address, part);
    }
    assert.deepEqual([...page.problems, ...other.problems], []);
  });
}

test('a fault is deleted on the timeline by every hand, and comes back', async () => {
  for (const [name, Hand, options] of HANDS) {
    const [page, hand] = await open(Hand, '#/?crash=r3@100-200', options);
    await hand.removeFault(/^Remove: Crash: r3/);
    assert.match(await link(page), /^#\/(\?v=\d+)?$/, name);
    await hand.undo();
    assert.equal(await link(page), '#/?crash=r3@100-200', name);
  }
});

const end = (page) => page.getByRole('slider', { name: /^end of: / });
const span = async (page) => /crash=r3@([\d.]+)-([\d.]+)/.exec(decodeURIComponent(await link(page))).slice(1).map(Number);

async function place(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

test('a drag that leaves the window ends where it is let go, and nothing follows the pointer after', async () => {
  const [page, hand] = await open(Pointer, '#/?crash=r3@100-200', { viewport: DESKTOP });
  const { x, y } = await place(end(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 100, { steps: 3 });
  await page.mouse.move(x + 200, DESKTOP.height + 300, { steps: 3 });
  await page.mouse.up();
  const [, far] = await span(page);
  assert.ok(far > 500, `the crash ends at ${far}`);
  await page.mouse.move(x, y + 20, { steps: 3 });
  assert.deepEqual(await span(page), [100, far]);
  await hand.undo();
  assert.deepEqual(await span(page), [100, 200]);
});

test('a second finger on another end moves nothing, and lifts without ending the first', async () => {
  const [page] = await open(Touch, '#/?crash=r3@100-200', { viewport: PHONE, hasTouch: true });
  const first = await place(end(page));
  const second = await place(page.getByRole('slider', { name: /^begin of: / }));
  const fingers = await Fingers.of(page);
  await fingers.put([first]);
  await fingers.move([{ ...first, y: first.y + 30 }]);
  await fingers.add(second);
  await fingers.move([{ ...first, y: first.y + 30 }, { ...second, y: second.y - 30 }]);
  await fingers.move([{ ...first, y: first.y + 60 }, { ...second, y: second.y - 40 }]);
  await fingers.lift();
  const [begin, until] = await span(page);
  assert.equal(begin, 100);
  assert.ok(until > 260, `the crash ends at ${until}`);
  assert.deepEqual(page.problems, []);
});

test('a window that changes its size under a drag keeps the end at the pointer', async () => {
  const [page, hand] = await open(Pointer, '#/?crash=r3@100-200', { viewport: DESKTOP });
  const { x, y } = await place(end(page));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 60, { steps: 3 });
  await page.setViewportSize({ width: 1300, height: 700 });
  await page.waitForTimeout(300);
  await page.mouse.move(x, y + 90, { steps: 3 });
  const shown = await place(end(page));
  assert.ok(Math.abs(shown.y - (y + 90)) < 2, `the end is at ${shown.y}, the pointer at ${y + 90}`);
  await page.mouse.up();
  await hand.undo();
  assert.deepEqual(await span(page), [100, 200]);
  assert.deepEqual(page.problems, []);
});
