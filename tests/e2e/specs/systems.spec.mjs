// Real systems: what they claim beside what is found, on the page, and the way into the playground.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.digest);
const digest = (page) => page.evaluate(() => document.documentElement.dataset.digest);
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, [...words, '--json'], { maxBuffer: 1 << 28 }));
const tested = (page) => page.waitForFunction(() => !document.querySelector('.sign.is-open'));

test('every claim is put to the test, and is found as the command line finds it', async () => {
  const page = await site.open('#/systems');
  const systems = native('systems');
  const claims = systems.flatMap(({ modes }) => modes.flatMap(({ claims }) => claims));
  const agree = claims.filter(({ claimed, found }) => claimed === found).length;
  await page.getByRole('heading', { level: 1, name: `${agree} of ${claims.length} documented claims are found` }).waitFor({ timeout: 60_000 });
  const shown = await page.locator('.said-model').evaluateAll((items) => items.map((item) => item.innerText.replace(/\s+/g, ' ').trim()));
  assert.equal(shown.length, claims.length);
  assert.equal(shown.filter((words) => /^found kept/.test(words)).length, claims.filter(({ found }) => found === 'kept').length);
  assert.equal(await page.locator('.system').count(), systems.length);
  assert.equal(await page.locator('.is-missing').count(), systems.flatMap((system) => system.not_simulated).length);
  assert.equal(await page.title(), 'Real systems, and what they claim · Quorate');
  assert.deepEqual(page.problems, []);
});

test('each mode shows the run that the command line runs, and opens it in the playground', async () => {
  const page = await site.open('#/systems');
  const modes = await page.locator('a.mode-name').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.equal(modes.length, native('systems', '--trials', '1').flatMap((system) => system.modes).length);
  for (const mode of modes) {
    await page.evaluate((fragment) => { location.hash = fragment; }, mode);
    await page.locator(`.mode-choice[aria-current][href="${mode}"]`).waitFor();
    const open = await page.getByRole('link', { name: 'Open in the playground' }).getAttribute('href');
    const wanted = native('run', open).digest;
    await page.waitForFunction((digest) => document.documentElement.dataset.digest === digest, wanted);
    const parts = await page.evaluate(() => {
      const main = document.querySelector('.column-main').getBoundingClientRect();
      return [...document.querySelectorAll('.sheet-body text')].filter((text) => text.getBoundingClientRect().right > main.right + 1).length;
    });
    assert.equal(parts, 0, `${mode}: labels beyond the edge`);
  }
  assert.deepEqual(page.problems, []);
});

test('from a claim to the playground and back, with the same address and title', async () => {
  const page = await site.open('#/systems/zookeeper/sync-then-read');
  await ready(page);
  await tested(page);
  assert.equal(await page.title(), 'ZooKeeper · Quorate');
  await page.locator('#finding').filter({ hasText: /^Not linearizable/ }).waitFor();
  await page.getByRole('button', { name: /^found kept Sequential/ }).click();
  await page.locator('#finding').filter({ hasText: /^Sequential: held in this run/ }).waitFor();
  await page.getByRole('button', { name: /^found broken Linearizable/ }).click();
  await page.locator('#finding').filter({ hasText: /^Not linearizable/ }).waitFor();
  const open = page.getByRole('link', { name: 'Open in the playground' });
  const [address, seen] = [await open.getAttribute('href'), await digest(page)];
  await open.click();
  await page.locator('.rung.violated.is-chosen', { hasText: 'Linearizable' }).waitFor();
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => location.hash), address);
  assert.equal(await digest(page), seen);
  assert.match(await page.title(), /playground/);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'ZooKeeper' }).waitFor();
  assert.equal(await page.title(), 'ZooKeeper · Quorate');
  assert.deepEqual(page.problems, []);
});

test('the run of a mode is only looked at', async () => {
  const page = await site.open('#/systems/zookeeper/sync-then-read');
  await ready(page);
  const box = await page.locator('.sheet-body').boundingBox();
  await page.mouse.click(box.x + box.width - 40, box.y + box.height / 3);
  assert.equal(await page.locator('.moment-menu').count(), 0);
  assert.equal(await page.locator('.handle').count(), 0);
  await page.keyboard.press('Control+z');
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('Home');
  await page.locator('.cursor-words').filter({ hasText: /^0\.0$/ }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), '#/systems/zookeeper/sync-then-read');
  assert.deepEqual(page.problems, []);
});

test('systems and modes are reached by keyboard, and the keyboard is where the page changed', async () => {
  const page = await site.open('');
  await ready(page);
  await page.getByRole('link', { name: 'Systems' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Systems', exact: true }).and(page.locator('[aria-current=page]')).waitFor();
  await page.getByRole('link', { name: 'Cassandra', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Cassandra' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Systems');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '#/systems/cassandra/quorum');
  await page.getByRole('link', { name: 'Playground', exact: true }).press('Enter');
  await page.getByRole('slider', { name: /^R\b/ }).waitFor();
  assert.deepEqual(page.problems, []);
});

test('what is not simulated is said, and an address that leads nowhere shows all systems', async () => {
  const page = await site.open('#/systems/etcd');
  await page.getByRole('heading', { name: 'Not simulated' }).waitFor();
  const nowhere = await site.open('#/systems/oracle');
  await nowhere.getByText('Nothing is called /systems/oracle').waitFor();
  await nowhere.getByRole('link', { name: 'etcd' }).waitFor();
  assert.deepEqual([...page.problems, ...nowhere.problems], []);
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing with systems in the ${theme} theme at ${viewport.width} wide, and nothing is cut`, async () => {
      for (const address of ['#/systems', '#/systems/mongodb', '#/systems/spanner']) {
        const page = await site.open(address, { theme, viewport, reducedMotion: 'reduce' });
        await page.getByRole('heading', { level: 1 }).waitFor();
        assert.deepEqual(await violations(page), [], address);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${address} is ${wider} px too wide`);
        assert.deepEqual(page.problems, []);
      }
    });
  }
}
