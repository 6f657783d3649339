//! Links: a scenario as text in the fragment of an address, and back. The only *stable* format of
//! Quorate: what this crate has once written it reads for ever.
//!
//! There are two forms. The readable one (`s=quorum&n=5&seed=7`, its keys are listed in
//! `reader.rs`) says what differs from a frozen base and is made to be typed; the packed one
//! (`1.eJy…`) carries any scenario. Both carry the view as well, the service level that is asked, and the
//! scenario that is pinned for a comparison, where there is one. Reading never panics and never takes much memory, whatever it is given.
//!
//! What a scenario means, and whether it can run, is not known here: a link to a scenario with
//! `W > N` is a good link, and validation says what is wrong with the scenario.

mod base;
mod base64url;
mod distribution;
mod error;
mod escape;
mod faults;
mod fragment;
mod level;
mod number;
mod packed;
mod reader;
mod script;
mod time;
mod writer;

use history::OperationId;
use scenario::{Level, Problem, Scenario};

pub use base::base_of_version_1;
pub use error::LinkError;
pub use fragment::{join_fragment, split_fragment};
pub use packed::{read_text, write_text};

/// The longest link that is read, and the longest text that a packed one may unpack to. The largest
/// script, all faults and a custom network stay below it; a decompression bomb does not.
pub const LINK_BYTES_MAX: usize = 64 * 1024;

/// Up to this length the readable form is taken without looking whether the packed one is shorter.
const READABLE_AT_ONCE: usize = 400;

/// What a link carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The complete input of a run.
    pub scenario: Scenario,
    /// What is looked at.
    pub view: View,
    /// The service level that its runs are held against, where somebody asked for one, were it for nothing.
    pub level: Option<Level>,
    /// What it is compared with: run A beside this one, which is B.
    pub pinned: Option<Scenario>,
}

impl From<Scenario> for Link {
    /// A link to a scenario alone.
    fn from(scenario: Scenario) -> Self {
        Self { scenario, view: View::default(), level: None, pinned: None }
    }
}

/// What of a run is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The moment that playback stands at, in microseconds.
    pub cursor_us: Option<u64>,
    /// The operation in focus.
    pub operation: Option<OperationId>,
    /// The stretch that is shown, in microseconds; nothing where that is the whole run.
    pub window_us: Option<(u64, u64)>,
}

/// What a link said.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What was understood.
    pub link: Link,
    /// What was not: the part of the link, and a sentence.
    pub problems: Vec<Problem>,
    /// How it was written.
    pub form: Form,
    /// The engine that a packed link was made with.
    pub engine: Option<u32>,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `s=quorum&n=5`.
    Readable,
    /// `1.eJy…`.
    Packed,
}

impl Decoded {
    /// Whether the link was made with another engine than this one, so that the same scenario may
    /// run differently now.
    #[must_use]
    pub fn is_of_another_engine(&self) -> bool {
        self.engine.is_some_and(|engine| engine != history::ENGINE_VERSION)
    }
}

/// Writes a link: the readable form where it is not absurdly long, else the shorter of the two.
/// What it returns stands behind a route; see [`join_fragment`].
///
/// # Errors
/// If the scenario is too large for a link, or a number of it undefined.
pub fn encode(link: &Link) -> Result<String, LinkError> {
    match encode_readable(link)? {
        readable if readable.len() <= READABLE_AT_ONCE => Ok(readable),
        readable => match encode_packed(link)? {
            packed if packed.len() < readable.len() => Ok(packed),
            _ => Ok(readable),
        },
    }
}

/// Writes the readable form.
///
/// # Errors
/// If the scenario is too large for a link, or a number of it undefined.
pub fn encode_readable(link: &Link) -> Result<String, LinkError> {
    let text = writer::write_difference(link).ok_or(LinkError::Undefined)?;
    if text.len() > LINK_BYTES_MAX { Err(LinkError::DoesNotFit) } else { Ok(text) }
}

/// Writes the packed form.
///
/// # Errors
/// If the scenario is too large for a link, or a number of it undefined.
pub fn encode_packed(link: &Link) -> Result<String, LinkError> {
    packed::write(link)
}

/// Reads either form, as [`split_fragment`] leaves it. Nothing at all is the base of version 1.
///
/// # Errors
/// If the link is too long or of a later version, or a packed one is cut short, damaged or too
/// large. A setting that cannot be understood is no error: it stands among the problems.
pub fn decode(tail: &str) -> Result<Decoded, LinkError> {
    if tail.len() > LINK_BYTES_MAX {
        return Err(LinkError::TooLong);
    }
    match fragment::packed_version(tail) {
        Some((version, rest)) => packed::read(version, rest),
        None => reader::read(tail, Form::Readable),
    }
}

#[cfg(test)]
mod tests;
