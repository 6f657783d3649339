//! What consistency costs: a row a mode of a strategy, reads above writes, under the strongest model that is kept;
//! a bar to the time that half of all answers take, a whisker to what 99 of a hundred take.
//!
//! The axis is linear from zero, so that a bar's length is its waiting time, and a slower network
//! stretches all bars in proportion. Where a few rows take far longer than all others it has a break,
//! which is drawn at every bar that crosses it.

mod axis;
#[cfg(test)]
mod tests;

use super::frame;
use super::plot::{Along, Chart, Reading};
use crate::font;
use crate::path::Path;
use crate::scene::{Anchor, Area, Mark, Text};
use crate::timeline::{bounds, words};
use crate::tokens::{Beside, Plain};
pub use axis::CostAxis;
use axis::Scale;

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
    /// What it keeps: rows of the same stand under one line.
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

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CostRows<'a> {
    /// The rows, from top to bottom.
    pub rows: &'a [CostRow],
    /// The axis that they share.
    pub axis: CostAxis,
    /// What the names above the rows are: "kept in all 100 runs". Empty: that is not known yet.
    pub kept: &'a str,
}

/// Draws the rows. They are read from top to bottom.
#[must_use]
pub fn cost(costs: &CostRows<'_>, width: f64) -> Chart {
    let CostRows { rows, axis, kept } = *costs;
    let label = (width * 0.44).min(if width > 560.0 { 300.0 } else { 200.0 });
    let start = label + 8.0;
    let scale = axis.between(start, (width - FIGURES).max(label + 40.0));
    let (places, height) = places(rows);
    let mut drawing = Drawing { scale, label, width, ..Drawing::default() };
    drawing.axis(height, kept);
    let mut readings = Vec::new();
    for (row, (top, begins)) in rows.iter().zip(places) {
        if begins {
            drawing.group(&row.name, top, kept);
        }
        drawing.row(row, top);
        readings.push(Reading { at: top + ROW / 2.0, words: row.words() });
    }
    let description = describe(costs);
    let axis = frame::axis(axis.end_us, start, scale.stop - start);
    let scene = frame::scene((width, height), "The cost of consistency", description, axis, drawing.content());
    Chart { scene, readings, span: (0.0, width), along: Along::Down { row: ROW } }
}

