//! The regions' names under the participants': one line where that holds them all, else two in
//! turn. A name is shortened only where two lines do not hold it either.

use crate::font;
use crate::scene::Column;
use crate::tokens::{Class, Plain, Sizes};

/// Names that follow each other on a line keep this far apart.
const APART: f64 = 3.0;
/// What the distance of columns is widened for; longer names are shortened.
const LONGEST: f64 = 60.0;

/// Neighbours of one region, and its name under them.
pub(super) struct Region<'a> {
    /// The first of them and the last.
    pub(super) first: &'a Column,
    pub(super) last: &'a Column,
    pub(super) name: &'a str,
    width: f64,
}

impl Region<'_> {
    /// Where its name is centred.
    fn middle(&self) -> f64 {
        (self.first.position + self.last.position) / 2.0
    }

    /// Where it is centred in a picture of that width, which it does not leave.
    pub(super) fn centre(&self, room: f64, extent: f64) -> f64 {
        let half = self.width.min(room) / 2.0;
        crate::number::within(self.middle(), half, (extent - half).max(half))
    }
}

/// Runs of neighbours in one region, sessions and replicas apart.
pub(super) fn regions<'a>(columns: &'a [Column], sessions: usize, sizes: &Sizes) -> Vec<Region<'a>> {
    let mut runs: Vec<Region<'a>> = Vec::new();
    let mut before = None;
    for (place, column) in columns.iter().enumerate() {
        let joins = before == Some(column.region.as_str()) && place != sessions;
        before = Some(column.region.as_str());
        match runs.last_mut() {
            _ if column.region.is_empty() => {}
            Some(run) if joins => run.last = column,
            _ => {
                let (name, width) = (column.region.as_str(), width(&column.region, sizes));
                runs.push(Region { first: column, last: column, name, width });
            }
        }
    }
    runs
}

/// How many lines the names take: two where they would meet on one.
pub(super) fn lines(regions: &[Region<'_>]) -> usize {
    let meet = regions.windows(2).any(|pair| {
        let distance = pair[1].middle() - pair[0].middle();
        distance < (pair[0].width + pair[1].width) / 2.0 + APART
    });
    if meet { 2 } else { 1 }
}

/// The room that a name has in a picture of that width: half the way to the names beside it on its line,
/// or more where those are short. At the edge a name stands beside its middle, which counts too.
pub(super) fn room(regions: &[Region<'_>], index: usize, lines: usize, extent: f64) -> f64 {
    let Some(here) = regions.get(index) else { return extent };
    let middle = here.middle();
    let mut room = extent;
    if let Some(before) = index.checked_sub(lines).and_then(|index| regions.get(index)) {
        let halfway = (before.middle() + middle + APART) / 2.0;
        let from = halfway.min((before.middle() + before.width / 2.0).max(before.width) + APART);
        room = room.min(2.0 * (middle - from)).min(extent - from);
    }
    if let Some(after) = regions.get(index + lines) {
        let halfway = (after.middle() + middle - APART) / 2.0;
        let to = halfway.max((after.middle() - after.width / 2.0).min(extent - after.width) - APART);
        room = room.min(2.0 * (to - middle)).min(to);
    }
    room
}

/// How wide a name is.
pub(super) fn width(name: &str, sizes: &Sizes) -> f64 {
    font::width(name, sizes.region_font, Class::from(Plain::WordsRegion).weight())
}

/// The same of a participant's name.
pub(super) fn name_width(name: &str, sizes: &Sizes) -> f64 {
    font::width(name, sizes.name_font, Class::from(Plain::WordsName).weight())
}

/// How far apart columns must stand for two lines to hold their names.
pub(super) fn least_pitch(columns: &[Column], sizes: &Sizes) -> f64 {
    let widest = columns.iter().map(|column| width(&column.region, sizes)).fold(0.0, f64::max);
    (widest.min(LONGEST) + APART) / 2.0
}
