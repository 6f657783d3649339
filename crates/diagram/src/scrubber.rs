//! The scrubber: the whole run on one line. Above it one lane per session with its operations,
//! below it one tick per delivered message; where the violating read returned, a mark crosses it.

use history::{Instant, Operation, Outcome};

use crate::axis::{Extent, TimeAxis};
use crate::path::Path;
use crate::scene::{Layer, Omitted, Scene};
use crate::story::Story;
use crate::timeline::{idle, pointed_out};
use crate::tokens::Plain;
use crate::view::{Annotation, Orientation};

/// Its height in px.
pub const HEIGHT: f64 = 36.0;
/// Where its line lies.
pub const LINE: f64 = 24.0;
/// Room at both ends, for the thumb.
const PADDING: f64 = 8.0;
/// The lanes lie between these.
const LANES: (f64, f64) = (3.0, 17.0);
const CUT: f64 = 6.0;

/// Draws the scrubber of a run.
#[must_use]
pub fn layout(story: &Story, note: &Annotation, width: f64) -> Scene {
    let room = (width - 2.0 * PADDING).max(40.0);
    let extent = Extent {
        begin: Instant::ZERO,
        end: story.end,
        start: PADDING,
        room,
        least_scale: 0.0,
        most_room: room,
        cut_size: CUT,
    };
    // In a large run time runs evenly, as it does in its windows.
    let idle = if story.is_large() { Vec::new() } else { idle(&[story], Instant::ZERO, story.end) };
    let axis = TimeAxis::fit(Orientation::Across, extent, &idle);
    let layers = vec![
        Layer { name: "lanes", marks: lanes(story, note, &axis) },
        Layer { name: "track", marks: track(story, note, &axis) },
    ];
    Scene {
        width: room + 2.0 * PADDING,
        height: HEIGHT,
        head: 0.0,
        title: String::from("The run in time"),
        description: format!("{} steps, {}", story.steps.len(), story.end),
        layers,
        axis,
        columns: Vec::new(),
        targets: Vec::new(),
        omitted: Omitted::default(),
    }
}

/// One lane per session, in order of name.
fn lanes(story: &Story, note: &Annotation, axis: &TimeAxis) -> Vec<crate::scene::Mark> {
    let count = story.sessions.len().max(1) as f64;
    let pitch = ((LANES.1 - LANES.0) / count).min(4.5);
    let lit = pointed_out(story, note);
    let classes = [
        (false, false, Plain::LaneReadDimmed),
        (true, false, Plain::LaneWriteDimmed),
        (false, true, Plain::LaneRead),
        (true, true, Plain::LaneWrite),
    ];
    let lane = |operation: &Operation| {
        let below = count - 1.0 - operation.session.index() as f64;
        LANES.1 - pitch * below.max(0.0)
    };
    let marks = classes.into_iter().filter_map(|(writes, shown, class)| {
        let mut path = Path::default();
        let mut reached = vec![f64::NEG_INFINITY; if story.is_large() { story.sessions.len() } else { 0 }];
        for operation in story.drawn() {
            let is_lit = lit.is_empty() || lit.contains(&operation.id);
            if operation.is_write() != writes || is_lit != shown {
                continue;
            }
            let y = lane(operation);
            let from = axis.position(operation.invoked);
            let to = axis.position(operation.end()).max(from + 1.5);
            if let Some(reached) = reached.get_mut(operation.session.index()) {
                // Of a large run, lines that would fall on one another are one line.
                if to < *reached + 0.5 {
                    continue;
                }
                *reached = to;
            }
            path.line(&[(from, y), (to, y)]);
        }
        path.mark(class)
    });
    marks.collect()
}

fn track(story: &Story, note: &Annotation, axis: &TimeAxis) -> Vec<crate::scene::Mark> {
    let mut line = Path::default();
    line.line(&[(axis.start(), LINE), (axis.stop(), LINE)]);
    let mut ticks = Path::default();
    let mut reached = f64::NEG_INFINITY;
    for delivery in &story.deliveries {
        let x = axis.position(*delivery);
        // Ticks that would fall on one another are one tick.
        if x - reached >= 1.0 {
            ticks.line(&[(x, LINE + 5.0), (x, LINE + 9.0)]);
            reached = x;
        }
    }
    let mut wrong = Path::default();
    let blamed = pointed_out(story, &Annotation { focus: None, ..note.clone() });
    let last_read = blamed
        .iter()
        .rev()
        .filter_map(|id| story.operations.get(id.index()))
        .find(|operation| operation.is_read() && operation.outcome == Outcome::Ok);
    if let Some(returned) = last_read.and_then(|operation| operation.returned) {
        let x = axis.position(returned);
        wrong.line(&[(x, LINE - 7.0), (x, LINE + 9.0)]);
    }
    let marks = [line.mark(Plain::Track), ticks.mark(Plain::TrackTick), wrong.mark(Plain::TrackWrong)];
    marks.into_iter().flatten().collect()
}
