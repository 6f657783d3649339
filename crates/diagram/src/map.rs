//! A map of regions that is true to delays: two regions lie as far apart as a message takes between
//! them, as nearly as paper allows. Who is in a region stands under its name, as a chip that can be
//! taken elsewhere.

mod apart;
mod plane;

use history::NodeId;

use crate::chart::no_axis;
use crate::font;
use crate::path::Path;
use crate::scene::{Anchor, Area, Layer, Mark, Omitted, Scene};
use crate::timeline::words;
use crate::tokens::Plain;
use crate::view::Size;

/// Font size of names and delays.
const FONT: f64 = 11.0;
/// The height of a line of them.
const LINE: f64 = 15.0;
/// Between chips.
const GAP: f64 = 2.0;
const DOT: f64 = 3.5;
/// Chips beside each other, before a row begins below.
const ROW: usize = 4;
/// No map is higher than this share of its width, unless names need the room.
const HIGH: f64 = 0.8;
/// From a dot to the edge: half a name at the sides.
const SIDE: f64 = 32.0;
const EDGE: f64 = 12.0;

/// A region and who is in it, each with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub nodes: Vec<(NodeId, String)>,
}

/// Someone in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Who.
    pub node: NodeId,
    /// Its name.
    pub name: String,
    /// The number of its region.
    pub site: u8,
    /// Where its chip goes.
    pub area: Area,
}

/// The map, and where things are on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Dots, names, and lines.
    pub scene: Scene,
    /// Who is where, by region.
    pub chips: Vec<Chip>,
    /// The name of each region.
    pub names: Vec<String>,
    /// The dot of each region, in px.
    pub sites: Vec<(f64, f64)>,
    /// By how much of itself the average delay is longer or shorter on paper.
    pub off: f64,
}

/// Draws regions that lie so many milliseconds apart, `delays_ms[a][b]`, into a width in px, with lines
/// `from` a region to all others, if one is named.
#[must_use]
pub fn map(sites: &[Site], delays_ms: &[Vec<f64>], from: Option<u8>, width: f64, size: Size) -> Map {
    let places = plane::flatten(delays_ms);
    let off = plane::off(&places, delays_ms);
    let dots = fit(&places, width, (width * HIGH).max(120.0));
    let sizes: Vec<(f64, f64)> = sites.iter().map(|site| room(site, size)).collect();
    let boxes = apart::place(&sizes, &dots, width);
    let mut chips = Vec::new();
    let (mut leaders, mut plain, mut rays, mut labels) =
        (Path::default(), Path::default(), Path::default(), Vec::new());
    let origin = from.and_then(|from| dots.get(usize::from(from)).copied());
    for (index, ((site, dot), area)) in sites.iter().zip(&dots).zip(&boxes).enumerate() {
        plain.circle(*dot, DOT);
        let middle = area.x + area.width / 2.0;
        if let Some(lead) = lead(*dot, *area) {
            leaders.line(&lead);
        }
        if let Some(place) = origin.filter(|place| place != dot) {
            rays.line(&[place, *dot]);
        }
        labels.push(words(Plain::WordsRegion, FONT, Anchor::Middle, (middle, area.y + FONT), site.name.clone()));
        let top = area.y + LINE;
        chips.extend(site.nodes.iter().enumerate().map(|(place, (node, name))| Chip {
            node: *node,
            name: name.clone(),
            site: u8::try_from(index).unwrap_or(u8::MAX),
            area: chip_area(place, site.nodes.len(), middle, top, size),
        }));
    }
    let height = boxes.iter().map(|area| area.y + area.height).fold(120.0, f64::max) + 4.0;
    let marks = [rays.mark(Plain::ChartTick), leaders.mark(Plain::Lifeline), plain.mark(Plain::ReplicaIdle)];
    let scene = Scene {
        width,
        height,
        head: 0.0,
        title: "Map of regions".to_owned(),
        description: described(sites),
        layers: vec![Layer {
            name: "map",
            marks: marks.into_iter().flatten().chain(labels.into_iter().map(Mark::Text)).collect(),
        }],
        axis: no_axis(width),
        columns: Vec::new(),
        targets: Vec::new(),
        omitted: Omitted::default(),
    };
    Map { scene, chips, names: sites.iter().map(|site| site.name.clone()).collect(), sites: dots, off }
}

