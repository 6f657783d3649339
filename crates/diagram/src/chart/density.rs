//! How long messages take one way: a small curve with its median and its 99th percentile.

use history::{Duration, Instant};

use super::frame::{self, FONT, label, quantile, round_up, upright};
use crate::font;
use crate::path::{Path, Point};
use crate::scene::{Scene, Text};
use crate::tokens::Plain;

const BELOW: f64 = 16.0;
const POINTS: u32 = 72;
/// The smoothing window, as a share of the axis.
const WINDOW: f64 = 1.0 / 22.0;

/// Draws delays from a sorted sample in microseconds; evenly spaced quantiles of the distribution
/// make the best sample.
#[must_use]
pub fn density(sorted_us: &[u64], width: f64, height: f64) -> Scene {
    let far = quantile(sorted_us, 990).unwrap_or(0);
    let end_us = round_up(far.saturating_mul(21) / 20);
    let axis = frame::axis(end_us, 0.0, width);
    let base = height - BELOW;
    let heights: Vec<f64> = (0..=POINTS)
        .map(|step| {
            let at = end_us as f64 * f64::from(step) / f64::from(POINTS);
            smoothed(sorted_us, at, end_us as f64 * WINDOW)
        })
        .collect();
    let most = heights.iter().copied().fold(0.0, f64::max);
    let curve: Vec<Point> = (0_u32..)
        .zip(&heights)
        .map(|(step, tall)| {
            let share = if most > 0.0 { tall / most } else { 0.0 };
            let x = width * f64::from(step) / f64::from(POINTS);
            (x, base - share * (base - 4.0))
        })
        .collect();
    let (mut area, mut line, mut ground, mut marks) = Default::default();
    shape(&mut area, &mut line, &curve, base, sorted_us.is_empty());
    Path::line(&mut ground, &[(0.0, base), (width, base)]);
    let mut labels: Vec<Text> = Vec::new();
    let mut reached = f64::INFINITY;
    for (per_mille, name) in [(990, "p99"), (500, "median")] {
        let Some(us) = quantile(sorted_us, per_mille) else {
            continue;
        };
        let x = axis.position(Instant::from_us(us));
        upright(&mut marks, x, 6.0, base);
        let text = format!("{} {name}", Duration::from_us(us));
        let mut text = label(Plain::WordsRuler, x, height - 3.0, text, width);
        let half = font::width(&text.text, FONT, 400) / 2.0;
        // Names that would meet stand side by side.
        text.x = text.x.min(reached - 8.0 - half);
        if text.x >= half {
            reached = text.x - half;
            labels.push(text);
        }
    }
    let zero = label(Plain::WordsRuler, 0.0, height - 3.0, "0", width);
    if font::width("0", FONT, 400) + 6.0 < reached {
        labels.push(zero);
    }
    let description = describe(sorted_us);
    let content = vec![
        area.mark(Plain::ChartArea),
        ground.mark(Plain::ChartAxis),
        line.mark(Plain::ChartCurve),
        marks.mark(Plain::ChartMark),
    ];
    let title = "Delay of a message";
    frame::scene((width, height), title, description, axis, (content, labels))
}

fn shape(area: &mut Path, line: &mut Path, curve: &[Point], base: f64, empty: bool) {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return;
    };
    if empty {
        return;
    }
    line.line(curve);
    let mut closed = vec![(first.0, base)];
    closed.extend(curve);
    closed.push((last.0, base));
    area.polygon(&closed);
}

/// The weight of the sample near a place, by a triangular window.
fn smoothed(sorted_us: &[u64], at: f64, window: f64) -> f64 {
    let low = sorted_us.partition_point(|us| (*us as f64) < at - window);
    let near = sorted_us[low..].iter().take_while(|us| (**us as f64) < at + window);
    near.map(|us| 1.0 - (*us as f64 - at).abs() / window).sum()
}

fn describe(sorted_us: &[u64]) -> String {
    let named = |per_mille, name: &str| {
        let us = quantile(sorted_us, per_mille)?;
        Some(format!("{name} {}", Duration::from_us(us)))
    };
    let parts = [named(500, "median"), named(990, "99th percentile")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_highest_where_most_delays_are() {
        let sample: Vec<u64> = (0..200).map(|n| 50_000 + n * 10).collect();
        let near = smoothed(&sample, 51_000.0, 2_000.0);
        let far = smoothed(&sample, 60_000.0, 2_000.0);
        assert!(near > 50.0 && far == 0.0);
    }

    #[test]
    fn a_constant_delay_and_no_delay_at_all_can_be_drawn() {
        assert_eq!(density(&[5_000; 9], 224.0, 50.0).description, "median 5.0\u{a0}ms, 99th percentile 5.0\u{a0}ms");
        assert_eq!(density(&[], 224.0, 50.0).description, "");
        assert!(density(&[0; 3], 224.0, 50.0).marks() > 2);
    }
}
