//! The heads: who stands where, and in which region.

use history::{Duration, FaultKind, FaultMark, Instant, NodeId};

use super::place::{self, Room, shorten, words};
use super::regions;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::font;
use crate::scene::{Anchor, Area, Text};
use crate::story::Story;
use crate::tokens::{Class, Plain, Sizes};
use crate::view::Size;

/// Draws names and regions.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    ground(stage, sketch);
    if stage.down() {
        groups_down(stage, sketch);
        names_down(stage, sketch);
    } else {
        names_across(stage, sketch);
    }
    room.block(ground_area(stage));
}

fn ground_area(stage: &Stage<'_>) -> Area {
    let (width, height) =
        if stage.down() { (stage.width, stage.columns.head - 10.0) } else { (stage.columns.head - 17.0, stage.height) };
    Area { x: 0.0, y: 0.0, width, height }
}

fn ground(stage: &Stage<'_>, sketch: &mut Sketch) {
    let area = ground_area(stage);
    sketch.path(Depth::Head, Plain::Ground).area(area, 0.0);
}

fn head_words(stage: &Stage<'_>, class: Plain, (x, y): (f64, f64), text: &str) -> Text {
    let size = match class {
        Plain::WordsName => stage.sizes.name_font,
        Plain::WordsRegion => stage.sizes.region_font,
        _ => stage.sizes.small_font,
    };
    words(class, size, Anchor::Middle, (x, y), text)
}

fn groups_down(stage: &Stage<'_>, sketch: &mut Sketch) {
    if stage.view.size == Size::Phone {
        return;
    }
    let columns = &stage.columns;
    let (sessions, replicas) = columns.list.split_at(columns.sessions);
    let size = stage.sizes.small_font;
    if let (Some(first), Some(last)) = (sessions.first(), sessions.last()) {
        let left = (first.position - 52.0).max(stage.sizes.ruler);
        let right = last.position + 26.0;
        sketch.path(Depth::Head, Plain::Divider).line(&[(left, 20.5), (right, 20.5)]);
        let title = words(Plain::WordsGroup, size, Anchor::Start, (left, 12.0), "Sessions");
        sketch.words(Depth::Head, title);
    }
    if let (Some(first), Some(last)) = (replicas.first(), replicas.last()) {
        let left = first.position - 24.0;
        let right = (last.position + 66.0).min(stage.width);
        sketch.path(Depth::Head, Plain::Divider).line(&[(left, 20.5), (right, 20.5)]);
        let at = (left, 12.0);
        let copies = ["Replicas, by region", "Replicas"];
        for text in if stage.story.services { ["Services, by region", "Services"] } else { copies } {
            let title = words(Plain::WordsGroup, size, Anchor::Start, at, text);
            if left + place::width(&title) <= stage.width {
                sketch.words(Depth::Head, title);
                break;
            }
        }
    }
}

/// Baselines of name, region and skew.
fn baselines(stage: &Stage<'_>) -> (f64, f64, f64) {
    let second = (stage.columns.region_lines - 1) as f64 * stage.sizes.region_line;
    match stage.view.size {
        Size::Phone => (14.0, 29.0, 42.0 + second),
        Size::Desktop | Size::Embed => (37.0, 52.0, 66.0 + second),
    }
}

fn names_down(stage: &Stage<'_>, sketch: &mut Sketch) {
    let (name_y, region_y, skew_y) = baselines(stage);
    let columns = &stage.columns;
    for (place, column) in columns.list.iter().enumerate() {
        let at = (column.position, name_y);
        let pitch = pitch(stage, place);
        let mut name = head_words(stage, Plain::WordsName, at, &column.name);
        if is_spare(stage.story, column.node) {
            name.text = format!("{} spare", column.name);
            if place::width(&name) > pitch - 4.0 {
                name.text = format!("({})", column.name);
            }
        }
        shorten(&mut name, pitch - 4.0);
        sketch.words(Depth::Head, name);
        if let Some(skew) = skew(stage.story, column.node) {
            let at = (column.position, skew_y);
            let mut words = head_words(stage, Plain::WordsSkew, at, &skew);
            if place::width(&words) > pitch - 4.0 {
                words.text = skew.strip_prefix("clock ").unwrap_or(&skew).to_owned();
            }
            sketch.words(Depth::Head, words);
        }
    }
    names_of_regions(stage, sketch, region_y);
}

