//! Which moment sits where: how long the time axis is, and which idle stretches it cuts.

use history::{Instant, Operation, order};

use crate::axis::{BREAK_SIZE, Extent, TimeAxis};
use crate::number::within;
use crate::story::Story;
use crate::view::Viewport;

/// The median operation is at least this long, in px.
const LEAST_BAR: f64 = 22.0;
/// From the start of one operation to the start of the next in its session, at the median.
const LEAST_CYCLE: f64 = 34.0;
/// A picture is not made longer than this many px for each operation of the busiest session.
const MOST_CYCLE: f64 = 80.0;
/// No browser likes longer pictures.
const LONGEST: f64 = 16_000.0;

/// The time axis of a story, or of several on one clock: it fills the room, and is longer where operations
/// would become too short to see or to name. It reaches on to the moment at which the replicas were asked,
/// if that is to be seen; all of them were asked at once.
pub(super) fn axis(stories: &[&Story], view: &Viewport, probed: Option<Instant>, start: f64, room: f64) -> TimeAxis {
    let (begin, end) = match view.window {
        Some((begin, end)) => (begin.min(end), begin.max(end)),
        None => (Instant::ZERO, stories.iter().map(|story| story.end).chain(probed).max().unwrap_or_default()),
    };
    let room = room.max(80.0);
    let (least_scale, busiest) = if view.window.is_some() { (0.0, 0) } else { least_scale(stories) };
    let extent = Extent {
        begin,
        end,
        start,
        room,
        least_scale,
        most_room: within(busiest as f64 * MOST_CYCLE, room, LONGEST.max(room)),
        cut_size: BREAK_SIZE,
    };
    // In a window time runs evenly: who wants an idle stretch shorter zooms out.
    // Places in an order lie evenly, too.
    let even = view.window.is_some() || stories.first().is_some_and(|story| !story.clock.has_times());
    let idle = if even { Vec::new() } else { idle(stories, begin, end) };
    TimeAxis::fit(view.orientation, extent, &idle)
}

/// The least px a microsecond, and how many operations the busiest session has.
fn least_scale(stories: &[&Story]) -> (f64, usize) {
    let mut lengths = Vec::new();
    let mut cycles = Vec::new();
    let busiest = stories.iter().map(|story| measure(story, &mut lengths, &mut cycles)).max();
    let least = |px: f64, lengths: Vec<u64>| median(lengths).map_or(0.0, |us| px / us.max(1) as f64);
    let scale = least(LEAST_BAR, lengths).max(least(LEAST_CYCLE, cycles));
    (scale, busiest.unwrap_or(0))
}

/// Adds how long operations are, and from each to the next of its session; says how many the busiest has.
fn measure(story: &Story, lengths: &mut Vec<u64>, cycles: &mut Vec<u64>) -> usize {
    let mut last: Vec<Option<&Operation>> = vec![None; story.sessions.len()];
    let mut counts = vec![0; story.sessions.len()];
    for operation in story.drawn() {
        if let Some(returned) = operation.returned {
            lengths.push(returned.since(operation.invoked).as_us());
        }
        let session = operation.session.index();
        if let (Some(last), Some(count)) = (last.get_mut(session), counts.get_mut(session)) {
            if let Some(before) = last {
                cycles.push(operation.invoked.since(before.invoked).as_us());
            }
            *last = Some(operation);
            *count += 1;
        }
    }
    counts.into_iter().max().unwrap_or(0)
}

fn median(mut lengths: Vec<u64>) -> Option<u64> {
    order::sort_by_key(&mut lengths, |us| *us);
    lengths.get(lengths.len() / 2).copied()
}

