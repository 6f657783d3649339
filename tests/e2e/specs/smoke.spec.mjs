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

test('the wasm is downloaded once and starts', async () => {
  const loads = [];
  const page = await site.open('#/');
  page.on('response', (response) => loads.push(response.url()));
  await page.reload({ waitUntil: 'networkidle' });
  assert.equal(loads.filter((url) => url.endsWith('.wasm')).length, 1, loads.join('\n'));
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
