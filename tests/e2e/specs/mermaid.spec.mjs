// The exported Mermaid text is read by the real mermaid package, for two hundred random runs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { loadMermaid, parseMermaid } from '../support/mermaid.mjs';
import { useSite } from '../support/site.mjs';

const RUNS = 200;

const site = useSite();

/** Numbers that look random and are the same every time (Park and Miller's generator). */
function draws(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function randomLink(number) {
  const draw = draws(number + 1);
  for (let skip = 0; skip < 8; skip += 1) draw(2);
  const n = 1 + draw(9);
  const of = (list) => list[draw(list.length)];
  const node = () => `r${1 + draw(n)}`;
  const parts = [
    `s=${of(['quorum', 'primary', 'single_copy'])}`,
    `n=${n}&w=${1 + draw(n)}&r=${1 + draw(n)}`,
    `net=${of(['rack', 'zones', 'continent', 'worldwide', 'lnkd-disk', 'wan'])}`,
    `seed=${draw(1_000_000)}&ops=${draw(6)}&writes=${draw(101)}&keys=${1 + draw(3)}`,
    `loss=${draw(4) / 20}&dup=${draw(4) / 20}&timeout=${of([40, 200, 1000])}`,
  ];
  if (draw(2)) parts.push(`crash=${node()}@${draw(100)}-${150 + draw(100)}`);
  if (draw(2)) parts.push(`cut=${node()}@${draw(100)}-${150 + draw(100)}`);
  if (draw(3) === 0) parts.push(`clock=A@${draw(100)}+${draw(200)}`);
  return parts.join('&');
}

test(`${RUNS} random runs give text that mermaid reads`, async () => {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  const page = await site.open();
  await loadMermaid(page);
  for (let run = 0; run < RUNS; run += 1) {
    const link = randomLink(run);
    const text = execFileSync(program, ['run', link, '--mermaid'], { encoding: 'utf8' });
    assert.deepEqual(await parseMermaid(page, text), { diagramType: 'sequence' }, `${link}\n${text}`);
  }
});

test('a screen reader is told what the diagram shows', async () => {
  const page = await site.open();
  await loadMermaid(page);
  const text = execFileSync(process.env.QUORATE, ['run', '#/', '--mermaid'], { encoding: 'utf8' });
  const told = await page.evaluate(async (source) => {
    const { svg } = await globalThis.mermaid.render('told', source);
    const place = document.createElement('div');
    place.innerHTML = svg;
    const root = place.querySelector('svg');
    const named = (attribute) => root.querySelector(`#${root.getAttribute(attribute)}`)?.textContent;
    return [named('aria-labelledby'), named('aria-describedby')];
  }, text);
  assert.equal(told[0], 'Timeline of a run');
  assert.match(told[1], /^Not linearizable: A read x=1 .* 1 write and 8 reads by 3 sessions on 5 replicas in 629\sms\.$/);
});
