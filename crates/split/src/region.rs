//! Stretches of a function that were never reached, and what it takes to move one out: what it
//! reads, what it leaves behind, and where it goes on.

use std::collections::BTreeMap;
use std::ops::Range;

use wasmparser::{BlockType, FuncType, Operator, ValType};

use crate::Problem;
use crate::alive::{Alive, Set};
use crate::walk::{Walk, opens};

/// A stretch that becomes a function of its own.
pub(crate) struct Region {
    /// Its steps, up to the `else` or `end` of the block that it closes.
    pub(crate) steps: Range<usize>,
    /// Whether it can go on behind that block's end, and with which values.
    pub(crate) falls: Option<Vec<ValType>>,
    /// The labels outside of it to which it can jump, counted from where it stands.
    pub(crate) exits: Vec<Exit>,
    /// The locals that it is given.
    pub(crate) inputs: Vec<u32>,
    /// The locals that it gives back.
    pub(crate) outputs: Vec<u32>,
}

/// A way out.
pub(crate) struct Exit {
    pub(crate) label: u32,
    /// What the label takes.
    pub(crate) values: Vec<ValType>,
}

/// A block that is open.
struct Frame {
    is_loop: bool,
    /// What stands on the stack behind its end.
    results: Vec<ValType>,
    /// What a jump to it takes.
    label: Vec<ValType>,
    close: usize,
    /// The step behind its end.
    behind: usize,
    /// The step with which a jump to it goes on.
    target: usize,
}

/// The stretches of a body that are worth moving: never reached, and longer than what it takes to
/// call them.
pub(crate) fn cold(
    walk: &Walk<'_>,
    kind: &FuncType,
    types: &[FuncType],
    seen: &[bool],
) -> Result<Vec<Region>, Problem> {
    let alive = Alive::of(walk)?;
    let results = kind.results().to_vec();
    let behind = walk.steps.len();
    let close = behind.saturating_sub(1);
    let mut frames = vec![Frame { is_loop: false, label: results.clone(), results, close, behind, target: behind }];
    let mut regions = Vec::new();
    let mut here = 0;
    while here < walk.steps.len() {
        let step = &walk.steps[here];
        let is_cold = step.probe.is_some_and(|probe| !seen.get(probe as usize).copied().unwrap_or(false));
        if is_cold
            && step.clean
            && let Some(region) = Region::at(walk, here, &frames, &alive)
        {
            here = region.steps.end;
            regions.push(region);
            continue;
        }
        match &step.operator {
            operator if opens(operator) => frames.push(Frame::of(operator, types, walk, here)),
            Operator::Else => {
                if let Some(frame) = frames.last_mut() {
                    frame.close = walk.closes[here];
                }
            }
            Operator::End => {
                frames.pop();
            }
            _ => {}
        }
        here += 1;
    }
    Ok(regions)
}

impl Frame {
    fn of(operator: &Operator<'_>, types: &[FuncType], walk: &Walk<'_>, here: usize) -> Self {
        let blockty = match operator {
            Operator::Block { blockty } | Operator::If { blockty } | Operator::Loop { blockty } => *blockty,
            _ => BlockType::Empty,
        };
        let (params, results) = match blockty {
            BlockType::Empty => (Vec::new(), Vec::new()),
            BlockType::Type(kind) => (Vec::new(), vec![kind]),
            BlockType::FuncType(index) => {
                let kind = &types[index as usize];
                (kind.params().to_vec(), kind.results().to_vec())
            }
        };
        let is_loop = matches!(operator, Operator::Loop { .. });
        let label = if is_loop { params } else { results.clone() };
        let close = walk.closes[here];
        let has_other_way = matches!(walk.steps[close].operator, Operator::Else);
        let behind = 1 + if has_other_way { walk.closes[close] } else { close };
        Self { is_loop, label, results, close, behind, target: if is_loop { here } else { behind } }
    }
}

