// What Share saves besides text: the picture in pixels, and the run as JSON.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

async function shared(fragment, options) {
  const page = await site.open(fragment, options);
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  return page;
}

async function file(page, name) {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFileSync(await (await saved).path());
}

/** The size of a PNG, from its head. */
const size = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** How many colours a picture has, its corner, and what share of it is neither that nor nearly that. */
const looked = (page, bytes, kind) => page.evaluate(async ([data, type]) => {
  const image = new Image();
  image.src = `data:${type};base64,${data}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
  const brush = canvas.getContext('2d');
  brush.drawImage(image, 0, 0);
  const { data: pixels } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  let drawn = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    colours.add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
    if (Math.abs(pixels[at] - pixels[0]) > 24) drawn += 1;
  }
  return { colours: colours.size, corner: [...pixels.slice(0, 4)], drawn: (4 * drawn) / pixels.length };
}, [bytes.toString('base64'), kind]);

for (const theme of THEMES) {
  test(`the PNG is the SVG at twice its size, ${theme}`, async () => {
    const page = await shared('#/?seed=16', { theme });
    const [svg, png] = [await file(page, 'Save SVG of the timeline'), await file(page, 'Save PNG of the timeline')];
    const [, width, height] = svg.toString().match(/^<svg [^>]*? width="([\d.]+)" height="([\d.]+)"/);
    assert.deepEqual(size(png), [width, height].map((length) => Math.floor(2 * Number(length))));
    const seen = await looked(page, png, 'image/png');
    assert.ok(seen.colours > 100, `${seen.colours} colours`);
    assert.ok(seen.drawn > 0.01 && seen.drawn < 0.3, `${seen.drawn} of it is drawn`);
    const ground = theme === 'light' ? [0xfc, 0xfc, 0xfb, 0xff] : [0x10, 0x12, 0x14, 0xff];
    assert.deepEqual(seen.corner, ground);
    assert.deepEqual(page.problems, []);
  });
}

test('the PNG has the font of the page', async () => {
  const page = await shared('#/?seed=16');
  const [svg, png] = [(await file(page, 'Save SVG of the timeline')).toString(), await file(page, 'Save PNG of the timeline')];
  // The same picture with fonts of the machine looks otherwise; with the page's own, as the PNG does.
  const painted = (text) => page.evaluate(async (source) => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^.*,/, '');
  }, text);
  const without = svg.replace(/@font-face \{[^}]*\}/, '').replaceAll('Inter, ', '');
  assert.notEqual(without, svg);
  assert.equal(await painted(svg), png.toString('base64'));
  assert.notEqual(await painted(without), png.toString('base64'));
});

test('a chosen theme is that of the picture, whatever the system has', async () => {
  const page = await site.open('', { theme: 'light' });
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('button', { name: 'Change colours' }).click();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const seen = await looked(page, await file(page, 'Save PNG of the timeline'), 'image/png');
  assert.deepEqual(seen.corner, [0x10, 0x12, 0x14, 0xff]);
});

test('the picture is copied', async () => {
  const page = await site.open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Copy the timeline as a picture' }).click();
  await page.getByText('The picture is in the clipboard.').waitFor();
  const width = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await createImageBitmap(await item.getType('image/png'))).width;
  });
  assert.equal(width, size(await file(page, 'Save PNG of the timeline'))[0]);
});

test('the JSON of a run is what the native program prints for its link', async () => {
  for (const link of ['#/?seed=16', '#/?w=1&r=1&seed=7&crash=r3@40-90!disk&loss=0.1', '#/?s=raft&n=3&object=account&initial=1000']) {
    const page = await shared(link);
    const text = (await file(page, 'Save JSON of the whole run')).toString();
    const printed = execFileSync(process.env.QUORATE, ['run', link, '--json'], { maxBuffer: 1 << 28, encoding: 'utf8' });
    assert.ok(text === printed, `${link}: ${text.slice(0, 200)} … ${printed.slice(0, 200)}`);
    const saved = JSON.parse(text);
    assert.ok(saved.trace.events.length > 20 && saved.link.startsWith('#/?'), saved.link);
  }
});

for (const theme of THEMES) {
  test(`words in signs that the font lacks keep to their room in a saved picture, ${theme}`, async () => {
    const names = ['東京データセンター', 'Köln–Würzburg ∩ Łódź', '🏳️‍🌈🏳️‍🌈🏳️‍🌈'].map((name) => `region=${encodeURIComponent(name)}`);
    const page = await shared(`#/?net=custom&way=20&n=3&w=1&r=1&place=0,1,2&sessions=0,1,2&${names.join('&')}`, { theme });
    const svg = (await file(page, 'Save SVG of the timeline')).toString();
    assert.match(svg, /@font-face \{ font-family: Inter; [^}]*url\(data:font\/woff2;base64,[A-Za-z0-9+/=]{8000,}\)/);
    const alone = await site.open('#/check');
    const seen = await alone.evaluate(async (source) => {
      document.body.innerHTML = source.slice(source.indexOf('<svg'));
      await document.fonts.ready;
      const root = document.querySelector('svg');
      const { x, y, width, height } = root.viewBox.baseVal;
      const boxes = [...root.querySelectorAll('#q-head text, #q-labels text, #q-chips text')].filter((text) => !text.hasAttribute('transform')).map((text) => [text.textContent, text.getBBox()]);
      const outside = boxes.filter(([, box]) => box.x < x || box.y < y || box.x + box.width > x + width || box.y + box.height > y + height);
      // Boxes of letters reach above and below what is drawn.
      const meet = (a, b) => a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y + 4 < b.y + b.height - 4 && b.y + 4 < a.y + a.height - 4;
      const met = boxes.flatMap(([text, box], index) => boxes.slice(index + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} meets ${other}`));
      return { names: boxes.filter(([text]) => /東京|Köln|🏳/.test(text)).length, outside: outside.map(([text]) => text), met };
    }, svg);
    assert.deepEqual([seen.outside, seen.met], [[], []]);
    assert.ok(seen.names >= 3, 'the names are in the picture');
  });
}

for (const orient of ['down', 'across']) {
  test(`of two runs that are compared the picture and the Mermaid texts hold both, ${orient}`, async () => {
    const page = await site.open('#/?w=2&r=3&a.w=2&a.r=2');
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    if (orient === 'across') await page.getByRole('button', { name: 'Across' }).click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByText('The picture holds both runs on one clock').waitFor();
    const svg = (await file(page, 'Save SVG of both timelines')).toString();
    const seen = await page.evaluate((source) => {
      const drawn = new DOMParser().parseFromString(source, 'image/svg+xml');
      if (drawn.querySelector('parsererror')) return { wrong: drawn.querySelector('parsererror').textContent };
      document.body.replaceChildren(document.importNode(drawn.documentElement, true));
      const box = (id) => document.getElementById(id).getBoundingClientRect();
      const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
      const view = document.querySelector('svg').getBoundingClientRect();
      const apart = [...document.querySelectorAll('text')].map((text) => text.getBoundingClientRect())
        .filter(({ left, right, top, bottom }) => left < view.left || right > view.right || top < view.top || bottom > view.bottom);
      return {
        twice: ids.filter((id, place) => ids.indexOf(id) !== place),
        words: document.querySelector('svg').textContent,
        marks: document.querySelectorAll('.q-contrast, .q-contrast-stretch').length,
        bars: ['q-bars', 'q-b-bars'].map((id) => box(id).toJSON()),
        captions: ['q-caption', 'q-b-caption'].map((id) => document.getElementById(id).textContent.trim().replace(/\s+/g, ' ')),
        feet: ['q-foot', 'q-b-foot'].map((id) => document.getElementById(id).textContent.trim().replace(/\s+/g, ' ')),
        apart: apart.length,
      };
    }, svg);
    assert.equal(seen.wrong, undefined);
    assert.deepEqual(seen.twice, [], 'a name of an element stands twice');
    assert.equal(seen.apart, 0, 'words lie outside the picture');
    assert.match(seen.captions[0], /^Run A, pinned/);
    assert.match(seen.captions[1], /^Run B, this run: R 2 → 3/);
    assert.match(seen.feet[0], /^Quorum, N=5 W=2 R=2, network worldwide, 3 sessions, seed \d+: .* Not linearizable/);
    assert.match(seen.feet[1], /^Quorum, N=5 W=2 R=3, network worldwide, 3 sessions, seed \d+: .* Not linearizable/);
    assert.ok(seen.marks > 0, 'what differs is marked');
    const [a, b] = seen.bars;
    if (orient === 'down') assert.ok(b.left > a.right && Math.abs(a.top - b.top) < 1, 'side by side on one clock');
    else assert.ok(b.top > a.bottom && Math.abs(a.left - b.left) < 1, 'one above the other on one clock');
    assert.deepEqual(page.problems, []);
  });
}

test('each of two runs that are compared has a Mermaid text of its own', async () => {
  const page = await shared('#/?w=2&r=3&a.w=2&a.r=2');
  const texts = { 'share-mermaid-a': '#/?w=2&r=2', 'share-mermaid': '#/?w=2&r=3' };
  for (const [id, link] of Object.entries(texts)) {
    const expected = execFileSync(process.env.QUORATE, ['run', link, '--mermaid'], { encoding: 'utf8' });
    assert.equal((await page.locator(`#${id}`).inputValue()).trim(), expected.trim());
  }
  assert.deepEqual(page.problems, []);
});

test('what can be saved is named on a phone too', async () => {
  const page = await site.open('', { viewport: PHONE, hasTouch: true });
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  await page.getByRole('button', { name: 'Share', exact: true }).tap();
  const files = page.locator('.offer-files button:visible');
  await files.first().waitFor();
  for (const name of ['SVG', 'PNG', 'JSON', 'EDN']) assert.ok(await files.getByText(name, { exact: false }).first().isVisible(), name);
  const wide = await page.locator('.share').evaluate((panel) => panel.scrollWidth > panel.clientWidth);
  assert.equal(wide, false);
  assert.deepEqual(page.problems, []);
});

for (const orient of ['Down', 'Across']) {
  test(`below a saved picture stands what ran, what was found and why, whole, ${orient.toLowerCase()}`, async () => {
    const page = await site.open('#/?seed=16');
    await page.waitForFunction(() => document.documentElement.dataset.digest);
    await page.getByRole('button', { name: orient, exact: true }).click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const svg = (await file(page, 'Save SVG of the timeline')).toString();
    const said = await page.locator('.finding-second').first().innerText();
    const seen = await page.evaluate((source) => {
      const drawn = new DOMParser().parseFromString(source, 'image/svg+xml');
      document.body.replaceChildren(document.importNode(drawn.documentElement, true));
      const foot = document.getElementById('q-foot');
      const boxes = [...foot.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
      const bars = document.getElementById('q-bars').getBoundingClientRect();
      const view = document.querySelector('svg').getBoundingClientRect();
      const meet = (one, other) => one.left < other.right - 0.5 && other.left < one.right - 0.5 && one.top < other.bottom - 6 && other.top < one.bottom - 6;
      return {
        text: foot.textContent.trim().replace(/\s+/g, ' '),
        upon: boxes.flatMap((one, place) => boxes.slice(0, place).filter((other) => meet(one, other))).length,
        out: boxes.filter(({ left, right, bottom }) => left < view.left || right > view.right || bottom > view.bottom).length,
        under: boxes.every(({ top }) => top >= bars.bottom - 1),
      };
    }, svg);
    assert.match(seen.text, /^Quorum, N=5 W=2 R=2, network worldwide, 3 sessions, seed 16: 9 operations in \d+ ms Not linearizable ?: /);
    assert.ok(seen.text.endsWith(said.replace(/\s+/g, ' ')), `${seen.text} does not end with ${said}`);
    assert.deepEqual([seen.upon, seen.out, seen.under], [0, 0, true]);
    assert.deepEqual(page.problems, []);
  });
}

test('the frame for a page is as high as its run needs, and a low one scrolls by itself', async () => {
  for (const fragment of ['#/?seed=16', '#/?sessions=0,1,2&ops=6']) {
    const page = await shared(fragment);
    const frame = await page.getByRole('textbox', { name: 'Frame for a page of documentation' }).inputValue();
    const [, address, height] = frame.match(/src="[^"#]*(#[^"]*)".*height:(\d+)px/);
    const inside = (one) => one.locator('.timeline-frame').evaluate((frame) => frame.scrollHeight - frame.clientHeight);
    const embed = await site.open(address, { viewport: { width: 720, height: Number(height) } });
    await embed.waitForFunction(() => document.documentElement.dataset.digest);
    assert.ok((await inside(embed)) <= 1, `${fragment} at ${height} px leaves ${await inside(embed)} px to scroll`);
    const low = await site.open(address, { viewport: { width: 720, height: 420 } });
    await low.waitForFunction(() => document.documentElement.dataset.digest);
    const cut = await low.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    assert.ok(cut <= 0, 'only the picture scrolls');
    for (const place of ['#finding', '.embed-open', '.playback', '.sheet-head']) {
      const { y, height: high } = await low.locator(place).first().boundingBox();
      assert.ok(y >= 0 && y + high <= 420, `${place} is cut`);
    }
    assert.deepEqual([...page.problems, ...embed.problems, ...low.problems], []);
  }
});
