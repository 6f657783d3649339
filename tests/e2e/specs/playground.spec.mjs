// The main job, by keyboard and by pointer: a violated guarantee is healed, the address follows,
// and whoever opens it sees the same run, in this browser and natively.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

/** The fingerprint of the run on the page, once it is there. */
async function digest(page) {
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  return page.evaluate(() => document.documentElement.dataset.digest);
}

/** The fingerprint that the native program computes for a link. */
function native(link) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  return JSON.parse(execFileSync(program, ['run', link, '--json'], { maxBuffer: 1 << 28 })).digest;
}

const rung = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const slider = (page, name) => page.getByRole('slider', { name: new RegExp(`^${name}\\b`) });

async function hashOf(page, part) {
  await page.waitForFunction((wanted) => location.hash.includes(wanted), part);
  return page.evaluate(() => location.hash);
}

async function sameEverywhere(page) {
  const [link, here] = [page.url(), await digest(page)];
  await page.reload();
  assert.equal(await digest(page), here, 'after a reload');
  const other = await site.open(link);
  assert.equal(await digest(other), here, 'in a second context');
  assert.equal(native(link), here, 'natively');
}

test('the page opens on a violated run that says why', async () => {
  const page = await site.open();
  await digest(page);
  await rung(page, 'Linearizable violated').waitFor();
  assert.match(await page.locator('#finding').innerText(), /Not linearizable:/);
  assert.equal(native('#/'), await digest(page));
  assert.deepEqual(page.problems, []);
});

test('R moved by keyboard heals the opening run, and its link opens the same run everywhere', async () => {
  const page = await site.open();
  await digest(page);
  await slider(page, 'R').focus();
  await page.keyboard.press('ArrowRight');
  await rung(page, 'Linearizable violated').waitFor();
  await page.keyboard.press('ArrowRight');
  await rung(page, 'Linearizable held').waitFor();
  await hashOf(page, 'r=4');
  await sameEverywhere(page);
  assert.deepEqual(page.problems, []);
});

test('R moved by pointer heals it, undo breaks it again', async () => {
  const page = await site.open();
  await digest(page);
  const box = await slider(page, 'R').boundingBox();
  const at = (value) => box.x + 7 + ((box.width - 14) * (value - 1)) / 4;
  const y = box.y + box.height / 2;
  await page.mouse.move(at(2), y);
  await page.mouse.down();
  await page.mouse.move(at(3), y, { steps: 4 });
  await page.mouse.move(at(4), y, { steps: 4 });
  await page.mouse.up();
  await rung(page, 'Linearizable held').waitFor();
  await hashOf(page, 'r=4');
  await page.keyboard.press('Control+z');
  await rung(page, 'Linearizable violated').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await rung(page, 'Linearizable held').waitFor();
});

test('a fault added on the timeline is in the picture and in the link', async () => {
  const page = await site.open();
  const before = await digest(page);
  await page.locator('.sheet-body').waitFor();
  const place = await page.evaluate(() => {
    const sheet = document.querySelector('.sheet-body').getBoundingClientRect();
    const heads = [...document.querySelectorAll('.sheet-head text')];
    const head = heads.find((text) => text.textContent === 'r3').getBoundingClientRect();
    return { x: head.x + head.width / 2, y: sheet.y + 0.4 * sheet.height };
  });
  await page.mouse.click(place.x, place.y);
  await page.getByRole('button', { name: /^Crash r3 for [^,]*$/ }).click();
  await page.waitForFunction((old) => document.documentElement.dataset.digest !== old, before);
  const link = await hashOf(page, 'crash=r3');
  assert.match(link, /crash=r3/);
  await page.getByText(/r3 down/).first().waitFor();
  assert.equal(native(page.url()), await digest(page));
  await page.keyboard.press('Control+z');
  await page.waitForFunction((old) => document.documentElement.dataset.digest === old, before);
  assert.deepEqual(page.problems, []);
});

