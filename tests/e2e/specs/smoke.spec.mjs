// The built site opens anywhere: under a sub-path, without a word on the console, in both themes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

test('the page opens under a sub-path, from its own host alone, with nothing on the console', async () => {
  const page = await site.open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.match(await page.title(), /Quorate/);
  assert.deepEqual(page.problems, []);
});

test('each part of the wasm is downloaded once, and it starts', async () => {
  const loads = [];
  const page = await site.open('#/');
  page.on('response', (response) => loads.push(response.url()));
  await page.reload({ waitUntil: 'networkidle' });
  const parts = loads.filter((url) => url.endsWith('.wasm')).map((url) => url.replace(/.*_/, ''));
  assert.deepEqual(parts.sort(), ['bg.wasm', 'late.wasm', 'next.wasm'], loads.join('\n'));
  assert.equal(await page.evaluate(() => typeof globalThis.wasmBindings), 'object');
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing in the ${theme} theme at ${viewport.width} wide`, async () => {
      const page = await site.open('', { theme, viewport });
      assert.deepEqual(await violations(page), []);
    });
  }
}
