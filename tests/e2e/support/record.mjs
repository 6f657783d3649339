// Uses the opening page as a newcomer does first, and writes the numbers of the functions that were
// called: they make the first part of the page's wasm. Then it opens all other places, and writes what
// was called until they stand there: the next part.
//
// The words that each begins with are kept too: they can be on the page before its wasm is.
//
//   DIST=… node support/record.mjs SEEN SHOWN WORDS, with a site that `split watch` prepared

import { writeFile } from 'node:fs/promises';
import { drawn, KEYS } from './journey.mjs';
import { serve } from './server.mjs';
import { DESKTOP, launch, PHONE } from './site.mjs';

const [seenFile, shownFile, wordsFile] = process.argv.slice(2);
/** The places that a page may open with. */
const PLACES = ['#/spectrum', '#/systems', '#/guarantees', '#/decide', '#/check', '#/published', '#/e'];
/** How long each is looked at, in ms: until what workers answer is shown. */
const LOOK_MS = 4_000;
const site = await serve();
const browser = await launch();
const seen = new Set();
let slowly = true;
for (const viewport of [DESKTOP, PHONE]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport, colorScheme, hasTouch: viewport === PHONE });
    const page = await context.newPage();
    // As long as this mark stands, the page sees that not all of it is there, and begins nothing that can wait.
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => { document.head.dataset.first = ''; });
    });
    await page.goto(site.url);
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    // Long enough that it looks for the mark.
    await page.waitForTimeout(1_500);
    await take(page);
    // Whoever comes again finds the font and all parts in the cache, and goes other ways.
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    await page.waitForTimeout(1_500);
    await pass(page);
    // Once slowly enough that the address follows every step.
    await journey(page, slowly ? 250 : 0);
    slowly = false;
    await take(page);
    await context.close();
  }
}
const shown = new Set();
for (const viewport of [DESKTOP, PHONE]) {
  for (const place of PLACES) {
    const context = await browser.newContext({ viewport, hasTouch: viewport === PHONE });
    const page = await context.newPage();
    await page.goto(site.url + place, { waitUntil: 'networkidle' });
    await page.waitForTimeout(LOOK_MS);
    for (const number of await page.evaluate(() => [...globalThis.functionsSeen])) shown.add(number);
    await context.close();
  }
}
const words = {};
for (const place of PLACES) {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  // What it says while no worker has answered yet.
  await page.addInitScript(() => {
    globalThis.Worker = class extends EventTarget { postMessage() {} };
  });
  await page.goto(site.url + place);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.first, .is-coming'));
  words[place] = await page.evaluate(beginning);
  await context.close();
}
await browser.close();
await site.close();
await write(seenFile, seen);
await write(shownFile, shown);
await writeFile(wordsFile, JSON.stringify(words));

async function take(page) {
  for (const number of await page.evaluate(() => [...globalThis.functionsSeen])) seen.add(number);
}

function write(file, numbers) {
  return writeFile(file, JSON.stringify([...numbers].sort((a, b) => a - b)));
}

/** What a place says first, and how far below the head of the page; nothing where it begins with something else. */
function beginning() {
  const intro = document.querySelector(':is(.intro, .spectrum-head):has(> h1)');
  if (!intro) return null;
  const title = intro.querySelector('h1');
  // There its words stand so many px further in.
  const below = title.getBoundingClientRect().top - document.querySelector('.header').getBoundingClientRect().bottom - 16;
  // What is below the first of them can wait.
  const lines = [...intro.querySelectorAll(':scope > p, .decide-notes')].map((line) => line.innerText).filter(Boolean).slice(0, 1);
  return { below, title: title.innerText, lines };
}

/** A pointer that only passes, and a wheel over the timeline: no one should wait for what comes late. */
async function pass(page) {
  const frame = await page.locator('.timeline-frame').boundingBox();
  await page.mouse.move(frame.x + 3, 6, { steps: 3 });
  await page.mouse.move(frame.x + 3, frame.y + frame.height - 6);
  await page.mouse.wheel(0, 4);
  await page.mouse.move(frame.x + 3, 6);
  await drawn(page);
}

/** Every slider from end to end and back, until the address has followed; so long at every step. */
async function journey(page, rest_ms) {
  const sliders = page.locator('input[type=range]:visible');
  for (let index = 0; index < (await sliders.count()); index += 1) {
    const slider = sliders.nth(index);
    const was = await slider.inputValue();
    await slider.focus();
    for (const key of KEYS) {
      await page.keyboard.press(key);
      await drawn(page);
      if (rest_ms > 0) await page.waitForTimeout(rest_ms);
    }
    await slider.fill(was);
    await page.waitForTimeout(200);
  }
}
