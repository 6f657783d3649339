//! How many operations take no longer than a time: as the mathematics says, as lines, and in one run,
//! as steps.

use super::plot::{Chart, Plot, Reading, round_ms, share_words, time_words};
use crate::number::grouped;
use crate::path::{Path, Point};
use crate::scene::Anchor;
use crate::tokens::{Class, Hue, Part, Plain, Strength};

/// What is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cdf<'a> {
    /// How long reads take.
    pub reads: Taken<'a>,
    /// How long writes take.
    pub writes: Taken<'a>,
    /// Whether what the mathematics says was drawn, and not integrated.
    pub drawn: bool,
    /// How many runs show what was seen.
    pub runs: u32,
}

/// The response times of operations of one kind. Times are in milliseconds, shares from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken<'a> {
    /// `[ms, share]`, both ascending: what the mathematics says.
    pub expected: &'a [(f64, f64)],
    /// The same of what runs show: a step up at each.
    pub seen: &'a [(f64, f64)],
    /// How many operations they show.
    pub count: u64,
}

/// How wide a sample of the legend is, in px.
const SAMPLE: f64 = 16.0;
/// The share up to which the axis of time shows everything.
const SHOWN: f64 = 0.99;
/// So many places to read the chart at.
const READINGS: u32 = 48;
/// The shares beside which a curve may have its name.
const NAMED_AT: [f64; 7] = [0.7, 0.5, 0.3, 0.85, 0.15, 0.6, 0.4];
/// How far from it, in px: as near as there is room.
const AWAY: [f64; 4] = [8.0, 16.0, 26.0, 40.0];

/// Draws response times.
#[must_use]
pub fn cdf(cdf: &Cdf<'_>, width: f64, height: f64) -> Chart {
    let kinds = [(Hue::Read, &cdf.reads), (Hue::Write, &cdf.writes)];
    let end_ms = cdf.reads.shown_ms().max(cdf.writes.shown_ms());
    let end_ms = if end_ms > 0.0 { round_ms(1.02 * end_ms) } else { 100.0 };
    let plot = Plot::new((width, height), end_ms, false, 0.0);
    let curves = kinds.map(|(_, kind)| plot.curve(kind.expected));
    let mut labels = plot.numbers();
    let (y, first) = (plot.sample_y(), plot.left);
    let method = if cdf.drawn { "drawn" } else { "exact" };
    let next = plot.legend(&mut labels, first + SAMPLE, &[method.to_owned()]);
    let count = cdf.reads.count + cdf.writes.count;
    if count > 0 {
        let runs = if cdf.runs == 1 { "this run".to_owned() } else { format!("{} runs", grouped(cdf.runs.into())) };
        let whole = format!("{runs}, {} operations", grouped(count));
        plot.legend(&mut labels, next + SAMPLE, &[whole, runs, "runs".to_owned()]);
    }
    let alike = are_alike(&curves);
    let mut content = plot.lines().to_vec();
    for (place, (hue, kind)) in kinds.into_iter().enumerate() {
        let (mut line, mut steps) = (Path::default(), Path::default());
        // One half of each sample of the legend is of each kind.
        let half = SAMPLE / 2.0 * place as f64;
        kind.steps(&mut steps, &plot);
        if count > 0 {
            steps.line(&[(next + half, y), (next + half + SAMPLE / 2.0, y)]);
        }
        line.line(&curves[place]);
        line.line(&[(first + half, y), (first + half + SAMPLE / 2.0, y)]);
        content.push(steps.mark(Class::Message(hue, Strength::Late, Part::Line)));
        // Two that lie on each other are both seen.
        let part = if alike && place == 1 { Part::Dash } else { Part::Line };
        content.push(line.mark(Class::Message(hue, Strength::Counted, part)));
    }
    let names: &[(Plain, &str, usize)] = match alike {
        true => &[(Plain::WordsLength, "reads and writes", 0)],
        false => &[(Plain::WordsRead, "reads", 0), (Plain::WordsWrite, "writes", 1)],
    };
    for (class, name, place) in names {
        let found = plot.place(*class, &[(*name).to_owned()], &beside(&curves[*place]), &curves, &labels);
        labels.extend(found.unwrap_or_default());
    }
    plot.chart("Response times", describe(cdf), readings(&plot, cdf), (content, labels))
}

