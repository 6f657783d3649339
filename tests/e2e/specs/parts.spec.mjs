// The page in parts: the first is enough for an answer, the next for any other place, and nobody misses the
// late one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, KEYS } from '../support/journey.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();
const LATE = /_(next|late)\.wasm$/;
const settled = (page) => page.waitForFunction(() => document.documentElement.dataset.digest);
const digest = (page) => page.evaluate(() => document.documentElement.dataset.digest);

const NEXT = (url) => url.endsWith('_next.wasm');
/** The later parts that a page itself asked for. */
const fetched = (page) => page.evaluate((late) => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => new RegExp(late).test(name)), LATE.source);

/** A page whose later parts are kept back, or handed over, by `handle`. */
async function openWith(handle) {
  const page = await site.open('not-here.txt');
  await page.route(LATE, handle);
  await page.goto(site.url);
  await settled(page);
  page.problems.length = 0;
  return page;
}

test('sliders are answered while the late part is nowhere', async () => {
  const page = await openWith((route) => route.abort());
  const before = await digest(page);
  const uncaught = [];
  page.on('pageerror', (error) => uncaught.push(error.message));
  const sliders = page.locator('input[type=range]:visible');
  const answers = new Set();
  for (let index = 0; index < (await sliders.count()); index += 1) {
    await sliders.nth(index).focus();
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowRight']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(30);
      answers.add(await digest(page));
    }
  }
  assert.ok(answers.size > 6, `${answers.size} different runs`);
  assert.deepEqual(uncaught, []);
  assert.ok(answers.has(before));
});

test('what needs the late part before it is there fetches it and goes on', async () => {
  let asked = 0;
  const page = await openWith((route) => {
    asked += 1;
    // The idle request fails, as on a bad line; the one that cannot wait succeeds.
    return asked === 1 ? route.abort() : route.continue();
  });
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('_next.wasm')));
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  assert.match(await page.getByRole('textbox', { name: 'Link to this run' }).inputValue(), /#\//);
  // The page's own requests: workers fetch it too, once it can be had.
  const own = await fetched(page);
  assert.deepEqual([own.filter(NEXT).length, own.length], [2, 3]);
  assert.deepEqual(page.problems.filter((problem) => !LATE.test(problem.split(' ')[1]) && !/ERR_FAILED/.test(problem)), []);
});

test('a pointer that passes, and a wheel, ask for nothing', async () => {
  const page = await openWith((route) => route.abort());
  const uncaught = [];
  page.on('pageerror', (error) => uncaught.push(error.message));
  const [left, bottom] = await page.locator('.timeline-frame').evaluate((frame) => {
    const box = frame.getBoundingClientRect();
    return [box.left, box.bottom];
  });
  await page.mouse.move(left + 200, 6, { steps: 5 });
  await page.mouse.move(left + 3, bottom - 6, { steps: 5 });
  await page.mouse.wheel(0, 40);
  await page.waitForTimeout(300);
  assert.deepEqual(uncaught, []);
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('without a connection the page says so', async () => {
  const page = await openWith((route) => route.abort());
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const said = await page.getByRole('alert').textContent();
  assert.match(said, /could not be fetched/);
});

test('the opening waits for no later part, neither the first time nor the next', async () => {
  for (const address of ['', '#/']) {
    const page = await site.open('about:blank', { viewport: DESKTOP });
    // Whoever cannot wait asks in a way that stops the page.
    await page.addInitScript(() => {
      globalThis.waited = [];
      const open = XMLHttpRequest.prototype.open;
      XMLHttpRequest.prototype.open = function (...given) {
        globalThis.waited.push(given[1]);
        return open.apply(this, given);
      };
    });
    await page.goto(site.url + address);
    for (const time of ['first', 'second', 'third']) {
      if (time !== 'first') await page.reload({ waitUntil: 'commit' });
      await page.waitForFunction(() => document.documentElement.dataset.digest, null, { polling: 'raf' });
      assert.deepEqual(await page.evaluate(() => globalThis.waited), [], `${address}, the ${time} time`);
    }
  }
});

test('a link and an embed fetch all parts once', async () => {
  for (const address of ['#/?r=4', '#/e?r=4']) {
    const page = await site.open('about:blank', { viewport: DESKTOP });
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(site.url + address, { waitUntil: 'networkidle' });
    await settled(page);
    const own = await fetched(page);
    assert.deepEqual([own.filter(NEXT).length, own.length], [1, 2], address);
    assert.equal(requests.filter((url) => /_bg\.wasm$/.test(url)).length, 1, address);
    assert.deepEqual(page.problems, []);
  }
});

test('other places show themselves while the late part is on its way', async () => {
  for (const viewport of [DESKTOP, PHONE]) {
    for (const place of ['#/spectrum', '#/systems', '#/guarantees', '#/decide', '#/check', '#/published', '#/e']) {
      const page = await site.open('not-here.txt', { viewport });
      const uncaught = [];
      page.on('pageerror', (error) => uncaught.push(error.message));
      // It is on its way, and stays there: whoever cannot go on without it stands still.
      await page.route(/_late\.wasm$/, () => {});
      await page.goto(site.url + place);
      await page.locator('.first').waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(500);
      assert.ok(await page.getByRole('heading', { level: 1 }).innerText(), place);
      assert.deepEqual(uncaught, [], place);
    }
  }
});

/** All that a page shows and says, but for what it lays over the picture once all of it is there. */
const shown = (page) => page.evaluate(() => {
  const app = document.getElementById('app').cloneNode(true);
  for (const over of app.querySelectorAll('.flights')) over.replaceChildren();
  return app.innerHTML;
});

/** Two pages come to show the same: which of them draws first, the machine decides. */
async function alike(one, other, why) {
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await shown(one)) === (await shown(other))) return;
    await one.waitForTimeout(100);
  }
  assert.equal(await shown(one), await shown(other), why);
}

/** Many runs of a scenario at rest come with the late part, and show more: they are put off. */
const neverAtRest = () => {
  const after = globalThis.setTimeout;
  globalThis.setTimeout = (then, ms, ...rest) => after(then, ms >= 500 ? 2 ** 31 - 1 : ms, ...rest);
};

test('the page is the same to the letter while the late part is nowhere', async () => {
  for (const viewport of [DESKTOP, PHONE]) {
    const early = await site.open('not-here.txt', { viewport });
    await early.route(LATE, (route) => route.abort());
    const late = await site.open('not-here.txt', { viewport });
    const arrived = late.waitForResponse(LATE);
    for (const page of [early, late]) {
      await page.addInitScript(neverAtRest);
      await page.goto(site.url);
      await settled(page);
    }
    await arrived;
    await late.waitForLoadState('networkidle');
    await alike(early, late, 'at first');
    for (let index = 0; index < (await early.locator('input[type=range]:visible').count()); index += 1) {
      const was = await early.locator('input[type=range]:visible').nth(index).inputValue();
      for (const key of [...KEYS, '']) {
        for (const page of [early, late]) {
          const slider = page.locator('input[type=range]:visible').nth(index);
          await slider.focus();
          await (key ? page.keyboard.press(key) : slider.fill(was));
          await drawn(page);
        }
        await alike(early, late, `slider ${index}, ${key}`);
      }
    }
  }
});
