// The built site in a real Firefox. Playwright drives only its own build of it, so this is Puppeteer,
// which speaks to the one that is installed.

import puppeteer from 'puppeteer-core';
import { DESKTOP } from './site.mjs';

/** A headless Firefox: the system's, or the one that FIREFOX_PATH names. */
export function launchFirefox() {
  const executablePath = process.env.FIREFOX_PATH || '/usr/bin/firefox-esr';
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
}

/** A page at an address, with a list of what went wrong on it. */
export async function openIn(firefox, address, viewport = DESKTOP) {
  const page = await firefox.newPage();
  await page.setViewport(viewport);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(`console: ${message.text()}`);
  });
  await page.goto(address, { waitUntil: 'load' });
  await judged(page);
  return page;
}

/** The fingerprint of the run on the page, once it is there and is another than `before`. */
export async function judged(page, before = '') {
  const other = (old) => document.documentElement.dataset.digest && document.documentElement.dataset.digest !== old;
  await page.waitForFunction(other, {}, before);
  return page.evaluate(() => document.documentElement.dataset.digest);
}
