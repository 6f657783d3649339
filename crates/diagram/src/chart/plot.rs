//! What charts of shares over time have in common: the plot with its two axes, words that keep clear
//! of curves, and places at which a chart can be read.

use history::decimal::Decimal;

use super::frame::{self, FONT, label, round_up};
use crate::font;
use crate::number::within;
use crate::path::{Path, Point};
use crate::scene::{Anchor, Area, Mark, Scene, Text};
use crate::timeline::{bounds, ticks, words};
use crate::tokens::{Class, Plain};

/// A chart, and where it can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The picture.
    pub scene: Scene,
    /// The places at which it can be read, in the order of `along`.
    pub readings: Vec<Reading>,
    /// The two ends of the plot the other way: the upper and the lower, or the left and the right.
    pub span: (f64, f64),
    /// Which way it is read.
    pub along: Along,
}

/// Which way a chart is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Along {
    /// From left to right.
    Across,
    /// Row by row, from top to bottom.
    Down {
        /// How high a row is.
        row: f64,
    },
}

/// A place on a chart, and what the chart says there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Where it is, along the way in which the chart is read.
    pub at: f64,
    /// What is so there.
    pub words: String,
}

/// Room above the plot, for the upper half of a number beside it.
const ABOVE: f64 = 6.0;
/// Room below it for the numbers of the axis, and below them for the legend.
const AXIS: f64 = 20.0;
const LEGEND: f64 = 20.0;
/// Numbers on the axis of time are at least so far apart.
const TICK_ROOM: f64 = 44.0;
/// How far words stay away from curves and from each other.
const CLEAR: f64 = 4.0;

/// Where an axis of shares can begin, with the words of its three numbers.
const SCALES: [(f64, [&str; 3]); 13] = [
    (0.999, ["99.9", "99.95", "100"]),
    (0.995, ["99.5", "99.75", "100"]),
    (0.99, ["99", "99.5", "100"]),
    (0.98, ["98", "99", "100"]),
    (0.95, ["95", "97.5", "100"]),
    (0.9, ["90", "95", "100"]),
    (0.8, ["80", "90", "100"]),
    (0.75, ["75", "87.5", "100"]),
    (0.6, ["60", "80", "100"]),
    (0.5, ["50", "75", "100"]),
    (0.4, ["40", "70", "100"]),
    (0.2, ["20", "60", "100"]),
    (0.0, ["0", "50", "100"]),
];

/// A plot of shares over time.
#[derive(Debug)]
pub(super) struct Plot {
    width: f64,
    height: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Where the axis of time ends.
    pub(super) end_ms: f64,
    /// Whether that axis goes by square roots.
    pub(super) root: bool,
    low: f64,
    names: [&'static str; 3],
}

impl Plot {
    /// A plot up to a time, whose shares are at least `least`.
    pub(super) fn new((width, height): (f64, f64), end_ms: f64, root: bool, least: f64) -> Self {
        let (width, height) = (width.max(160.0), height.max(100.0));
        let (low, names) = SCALES.into_iter().find(|(low, _)| *low <= least).unwrap_or(SCALES[SCALES.len() - 1]);
        let widest = names.iter().map(|name| font::width(&percent(name), FONT, 400)).fold(0.0, f64::max);
        Self {
            width,
            height,
            left: widest.ceil() + 8.0,
            right: width - 6.0,
            top: ABOVE,
            bottom: height - AXIS - LEGEND,
            end_ms: end_ms.max(0.001),
            root,
            low,
            names,
        }
    }

    /// Where a time is, across; those behind the end are at it.
    pub(super) fn x(&self, ms: f64) -> f64 {
        let share = within(ms / self.end_ms, 0.0, 1.0);
        self.left + (self.right - self.left) * if self.root { share.sqrt() } else { share }
    }

    /// Where a share is, up and down.
    pub(super) fn y(&self, share: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * within((share - self.low) / (1.0 - self.low), 0.0, 1.0)
    }

