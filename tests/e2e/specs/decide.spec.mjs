// The advisor: the command line's answers, links that open them, an address that keeps what is asked.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();
const native = (...words) => JSON.parse(execFileSync(process.env.QUORATE, ['decide', ...words, '--json'], { maxBuffer: 1 << 28 }));
const done = (page) => page.locator('[data-done=true]').waitFor({ timeout: 60_000 });
const ASKED = '#/decide?needs=linearizable&survive=1&net=zones&n=3&strategies=quorum,raft,single_copy';

test('the answers are those of the command line, in their order, and each opens its run', async () => {
  const page = await site.open(ASKED);
  await done(page);
  const { answers, rejected } = native('--needs=linearizable', '--survive=1', '--net=zones', '--n=3', '--strategies=quorum,raft,single_copy');
  const links = await page.locator('.answers th a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.deepEqual(links, answers.map(({ link }) => link));
  const best = await page.locator('.answers .is-best').count();
  assert.equal(best, answers.filter(({ front }) => front).length);
  const counts = await page.locator('.others .fold-count').allInnerTexts();
  assert.equal(counts.map(Number).reduce((sum, count) => sum + count, 0), rejected.length);
  await page.locator('.answers th a').first().click();
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  const digest = await page.evaluate(() => document.documentElement.dataset.digest);
  const run = JSON.parse(execFileSync(process.env.QUORATE, ['run', links[0], '--json'], { maxBuffer: 1 << 28 }));
  assert.equal(digest, run.digest);
  // What was asked of the setting is asked of its runs.
  const level = page.getByRole('region', { name: 'Service level' });
  assert.equal(await level.getByRole('spinbutton', { name: 'Replicas that may be down while writes go on' }).inputValue(), '1');
  await level.locator('li', { hasText: 'Replicas down for writes' }).getByText(/Met: 1 may be down/).waitFor({ timeout: 60_000 });
  assert.equal(await level.getByRole('status').first().innerText(), 'Met, all 1.');
  await page.goBack();
  await done(page);
  assert.equal(await page.evaluate(() => location.hash), ASKED);
  assert.deepEqual(page.problems, []);
});

/** All that is told of a search: answers in order with their figures, and why the others are none. */
const told = (page) => page.evaluate(() => ['h1', '.answers', '.others'].map((part) => document.querySelector(part).textContent).join());

/** A page whose workers are watched: one, or three, or none, or one that fails later. */
async function withWorkers(kind, asked) {
  const page = await site.open('');
  await page.addInitScript((kind) => {
    const Native = Worker;
    const processors = kind === 'three' ? 4 : 2;
    Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => processors });
    window.parts = 0;
    window.workers = 0;
    window.Worker = class extends Native {
      constructor(url, options) {
        if (kind === 'refused') throw new Error('no worker');
        super(kind === 'fails' ? 'data:text/javascript,throw 0' : url, options);
        window.workers += 1;
        this.addEventListener('message', ({ data }) => (window.parts += Array.isArray(data)));
      }
    };
  }, kind);
  await page.goto('about:blank');
  await page.goto(new URL(asked, site.url).href);
  await done(page);
  return page;
}

test('whoever searches alone finds what two find, or four', async () => {
  const asked = '#/decide?needs=linearizable&survive=1&net=zones&n=1-4';
  const seen = {};
  for (const [kind, workers] of [['one', 1], ['three', 3], ['refused', 0], ['fails', 1]]) {
    const page = await withWorkers(kind, asked);
    seen[kind] = await told(page);
    const parts = await page.evaluate(() => window.parts);
    assert.equal(parts > 0, ['one', 'three'].includes(kind), `${kind}: ${parts} answers of workers`);
    assert.equal(await page.evaluate(() => window.workers), workers, kind);
    assert.equal(seen[kind], seen.one, kind);
  }
});

