//! The axis of the chart of costs: linear from zero as far as nearly all rows reach. Where a few take far longer, it
//! breaks there and goes on, on a scale of its own, to the longest: drawn to one scale, they would leave nothing of
//! all others, and cut off, nobody would see how long they take.

use super::CostRow;
use crate::number::within;

/// Of all rows, so many percent decide how far the axis reaches before it can break.
const USUAL_PERCENT: usize = 75;
/// A row of at most half as much more than the ones before it belongs to them, so that a break lies in a gap.
const NEXT: (u64, u64) = (3, 2);
/// The axis breaks where the longest takes more than so many times as long as the rows before the break.
const FAR: u64 = 2;
/// The share of the plot that lies behind a break, and what lies between both parts, in px.
const BEHIND: f64 = 0.22;
const GAP: f64 = 10.0;

/// Where the axis ends, and where it breaks, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostAxis {
    /// Where it breaks, if it does.
    pub break_us: Option<u64>,
    /// Where it ends.
    pub end_us: u64,
}

impl CostAxis {
    /// The axis of these rows: it ends at a round number above the largest time, and is the same as before as long
    /// as the longest whisker of each of its parts neither leaves that part nor fills less than half of it.
    #[must_use]
    pub fn of(rows: &[CostRow], before: Option<Self>) -> Self {
        let longest = |row: &CostRow| {
            let times = [row.reads, row.writes].into_iter().flatten();
            times.map(|cost| cost.p99_us.max(cost.p50_us)).max()
        };
        let mut times: Vec<u64> = rows.iter().filter_map(longest).collect();
        times.sort_unstable();
        let largest = times.last().copied().unwrap_or(0).max(1);
        let end_us = round(largest, before.map(|before| before.end_us));
        let break_us = round(usual(&times), before.and_then(|before| before.break_us));
        Self { break_us: (largest > FAR.saturating_mul(break_us)).then_some(break_us), end_us }
    }

    /// The axis between two places.
    pub(super) fn between(self, start: f64, stop: f64) -> Scale {
        let end_us = self.end_us.max(1);
        let Some(break_us) = self.break_us.filter(|us| (1..end_us).contains(us)) else {
            return Scale { start, turn: stop, rest: stop, stop, turn_us: end_us, end_us };
        };
        let rest = stop - (stop - start) * BEHIND;
        Scale { start, turn: rest - GAP, rest, stop, turn_us: break_us, end_us }
    }
}

/// What nearly all rows do not exceed: three quarters of them, and whatever follows without a gap.
fn usual(sorted_us: &[u64]) -> u64 {
    let Some(place) = (sorted_us.len() * USUAL_PERCENT).div_ceil(100).checked_sub(1) else { return 1 };
    let mut usual = sorted_us[place].max(1);
    for us in &sorted_us[place..] {
        if us.saturating_mul(NEXT.1) <= usual.saturating_mul(NEXT.0) {
            usual = usual.max(*us);
        }
    }
    usual
}

