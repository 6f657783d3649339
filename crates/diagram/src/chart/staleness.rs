//! How likely a read is to be fresh, by how long after the answer of a write it begins: as the
//! mathematics says, and as runs show.

use super::frame::upright;
use super::plot::{Chart, Plot, Reading, level_words, round_ms, share_words, time_words};
use crate::path::{Path, Point};
use crate::scene::{Anchor, Text};
use crate::tokens::{Class, Hue, Part, Plain, Strength};

/// What is drawn. Times are in milliseconds, shares from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Freshness<'a> {
    /// `[t_ms, p]`, both ascending: what the mathematics says.
    pub expected: &'a [(f64, f64)],
    /// For figures that were drawn, by how much a share of one half may be off.
    pub drawn: Option<f64>,
    /// What runs show, by time.
    pub seen: &'a [Seen],
    /// A share, and the time after which so many are fresh, if they ever are.
    pub mark: Option<(f64, Option<f64>)>,
}

/// What runs show at about one time, with a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// How long after the answer.
    pub t_ms: f64,
    /// Of so many reads
    pub reads: u64,
    /// this share was fresh,
    pub share: f64,
    /// at least
    pub low: f64,
    /// and at most.
    pub high: f64,
}

const RADIUS: f64 = 3.0;
/// Half the end of an interval.
const TICK: f64 = 2.0;
/// A band that is thinner than this is not drawn, in px.
const BAND_LEAST: f64 = 0.5;

/// Draws it.
#[must_use]
pub fn staleness(freshness: &Freshness<'_>, width: f64, height: f64) -> Chart {
    let Freshness { expected, seen, mark, .. } = *freshness;
    let first = expected.first().map_or(1.0, |(_, p)| *p);
    let least = seen.iter().map(|seen| seen.share).fold(first, f64::min);
    // One that is fresh at once still needs an axis to stand on.
    let end_ms = end_ms(expected, mark);
    let least = if least >= 1.0 { 0.9 } else { least };
    let plot = Plot::new((width, height), end_ms, is_steep(expected, end_ms), least);
    let curve = plot.curve(expected);
    let (mut line, mut marks, mut band) = (Path::default(), Path::default(), Path::default());
    line.line(&curve);
    if let Some(error) = freshness.drawn {
        around(&mut band, &plot, expected, error);
    }
    let (mut dots, mut bars) = (Path::default(), Path::default());
    for seen in seen.iter().filter(|seen| seen.t_ms <= plot.end_ms) {
        point(&mut dots, &mut bars, &plot, seen);
    }
    let mut labels = plot.numbers();
    if let Some((share, Some(t_ms))) = mark.filter(|(_, t_ms)| t_ms.is_some_and(|t_ms| t_ms <= plot.end_ms)) {
        let x = plot.x(t_ms);
        upright(&mut marks, x, plot.y(share), plot.bottom);
        // Where intervals leave no room, words stand in front of them.
        let curves = [points(&plot, seen), curve];
        let found = mark_words(&plot, (share, t_ms), &curves, &labels);
        labels.extend(found.or_else(|| mark_words(&plot, (share, t_ms), &curves[1..], &labels)).unwrap_or_default());
    }
    explain(freshness, &plot, (&mut line, &mut dots, &mut bars), &mut labels);
    let [grid, axis] = plot.lines();
    let bar = Class::Message(Hue::Read, Strength::Late, Part::Line);
    let content = vec![
        band.mark(Plain::ChartArea),
        grid,
        axis,
        line.mark(Plain::ChartCurve),
        marks.mark(Plain::ChartMark),
        bars.mark(bar),
        dots.mark(Plain::Contact),
    ];
    plot.chart("Fresh reads", describe(freshness), readings(&plot, expected), (content, labels))
}

/// Where the axis ends: a little behind the mark, but not behind the curve.
fn end_ms(expected: &[(f64, f64)], mark: Option<(f64, Option<f64>)>) -> f64 {
    let last = expected.last().map_or(0.0, |(t_ms, _)| *t_ms);
    let marked =
        mark.and_then(|(_, t_ms)| t_ms).filter(|t_ms| *t_ms > 0.0).map_or(last, |t_ms| round_ms(1.15 * t_ms).min(last));
    if marked > 0.0 { marked } else { 100.0 }
}

/// Whether half of all that happens does so at the very left, where a plain axis would show a step.
fn is_steep(expected: &[(f64, f64)], end_ms: f64) -> bool {
    let early = expected.partition_point(|(t_ms, _)| *t_ms <= end_ms / 32.0).checked_sub(1);
    let (first, early) = (expected.first(), early.map(|place| expected[place].1));
    first.zip(early).is_some_and(|((_, first), early)| *first < 1.0 && early - first > 0.5 * (1.0 - first))
}

