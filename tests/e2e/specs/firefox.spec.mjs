// The main job in Firefox: the page opens, a slider changes the verdict, the link opens the same run
// again, a fault is added on the timeline; and the run is what the native program says.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { judged, launchFirefox, openIn } from '../support/firefox.mjs';
import { serve } from '../support/server.mjs';
import { DESKTOP, PHONE } from '../support/site.mjs';

let site;
let firefox;
before(async () => {
  site = await serve();
  firefox = await launchFirefox();
});
after(async () => {
  await firefox?.close();
  await site?.close();
});

function native(link) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  return JSON.parse(execFileSync(program, ['run', link, '--json'], { maxBuffer: 1 << 28 })).digest;
}

const hashHas = (page, part) => page.waitForFunction((wanted) => decodeURIComponent(location.hash).includes(wanted), {}, part);
const finding = (page) => page.$eval('#finding', (sentence) => sentence.innerText);

test('the opening run is violated, R heals it, and its link opens the same run again', async () => {
  const page = await openIn(firefox, site.url);
  assert.match(await finding(page), /Not linearizable:/);
  let digest = await judged(page);
  assert.equal(digest, native('#/'));
  await page.focus('input[type=range][aria-label^="R"]');
  for (let press = 0; press < 2; press += 1) {
    await page.keyboard.press('ArrowRight');
    digest = await judged(page, digest);
  }
  await hashHas(page, 'r=4');
  assert.doesNotMatch(await finding(page), /Not linearizable:/);
  assert.equal(digest, native(page.url()));
  const again = await openIn(firefox, page.url());
  assert.equal(await judged(again), digest);
  assert.deepEqual([...page.problems, ...again.problems], []);
});

test('a crash is added by pointer on the timeline, dragged, and taken back', async () => {
  const page = await openIn(firefox, site.url);
  const opening = await judged(page);
  const place = await page.evaluate(() => {
    const sheet = document.querySelector('.sheet-body').getBoundingClientRect();
    const heads = [...document.querySelectorAll('.sheet-head text')];
    const head = heads.find((text) => text.textContent === 'r3').getBoundingClientRect();
    return { x: head.x + head.width / 2, y: sheet.y + 0.25 * sheet.height };
  });
  await page.mouse.click(place.x, place.y);
  await page.locator('::-p-text(Crash r3 for)').click();
  await hashHas(page, 'crash=r3@');
  const added = await judged(page, opening);
  assert.equal(added, native(page.url()));
  const handle = await page.evaluate(() => {
    const { x, y, width, height } = [...document.querySelectorAll('.handle')].at(-1).getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await page.mouse.move(handle.x, handle.y);
  await page.mouse.down();
  await page.mouse.move(handle.x, handle.y + 80, { steps: 5 });
  await page.mouse.up();
  const dragged = await judged(page, added);
  await new Promise((then) => setTimeout(then, 400));
  assert.equal(await judged(page), native(page.url()));
  assert.notEqual(dragged, added);
  for (let step = 0; step < 2; step += 1) {
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
  }
  await page.waitForFunction((old) => document.documentElement.dataset.digest === old, {}, opening);
  assert.deepEqual(page.problems, []);
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`no page is larger than the window or complains at ${viewport.width} wide`, async () => {
    for (const fragment of ['#/', '#/e', '#/spectrum', '#/systems', '#/guarantees', '#/decide', '#/check']) {
      const page = await firefox.newPage();
      await page.setViewport(viewport);
      const problems = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      await page.goto(site.url + fragment, { waitUntil: 'load' });
      await page.waitForSelector('#app h1, #app .timeline');
      await page.waitForFunction(() => !document.querySelector('.first'));
      const beyond = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth - innerWidth, scrollHeight - innerHeight];
      });
      // Parts of a page scroll, never the page: its own scrollbar would take room from all.
      assert.ok(Math.max(...beyond) <= 0, `${fragment} is larger than the window by ${beyond} px`);
      assert.deepEqual(problems, [], fragment);
      await page.close();
    }
  });
}