fn names_of_regions(stage: &Stage<'_>, sketch: &mut Sketch, y: f64) {
    let columns = &stage.columns;
    let regions = regions::regions(&columns.list, columns.sessions, &stage.sizes);
    for (index, region) in regions.iter().enumerate() {
        let mut y = y + (index % columns.region_lines) as f64 * stage.sizes.region_line;
        if region.first.node != region.last.node {
            let reach = (columns.replica_pitch.min(columns.session_pitch) * 0.3).min(16.0);
            let (left, right) = (region.first.position - reach, region.last.position + reach);
            let line = baselines(stage).0 + 5.5;
            sketch.path(Depth::Head, Plain::Divider).line(&[(left, line), (right, line)]);
            y += 1.0;
        }
        let room = regions::room(&regions, index, columns.region_lines, stage.width);
        let at = (region.centre(room, stage.width), y);
        let mut words = head_words(stage, Plain::WordsRegion, at, region.name);
        shorten(&mut words, room);
        sketch.words(Depth::Head, words);
    }
}

/// How much room a name has around its column: to the next one, and to the edge of the picture.
fn pitch(stage: &Stage<'_>, place: usize) -> f64 {
    let columns = &stage.columns;
    let pitch = if place < columns.sessions { columns.session_pitch } else { columns.replica_pitch };
    pitch.min(2.0 * (stage.width - columns.list[place].position)).max(12.0)
}

fn names_across(stage: &Stage<'_>, sketch: &mut Sketch) {
    let columns = &stage.columns;
    for column in &columns.list {
        let y = column.position + 4.5;
        let mut name = head_words(stage, Plain::WordsName, (0.0, y), &column.name);
        name.anchor = Anchor::Start;
        shorten(&mut name, columns.name_room - 4.0);
        sketch.words(Depth::Head, name);
        let at = (columns.name_room, y);
        let mut region = head_words(stage, Plain::WordsRegion, at, &column.region);
        region.anchor = Anchor::Start;
        let room = columns.head - columns.name_room - 18.0;
        shorten(&mut region, room);
        sketch.words(Depth::Head, region);
        let (class, text) = match (is_spare(stage.story, column.node), skew(stage.story, column.node)) {
            (false, None) => continue,
            (true, None) => (Plain::WordsRegion, "spare".to_owned()),
            (false, Some(skew)) => (Plain::WordsSkew, skew),
            (true, Some(skew)) => (Plain::WordsSkew, format!("spare, {skew}")),
        };
        let mut second = head_words(stage, class, (columns.name_room, y + 14.0), &text);
        second.anchor = Anchor::Start;
        sketch.words(Depth::Head, second);
    }
    let (sessions, replicas) = columns.list.split_at(columns.sessions);
    if let (Some(last), Some(first)) = (sessions.last(), replicas.first()) {
        let y = (last.position + first.position) / 2.0;
        sketch.path(Depth::Grid, Plain::Divider).line(&[(0.0, y), (stage.width, y)]);
    }
}

fn is_spare(story: &Story, node: NodeId) -> bool {
    story.participant(node).is_some_and(|participant| participant.spare)
}

/// A skew that lasts the whole run is said under the name, not on the lifeline.
pub(super) fn skew(story: &Story, node: NodeId) -> Option<String> {
    let mut lasting = story.faults.iter().filter(|mark| lasts(mark));
    lasting.find_map(|mark| match mark.kind {
        FaultKind::ClockStep { node: whose, by_us } if whose == node => Some(format!("clock {}", signed_ms(by_us))),
        FaultKind::ClockDrift { node: whose, rate_ppm } if whose == node => Some(drift(rate_ppm)),
        _ => None,
    })
}

/// How wide the widest words about a clock that is wrong for the whole run are, if there are any.
pub(super) fn widest_skew(story: &Story, sizes: &Sizes) -> Option<f64> {
    let lasting = story.faults.iter().filter(|mark| lasts(mark));
    let widths = lasting.filter_map(|mark| match mark.kind {
        FaultKind::ClockStep { node, .. } | FaultKind::ClockDrift { node, .. } => {
            let weight = Class::from(Plain::WordsSkew).weight();
            Some(font::width(&skew(story, node)?, sizes.small_font, weight))
        }
        _ => None,
    });
    widths.max_by(f64::total_cmp)
}

/// Whether a fault acts from the first moment on and for ever.
pub(super) fn lasts(mark: &FaultMark) -> bool {
    mark.begin == Instant::ZERO && mark.end.is_none()
}

/// "+40 ms", "−40 ms".
pub(super) fn signed_ms(by_us: i64) -> String {
    let sign = if by_us < 0 { '−' } else { '+' };
    format!("{sign}{}", Duration::from_us(by_us.unsigned_abs()))
}

/// "clock +200 µs/s".
pub(super) fn drift(rate_ppm: i64) -> String {
    format!("clock {}/s", signed_ms(rate_ppm))
}