/// The top of each row, and whether it begins a group; with the height of all.
fn places(rows: &[CostRow]) -> (Vec<(f64, bool)>, f64) {
    let mut places = Vec::new();
    let mut height = ABOVE;
    for (index, row) in rows.iter().enumerate() {
        let begins = index == 0 || rows[index - 1].name != row.name;
        height += if begins { GROUP } else { 0.0 };
        places.push((height, begins));
        height += ROW;
    }
    (places, height + 4.0)
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
    scale: Scale,
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
    /// The axis, its break and its numbers, and what the columns beside it are.
    fn axis(&mut self, height: f64, kept: &str) {
        let scale = self.scale;
        let head = words(Plain::WordsRuler, FIGURE, Anchor::End, (self.width, ABOVE - 10.0), "p50\u{a0}·\u{a0}p99");
        let free = bounds(&head).x - 4.0;
        self.labels.push(head);
        for us in scale.ticks() {
            let (x, text) = (scale.x(us), figure(us));
            let line = if us == 0 { &mut self.axis } else { &mut self.grid };
            line.line(&[(x, ABOVE - 4.0), (x, height)]);
            let text = match us {
                0 => format!("{text}\u{a0}ms"),
                // Shorter, so that it stays apart from the number of the break.
                10_000_000.. if us % 1_000_000 == 0 => format!("{}\u{a0}s", us / 1_000_000),
                _ => text,
            };
            self.labels.push(frame::label(Plain::WordsRuler, x, ABOVE - 10.0, text, free));
        }
        if scale.is_broken() {
            self.grid.line(&[(scale.rest, ABOVE - 4.0), (scale.rest, height)]);
            slashes(&mut self.axis, &scale, ABOVE);
        }
        // As far as there is room beside the zero of the axis.
        if font::width(kept, FIGURE, 400) <= scale.start - 22.0 {
            self.labels.push(words(Plain::WordsRuler, FIGURE, Anchor::Start, (0.0, ABOVE - 10.0), kept));
        }
    }

    /// What the rows below keep, and how far that is known.
    fn group(&mut self, name: &str, top: f64, kept: &str) {
        self.rules.line(&[(0.0, top), (self.width, top)]);
        let y = top - 8.0;
        let name = font::abbreviate(name, self.width, NAME, 600);
        let used = font::width(&name, NAME, 600);
        self.labels.push(words(Beside::WordsHead, NAME, Anchor::Start, (0.0, y), name));
        if !kept.is_empty() && used + 8.0 + font::width(kept, FIGURE, 400) <= self.width {
            self.labels.push(words(Beside::WordsBeside, FIGURE, Anchor::Start, (used + 8.0, y), kept));
        }
    }

    /// All of it, back to front.
    fn content(self) -> (Vec<Option<Mark>>, Vec<Text>) {
        let marks = vec![
            self.tint.mark(Beside::RowTint),
            self.edge.mark(Beside::RowEdge),
            self.rules.mark(Plain::ChartTick),
            self.grid.mark(Plain::ChartTick),
            self.axis.mark(Plain::ChartAxis),
            self.reads.mark(Plain::ChartRead),
            self.writes.mark(Plain::ChartWrite),
            self.read_whiskers.mark(Beside::Whisker),
            self.write_whiskers.mark(Beside::WhiskerWrite),
        ];
        (marks, self.labels)
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
        let scale = self.scale;
        let bar = scale.x(p50_us).max(scale.start + LEAST_BAR);
        let far = scale.x(p99_us);
        let (bars, whisker) = if write {
            (&mut self.writes, &mut self.write_whiskers)
        } else {
            (&mut self.reads, &mut self.read_whiskers)
        };
        let (upper, lower) = (middle - BAR / 2.0, middle + BAR / 2.0);
        for (from, to) in scale.pieces(scale.start, bar) {
            bars.area(Area { x: from, y: upper, width: to - from, height: BAR }, 0.0);
        }
        if far > bar + 1.0 {
            scale.pieces(bar, far).into_iter().for_each(|(from, to)| whisker.line(&[(from, middle), (to, middle)]));
            whisker.line(&[(far, upper), (far, lower)]);
        }
        if bar.max(far) >= scale.rest && scale.is_broken() {
            slashes(whisker, &scale, middle);
        }
        let rest = format!("\u{a0}·\u{a0}{}", figure(p99_us));
        let reach = font::width(&rest, SMALL, 400);
        let class = if write { Beside::WordsOfWrite } else { Beside::WordsOfRead };
        let y = middle + 4.0;
        self.labels.push(words(class, SMALL, Anchor::End, (self.width - reach, y), figure(p50_us)));
        self.labels.push(words(Beside::WordsBeside, SMALL, Anchor::End, (self.width, y), rest));
    }
}

impl CostRow {
    /// All that it shows.
    fn words(&self) -> String {
        let time = |name: &str, cost: Option<Cost>| match cost {
            Some(cost) => {
                let [p50, p99] = [cost.p50_us, cost.p99_us].map(figure);
                format!("{name} p50 {p50}\u{a0}ms, p99 {p99}\u{a0}ms")
            }
            None => format!("no {name} answered"),
        };
        let what = [&self.strategy, &self.mode, &self.sizes].map(String::as_str);
        let what = what.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
        format!("{}: {what}: {}; {}", self.name, time("reads", self.reads), time("writes", self.writes))
    }
}

/// Two strokes where the axis leaves something out.
fn slashes(path: &mut Path, scale: &Scale, middle: f64) {
    let centre = (scale.turn + scale.rest) / 2.0;
    for x in [centre - 2.0, centre + 2.0] {
        path.line(&[(x - 2.0, middle + BAR / 2.0), (x + 2.0, middle - BAR / 2.0)]);
    }
}

fn describe(costs: &CostRows<'_>) -> String {
    let CostRows { rows, axis, kept } = *costs;
    let mut text = format!("{} settings, of each reads above writes: bars to p50, whiskers to p99.", rows.len());
    if !kept.is_empty() {
        text.push_str(&format!(" The names above them are what they {kept}."));
    }
    if let Some(break_us) = axis.break_us {
        let [turn, end] = [break_us, axis.end_us].map(figure);
        text.push_str(&format!(
            " The axis breaks at {turn}\u{a0}ms and goes on to {end}\u{a0}ms on a scale of its own."
        ));
    }
    text
}