impl Map {
    /// The region whose dot or whose company is nearest to a place.
    #[must_use]
    pub fn near(&self, (x, y): (f64, f64)) -> Option<u8> {
        let reach = |site: &(u8, &(f64, f64))| {
            let beside = self.chips.iter().filter(|chip| chip.site == site.0).map(|chip| middle(chip.area));
            beside.chain([*site.1]).map(|(a, b)| (a - x) * (a - x) + (b - y) * (b - y)).fold(f64::MAX, f64::min)
        };
        (0_u8..).zip(&self.sites).min_by(|a, b| reach(a).total_cmp(&reach(b))).map(|(site, _)| site)
    }

    /// The next region in a direction, given as a step across and down: whatever lies more that way than
    /// aside, the nearest first; else whatever lies that way at all.
    #[must_use]
    pub fn towards(&self, from: u8, (across, down): (f64, f64)) -> Option<u8> {
        let (x, y) = *self.sites.get(usize::from(from))?;
        let cost = |(_, (a, b)): &(u8, &(f64, f64))| {
            let (dx, dy) = (a - x, b - y);
            let (ahead, aside) = (dx * across + dy * down, (dx * down - dy * across).abs());
            (ahead > 0.5).then_some(ahead + 2.0 * aside)
        };
        let ahead = (0_u8..).zip(&self.sites).filter_map(|site| Some((site.0, cost(&site)?)));
        ahead.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(site, _)| site)
    }
}

fn middle(area: Area) -> (f64, f64) {
    (area.x + area.width / 2.0, area.y + area.height / 2.0)
}

/// Stretches places alike in both directions until they fill the room.
fn fit(places: &[(f64, f64)], width: f64, down: f64) -> Vec<(f64, f64)> {
    let across = (width - 2.0 * SIDE).max(40.0);
    let ends = |of: fn(&(f64, f64)) -> f64| {
        let all = || places.iter().map(of);
        (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max))
    };
    let ((left, right), (top, bottom)) = (ends(|place| place.0), ends(|place| place.1));
    let scale = (across / (right - left).max(1e-9)).min(down / (bottom - top).max(1e-9));
    let aside = (across - (right - left) * scale).max(0.0) / 2.0;
    let at = |(x, y): &(f64, f64)| (SIDE + aside + (x - left) * scale, EDGE + (y - top) * scale);
    places.iter().map(at).collect()
}

fn chip_size(size: Size) -> (f64, f64) {
    match size {
        Size::Phone => (32.0, 28.0),
        _ => (22.0, 18.0),
    }
}

/// The room of a region's name and chips.
fn room(site: &Site, size: Size) -> (f64, f64) {
    let (wide, high) = chip_size(size);
    let (columns, rows) = (site.nodes.len().min(ROW) as f64, site.nodes.len().div_ceil(ROW) as f64);
    let chips = columns * (wide + GAP) - GAP;
    (chips.max(font::width(&site.name, FONT, 400)) + 2.0, LINE + rows * (high + GAP))
}

/// The line from a dot to its box, where it is so far away that it might be another's.
fn lead((x, y): (f64, f64), area: Area) -> Option<[(f64, f64); 2]> {
    let nearest =
        (crate::number::within(x, area.x, area.x + area.width), crate::number::within(y, area.y, area.y + area.height));
    let (dx, dy) = (nearest.0 - x, nearest.1 - y);
    (dx * dx + dy * dy > 100.0).then_some([(x, y), nearest])
}

fn chip_area(place: usize, count: usize, middle: f64, top: f64, size: Size) -> Area {
    let (width, height) = chip_size(size);
    let (row, column) = (place / ROW, place % ROW);
    let in_row = (count - row * ROW).min(ROW) as f64;
    let left = middle - (in_row * (width + GAP) - GAP) / 2.0;
    Area { x: left + column as f64 * (width + GAP), y: top + row as f64 * (height + GAP), width, height }
}

fn described(sites: &[Site]) -> String {
    let said = sites.iter().map(|site| {
        let names: Vec<&str> = site.nodes.iter().map(|(_, name)| name.as_str()).collect();
        format!("{}: {}.", site.name, if names.is_empty() { "no one".to_owned() } else { names.join(", ") })
    });
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
