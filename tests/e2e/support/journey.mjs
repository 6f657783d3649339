// How a slider is used before anything else is: what that needs makes the first part of the wasm.

/** The keys that are pressed on every slider: a step either way, and from end to end. */
export const KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'Home', 'PageUp', 'ArrowRight', 'End'];

/** Until the page shows what was asked: what a slow machine passed over would come late on all. */
export async function drawn(page) {
  await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
  await page.waitForFunction(() => document.documentElement.dataset.digest);
}
