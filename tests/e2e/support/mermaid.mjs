// The real mermaid package, in a page: it needs a DOM even to parse.

import { createRequire } from 'node:module';

const MERMAID = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');

/** Loads mermaid into a page; any page will do. */
export async function loadMermaid(page) {
  await page.addScriptTag({ path: MERMAID });
  await page.evaluate(() => globalThis.mermaid.initialize({ startOnLoad: false }));
}

/** Parses one diagram; resolves to its type, or to the parser's complaint as `error`. */
export function parseMermaid(page, text) {
  return page.evaluate(async (source) => {
    try {
      const { diagramType } = await globalThis.mermaid.parse(source);
      return { diagramType };
    } catch (problem) {
      return { error: String(problem.message ?? problem) };
    }
  }, text);
}
