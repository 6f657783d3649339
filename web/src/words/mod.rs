//! The words of the page, in one place, ready to be translated.
//!
//! One file for each part of the page. A constant is plain words; a function is a sentence with
//! figures or names in it, whole, so that a translator may order it as the language does. Names say
//! what the words are for, not how they are put. What stands in several parts is in `shared`.
//!
//! Elsewhere are the words of the rooms, each in its own: what a checker finds, why a setting is
//! left out, what models, strategies and presets are called and say.

pub(crate) mod agreement;
pub(crate) mod answers;
pub(crate) mod application;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod costs;
pub(crate) mod decide;
pub(crate) mod faults;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod guarantees;
pub(crate) mod header;
pub(crate) mod many;
pub(crate) mod measurements;
pub(crate) mod moment;
pub(crate) mod network;
pub(crate) mod notices;
pub(crate) mod numbers;
pub(crate) mod pages;
pub(crate) mod published;
pub(crate) mod quorum;
pub(crate) mod seed;
mod sentence;
pub(crate) mod sessions;
pub(crate) mod share;
pub(crate) mod shared;
pub(crate) mod spectrum;
pub(crate) mod strategy;
pub(crate) mod systems;
pub(crate) mod timeline;
pub(crate) mod transcript;
pub(crate) mod verdicts;
pub(crate) mod watched;
pub(crate) mod workload;

pub(crate) use sentence::{Piece, filled, pieces};

/// The form that goes with a count.
const fn plural(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}
