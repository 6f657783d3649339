//! What consistency costs: a row a mode of a strategy, reads above writes, under the strongest model that is kept;
//! a bar to the time that half of all answers take, a whisker to what 99 of a hundred take.
//!
//! The axis is linear from zero, so that a bar's length is its waiting time, and a slower network
//! stretches all bars in proportion.

use super::frame;
use crate::font;
use crate::number::within;
use crate::path::Path;
use crate::scene::{Anchor, Area, Scene, Text};
use crate::timeline::words;
use crate::tokens::{Beside, Plain};

const ROW: f64 = 36.0;
/// The line that names the model of the rows below it.
const GROUP: f64 = 30.0;
const ABOVE: f64 = 24.0;
const BAR: f64 = 8.0;
/// Room at the right for "185 · 334".
const FIGURES: f64 = 84.0;
const NAME: f64 = 13.0;
const SMALL: f64 = 12.0;
const FIGURE: f64 = 11.0;
/// Shorter bars are drawn so long; the number tells the rest.
const LEAST_BAR: f64 = 2.0;

/// How long answers take, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Half of them.
    pub p50_us: u64,
    /// 99 of a hundred.
    pub p99_us: u64,
}

/// A mode of a strategy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostRow {
    /// The strongest that it keeps: rows of the same stand under one line.
    pub name: String,
    /// What it is.
    pub strategy: String,
    /// Its quorums, where there is something to say.
    pub sizes: String,
    /// The mode.
    pub mode: String,
    /// Its reads, where any were answered.
    pub reads: Option<Cost>,
    /// Its writes.
    pub writes: Option<Cost>,
    /// Whether it is the one that is spoken of.
    pub current: bool,
}

/// Draws the rows on an axis that ends at `end_us`.
#[must_use]
pub fn cost(rows: &[CostRow], end_us: u64, width: f64) -> Scene {
    let label = (width * 0.44).min(if width > 560.0 { 300.0 } else { 200.0 });
    let (start, stop) = (label + 8.0, (width - FIGURES).max(label + 40.0));
    let axis = frame::axis(end_us, start, stop - start);
    let mut places = Vec::new();
    let mut height = ABOVE;
    for (index, row) in rows.iter().enumerate() {
        let begins = index == 0 || rows[index - 1].name != row.name;
        height += if begins { GROUP } else { 0.0 };
        places.push((height, begins));
        height += ROW;
    }
    let height = height + 4.0;
    let mut drawing = Drawing { plot: (start, stop), end_us: end_us.max(1), label, width, ..Drawing::default() };
    let parts: u32 = if stop - start < 150.0 { 2 } else { 3 };
    for part in 0..=parts {
        let x = start + (stop - start) * f64::from(part) / f64::from(parts);
        let line = if part == 0 { &mut drawing.axis } else { &mut drawing.grid };
        line.line(&[(x, ABOVE - 4.0), (x, height)]);
        let text = figure(end_us * u64::from(part) / u64::from(parts));
        let text = if part == 0 { format!("{text}\u{a0}ms") } else { text };
        drawing.labels.push(words(Plain::WordsRuler, 11.0, Anchor::Middle, (x, ABOVE - 10.0), text));
    }
    let head = words(Plain::WordsRuler, 11.0, Anchor::End, (width, ABOVE - 10.0), "p50\u{a0}·\u{a0}p99");
    drawing.labels.push(head);
    for (row, (top, begins)) in rows.iter().zip(places) {
        if begins {
            drawing.group(&row.name, top);
        }
        drawing.row(row, top);
    }
    let marks = vec![
        drawing.tint.mark(Beside::RowTint),
        drawing.edge.mark(Beside::RowEdge),
        drawing.rules.mark(Plain::ChartTick),
        drawing.grid.mark(Plain::ChartTick),
        drawing.axis.mark(Plain::ChartAxis),
        drawing.reads.mark(Plain::ChartRead),
        drawing.writes.mark(Plain::ChartWrite),
        drawing.read_whiskers.mark(Beside::Whisker),
        drawing.write_whiskers.mark(Beside::WhiskerWrite),
    ];
    let description = describe(rows);
    frame::scene((width, height), "The cost of consistency", description, axis, (marks, drawing.labels))
}

