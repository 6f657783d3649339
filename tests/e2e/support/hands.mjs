// Three ways to use the page, with the same words: by pointer, by keyboard alone, by touch alone.
// Each is what a person does: no element is clicked, focused or filled by the test itself.

import assert from 'node:assert/strict';

/** More stops than the page has. */
const STOPS = 250;

/** How long a finger rests until that means something. */
const REST_MS = 800;

/** The address once it has stayed the same for a while: it follows the page a little later. */
export async function link(page) {
  await page.waitForFunction(() => document.documentElement.dataset.digest);
  const read = () => page.evaluate(() => location.hash);
  let [before, alike] = [await read(), 0];
  for (let look = 0; look < 60; look += 1) {
    await page.waitForTimeout(150);
    const now = await read();
    alike = now === before ? alike + 1 : 0;
    // A busy machine lets a change wait longer than one look.
    if (alike > 2) return now;
    before = now;
  }
  throw new Error('the address does not come to rest');
}

/** The middle of what a locator finds, in sight. */
async function middle(locator) {
  await locator.waitFor();
  await locator.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

/** Beside where a lifeline crosses the cursor: on it there may be an operation, which has its own use of a press. */
export function crossing(page, node) {
  return page.evaluate((wanted) => {
    const heads = [...document.querySelectorAll('.sheet-head text')];
    const head = heads.find((text) => text.textContent === wanted).getBoundingClientRect();
    const tag = document.querySelector('.cursor-tag').getBoundingClientRect();
    return { x: head.x + head.width / 2 + 13, y: tag.y + tag.height / 2 };
  }, node);
}

/** What pointer and touch have in common: they see, and press what they see. */
class Pressing {
  constructor(page) {
    this.page = page;
  }

  async press(locator) {
    await this.at(await middle(locator));
  }

  /** On a narrow screen one column is there at a time. */
  async column(name) {
    const tab = this.page.locator('.tabs').getByRole('button', { name });
    if (await tab.isVisible()) await this.press(tab);
  }

  async slide(name, value) {
    const slider = this.page.getByRole('slider', { name: new RegExp(`^${name}\\b`) });
    const { y } = await middle(slider);
    const { x, width } = await slider.boundingBox();
    const [min, max] = await slider.evaluate(({ min, max }) => [Number(min), Number(max)]);
    await this.at({ x: x + 7 + ((width - 14) * (value - min)) / (max - min), y });
  }

  async stepBack(times) {
    await this.column('Timeline');
    for (let step = 0; step < times; step += 1) await this.press(this.page.getByRole('button', { name: 'Previous event' }));
  }

  async showViolation() {
    await this.press(this.page.getByTitle('Go to where the proof ends'));
  }

  /** Asks what can be done at the cursor on a lifeline, and does it. */
  async atCursor(node, choice) {
    await this.ask(await crossing(this.page, node));
    await this.press(this.page.locator('.moment-menu').getByRole('button', { name: choice }));
  }

  async undo() {
    await this.press(this.page.getByRole('button', { name: 'Undo' }));
  }

  async copyLink() {
    await this.press(this.page.getByRole('button', { name: 'Share', exact: true }));
    await this.press(this.page.getByRole('button', { name: 'Copy: Link to this run' }));
  }

  async removeFault(name) {
    await this.press(this.page.getByRole('slider', { name: /^all of: / }).first());
    await this.press(this.page.locator('.moment-menu').getByRole('button', { name }));
  }
}

export class Pointer extends Pressing {
  async at({ x, y }) {
    await this.page.mouse.click(x, y);
  }

  async ask(place) {
    await this.at(place);
  }

  async choose(id, index) {
    // The list that opens is the system's, outside the page: its keys choose as its rows do.
    await this.press(this.page.locator(id));
    await chooseOpen(this.page, id, index);
  }

  async drag(locator, by) {
    const from = await middle(locator);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    for (const share of [0.3, 0.6, 1]) await this.page.mouse.move(from.x, from.y + by * share);
    await this.page.mouse.up();
  }
}

export class Touch extends Pressing {
  async at({ x, y }) {
    await this.page.touchscreen.tap(x, y);
  }

  /** A finger that rests: a tap would be taken for one on what lies near. */
  async ask(place) {
    const fingers = await Fingers.of(this.page);
    await fingers.put([place]);
    await this.page.waitForTimeout(REST_MS);
    await fingers.lift();
  }

  async choose(id, index) {
    await this.press(this.page.locator(id));
    await chooseOpen(this.page, id, index);
  }

  async drag(locator, by) {
    const { x, y } = await middle(locator);
    const fingers = await Fingers.of(this.page);
    await fingers.put([{ x, y }]);
    for (const share of [0.3, 0.6, 1]) await fingers.move([{ x, y: y + by * share }]);
    await fingers.lift();
  }
}

/** Several fingers at once. */
export class Fingers {
  static async of(page) {
    const fingers = new Fingers();
    fingers.session = await page.context().newCDPSession(page);
    return fingers;
  }

  send(type, places, first = 0) {
    const touchPoints = places.map((place, index) => ({ ...place, id: first + index }));
    return this.session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  put(places) {
    return this.send('touchStart', places);
  }

  /** One more, beside the first. */
  add(place) {
    return this.send('touchStart', [place], 1);
  }

  move(places) {
    return this.send('touchMove', places);
  }

  lift() {
    return this.send('touchEnd', []);
  }
}

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  key(name, times = 1) {
    const presses = Array.from({ length: times }, () => name);
    return presses.reduce((before, press) => before.then(() => this.page.keyboard.press(press)), Promise.resolve());
  }

  /** Tab after tab until the keyboard is on what the locator finds. */
  async reach(locator) {
    await locator.waitFor();
    const there = () => locator.evaluate((element) => element === document.activeElement);
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await there()) return;
      await this.key('Tab');
    }
    assert.fail(`no tab stop on ${locator}`);
  }

  async press(locator) {
    await this.reach(locator);
    await this.key('Enter');
  }

  async column() {}

  async choose(id, index) {
    await this.reach(this.page.locator(id));
    await this.key('Space');
    await chooseOpen(this.page, id, index);
  }

  async slide(name, value) {
    const slider = this.page.getByRole('slider', { name: new RegExp(`^${name}\\b`) });
    await this.reach(slider);
    const now = Number(await slider.inputValue());
    await this.key(value > now ? 'ArrowRight' : 'ArrowLeft', Math.abs(value - now));
  }

  async onTimeline(keys) {
    await this.reach(this.page.locator('.timeline-frame'));
    for (const key of keys) await this.key(key);
  }

  async stepBack(times) {
    await this.onTimeline(Array.from({ length: times }, () => 'ArrowLeft'));
  }

  async showViolation() {
    await this.onTimeline(['v']);
  }

  async atCursor(node, choice) {
    const heads = await this.page.locator('.sheet-head .q-words-name').allTextContents();
    // Let go of the lifeline chosen before, then down to the one that is meant.
    await this.onTimeline(['Escape', ...heads.slice(0, heads.indexOf(node) + 1).map(() => 'ArrowDown'), 'Enter']);
    await this.press(this.page.locator('.moment-menu').getByRole('button', { name: choice }));
  }

  async undo() {
    await this.key('Control+z');
  }

  async copyLink() {
    await this.press(this.page.getByRole('button', { name: 'Share', exact: true }));
    await this.press(this.page.getByRole('button', { name: 'Copy: Link to this run' }));
  }

  async removeFault() {
    await this.reach(this.page.getByRole('slider', { name: /^all of: / }).first());
    await this.key('Delete');
  }

  /** As many steps of a thing that can be moved as lead to that moment, in ms. */
  async moveTo(locator, ms) {
    await this.reach(locator);
    const now = () => locator.evaluate((element) => Number.parseFloat(element.getAttribute('aria-valuetext')));
    const far = Math.round(ms - (await now()));
    const arrow = far > 0 ? 'ArrowDown' : 'ArrowUp';
    await this.key(`Shift+${arrow}`, Math.floor(Math.abs(far) / 10));
    await this.key(arrow, Math.abs(far) % 10);
  }
}

/** In a list that is open: from the top down to a choice, and take it. */
async function chooseOpen(page, id, index) {
  await page.keyboard.press('Home');
  for (let step = 0; step < index; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(([list, wanted]) => document.querySelector(list).selectedIndex === wanted, [id, index]);
}
