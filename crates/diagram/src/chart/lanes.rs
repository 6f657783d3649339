//! A small history: a lane a session, a bar an operation, and the orders between them that matter.
//!
//! Earlier is further left, and what overlaps overlaps; but lengths follow the words, not the clock.

use super::frame;
use crate::font;
use crate::path::{Path, Point};
use crate::scene::{Anchor, Area, Scene, Text};
use crate::timeline::words;
use crate::tokens::{Beside, Plain};

const PITCH: f64 = 34.0;
const HEIGHT: f64 = 20.0;
const FONT: f64 = 11.5;
/// Where the lanes begin, after the names.
const LEAD: f64 = 20.0;
/// From one moment to the next at least.
const LEAST: f64 = 9.0;
/// At both ends of the words in a bar, and for the disc of its number.
const PADDING: f64 = 7.0;
const DISC: f64 = 7.0;

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its lane, from 0.
    pub lane: u16,
    /// When it begins; any unit will do.
    pub from: u64,
    /// When it ends, if it does.
    pub to: Option<u64>,
    /// What it did, in full and in short.
    pub words: [String; 2],
    /// Whether it is a write.
    pub write: bool,
    /// Its number.
    pub number: Option<u8>,
}

/// An order between two bars, by their places in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The earlier one.
    pub from: u16,
    /// The later one.
    pub to: u16,
}

/// Draws a history; wider than asked for where its words need it.
#[must_use]
pub fn lanes(names: &[String], bars: &[Bar], ties: &[Tie], width: f64, title: &str, description: String) -> Scene {
    // Short words where full ones would be too long.
    let spans = [0, 1].map(|form| places(bars, form));
    let form = usize::from(LEAD + spans[0].0 > width - 4.0);
    let (length, places) = &spans[form];
    let room = (width - 4.0 - LEAD).max(*length);
    let stretch = (room / length.max(1.0)).min(1.35);
    let at = |place: f64| LEAD + place * stretch;
    let middle = |lane: u16| PITCH / 2.0 + PITCH * f64::from(lane);
    let end = at(*length);
    let mut drawing = Drawing::default();
    for (lane, name) in (0_u16..).zip(names) {
        drawing.lines.line(&[(LEAD, middle(lane)), (end + 4.0, middle(lane))]);
        drawing.labels.push(words(Beside::WordsBeside, FONT, Anchor::Start, (0.0, middle(lane) + 4.0), name.clone()));
    }
    for (bar, (from, to)) in bars.iter().zip(places) {
        drawing.bar(bar, (at(*from), at(*to)), middle(bar.lane), form);
    }
    for tie in ties {
        let (Some(first), Some(second)) = (bars.get(usize::from(tie.from)), bars.get(usize::from(tie.to))) else {
            continue;
        };
        let (Some(from), Some(to)) = (places.get(usize::from(tie.from)), places.get(usize::from(tie.to))) else {
            continue;
        };
        drawing.tie((at(from.1), middle(first.lane)), (at(to.0), middle(second.lane)));
    }
    let wide = (end + 6.0).max(width);
    let size = (wide, PITCH * names.len() as f64);
    let marks = vec![
        drawing.lines.mark(Plain::Lifeline),
        drawing.reads.mark(Plain::BarRead),
        drawing.writes.mark(Plain::BarWrite),
        drawing.ties.mark(Plain::OrderEdge),
        drawing.discs.mark(Plain::Disc),
    ];
    frame::scene(size, title, description, frame::no_axis(wide), (marks, drawing.labels))
}