    /// A curve as far as the plot shows it: `[ms, share]`, both ascending.
    pub(super) fn curve(&self, points: &[(f64, f64)]) -> Vec<Point> {
        let inside = points.partition_point(|(ms, _)| *ms <= self.end_ms);
        let mut curve: Vec<Point> = points[..inside].iter().map(|(ms, share)| (self.x(*ms), self.y(*share))).collect();
        if let (Some((ms, share)), Some((next_ms, next))) = (points[..inside].last(), points.get(inside)) {
            let part = (self.end_ms - ms) / (next_ms - ms);
            curve.push((self.right, self.y(share + part * (next - share))));
        }
        curve
    }

    /// The lines behind everything: at each number of shares, and the axis of time.
    pub(super) fn lines(&self) -> [Option<Mark>; 2] {
        let (mut grid, mut axis) = (Path::default(), Path::default());
        for step in [0.5, 1.0] {
            let y = self.y(self.low + step * (1.0 - self.low));
            grid.line(&[(self.left, y), (self.right, y)]);
        }
        axis.line(&[(self.left, self.bottom), (self.right, self.bottom)]);
        [grid.mark(Plain::ChartTick), axis.mark(Plain::ChartAxis)]
    }

    /// The numbers of both axes.
    pub(super) fn numbers(&self) -> Vec<Text> {
        let share = |(step, name): (f64, &&str)| {
            let y = self.y(self.low + step * (1.0 - self.low)) + 3.5;
            words(Plain::WordsRuler, FONT, Anchor::End, (self.left - 6.0, y), percent(name))
        };
        let mut list: Vec<Text> = [0.0, 0.5, 1.0].into_iter().zip(&self.names).map(share).collect();
        let mut free = f64::NEG_INFINITY;
        for (x, number, unit) in self.times() {
            let text = if free < 0.0 { format!("{number}\u{a0}{unit}") } else { number };
            let text = label(Plain::WordsRuler, x, self.bottom + 17.0, text, self.width);
            let area = bounds(&text);
            if area.x > free + CLEAR {
                free = area.x + area.width;
                list.push(text);
            }
        }
        list
    }

    /// The times that the axis names: where, number and unit.
    fn times(&self) -> Vec<(f64, String, &'static str)> {
        if !self.root {
            let axis = frame::axis(us(self.end_ms), self.left, self.right - self.left);
            return ticks(&axis, TICK_ROOM).into_iter().map(|tick| (tick.position, tick.text, tick.unit)).collect();
        }
        let (divisor, unit) = if self.end_ms >= 10_000.0 { (1_000.0, "s") } else { (1.0, "ms") };
        let mut list: Vec<(f64, f64)> = Vec::new();
        let mut decade = 1e6;
        while decade > 1e-4 {
            for ms in [5.0, 2.0, 1.0].map(|factor| factor * decade) {
                let nearest = list.last().map_or(f64::INFINITY, |(x, _)| *x);
                if ms <= self.end_ms && self.x(ms) <= nearest - TICK_ROOM && self.x(ms) >= self.left + TICK_ROOM {
                    list.push((self.x(ms), ms));
                }
            }
            decade /= 10.0;
        }
        list.push((self.left, 0.0));
        list.iter().rev().map(|(x, ms)| (*x, Decimal(rounded(ms / divisor)).to_string(), unit)).collect()
    }

    /// The first of several places for words that is within the plot and clear of curves and of other
    /// words; each is where the words begin, or end, and their base line.
    pub(super) fn place(
        &self,
        class: impl Into<Class>,
        lines: &[String],
        places: &[(f64, f64, Anchor)],
        curves: &[Vec<Point>],
        taken: &[Text],
    ) -> Option<Vec<Text>> {
        let class = class.into();
        let at = |(x, y, anchor): (f64, f64, Anchor)| -> Vec<Text> {
            let line = |(number, text): (u32, &String)| {
                words(class, FONT, anchor, (x, y + 14.0 * f64::from(number)), text.clone())
            };
            (0..).zip(lines).map(line).collect()
        };
        let free = |text: &Text| {
            let area = bounds(text);
            let inside = area.x >= self.left
                && area.x + area.width <= self.width
                && area.y >= self.top
                && area.y + area.height <= self.bottom;
            inside
                && !curves.iter().any(|curve| crosses(curve, area))
                && !taken.iter().any(|other| meet(area, bounds(other)))
        };
        places.iter().map(|place| at(*place)).find(|lines| lines.iter().all(free))
    }

