//! Replication lag over time: a row a replica, all to one scale, so that who was behind, when and how far is
//! seen at a glance. Rows tell replicas apart where nine lines on each other would not.

use history::{Duration, Instant};

use super::frame::{self, FONT, label, round_up};
use super::plot::{Along, Chart, Reading};
use crate::font;
use crate::path::{Path, Point};
use crate::scene::{Anchor, Text};
use crate::timeline::{bounds, ticks, words};
use crate::tokens::{Class, Hue, Part, Plain, Strength};

/// How far one replica was behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LagRow {
    /// Its name.
    pub replica: String,
    /// The longest that it was behind in each window of time, in microseconds.
    pub windows_us: Vec<u64>,
    /// How many acknowledged writes it still lacks at the end.
    pub missing: u32,
}

const ABOVE: f64 = 18.0;
const BELOW: f64 = 20.0;
const ROW: f64 = 24.0;
/// Between the top of a row and the ground of the row above it.
const GAP: f64 = 5.0;
/// A name is cut off behind this.
const NAME_MOST: f64 = 72.0;
/// Between the plot and the figures at its right.
const AWAY: f64 = 8.0;
const TICK_ROOM: f64 = 44.0;

/// Draws rows of windows of `window_us` microseconds, up to the end of the run. Its height follows from the rows.
#[must_use]
pub fn lag(rows: &[LagRow], window_us: u64, end_us: u64, width: f64) -> Chart {
    let worst = rows.iter().map(LagRow::worst_us).max().unwrap_or(0);
    let scale_us = round_up(worst);
    let names: Vec<String> = rows.iter().map(|row| font::abbreviate(&row.replica, NAME_MOST, FONT, 400)).collect();
    let figures: Vec<String> = rows.iter().map(LagRow::figure).collect();
    let widest = |list: &[String]| list.iter().map(|text| font::width(text, FONT, 400).ceil()).fold(0.0, f64::max);
    let start = widest(&names) + AWAY;
    let stop = (width - widest(&figures).max(font::width("worst", FONT, 400)) - AWAY).max(start + 40.0);
    let axis = frame::axis(end_us, start, stop - start);
    let (bottom, height) = (ABOVE + ROW * rows.len() as f64, ABOVE + ROW * rows.len() as f64 + BELOW);
    let (mut areas, mut curves, mut grounds, mut last) =
        (Path::default(), Path::default(), Path::default(), Path::default());
    let mut labels = vec![words(Plain::WordsRuler, FONT, Anchor::End, (width, 10.0), "worst")];
    if worst > 0 {
        let scale = format!("a row is {} high", Duration::from_us(scale_us));
        labels.push(words(Plain::WordsRuler, FONT, Anchor::Start, (start, 10.0), scale));
    }
    for (place, row) in rows.iter().enumerate() {
        let ground = ABOVE + ROW * (place + 1) as f64;
        let tall = |us: u64| (ROW - GAP) * us as f64 / scale_us as f64;
        let at = |us: u64| axis.position(Instant::from_us(us.min(end_us)));
        for steps in row.stretches(window_us, &at, &|us| ground - tall(us)) {
            let (from, to) = (steps[0].0, steps[steps.len() - 1].0);
            curves.line(&steps);
            areas.polygon(&[&[(from, ground)], steps.as_slice(), &[(to, ground)]].concat());
        }
        let path = if place + 1 == rows.len() { &mut last } else { &mut grounds };
        path.line(&[(start, ground), (stop, ground)]);
        labels.push(words(Plain::WordsRuler, FONT, Anchor::End, (start - AWAY, ground - 3.0), names[place].clone()));
        let class = if row.missing > 0 { Plain::WordsWrong } else { Plain::WordsRuler };
        labels.push(words(class, FONT, Anchor::End, (width, ground - 3.0), figures[place].clone()));
    }
    labels.extend(times(&axis, height, stop.max(start)));
    // In the hue of writes: what is missing are writes.
    let of_writes = |strength, part| Class::Message(Hue::Write, strength, part);
    let content = vec![
        areas.mark(of_writes(Strength::Late, Part::Head)),
        grounds.mark(Plain::ChartTick),
        last.mark(Plain::ChartAxis),
        curves.mark(of_writes(Strength::Counted, Part::Line)),
    ];
    let readings = readings(rows, window_us, end_us, |us| axis.position(Instant::from_us(us)));
    let scene = frame::scene((width, height), "Replication lag", describe(rows), axis, (content, labels));
    Chart { scene, readings, span: (ABOVE, bottom), along: Along::Across }
}

impl LagRow {
    fn worst_us(&self) -> u64 {
        self.windows_us.iter().copied().max().unwrap_or(0)
    }

    /// The figure at the right of its row.
    fn figure(&self) -> String {
        match self.worst_us() {
            0 => "0".to_owned(),
            us => Duration::from_us(us).to_string(),
        }
    }

