// More contrast, forced colours, paper: every page stays legible, and says what it says otherwise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { DESKTOP, PHONE, THEMES, useSite } from '../support/site.mjs';

const site = useSite();

const ROUTES = ['', '#/?crash=r3@100-200&cut=r5@50-150', '#/e', '#/spectrum', '#/systems', '#/systems/cassandra', '#/guarantees', '#/decide', '#/check', '#/published'];

/** The page with all of its styles. */
async function whole(route, options) {
  const page = await site.open(route, options);
  await page.waitForFunction(() => [...document.querySelectorAll('style')].some((style) => style.textContent.includes('forced-colors')));
  return page;
}

for (const [theme, viewport] of [['dark', DESKTOP], ['light', PHONE]]) {
  test(`axe finds nothing in forced colours, ${theme} at ${viewport.width} wide`, async () => {
    for (const route of ROUTES) {
      const page = await whole(route, { theme, viewport, forcedColors: 'active' });
      assert.deepEqual(await violations(page), [], route);
      await page.context().close();
    }
  });
}

for (const theme of THEMES) {
  test(`axe finds nothing with more contrast, ${theme}`, async () => {
    for (const route of ROUTES) {
      const page = await whole(route, { theme, contrast: 'more' });
      assert.deepEqual(await violations(page), [], route);
      await page.context().close();
    }
  });
}

test('in forced colours all colours are the system’s, also where another theme was chosen', async () => {
  const page = await whole('', { theme: 'light', forcedColors: 'active', reducedMotion: 'reduce' });
  const used = () => page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const rgb = (name) => { probe.style.cssText = `forced-color-adjust: none; color: ${name}`; return getComputedStyle(probe).color; };
    const known = new Set(['Canvas', 'CanvasText', 'LinkText', 'VisitedText', 'GrayText', 'Highlight', 'ButtonText', 'ButtonFace', 'ButtonBorder', 'Field', 'FieldText'].map(rgb));
    const strangers = new Map();
    for (const element of document.querySelectorAll('#app *:not(style)')) {
      const style = getComputedStyle(element);
      for (const name of ['color', 'backgroundColor', 'fill', 'stroke']) {
        const value = style[name];
        if (/^rgb\(/.test(value) && !known.has(value) && !(name === 'fill' && value === 'rgb(0, 0, 0)')) strangers.set(`${element.tagName}.${element.getAttribute('class')} ${name}`, value);
      }
    }
    probe.remove();
    return [...strangers].slice(0, 10);
  });
  assert.deepEqual(await used(), []);
  await page.getByRole('button', { name: 'Change colours' }).click();
  assert.deepEqual(await used(), []);
});

test('more contrast is more', async () => {
  const ink = async (contrast) => {
    const page = await whole('', { contrast });
    return page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink-2').trim());
  };
  assert.notEqual(await ink('more'), await ink('no-preference'));
});

test('on paper the playground is its finding, its timeline, its guarantees and its numbers', async () => {
  for (const [viewport, theme] of [[DESKTOP, 'dark'], [PHONE, 'light']]) {
    const page = await whole('', { viewport, theme });
    await page.locator('.sheet-body').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: theme });
    await page.setViewportSize({ width: 703, height: 1017 });
    const seen = await page.evaluate(() => {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((found) => found.checkVisibility({ visibilityProperty: true }) && found.getBoundingClientRect().width > 0);
      const sheet = shown('.sheet-body')[0].getBoundingClientRect();
      return {
        there: ['#finding', '.sheet-body', '.rung', '.figures'].map((selector) => shown(selector).length > 0),
        controls: shown('.playback, .tabs, #places, .tool, .slider, .column-controls').map((found) => found.className),
        ground: getComputedStyle(document.documentElement).backgroundColor,
        wide: document.documentElement.scrollWidth,
        sheet: [sheet.left >= 0, sheet.right <= 703],
        hidden: [...document.querySelectorAll('.column-main, .timeline-frame, .column-aside, .aside-part')].filter((box) => getComputedStyle(box).overflowY !== 'visible').map((box) => box.className),
      };
    });
    assert.deepEqual(seen, { there: [true, true, true, true], controls: [], ground: 'rgb(255, 255, 255)', wide: 703, sheet: [true, true], hidden: [] });
  }
});

test('every page prints within the width of a sheet, and not cut off', async () => {
  for (const route of ROUTES) {
    const page = await whole(route);
    await page.emulateMedia({ media: 'print' });
    // A4 within its margins: upright, and for the widest table lengthwise.
    const width = route === '#/guarantees' ? 1046 : 703;
    await page.setViewportSize({ width, height: 1017 });
    await page.waitForTimeout(150);
    const cut = await page.evaluate((room) => {
      const boxes = [...document.querySelectorAll('#app *')].filter((box) => box.checkVisibility() && box.getBoundingClientRect().height > 0);
      const scrolls = boxes.filter((box) => /auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight + 1);
      return { wide: document.documentElement.scrollWidth > room, scrolls: scrolls.map((box) => box.className) };
    }, width);
    assert.deepEqual(cut, { wide: false, scrolls: [] }, route);
    await page.context().close();
  }
});
