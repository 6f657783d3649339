// A run of a hundred thousand events: the page draws it, counts all of it, zooms to microseconds and back, and
// finds its way to the proof.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { LARGE, inView, panned, recorded, zoomed } from '../support/large.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

async function opened(options) {
  const page = await site.open(LARGE, options);
  await page.locator('.zoom-words').waitFor({ timeout: 60_000 });
  return page;
}

/** Waits until the page says that of its window, which it counts itself. */
async function shows(page, words) {
  await page.locator('.zoom-words strong', { hasText: words }).waitFor({ timeout: 20_000 });
}

test('a hundred thousand events are counted as the native program records them, from the whole run to microseconds', async () => {
  const run = recorded(LARGE);
  assert.ok(run.events > 100_000, `${run.events} events`);
  const page = await opened();
  const whole = [0, run.end];
  await shows(page, inView(run, whole));
  await page.locator('.timeline-frame').focus();
  let window = whole;
  while (window[1] - window[0] > 10) {
    await page.keyboard.press('+');
    window = zoomed(window, run.end, 0.5);
    await shows(page, inView(run, window));
  }
  await page.keyboard.press('PageDown');
  window = panned(window, run.end, 0.5);
  await shows(page, inView(run, window));
  for (let step = 0; step < 14; step += 1) await page.keyboard.press('-');
  for (let step = 0; step < 14; step += 1) window = zoomed(window, run.end, 2);
  await shows(page, inView(run, window));
  await page.keyboard.press('PageUp');
  window = panned(window, run.end, -0.5);
  await shows(page, inView(run, window));
  await page.keyboard.press('0');
  await shows(page, inView(run, whole));
  assert.deepEqual(page.problems, []);
});

test('the wheel zooms with Ctrl and moves without, a drag moves, and a drag opens no menu', async () => {
  const page = await opened();
  const said = () => page.locator('.zoom-words').innerText();
  const changes = async (deed) => {
    const before = await said();
    await deed();
    await page.waitForFunction((before) => document.querySelector('.zoom-words').innerText !== before, before);
  };
  const box = await page.locator('.timeline-frame').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let step = 0; step < 8; step += 1) await changes(() => page.mouse.wheel(0, -240));
  await page.keyboard.up('Control');
  await changes(() => page.mouse.wheel(0, 120));
  await page.mouse.down();
  await changes(() => page.mouse.move(x, y - 120, { steps: 4 }));
  await page.mouse.up();
  assert.equal(await page.locator('.moment-menu').count(), 0);
  await page.mouse.click(x, y);
  await page.locator('.moment-menu').waitFor();
  assert.deepEqual(page.problems, []);
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`every operation of the proof is within reach, ${viewport.width} wide`, async () => {
    const page = await opened({ viewport });
    await page.getByRole('button', { name: 'To the proof' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.target[role=button]').length > 1);
    const named = await page.locator('#finding .operation-link:not(:has(.finding-lead))').evaluateAll((all) => all.map((one) => one.innerText));
    assert.ok(named.length > 1);
    const labels = await page.locator('.target[role=button]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    assert.ok(labels.length < 60, `${labels.length} operations around the proof`);
    await page.locator('#finding .operation-link:not(:has(.finding-lead))').first().click();
    await page.waitForFunction(() => document.querySelector('.q-focus-ring'));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page scrolls sideways by ${wide} px`);
    assert.deepEqual(page.problems, []);
  });
}

for (const theme of THEMES) {
  test(`has no barrier that axe finds, ${theme}`, async () => {
    const page = await opened({ theme });
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'To the proof' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.target[role=button]').length > 1);
    assert.deepEqual(await violations(page), []);
  });
}

test('a small run is drawn as it always was, and zooms where it is asked to', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  assert.equal(await page.locator('.zoom-words').count(), 0);
  const before = await page.locator('.sheet-body').innerHTML();
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('+');
  await page.locator('.zoom-words', { hasText: 'in view' }).waitFor();
  await page.keyboard.press('0');
  await page.locator('.zoom-words').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.sheet-body').innerHTML(), before);
  assert.deepEqual(page.problems, []);
});

test('it is drawn before it is judged, says so, and is judged as the native program judges it', async () => {
  const page = await site.open();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.evaluate((link) => {
    globalThis.seen = { drawn: 0, judging: 0, digest: 0 };
    const look = () => {
      if (!document.querySelector('.zoom-words')) return;
      const words = [...document.querySelectorAll('.rung-word')].map((word) => word.textContent);
      const judging = words.length > 10 && words.every((word) => word.startsWith('judging'));
      if (!judging) return;
      seen.drawn += document.querySelectorAll('.sheet-body path').length;
      seen.judging += /Judging this run/.test(document.querySelector('.finding').textContent);
      seen.digest += document.documentElement.dataset.digest === undefined ? 0 : 1;
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    location.hash = link;
  }, LARGE);
  await page.waitForFunction(() => document.documentElement.dataset.digest && document.querySelector('.zoom-words'), null, { timeout: 60_000 });
  const seen = await page.evaluate(() => globalThis.seen);
  assert.ok(seen.drawn > 0, 'no picture was there while it was judged');
  assert.ok(seen.judging > 0, 'nothing said that it is judged');
  const { digest, judgement } = JSON.parse(execFileSync(process.env.QUORATE, ['run', LARGE, '--json'], { maxBuffer: 1 << 28 }));
  assert.equal(await page.evaluate(() => document.documentElement.dataset.digest), digest);
  const words = await page.locator('.rung-word').allInnerTexts();
  const violated = judgement.filter(([, verdict]) => verdict.violated).length;
  assert.equal(words.filter((word) => word === 'violated').length, violated);
  assert.deepEqual(page.problems, []);
});