/// The stretches of a window in which nothing happens in any of the stories, no message is on its way and
/// nothing is held back. Where no replica was watched, nobody knows: an operation that is open may be at work.
pub(crate) fn idle(stories: &[&Story], begin: Instant, end: Instant) -> Vec<(Instant, Instant)> {
    let mut busy: Vec<(Instant, Instant)> = vec![(begin, begin), (end, end)];
    for story in stories {
        busy.extend(story.moments.iter().map(|moment| (*moment, *moment)));
        busy.extend(story.messages.iter().map(|message| {
            let ends = message.ends.iter().map(|end| end.at).max();
            // A message that never ended is drawn up to the end of the run.
            (message.sent, ends.unwrap_or(story.end))
        }));
        busy.extend(story.waits.iter().map(|wait| (wait.from, wait.to)));
        let unwatched = story.replicas.is_empty();
        let open = story.operations.iter().filter(|_| unwatched);
        busy.extend(open.map(|operation| (operation.invoked, operation.returned.unwrap_or(story.end))));
    }
    order::sort_by_key(&mut busy, |stretch| *stretch);
    let mut gaps = Vec::new();
    let mut reached = begin;
    for (from, to) in busy {
        if from > reached && reached < end {
            gaps.push((reached, from.min(end)));
        }
        reached = reached.max(to);
    }
    gaps
}

/// A moment that a ruler names.
pub(crate) struct Tick {
    /// Where it sits.
    pub(crate) position: f64,
    /// Its number.
    pub(crate) text: String,
    /// The unit of its number; the first that is written says it.
    pub(crate) unit: &'static str,
}

impl Tick {
    /// Number and unit; they never part.
    pub(crate) fn with_unit(&self) -> String {
        format!("{}\u{a0}{}", self.text, self.unit)
    }
}

/// The moments that a ruler names: as many as fit, at round distances.
pub(crate) fn ticks(axis: &TimeAxis, least_px: f64) -> Vec<Tick> {
    let step = step(axis.scale(), least_px);
    let (divisor, unit, decimals) = match step {
        1_000_000.. if axis.end().as_us() > 0 => (1_000_000, "s", 0),
        100_000.. if axis.end().as_us() > 10_000_000 => (1_000_000, "s", 1),
        1_000.. => (1_000, "ms", 0),
        100.. => (1_000, "ms", 1),
        10.. => (1_000, "ms", 2),
        _ => (1, "µs", 0),
    };
    let mut ticks: Vec<Tick> = Vec::new();
    let mut us = axis.begin().as_us().div_ceil(step).saturating_mul(step);
    while us <= axis.end().as_us() && ticks.len() < 2_000 {
        let at = Instant::from_us(us);
        let position = axis.position(at);
        if let Some(gap) = axis.breaks.iter().find(|gap| gap.from < at && at < gap.to) {
            // A cut may stand for hours: go straight to its end.
            us = gap.to.as_us().div_ceil(step).saturating_mul(step).max(us + 1);
            continue;
        }
        let clear = ticks.last().is_none_or(|last| position - last.position >= least_px * 0.4);
        if clear {
            ticks.push(Tick { position, text: label(us, divisor, decimals), unit });
        }
        let Some(next) = us.checked_add(step) else {
            break;
        };
        us = next;
    }
    ticks
}

/// The smallest of 1, 2, 5, 10, 20, … µs that takes at least so many px.
pub(super) fn step(scale: f64, least_px: f64) -> u64 {
    let mut unit = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = unit.saturating_mul(factor);
            if step as f64 * scale >= least_px || step > u64::MAX / 100 {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

fn label(us: u64, unit: u64, decimals: u32) -> String {
    let places = 10_u64.pow(decimals);
    let (whole, rest) = (us / unit, us % unit);
    if decimals == 0 {
        return whole.to_string();
    }
    let fraction = rest * places / unit;
    format!("{whole}.{fraction:0width$}", width = decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ruler_steps_are_round_and_far_enough_apart() {
        // 2.1 px a millisecond.
        assert_eq!(step(0.0021, 34.0), 20_000);
        assert_eq!(step(1.0, 34.0), 50);
        assert_eq!(step(1e-9, 34.0), 50_000_000_000);
    }

    #[test]
    fn ruler_labels_show_the_decimals_of_their_step() {
        assert_eq!(label(20_000, 1_000, 0), "20");
        assert_eq!(label(1_200, 1_000, 1), "1.2");
        assert_eq!(label(1_050, 1_000, 2), "1.05");
    }
}
