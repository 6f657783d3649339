// Figures of a run of more than a hundred thousand events in a real Chromium, printed and never judged: how soon
// it is drawn, how many frames a second it moves with, the longest task on the page's thread, and the memory.
//
//   DIST=../../dist node bench/large.mjs ['#/?w=2&r=2&ops=1400']

import { execFileSync } from 'node:child_process';
import { LARGE } from '../support/large.mjs';
import { serve } from '../support/server.mjs';
import { launch } from '../support/site.mjs';

const LINK = process.argv[2] ?? LARGE;
const SECONDS = 4;
const SEEKS = 40;

const ms = (value) => `${value.toFixed(1)} ms`;
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
const quantiles = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return `p50 ${ms(quantile(sorted, 0.5))}, p95 ${ms(quantile(sorted, 0.95))}, most ${ms(sorted.at(-1))}`;
};

/** The lengths of the tasks on the page's thread while something is done, longest first. */
async function tasks(browser, page, deed) {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'] });
  const result = await deed();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const isMain = ({ pid, tid }) => mains.some((main) => main.pid === pid && main.tid === tid);
  const all = traceEvents.filter((event) => event.name === 'RunTask' && event.dur && isMain(event));
  const longest = (figure) => all.map((event) => (event[figure] ?? event.dur) / 1000).sort((a, b) => b - a);
  return { result, times: longest('dur'), work: longest('tdur') };
}

/** On a machine that does other things besides, a task takes longer than it works. */
const told = ({ times, work }) => {
  const long = (list) => list.filter((time) => time > 50).length;
  return `longest task ${ms(times[0] ?? 0)}, of work ${ms(work[0] ?? 0)}; over 50 ms ${long(times)}, of work ${long(work)}`;
};

/** Frames a second, the times between them, and how long the page's thread works for one. */
function moved(name, { result, times, work }) {
  const seconds = result.reduce((sum, time) => sum + time, 0) / 1000;
  const each = work.reduce((sum, time) => sum + time, 0) / result.length;
  console.log(`${name}: ${(result.length / seconds).toFixed(1)} frames/s, ${quantiles(result)}; work a frame ${ms(each)}`);
  console.log(`  ${told({ times, work })}`);
}

/** Moves the wheel once a frame for some seconds; the times between frames. */
function wheels(seconds, ctrl, delta) {
  const frame = document.querySelector('.timeline-frame');
  const { left, top, width, height } = frame.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
  return new Promise((resolve) => {
    const times = [];
    const begun = performance.now();
    let last = begun;
    let turn = 0;
    const next = (now) => {
      times.push(now - last);
      last = now;
      if (now - begun > seconds * 1000) return resolve(times.slice(2));
      turn += 1;
      const deltaY = Math.floor(turn / 60) % 2 === 0 ? delta : -delta;
      frame.dispatchEvent(new WheelEvent('wheel', { ...at, ctrlKey: ctrl, deltaY }));
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

/** Moves the scrubber to places all over the run; for each the time to its paint, and the work of it. */
async function seeks(count) {
  const range = document.querySelector('.scrubber-range');
  const figures = [];
  for (let index = 0; index < count; index += 1) {
    const share = ((index * 37) % count) / count;
    figures.push(
      await new Promise((resolve) => {
        requestAnimationFrame(() => {
          const asked = performance.now();
          range.value = String(Number(range.min) + share * (range.max - range.min));
          range.dispatchEvent(new Event('input', { bubbles: true }));
          setTimeout(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - asked);
            port2.postMessage(null);
          });
        });
      }),
    );
  }
  return figures;
}

async function memory(browser, page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const resident = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(execFileSync('ps', ['-o', 'rss=', '-p', `${id}`]).toString()) / 1024);
  const mb = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  return `JS heap ${mb(usedSize)}, buffers ${backingStorageSize === undefined ? 'unknown' : mb(backingStorageSize)}, whole renderer process ${Math.max(...resident).toFixed(0)} MB resident`;
}

const site = await serve();
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const drawn = () => page.waitForFunction(() => document.querySelector('.zoom-words'), null, { polling: 'raf', timeout: 120_000 });
  await page.goto(site.url);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  // The late part has come, and so has the worker.
  await page.waitForTimeout(3_000);
  const opening = await tasks(browser, page, async () => {
    const asked = await page.evaluate((link) => {
      location.hash = link;
      return performance.now();
    }, LINK);
    await drawn();
    const shown = await page.evaluate(() => performance.now());
    await page.waitForTimeout(1_500);
    return shown - asked;
  });
  const words = await page.locator('.zoom-words').innerText();
  console.log(words.replaceAll('\u00a0', ' '));
  console.log(`drawn after its link is set: ${ms(opening.result)}; ${told(opening)}`);
  const moves = [
    ['zoom of the whole run', true, -24],
    ['pan of a part, counted', false, 30],
  ];
  for (const [name, ctrl, delta] of moves) {
    moved(name, await tasks(browser, page, () => page.evaluate(`(${wheels})(${SECONDS}, ${ctrl}, ${delta})`)));
    await page.locator('.timeline-frame').focus();
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('+');
  }
  await page.getByRole('button', { name: 'To the proof' }).click();
  await page.waitForTimeout(500);
  const detail = await tasks(browser, page, () => page.evaluate(`(${wheels})(${SECONDS}, false, 6)`));
  moved('pan in detail', detail);
  const scrub = await tasks(browser, page, () => page.evaluate(`(${seeks})(${SEEKS})`));
  console.log(`scrub in a window, ${SEEKS} seeks to the paint: ${quantiles(scrub.result)}; ${told(scrub)}`);
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('0');
  const whole = await tasks(browser, page, () => page.evaluate(`(${seeks})(${SEEKS})`));
  console.log(`scrub in the whole run, ${SEEKS} seeks to the paint: ${quantiles(whole.result)}; ${told(whole)}`);
  console.log(`memory: ${await memory(browser, page)}`);
} finally {
  await browser.close();
  await site.close();
}
