//! The time axis of a picture: which moment sits where, both ways, with the idle stretches of a
//! long run cut short.

use history::{Duration, Instant};

use crate::view::Orientation;

/// The map between moments and places. Linear, but for its breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeAxis {
    /// Which way it runs.
    pub orientation: Orientation,
    /// The idle stretches that are cut short.
    pub breaks: Vec<Break>,
    /// Moments and their places, both growing; linear in between.
    knots: Vec<(Instant, f64)>,
}

/// An idle stretch, cut short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub stop: f64,
}

/// What decides an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    /// The first moment shown.
    pub(crate) begin: Instant,
    /// The last moment shown.
    pub(crate) end: Instant,
    /// Where the first moment sits.
    pub(crate) start: f64,
    /// How much room there is.
    pub(crate) room: f64,
    /// At least so many px a microsecond.
    pub(crate) least_scale: f64,
    /// At most so many px in all.
    pub(crate) most_room: f64,
    /// How many px a cut stretch takes.
    pub(crate) cut_size: f64,
}

/// A stretch in which nothing happens is cut when it takes more than this share of the view.
const IDLE_SHARE: f64 = 0.15;
/// What a cut stretch takes, in px.
pub(crate) const BREAK_SIZE: f64 = 24.0;

impl TimeAxis {
    /// Fits the time from begin to end into the room, or beyond it where the least scale asks for
    /// more. `idle` are the stretches without any event, in order and apart.
    pub(crate) fn fit(orientation: Orientation, extent: Extent, idle: &[(Instant, Instant)]) -> Self {
        let span = extent.end.since(extent.begin).as_us().max(1) as f64;
        let lengths: Vec<f64> = idle.iter().map(|(from, to)| to.since(*from).as_us() as f64).collect();
        let mut cut = vec![false; idle.len()];
        // Cutting one stretch enlarges the others, so ask again until none is added.
        let scale = loop {
            let (mut live, mut breaks) = (span, 0.0);
            for (length, cut) in lengths.iter().zip(&cut) {
                if *cut {
                    live -= length;
                    breaks += extent.cut_size;
                }
            }
            let live = live.max(1.0);
            let fitting = (extent.room - breaks).max(extent.room * 0.25) / live;
            let largest = (extent.most_room - breaks).max(extent.room) / live;
            let scale = fitting.max(extent.least_scale.min(largest));
            let mut added = false;
            for (length, cut) in lengths.iter().zip(&mut cut) {
                if !*cut && length * scale > extent.room * IDLE_SHARE {
                    *cut = true;
                    added = true;
                }
            }
            if !added {
                break scale;
            }
        };
        let mut axis = Self { orientation, breaks: Vec::new(), knots: vec![(extent.begin, extent.start)] };
        for ((from, to), _) in idle.iter().zip(&cut).filter(|(_, cut)| **cut) {
            let start = axis.stop() + from.since(axis.end()).as_us() as f64 * scale;
            let stop = start + extent.cut_size;
            axis.breaks.push(Break { from: *from, to: *to, start, stop });
            axis.knots.push((*from, start));
            axis.knots.push((*to, stop));
        }
        let stop = axis.stop() + extent.end.since(axis.end()).as_us() as f64 * scale;
        axis.knots.push((extent.end, stop));
        axis.knots.dedup_by(|next, kept| next.0 <= kept.0);
        axis
    }

    /// The first moment shown.
    #[must_use]
    pub fn begin(&self) -> Instant {
        self.knots.first().map_or(Instant::ZERO, |knot| knot.0)
    }

    /// The last moment shown.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.knots.last().map_or(Instant::ZERO, |knot| knot.0)
    }

    /// Where the first moment sits.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.knots.first().map_or(0.0, |knot| knot.1)
    }

    /// Where the last moment sits.
    #[must_use]
    pub fn stop(&self) -> f64 {
        self.knots.last().map_or(0.0, |knot| knot.1)
    }

    /// Where a moment sits; the nearest end for a moment that is not shown.
    #[must_use]
    pub fn position(&self, at: Instant) -> f64 {
        let after = self.knots.partition_point(|knot| knot.0 <= at);
        match (after.checked_sub(1), self.knots.get(after)) {
            (None, _) => self.start(),
            (Some(_), None) => self.stop(),
            (Some(before), Some(next)) => {
                let (from, start) = self.knots[before];
                let share = at.since(from).as_us() as f64 / next.0.since(from).as_us() as f64;
                start + (next.1 - start) * share
            }
        }
    }

    /// Which moment sits at a place; the nearest end beyond the axis.
    #[must_use]
    pub fn instant(&self, position: f64) -> Instant {
        let after = self.knots.partition_point(|knot| knot.1 <= position);
        match (after.checked_sub(1), self.knots.get(after)) {
            (None, _) => self.begin(),
            (Some(_), None) => self.end(),
            (Some(before), Some(next)) => {
                let (from, start) = self.knots[before];
                let share = (position - start) / (next.1 - start);
                let us = next.0.since(from).as_us() as f64 * share;
                // `as` saturates and maps NaN to zero, alike on every target.
                from + Duration::from_us((us + 0.5) as u64)
            }
        }
    }

    /// Whether a moment is shown.
    #[must_use]
    pub fn shows(&self, at: Instant) -> bool {
        self.begin() <= at && at <= self.end()
    }

    /// How many px a microsecond takes outside the breaks.
    #[must_use]
    pub fn scale(&self) -> f64 {
        let mut live = self.end().since(self.begin()).as_us() as f64;
        let mut room = self.stop() - self.start();
        for gap in &self.breaks {
            live -= gap.to.since(gap.from).as_us() as f64;
            room -= gap.stop - gap.start;
        }
        room / live.max(1.0)
    }
}