impl Region {
    /// The stretch from a step to the end of the block that it stands in, if it is worth moving.
    fn at(walk: &Walk<'_>, start: usize, frames: &[Frame], alive: &Alive) -> Option<Self> {
        let around = frames.last()?;
        let steps = start..around.close;
        let (mut exits, mut jumps_to_end) = (BTreeMap::new(), false);
        let mut depth = 0_u32;
        let mut ended = false;
        // The locals that occur, and whether any step sets them.
        let mut locals: BTreeMap<u32, bool> = BTreeMap::new();
        for step in walk.steps.get(steps.clone())? {
            ended = false;
            for target in targets(&step.operator, depth, frames.len())? {
                match target.checked_sub(depth) {
                    Some(0) if !around.is_loop => jumps_to_end = true,
                    Some(label) => {
                        exits.insert(label, ());
                    }
                    None => {}
                }
            }
            match &step.operator {
                Operator::LocalGet { local_index } => {
                    locals.entry(*local_index).or_default();
                }
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    locals.insert(*local_index, true);
                }
                operator if opens(operator) => depth += 1,
                Operator::End => depth = depth.checked_sub(1)?,
                Operator::Br { .. } | Operator::BrTable { .. } | Operator::Return | Operator::Unreachable => {
                    ended = depth == 0;
                }
                _ => {}
            }
        }
        let falls = (!ended || jumps_to_end).then(|| around.results.clone());
        let exits: Vec<Exit> = exits
            .keys()
            .map(|label| {
                let frame = &frames[frames.len() - 1 - *label as usize];
                Exit { label: *label, values: frame.label.clone() }
            })
            .collect();
        // A jump with values has to be the only way on, so that the call can end in it.
        if exits.iter().any(|exit| !exit.values.is_empty()) && (falls.is_some() || exits.len() > 1) {
            return None;
        }
        let mut read_later = Set::none_of(walk);
        if falls.is_some() {
            read_later.join(alive.before(around.behind));
        }
        for exit in &exits {
            read_later.join(alive.before(frames[frames.len() - 1 - exit.label as usize].target));
        }
        let read = alive.before(start);
        let mut inputs: Vec<u32> = locals.keys().copied().filter(|local| read.contains(*local)).collect();
        let written = locals.iter().filter(|(_, is_written)| **is_written).map(|(local, _)| *local);
        let mut outputs: Vec<u32> = written.filter(|local| read_later.contains(*local)).collect();
        // By type, so that there are few different ones of functions.
        inputs.sort_by_key(|local| walk.locals[*local as usize]);
        outputs.sort_by_key(|local| walk.locals[*local as usize]);
        let region = Self { steps, falls, exits, inputs, outputs };
        region.is_worth(walk).then_some(region)
    }

    /// Whether what moves out is longer than the call and the stand-in that come instead.
    fn is_worth(&self, walk: &Walk<'_>) -> bool {
        let bytes = walk.steps[self.steps.end].at - walk.steps[self.steps.start].at;
        let cost = 4 * self.inputs.len() + 3 * self.outputs.len() + 6 * self.exits.len() + WORTH_BYTES;
        bytes > cost as u64
    }
}

/// What a stretch has to be longer than, with nothing to hand over.
const WORTH_BYTES: usize = 8;

/// The labels that an instruction may jump to, counted from where it stands. Nothing for an
/// instruction of a kind that does not occur in what is cut.
fn targets(operator: &Operator<'_>, depth: u32, frames: usize) -> Option<Vec<u32>> {
    Some(match operator {
        Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => vec![*relative_depth],
        Operator::BrTable { targets } => {
            let mut labels: Vec<u32> = targets.targets().collect::<Result<_, _>>().ok()?;
            labels.push(targets.default());
            labels
        }
        Operator::Return => vec![depth + frames as u32 - 1],
        Operator::TryTable { .. } | Operator::BrOnNull { .. } | Operator::BrOnNonNull { .. } => return None,
        Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } => return None,
        _ => Vec::new(),
    })
}
