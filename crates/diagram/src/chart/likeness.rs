//! Recorded delays beside the family that they look like: both as shares that take no longer.

use super::plot::{Chart, Plot, Reading, round_ms, share_words, time_words};
use crate::path::{Path, Point};
use crate::tokens::Plain;

/// What is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alike<'a> {
    /// Recorded delays in ascending order, in milliseconds.
    pub recorded_ms: &'a [f64],
    /// `[ms, share]` of the family, both ascending.
    pub family: &'a [(f64, f64)],
    /// What the family is called.
    pub name: &'a str,
    /// The Kolmogorov–Smirnov distance between the two.
    pub distance: f64,
}

/// The share up to which the axis of time shows everything.
const SHOWN: f64 = 0.99;
const SAMPLE: f64 = 16.0;
/// So many places to read the chart at.
const READINGS: u32 = 48;

/// Draws both: the recorded ones as a full line with a step at each, the family as a dotted one.
#[must_use]
pub fn likeness(alike: &Alike<'_>, width: f64, height: f64) -> Chart {
    let count = alike.recorded_ms.len();
    let last = (count as f64 * SHOWN).ceil().max(1.0) as usize - 1;
    let shown_ms = alike.recorded_ms.get(last).copied().unwrap_or(0.0);
    let end_ms = if shown_ms > 0.0 { round_ms(1.02 * shown_ms) } else { 1.0 };
    let plot = Plot::new((width, height), end_ms, false, 0.0);
    let (mut steps, mut family) = (Path::default(), Path::default());
    steps.line(&stairs(alike.recorded_ms, &plot));
    family.line(&plot.curve(alike.family));
    let mut labels = plot.numbers();
    let y = plot.sample_y();
    steps.line(&[(plot.left, y), (plot.left + SAMPLE, y)]);
    let next = plot.legend(&mut labels, plot.left + SAMPLE, &["recorded".to_owned()]);
    family.line(&[(next, y), (next + SAMPLE, y)]);
    plot.legend(&mut labels, next + SAMPLE, &[alike.name.to_owned(), "family".to_owned()]);
    let content = [plot.lines().to_vec(), vec![steps.mark(Plain::ChartCurve), family.mark(Plain::ChartMark)]].concat();
    plot.chart("Recorded delays", describe(alike), readings(alike, &plot), (content, labels))
}

/// A step up at each delay, as fine as can be seen.
fn stairs(sorted_ms: &[f64], plot: &Plot) -> Vec<Point> {
    let count = sorted_ms.len().max(1) as f64;
    let mut points = vec![(plot.left, plot.bottom)];
    let mut height = plot.bottom;
    for (place, ms) in (1_u32..).zip(sorted_ms).take_while(|(_, ms)| **ms <= plot.end_ms) {
        let (x, next) = (plot.x(*ms), plot.y(f64::from(place) / count));
        match points.last_mut() {
            Some(last) if x - last.0 < 0.25 => last.1 = next,
            _ => points.extend([(x, height), (x, next)]),
        }
        height = next;
    }
    points.push((plot.right, height));
    points
}

fn readings(alike: &Alike<'_>, plot: &Plot) -> Vec<Reading> {
    let count = alike.recorded_ms.len().max(1) as f64;
    let reading = |step: u32| {
        let ms = plot.end_ms * f64::from(step) / f64::from(READINGS);
        let recorded = alike.recorded_ms.partition_point(|one| *one <= ms) as f64 / count;
        let family = share_at(alike.family, ms);
        let [recorded, family] = [recorded, family].map(share_words);
        Reading {
            at: plot.x(ms),
            words: format!("within {}: {recorded} recorded, {family} by the family", time_words(ms)),
        }
    };
    (0..=READINGS).map(reading).collect()
}

/// The share of a curve at a time, linear between its points.
fn share_at(points: &[(f64, f64)], ms: f64) -> f64 {
    let place = points.partition_point(|(at, _)| *at <= ms);
    match (place.checked_sub(1).map(|before| points[before]), points.get(place)) {
        (Some((from, low)), Some((to, high))) => low + (high - low) * (ms - from) / (to - from),
        (Some((_, share)), None) => share,
        (None, _) => 0.0,
    }
}

fn describe(alike: &Alike<'_>) -> String {
    let Alike { recorded_ms, name, distance, .. } = alike;
    let distance = history::decimal::fixed(*distance, 3);
    format!("{} delays; {name} is never further away than {distance}.", recorded_ms.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_read_at_the_same_times() {
        let recorded_ms = [1.0, 2.0, 3.0, 4.0];
        let family = [(0.0, 0.0), (4.0, 1.0)];
        let chart = likeness(
            &Alike { recorded_ms: &recorded_ms, family: &family, name: "uniform", distance: 0.25 },
            224.0,
            120.0,
        );
        assert_eq!(chart.scene.description, "4 delays; uniform is never further away than 0.250.");
        let words: Vec<&str> = chart.readings.iter().map(|reading| reading.words.as_str()).collect();
        assert!(words.contains(&"within 2.50\u{a0}ms: 50.00\u{a0}% recorded, 62.50\u{a0}% by the family"), "{words:?}");
    }
}
