// Figures of the built site in a real Chromium, printed and never judged: what is downloaded, how
// soon the page answers, and how long a slider's move takes to be on the screen.
//
//   DIST=../../dist node bench/page.mjs

import { launch } from '../support/site.mjs';
import { serve } from '../support/server.mjs';
// Prints what is downloaded.
import '../support/size.mjs';

const MOVES = 60;
const THROTTLE = 4;

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
const ms = (value) => `${value.toFixed(1)} ms`;

/** Moves a slider up and down; for each move the work of its frame and the time to its paint. */
function moves(count) {
  const slider = document.querySelector('input[type=range][aria-label^="R"]');
  const next = () =>
    new Promise((resolve) => {
      let begun = 0;
      const asked = performance.now();
      requestAnimationFrame(() => (begun = performance.now()));
      slider.value = slider.value === '4' ? '2' : String(Number(slider.value) + 1);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      requestAnimationFrame(() => {
        const drawn = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve({ work: drawn - begun, painted: performance.now() - asked });
        port2.postMessage(null);
      });
    });
  return (async () => {
    const figures = [];
    for (let index = 0; index < count; index += 1) figures.push(await next());
    return figures;
  })();
}

async function interactive(browser, url, rate) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const ready = () => page.waitForFunction(() => document.documentElement.dataset.digest, null, { polling: 'raf' });
  await page.goto(url);
  await ready();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    await page.reload({ waitUntil: 'commit' });
    await ready();
    times.push(await page.evaluate(() => performance.now()));
  }
  await context.close();
  return times.sort((a, b) => a - b);
}

const site = await serve();
const browser = await launch();
try {
  for (const rate of [1, THROTTLE]) {
    const times = await interactive(browser, site.url, rate);
    console.log(`interactive, CPU ${rate}× slower, warm: median ${ms(times[2])} of ${times.map(ms).join(', ')}`);
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(site.url);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.evaluate(moves, 20);
  const figures = await page.evaluate(moves, MOVES);
  for (const what of ['work', 'painted']) {
    const sorted = figures.map((figure) => figure[what]).sort((a, b) => a - b);
    const [p50, p95, most] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1)];
    console.log(`slider, ${MOVES} moves, ${what}: p50 ${ms(p50)}, p95 ${ms(p95)}, most ${ms(most)}`);
  }
} finally {
  await browser.close();
  await site.close();
}