/// Where the axis ends: a round number above the largest time, and the same as before as long as
/// the longest whisker neither leaves it nor fills less than half of it.
#[must_use]
pub fn cost_end_us(rows: &[CostRow], before_us: Option<u64>) -> u64 {
    let times = rows.iter().flat_map(|row| [row.reads, row.writes]).flatten();
    let largest = times.map(|cost| cost.p99_us.max(cost.p50_us)).max().unwrap_or(0).max(1);
    if let Some(before) = before_us.filter(|before| largest <= *before && largest.saturating_mul(2) >= *before) {
        return before;
    }
    let mut unit = 1_u64;
    loop {
        // Thirds of these are round too.
        for round in [12, 15, 18, 24, 30, 45, 60, 90] {
            let end = unit.saturating_mul(round);
            if end >= largest || end > u64::MAX / 100 {
                return end;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// As many whole words as there is room for; where some are left out, three dots say so.
fn words_within(text: &str, room: f64) -> String {
    let fits = |words: &str| font::width(words, FIGURE, 400) <= room;
    if fits(text) {
        return text.to_owned();
    }
    let cuts = text.rmatch_indices(' ').map(|(place, _)| [text[..place].trim_end_matches(','), "…"].concat());
    cuts.into_iter().find(|words| fits(words)).unwrap_or_else(|| font::abbreviate(text, room, FIGURE, 400))
}

/// Milliseconds without their unit: fine where they are few.
fn figure(us: u64) -> String {
    match us {
        0 => "0".to_owned(),
        1..1_000 => format!("0.{:02}", (us + 5) / 10).replace("0.100", "1.0"),
        1_000..20_000 => {
            let tenths = (us + 50) / 100;
            format!("{}.{}", tenths / 10, tenths % 10)
        }
        _ => ((us + 500) / 1_000).to_string(),
    }
}

#[derive(Default)]
struct Drawing {
    plot: (f64, f64),
    end_us: u64,
    label: f64,
    width: f64,
    tint: Path,
    edge: Path,
    rules: Path,
    grid: Path,
    axis: Path,
    reads: Path,
    writes: Path,
    read_whiskers: Path,
    write_whiskers: Path,
    labels: Vec<Text>,
}

impl Drawing {
    /// The name of the model that the rows below keep.
    fn group(&mut self, name: &str, top: f64) {
        self.rules.line(&[(0.0, top), (self.width, top)]);
        let room = self.plot.0 - 8.0;
        let name = font::abbreviate(name, room, NAME, 600);
        self.labels.push(words(Beside::WordsHead, NAME, Anchor::Start, (0.0, top - 8.0), name));
    }

    fn row(&mut self, row: &CostRow, top: f64) {
        let (inner, width) = (self.label - 10.0, self.width);
        if row.current {
            self.tint.area(Area { x: 0.0, y: top, width, height: ROW }, 0.0);
            self.edge.area(Area { x: 0.0, y: top, width: 2.0, height: ROW }, 0.0);
        }
        let strategy = font::abbreviate(&row.strategy, inner, SMALL, 450);
        let used = font::width(&strategy, SMALL, 450);
        self.labels.push(words(Plain::WordsLength, SMALL, Anchor::Start, (10.0, top + 15.0), strategy));
        // Sizes that do not fit are in the table.
        if !row.sizes.is_empty() && used + 8.0 + font::width(&row.sizes, FIGURE, 400) <= inner {
            let place = (self.label, top + 15.0);
            self.labels.push(words(Beside::WordsBeside, FIGURE, Anchor::End, place, row.sizes.clone()));
        }
        let mode = words_within(&row.mode, inner);
        self.labels.push(words(Beside::WordsBeside, FIGURE, Anchor::Start, (10.0, top + 29.0), mode));
        self.time(row.reads, top + 11.0, false);
        self.time(row.writes, top + 25.0, true);
    }

    fn time(&mut self, time: Option<Cost>, middle: f64, write: bool) {
        let Some(Cost { p50_us, p99_us }) = time else {
            let none = words(Beside::WordsBeside, SMALL, Anchor::End, (self.width, middle + 4.0), "none answered");
            self.labels.push(none);
            return;
        };
        let (start, stop) = self.plot;
        let place = |us: u64| within(start + (stop - start) * us as f64 / self.end_us as f64, start + LEAST_BAR, stop);
        let (bar, far) = (place(p50_us), place(p99_us));
        let area = Area { x: start, y: middle - BAR / 2.0, width: bar - start, height: BAR };
        let whisker = if write {
            self.writes.area(area, 0.0);
            &mut self.write_whiskers
        } else {
            self.reads.area(area, 0.0);
            &mut self.read_whiskers
        };
        if far > bar + 1.0 {
            whisker.line(&[(bar, middle), (far, middle)]);
            whisker.line(&[(far, middle - BAR / 2.0), (far, middle + BAR / 2.0)]);
        }
        let rest = format!("\u{a0}·\u{a0}{}", figure(p99_us));
        let reach = font::width(&rest, SMALL, 400);
        let class = if write { Beside::WordsOfWrite } else { Beside::WordsOfRead };
        let y = middle + 4.0;
        self.labels.push(words(class, SMALL, Anchor::End, (self.width - reach, y), figure(p50_us)));
        self.labels.push(words(Beside::WordsBeside, SMALL, Anchor::End, (self.width, y), rest));
    }
}

fn describe(rows: &[CostRow]) -> String {
    let time = |name: &str, cost: Option<Cost>| match cost {
        Some(cost) => format!("{name} {} ms at the median, {} ms at p99", figure(cost.p50_us), figure(cost.p99_us)),
        None => format!("no {name} answered"),
    };
    let line = |row: &CostRow| {
        let what = [&row.strategy, &row.mode, &row.sizes].map(String::as_str);
        let what = what.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
        format!("{}: {what}: {}, {}.", row.name, time("reads", row.reads), time("writes", row.writes))
    };
    rows.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Mark;

    fn row(strategy: &str, p50_us: u64, p99_us: u64) -> CostRow {
        let cost = Some(Cost { p50_us, p99_us });
        CostRow {
            name: "Causal".to_owned(),
            strategy: strategy.to_owned(),
            sizes: "W=3 R=3".to_owned(),
            mode: "Overlapping quorums, logical versions".to_owned(),
            reads: cost,
            writes: cost,
            current: false,
        }
    }

    #[test]
    fn the_axis_moves_only_when_it_must() {
        let at = |us, before| cost_end_us(&[row("Raft", us / 2, us)], before);
        assert_eq!(at(334_000, None), 450_000);
        assert_eq!(at(299_000, None), 300_000);
        assert_eq!(at(334_000, Some(450_000)), 450_000);
        assert_eq!(at(450_001, Some(450_000)), 600_000);
        assert_eq!(at(100_000, Some(450_000)), 120_000);
        for us in (1..3_000_000).step_by(977) {
            let end = at(us, None);
            assert!(us <= end && end <= us.saturating_mul(2).max(12) && end % 3 == 0, "{us} → {end}");
        }
    }

    #[test]
    fn figures_are_fine_where_they_are_few() {
        for (us, words) in [(0, "0"), (95, "0.10"), (996, "1.0"), (2_149, "2.1"), (19_990, "20.0"), (184_600, "185")] {
            assert_eq!(figure(us), words);
        }
    }

    #[test]
    fn words_of_a_row_stay_apart_at_both_widths() {
        let mut rows = vec![row("Total-order broadcast with very long words", 184_000, 1_334_000); 3];
        rows[1].current = true;
        rows[2].name = "Per-key sequential".to_owned();
        rows.push(row("Quorum", 1_000, 2_000));
        for width in [328.0, 456.0] {
            let scene = cost(&rows, cost_end_us(&rows, None), width);
            let areas: Vec<Area> = scene.layers[0]
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Text(text) => Some(crate::timeline::bounds(text)),
                    Mark::Path { .. } => None,
                })
                .collect();
            for (index, a) in areas.iter().enumerate() {
                assert!(a.x >= -0.1 && a.x + a.width <= width + 0.1, "{a:?}");
                let meets = |b: &Area| {
                    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
                };
                assert!(!areas[..index].iter().any(meets), "{a:?} at {width}");
            }
        }
    }

    #[test]
    fn long_words_are_cut_between_words() {
        let mode = "Failover with fencing, a majority has every write";
        let room = |text: &str| font::width(text, FIGURE, 400);
        assert_eq!(words_within(mode, room(mode)), mode);
        assert_eq!(words_within(mode, room(mode) - 1.0), "Failover with fencing, a majority has every…");
        assert_eq!(words_within(mode, room("Failover with fencing, a ")), "Failover with fencing…");
        assert_eq!(words_within("Unhyphenated", room("Unhyph.")), "Unhyph.");
    }
}
