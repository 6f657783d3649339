// The built site in a real Chromium, for one file of tests: call `useSite()` once at its top.

import { mkdir } from 'node:fs/promises';
import { after, afterEach, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

/** The two sizes that the page is designed for. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const THEMES = ['light', 'dark'];

const ARTIFACTS = fileURLToPath(new URL('../artifacts/', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The same letters on every machine, as far as that can be had.
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
];

/** A headless Chromium: the system's, or the one that CHROME_PATH names. */
export function launch() {
  const executablePath = process.env.CHROME_PATH || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * Starts server and browser around the tests of a file. `open(fragment, options)` gives a page in
 * a context of its own, closed after the test; a test that fails leaves a picture in artifacts/.
 */
export function useSite(serverOptions = {}) {
  const site = {};
  let browser;
  let opened = [];
  before(async () => {
    Object.assign(site, await serve(serverOptions));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site.close?.();
  });
  afterEach(async (test) => {
    for (const [index, page] of opened.entries()) {
      if (test.passed === false) await picture(page, `${test.name}-${index}`);
      await page.context().close();
    }
    opened = [];
  });
  site.open = async (address = '', { theme = 'light', viewport = DESKTOP, ...rest } = {}) => {
    const context = await browser.newContext({ colorScheme: theme, viewport, ...rest });
    const page = await context.newPage();
    opened.push(page);
    page.problems = problemsOf(page, site.origin);
    await page.goto(new URL(address, site.url).href, { waitUntil: 'networkidle' });
    return page;
  };
  return site;
}

/** Everything that went wrong on a page, as it comes: a list to compare with `[]`. */
function problemsOf(page, origin) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || ['data:', 'blob:'].includes(url.protocol);
    if (!own) problems.push(`leaves the site: ${request.url()}`);
  });
  return problems;
}

async function picture(page, name) {
  await mkdir(ARTIFACTS, { recursive: true });
  const file = name.replace(/[^a-z0-9]+/gi, '-').slice(0, 100);
  await page.screenshot({ path: `${ARTIFACTS}${file}.png`, fullPage: true });
}
