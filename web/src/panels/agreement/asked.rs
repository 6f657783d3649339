//! What can be asked: numbers in fields, of which an empty one asks for nothing. Of two that only ask together,
//! one brings the other, and takes it along.

use pipeline::Term;
use scenario::{FreshReads, Level, Uptime, limits};

use crate::components::Quantity;
use crate::words;

const PERCENT: f64 = 100.0;
/// Digits of a share that are kept: `99.99999 %`.
const SHARE_STEPS: f64 = 1e7;
const MS_MAX: f64 = limits::TIMEOUT_MS_MAX as f64;
const DOWN_MAX: f64 = limits::REPLICAS_MAX as f64 - 1.0;

/// What the page asks as an example, where nobody asked for anything yet.
pub(super) const EXAMPLE: Level = Level {
    fresh: Some(FreshReads { share: 0.99, within_ms: 100.0 }),
    read_ms: None,
    write_ms: Some(80.0),
    answered: None,
    up: None,
    down_writes: 0,
    down_reads: 0,
    without_region: true,
};
/// What the other of two brings along.
const FRESH: FreshReads = FreshReads { share: 0.99, within_ms: 100.0 };
const UP: Uptime = Uptime { share: 0.999, failure: 0.01 };

/// A line of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Fresh,
    Reads,
    Writes,
    Answered,
    Up,
    Down,
    Region,
}

impl Line {
    pub(super) const ALL: [Self; 7] =
        [Self::Fresh, Self::Reads, Self::Writes, Self::Answered, Self::Up, Self::Down, Self::Region];

    /// Its words, around its fields.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Fresh => words::agreement::FRESH,
            Self::Reads => words::agreement::READS,
            Self::Writes => words::agreement::WRITES,
            Self::Answered => words::agreement::ANSWERED,
            Self::Up => words::agreement::AVAILABLE,
            Self::Down => words::agreement::REPLICAS_DOWN,
            Self::Region => words::agreement::SURVIVES,
        }
    }

    /// What can be entered, by its place in the words.
    pub(super) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Fresh => &[Field::FreshShare, Field::FreshMs],
            Self::Reads => &[Field::Reads],
            Self::Writes => &[Field::Writes],
            Self::Answered => &[Field::Answered],
            Self::Up => &[Field::UpShare, Field::Failure],
            Self::Down => &[Field::DownWrites, Field::DownReads],
            Self::Region => &[],
        }
    }

    /// What it asks, as a part of a sentence.
    pub(super) fn in_words(self, level: &Level) -> String {
        let filled: Vec<String> = self
            .fields()
            .iter()
            .map(|field| field.quantity().text(&field.value(level).into_iter().collect::<Vec<_>>()))
            .collect();
        match self {
            Self::Down => words::agreement::goes_on(level.down_writes, level.down_reads),
            Self::Region => words::agreement::WITHOUT_A_REGION.to_owned(),
            _ => words::filled(self.sentence(), &filled),
        }
    }

    /// What the line asks, if it asks anything.
    pub(super) fn term(self, level: &Level) -> Option<Term> {
        let (writes, reads) = (level.down_writes, level.down_reads);
        Some(match self {
            Self::Fresh => level.fresh.map(|FreshReads { share, within_ms }| Term::Fresh { share, within_ms })?,
            Self::Reads => Term::Reads { p99_ms: level.read_ms? },
            Self::Writes => Term::Writes { p99_ms: level.write_ms? },
            Self::Answered => Term::Answered { share: level.answered? },
            Self::Up => level.up.map(|Uptime { share, failure }| Term::Available { share, failure })?,
            Self::Down => return (writes > 0 || reads > 0).then_some(Term::GoesOn { writes, reads }),
            Self::Region => return level.without_region.then_some(Term::SurvivesRegion),
        })
    }
}

/// A number that can be asked for: a share in per cent, a time in ms, or replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    FreshShare,
    FreshMs,
    Reads,
    Writes,
    Answered,
    UpShare,
    Failure,
    DownWrites,
    DownReads,
}

impl Field {
    #[cfg(test)]
    const ALL: [Self; 9] = [
        Self::FreshShare,
        Self::FreshMs,
        Self::Reads,
        Self::Writes,
        Self::Answered,
        Self::UpShare,
        Self::Failure,
        Self::DownWrites,
        Self::DownReads,
    ];