/// The band that drawn figures leave open: a share p of many is off by as much as the root of
/// p (1 − p) says.
fn around(band: &mut Path, plot: &Plot, expected: &[(f64, f64)], error: f64) {
    let side = |sign: f64| -> Vec<Point> {
        let moved = |(t_ms, p): &(f64, f64)| (*t_ms, p + sign * 2.0 * error * (p * (1.0 - p)).max(0.0).sqrt());
        plot.curve(&expected.iter().map(moved).collect::<Vec<_>>())
    };
    let (upper, mut lower) = (side(1.0), side(-1.0));
    if upper.iter().zip(&lower).any(|(upper, lower)| lower.1 - upper.1 > BAND_LEAST) {
        lower.reverse();
        band.polygon(&[upper, lower].concat());
    }
}

fn point(dots: &mut Path, bars: &mut Path, plot: &Plot, seen: &Seen) {
    let x = plot.x(seen.t_ms);
    let (upper, lower) = (plot.y(seen.high), plot.y(seen.low));
    bars.line(&[(x, upper), (x, lower)]);
    for y in [upper, lower] {
        bars.line(&[(x - TICK, y), (x + TICK, y)]);
    }
    dots.circle((x, plot.y(seen.share)), RADIUS);
}

/// The intervals of what was seen, as lines that words keep clear of.
fn points(plot: &Plot, seen: &[Seen]) -> Vec<Point> {
    seen.iter().flat_map(|seen| [seen.high, seen.low].map(|share| (plot.x(seen.t_ms), plot.y(share)))).collect()
}

fn mark_words(plot: &Plot, (share, t_ms): (f64, f64), curves: &[Vec<Point>], taken: &[Text]) -> Option<Vec<Text>> {
    let when = if t_ms > 0.0 { format!("after {}", time_words(t_ms)) } else { "at once".to_owned() };
    let lines = [format!("{} fresh", level_words(share)), when];
    let x = plot.x(t_ms);
    let places: Vec<(f64, f64, Anchor)> = [22.0, 36.0, 50.0, 64.0]
        .into_iter()
        .flat_map(|up| {
            let y = plot.bottom - up;
            [(x - 6.0, y, Anchor::End), (x + 6.0, y, Anchor::Start)]
        })
        .collect();
    plot.place(Plain::WordsControlMessage, &lines, &places, curves, taken)
}

/// The legend: what the line is, and what the dots are.
fn explain(
    freshness: &Freshness<'_>,
    plot: &Plot,
    (line, dots, bars): (&mut Path, &mut Path, &mut Path),
    labels: &mut Vec<Text>,
) {
    let y = plot.sample_y();
    line.line(&[(plot.left, y), (plot.left + 16.0, y)]);
    let mut name = if freshness.drawn.is_some() { "drawn".to_owned() } else { "exact".to_owned() };
    if plot.root {
        name.push_str(", square-root axis");
    }
    let next = plot.legend(labels, plot.left + 16.0, &[name]);
    let reads: u64 = freshness.seen.iter().map(|seen| seen.reads).sum();
    if reads > 0 {
        let x = next + RADIUS;
        bars.line(&[(x, y - 5.0), (x, y + 5.0)]);
        dots.circle((x, y), RADIUS);
        let reads = format!("{} reads", crate::number::grouped(reads));
        plot.legend(labels, x + RADIUS, &[format!("{reads}, 95\u{a0}%"), reads, "runs".to_owned()]);
    }
}

fn readings(plot: &Plot, expected: &[(f64, f64)]) -> Vec<Reading> {
    let shown = expected.iter().take_while(|(t_ms, _)| *t_ms <= plot.end_ms);
    let reading = |(t_ms, p): &(f64, f64)| Reading {
        at: plot.x(*t_ms),
        words: format!("{} after the answer: {} fresh", time_words(*t_ms), share_words(*p)),
    };
    shown.map(reading).collect()
}

fn describe(freshness: &Freshness<'_>) -> String {
    let first = freshness.expected.first().map(|(_, p)| *p);
    if first.is_some_and(|p| p >= 1.0) {
        return "Every read that begins after the answer is fresh.".to_owned();
    }
    let first = first.map(|p| format!("At once {} of reads are fresh.", share_words(p)));
    let mark = freshness.mark.map(|(share, t_ms)| match t_ms {
        Some(t_ms) if t_ms > 0.0 => format!("{} are after {}.", level_words(share), time_words(t_ms)),
        Some(_) => format!("{} are at once.", level_words(share)),
        None => format!("{} never are.", level_words(share)),
    });
    [first, mark].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
