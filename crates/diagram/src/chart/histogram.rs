//! Response times: reads above a common axis of milliseconds, writes below it, with the quantiles
//! p50, p95 and p99 of both.

use history::{Duration, Instant};

use super::frame::{self, FONT, label, quantile, round_up, upright};
use crate::axis::TimeAxis;
use crate::font;
use crate::path::Path;
use crate::scene::{Anchor, Area, Scene, Text};
use crate::timeline::{ticks, words};
use crate::tokens::Plain;

/// Width of a column with its gap.
const COLUMN: f64 = 6.0;
const GAP: f64 = 1.0;
/// Room for the quantiles' names above, and for the axis below.
const ABOVE: f64 = 18.0;
const BELOW: f64 = 20.0;
/// Room at the right for "reads" and "writes".
const NAMES: f64 = 38.0;
const QUANTILES: [(u64, &str); 3] = [(500, "p50"), (950, "p95"), (990, "p99")];

/// Draws response times, each list in microseconds and sorted.
#[must_use]
pub fn histogram(reads_us: &[u64], writes_us: &[u64], width: f64, height: f64) -> Scene {
    let width = width.max(120.0);
    let height = height.max(80.0);
    // The axis ends past the 99th percentile: one slow answer in a thousand must not flatten the
    // rest. What lies beyond is counted in words.
    let far = [reads_us, writes_us].into_iter().filter_map(|values| quantile(values, 990)).max();
    let end_us = round_up(far.unwrap_or(100_000).saturating_mul(21) / 20);
    let axis = frame::axis(end_us, 0.0, width - NAMES);
    let middle = ABOVE + (height - ABOVE - BELOW) / 2.0;
    let half = middle - ABOVE - 2.0;
    let columns = (axis.stop() / COLUMN).floor().max(1.0) as usize;
    let (reads, reads_beyond) = shares(reads_us, end_us, columns);
    let (writes, writes_beyond) = shares(writes_us, end_us, columns);
    let most = reads.iter().chain(&writes).copied().fold(0.0, f64::max);
    let column = axis.stop() / columns as f64;
    let bars = |shares: &[f64], upwards: bool| {
        let mut path = Path::default();
        for (x, share) in (0_u32..).zip(shares).filter(|(_, share)| **share > 0.0) {
            let tall = (share / most * half).max(1.0);
            let area = Area {
                x: f64::from(x) * column,
                y: if upwards { middle - 0.5 - tall } else { middle + 0.5 },
                width: (column - GAP).max(1.0),
                height: tall,
            };
            path.area(area, 0.0);
        }
        path
    };
    let mut line = Path::default();
    line.line(&[(0.0, middle), (width, middle)]);
    let (mut read_marks, mut write_marks) = (Path::default(), Path::default());
    for (per_mille, _) in QUANTILES {
        if let Some(x) = place(&axis, reads_us, per_mille) {
            upright(&mut read_marks, x, ABOVE, middle - 1.0);
        }
        if let Some(x) = place(&axis, writes_us, per_mille) {
            upright(&mut write_marks, x, middle + 1.0, height - BELOW);
        }
    }
    let marks = vec![
        line.mark(Plain::ChartAxis),
        bars(&reads, true).mark(Plain::ChartRead),
        bars(&writes, false).mark(Plain::ChartWrite),
        read_marks.mark(Plain::ChartReadMark),
        write_marks.mark(Plain::ChartWriteMark),
    ];
    let beyond = reads_beyond + writes_beyond;
    let labels = labels(&axis, reads_us, (width, height, middle), beyond);
    let description = describe(reads_us, writes_us, beyond);
    frame::scene((width, height), "Response times", description, axis, (marks, labels))
}

/// The share of values in each column, and how many values lie beyond the last.
fn shares(values: &[u64], end_us: u64, columns: usize) -> (Vec<f64>, u64) {
    let mut counts = vec![0_u64; columns];
    let mut beyond = 0;
    for value in values {
        let column = value.saturating_mul(columns as u64) / end_us.max(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        match counts.get_mut(column) {
            Some(count) => *count += 1,
            None => beyond += 1,
        }
    }
    let all = values.len().max(1) as f64;
    let shares = counts.into_iter().map(|count| count as f64 / all);
    (shares.collect(), beyond)
}

fn place(axis: &TimeAxis, sorted: &[u64], per_mille: u64) -> Option<f64> {
    let at = Instant::from_us(quantile(sorted, per_mille)?);
    axis.shows(at).then(|| axis.position(at))
}

fn labels(axis: &TimeAxis, reads: &[u64], (width, height, middle): (f64, f64, f64), beyond: u64) -> Vec<Text> {
    let side = |class, y, text: &str| words(class, FONT, Anchor::End, (width, y), text);
    let mut labels =
        vec![side(Plain::WordsRead, middle - 5.0, "reads"), side(Plain::WordsWrite, middle + 13.0, "writes")];
    // From the far end, so that the tail keeps its name where two would meet.
    let mut reached = f64::INFINITY;
    for (per_mille, name) in QUANTILES.into_iter().rev() {
        let Some(x) = place(axis, reads, per_mille) else {
            continue;
        };
        let text = label(Plain::WordsRuler, x, ABOVE - 5.0, name, width);
        let half = font::width(name, FONT, 400) / 2.0;
        if text.x + half + 4.0 < reached {
            reached = text.x - half;
            labels.push(text);
        }
    }
    let mut free = f64::NEG_INFINITY;
    for tick in ticks(axis, 44.0) {
        let text = if free < 0.0 { tick.with_unit() } else { tick.text };
        let text = label(Plain::WordsRuler, tick.position, height - 5.0, text, width);
        let half = font::width(&text.text, FONT, 400) / 2.0;
        if text.x - half > free + 4.0 {
            free = text.x + half;
            labels.push(text);
        }
    }
    if beyond > 0 {
        let text = format!("+{beyond} beyond");
        let line = words(Plain::WordsRuler, FONT, Anchor::End, (width, height - 5.0), text);
        if width - font::width(&line.text, FONT, 400) > free + 4.0 {
            labels.push(line);
        }
    }
    labels
}

fn describe(reads: &[u64], writes: &[u64], beyond: u64) -> String {
    let mut text = String::new();
    for (name, values) in [("reads", reads), ("writes", writes)] {
        text.push_str(&format!("{} {name}", values.len()));
        for (per_mille, quantile_name) in QUANTILES {
            if let Some(us) = quantile(values, per_mille) {
                text.push_str(&format!(", {quantile_name} {}", Duration::from_us(us)));
            }
        }
        text.push_str(". ");
    }
    if beyond > 0 {
        text.push_str(&format!("{beyond} beyond the axis. "));
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_a_column_or_counted_beyond() {
        let values: Vec<u64> = (0..1_000).map(|n| n * n).collect();
        let (shares, beyond) = shares(&values, 250_000, 40);
        let inside: f64 = shares.iter().sum();
        assert!((inside * 1_000.0 + beyond as f64 - 1_000.0).abs() < 1e-6);
        assert_eq!(beyond, 500);
    }

    #[test]
    fn a_histogram_of_nothing_has_an_axis() {
        let scene = histogram(&[], &[], 305.0, 125.0);
        assert!(scene.marks() > 3);
        assert_eq!(scene.description, "0 reads. 0 writes.");
    }
}
