// The map of regions: who is where, moved by pointer, by finger and by keys, to the same link.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

/** Opens the map; on a phone behind its tab. */
async function opened(options = {}) {
  const page = await site.open('#/', options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  if (options.viewport === PHONE) await page.getByRole('button', { name: 'Controls' }).or(page.getByRole('tab', { name: 'Controls' })).first().click();
  await page.getByText('Map and replicas').click();
  await page.getByRole('button', { name: 'r1, Virginia' }).waitFor();
  await page.locator('.map').evaluate((map) => map.scrollIntoView({ block: 'center' }));
  return page;
}

const settled = (page, name) => page.getByRole('button', { name }).waitFor();
const address = async (page) => {
  await page.waitForFunction(() => location.hash.length > 3);
  await page.waitForTimeout(400);
  return page.evaluate(() => location.hash);
};
const middle = async (page, name) => {
  const box = await page.getByRole('button', { name }).boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test('a replica that is dragged to Tokyo is in Tokyo, by pointer and by select to the same link', async () => {
  const page = await opened();
  const [from, to] = [await middle(page, 'r1, Virginia'), await middle(page, 'r4, Tokyo')];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 9, from[1] + 3);
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.up();
  await settled(page, 'r1, Tokyo');
  const dragged = await address(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page, 'r1, Virginia');
  await page.getByLabel('r1, region').selectOption('Tokyo');
  await settled(page, 'r1, Tokyo');
  assert.equal(await address(page), dragged);
  assert.deepEqual(page.problems, []);
});

test('arrow keys lead from region to region, the focus stays, and other chips keep their places', async () => {
  const page = await opened();
  const chip = page.getByRole('button', { name: /^A, / });
  await chip.focus();
  const been = new Set(['A, Virginia']);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
    been.add(await page.evaluate(() => document.activeElement.getAttribute('aria-label')));
  }
  assert.ok(been.size > 3, [...been].join('; '));
  assert.ok([...been].every((name) => name.startsWith('A, ')));
  await settled(page, 'r1, Virginia');
  assert.match(await page.locator('.map .section-note').innerText(), /^One way from .+, median ms: /);
  assert.deepEqual(page.problems, []);
});

test('a chip let go where it was, or taken away by the system, stays', async () => {
  const page = await opened();
  const [x, y] = await middle(page, 'r5, Sydney');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 4, y);
  await page.mouse.move(x, y);
  await page.mouse.up();
  await page.mouse.down();
  await page.mouse.move(x - 80, y - 60);
  await page.getByRole('button', { name: 'r5, Sydney' }).dispatchEvent('pointercancel');
  await page.mouse.up();
  await settled(page, 'r5, Sydney');
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  test(`axe finds nothing on the map in the ${theme} theme, and a finger moves a session`, async () => {
    const page = await opened({ theme, viewport: PHONE, hasTouch: true });
    assert.deepEqual(await violations(page), []);
    const [from, to] = [await middle(page, 'C, Sydney'), await middle(page, 'r2, Ireland')];
    const touch = await page.context().newCDPSession(page);
    const at = (type, [x, y]) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await at('touchStart', from);
    await at('touchMove', [from[0] - 10, from[1] - 10]);
    await at('touchMove', to);
    await at('touchEnd', to);
    await settled(page, 'C, Ireland');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(page.problems, []);
  });
}
