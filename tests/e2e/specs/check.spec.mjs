// A history that is brought along: judged as the command line judges it, drawn, and shared.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const CALM = 'A w(x,1) 0..10\nB r(x)=1 20..30\n';
const JEPSEN = [
  '{:process 0, :type :invoke, :f :cas, :value [0 1], :time 0}', '{:process 0, :type :ok, :f :cas, :value [0 1], :time 5000000}',
  '{:process 1, :type :invoke, :f :cas, :value [0 2], :time 9000000}', '{:process 1, :type :ok, :f :cas, :value [0 2], :time 15000000}',
].join('\n');

const verdicts = (page) => page.locator('.guarantees .rung').evaluateAll((rows) => Object.fromEntries(rows.map((row) =>
  [row.querySelector('.rung-name').textContent, row.querySelector('.rung-word').textContent])));

/** What the command line says of a text, by model. */
function native(text) {
  const path = join(mkdtempSync(join(tmpdir(), 'history-')), 'history.txt');
  writeFileSync(path, text);
  return [path, JSON.parse(execFileSync(process.env.QUORATE, ['check', path, '--json']))];
}

test('what is typed is judged as the command line judges it', async () => {
  const page = await site.open('#/check');
  await page.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
  const [, expected] = native(await page.getByRole('textbox', { name: 'History' }).inputValue());
  const shown = await verdicts(page);
  const words = { violated: ['violated'], holds: ['held', 'untested'] };
  for (const { model, verdict, name } of expected.verdicts) {
    const row = name ?? model;
    if (words[verdict] && shown[row]) assert.ok(words[verdict].includes(shown[row]), `${row}: ${shown[row]}, not ${verdict}`);
  }
  assert.ok(Object.values(shown).includes('violated'));
  await page.getByRole('textbox', { name: 'History' }).fill(CALM);
  await page.locator('#finding').filter({ hasText: 'Linearizable: held in this history of 2 operations' }).waitFor();
  assert.equal((await verdicts(page)).Linearizable, 'held');
  assert.deepEqual(page.problems, []);
});

test('everything that is wrong is told with its line, and nothing is lost', async () => {
  const page = await site.open('#/check');
  const box = page.getByRole('textbox', { name: 'History' });
  await box.fill('A w(x,1) 0..10\nB reads x\nC r(x)=1 30..20\n');
  await page.locator('#finding').filter({ hasText: 'It cannot be read: line 2' }).waitFor();
  await page.locator('.finding-second').filter({ hasText: 'line 3' }).waitFor();
  assert.match(await box.inputValue(), /B reads x/);
  await box.fill('{"ops": [');
  await page.locator('#finding').filter({ hasText: 'It cannot be read' }).waitFor();
  await box.fill('');
  await page.locator('#finding').filter({ hasText: 'nothing in it yet' }).waitFor();
  assert.deepEqual(page.problems, []);
});

test('a file is opened, and calls on objects are judged as calls', async () => {
  const page = await site.open('#/check');
  const [path, expected] = native(JEPSEN);
  assert.equal(expected.models.linearizable, 'violated');
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('heading', { name: 'Each key as a register with compare-and-set' }).waitFor();
  await page.locator('#finding').filter({ hasText: 'The calls are not linearizable' }).waitFor();
  await page.locator('.sheet-body').getByText('set 0→2').waitFor();
  assert.deepEqual(page.problems, []);
});

test('a history is shared as a link that shows the same', async () => {
  const page = await site.open('#/check');
  const text = `${CALM}C r(x)=nil 40..50 # “late”\n`;
  await page.getByRole('textbox', { name: 'History' }).fill(text);
  await page.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/check?1.'));
  const other = await site.open(await page.evaluate(() => location.hash));
  await other.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
  assert.equal(await other.getByRole('textbox', { name: 'History' }).inputValue(), text);
  assert.deepEqual(await verdicts(other), await verdicts(page));
  assert.deepEqual([...page.problems, ...other.problems], []);
});

test('a broken link says so and leaves the page usable, and another link shows another history', async () => {
  const page = await site.open('#/check?1.eJwAAAA');
  await page.getByText('An example stands here instead').waitFor();
  await page.getByRole('textbox', { name: 'History' }).fill(CALM);
  await page.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/check?1.') && location.hash.length > 30);
  const link = await page.evaluate(() => location.hash);
  // The address without a text brings what was written here last.
  await page.evaluate(() => { location.hash = '#/check'; });
  await page.getByText('As you left it.').waitFor();
  await page.getByRole('button', { name: 'A read older than an earlier read' }).click();
  await page.locator('#finding').filter({ hasText: 'Not linearizable' }).waitFor();
  await page.evaluate((link) => { location.hash = link; }, link);
  await page.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'History' }).inputValue(), CALM);
  assert.deepEqual(page.problems, []);
});