    /// The finished chart.
    pub(super) fn chart(
        &self,
        title: &str,
        description: String,
        readings: Vec<Reading>,
        content: (Vec<Option<Mark>>, Vec<Text>),
    ) -> Chart {
        let axis = frame::axis(us(self.end_ms), self.left, self.right - self.left);
        let scene = frame::scene((self.width, self.height), title, description, axis, content);
        Chart { scene, readings, span: (self.top, self.bottom), along: Along::Across }
    }

    /// Words of the legend behind a sample that ends at `x`: the first of several that there is room for.
    /// Gives where the next sample can begin.
    pub(super) fn legend(&self, labels: &mut Vec<Text>, x: f64, choices: &[String]) -> f64 {
        let room = self.width - x - 6.0;
        let Some(words_of) = choices.iter().find(|words| font::width(words, FONT, 400) <= room) else { return x };
        labels.push(words(Plain::WordsRuler, FONT, Anchor::Start, (x + 6.0, self.height - 4.0), words_of.clone()));
        x + 6.0 + font::width(words_of, FONT, 400) + 14.0
    }

    /// How high the samples of the legend are.
    pub(super) fn sample_y(&self) -> f64 {
        self.height - 8.0
    }
}

/// A share as words, with as many digits as tell it from one.
#[must_use]
pub fn share_words(share: f64) -> String {
    let places = [(0.99, 2), (0.999, 3)].into_iter().find(|(most, _)| share < *most).map_or(4, |(_, places)| places);
    match share {
        1.0.. => percent("100"),
        0.99999.. => ["over ", &percent("99.999")].concat(),
        _ => percent(&history::decimal::fixed(100.0 * share, places)),
    }
}

/// A share that somebody chose, as words.
#[must_use]
pub fn level_words(share: f64) -> String {
    percent(&Decimal(rounded(100.0 * share)).to_string())
}

/// A time as words, with three digits.
#[must_use]
pub fn time_words(ms: f64) -> String {
    let places = [(10.0, 2), (100.0, 1)].into_iter().find(|(most, _)| ms < *most).map_or(0, |(_, places)| places);
    let number = if ms > 0.0 { history::decimal::fixed(ms, places) } else { "0".to_owned() };
    [&number, "\u{a0}ms"].concat()
}

/// The smallest round time of at least so many ms.
pub(super) fn round_ms(ms: f64) -> f64 {
    round_up(us(ms)) as f64 / 1_000.0
}

/// To whole microseconds; none if it is undefined.
pub(super) fn us(ms: f64) -> u64 {
    (ms * 1_000.0).round() as u64
}

fn percent(number: &str) -> String {
    [number, "\u{a0}%"].concat()
}

/// Without what arithmetic leaves behind the ninth digit.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

fn meet(a: Area, b: Area) -> bool {
    a.x < b.x + b.width + CLEAR
        && b.x < a.x + a.width + CLEAR
        && a.y < b.y + b.height + CLEAR / 2.0
        && b.y < a.y + a.height + CLEAR / 2.0
}

/// Whether a line that never turns back meets a box.
fn crosses(curve: &[Point], area: Area) -> bool {
    let (left, right) = (area.x - CLEAR, area.x + area.width + CLEAR);
    let (upper, lower) = (area.y - CLEAR / 2.0, area.y + area.height + CLEAR / 2.0);
    curve.windows(2).any(|ends| {
        let [(x, y), (next_x, next_y)] = [ends[0], ends[1]];
        if next_x < left || x > right {
            return false;
        }
        let at = |edge: f64| {
            if next_x > x { y + (next_y - y) * within((edge - x) / (next_x - x), 0.0, 1.0) } else { y }
        };
        let (one, other) = (at(left), if next_x > x { at(right) } else { next_y });
        one.min(other) < lower && one.max(other) > upper
    })
}
