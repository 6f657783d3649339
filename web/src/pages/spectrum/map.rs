//! The lattice as it is drawn: the models at their places, with what was found of them.

use catalog::lattice::{Availability, Field, NARROW, PLACES, Placed, Standing, WIDE, Words};
use check::lattice::IMPLICATIONS;
use diagram::lattice::{self, Chosen, Lattice, Node, Shape, Side, Step};
use diagram::{Anchor, Size};
use history::ModelId;

use super::found::Found;
use crate::words;

/// From this width on there is room for the wide field.
pub(super) const WIDE_FROM: f64 = 760.0;
/// No wider than this, or the lines become flat.
const WIDEST: f64 = 1_040.0;
/// A narrower room shows the same picture smaller.
const NARROWEST: f64 = 328.0;
const WIDEST_NARROW: f64 = 460.0;

/// What is chosen on the lattice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Model(ModelId),
    /// A step, from the stronger to the weaker.
    Step(ModelId, ModelId),
}

/// Whether a room takes the narrow field.
pub(super) fn is_narrow(width: f64) -> bool {
    width < WIDE_FROM
}

/// The picture for a room of that width.
pub(super) fn draw(found: Option<&Found>, choice: Option<Choice>, width: f64) -> Lattice {
    let narrow = is_narrow(width);
    let field = if narrow { &NARROW } else { &WIDE };
    let width = if narrow { diagram::number::within(width, NARROWEST, WIDEST_NARROW) } else { width.min(WIDEST) };
    let scale = width / field.width;
    let nodes: Vec<Node> = PLACES.iter().map(|placed| node(placed, found, narrow, scale)).collect();
    let steps: Vec<Step> = steps().collect();
    let chosen = match choice {
        Some(Choice::Model(model)) => number(model).map_or(Chosen::Nothing, Chosen::Node),
        Some(Choice::Step(stronger, weaker)) => step_number(stronger, weaker).map_or(Chosen::Nothing, Chosen::Step),
        None => Chosen::Nothing,
    };
    lattice::lattice(&drawn_field(field, scale, narrow), &nodes, &steps, chosen)
}

/// The number of a model among the nodes.
fn number(model: ModelId) -> Option<u16> {
    (0..).zip(PLACES).find_map(|(number, placed)| (placed.model == model).then_some(number))
}

fn step_number(stronger: ModelId, weaker: ModelId) -> Option<u16> {
    (0..)
        .zip(IMPLICATIONS)
        .find_map(|(number, step)| ((step.stronger, step.weaker) == (stronger, weaker)).then_some(number))
}

fn steps() -> impl Iterator<Item = Step> {
    IMPLICATIONS.iter().filter_map(|step| Some(Step { from: number(step.stronger)?, to: number(step.weaker)? }))
}

/// The shape that stands for an availability.
pub(super) const fn shape(available: Availability) -> Shape {
    match available {
        Availability::Majority => Shape::Diamond,
        Availability::Sticky => Shape::Square,
        Availability::Every => Shape::Circle,
    }
}

fn node(placed: &Placed, found: Option<&Found>, narrow: bool, scale: f64) -> Node {
    let Standing { x, y, words, lift, lines } = if narrow { placed.narrow } else { placed.wide };
    let note = found.map_or_else(String::new, |found| found.note(placed.model, narrow));
    Node {
        x: x * scale,
        y,
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        note,
        side: match words {
            Words::Right => Side::Right,
            Words::Left => Side::Left,
            Words::Below => Side::Below,
        },
        lift,
        shape: shape(placed.available),
        outcome: found.map_or(lattice::Outcome::Untested, |found| found.outcome(placed.model)),
    }
}

fn drawn_field(field: &Field, scale: f64, narrow: bool) -> lattice::Field {
    let captions = field.captions.iter().map(|(x, y, heading, ends, text)| {
        let anchor = if *ends { Anchor::End } else { Anchor::Start };
        (x * scale, *y, anchor, *heading, (*text).to_owned())
    });
    lattice::Field {
        width: field.width * scale,
        height: field.height,
        floor: Some(field.floor),
        border: field.border.iter().map(|(x, y)| (x * scale, *y)).collect(),
        captions: captions.collect(),
        title: words::spectrum::MAP_TITLE.to_owned(),
        description: String::new(),
        size: if narrow { Size::Phone } else { Size::Desktop },
    }
}

/// A key of the arrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Left,
    Right,
}

/// Where an arrow leads from a model: up and down along a step, to the nearest of several; to the
/// sides along a row.
pub(super) fn beside(from: ModelId, way: Way, narrow: bool) -> Option<ModelId> {
    let standing = |model: ModelId| {
        let placed = Placed::of(model);
        placed.map(|placed| if narrow { placed.narrow } else { placed.wide })
    };
    let here = standing(from)?;
    let joined = IMPLICATIONS.iter().filter_map(|step| match way {
        Way::Down if step.stronger == from => Some(step.weaker),
        Way::Up if step.weaker == from => Some(step.stronger),
        _ => None,
    });
    let row = PLACES.iter().map(|placed| placed.model).filter(|model| {
        let Some(there) = standing(*model) else { return false };
        let near = (there.y - here.y).abs() < 24.0;
        match way {
            Way::Left => near && there.x < here.x,
            Way::Right => near && there.x > here.x,
            // Nothing below but the ground, on which weak stands; and from there back up.
            Way::Down => *model == ModelId::Weak && from != ModelId::Weak,
            Way::Up => from == ModelId::Weak && there.y < here.y - 24.0 && there.y > here.y - 120.0,
        }
    });
    let joined: Vec<ModelId> = joined.collect();
    let choices: Vec<ModelId> = if joined.is_empty() { row.collect() } else { joined };
    let mut nearest: Option<(f64, ModelId)> = None;
    for model in choices {
        let away = standing(model).map_or(f64::INFINITY, |there| (there.x - here.x).abs());
        if nearest.is_none_or(|(least, _)| away < least) {
            nearest = Some((away, model));
        }
    }
    nearest.map(|(_, model)| model)
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
