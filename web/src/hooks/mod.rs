//! What several components need of their life in the page.

mod crew;
mod evaluation;
mod many;
mod media;
mod pair;
mod playback;
mod rest;
mod shared;
mod size;
mod slices;
mod window;
mod work;

pub(crate) use crew::{Answers, Crew, Place, Question, use_crew};
pub(crate) use evaluation::{Evaluated, Evaluation, use_evaluation};
pub(crate) use many::{Ask, Many, Progress, Survey, use_many};
pub(crate) use media::use_media;
pub(crate) use pair::{Pair, use_pair};
pub(crate) use playback::{Playback, use_playback};
pub(crate) use rest::{Rest, use_rest};
pub(crate) use shared::Shared;
pub(crate) use size::use_size;
pub(crate) use slices::use_slices;
pub(crate) use window::{Moving, use_window};
pub(crate) use work::CHOICES;
