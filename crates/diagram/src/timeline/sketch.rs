//! A [`Sketch`]: a picture in the making. Marks gather by depth and class, whatever the order in
//! which they are found.

use crate::path::Path;
use crate::scene::{CURSOR, HEAD, Layer, Mark, Omitted, Target, Text};
use crate::tokens::Class;

/// What lies before what, back to front.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    Grid,
    Walls,
    Lifelines,
    Outages,
    Cursor,
    Dimmed,
    Late,
    Counted,
    Lost,
    Chips,
    Order,
    Bars,
    Breaks,
    Labels,
    Head,
}

const LAYERS: [(Depth, &str); 15] = [
    (Depth::Grid, "grid"),
    (Depth::Walls, "walls"),
    (Depth::Lifelines, "lifelines"),
    (Depth::Outages, "outages"),
    (Depth::Cursor, CURSOR),
    (Depth::Dimmed, "dimmed"),
    (Depth::Late, "late"),
    (Depth::Counted, "counted"),
    (Depth::Lost, "lost"),
    (Depth::Chips, "chips"),
    (Depth::Order, "order"),
    (Depth::Bars, "bars"),
    (Depth::Breaks, "breaks"),
    (Depth::Labels, "labels"),
    (Depth::Head, HEAD),
];

/// The marks of one depth.
#[derive(Default)]
struct Sheet {
    paths: Vec<(Class, Path)>,
    words: Vec<Text>,
}

/// A picture in the making.
#[derive(Default)]
pub(super) struct Sketch {
    sheets: [Sheet; LAYERS.len()],
    /// What can be pointed at.
    pub(super) targets: Vec<Target>,
    /// What was left out.
    pub(super) omitted: Omitted,
}

impl Sketch {
    /// The path in which a class gathers at a depth; classes of one depth lie in the order of
    /// their first use.
    pub(super) fn path(&mut self, depth: Depth, class: impl Into<Class>) -> &mut Path {
        let class = class.into();
        let paths = &mut self.sheets[depth as usize].paths;
        let index = match paths.iter().position(|(known, _)| *known == class) {
            Some(index) => index,
            None => {
                paths.push((class, Path::default()));
                paths.len() - 1
            }
        };
        &mut paths[index].1
    }

    /// Adds words, before the paths of their depth.
    pub(super) fn words(&mut self, depth: Depth, text: Text) {
        self.sheets[depth as usize].words.push(text);
    }

    /// The finished layers.
    pub(super) fn layers(self) -> (Vec<Layer>, Vec<Target>, Omitted) {
        let layers = LAYERS.into_iter().zip(self.sheets).map(|((_, name), sheet)| {
            let paths = sheet.paths.into_iter();
            let paths = paths.filter_map(|(class, path)| path.mark(class));
            let words = sheet.words.into_iter().map(Mark::Text);
            Layer { name, marks: paths.chain(words).collect() }
        });
        (layers.collect(), self.targets, self.omitted)
    }
}