/// Where each bar begins and ends, and the length of all: in the order of time, as close together as
/// words allow.
fn places(bars: &[Bar], form: usize) -> (f64, Vec<(f64, f64)>) {
    let mut moments: Vec<u64> = bars.iter().flat_map(|bar| [Some(bar.from), bar.to]).flatten().collect();
    history::order::sort_by_key(&mut moments, |moment| *moment);
    moments.dedup();
    let mut at: Vec<f64> = Vec::new();
    let place = |at: &[f64], moment: u64| {
        moments.iter().position(|known| *known == moment).and_then(|index| at.get(index).copied()).unwrap_or(0.0)
    };
    for moment in &moments {
        let mut here: f64 = at.last().map_or(0.0, |last| last + LEAST);
        for bar in bars.iter().filter(|bar| bar.to == Some(*moment)) {
            here = here.max(place(&at, bar.from) + wide(bar, form));
        }
        at.push(here);
    }
    let open = bars.iter().filter(|bar| bar.to.is_none());
    let reach = open.map(|bar| place(&at, bar.from) + wide(bar, form)).fold(0.0, f64::max);
    let length = at.last().copied().unwrap_or(0.0).max(reach);
    let spans = bars.iter().map(|bar| (place(&at, bar.from), bar.to.map_or(length, |to| place(&at, to))));
    (length, spans.collect())
}

fn wide(bar: &Bar, form: usize) -> f64 {
    let disc = if bar.number.is_some() { DISC } else { 0.0 };
    font::width(&bar.words[form], FONT, 600) + 2.0 * PADDING + disc
}

#[derive(Default)]
struct Drawing {
    lines: Path,
    reads: Path,
    writes: Path,
    ties: Path,
    discs: Path,
    labels: Vec<Text>,
}

impl Drawing {
    fn bar(&mut self, bar: &Bar, (from, to): (f64, f64), middle: f64, form: usize) {
        let area = Area { x: from, y: middle - HEIGHT / 2.0, width: to - from, height: HEIGHT };
        let class = if bar.write {
            self.writes.area(area, 3.0);
            Beside::WordsOnWrite
        } else {
            self.reads.area(area, 3.0);
            Beside::WordsOfRead
        };
        let shift = if bar.number.is_some() { DISC / 2.0 } else { 0.0 };
        let place = ((from + to) / 2.0 + shift, middle + 4.0);
        self.labels.push(words(class, FONT, Anchor::Middle, place, bar.words[form].clone()));
        if let Some(number) = bar.number {
            self.discs.circle((from, middle), DISC);
            let place = (from, middle + 3.5);
            self.labels.push(words(Plain::WordsNumber, 10.0, Anchor::Middle, place, number.to_string()));
        }
    }

    /// From the end of one bar to the begin of another, with a step in the gap between the lanes.
    fn tie(&mut self, from: Point, to: Point) {
        let down = if to.1 > from.1 { 1.0 } else { -1.0 };
        let edge = down * HEIGHT / 2.0;
        let (begin, stop) = ((from.0 - 3.0, from.1 + edge), (to.0 + 10.0, to.1 - edge));
        self.ties.line(&[begin, stop]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(lane: u16, from: u64, to: u64, value: &str) -> Bar {
        let words = [format!("write x={value}"), format!("x={value}")];
        Bar { lane, from, to: Some(to), words, write: lane == 0, number: Some(1) }
    }

    #[test]
    fn what_is_earlier_is_further_left_and_words_fit_their_bars() {
        let bars = [bar(0, 0, 200, "1"), bar(1, 20, 60, "1"), bar(2, 80, 120, "nil")];
        let (length, places) = places(&bars, 0);
        for (bar, (from, to)) in bars.iter().zip(&places) {
            assert!(to - from >= wide(bar, 0) - 1e-9 && *to <= length);
        }
        assert!(places[0].0 < places[1].0 && places[1].1 < places[2].0 && places[2].1 < places[0].1);
    }

    #[test]
    fn short_words_stand_where_full_ones_find_no_room() {
        let bars = [bar(0, 0, 10, "1"), bar(1, 20, 30, "1"), bar(1, 40, 50, "2"), bar(1, 60, 70, "3")];
        let said = |width: f64| {
            let scene = lanes(&["A".to_owned(), "B".to_owned()], &bars, &[], width, "History", String::new());
            assert!(scene.width <= width.max(300.0), "{}", scene.width);
            format!("{:?}", scene.layers)
        };
        assert!(said(600.0).contains("write x=1") && !said(260.0).contains("write x=1"));
    }
}
