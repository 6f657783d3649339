//! The timeline of a run: time runs in one direction, participants stand in the other, and every
//! mark sits at its own instant.

mod columns;
mod heads;
mod lifelines;
mod lit;
mod place;
mod scale;
mod sketch;
mod stage;

pub use place::bounds;

use columns::Columns;
use lit::Lit;
use place::Room;
use sketch::Sketch;
use stage::Stage;

use crate::scene::Scene;
use crate::story::Story;
use crate::tokens::Sizes;
use crate::view::{Annotation, Orientation, Viewport};

/// Draws a run.
#[must_use]
pub fn layout(story: &Story, note: &Annotation, view: &Viewport) -> Scene {
    let sizes = Sizes::of(view.size);
    let columns = Columns::of(story, view, &sizes, false);
    let (room, foot) = match view.orientation {
        Orientation::Down => (view.height, 8.0),
        Orientation::Across => (view.width, 12.0),
    };
    let axis = scale::axis(story, view, columns.head, room - columns.head - foot);
    let along = (axis.stop() + foot).max(room);
    let (width, height) = match view.orientation {
        Orientation::Down => (columns.extent, along),
        Orientation::Across => (along, columns.extent),
    };
    let stage = Stage { story, note, view, sizes, columns, axis, lit: Lit::of(story, note), width, height };
    let mut sketch = Sketch::default();
    let mut room = Room::new(width, height);
    heads::draw(&stage, &mut sketch, &mut room);
    lifelines::draw(&stage, &mut sketch);
    lifelines::chips(&stage, &mut sketch, &mut room);
    let (layers, targets, omitted) = sketch.layers();
    Scene {
        width,
        height,
        head: stage.columns.head,
        title: String::from("Timeline"),
        description: String::new(),
        layers,
        axis: stage.axis,
        columns: stage.columns.list,
        targets,
        omitted,
    }
}
