// Figures of the numbers beside a run, in a real Chromium, printed and never judged: how long many runs of the
// opening scenario and its mathematics take in the page's workers, and how soon the advisor answers. The machine's
// load stands beside them, for whoever compares.
//
//   DIST=../../dist ROUNDS=5 node bench/numbers.mjs

import { cpus, loadavg } from 'node:os';
import { launch } from '../support/site.mjs';
import { serve } from '../support/server.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const ADVISED = [
  ['linearizable over zones, one replica down', 'needs=linearizable&survive=1&net=zones&n=1-9'],
  ['sessions worldwide, a region lost', 'needs=read_your_writes,monotonic_reads&p99-read=10&lose-region=on&n=1-9'],
  ['fresh within 10 ms in a datacenter', 'p99-write=10&p99-read=10&fresh=0.99@10&survive=1&net=lnkd-disk&n=1-9'],
];

const ms = (value) => (value === null ? 'none' : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
const row = (what, figures) => {
  const sorted = [...figures].sort((a, b) => a - b);
  const load = loadavg()[0].toFixed(2);
  console.log(`${what}: median ${ms(sorted[Math.floor(sorted.length / 2)])} of ${figures.map(ms).join(', ')} (load ${load})`);
};

/** Notes for every question to a worker what it asks and how long the answer took. */
function watch() {
  const Native = Worker;
  window.asked = [];
  // The question is a parcel: a number, the length of a link, the link, and the number of the task.
  const task = (bytes) => {
    let at = 0;
    const number = () => {
      let [value, shift] = [0, 0];
      for (;;) {
        const byte = bytes[at++];
        value += (byte & 127) * 2 ** shift;
        shift += 7;
        if (byte < 128) return value;
      }
    };
    number();
    const length = number();
    at += length;
    return ['run', 'part', 'prospect', 'advise'][number()];
  };
  window.Worker = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (Array.isArray(data) && this.question) window.asked.push({ ...this.question, answered: performance.now() });
      });
    }
    postMessage(message, ...rest) {
      if (message instanceof Uint8Array) this.question = { task: task(message), begun: performance.now() };
      super.postMessage(message, ...rest);
    }
  };
}

async function many(browser, url, what, link) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const over = () => page.locator('.many-state', { hasText: 'Seeds ' }).waitFor({ timeout: 120_000 });
  await page.goto(`${url}#/?${link}`);
  await over();
  const [runs, prospects] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await page.evaluate(([link, seed]) => {
      window.asked = [];
      location.hash = `#/?${link}&seed=${seed}`;
    }, [link, round * 5_000]);
    await page.locator('.many-state', { hasText: `Seeds ${round * 5_000} ` }).waitFor({ timeout: 120_000 });
    // The mathematics may be answered after the last run.
    await page.waitForFunction(() => window.asked.some(({ task }) => task === 'prospect'), null, { timeout: 120_000 });
    const asked = await page.evaluate(() => window.asked);
    const parts = asked.filter(({ task }) => task === 'part');
    runs.push(Math.max(...parts.map(({ answered }) => answered)) - Math.min(...asked.map(({ begun }) => begun)));
    const prospect = asked.find(({ task }) => task === 'prospect');
    prospects.push(prospect.answered - prospect.begun);
  }
  row(`1,000 runs, ${what}, with its mathematics, two workers`, runs);
  row(`the mathematics, ${what}, in a worker`, prospects);
  await context.close();
}

async function advised(browser, url, [what, query]) {
  const [first, all, told] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    // The playground first, so that all of the page is there and compiled.
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    await page.locator('.many-state').waitFor({ timeout: 60_000 });
    await page.evaluate((query) => (location.hash = `#/decide?${query}`), query);
    const notes = page.locator('.decide-notes[data-done=true]');
    await notes.waitFor({ timeout: 300_000 });
    const figures = await notes.evaluate(({ dataset }) => [dataset.firstMs, dataset.allMs].map(Number));
    first.push(figures[0]);
    all.push(figures[1]);
    told.push(await page.locator('h1').innerText());
    await context.close();
  }
  console.log(`advisor, ${what}: ${told[0]}`);
  row('  the first answer', first);
  row('  all answers', all);
}

const site = await serve();
const browser = await launch();
try {
  console.log(`${cpus().length} processors, ${cpus()[0].model}`);
  await many(browser, site.url, 'the opening scenario', 'n=5');
  await many(browser, site.url, 'N=3 with the delays of lnkd-disk', 'n=3&w=1&r=1&net=lnkd-disk');
  for (const asked of ADVISED) await advised(browser, site.url, asked);
} finally {
  await browser.close();
  await site.close();
}
