// Many runs beside one: the second column of the ladder says what the native program says, never holds up
// the page, ends when it is told to, and belongs to the scenario on the page.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

const rung = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const state = (page) => page.locator('.many-state');
const done = (page) => page.locator('.many-state', { hasText: /^Seeds / }).waitFor({ timeout: 60_000 });
const plain = (text) => text.replaceAll('\u00a0', ' ');
const figure = async (page, name) => plain(await rung(page, name).locator('.many-figure').textContent());

/** How many of so many runs break a model, as the native program counts them. */
function native(link, runs, model) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  const told = JSON.parse(execFileSync(program, ['run', link, '--seeds', `${runs}`, '--json'], { maxBuffer: 1 << 28 }));
  return told.models.find(([id]) => id === model)[1];
}

async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.digest);
}

async function inPanel(page, viewport, name) {
  if (viewport === PHONE) await page.getByRole('button', { name, exact: true }).click();
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`a thousand runs come in by themselves and are those of the native program, ${viewport.width} wide`, async () => {
    const page = await site.open('', { viewport });
    await settled(page);
    await inPanel(page, viewport, 'Guarantees');
    await done(page);
    const share = native('#/', 1_000, 'linearizable');
    assert.ok(share.violated > 0);
    assert.equal(await figure(page, 'Linearizable violated'), `${(share.violated / 10).toFixed(1)} %`);
    const words = plain(await rung(page, 'Linearizable violated').textContent());
    assert.match(words, new RegExp(`of 1,000 runs, [\\d.]+ to [\\d.]+ %; first with seed ${share.first_violating_seed}\\.`));
    assert.equal(await figure(page, 'Weak'), 'never');
    assert.match(await page.locator('.guarantees .section-head').innerText(), /this run[\s\S]*violated in/);
    // What is told only to those who listen does not make the page longer than the screen.
    const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    assert.ok(below <= 1, `the page scrolls by ${below} px`);
    assert.deepEqual(page.problems, []);
  });
}

test('what runs can be stopped at once, goes on, and ends with as many as were chosen', async () => {
  const page = await site.open('');
  await settled(page);
  await done(page);
  const choice = page.getByRole('combobox', { name: /how many runs/ });
  await choice.selectOption({ label: '100,000' });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await state(page).filter({ hasText: /^Stopped after [\d,]+ of 100,000 runs/ }).waitFor();
  await page.waitForTimeout(400);
  const after = await state(page).textContent();
  await page.waitForTimeout(600);
  assert.equal(await state(page).textContent(), after, 'nothing more comes');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('.many-state', { hasText: /so far/ }).waitFor();
  await choice.selectOption({ label: '100' });
  await page.locator('.many-state', { hasText: /^Seeds 16 to 115\./ }).waitFor();
  const share = native('#/', 100, 'linearizable');
  assert.equal(await figure(page, 'Linearizable violated'), `${share.violated.toFixed(1)} %`);
  assert.deepEqual(page.problems, []);
});

test('another scenario takes the place of the one before, which is never shown as its own', async () => {
  const page = await site.open('');
  await settled(page);
  await done(page);
  await page.getByRole('slider', { name: /^R\b/ }).focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press('ArrowRight');
  await rung(page, 'Linearizable held').waitFor();
  assert.equal(await figure(page, 'Linearizable held'), '');
  await done(page);
  const share = native('r=4', 1_000, 'linearizable');
  assert.equal(await figure(page, 'Linearizable held'), share.violated === 0 ? '≤ 0.4 %' : `${share.violated / 10} %`);
  assert.deepEqual(page.problems, []);
});

test('the first seed that breaks a model is a click away', async () => {
  const page = await site.open('#/?n=3&w=1&r=1');
  await settled(page);
  await done(page);
  await rung(page, 'Linearizable held').click();
  const open = page.getByRole('button', { name: /^Open seed \d+$/ });
  const seed = (await open.innerText()).match(/\d+/)[0];
  assert.equal(seed, `${native('n=3&w=1&r=1', 1_000, 'linearizable').first_violating_seed}`);
  await open.click();
  await rung(page, 'Linearizable violated').waitFor();
  await page.waitForFunction((wanted) => location.hash.includes(`seed=${wanted}`), seed);
  assert.deepEqual(page.problems, []);
});

test('where workers are refused the page runs them by itself, and still answers', async () => {
  const page = await site.open('not-here.txt');
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error('refused');
      }
    };
  });
  await page.goto(site.url);
  await settled(page);
  await page.locator('.many-state', { hasText: /so far/ }).waitFor();
  await page.getByRole('combobox', { name: /how many runs/ }).selectOption({ label: '100' });
  await page.locator('.many-state', { hasText: /^Seeds 16 to 115\./ }).waitFor();
  assert.equal(await figure(page, 'Linearizable violated'), `${native('#/', 100, 'linearizable').violated.toFixed(1)} %`);
});

