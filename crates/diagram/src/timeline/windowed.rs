//! A window of a run: everything in it in detail where that is few enough to be told apart, else as density.
//! Either way nothing is left out, and drawing costs what the window holds, not what the run does.

use history::{Instant, Role};

use super::place::Room;
use super::sketch::Sketch;
use super::{Stage, bars, density, draw, heads, labels, lifelines, outages, ruler, scene, spans, stage};
use super::{violation, walls};
use crate::number::grouped;
use crate::scene::{Aim, Scene};
use crate::story::{InView, Index, Part, Story};
use crate::view::{Annotation, Orientation, Viewport};
use crate::window::Window;

/// So many messages are told apart on a px of the time axis, and so many operations.
const MESSAGES_A_PX: f64 = 0.45;
const OPERATIONS_A_PX: f64 = 0.18;

/// Draws the window of a run that is asked for, or the whole of it, and says how much it shows.
#[must_use]
pub fn layout(story: &Story, index: &Index, note: &Annotation, view: &Viewport) -> (Scene, InView) {
    let window = view.window.unwrap_or((Instant::ZERO, end(story, note)));
    let window = (window.0.min(window.1), window.0.max(window.1));
    let mut shown = index.in_view(window.0, window.1);
    let room = if view.orientation == Orientation::Down { view.height } else { view.width };
    shown.dense =
        shown.messages as f64 > room * MESSAGES_A_PX || (shown.operations - shown.open) as f64 > room * OPERATIONS_A_PX;
    let part = if shown.dense { Part::in_brief } else { Part::in_detail }(story, index, note, window);
    let (note, view) = (part.note(note), Viewport { window: Some(window), ..*view });
    let stage = stage(&part.story, &note, &view, None);
    let mut sketch = Sketch::default();
    let mut room = Room::new(stage.width, stage.height);
    if shown.dense {
        counted(&stage, index, &mut sketch, &mut room);
        shown.bar = density::bar(&stage);
    } else {
        draw(&stage, &mut sketch, &mut room);
    }
    let description = description(story, window, shown);
    let mut scene = scene(stage, sketch, description);
    for target in &mut scene.targets {
        if let Aim::Operation(id) = &mut target.aim {
            *id = part.original(*id);
        }
    }
    (scene, shown)
}

/// The end of the whole: that of the run, or the moment after it at which replicas were asked for a proof.
fn end(story: &Story, note: &Annotation) -> Instant {
    let proof = note.numbered.iter().filter_map(|id| story.operations.get(id.index()));
    let probes = proof.filter(|operation| operation.role == Role::Probe).filter_map(|probe| probe.returned);
    probes.fold(story.end, Instant::max)
}

/// What is drawn where events are counted: the participants, the faults, the counts, and over them what is
/// pointed out.
fn counted(stage: &Stage<'_>, index: &Index, sketch: &mut Sketch, room: &mut Room) {
    heads::draw(stage, sketch, room);
    violation::numbers(stage, sketch, room);
    ruler::draw(stage, sketch, room);
    walls::draw(stage, sketch, room);
    lifelines::draw(stage, sketch);
    outages::draw(stage, sketch, room);
    density::draw(stage, index, sketch, room);
    bars::draw(stage, sketch, room);
    let mut labels = labels::Labels::default();
    labels.name(stage, room, true);
    walls::name(stage, sketch, room);
    outages::name(stage, sketch, room);
    violation::edges(stage, sketch, room);
    spans::draw(stage, sketch, room);
    spans::steps(stage, sketch, room);
    labels.draw(sketch);
}

fn description(story: &Story, (begin, end): Window, shown: InView) -> String {
    let (begin, end) = (story.moment(begin), story.moment(end));
    let how = if shown.dense { "counted" } else { "drawn one by one" };
    format!("From {begin} to {end}: {}, with {} events, {how}.", words(shown), grouped(shown.events as u64))
}

/// "1,200 operations and 9,600 messages in view"; of messages nothing where nobody watched them.
#[must_use]
pub fn words(shown: InView) -> String {
    let plural =
        |count: usize, one: &str| format!("{} {one}{}", grouped(count as u64), if count == 1 { "" } else { "s" });
    let operations = plural(shown.operations, "operation");
    if !shown.watched {
        return operations + " in view";
    }
    format!("{operations} and {} in view", plural(shown.messages, "message"))
}
