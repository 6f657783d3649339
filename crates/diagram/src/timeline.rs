//! The timeline of a run: time runs in one direction, participants stand in the other, and every
//! mark sits at its own instant.

mod arrow;
mod bars;
mod breaks;
mod captions;
mod chips;
mod columns;
mod contrasts;
mod density;
mod hatch;
mod heads;
mod labels;
mod lifelines;
mod lit;
mod messages;
mod outages;
mod place;
mod places;
mod probed;
mod regions;
mod ruler;
pub(crate) mod say;
mod scale;
mod sketch;
mod spans;
mod stage;
mod violation;
mod waits;
mod walls;
mod windowed;

pub use place::bounds;
pub(crate) use place::words;
pub(crate) use scale::idle;
pub(crate) use scale::ticks;
pub use windowed::{layout as windowed, words as in_view};

use history::{Operation, OperationId};

use columns::Columns;
use lit::{Detail, Lit};
use place::Room;
use sketch::Sketch;
use stage::Stage;

use crate::scene::{Anchor, Scene};
use crate::story::{Index, Story};
use crate::tokens::{Plain, Sizes};
use crate::view::{Annotation, Orientation, Viewport};

/// Draws a run: all of it, or the window that is asked for. What is too large to be drawn as a whole is
/// drawn as [`windowed`] draws it.
#[must_use]
pub fn layout(story: &Story, note: &Annotation, view: &Viewport) -> Scene {
    if view.window.is_some() || story.is_large() {
        return windowed(story, &Index::of(story), note, view).0;
    }
    whole(stage(story, note, view, None), story)
}

/// Draws a run on one clock with another one: drawn the other way round in the same viewport, a moment of
/// that one sits at the very same place, and time is cut short only where both are idle. Where one of them is
/// too large to be drawn as a whole, both are drawn as windows as long as the longer.
#[must_use]
pub fn layout_beside(story: &Story, note: &Annotation, view: &Viewport, other: (&Story, &Annotation)) -> Scene {
    if view.window.is_some() || story.is_large() || other.0.is_large() {
        let whole = (history::Instant::ZERO, story.end.max(other.0.end));
        let view = Viewport { window: view.window.or(Some(whole)), ..*view };
        return windowed(story, &Index::of(story), note, &view).0;
    }
    whole(stage(story, note, view, Some(other)), story)
}

fn whole(stage: Stage<'_>, story: &Story) -> Scene {
    let mut sketch = Sketch::default();
    let mut room = Room::new(stage.width, stage.height);
    draw(&stage, &mut sketch, &mut room);
    let numbered: Vec<&Operation> =
        stage.lit.numbered().iter().filter_map(|id| story.operations.get(id.index())).collect();
    let description = say::description(story, &numbered, stage.axis.end());
    scene(stage, sketch, description)
}

fn scene(stage: Stage<'_>, sketch: Sketch, description: String) -> Scene {
    let (layers, targets, omitted) = sketch.layers();
    Scene {
        width: stage.width,
        height: stage.height,
        head: stage.columns.head,
        title: String::from("Timeline of a run"),
        description,
        layers,
        axis: stage.axis.clone(),
        columns: stage.columns.list.clone(),
        targets,
        omitted,
    }
}

/// The operations of clients that an annotation lights, in order of their start; none if it lights all.
pub(crate) fn pointed_out(story: &Story, note: &Annotation) -> Vec<OperationId> {
    match Lit::of(story, note) {
        Lit::All => Vec::new(),
        Lit::Numbered(ids) => {
            ids.into_iter().filter(|id| story.operations[id.index()].role != history::Role::Probe).collect()
        }
        Lit::Focus(id) => vec![id],
    }
}

fn stage<'a>(
    story: &'a Story,
    note: &'a Annotation,
    view: &'a Viewport,
    other: Option<(&Story, &Annotation)>,
) -> Stage<'a> {
    let sizes = Sizes::of(view.size);
    let down = view.orientation == Orientation::Down;
    let mut columns = Columns::of(story, view, &sizes, heads::widest_skew(story, &sizes));
    let lit = Lit::of(story, note);
    let mut probed = probed::end(story, &lit);
    if let Some((other, note)) = other {
        columns.head = columns.head.max(Columns::of(other, view, &sizes, heads::widest_skew(other, &sizes)).head);
        probed = probed.max(probed::end(other, &Lit::of(other, note)));
    }
    let (room, foot) = if down { (view.height, 8.0) } else { (view.width, 12.0) };
    let foot = if probed.is_some() { probed::foot(down) } else { foot };
    let start = columns.head + if down { sizes.above } else { sizes.before };
    let stories = [story, other.map_or(story, |(other, _)| other)];
    let axis = scale::axis(&stories[..1 + usize::from(other.is_some())], view, probed, start, room - start - foot);
    let along = (axis.stop() + foot).max(room);
    let (width, height) = if down { (columns.extent, along) } else { (along, columns.extent) };
    let share = (room / along.max(1.0)).min(1.0);
    Stage {
        story,
        note,
        view,
        sizes,
        detail: if view.window.is_some() { Detail::FULL } else { Detail::of(story, share) },
        farthest: messages::farthest(story),
        walls: walls::walls(story, &columns, down),
        contacts: violation::contacts(story, &lit),
        lit,
        columns,
        axis,
        width,
        height,
    }
}

/// Draws everything: first the marks, which sit where they must, then the words, which take the
/// room that is left, the most telling ones first.
fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    heads::draw(stage, sketch, room);
    violation::numbers(stage, sketch, room);
    ruler::draw(stage, sketch, room);
    walls::draw(stage, sketch, room);
    lifelines::draw(stage, sketch);
    outages::draw(stage, sketch, room);
    waits::draw(stage, sketch, room);
    messages::draw(stage, sketch, room);
    bars::draw(stage, sketch, room);
    breaks::draw(stage, sketch, room);
    if !stage.note.contrasts.is_empty() {
        contrasts::draw(stage, sketch, room);
    }
    violation::dots(stage, sketch, room);
    probed::draw(stage, sketch, room);

    let mut labels = labels::Labels::default();
    labels.name(stage, room, true);
    labels.time(stage, room);
    chips::draw(stage, sketch, room);
    walls::name(stage, sketch, room);
    outages::name(stage, sketch, room);
    waits::name(stage, sketch, room);
    violation::still(stage, sketch, room);
    violation::edges(stage, sketch, room);
    spans::draw(stage, sketch, room);
    spans::steps(stage, sketch, room);
    labels.name(stage, room, false);
    labels.time(stage, room);
    labels.draw(sketch);
    captions::draw(stage, sketch, room);
    if stage.story.messages.is_empty() && stage.story.drawn().next().is_none() {
        say_nothing(stage, sketch, room);
    }
}

/// Says why there is nothing to see.
#[inline(never)]
fn say_nothing(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let at = (stage.width / 2.0, (stage.columns.head + stage.height) / 2.0);
    let text =
        words(Plain::WordsNote, stage.sizes.label_font, Anchor::Middle, at, "Nobody asks for anything in this run.");
    if room.take(&text) {
        sketch.words(sketch::Depth::Labels, text);
    }
}
