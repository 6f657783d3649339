//! Partitions: a hatched wall for exactly the span of the cut, immediately before the lifelines
//! that are cut off.

use history::{FaultId, FaultKind, Instant};

use super::columns::Columns;
use super::hatch;
use super::place::{Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Aim, Anchor, Area, Target};
use crate::story::Story;
use crate::tokens::Plain;

/// A wall between two neighbouring participants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wall {
    /// The fault it stands for.
    pub(super) fault: FaultId,
    /// Where it stands, across the time axis.
    pub(super) across: f64,
    /// The place of the participant after it.
    pub(super) after: usize,
    /// Which ways messages pass: towards smaller and larger places.
    passes: (bool, bool),
    pub(super) begin: Instant,
    pub(super) end: Instant,
}

impl Wall {
    fn is_one_way(&self) -> bool {
        self.passes.0 != self.passes.1
    }
}

const CAP: f64 = 14.0;

/// The walls of all partitions.
pub(super) fn walls(story: &Story, columns: &Columns, down: bool) -> Vec<Wall> {
    let mut walls: Vec<Wall> = Vec::new();
    for fault in &story.faults {
        let FaultKind::Partition { nodes, outward_passes, inward_passes } = &fault.kind else {
            continue;
        };
        let cut = |place: usize| nodes.contains(&columns.list[place].node);
        for after in 1..columns.list.len() {
            if cut(after - 1) == cut(after) {
                continue;
            }
            let passes = if cut(after) { (*outward_passes, *inward_passes) } else { (*inward_passes, *outward_passes) };
            let mut wall = Wall {
                fault: fault.id,
                across: standing(columns, after, down),
                after,
                passes,
                begin: fault.begin,
                end: fault.end.unwrap_or(Instant::NEVER),
            };
            // Two cuts at one place and time stand side by side.
            let beside =
                walls.iter().filter(|other| other.after == after && other.begin < wall.end && wall.begin < other.end);
            wall.across -= 12.0 * beside.count() as f64;
            walls.push(wall);
        }
    }
    walls
}

fn standing(columns: &Columns, after: usize, down: bool) -> f64 {
    let (before, here) = (columns.list[after - 1].position, columns.list[after].position);
    let gap = here - before;
    if !down {
        return before + gap / 2.0;
    }
    // Words of operations stand before a session, chips behind a replica: keep clear of both.
    if after < columns.sessions { before + (gap * 0.25).min(20.0) } else { here - (gap * 0.36).min(28.0) }
}

/// Draws the walls.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for wall in &stage.walls {
        let Some(span) = stage.span(wall.begin, wall.end) else {
            continue;
        };
        let thickness = stage.sizes.wall;
        let area = stage.area(wall.across, thickness, span);
        sketch.path(Depth::Walls, Plain::Ground).area(area, 0.0);
        hatch::stripes(sketch.path(Depth::Walls, Plain::WallHatch), area, 5.0, 2.0);
        let outline = Area {
            x: area.x + 0.5,
            y: area.y + 0.5,
            width: (area.width - 1.0).max(0.0),
            height: (area.height - 1.0).max(0.0),
        };
        sketch.path(Depth::Walls, Plain::Wall).area(outline, 0.0);
        room.block(area);
        caps(stage, sketch, wall, span);
        targets(stage, sketch, wall, area, span);
    }
}

/// End caps where the cut begins and ends within the view, with a chevron in the direction that
/// still passes.
fn caps(stage: &Stage<'_>, sketch: &mut Sketch, wall: &Wall, (start, stop): (f64, f64)) {
    let ends = [(wall.begin, start, -1.0), (wall.end, stop, 1.0)];
    for (_, along, outwards) in ends.iter().filter(|(at, ..)| stage.axis.shows(*at)) {
        let path = sketch.path(Depth::Walls, Plain::WallCap);
        path.line(&[stage.point(wall.across - CAP / 2.0, *along), stage.point(wall.across + CAP / 2.0, *along)]);
        let along = along + outwards * 6.0;
        let mut chevron = |tip: f64| {
            path.line(&[
                stage.point(wall.across - tip, along - 3.5),
                stage.point(wall.across + tip, along),
                stage.point(wall.across - tip, along + 3.5),
            ]);
        };
        match wall.passes {
            (true, false) => chevron(-1.75),
            (false, true) => chevron(1.75),
            _ => {}
        }
    }
}

fn targets(stage: &Stage<'_>, sketch: &mut Sketch, wall: &Wall, area: Area, (start, stop): (f64, f64)) {
    let Some(mark) = stage.story.faults.iter().find(|mark| mark.id == wall.fault) else {
        return;
    };
    let label = say::fault_in_full(stage.story, mark);
    sketch.targets.push(Target { aim: Aim::Fault(wall.fault), area, label: label.clone() });
    let ends =
        [(wall.begin, start, Aim::FaultBegin(wall.fault), "begin"), (wall.end, stop, Aim::FaultEnd(wall.fault), "end")];
    for (at, along, aim, which) in ends {
        if stage.axis.shows(at) {
            sketch.targets.push(Target {
                aim,
                area: stage.area(wall.across, CAP, (along - 6.0, along + 6.0)),
                label: format!("{which} of: {label}"),
            });
        }
    }
}

/// Names each partition at its first wall.
pub(super) fn name(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let mut named: Vec<FaultId> = Vec::new();
    for wall in &stage.walls {
        let Some((start, stop)) = stage.span(wall.begin, wall.end) else {
            continue;
        };
        let mark = stage.story.faults.iter().find(|mark| mark.id == wall.fault);
        let Some(mark) = mark.filter(|_| !named.contains(&wall.fault)) else {
            continue;
        };
        let (who, what) = say::fault(stage.story, mark);
        let size = stage.sizes.small_font;
        let line = |anchor, at, text: &str| words(Plain::WordsFault, size, anchor, at, text);
        let across = wall.across;
        let whole = format!("{who} {what}");
        let candidates: Vec<Vec<_>> = if stage.down() {
            let beside = across - stage.sizes.wall / 2.0 - 7.0;
            let behind = across + stage.sizes.wall / 2.0 + 7.0;
            // A chevron before the cap needs its room.
            let over = if wall.is_one_way() { start - 8.0 } else { start };
            vec![
                vec![
                    line(Anchor::Middle, (across, over - 22.0), &who),
                    line(Anchor::Middle, (across, over - 8.5), &what),
                ],
                vec![line(Anchor::End, (beside, start + 14.0), &whole)],
                vec![line(Anchor::End, (beside, start + 12.0), &who), line(Anchor::End, (beside, start + 25.0), &what)],
                vec![line(Anchor::Start, (behind, start + 14.0), &whole)],
                vec![
                    line(Anchor::Middle, (across, stop + 16.0), &who),
                    line(Anchor::Middle, (across, stop + 29.0), &what),
                ],
            ]
        } else {
            let length = wall.end.min(stage.story.end).since(wall.begin);
            let timed = format!("{whole}, {length}");
            let (above, below) = (across - 9.0, across + 16.0);
            vec![
                vec![line(Anchor::Start, (start + 2.0, above), &timed)],
                vec![line(Anchor::Start, (start + 2.0, below), &timed)],
                vec![line(Anchor::Start, (start + 2.0, above), &whole)],
                vec![line(Anchor::Start, (start + 2.0, below), &whole)],
                vec![line(Anchor::End, (stop, above), &whole)],
            ]
        };
        for lines in candidates {
            if room.take_all(&lines) {
                named.push(wall.fault);
                for text in lines {
                    sketch.words(Depth::Labels, text);
                }
                break;
            }
        }
    }
}