impl Taken<'_> {
    /// The time up to which nearly everything is.
    fn shown_ms(&self) -> f64 {
        let points = if self.expected.is_empty() { self.seen } else { self.expected };
        points.iter().find(|(_, share)| *share >= SHOWN).or(points.last()).map_or(0.0, |(ms, _)| *ms)
    }

    /// The share that takes no longer.
    fn share(&self, ms: f64) -> f64 {
        let points = self.expected;
        let place = points.partition_point(|(at, _)| *at <= ms);
        match (place.checked_sub(1).map(|before| points[before]), points.get(place)) {
            (Some((from, low)), Some((to, high))) => low + (high - low) * (ms - from) / (to - from),
            (Some((_, share)), None) => share,
            (None, _) => 0.0,
        }
    }

    /// A step up at each time that was seen.
    fn steps(&self, path: &mut Path, plot: &Plot) {
        if self.seen.is_empty() {
            return;
        }
        let mut points: Vec<Point> = vec![(plot.left, plot.bottom)];
        let mut height = plot.bottom;
        for (ms, share) in self.seen.iter().take_while(|(ms, _)| *ms <= plot.end_ms) {
            let (x, next) = (plot.x(*ms), plot.y(*share));
            // Steps at one place are one.
            match points.last_mut() {
                Some(last) if points_meet(last.0, x) => last.1 = next,
                _ => points.extend([(x, height), (x, next)]),
            }
            height = next;
        }
        points.push((plot.right, height));
        path.line(&points);
    }
}

fn points_meet(x: f64, other: f64) -> bool {
    (x - other).abs() < 0.05
}

/// Where the name of a curve can stand: right of it, or left.
fn beside(curve: &[Point]) -> Vec<(f64, f64, Anchor)> {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return Vec::new() };
    let at = |share: f64| {
        let y = first.1 + share * (last.1 - first.1);
        curve.iter().find(|(_, height)| *height <= y).map(|(x, _)| (*x, y + 4.0))
    };
    let sides = |away: f64| {
        let both = move |(x, y): (f64, f64)| [(x + away, y, Anchor::Start), (x - away, y, Anchor::End)];
        NAMED_AT.into_iter().filter_map(at).flat_map(both)
    };
    AWAY.into_iter().flat_map(sides).collect()
}

/// Whether two curves lie on each other.
fn are_alike([one, other]: &[Vec<Point>; 2]) -> bool {
    let near = |(a, b): (&Point, &Point)| (a.0 - b.0).abs() < 1.0 && (a.1 - b.1).abs() < 1.0;
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(near)
}

fn readings(plot: &Plot, cdf: &Cdf<'_>) -> Vec<Reading> {
    let reading = |step: u32| {
        let ms = plot.end_ms * f64::from(step) / f64::from(READINGS);
        let [reads, writes] = [cdf.reads, cdf.writes].map(|kind| share_words(kind.share(ms)));
        Reading { at: plot.x(ms), words: format!("within {}: {reads} of reads, {writes} of writes", time_words(ms)) }
    };
    (0..=READINGS).map(reading).collect()
}

fn describe(cdf: &Cdf<'_>) -> String {
    let median =
        |kind: &Taken<'_>| kind.expected.iter().find(|(_, share)| *share >= 0.5).map(|(ms, _)| time_words(*ms));
    match (median(&cdf.reads), median(&cdf.writes)) {
        (Some(read), Some(write)) => {
            format!("Half of the reads take no longer than {read}, half of the writes {write}.")
        }
        _ => String::new(),
    }
}
