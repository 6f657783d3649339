//! Stretches of a function that were never reached, and what it takes to move one out: what it
//! reads, what it leaves behind, and where it goes on.

use std::collections::BTreeMap;
use std::ops::Range;

use wasmparser::{BlockType, FuncType, Operator, ValType};

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
    /// The locals that it gives back; all are inputs too.
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
}

/// The stretches of a body that are worth moving: never reached, and longer than what it takes to
/// call them.
pub(crate) fn cold(walk: &Walk<'_>, kind: &FuncType, types: &[FuncType], seen: &[bool]) -> Vec<Region> {
    let results = kind.results().to_vec();
    let last = walk.steps.len().saturating_sub(1);
    let mut frames = vec![Frame { is_loop: false, label: results.clone(), results, close: last }];
    let mut regions = Vec::new();
    let mut here = 0;
    while here < walk.steps.len() {
        let step = &walk.steps[here];
        let is_cold = step.probe.is_some_and(|probe| !seen.get(probe as usize).copied().unwrap_or(false));
        if is_cold
            && step.clean
            && let Some(region) = Region::at(walk, here, &frames)
        {
            here = region.steps.end;
            regions.push(region);
            continue;
        }
        match &step.operator {
            operator if opens(operator) => frames.push(Frame::of(operator, types, walk.closes[here])),
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
    regions
}

impl Frame {
    fn of(operator: &Operator<'_>, types: &[FuncType], close: usize) -> Self {
        let (Operator::Block { blockty } | Operator::If { blockty } | Operator::Loop { blockty }) = operator else {
            return Self { is_loop: false, results: Vec::new(), label: Vec::new(), close };
        };
        let (params, results) = match blockty {
            BlockType::Empty => (Vec::new(), Vec::new()),
            BlockType::Type(kind) => (Vec::new(), vec![*kind]),
            BlockType::FuncType(index) => {
                let kind = &types[*index as usize];
                (kind.params().to_vec(), kind.results().to_vec())
            }
        };
        let is_loop = matches!(operator, Operator::Loop { .. });
        Self { is_loop, label: if is_loop { params } else { results.clone() }, results, close }
    }
}

/// How a local is used in a stretch.
#[derive(Default)]
struct Use {
    /// It is set, whatever happens, before anything reads it.
    fresh: bool,
    read: bool,
    written: bool,
}

impl Region {
    /// The stretch from a step to the end of the block that it stands in, if it is worth moving.
    fn at(walk: &Walk<'_>, start: usize, frames: &[Frame]) -> Option<Self> {
        let around = frames.last()?;
        let steps = start..around.close;
        let (mut exits, mut jumps_to_end) = (BTreeMap::new(), false);
        let mut depth = 0_u32;
        let mut ended = false;
        let mut uses: BTreeMap<u32, Use> = BTreeMap::new();
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
            note_use(&step.operator, depth, &mut uses);
            match &step.operator {
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
        let goes_on = falls.is_some() || exits.iter().any(|exit| (exit.label as usize) < frames.len() - 1);
        let read_elsewhere = read_outside(walk, &steps);
        // In a loop the stretch may come again, and read what it left itself.
        let comes_again = frames.iter().any(|frame| frame.is_loop);
        let read_later =
            |local: &u32, usage: &Use| read_elsewhere.contains(local) || comes_again && usage.read && !usage.fresh;
        let outputs: Vec<u32> = uses
            .iter()
            .filter(|(local, usage)| goes_on && usage.written && read_later(local, usage))
            .map(|(local, _)| *local)
            .collect();
        let needed = |local: &u32, usage: &Use| outputs.contains(local) || usage.read && !usage.fresh;
        let inputs = uses.iter().filter(|(local, usage)| needed(local, usage)).map(|(local, _)| *local).collect();
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
const WORTH_BYTES: usize = 20;

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

fn note_use(operator: &Operator<'_>, depth: u32, uses: &mut BTreeMap<u32, Use>) {
    match operator {
        Operator::LocalGet { local_index } => uses.entry(*local_index).or_default().read = true,
        Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
            let usage = uses.entry(*local_index).or_default();
            usage.fresh |= depth == 0 && !usage.read && !usage.written;
            usage.written = true;
        }
        _ => {}
    }
}

fn read_outside(walk: &Walk<'_>, region: &Range<usize>) -> Vec<u32> {
    let outside = walk.steps.iter().enumerate().filter(|(index, _)| !region.contains(index));
    let mut locals: Vec<u32> = outside
        .filter_map(|(_, step)| match step.operator {
            Operator::LocalGet { local_index } => Some(local_index),
            _ => None,
        })
        .collect();
    locals.sort_unstable();
    locals.dedup();
    locals
}
