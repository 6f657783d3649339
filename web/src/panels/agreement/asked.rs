//! What can be asked: numbers in fields, of which an empty one asks for nothing.

use history::decimal::{plain, read};
use pipeline::Term;

use crate::components::Quantity;
use crate::words;

const PERCENT: f64 = 100.0;

/// The fields, in their order: shares in per cent, times in ms.
pub(super) const FIELDS: [Quantity; 7] = [
    Quantity::of(words::agreement::FRESH_SHARE, 0.0, PERCENT, 0.1, "%"),
    Quantity::of(words::agreement::FRESH_MS, 0.0, 600_000.0, 1.0, "ms"),
    Quantity::of(words::agreement::READS_MS, 0.0, 600_000.0, 1.0, "ms"),
    Quantity::of(words::agreement::WRITES_MS, 0.0, 600_000.0, 1.0, "ms"),
    Quantity::of(words::agreement::ANSWERED_SHARE, 0.0, PERCENT, 0.1, "%"),
    Quantity::of(words::agreement::AVAILABLE_SHARE, 0.0, PERCENT, 0.01, "%"),
    Quantity::of(words::agreement::DOWN_SHARE, 0.0, PERCENT, 0.1, "%"),
];

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) numbers: [Option<f64>; 7],
    pub(super) region: bool,
}

/// A line of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Fresh,
    Reads,
    Writes,
    Answered,
    Available,
    Region,
}

impl Default for Asked {
    fn default() -> Self {
        Self { numbers: [Some(99.0), Some(100.0), None, Some(80.0), None, None, Some(1.0)], region: true }
    }
}

impl Line {
    pub(super) const ALL: [Self; 6] =
        [Self::Fresh, Self::Reads, Self::Writes, Self::Answered, Self::Available, Self::Region];

    /// What the line asks, if it asks anything.
    pub(super) fn term(self, asked: &Asked) -> Option<Term> {
        let [fresh, within, reads, writes, answered, available, failure] = asked.numbers;
        let share = |percent: Option<f64>| percent.map(|percent| percent / PERCENT);
        Some(match self {
            Self::Fresh => Term::Fresh { share: share(fresh)?, within_ms: within? },
            Self::Reads => Term::Reads { p99_ms: reads? },
            Self::Writes => Term::Writes { p99_ms: writes? },
            Self::Answered => Term::Answered { share: share(answered)? },
            Self::Available => Term::Available { share: share(available)?, failure: share(failure)? },
            Self::Region => return asked.region.then_some(Term::SurvivesRegion),
        })
    }
}

impl Asked {
    /// As text, for the browser to remember.
    pub(super) fn text(&self) -> String {
        let numbers = self.numbers.iter().map(|number| number.map_or_else(|| "any".to_owned(), plain));
        numbers.chain([if self.region { "region" } else { "any" }.to_owned()]).collect::<Vec<_>>().join(" ")
    }

    /// What such a text says; nothing if it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let (region, numbers) = words.split_last()?;
        let mut asked = Self { numbers: [None; 7], region: *region == "region" };
        if numbers.len() != FIELDS.len() {
            return None;
        }
        for ((number, word), field) in asked.numbers.iter_mut().zip(numbers).zip(FIELDS) {
            *number = match *word {
                "any" => None,
                word => Some(read(word).filter(|value| (field.low..=field.high).contains(value))?),
            };
        }
        Some(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_remembered_as_it_was() {
        let other =
            Asked { numbers: [None, Some(0.5), Some(7.25), None, Some(99.9), Some(99.99), None], region: false };
        for asked in [Asked::default(), other] {
            assert_eq!(Asked::read(&asked.text()), Some(asked));
        }
        for text in ["", "any", "1 2 3", "99 100 any 80 any any x region", "999 100 any 80 any any 1 region"] {
            assert_eq!(Asked::read(text), None, "{text}");
        }
    }

    #[test]
    fn an_empty_field_asks_for_nothing() {
        let asked = Asked::default();
        let terms: Vec<Term> = Line::ALL.iter().filter_map(|line| line.term(&asked)).collect();
        let fresh = Term::Fresh { share: 0.99, within_ms: 100.0 };
        assert_eq!(terms, [fresh, Term::Writes { p99_ms: 80.0 }, Term::SurvivesRegion]);
    }
}
