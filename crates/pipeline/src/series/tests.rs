//! Parts of a series against the whole, and the whole against its runs one by one.

use super::*;
use crate::evaluate::evaluate;
use check::{Measure, Verdict};

fn quorums(w: u8, r: u8) -> Scenario {
    let mut scenario = Scenario::default();
    (scenario.cluster.w, scenario.cluster.r) = (w, r);
    scenario
}

fn bank() -> Scenario {
    let mut scenario = quorums(2, 2);
    scenario.workload.object = scenario::Object::Account;
    scenario.workload.initial = 100;
    scenario.workload.amount = 80;
    scenario
}

#[test]
fn parts_add_up_to_the_whole_in_any_order_and_through_parcels() {
    // The seeds of the last come round.
    for scenario in [quorums(2, 2), bank(), Scenario { seed: u32::MAX - 20, ..quorums(1, 1) }] {
        let part = |numbers| Series::part(&scenario, numbers).expect("it can run");
        let whole = part(0..60);
        let parts = [0..7, 7..8, 8..8, 8..41, 41..60].map(part);
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 4, 2, 1]] {
            let mut sum = Series::empty(scenario.seed);
            for number in order {
                let parcel = crate::pack(&parts[number]);
                sum.add(&crate::unpack(&parcel).expect("it comes out as it went in"));
            }
            assert_eq!(sum, whole);
        }
        let shares = whole.models.iter().map(|(_, share)| share);
        let mut shares = shares.chain(whole.application.iter().map(|(_, share)| share));
        assert!(shares.any(|share| share.violated > 0), "seed {}", scenario.seed);
    }
    assert!(!Series::part(&bank(), 0..9).expect("it can run").application.is_empty());
}

#[test]
fn a_series_is_what_its_runs_are_one_by_one() {
    let scenario = quorums(2, 2);
    let series = Series::part(&scenario, 0..80).expect("it can run");
    let reports = (0..80_u32).map(|number| {
        let seed = scenario.seed + number;
        (seed, evaluate(&Scenario { seed, ..scenario.clone() }, Recording::Full).expect("it can run"))
    });
    let reports: Vec<_> = reports.collect();
    for (model, share) in &series.models {
        let verdicts = || reports.iter().filter_map(|(seed, report)| Some((*seed, report.judgement.get(*model)?)));
        let broken = || verdicts().filter(|(_, verdict)| verdict.violation().is_some());
        assert_eq!(
            (share.violated as usize, share.first_violating_seed),
            (broken().count(), broken().next().map(|b| b.0))
        );
        assert_eq!(share.held + share.violated + share.undecided, series.runs, "{model}");
        let measures = verdicts().filter_map(|(seed, verdict)| match verdict {
            Verdict::Measured(measured) => Some((measured.least, std::cmp::Reverse(seed))),
            _ => None,
        });
        let worst = measures.max();
        let found: Option<(Measure, _)> = share.worst.zip(share.worst_seed.map(std::cmp::Reverse));
        assert_eq!(found, worst, "{model}");
        let Interval { low, high } = series.broken(share);
        let exact = f64::from(share.violated) / 80.0;
        assert!(low <= exact && exact <= high && high < 1.0 || share.undecided > 0, "{model}: {low} {high}");
    }
    let times = || reports.iter().flat_map(|(_, report)| report.summary.writes.sorted_us.iter());
    assert_eq!(series.write_times.answered.count() as usize, times().count());
    assert_eq!(Some(series.write_times.answered.most_us()), times().max().copied());
    let stale = reports.iter().map(|(_, report)| u64::from(report.summary.stale_reads())).sum::<u64>();
    assert_eq!((series.stale_reads, series.freshness.stale.count()), (stale, stale));
    assert_eq!(series.freshness.reads(), series.reads);
}

#[test]
fn what_no_run_could_break_is_untested() {
    let mut scenario = quorums(2, 2);
    scenario.workload.random.write_percent = 0;
    let series = Series::part(&scenario, 0..20).expect("it can run");
    let share = series.of(ModelId::MonotonicWrites).expect("it is a model");
    assert!(share.is_untested(), "{share:?}");
    assert!(!series.of(ModelId::Linearizable).expect("it is a model").is_untested());
}

#[test]
fn a_scenario_that_cannot_run_says_every_problem() {
    let problems = Series::part(&quorums(9, 0), 0..10).expect_err("it cannot");
    assert_eq!(problems.len(), 2, "{problems:?}");
}
