//! Of a record that tells an order alone: its places, where of a run there are times.

use diagram::number::grouped;
use history::{Clock, Duration, Instant};

use crate::words;

/// Where the cursor stands, of how many places, and what these are.
#[inline(never)]
pub(super) fn cursor(clock: Clock, cursor: Instant, end: Instant) -> [String; 3] {
    let number = |at| grouped(Clock::number(at));
    [number(cursor), words::numbers::of(&number(end)), words::check::many("", counted(clock))]
}

/// From where to where: "lines 12 to 40".
#[inline(never)]
pub(super) fn stretch(clock: Clock, from: Instant, to: Instant) -> String {
    let number = |at| grouped(Clock::number(at));
    words::check::places(counted(clock), &number(from), &number(to))
}

/// How many places a stretch takes: "3 lines".
#[inline(never)]
pub(super) fn length(clock: Clock, stretch: Duration) -> String {
    let number = stretch.as_us().div_ceil(Clock::PLACE_US).max(1);
    words::check::many(&grouped(number), if number == 1 { clock.place().unwrap_or_default() } else { counted(clock) })
}

/// What is counted.
const fn counted(clock: Clock) -> &'static str {
    match clock {
        Clock::Events => words::check::EVENTS,
        Clock::Lines | Clock::Time => words::check::LINES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_by_their_numbers() {
        let at = |place: u64| Instant::from_us(place * Clock::PLACE_US);
        assert_eq!(cursor(Clock::Lines, at(3), at(8)), ["3", " / 8", "\u{a0}lines"].map(str::to_owned));
        assert_eq!(stretch(Clock::Events, at(12), at(4_000)).replace('\u{a0}', " "), "events 12 to 4,000");
        assert_eq!(length(Clock::Lines, Duration::from_us(2_500)).replace('\u{a0}', " "), "3 lines");
    }
}
