// Nothing on the opening page moves while it comes: not when the font arrives, not when the page takes
// the place of what was there before it, not when many runs are told beside this one.

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
      await page.waitForTimeout(500);
      const moved = await page.evaluate(() => globalThis.moved);
      const sum = moved.reduce((all, { value }) => all + value, 0);
      // Figures that are counted up lose and gain a digit, which is less than anybody sees.
      assert.ok(sum < 0.0005, `layout shift ${sum.toFixed(5)}:\n${JSON.stringify(moved, null, 1)}`);
    });
  }
}
