//! Something that grows at its end: what lists with append and texts with append have in common.
//!
//! The longest answer is the guide: while nothing is overwritten, every state that leads anywhere
//! is a beginning of it, and its length says which. Only what strays from the guide is kept in
//! full.

use history::Outcome;
use history::calls::{Call, Calls};

use super::Specification;
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

/// What a call does to a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed<'c, T> {
    Append(&'c [T]),
    Write(&'c [T]),
    Read(&'c [T]),
}

/// The sequence. Up to the length of the guide a state is a length; beyond, what strayed.
pub(super) struct Sequence<'c, T> {
    deeds: Vec<Deed<'c, T>>,
    guide: &'c [T],
    /// By read: how much of the guide it is, if it is a beginning of it.
    lengths: Vec<Option<u32>>,
    strayed: Vec<Vec<T>>,
    /// By state and call: what strayed.
    steps: Memo,
    only_grows: bool,
    shown: fn(&Calls, &[T]) -> String,
}

impl<'c, T: Copy + PartialEq> Sequence<'c, T> {
    pub(super) fn new(
        list: &[&'c Call],
        deed: impl Fn(&'c Call) -> Deed<'c, T>,
        shown: fn(&Calls, &[T]) -> String,
    ) -> Self {
        let deeds: Vec<Deed<'c, T>> = list.iter().map(|call| deed(call)).collect();
        let mut guide: &[T] = &[];
        for (deed, call) in deeds.iter().zip(list) {
            match deed {
                Deed::Read(read) if call.outcome == Outcome::Ok && read.len() > guide.len() => guide = read,
                _ => {}
            }
        }
        let length = |deed: &Deed<'c, T>| match deed {
            Deed::Read(read) => guide.starts_with(read).then_some(read.len() as u32),
            _ => None,
        };
        let lengths = deeds.iter().map(length).collect();
        let only_grows = deeds.iter().all(|deed| !matches!(deed, Deed::Write(_)));
        Self { deeds, guide, lengths, strayed: Vec::new(), steps: Memo::new(), only_grows, shown }
    }

    /// What strayed in a state; nothing, if the state is a beginning of the guide.
    fn strayed(&self, state: u32) -> Option<&[T]> {
        let place = (state as usize).checked_sub(self.guide.len() + 1)?;
        Some(&self.strayed[place])
    }

    fn content(&self, state: u32) -> &[T] {
        self.strayed(state).unwrap_or_else(|| &self.guide[..state as usize])
    }

    fn stray(&mut self, state: u32, kind: u32, content: impl FnOnce(&Self) -> Vec<T>) -> u32 {
        let next = (self.guide.len() + 1 + self.strayed.len()) as u32;
        let (number, known) = self.steps.entry([u64::from(state), u64::from(kind), 0], next);
        if !known {
            let content = content(self);
            self.strayed.push(content);
        }
        number
    }
}

impl<T: Copy + PartialEq> Machine for Sequence<'_, T> {
    fn initial(&self) -> u32 {
        0
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        match self.deeds[kind as usize] {
            Deed::Append(more) => {
                let follows = |rest: &[T]| rest.starts_with(more);
                if self.guide.get(state as usize..).is_some_and(follows) {
                    return state + more.len() as u32;
                }
                if more.is_empty() {
                    return state;
                }
                self.stray(state, kind, |sequence| [sequence.content(state), more].concat())
            }
            Deed::Write(whole) if self.guide.starts_with(whole) => whole.len() as u32,
            Deed::Write(whole) => self.stray(NO, kind, |_| whole.to_vec()),
            Deed::Read(read) => {
                let same = match (self.lengths[kind as usize], self.strayed(state)) {
                    (Some(length), None) => length == state,
                    (None, Some(content)) => content == read,
                    _ => false,
                };
                if same { state } else { NO }
            }
        }
    }

    fn nature(&self, kind: u32) -> Nature {
        match self.deeds[kind as usize] {
            Deed::Append(_) => Nature { always: true, ..Nature::default() },
            Deed::Write(_) => Nature { always: true, overwrites: true, looks: false },
            Deed::Read(_) => Nature { looks: true, ..Nature::default() },
        }
    }

    fn only_grows(&self) -> bool {
        self.only_grows
    }

    fn leads_to(&mut self, state: u32, kind: u32) -> bool {
        let Deed::Read(read) = self.deeds[kind as usize] else { return true };
        match (self.lengths[kind as usize], self.strayed(state)) {
            (Some(length), None) => state <= length,
            (None, content) => read.starts_with(content.unwrap_or_else(|| &self.guide[..state as usize])),
            (Some(_), Some(_)) => false,
        }
    }
}

impl<T: Copy + PartialEq> Specification for Sequence<'_, T> {
    fn kind(&self, place: usize) -> u32 {
        place as u32
    }

    fn state(&self, calls: &Calls, state: u32) -> String {
        (self.shown)(calls, self.content(state))
    }
}