test('who asks for something else meanwhile gets that, and on the way back what was asked before', async () => {
  const asked = '#/decide?needs=linearizable&survive=1&net=zones&n=1-5';
  const alone = [];
  for (const one of [asked, ASKED]) alone.push(await told(await withWorkers('one', one)));
  const page = await site.open('#/decide');
  await page.evaluate(async ([asked, other]) => {
    location.hash = asked;
    await new Promise((later) => setTimeout(later, 100));
    location.hash = other;
  }, [asked, ASKED]);
  const comes = (wanted) => page.waitForFunction((wanted) => {
    const parts = ['h1', '.answers', '.others'].map((part) => document.querySelector(part)?.textContent);
    return document.querySelector('[data-done=true]') && parts.join() === wanted;
  }, wanted);
  await comes(alone[1]);
  await page.goBack();
  await comes(alone[0]);
  await page.goForward();
  await comes(alone[1]);
  assert.deepEqual(page.problems, []);
});

test('what is asked goes into the address, and an edit begins anew', async () => {
  const page = await site.open(ASKED);
  await done(page);
  const before = await page.locator('h1').innerText();
  await page.getByLabel('Writes within').fill('3');
  await page.getByLabel('Writes within').press('Enter');
  await page.waitForFunction(() => location.hash.includes('p99-write=3'));
  await page.waitForFunction((before) => document.querySelector('h1').innerText !== before, before);
  await done(page);
  await page.locator('.others summary', { hasText: /writes within 3\.0.ms at p99/ }).first().waitFor();
  await page.getByRole('switch', { name: 'Read your writes' }).click();
  await page.waitForFunction(() => location.hash.includes('needs=linearizable,read_your_writes'));
  assert.deepEqual(page.problems, []);
});

test('what excludes what is said, and so is everything that cannot be read', async () => {
  const page = await site.open('#/decide?needs=linearizable&survive-writes=3&n=5&net=zones&strategies=paxos,raft,primary');
  await done(page);
  await page.getByText('Each can be had, but not both: “Linearizable”').waitFor();
  await page.goto('about:blank');
  await page.goto(`${site.url}#/decide?needs=magic&fresh=2&colour=red`);
  await page.locator('.notice-list li').nth(2).waitFor();
  assert.deepEqual(page.problems, []);
});

test('every point of the front can be reached and opened by keyboard', async () => {
  const page = await site.open(ASKED);
  await done(page);
  const points = page.locator('.point[tabindex="0"]');
  assert.equal(await points.count(), await page.locator('.answers .is-best').count());
  await points.first().focus();
  const wanted = await points.first().getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForFunction((wanted) => location.hash === wanted, wanted);
});

test('each group of those that are no answer opens, mode by mode and size by size', async () => {
  const page = await site.open('#/decide?survive=1&p99-read=1&net=zones&n=2-4&strategies=quorum,siblings');
  await done(page);
  const { rejected, candidates, answers } = native('--survive=1', '--p99-read=1', '--net=zones', '--n=2-4', '--strategies=quorum,siblings');
  assert.equal(rejected.length, candidates - answers.length);
  const group = page.locator('.others details.fold', { hasText: 'writes with 1 replica down' }).first();
  await group.locator('> summary').focus();
  await page.keyboard.press('Enter');
  const siblings = group.locator('li', { hasText: 'Siblings: Dotted version vectors, partial quorums' }).first();
  await siblings.getByText('A session writes through one replica, the one nearest to it, and tries no other.').first().waitFor();
  const mode = rejected.filter(({ name, part }) => name === 'Siblings · Dotted version vectors, partial quorums' && part.startsWith('writes with'));
  await siblings.locator('summary').click();
  await siblings.locator('details li').first().waitFor();
  assert.deepEqual(
    await siblings.locator('details li a').allInnerTexts(),
    mode.slice(1, 37).map(({ sizes }) => sizes),
  );
  assert.deepEqual(await siblings.locator('details li a').evaluateAll((all) => all.map((link) => link.getAttribute('href'))), mode.slice(1, 37).map(({ link }) => link));
  // What was looked at before what it lacks is said to be given.
  const slow = page.locator('.others details.fold', { hasText: 'reads within' }).first();
  await slow.locator('> summary').click();
  await slow.getByText('Gives writes with 1 replica down, reads with 1 replica down. A read takes').first().waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.problems, []);
});

test('nothing is said to be looked at before anything is, and fields are told apart', async () => {
  const page = await site.open('#/decide');
  await page.getByText('The search begins with the first thing that you ask for.').waitFor();
  assert.equal(await page.getByText('0 of 0').count(), 0);
  for (const name of ['Share of fresh reads', 'Reads among operations']) {
    assert.equal(await page.getByRole('spinbutton', { name, exact: true }).count(), 1, name);
  }
  assert.equal(await page.getByRole('spinbutton', { name: 'Share of reads', exact: true }).count(), 0);
});

