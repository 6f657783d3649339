//! Which locals are alive before each step: those whose value something can still read.
//!
//! The body is walked backwards, again and again while a loop finds that more is read the next time
//! round (Aho, Lam, Sethi, Ullman, Compilers, 2006, ch. 9.2.5).

use wasmparser::Operator;

use crate::Problem;
use crate::walk::{Step, Walk};

/// The locals alive before each step of a body, and behind the last one, where none is.
pub(crate) struct Alive {
    before: Vec<Set>,
}

/// Some locals of a body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    /// None of the locals of that body.
    pub(crate) fn none_of(walk: &Walk<'_>) -> Self {
        Self(vec![0; walk.locals.len().div_ceil(64)])
    }

    pub(crate) fn contains(&self, local: u32) -> bool {
        self.0.get(local as usize / 64).is_some_and(|word| word >> (local % 64) & 1 == 1)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    fn put(&mut self, local: u32, is_in: bool) {
        let (word, bit) = (local as usize / 64, 1 << (local % 64));
        if is_in {
            self.0[word] |= bit;
        } else {
            self.0[word] &= !bit;
        }
    }
}

/// A block that is open, seen from its end.
struct Frame {
    /// What is alive behind it.
    behind: Set,
    /// What is alive where a jump to it goes on.
    label: Set,
    /// What is alive at the beginning of its `else`.
    otherwise: Option<Set>,
}

impl Alive {
    pub(crate) fn of(walk: &Walk<'_>) -> Result<Self, Problem> {
        let mut alive = Self { before: vec![Set::none_of(walk); walk.steps.len() + 1] };
        // Where each `end` and `else` was opened; the body's own end was not.
        let mut opened = vec![None; walk.steps.len()];
        for (here, close) in walk.closes.iter().enumerate().filter(|(here, close)| here < close) {
            opened[*close] = Some(here);
        }
        while alive.walk_back(walk, &opened)? {}
        Ok(alive)
    }

    pub(crate) fn before(&self, step: usize) -> &Set {
        &self.before[step]
    }

    /// Walks back once, and says whether some loop has to be walked again.
    fn walk_back(&mut self, walk: &Walk<'_>, opened: &[Option<usize>]) -> Result<bool, Problem> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut again = false;
        let mut live = Set::none_of(walk);
        for (here, Step { operator, .. }) in walk.steps.iter().enumerate().rev() {
            let label = |depth: u32| frames[frames.len() - 1 - depth as usize].label.clone();
            match operator {
                Operator::End => {
                    let begin = opened[here].filter(|from| matches!(walk.steps[*from].operator, Operator::Loop { .. }));
                    let label = begin.map_or(&live, |begin| &self.before[begin]).clone();
                    frames.push(Frame { behind: live.clone(), label, otherwise: None });
                }
                Operator::Else => {
                    if let Some(frame) = frames.last_mut() {
                        frame.otherwise = Some(std::mem::replace(&mut live, frame.behind.clone()));
                    }
                }
                Operator::If { .. } => {
                    if let Some(frame) = frames.pop() {
                        live.join(frame.otherwise.as_ref().unwrap_or(&frame.behind));
                    }
                }
                Operator::Block { .. } => {
                    frames.pop();
                }
                Operator::Loop { .. } => {
                    frames.pop();
                    again |= live != self.before[here];
                }
                Operator::Br { relative_depth } => live = label(*relative_depth),
                Operator::BrIf { relative_depth } => live.join(&label(*relative_depth)),
                Operator::BrTable { targets } => {
                    live = label(targets.default());
                    for target in targets.targets() {
                        live.join(&label(target?));
                    }
                }
                Operator::Return | Operator::Unreachable => live = Set::none_of(walk),
                Operator::LocalGet { local_index } => live.put(*local_index, true),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    live.put(*local_index, false);
                }
                _ => {}
            }
            self.before[here].clone_from(&live);
        }
        Ok(again)
    }
}