    pub(super) const fn quantity(self) -> Quantity {
        match self {
            Self::FreshShare => Quantity::of(words::agreement::FRESH_SHARE, 0.0, PERCENT, 0.1, "%"),
            Self::FreshMs => Quantity::of(words::agreement::FRESH_MS, 0.0, MS_MAX, 1.0, "ms"),
            Self::Reads => Quantity::of(words::agreement::READS_MS, 0.0, MS_MAX, 1.0, "ms"),
            Self::Writes => Quantity::of(words::agreement::WRITES_MS, 0.0, MS_MAX, 1.0, "ms"),
            Self::Answered => Quantity::of(words::agreement::ANSWERED_SHARE, 0.0, PERCENT, 0.1, "%"),
            Self::UpShare => Quantity::of(words::agreement::AVAILABLE_SHARE, 0.0, PERCENT, 0.01, "%"),
            Self::Failure => Quantity::of(words::agreement::DOWN_SHARE, 0.0, PERCENT, 0.1, "%"),
            Self::DownWrites => Quantity::of(words::agreement::DOWN_WRITES, 0.0, DOWN_MAX, 1.0, ""),
            Self::DownReads => Quantity::of(words::agreement::DOWN_READS, 0.0, DOWN_MAX, 1.0, ""),
        }
    }

    /// What it says; nothing where it is empty.
    pub(super) fn value(self, level: &Level) -> Option<f64> {
        let percent = |share: f64| (share * SHARE_STEPS).round() * PERCENT / SHARE_STEPS;
        let down = |replicas: u8| (replicas > 0).then_some(f64::from(replicas));
        match self {
            Self::FreshShare => level.fresh.map(|fresh| percent(fresh.share)),
            Self::FreshMs => level.fresh.map(|fresh| fresh.within_ms),
            Self::Reads => level.read_ms,
            Self::Writes => level.write_ms,
            Self::Answered => level.answered.map(percent),
            Self::UpShare => level.up.map(|up| percent(up.share)),
            Self::Failure => level.up.map(|up| percent(up.failure)),
            Self::DownWrites => down(level.down_writes),
            Self::DownReads => down(level.down_reads),
        }
    }

    /// The level once it says that.
    pub(super) fn put(self, level: Level, value: Option<f64>) -> Level {
        let share = value.map(|percent| (percent / PERCENT * SHARE_STEPS).round() / SHARE_STEPS);
        let (fresh, up) = (level.fresh.unwrap_or(FRESH), level.up.unwrap_or(UP));
        let down = value.map_or(0, |replicas| replicas as u8);
        match self {
            Self::FreshShare => Level { fresh: share.map(|share| FreshReads { share, ..fresh }), ..level },
            Self::FreshMs => Level { fresh: value.map(|within_ms| FreshReads { within_ms, ..fresh }), ..level },
            Self::Reads => Level { read_ms: value, ..level },
            Self::Writes => Level { write_ms: value, ..level },
            Self::Answered => Level { answered: share, ..level },
            Self::UpShare => Level { up: share.map(|share| Uptime { share, ..up }), ..level },
            Self::Failure => Level { up: share.map(|failure| Uptime { failure, ..up }), ..level },
            Self::DownWrites => Level { down_writes: down, ..level },
            Self::DownReads => Level { down_reads: down, ..level },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_what_was_put_into_it_and_asks_nothing_once_it_is_empty() {
        for field in Field::ALL {
            let put = field.put(Level::default(), Some(3.0));
            assert_eq!(field.value(&put), Some(3.0), "{field:?}");
            assert_eq!(Line::ALL.iter().filter_map(|line| line.term(&put)).count(), 1, "{field:?}");
            assert_eq!(field.put(put, None), Level::default(), "{field:?}");
            let other = Field::Answered.put(Level::default(), Some(99.9));
            assert_eq!(Field::Answered.value(&field.put(other, Some(99.9))), Some(99.9), "{field:?}");
        }
    }

    #[test]
    fn a_line_says_what_it_asks_with_the_numbers_of_its_fields() {
        let level = Field::ALL.iter().fold(Level::default(), |level, field| field.put(level, Some(3.0)));
        for line in Line::ALL {
            let places =
                words::pieces(line.sentence()).iter().filter(|piece| matches!(piece, words::Piece::Place(..))).count();
            assert_eq!(places, line.fields().len(), "{line:?}");
            let said = line.in_words(&Level { without_region: true, ..level });
            assert!(!said.is_empty() && !said.contains('{') && said.matches('3').count() <= 2, "{said}");
        }
        assert_eq!(Line::Reads.in_words(&level), "p99 of reads at most 3\u{a0}ms");
    }

    #[test]
    fn shares_go_into_a_link_as_they_were_typed() {
        for percent in [99.9, 99.99, 99.999, 7.0, 0.1, 57.3] {
            let level = Field::Answered.put(Level::default(), Some(percent));
            assert_eq!(Field::Answered.value(&level), Some(percent));
            let link = share::Link { level: Some(level), ..share::Link::default() };
            let tail = share::encode(&link).expect("it fits a link");
            assert!(tail.len() <= "answered=0.99999".len(), "{tail}");
        }
    }

    #[test]
    fn the_example_asks_three_things() {
        let terms: Vec<Term> = Line::ALL.iter().filter_map(|line| line.term(&EXAMPLE)).collect();
        let fresh = Term::Fresh { share: 0.99, within_ms: 100.0 };
        assert_eq!(terms, [fresh, Term::Writes { p99_ms: 80.0 }, Term::SurvivesRegion]);
    }
}
