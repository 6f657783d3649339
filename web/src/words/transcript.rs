//! The run, told in sentences.

pub(crate) const TRANSCRIPT: &str = "Transcript";

pub(crate) fn part(first: usize, last: usize, all: usize) -> String {
    format!("Moments {first} to {last} of {all}; the rest follows the cursor.")
}
