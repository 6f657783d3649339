//! Arithmetic of windows: the part of a run, from one moment to another, that a picture shows.

use history::{Duration, Instant};

/// From the first moment shown to the last.
pub type Window = (Instant, Instant);

/// The shortest window in microseconds: one of them is as wide as a word.
const LEAST_US: u64 = 10;
/// How much of a window that was made around something is room on either side.
const MARGIN_SHARE: f64 = 0.15;

/// A window that shows `factor` times as much, while `at` stays in its place. Nothing where that is the
/// whole run, which ends at `end`.
#[must_use]
pub fn zoom((from, to): Window, end: Instant, factor: f64, at: Instant) -> Option<Window> {
    let span = to.since(from).as_us() as f64;
    let wanted = (span * factor).max(LEAST_US as f64);
    let share = if span > 0.0 { at.since(from).as_us() as f64 / span } else { 0.5 };
    let first = at.as_us() as f64 - wanted * share.min(1.0);
    fit(first, wanted, end)
}

/// A window as long, later by that many microseconds, or earlier; within the run.
#[must_use]
pub fn pan((from, to): Window, end: Instant, by_us: f64) -> Option<Window> {
    fit(from.as_us() as f64 + by_us, to.since(from).as_us() as f64, end)
}

/// A window around a stretch, with some room on either side, and no shorter than `least`.
#[must_use]
pub fn around((from, to): Window, end: Instant, least: Duration) -> Option<Window> {
    let span = to.since(from).as_us() as f64;
    let wanted = (span * (1.0 + 2.0 * MARGIN_SHARE)).max(least.as_us() as f64);
    fit(from.as_us() as f64 - (wanted - span) / 2.0, wanted, end)
}

/// The window that a moment is in sight of: the same, or one as long with the moment near its begin.
#[must_use]
pub fn follow((from, to): Window, end: Instant, at: Instant) -> Option<Window> {
    if from <= at && at <= to {
        return Some((from, to));
    }
    let span = to.since(from).as_us() as f64;
    fit(at.as_us() as f64 - span * MARGIN_SHARE, span, end)
}

fn fit(from: f64, span: f64, end: Instant) -> Option<Window> {
    let whole = end.as_us() as f64;
    if span >= whole {
        return None;
    }
    let from = from.min(whole - span).max(0.0);
    // `as` saturates and maps NaN to zero, alike on every target.
    let (first, length) = ((from + 0.5) as u64, (span + 0.5) as u64);
    let last = first.saturating_add(length).min(end.as_us());
    Some((Instant::from_us(last.saturating_sub(length)), Instant::from_us(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: u64, to: u64) -> Window {
        (Instant::from_us(from), Instant::from_us(to))
    }

    const DAY: Instant = Instant::from_us(86_400_000_000);

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer_where_it_is() {
        let at = Instant::from_us(2_500);
        assert_eq!(zoom(window(2_000, 3_000), DAY, 0.5, at), Some(window(2_250, 2_750)));
        assert_eq!(zoom(window(2_000, 4_000), DAY, 0.5, at), Some(window(2_250, 3_250)));
    }

    #[test]
    fn a_day_is_zoomed_to_microseconds_and_back() {
        let at = Instant::from_us(50_000_000_123);
        let mut shown = (Instant::ZERO, DAY);
        for _ in 0..60 {
            shown = zoom(shown, DAY, 0.5, at).expect("less than the day");
            assert!(shown.0 <= at && at <= shown.1, "{shown:?}");
        }
        assert_eq!(shown.1.since(shown.0).as_us(), LEAST_US);
        let mut back = Some(shown);
        for _ in 0..60 {
            back = back.and_then(|shown| zoom(shown, DAY, 2.0, at));
        }
        assert_eq!(back, None, "all of the day");
    }

    #[test]
    fn no_window_leaves_the_run() {
        assert_eq!(pan(window(100, 200), Instant::from_us(1_000), -500.0), Some(window(0, 100)));
        assert_eq!(pan(window(100, 200), Instant::from_us(1_000), 5_000.0), Some(window(900, 1_000)));
        assert_eq!(pan(window(100, 200), Instant::from_us(1_000), 50.0), Some(window(150, 250)));
        assert_eq!(pan(window(0, 1_000), Instant::from_us(1_000), 50.0), None);
    }

    #[test]
    fn what_is_looked_for_is_in_the_window() {
        let end = Instant::from_us(1_000);
        assert_eq!(around(window(400, 500), end, Duration::ZERO), Some(window(385, 515)));
        assert_eq!(around(window(0, 10), end, Duration::from_us(100)), Some(window(0, 100)));
        assert_eq!(follow(window(100, 200), end, Instant::from_us(150)), Some(window(100, 200)));
        assert_eq!(follow(window(100, 200), end, Instant::from_us(500)), Some(window(485, 585)));
    }
}
