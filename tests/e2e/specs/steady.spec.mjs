// Nothing moves while a page comes: on the opening page not when the font arrives, not when the page takes
// the place of what was there before it, not when many runs are told beside this one; on the others not
// when what workers find comes in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();

/** Keeps what moves, as browsers count it: what, from where, to where, and how much that is. */
function watch() {
  const where = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const words = ({ node, previousRect, currentRect }) =>
    `${node?.nodeName} ${node?.className} in ${node?.parentElement?.className}: ${where(previousRect)} → ${where(currentRect)}`;
  globalThis.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) globalThis.moved.push({ value, what: sources.map(words) });
  }).observe({ type: 'layout-shift', buffered: true });
}

for (const viewport of [DESKTOP, PHONE]) {
  for (const late of [0, 400]) {
    test(`nothing moves at ${viewport.width} wide, with the font ${late} ms late`, async () => {
      const page = await site.open('about:blank', { viewport });
      await page.route('**/inter.woff2', async (route) => {
        await new Promise((then) => setTimeout(then, late));
        await route.continue();
      });
      await page.addInitScript(watch);
      await page.goto(site.url);
      await page.waitForFunction(() => document.documentElement.dataset.digest);
      if (viewport === DESKTOP) {
        await page.locator('.many-state', { hasText: 'Seeds 16 to 1015' }).waitFor({ timeout: 90_000 });
      }
      await nothingMoved(page);
    });
  }
}

async function nothingMoved(page) {
  await page.waitForTimeout(500);
  const moved = await page.evaluate(() => globalThis.moved);
  const sum = moved.reduce((all, { value }) => all + value, 0);
  // Figures that are counted up lose and gain a digit, which is less than anybody sees.
  assert.ok(sum < 0.0005, `layout shift ${sum.toFixed(5)}:\n${JSON.stringify(moved, null, 1)}`);
}

/** Each place, and what says that all of it has come. */
const PLACES = {
  '#/spectrum': () => !document.querySelector('.spectrum h1 .holds') || /measuring/.test(document.body.textContent) || /judging/.test(document.body.textContent),
  '#/systems': () => !document.querySelector('.sign') || document.querySelector('.sign.is-open'),
  '#/guarantees': () => !document.querySelector('.guarantees-page[aria-busy=false]'),
  '#/decide': () => !document.querySelector('[data-done=true]'),
  '#/check': () => !document.querySelector('#finding'),
  '#/published': () => document.querySelector('h1 .awaited') || !document.querySelector('.published h1'),
  '#/systems/cassandra': () => !document.querySelector('.sign') || document.querySelector('.sign.is-open'),
  '#/e': () => !document.documentElement.dataset.digest,
};

for (const viewport of [DESKTOP, PHONE]) {
  for (const [place, comes] of Object.entries(PLACES)) {
    test(`nothing moves on ${place} at ${viewport.width} wide`, async () => {
      const page = await site.open('about:blank', { viewport });
      await page.addInitScript(watch);
      await page.goto(site.url + place);
      await page.waitForFunction(`!(${comes})()`, undefined, { timeout: 90_000 });
      await nothingMoved(page);
    });
  }
}

for (const viewport of [DESKTOP, PHONE]) {
  for (const place of ['#/spectrum', '#/systems', '#/guarantees', '#/decide', '#/published']) {
    test(`${place} begins with its words before its wasm is there, at ${viewport.width} wide`, async () => {
      const page = await site.open('about:blank', { viewport });
      let go;
      const held = new Promise((then) => (go = then));
      await page.route('**/*.wasm', async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(site.url + place, { waitUntil: 'domcontentloaded' });
      const first = page.locator('.first-place:not([hidden])');
      await first.waitFor({ state: 'attached' });
      const before = await first.evaluate(told);
      go();
      const head = page.locator(':is(.intro, .spectrum-head):has(> h1)');
      await head.waitFor();
      await page.waitForFunction(() => !document.querySelector('.is-coming'));
      const after = await head.evaluate(told);
      assert.ok(before.title.length > 0);
      // What workers are asked for first is not among them.
      for (const line of before.lines) assert.ok(line && after.lines.includes(line), `${line}\nis none of\n${after.lines.join('\n')}`);
      assert.ok(before.shown || viewport === DESKTOP, 'on a phone all of them can be read');
      if (before.shown) assert.deepEqual(before.at, after.at);
      // Some count up what workers answer.
      if (!/to be tested|worked out/.test(before.title)) assert.equal(before.title, after.title);
    });
  }
}

/** What is said, where that begins, and whether it can be seen. */
function told(head) {
  const title = head.querySelector('h1');
  const { left, top } = title.getBoundingClientRect();
  // What is hidden has no inner text.
  const text = (part) => part.textContent.replace(/\s+/g, ' ').trim();
  const lines = [...head.querySelectorAll(':scope > p, .decide-notes')].map(text);
  return { title: text(title), lines, at: [left, top].map(Math.round), shown: getComputedStyle(head).visibility === 'visible' };
}