test('a long history is counted whole, and each operation of its reason is a press away', async () => {
  const page = await site.open('#/check');
  const lines = Array.from({ length: 500 }, (_, n) => `A w(x,${n + 1}) ${n * 10}..${n * 10 + 5}`);
  await page.getByRole('textbox', { name: 'History' }).fill(`${lines.join('\n')}\nB r(x)=7 4997..4999\n`);
  await page.locator('#finding').filter({ hasText: 'B read x=7' }).waitFor();
  await page.locator('.zoom-words', { hasText: '501 operations in view' }).waitFor();
  await page.locator('.target[role=button]').last().dispatchEvent('click');
  await page.locator('.zoom-words', { hasText: /in view/ }).filter({ hasNotText: '501' }).waitFor();
  assert.ok(await page.locator('.sheet-body text').count() > 3);
  assert.deepEqual(page.problems, []);
});

for (const theme of THEMES) {
  for (const viewport of [DESKTOP, PHONE]) {
    test(`axe finds nothing with a history in the ${theme} theme at ${viewport.width} wide, and nothing is cut`, async () => {
      const page = await site.open('#/check', { theme, viewport, reducedMotion: 'reduce' });
      for (const example of ['A reply before its question', 'An account that is overdrawn', 'A write that nobody answered']) {
        await page.getByRole('button', { name: example }).click();
        await page.locator('#finding').filter({ hasText: /\w/ }).waitFor();
        await page.waitForTimeout(400);
        assert.deepEqual(await violations(page), [], example);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${example} is ${wider} px too wide`);
      }
      assert.deepEqual(page.problems, []);
    });
  }
}

test('names that run from right to left turn no sentence round, neither on the page nor in the picture', async () => {
  const page = await site.open('#/check');
  await page.getByRole('textbox', { name: 'History' }).fill('דנה w(מפתח,1) 0..10\nדנה w(מפתח,2) 20..60\nB r(מפתח)=2 25..35\nسارة r(מפתח)=1 40..50\n');
  await page.locator('#finding').filter({ hasText: 'سارة' }).waitFor();
  /** Where pieces of words stand, in px from the left, each after the one before. */
  const order = (selector, pieces) => page.evaluate(([selector, pieces]) => {
    const root = [...document.querySelectorAll(selector)].find((one) => pieces.every((piece) => one.textContent.includes(piece)));
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const letters = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) for (let at = 0; at < node.length; at += 1) letters.push([node, at]);
    const text = letters.map(([node, at]) => node.data[at]).join('');
    let from = 0;
    return pieces.map((piece) => {
      const [node, at] = letters[text.indexOf(piece, from)];
      from = text.indexOf(piece, from) + piece.length;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    });
  }, [selector, pieces]);
  const rising = (places) => places.every((place, index) => index === 0 || place > places[index - 1]);
  const first = await order('#finding', ['سارة', 'read', 'מפתח', '=1', 'at 50']);
  assert.ok(rising(first), `the sentence runs ${first}`);
  const label = await order('.sheet-body text', ['read', 'מפתח', '→', '1']);
  assert.ok(rising(label), `the label runs ${label}`);
  assert.deepEqual(page.problems, []);
});

test('in its sentence operations have the discs of the picture', async () => {
  const page = await site.open('#/check');
  await page.locator('#finding .disc').first().waitFor();
  const inSentence = await page.locator('#finding .disc').allInnerTexts();
  const inPicture = await page.locator('.sheet-body .q-words-number').allTextContents();
  assert.deepEqual([...new Set(inSentence)].sort(), [...new Set(inPicture)].sort());
  assert.doesNotMatch(await page.locator('#finding').innerText(), /[①-⑳]/);
});

test('a name of two hundred letters leaves room for what is said of it', async () => {
  const page = await site.open('#/check', { viewport: PHONE });
  const long = 'n'.repeat(200);
  await page.getByRole('textbox', { name: 'History' }).fill(`${long} w(${long},1) 0..10\n${long} w(${long},2) 20..60\n🦀 r(${long})=2 25..35\nC r(${long})=1 40..50\n`);
  await page.locator('#finding').filter({ hasText: '🦀' }).waitFor();
  assert.ok((await page.locator('#finding').innerText()).length < 500);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page scrolls sideways by ${wide} px`);
});

/** A stale read, in an order alone. */
const ORDER = [[0, ':invoke', ':write', 1], [0, ':ok', ':write', 1], [1, ':invoke', ':write', 2], [1, ':ok', ':write', 2], [2, ':invoke', ':read', 'nil'], [2, ':ok', ':read', 1]]
  .map(([process, type, f, value]) => `{:process ${process}, :type ${type}, :f ${f}, :value ${value}}`).join('\n');

/** Whatever the page says, seen or only heard, that has a unit of time behind a number. */
const times = (page) => page.evaluate(() => {
  const heard = [...document.querySelectorAll('[aria-label], [aria-valuetext], [title]')]
    .flatMap((one) => ['aria-label', 'aria-valuetext', 'title'].map((name) => one.getAttribute(name) ?? ''));
  const main = document.querySelector('main');
  const field = document.querySelector('#check-mermaid')?.value ?? '';
  const drawn = [...main.querySelectorAll('svg text, p, strong, li, span')].map((one) => one.textContent);
  return [...heard, ...drawn, field].filter((text) => /\d\s?(ms|µs|s)\b|\bidle\b/.test(text));
});

for (const orient of ['Down', 'Across']) {
  test(`of an order alone no time is told, ${orient.toLowerCase()}`, async () => {
    const page = await site.open('#/check');
    const box = page.getByRole('textbox', { name: 'History' });
    await page.locator('#finding').filter({ hasText: 'at 50' }).waitFor();
    assert.ok((await times(page)).length > 5, 'a history with times tells them');
    await box.fill(ORDER);
    await page.locator('#finding').filter({ hasText: 'read x=1 at line 6' }).waitFor();
    await page.getByText('This history tells the order of events, not their times.').first().waitFor();
    await page.getByRole('button', { name: orient, exact: true }).click();
    await page.getByRole('button', { name: 'Transcript' }).click();
    await page.getByRole('button', { name: 'Previous event' }).click();
    await page.locator('.playback-time').filter({ hasText: '5 / 6 lines' }).waitFor();
    assert.equal(await page.locator('.scrubber-range').getAttribute('aria-valuetext'), 'line\u00a05');
    assert.deepEqual(await times(page), []);
    const ruler = await page.locator('.sheet text').allTextContents();
    for (const place of ['line\u00a01', '2', '3', '4', '5']) assert.ok(ruler.includes(place), `${place} is not among ${ruler}`);
    assert.match((await verdicts(page))['Bounded delay'], /untested|not applicable/);
    // The keyboard goes from event to event, and what is said of them has no times either.
    await page.locator('.timeline-frame').focus();
    await page.keyboard.press('Home');
    for (let event = 0; event < 7; event += 1) {
      await page.keyboard.press('ArrowRight');
      assert.doesNotMatch(await page.locator('.timeline-said').textContent(), /\d\s?(ms|µs)/);
    }
    assert.deepEqual(page.problems, []);
  });
}

test('what is written comes back after a reload, whether the address has room for it or not, until it is cleared', async () => {
  const page = await site.open('#/check');
  const box = page.getByRole('textbox', { name: 'History' });
  const example = await box.inputValue();
  const comes = async (text) => {
    await page.waitForTimeout(600);
    await page.reload({ waitUntil: 'networkidle' });
    assert.equal(await box.inputValue(), text);
  };
  await box.fill(CALM);
  await page.waitForFunction(() => location.hash.startsWith('#/check?1.'));
  await comes(CALM);
  // By the head of the page, which knows no text: the tab does.
  await page.locator('#places').getByRole('link', { name: 'Spectrum' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/spectrum'));
  await page.locator('#places').getByRole('link', { name: 'Check' }).click();
  await page.getByText('As you left it.').waitFor();
  assert.equal(await box.inputValue(), CALM);
  const long = `# ${'x'.repeat(1000)}\n`.repeat(70) + CALM;
  assert.ok(long.length > 70_000);
  await box.fill(long);
  await page.waitForFunction(() => location.hash === '#/check');
  await comes(long);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.locator('#finding').filter({ hasText: 'nothing in it yet' }).waitFor();
  assert.equal(await box.inputValue(), '');
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await box.inputValue(), long);
  await page.getByRole('button', { name: 'Clear' }).click();
  await comes(example);
  // A reload breaks off what is still being fetched.
  assert.deepEqual(page.problems.filter((problem) => !problem.endsWith('net::ERR_ABORTED')), []);
});

test('what is changed under a link is kept, and the link still brings what it brought', async () => {
  const page = await site.open('#/check');
  const box = page.getByRole('textbox', { name: 'History' });
  await box.fill(CALM);
  await page.waitForFunction(() => location.hash.startsWith('#/check?1.'));
  const link = await page.evaluate(() => location.hash);
  const other = await site.open(link);
  const area = other.getByRole('textbox', { name: 'History' });
  await area.fill(ORDER);
  await other.waitForFunction((link) => location.hash !== link, link);
  await other.reload({ waitUntil: 'networkidle' });
  assert.equal(await area.inputValue(), ORDER);
  await other.evaluate((link) => { location.hash = link; }, link);
  await other.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  assert.equal(await area.inputValue(), CALM);
  // The same address once more, after a change, brings it again.
  await area.fill(ORDER);
  await other.waitForFunction((link) => location.hash !== link, link);
  await other.evaluate((link) => { location.hash = link; }, link);
  await other.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  assert.equal(await area.inputValue(), CALM);
  assert.deepEqual([...page.problems, ...other.problems], []);
});

test('an example that takes the place of what was written gives it back', async () => {
  const page = await site.open('#/check');
  const box = page.getByRole('textbox', { name: 'History' });
  await box.fill(CALM);
  await page.getByRole('button', { name: 'Two orders of the same writes' }).click();
  assert.notEqual(await box.inputValue(), CALM);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await box.inputValue(), CALM);
  await page.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  // What is typed is taken back by the field itself.
  await box.press('End');
  await page.keyboard.type('# more');
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => !document.querySelector('#history').value.includes('# more'));
  assert.deepEqual(page.problems, []);
});

async function saved(page, name) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const file = await download;
  return [file.suggestedFilename(), readFileSync(await file.path())];
}

