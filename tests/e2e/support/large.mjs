// A run of more than a hundred thousand events, and what its windows show, worked out from the trace that the
// native program records.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

/** So many operations in three sessions that the trace has more than a hundred thousand events. */
export const LARGE = '#/?w=2&r=2&ops=1400';

/** The run of a link as the native program records it: its end, and the spans of its operations and messages. */
export function recorded(link) {
  const program = process.env.QUORATE;
  assert.ok(program, 'QUORATE names the native program');
  const { trace } = JSON.parse(execFileSync(program, ['run', link, '--json'], { maxBuffer: 1 << 28 }));
  const operations = new Map();
  const messages = new Map();
  const probes = new Set();
  for (const { at, what } of trace.events) {
    const [kind, of] = Object.entries(what)[0];
    if (kind === 'invoke' && of.role === 'probe') probes.add(of.operation);
    else if (kind === 'invoke') operations.set(of.operation, [at, at]);
    // What has no answer may still take effect: it is in view up to the end of the run.
    else if (kind === 'return' && operations.has(of.operation)) operations.get(of.operation)[1] = of.outcome === 'info' ? Infinity : at;
    else if (kind === 'send' && !probes.has(of.label.operation)) messages.set(of.message, [at, undefined]);
    else if ((kind === 'deliver' || kind === 'drop') && messages.has(of.message)) messages.get(of.message)[1] = at;
  }
  const spans = (map) => [...map.values()].map(([from, to]) => [from, Math.max(from, to ?? trace.end)]);
  return { events: trace.events.length, end: trace.end, operations: spans(operations), messages: spans(messages) };
}

/** What the page says of a window of a run. */
export function inView({ operations, messages }, [from, to]) {
  const meeting = (spans) => spans.filter(([begin, end]) => begin <= to && end >= from).length;
  const words = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
  return `${words(meeting(operations), 'operation')} and ${words(meeting(messages), 'message')} in view`;
}

/** The window of so much, of a run that is over at `end`; nothing narrower than ten microseconds. */
function fit(from, span, end) {
  if (span >= end) return [0, end];
  const first = Math.floor(Math.max(0, Math.min(from, end - span)) + 0.5);
  const last = Math.min(first + Math.floor(span + 0.5), end);
  return [last - Math.floor(span + 0.5), last];
}

/** Half or twice of a window around its middle. */
export function zoomed([from, to], end, factor) {
  const at = Math.floor((from + to) / 2);
  const wanted = Math.max((to - from) * factor, 10);
  return fit(at - (wanted * (at - from)) / (to - from), wanted, end);
}

/** Half a window later or earlier. */
export const panned = ([from, to], end, windows) => fit(from + windows * (to - from), to - from, end);
