//! A Hasse diagram whose nodes are placed by hand: what is above a line implies what is below it.
//!
//! What the nodes are is not known here. Whoever asks says where each stands, what it is called, how
//! it came out and which shape it has.

mod node;

pub use node::{Node, Outcome, Shape, Side};

use crate::path::{Path, Point};
use crate::scene::{Anchor, Area, Layer, Mark, Scene};
use crate::timeline::words;
use crate::tokens::Beside;
use crate::view::Size;

/// A line from an upper node to a lower one, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The upper node.
    pub from: u16,
    /// The lower node.
    pub to: u16,
}

/// What stands around the nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its width in px.
    pub width: f64,
    /// Its height in px.
    pub height: f64,
    /// Where the ground line runs that is under all nodes, if there is one.
    pub floor: Option<f64>,
    /// A dotted line through the field, corner by corner.
    pub border: Vec<(f64, f64)>,
    /// Words at their places: baseline, which part sits there, and whether they are a heading.
    pub captions: Vec<(f64, f64, Anchor, bool, String)>,
    /// What the picture is.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// Which set of sizes to draw with.
    pub size: Size,
}

/// What is pointed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing.
    #[default]
    Nothing,
    /// A node, by number.
    Node(u16),
    /// A step, by number.
    Step(u16),
}

/// The picture, and where things are in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lattice {
    /// The picture.
    pub scene: Scene,
    /// The nodes, as they were handed in.
    pub nodes: Vec<Place>,
    /// The two ends of each step, as drawn.
    pub steps: Vec<[(f64, f64); 2]>,
}

/// Where a node is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its shape.
    pub shape: Area,
    /// Its words, a line each.
    pub labels: Vec<Area>,
}

/// How far from the middle of a node its lines end.
const CLEAR: f64 = 17.0;
const CLEAR_PHONE: f64 = 15.0;

/// Draws nodes and steps.
#[must_use]
pub fn lattice(field: &Field, nodes: &[Node], steps: &[Step], chosen: Chosen) -> Lattice {
    let clear = if field.size == Size::Phone { CLEAR_PHONE } else { CLEAR };
    let lines: Vec<[Point; 2]> = steps.iter().map(|step| ends(nodes, *step, clear)).collect();
    let mut layers = vec![
        Layer { name: "ground", marks: ground(field) },
        Layer { name: "steps", marks: step_marks(nodes, steps, &lines, chosen) },
    ];
    let drawn: Vec<_> = nodes.iter().map(|node| node.draw(field.size)).collect();
    let mut marks: Vec<Mark> = Vec::new();
    if let Chosen::Node(number) = chosen
        && let Some(node) = nodes.get(usize::from(number))
    {
        let mut ring = Path::default();
        ring.circle((node.x, node.y), 14.0);
        marks.extend(ring.mark(Beside::NodeRing));
    }
    marks.extend(drawn.iter().flat_map(|drawn| drawn.marks.iter().cloned()));
    layers.push(Layer { name: "nodes", marks });
    let labels = drawn.iter().flat_map(|drawn| drawn.labels.iter().cloned().map(Mark::Text));
    layers.push(Layer { name: "names", marks: labels.collect() });
    let places = drawn
        .iter()
        .zip(nodes)
        .map(|(drawn, node)| Place {
            shape: node.area(),
            labels: drawn.labels.iter().map(crate::timeline::bounds).collect(),
        })
        .collect();
    let scene = Scene {
        width: field.width,
        height: field.height,
        head: 0.0,
        title: field.title.clone(),
        description: field.description.clone(),
        layers,
        axis: crate::chart::no_axis(field.width),
        columns: Vec::new(),
        targets: Vec::new(),
        omitted: crate::scene::Omitted::default(),
    };
    Lattice { scene, nodes: places, steps: lines }
}

/// Where a step begins and ends: short of the nodes that it joins.
fn ends(nodes: &[Node], step: Step, clear: f64) -> [Point; 2] {
    let at = |number: u16| nodes.get(usize::from(number)).map_or((0.0, 0.0), |node| (node.x, node.y));
    let (from, to) = (at(step.from), at(step.to));
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (ux, uy) = (dx / length * clear, dy / length * clear);
    [(from.0 + ux, from.1 + uy), (to.0 - ux, to.1 - uy)]
}

fn ground(field: &Field) -> Vec<Mark> {
    let mut floor = Path::default();
    if let Some(y) = field.floor {
        floor.line(&[(0.0, y), (field.width, y)]);
    }
    let mut border = Path::default();
    border.line(&field.border);
    let mut marks: Vec<Mark> = [floor.mark(Beside::Floor), border.mark(Beside::Border)].into_iter().flatten().collect();
    let size = if field.size == Size::Phone { 11.5 } else { 12.5 };
    for (x, y, anchor, heading, text) in &field.captions {
        let class = if *heading { Beside::WordsHead } else { Beside::WordsBeside };
        marks.push(Mark::Text(words(class, size, *anchor, (*x, *y), text.clone())));
    }
    marks
}

/// The steps, those in grey first; the chosen one on top, with a ring at its middle.
fn step_marks(nodes: &[Node], steps: &[Step], lines: &[[Point; 2]], chosen: Chosen) -> Vec<Mark> {
    let kept = |number: u16| nodes.get(usize::from(number)).is_some_and(|node| node.outcome == Outcome::Kept);
    let (mut plain, mut both, mut lit, mut knot) = (Path::default(), Path::default(), Path::default(), Path::default());
    for ((number, step), line) in (0_u16..).zip(steps).zip(lines) {
        if chosen == Chosen::Step(number) {
            lit.line(line);
            knot.circle(((line[0].0 + line[1].0) / 2.0, (line[0].1 + line[1].1) / 2.0), 4.0);
        } else if kept(step.from) && kept(step.to) {
            both.line(line);
        } else {
            plain.line(line);
        }
    }
    let marks = [
        plain.mark(Beside::Step),
        both.mark(Beside::StepKept),
        lit.mark(Beside::StepChosen),
        knot.mark(Beside::StepKnot),
    ];
    marks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(x: f64, y: f64, outcome: Outcome) -> Node {
        Node {
            x,
            y,
            lines: vec!["Name".to_owned()],
            note: "held".to_owned(),
            side: Side::Right,
            lift: 0.0,
            shape: Shape::Circle,
            outcome,
        }
    }

    #[test]
    fn steps_end_short_of_their_nodes_and_take_the_colour_of_what_is_kept() {
        let nodes =
            [node(50.0, 20.0, Outcome::Kept), node(50.0, 120.0, Outcome::Kept), node(50.0, 220.0, Outcome::Broken)];
        let steps = [Step { from: 0, to: 1 }, Step { from: 1, to: 2 }];
        let field = Field { width: 200.0, height: 260.0, floor: Some(250.0), ..Field::default() };
        let drawn = lattice(&field, &nodes, &steps, Chosen::Nothing);
        assert_eq!(drawn.steps, [[(50.0, 37.0), (50.0, 103.0)], [(50.0, 137.0), (50.0, 203.0)]]);
        let classes: Vec<&str> = drawn.scene.layers[1]
            .marks
            .iter()
            .map(|mark| match mark {
                Mark::Path { class, .. } => class.name(),
                Mark::Text(text) => text.class.name(),
            })
            .collect();
        assert_eq!(classes, ["q-step", "q-step-kept"]);
        let chosen = lattice(&field, &nodes, &steps, Chosen::Step(0));
        assert!(
            chosen.scene.layers[1]
                .marks
                .iter()
                .any(|mark| matches!(mark, Mark::Path { class, .. } if class.name() == "q-step-chosen"))
        );
    }
}
