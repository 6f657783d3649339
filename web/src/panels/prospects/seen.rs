//! What many runs show, as the charts want it.

use diagram::chart;
use measure::{Histogram, Interval};
use pipeline::{Prospect, Series};

/// So many spans of time, shorter at first, each with the share of fresh reads in it.
const SPANS: u32 = 14;
/// A span with fewer reads says too little.
const READS_LEAST: u64 = 20;

/// What many runs show.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) runs: u32,
    pub(super) reads: Steps,
    pub(super) writes: Steps,
    pub(super) points: Vec<chart::Seen>,
}

/// Response times.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Steps {
    /// `[ms, share]`: the share that took no longer, a step up at each.
    pub(super) steps: Vec<(f64, f64)>,
    /// How many operations there are.
    pub(super) count: u64,
}

impl Seen {
    /// Of the series so far; its reads up to the time that the chart goes to.
    pub(super) fn of(series: &Series, prospect: &Prospect) -> Self {
        Self {
            runs: series.runs,
            reads: Steps::of(&series.read_times.answered),
            writes: Steps::of(&series.write_times.answered),
            points: points(series, prospect),
        }
    }
}

impl Steps {
    fn of(times: &Histogram) -> Self {
        let count = times.count();
        let mut before = 0;
        let steps = times.buckets().map(|(low_us, high_us, more)| {
            before += more;
            ((low_us as f64 + (high_us - low_us) as f64 / 2.0) / 1_000.0, before as f64 / count as f64)
        });
        Self { steps: steps.collect(), count }
    }

    /// The time that a share does not exceed; nothing where so few operations cannot tell.
    pub(super) fn quantile(&self, share: f64) -> Option<f64> {
        let enough = self.count as f64 * (1.0 - share) >= 1.0 - 1e-9;
        self.steps.iter().find(|(_, reached)| enough && *reached >= share - 1e-9).map(|(ms, _)| *ms)
    }
}

fn points(series: &Series, prospect: &Prospect) -> Vec<chart::Seen> {
    let last = prospect.p_consistent.last().map_or(0.0, |(t_ms, _)| *t_ms);
    let edge = |span: u32| {
        let share = f64::from(span) / f64::from(SPANS);
        (last * share * share.sqrt() * 1_000.0) as u64
    };
    let edges: Vec<u64> = (0..=SPANS).map(edge).collect();
    let told = series.freshness.points(&edges).into_iter().filter(|point| point.reads >= READS_LEAST);
    told.map(|point| {
        let Interval { low, high } = Interval::wilson(point.fresh, point.reads);
        let t_ms = (point.from_us as f64 + (point.to_us - point.from_us) as f64 / 2.0) / 1_000.0;
        chart::Seen { t_ms, reads: point.reads, share: point.fresh as f64 / point.reads as f64, low, high }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_told_only_where_enough_operations_are() {
        let mut times = Histogram::default();
        (1..=10).for_each(|us| times.record(us));
        let steps = Steps::of(&times);
        assert_eq!(steps.quantile(0.5), Some(0.005));
        assert_eq!(steps.quantile(0.9), Some(0.009));
        assert_eq!(steps.quantile(0.95), None);
        assert_eq!(Steps::default().quantile(0.5), None);
    }

    #[test]
    fn what_runs_show_lies_near_what_the_mathematics_says() {
        let scenario = scenario::Scenario::default();
        let series = Series::part(&scenario, 0..200).expect("it runs");
        let prospect = pipeline::prospect(&scenario).expect("it has quorums");
        let seen = Seen::of(&series, &prospect);
        assert_eq!((seen.runs, seen.reads.count), (200, series.read_times.answered.count()));
        assert!(seen.points.len() > 5 && seen.points.is_sorted_by(|one, next| one.t_ms < next.t_ms));
        let median = prospect.reads.quantiles[0].1;
        assert!((seen.reads.quantile(0.5).expect("there are enough") / median - 1.0).abs() < 0.1);
    }
}