/// A round number of at least so much, or the one before where that still fits.
fn round(us: u64, before: Option<u64>) -> u64 {
    if let Some(before) = before.filter(|before| us <= *before && us.saturating_mul(2) >= *before) {
        return before;
    }
    let mut unit = 1_u64;
    loop {
        // Thirds of these are round too.
        for round in [12, 15, 18, 24, 30, 45, 60, 90] {
            let end = unit.saturating_mul(round);
            if end >= us || end > u64::MAX / 100 {
                return end;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// An axis that is laid out. Without a break its first part is all of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scale {
    pub(super) start: f64,
    /// Where the first part ends,
    pub(super) turn: f64,
    /// and the rest begins.
    pub(super) rest: f64,
    pub(super) stop: f64,
    pub(super) turn_us: u64,
    pub(super) end_us: u64,
}

impl Scale {
    pub(super) const fn is_broken(&self) -> bool {
        self.turn_us < self.end_us
    }

    /// Where a time is.
    pub(super) fn x(&self, us: u64) -> f64 {
        let share = |part: u64, whole: u64| within(part as f64 / whole.max(1) as f64, 0.0, 1.0);
        if us <= self.turn_us {
            self.start + (self.turn - self.start) * share(us, self.turn_us)
        } else {
            self.rest + (self.stop - self.rest) * share(us - self.turn_us, self.end_us - self.turn_us)
        }
    }

    /// What lies between two places without the gap: one piece, or one on either side of it.
    pub(super) fn pieces(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        if from <= self.turn && to >= self.rest && self.is_broken() {
            vec![(from, self.turn), (self.rest, to)]
        } else {
            vec![(from, to)]
        }
    }

    /// The times that the axis names: thirds of its first part, or as many as there is room for, and its end.
    pub(super) fn ticks(&self) -> Vec<u64> {
        let parts: u64 = match self.turn - self.start {
            room if room < 80.0 => 1,
            room if room < 150.0 => 2,
            _ => 3,
        };
        let mut ticks: Vec<u64> = (0..=parts).map(|part| self.turn_us * part / parts).collect();
        ticks.extend(self.is_broken().then_some(self.end_us));
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cost;
    use super::*;

    fn rows(times_us: &[u64]) -> Vec<CostRow> {
        let row = |us: &u64| CostRow { reads: Some(Cost { p50_us: us / 2, p99_us: *us }), ..CostRow::default() };
        times_us.iter().map(row).collect()
    }

    #[test]
    fn the_axis_moves_only_when_it_must() {
        let at = |us, before: Option<u64>| {
            CostAxis::of(&rows(&[us]), before.map(|end_us| CostAxis { break_us: None, end_us })).end_us
        };
        assert_eq!(at(334_000, None), 450_000);
        assert_eq!(at(299_000, None), 300_000);
        assert_eq!(at(334_000, Some(450_000)), 450_000);
        assert_eq!(at(450_001, Some(450_000)), 600_000);
        assert_eq!(at(100_000, Some(450_000)), 120_000);
        for us in (1..3_000_000).step_by(977) {
            let end = at(us, None);
            assert!(us <= end && end <= us.saturating_mul(2).max(12) && end % 3 == 0, "{us} → {end}");
        }
    }

    #[test]
    fn one_that_takes_far_longer_leaves_the_others_their_room() {
        let mut times = vec![150, 150, 240, 250, 260, 270, 320, 350, 440];
        assert_eq!(CostAxis::of(&rows(&times), None), CostAxis { break_us: None, end_us: 450 });
        times.push(357_000);
        let axis = CostAxis::of(&rows(&times), None);
        assert_eq!(axis, CostAxis { break_us: Some(450), end_us: 450_000 });
        let scale = axis.between(100.0, 300.0);
        assert!(scale.x(440) - scale.start > 0.7 * 200.0, "most of the plot is theirs");
        // Nothing is cut off: what is beyond the break is beyond it, in its order, up to the end.
        let far: Vec<f64> = [451, 119_000, 357_000, 450_000].map(|us| scale.x(us)).to_vec();
        assert!(far[0] >= scale.rest && far.is_sorted_by(|one, next| one < next) && far[3] == 300.0, "{far:?}");
    }

    #[test]
    fn times_that_go_up_step_by_step_are_one_scale() {
        let times: Vec<u64> = [8, 8, 250, 260, 330, 340, 350, 430, 480, 540, 680, 800, 970].to_vec();
        assert_eq!(CostAxis::of(&rows(&times), None).break_us, None);
        assert_eq!(CostAxis::of(&[], None), CostAxis { break_us: None, end_us: 12 });
    }

    #[test]
    fn a_slower_network_keeps_the_break_where_it_was_as_long_as_that_fits() {
        let at = |times: &[u64], before| CostAxis::of(&rows(times), before);
        let before = at(&[100, 110, 120, 130, 9_000], None);
        assert_eq!(before.break_us, Some(150));
        assert_eq!(at(&[110, 120, 130, 145, 9_000], Some(before)), before);
        assert_eq!(at(&[160, 170, 175, 176, 9_000], Some(before)).break_us, Some(180));
    }
}