/// The square root of ten, by which powers of ten lie equally near on both sides.
const HALF_DECADE: f64 = 3.162;

impl TimeAxis {
    /// How finely a moment can be pointed at, in microseconds: the power of ten that is nearest to a px.
    #[must_use]
    pub fn grain_us(&self) -> u64 {
        let px_us = 1.0 / self.scale().max(1e-9);
        let mut grain_us = 1;
        while grain_us as f64 * HALF_DECADE < px_us {
            grain_us *= 10;
        }
        grain_us
    }

    /// The moment that a pointer means at a place: a whole number of grains, so that keys can name it too.
    #[must_use]
    pub fn pointed_at(&self, position: f64) -> Instant {
        let grain_us = self.grain_us();
        let at_us = self.instant(position).as_us();
        Instant::from_us((at_us + grain_us / 2) / grain_us * grain_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Instant {
        Instant::from_us(ms * 1000)
    }

    fn axis(end_ms: u64, least_px_per_ms: f64, idle_ms: &[(u64, u64)]) -> TimeAxis {
        let idle: Vec<_> = idle_ms.iter().map(|(a, b)| (at(*a), at(*b))).collect();
        let extent = Extent {
            begin: at(0),
            end: at(end_ms),
            start: 50.0,
            room: 600.0,
            least_scale: least_px_per_ms / 1000.0,
            most_room: 20_000.0,
            cut_size: BREAK_SIZE,
        };
        TimeAxis::fit(Orientation::Down, extent, &idle)
    }

    #[test]
    fn a_short_run_fills_the_room() {
        let axis = axis(300, 0.0, &[]);
        assert_eq!(axis.position(at(0)), 50.0);
        assert_eq!(axis.position(at(150)), 350.0);
        assert_eq!(axis.position(at(900)), 650.0);
        assert_eq!(axis.instant(350.0), at(150));
    }

    #[test]
    fn a_long_run_is_longer_than_the_room() {
        let axis = axis(3_000, 1.0, &[]);
        assert_eq!(axis.stop(), 3_050.0);
    }

    #[test]
    fn only_long_idle_stretches_are_cut() {
        let axis = axis(1_000, 0.0, &[(100, 140), (200, 800)]);
        assert_eq!(axis.breaks.len(), 1);
        assert_eq!(axis.stop(), 650.0);
        let gap = axis.breaks[0];
        assert_eq!((gap.from, gap.to), (at(200), at(800)));
        assert_eq!(gap.stop - gap.start, BREAK_SIZE);
    }

    #[test]
    fn every_moment_outside_a_break_is_found_again_at_its_place() {
        let axis = axis(1_000, 0.0, &[(200, 800)]);
        for ms in (0..=1_000).step_by(7) {
            let found = axis.instant(axis.position(at(ms))).as_us();
            let error = found.abs_diff(ms * 1000);
            assert!(error <= 1, "{ms} ms was found at {found} µs");
        }
    }

    #[test]
    fn a_pointer_means_whole_grains_of_about_a_px() {
        // 300 ms on 600 px: half a millisecond a px.
        let axis = axis(300, 0.0, &[]);
        assert_eq!(axis.grain_us(), 1_000);
        assert_eq!(axis.pointed_at(axis.position(at(84)) + 0.9), at(84));
        assert_eq!(axis.pointed_at(axis.position(at(84)) + 1.1), at(85));
        // Ten times as near, a tenth of that.
        assert_eq!(self::axis(30, 0.0, &[]).grain_us(), 100);
    }

    #[test]
    fn a_run_of_one_moment_has_an_axis() {
        let axis = axis(0, 0.0, &[]);
        assert_eq!(axis.position(at(0)), 50.0);
        assert_eq!(axis.instant(999.0), at(0));
    }
}
