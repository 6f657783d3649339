// How the page looks: ten of its states beside their reference pictures, which `cargo xtask looks`
// takes again after a change that is meant.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOLERATED, compare, keep, settled, show } from '../support/looks.mjs';
import { DESKTOP, PHONE, useSite } from '../support/site.mjs';

const site = useSite();
const PATIENCE = { timeout: 90_000 };

const judged = (page) => page.waitForFunction(() => document.documentElement.dataset.digest, null, PATIENCE);
/** The right column speaks of all its runs. */
const counted = (page) => page.locator('.many-state', { hasText: 'Seeds 16 to 1015' }).waitFor(PATIENCE);
const gone = (selector) => (page) => page.waitForFunction((open) => !document.querySelector(open), selector, PATIENCE);
const there = (selector) => (page) => page.locator(selector).first().waitFor(PATIENCE);
/** Every strategy has been measured beside the scenario. */
const measured = (page) =>
  page.waitForFunction(() => /ms/.test(document.querySelector('.spectrum-line')?.innerText.replace(/[^]*measuring/, '')), null, PATIENCE);

const STATES = [
  { name: 'opening', address: '#/', viewport: DESKTOP, rest: counted },
  {
    name: 'violation',
    address: '#/',
    viewport: PHONE,
    theme: 'dark',
    async rest(page) {
      await judged(page);
      await page.getByTitle('Go to where the proof ends').click();
      await page.locator('.cursor-words', { hasText: '155.9' }).waitFor();
    },
  },
  { name: 'faults', address: '#/?cut=r5@50-150&crash=r3@100-200', viewport: DESKTOP, theme: 'dark', rest: counted },
  { name: 'spectrum-line', address: '#/spectrum', viewport: PHONE, rest: measured },
  {
    name: 'spectrum-lattice',
    address: '#/spectrum',
    viewport: DESKTOP,
    async rest(page) {
      await measured(page);
      await there('.told [role=img]')(page);
    },
  },
  { name: 'systems', address: '#/systems', viewport: PHONE, theme: 'dark', rest: gone('.sign.is-open') },
  { name: 'guarantees', address: '#/guarantees', viewport: DESKTOP, rest: there('.guarantees-page[aria-busy=false]') },
  {
    name: 'decide',
    address: '#/decide?needs=linearizable&survive=1&net=zones&n=3&strategies=quorum,raft,single_copy',
    viewport: DESKTOP,
    theme: 'dark',
    rest: there('[data-done=true]'),
  },
  { name: 'check', address: '#/check', viewport: PHONE, rest: there('.sheet-body') },
  { name: 'embed', address: '#/e?crash=r3@100-200', viewport: { width: 720, height: 420 }, rest: judged },
];

async function picture({ address, viewport, theme, rest }, style) {
  const page = await site.open(address, { viewport, theme, hasTouch: viewport === PHONE });
  await rest(page);
  if (style) await page.addStyleTag({ content: style });
  return settled(page);
}

const percent = (share) => `${(share * 100).toFixed(3)} %`;

for (const state of STATES) {
  test(`${state.name} looks as it did`, async () => {
    const seen = await picture(state);
    if (process.env.LOOKS === 'renew') return keep(state.name, seen);
    const found = await compare(state.name, seen);
    if (found.share <= TOLERATED) return undefined;
    const where = await show(state.name, seen, found);
    return assert.fail(
      `${percent(found.share)} of the picture is not as in looks/${state.name}.png, ${percent(TOLERATED)} may be: ` +
        `${where} marks it in red. If it is meant, \`cargo xtask looks\` takes the references again.`,
    );
  });
}

test('a panel that is 2 px off is seen', async () => {
  const { share } = await compare('opening', await picture(STATES[0], '.column-aside { transform: translateX(2px) }'));
  assert.ok(share > 2 * TOLERATED, `only ${percent(share)} differs`);
});