    /// The windows in which it was behind, as steps: a list for each run of them.
    fn stretches(&self, window_us: u64, x: &dyn Fn(u64) -> f64, y: &dyn Fn(u64) -> f64) -> Vec<Vec<Point>> {
        let mut list: Vec<Vec<Point>> = Vec::new();
        let mut open = false;
        for (from_us, us) in (0_u64..).map(|window| window * window_us).zip(&self.windows_us) {
            if *us == 0 {
                open = false;
                continue;
            }
            let step = [(x(from_us), y(*us)), (x(from_us + window_us), y(*us))];
            match list.last_mut().filter(|_| open) {
                // As far behind as before is one line.
                Some(steps) if steps.last().is_some_and(|last| last.1 == step[0].1) => {
                    steps.last_mut().into_iter().for_each(|last| *last = step[1]);
                }
                Some(steps) => steps.extend(step),
                None => list.push(step.to_vec()),
            }
            open = true;
        }
        list
    }
}

/// The numbers of the axis of time, as far as there is room for them.
fn times(axis: &crate::axis::TimeAxis, height: f64, stop: f64) -> Vec<Text> {
    let mut list: Vec<Text> = Vec::new();
    for tick in ticks(axis, TICK_ROOM) {
        let text = if list.is_empty() { tick.with_unit() } else { tick.text };
        let text = label(Plain::WordsRuler, tick.position, height - 5.0, text, stop + AWAY);
        let area = bounds(&text);
        if list.last().is_none_or(|last| area.x > bounds(last).x + bounds(last).width + 4.0) {
            list.push(text);
        }
    }
    list
}

/// What each window says.
fn readings(rows: &[LagRow], window_us: u64, end_us: u64, x: impl Fn(u64) -> f64) -> Vec<Reading> {
    let count = rows.iter().map(|row| row.windows_us.len()).max().unwrap_or(0);
    let windows =
        (0..count).map(|window| (window, window as u64 * window_us)).filter(|(_, from)| *from < end_us.max(1));
    let reading = |(window, from): (usize, u64)| {
        let until = (from + window_us).min(end_us);
        let behind = rows.iter().filter_map(|row| {
            let us = row.windows_us.get(window).copied().filter(|us| *us > 0)?;
            Some(format!("{} {}", row.replica, Duration::from_us(us)))
        });
        let behind: Vec<String> = behind.collect();
        let behind = if behind.is_empty() { "no replica".to_owned() } else { behind.join(", ") };
        let [from_words, until_words] = [from, until].map(|us| Duration::from_us(us).to_string());
        Reading { at: x(from + (until - from) / 2), words: format!("{from_words} to {until_words}: {behind} behind") }
    };
    windows.map(reading).collect()
}

fn describe(rows: &[LagRow]) -> String {
    let Some(worst) = rows.iter().max_by_key(|row| row.worst_us()).filter(|row| row.worst_us() > 0) else {
        return "No replica lacked an acknowledged write.".to_owned();
    };
    let behind = rows.iter().filter(|row| row.worst_us() > 0).count();
    let mut text = format!(
        "{behind} of {} replicas lacked acknowledged writes; {} was behind longest, by {}.",
        rows.len(),
        worst.replica,
        Duration::from_us(worst.worst_us())
    );
    for row in rows.iter().filter(|row| row.missing > 0) {
        text.push_str(&format!(" {} still lacks {} at the end.", row.replica, row.missing));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(replica: &str, windows_us: &[u64]) -> LagRow {
        LagRow { replica: replica.to_owned(), windows_us: windows_us.to_vec(), missing: 0 }
    }

    #[test]
    fn windows_in_a_row_are_one_line_and_a_pause_parts_them() {
        let one = row("r1", &[0, 5, 5, 9, 0, 0, 2]);
        let lists = one.stretches(10, &|us| us as f64, &|us| us as f64);
        assert_eq!(lists, [vec![(10.0, 5.0), (30.0, 5.0), (30.0, 9.0), (40.0, 9.0)], vec![(60.0, 2.0), (70.0, 2.0)]]);
    }

    #[test]
    fn what_is_read_names_who_was_behind_and_the_worst_is_said() {
        let mut rows = [row("r1", &[0, 0, 0]), row("r2", &[0, 8_000, 3_000])];
        let chart = lag(&rows, 10_000, 25_000, 304.0);
        let words: Vec<&str> = chart.readings.iter().map(|reading| reading.words.as_str()).collect();
        assert_eq!(
            words,
            [
                "0\u{a0}ms to 10\u{a0}ms: no replica behind",
                "10\u{a0}ms to 20\u{a0}ms: r2 8.0\u{a0}ms behind",
                "20\u{a0}ms to 25\u{a0}ms: r2 3.0\u{a0}ms behind"
            ]
        );
        assert_eq!(
            chart.scene.description,
            "1 of 2 replicas lacked acknowledged writes; r2 was behind longest, by 8.0\u{a0}ms."
        );
        rows[1].missing = 2;
        assert!(lag(&rows, 10_000, 25_000, 304.0).scene.description.ends_with("r2 still lacks 2 at the end."));
        let none = lag(&rows[..1], 10_000, 25_000, 304.0);
        assert_eq!(none.scene.description, "No replica lacked an acknowledged write.");
    }
}