test('a run that takes long begins no series unasked', async () => {
  const page = await site.open('#/?ops=4000&seed=3');
  await settled(page);
  await page.getByRole('button', { name: 'Run more' }).waitFor();
  await page.waitForTimeout(300);
  assert.match(await state(page).textContent(), /takes long/);
  assert.deepEqual(page.problems, []);
});

test('a service level is met or not, says by how much, and is in the link', async () => {
  const page = await site.open('');
  await settled(page);
  await done(page);
  const level = page.getByRole('region', { name: 'Service level' });
  const line = (words) => level.locator('li', { hasText: words });
  assert.match(await line('Survives').innerText(), /Met: writes and reads go on without any one of 5/);
  assert.match(await line('of reads fresh').innerText(), /(Met|Not met|Open): /);
  await level.getByRole('spinbutton', { name: 'The 99th percentile of writes' }).fill('1');
  await page.keyboard.press('Enter');
  assert.match(plain(await line('p99 of writes').innerText()), /Not met: .* above; 95 % interval /s);
  assert.match(await level.getByRole('status').first().innerText(), /^Not met: \d of 3/);
  await level.getByRole('spinbutton', { name: 'The 99th percentile of writes' }).fill('5000');
  await page.keyboard.press('Enter');
  assert.match(plain(await line('p99 of writes').innerText()), /Met: .* below; 95 % interval /s);
  const ASKED = 'fresh=0.99@100&p99-write=5000&lose-region=on';
  await page.waitForFunction((asked) => location.hash === `#/?${asked}`, ASKED);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  assert.ok((await page.locator('#share-link').inputValue()).endsWith(`#/?${ASKED}`));
  await page.keyboard.press('Escape');
  await page.reload();
  await done(page);
  assert.equal(plain(await level.getByRole('spinbutton', { name: 'The 99th percentile of writes' }).inputValue()), '5000 ms');
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'theme').length), 0);
  assert.deepEqual(page.problems, []);
});

test('what is asked stays through undo and redo, changes no run, and can be nothing', async () => {
  const page = await site.open('#/?r=3&answered=0.5&survive=1');
  await settled(page);
  await done(page);
  const level = page.getByRole('region', { name: 'Service level' });
  const status = level.getByRole('status').first();
  assert.equal(await status.innerText(), 'Met, all 2.');
  assert.match(await level.locator('li', { hasText: 'Replicas down for writes' }).innerText(), /Met: 3 may be down for writes, 2 for reads, by the setting alone/);
  const digest = () => page.evaluate(() => document.documentElement.dataset.digest);
  const before = await digest();
  await page.getByRole('slider', { name: /^R\b/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.hash.includes('r=4'));
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => location.hash === '#/?r=3&answered=0.5&survive=1');
  await page.keyboard.press('Control+Shift+z');
  await page.waitForFunction(() => location.hash === '#/?r=4&answered=0.5&survive=1');
  await page.keyboard.press('Control+z');
  await page.waitForFunction((digest) => document.documentElement.dataset.digest === digest, before);
  await done(page);
  for (const name of ['Share of operations that are answered', 'Replicas that may be down while writes go on', 'Replicas that may be down while reads go on']) {
    await level.getByRole('spinbutton', { name }).fill('');
    await page.keyboard.press('Enter');
  }
  await page.waitForFunction(() => location.hash === '#/?r=3&asks=nothing');
  assert.equal(await status.innerText(), 'Nothing is asked.');
  assert.equal(await digest(), before);
  // Each of them was a step.
  for (const tail of ['r=3&survive-reads=1', 'r=3&survive=1', 'r=3&answered=0.5&survive=1']) {
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Control+z');
    await page.waitForFunction((tail) => location.hash === `#/?${tail}`, tail);
  }
  assert.equal(await status.innerText(), 'Met, all 2.');
  await page.keyboard.press('Control+Shift+z');
  await page.waitForFunction(() => location.hash === '#/?r=3&survive=1');
  assert.deepEqual(page.problems, []);
});

test('a level that cannot be is named, and the rest of the link opens', async () => {
  const page = await site.open('#/?r=3&fresh=99@5&p99-write=soon');
  await page.getByText('`99` is not a share from 0 to 1').waitFor();
  await page.getByText('`soon` is not a number').waitFor();
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  test(`axe finds nothing wrong with many runs, ${theme}`, async () => {
    for (const [viewport, tab] of [[DESKTOP, ''], [PHONE, 'Guarantees'], [PHONE, 'Numbers']]) {
      const page = await site.open('', { theme, viewport });
      await settled(page);
      await inPanel(page, viewport, tab);
      await page.waitForFunction(() => /^Seeds /.test(document.querySelector('.many-state')?.textContent ?? ''));
      assert.deepEqual(await violations(page), []);
    }
  });
}
