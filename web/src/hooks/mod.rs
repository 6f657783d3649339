//! What several components need of their life in the page.

mod evaluation;
mod media;
mod playback;
mod shared;
mod size;

pub(crate) use evaluation::{Evaluated, Evaluation, use_evaluation};
pub(crate) use media::use_media;
pub(crate) use playback::{Playback, use_playback};
pub(crate) use shared::Shared;
pub(crate) use size::use_size;