test('a history is taken along as picture, text and data', async () => {
  const page = await site.open('#/check', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('textbox', { name: 'History' }).fill(ORDER);
  await page.locator('#finding').filter({ hasText: 'at line 6' }).waitFor();
  const [name, svg] = await saved(page, 'Save SVG of the timeline');
  assert.equal(name, 'quorate.svg');
  const seen = await page.evaluate((source) => {
    const drawn = new DOMParser().parseFromString(source, 'image/svg+xml');
    const wrong = drawn.querySelector('parsererror')?.textContent;
    const texts = [...drawn.querySelectorAll('text')].map((text) => text.textContent);
    return { wrong, texts, foot: drawn.getElementById('q-foot')?.textContent.trim().replace(/\s+/g, ' ') };
  }, svg.toString());
  assert.equal(seen.wrong, undefined);
  assert.match(seen.foot, /^A recorded history of 3 operations by 3 sessions, which tells their order, not their times Not linearizable/);
  assert.match(seen.foot, /process 2 may read x=2 or a value that replaced it\.$/);
  assert.deepEqual(seen.texts.filter((text) => /\d\s?ms|idle/.test(text)), []);
  const [, png] = await saved(page, 'Save PNG of the timeline');
  const [, width] = svg.toString().match(/^<svg [^>]*? width="([\d.]+)"/);
  assert.equal(png.readUInt32BE(16), Math.floor(2 * Number(width)));
  await page.getByRole('button', { name: 'Copy the timeline as a picture' }).click();
  await page.getByText('The picture is in the clipboard.').waitFor();
  assert.match(await page.getByRole('textbox', { name: 'Mermaid text' }).inputValue(), /^sequenceDiagram\n[^]*participant S0 as process 0[^]*at line/);
  const [, json] = await saved(page, /Save JSON of the history/);
  const told = JSON.parse(json);
  assert.deepEqual([told.clock, told.operations, told.history.operations.length], ['line', 3, 3]);
  const [, edn] = await saved(page, /Save EDN of the history/);
  assert.doesNotMatch(edn.toString(), /:time/);
  const words = (list) => list.map(({ model, verdict }) => `${model}: ${verdict}`);
  const [, again] = native(edn.toString());
  assert.equal(again.clock, 'lines');
  assert.deepEqual(words(again.verdicts), words(told.verdicts));
  assert.deepEqual(page.problems, []);
});

test('what cannot be read is told with the form that is right, all of it at once, and is kept', async () => {
  const page = await site.open('#/check');
  const box = page.getByRole('textbox', { name: 'History' });
  const text = 'A w(x,1)\nB r(x)=1 at 20\nC reads 5\n';
  await box.fill(text);
  await page.locator('#finding').filter({ hasText: 'line 1: `A w(x,1)` does not say when' }).waitFor();
  assert.match(await page.locator('#finding').innerText(), /as in `A w\(x,1\) 10\.\.20`/);
  const more = await page.locator('.finding-second').first().innerText();
  assert.match(more, /line 2: `at` is not START\.\.END[^]*as in `B r\(x\)=1 10\.\.20`/);
  assert.match(more, /line 3: `reads` is neither[^]*line 3: `5` is not START/);
  assert.equal(await box.inputValue(), text);
  await page.waitForTimeout(600);
  await page.reload({ waitUntil: 'networkidle' });
  assert.equal(await box.inputValue(), text);
  // What is shown as right is right.
  await box.fill('A w(x,1) 10..20\nB r(x)=1 10..20\n');
  await page.locator('#finding').filter({ hasText: 'Linearizable: held' }).waitFor();
  assert.deepEqual(page.problems.filter((problem) => !problem.endsWith('net::ERR_ABORTED')), []);
});
