//! What the moments of a record are: times, or places in an order alone.

use crate::Instant;

/// What the moments of a record are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Times.
    #[default]
    Time,
    /// The lines of a log without times: line 12 is kept as 12 ms.
    Lines,
    /// The events of a log without times that has several in a line: the twelfth is kept as 12 ms.
    Events,
}

impl Clock {
    /// How many microseconds keep two places of a log without times apart.
    pub const PLACE_US: u64 = 1_000;

    /// Whether moments are times. Where they are none, nothing may be said of how long anything took.
    #[must_use]
    pub const fn has_times(self) -> bool {
        matches!(self, Self::Time)
    }

    /// A moment in words: "12 ms", "line 12", and "start" before the first of them.
    #[must_use]
    #[inline(never)]
    pub fn moment(self, at: Instant) -> String {
        match self.place() {
            None => at.to_string(),
            Some(_) if Self::number(at) == 0 => "start".to_owned(),
            Some(place) => [place, "\u{a0}", &Self::number(at).to_string()].concat(),
        }
    }

    /// What a place of a log without times is called.
    #[must_use]
    pub const fn place(self) -> Option<&'static str> {
        match self {
            Self::Time => None,
            Self::Lines => Some("line"),
            Self::Events => Some("event"),
        }
    }

    /// The number of the place that a moment stands for.
    #[must_use]
    pub const fn number(at: Instant) -> u64 {
        at.as_us() / Self::PLACE_US
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_or_a_place() {
        let at = Instant::from_us(12_000);
        let said = [Clock::Time, Clock::Lines, Clock::Events].map(|clock| clock.moment(at).replace('\u{a0}', " "));
        assert_eq!(said, ["12 ms", "line 12", "event 12"]);
        assert_eq!([Clock::Time, Clock::Lines].map(|clock| clock.moment(Instant::ZERO)), ["0\u{a0}ms", "start"]);
    }
}
