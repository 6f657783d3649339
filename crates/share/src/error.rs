//! Why a link could not be opened, in the words of whoever opens it.

use std::fmt;

/// Why a link could not be opened, or a scenario not be put into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Made by a later version of the format.
    Newer {
        /// Which.
        version: String,
    },
    /// Longer than any link is made.
    TooLong,
    /// Its end is missing.
    CutShort,
    /// Letters of it were changed or lost on the way.
    Damaged,
    /// It unpacks to more than any scenario needs.
    TooLarge,
    /// The scenario is too large for a link.
    DoesNotFit,
    /// A number of the scenario is undefined or infinite.
    Undefined,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::Newer { version } => {
                f.write_str("The link was made by a newer version of Quorate: it is of format ")?;
                f.write_str(version.get(..8).unwrap_or(version))?;
                ", and this one reads format 1. Reload the page to get the newest."
            }
            Self::TooLong => "The link is longer than any link to a scenario. It was not opened.",
            Self::CutShort => "The end of the link is missing. Copy it again, whole.",
            Self::Damaged => "The link is damaged: letters of it were changed or lost on the way. Copy it again.",
            Self::TooLarge => "The link unpacks to more than any scenario needs. It was not opened.",
            Self::DoesNotFit => {
                "The scenario is too large for a link, which holds 64 kB of text. Fewer scripted operations or \
                 recorded delays make it fit; as a file it can have any size."
            }
            Self::Undefined => "A number of the scenario is undefined or infinite; a link cannot carry it.",
        };
        f.write_str(sentence)
    }
}

impl std::error::Error for LinkError {}
