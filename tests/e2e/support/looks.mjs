// Reference pictures: how they are kept, and how far a page may be from its own.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const KEPT = fileURLToPath(new URL('../looks/', import.meta.url));
const SEEN = fileURLToPath(new URL('../../../target/looks/', import.meta.url));

/** How far a px may be from its reference and count as the same: machines smooth edges differently. */
const NEAR = 0.15;
/** The share of px that may be further off. A panel that is 2 px off has some ten times as many. */
export const TOLERATED = 0.002;
/** Colours are kept in steps of 16 of 256, which is nearer than NEAR: that halves the files. */
const STEP = 16;

/** The same wherever it is drawn: nothing is written in a font of the machine's own. */
export const STYLE = 'code, pre, kbd, textarea { font-family: var(--font) !important }';

/** The picture of a page that has come to rest: two in a row are the same. */
export async function settled(page, { tries = 100, pause = 300 } = {}) {
  await page.addStyleTag({ content: STYLE });
  await page.evaluate(() => document.fonts.ready);
  let before;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (before?.equals(now)) return PNG.sync.read(now);
    before = now;
    await page.waitForTimeout(pause);
  }
  throw new Error('the page did not come to rest');
}

/** Takes a picture as the reference from now on. */
export async function keep(name, { width, height, data }) {
  const picture = new PNG({ width, height });
  for (let index = 0; index < data.length; index += 1) {
    picture.data[index] = Math.min(255, Math.round(data[index] / STEP) * STEP);
  }
  // Without filters, long runs of the same few colours pack best.
  const options = { colorType: 2, inputHasAlpha: true, filterType: 0, deflateLevel: 9, deflateStrategy: 0 };
  await mkdir(KEPT, { recursive: true });
  await writeFile(`${KEPT}${name}.png`, PNG.sync.write(picture, options));
}

/** How far a picture is from its reference: { share, difference, reference }. */
export async function compare(name, picture) {
  const file = await readFile(`${KEPT}${name}.png`).catch(() => undefined);
  if (!file) throw new Error(`there is no reference picture looks/${name}.png: \`cargo xtask looks\` takes all of them`);
  const reference = PNG.sync.read(file);
  const { width, height } = picture;
  if (reference.width !== width || reference.height !== height) {
    throw new Error(`${name} is ${width}×${height}, its reference ${reference.width}×${reference.height}`);
  }
  const difference = new PNG({ width, height });
  const options = { threshold: NEAR, alpha: 0.25 };
  const count = pixelmatch(reference.data, picture.data, difference.data, width, height, options);
  return { share: count / (width * height), difference, reference };
}

/** Writes what was seen beside what was expected; says where. */
export async function show(name, picture, { difference, reference }) {
  await mkdir(SEEN, { recursive: true });
  for (const [what, png] of Object.entries({ seen: picture, reference, difference })) {
    await writeFile(`${SEEN}${name}-${what}.png`, PNG.sync.write(png));
  }
  return `${SEEN}${name}-difference.png`;
}