test('the timeline plays, steps and scrubs by keyboard', async () => {
  const page = await site.open();
  await digest(page);
  await page.locator('.timeline-frame').focus();
  await page.keyboard.press('Home');
  await page.locator('.cursor-words').filter({ hasText: /^0\.0$/ }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('.cursor-words').filter({ hasText: /^[1-9]/ }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.locator('.flight').first().waitFor();
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Play' }).waitFor();
});

test('Share offers the link, the frame and the Mermaid text', async () => {
  const page = await site.open('#/?r=3');
  await digest(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  assert.match(await page.getByRole('textbox', { name: 'Link to this run' }).inputValue(), /#\/\?.*r=3/);
  assert.match(await page.getByRole('textbox', { name: 'Frame for a page of documentation' }).inputValue(), /<iframe src=".*#\/e\?.*r=3/);
  const mermaid = await page.getByRole('textbox', { name: 'Mermaid text' }).inputValue();
  assert.match(mermaid, /^sequenceDiagram\n {4}accTitle: .+\n {4}accDescr: .+\n {4}participant /);
});

test('what Share takes along says what is broken', async () => {
  const page = await site.open('#/');
  await digest(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const mermaid = await page.getByRole('textbox', { name: 'Mermaid text' }).inputValue();
  assert.match(mermaid, /\n {4}Note over [^\n]*: Not linearizable: /);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save SVG of the timeline' }).click();
  const picture = readFileSync(await (await saved).path(), 'utf8');
  assert.match(picture, /<desc id="q-desc">Not linearizable: /);
  assert.match(picture, /<g id="q-foot">[\s\S]*>Not<[\s\S]*>linearizable</);
  const file = async (name) => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    return (await saved).path();
  };
  const judged = JSON.parse(execFileSync(process.env.QUORATE, ['check', await file('Save EDN'), '--json']));
  assert.deepEqual([judged.format, judged.models.linearizable], ['edn', 'violated']);
  assert.match(readFileSync(await file('for ShiViz'), 'utf8'), /^A \{"A":1\}\n/m);
});

test('Share closes on Escape from its button, and on a press elsewhere but not inside', async () => {
  const page = await site.open();
  await digest(page);
  const share = page.getByRole('button', { name: 'Share', exact: true });
  const panel = page.getByRole('region', { name: 'Share' });
  await share.click();
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'share');
  await share.click();
  await panel.getByRole('textbox').first().click();
  assert.ok(await panel.isVisible());
  await page.mouse.click(700, 500);
  await panel.waitFor({ state: 'detached' });
  await share.click();
  await share.click();
  assert.equal(await panel.count(), 0);
  assert.deepEqual(page.problems, []);
});

for (const [what, link, words] of [
  ['broken', '#/1.@@@@', /link/i],
  ['truncated', '#/1.eJyrVkrLz1eyUkpKLFKqBQAd', /link/i],
  ['newer', '#/2.abcdef', /newer version/i],
  ['bomb', `#/1.${'A'.repeat(140_000)}`, /longer than any link/i],
  ['impossible', '#/?n=3&w=5&r=0', /cannot run[\s\S]*W, the ack[\s\S]*R, the answers/i],
  ['misspelt', '#/?r=3&colour=red&w=x', /colour[\s\S]*w/i],
]) {
  test(`a ${what} link is explained, and the page stays usable`, async () => {
    const page = await site.open(link);
    await digest(page);
    assert.match(await page.locator('.notice').innerText(), words);
    await slider(page, 'R').focus();
    await page.keyboard.press('End');
    await rung(page, 'Linearizable held').waitFor();
    assert.deepEqual(page.problems, []);
  });
}

test('a long run is computed in a worker, newest wins', async () => {
  const page = await site.open('#/?ops=400&sessions=0,1,2,3&seed=3');
  const first = await digest(page);
  await slider(page, 'R').focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
  await hashOf(page, 'r=5');
  await page.waitForFunction((old) => {
    const now = document.documentElement.dataset.digest;
    return now && now !== old;
  }, first);
  assert.equal(native(page.url()), await digest(page));
  assert.ok(page.workers().length >= 1, 'many runs have workers of their own');
  assert.deepEqual(page.problems, []);
});

test('where workers are refused the page computes by itself', async () => {
  const page = await site.open('#/?seed=5');
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error('refused');
      }
    };
  });
  await page.goto(page.url().replace('seed=5', 'seed=6&ops=400'));
  await page.reload();
  assert.equal(await digest(page), native(page.url()));
});

for (const theme of THEMES) {
  test(`axe finds nothing with menus, shared links, faults and the embed open, ${theme}`, async () => {
    const page = await site.open('#/?crash=r3@100-200&cut=r5@50-150', { theme });
    await digest(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    assert.deepEqual(await violations(page), []);
    const embed = await site.open('#/e?r=3', { theme, viewport: { width: 720, height: 420 } });
    await digest(embed);
    assert.deepEqual(await violations(embed), []);
    for (const tab of ['Controls', 'Guarantees', 'Numbers']) {
      const phone = await site.open('', { theme, viewport: PHONE });
      await digest(phone);
      await phone.getByRole('button', { name: tab, exact: true }).click();
      assert.deepEqual(await violations(phone), []);
    }
  });
}