test('spare nodes stand among the sizes', async () => {
  const page = await site.open('#/decide?survive=1&net=zones&n=2&strategies=quorum');
  await done(page);
  await page.locator('.answers .sizes', { hasText: 'N=2 W=2 R=1, 2 spare nodes' }).first().waitFor();
});

test('what is asked in the playground is asked here, for the same clients, by either way', async () => {
  const run = '#/?n=3&net=zones&sessions=0,1,1&writes=10&p99-read=20&survive=1';
  const wanted = '#/decide?p99-read=20&survive=1&net=zones&sessions=0,1,1&reads=90';
  const page = await site.open(run);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  assert.equal(await page.getByRole('link', { name: 'Find settings that meet this' }).getAttribute('href'), wanted);
  await page.getByRole('link', { name: 'Decide', exact: true }).click();
  await page.waitForFunction((wanted) => location.hash === wanted, wanted);
  assert.equal(await page.getByLabel('Reads within').inputValue(), '20\u{a0}ms');
  assert.equal(await page.getByLabel('Replicas down, writes').inputValue(), '1');
  await done(page);
  const { answers } = native(...wanted.split('?')[1].split('&').map((pair) => `--${pair}`));
  const links = await page.locator('.answers th a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.deepEqual(links, answers.slice(0, 20).map(({ link }) => link));
  await page.goBack();
  await page.waitForFunction((run) => location.hash === run, run);
  await page.getByRole('link', { name: 'Find settings that meet this' }).click();
  await page.waitForFunction((wanted) => location.hash === wanted, wanted);
  // An address that nobody came to from a run asks for nothing.
  const fresh = await site.open('#/decide');
  await fresh.getByText('The search begins with the first thing that you ask for.').waitFor();
  assert.equal(await fresh.evaluate(() => location.hash), '#/decide');
  assert.deepEqual([...page.problems, ...fresh.problems], []);
});

for (const [name, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
  test(`an answer says at once that it meets what is asked: ${name}`, async () => {
    const page = await site.open('#/decide?p99-read=50&survive=1&net=zones&n=3&strategies=quorum,raft', { viewport });
    await done(page);
    await page.locator('.answers th a').first().click();
    const verdict = page.locator('.asked-verdict').getByRole('status');
    await page.getByText('Meets what is asked: p99 of reads at most 50\u{a0}ms, going on with 1 replica down.').waitFor({ timeout: 60_000 });
    const { y, height } = await verdict.boundingBox();
    assert.ok(y >= 0 && y + height < viewport.height / 3, `it stands at ${y} px`);
    await page.getByRole('button', { name: 'By how much' }).click();
    await page.waitForFunction(() => document.activeElement.id === 'agreement-head');
    const head = await page.locator('#agreement-head').boundingBox();
    assert.ok(head.y >= 0 && head.y + head.height <= viewport.height, `its panel stands at ${head.y} px`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.problems, []);
  });
}

test('what is asked and not met is said above the run, and nothing where nothing is asked', async () => {
  const page = await site.open('#/?p99-write=0.5&survive=1');
  await page.getByText('Does not meet what is asked: p99 of writes at most 0.5\u{a0}ms.').waitFor({ timeout: 60_000 });
  const bare = await site.open('#/?asks=nothing');
  await bare.waitForFunction(() => document.documentElement.dataset.digest);
  assert.ok(await bare.getByText('what is asked').first().isHidden());
  assert.deepEqual([...page.problems, ...bare.problems], []);
});

test('what only runs tell of replicas that are down is found where it is asked', async () => {
  const page = await site.open('#/?s=raft&n=5&survive=2');
  const level = page.getByRole('region', { name: 'Service level' });
  await level.getByText(/Met: 2 may be down, as runs show in which they are/).waitFor({ timeout: 60_000 });
  await page.getByText('Meets what is asked: going on with 2 replicas down.').waitFor();
  assert.deepEqual(page.problems, []);
});

test('a row opens its answer wherever it is clicked, and words in it can be selected', async () => {
  const page = await site.open(ASKED);
  await done(page);
  const row = page.locator('.answers tbody tr').nth(1);
  assert.equal(await row.locator('a, button, [tabindex]').count(), 1, 'the link is the only stop of the tab key');
  const cell = row.locator('td').nth(2);
  const { x, y, width } = await cell.boundingBox();
  // Along its line of words.
  await page.mouse.move(x + width - 2, y + 18);
  await page.mouse.down();
  await page.mouse.move(x, y + 18, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await page.evaluate(() => getSelection().toString()), '');
  assert.equal(await page.evaluate(() => location.hash), ASKED);
  await page.evaluate(() => getSelection().removeAllRanges());
  const wanted = await row.locator('a').getAttribute('href');
  await cell.click();
  await page.waitForFunction((wanted) => location.hash === wanted, wanted);
  assert.deepEqual(page.problems, []);
});

test('where nothing hovers, intervals stand below their figures', async () => {
  const asked = '#/decide?p99-read=50&net=zones&n=3&strategies=raft';
  for (const hasTouch of [false, true]) {
    const page = await site.open(asked, { viewport: PHONE, hasTouch, isMobile: hasTouch });
    await done(page);
    const below = page.locator('.answers .between:visible');
    assert.equal(await below.count() > 0, hasTouch);
    assert.equal(await page.getByText(hasTouch ? 'interval below them' : 'interval on hover').count(), 1);
    if (hasTouch) assert.match(await below.first().innerText(), /^[\d.]+.(ms|s|%) to [\d.]+.(ms|s|%)$/);
    assert.deepEqual(page.problems, []);
  }
});

test('links of the playground come along, and are in the address', async () => {
  const own = 'w=3&net=custom&way=exp:3&region=Here&region=There&link=0,1@lognormal:9,2&sessions=0,1&writes=20';
  const page = await site.open(`#/?${own}`);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('link', { name: 'Decide', exact: true }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/decide?from=1.'));
  const list = page.getByLabel('Links', { exact: true });
  assert.equal(await list.evaluate((list) => list.selectedOptions[0].label), 'As in the playground');
  await list.selectOption({ index: 0 });
  await page.waitForFunction(() => !location.hash.includes('from='));
  await list.selectOption({ label: 'As in the playground' });
  await page.waitForFunction(() => location.hash.startsWith('#/decide?from=1.'));
  await page.getByLabel('Writes within').fill('30');
  await page.getByLabel('Writes within').press('Enter');
  await page.getByLabel('Replicas to').selectOption('3');
  await page.waitForFunction(() => location.hash.includes('n=1-3'));
  await done(page);
  const { answers } = native(own, '--p99-write=30', '--n=1-3');
  const links = () => page.locator('.answers th a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const seen = await links();
  assert.deepEqual(seen, answers.slice(0, 20).map(({ link }) => link));
  assert.ok(seen.every((link) => link.includes('region=There') || link.startsWith('#/1.')));
  // Whoever gets the address alone finds the same.
  const address = await page.evaluate(() => location.hash);
  const other = await site.open(address);
  await done(other);
  assert.deepEqual(await other.locator('.answers th a').evaluateAll((all) => all.map((link) => link.getAttribute('href'))), seen);
  assert.equal(await other.getByLabel('Links', { exact: true }).evaluate((list) => list.selectedOptions[0].label), 'As in the address');
  await other.getByLabel('Links', { exact: true }).selectOption({ index: 0 });
  await other.waitForFunction(() => location.hash.includes('n=1-3') && !location.hash.includes('from='));
  assert.deepEqual([...page.problems, ...other.problems], []);
});

for (const theme of THEMES) {
  for (const [name, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`no violation of axe, and nothing is cut: ${name}, ${theme}`, async () => {
      const page = await site.open(ASKED, { theme, viewport });
      await done(page);
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
    });
  }
}

test('on a phone what can be asked, and what it gives, stand above a form that is folded', async () => {
  const page = await site.open('#/decide', { viewport: PHONE });
  const title = await page.getByRole('heading', { level: 1 }).boundingBox();
  assert.ok(title.y < PHONE.height / 2, `the title stands at ${title.y} px`);
  await page.getByText('What is asked').click();
  await page.getByRole('switch', { name: /Linearizable/ }).or(page.getByRole('button', { name: /Linearizable/ })).first().click();
  await page.waitForFunction(() => location.hash.includes('needs=linearizable'));
  assert.deepEqual(page.problems, []);
});
