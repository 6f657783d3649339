//! Terms against sorted lists of what runs did, and against runs in which a region is away.

use super::*;
use crate::evaluate::evaluate;
use protocols::Recording;
use scenario::{Fault, FaultAction, Node};

fn quorums(w: u8, r: u8) -> Scenario {
    let mut scenario = Scenario::default();
    (scenario.cluster.w, scenario.cluster.r) = (w, r);
    scenario
}

#[test]
fn shares_and_times_are_those_of_the_runs_one_by_one() {
    let scenario = quorums(2, 2);
    let runs = 60;
    let series = Series::part(&scenario, 0..runs).expect("it can run");
    let (mut reads_us, mut stale_us, mut reads) = (Vec::new(), Vec::new(), 0);
    for number in 0..runs {
        let next = Scenario { seed: scenario.seed + number, ..scenario.clone() };
        let summary = evaluate(&next, Recording::Full).expect("it can run").summary;
        reads += summary.reads.count;
        reads_us.extend(summary.reads.sorted_us);
        stale_us.extend(summary.staleness.stale.iter().map(|stale| stale.by_us));
    }
    reads_us.sort_unstable();
    for within_ms in [0.0, 20.0, 5_000.0] {
        let Finding { found: Found::Share { share, between }, .. } =
            Term::Fresh { share: 0.99, within_ms }.judge(&scenario, &series)
        else {
            panic!("reads were answered");
        };
        // What is about as old as the bound may be on either side of it.
        let stale = |ms: f64| stale_us.iter().filter(|us| **us as f64 > ms * 1_000.0).count() as f64;
        let exact = |ms: f64| 1.0 - stale(ms) / f64::from(reads);
        assert!(exact(within_ms * 0.99) <= share && share <= exact(within_ms), "{within_ms}: {share}");
        assert!(between.low <= share && share <= between.high);
    }
    let rank = (reads_us.len() * 99).div_ceil(100) - 1;
    let exact = reads_us[rank] as f64;
    let Found::Time { us, low_us, high_us } = Term::Reads { p99_ms: 80.0 }.judge(&scenario, &series).found else {
        panic!("reads were answered");
    };
    assert!((us as f64 - exact).abs() <= exact * Histogram::RELATIVE_ERROR, "{us} {exact}");
    assert!(low_us <= us && us <= high_us);
}

#[test]
fn a_term_is_met_or_not_or_too_near_to_tell() {
    let scenario = quorums(2, 2);
    let series = Series::part(&scenario, 0..50).expect("it can run");
    let met = |term: Term| term.judge(&scenario, &series).met;
    assert_eq!(met(Term::Reads { p99_ms: 10_000.0 }), Some(true));
    assert_eq!(met(Term::Reads { p99_ms: 1.0 }), Some(false));
    let Found::Time { us, low_us, high_us } = Term::Reads { p99_ms: 1.0 }.judge(&scenario, &series).found else {
        panic!("reads were answered");
    };
    assert!(low_us < high_us);
    assert_eq!(met(Term::Reads { p99_ms: us as f64 / 1_000.0 - 0.01 }), None);
    assert_eq!(met(Term::Answered { share: 0.5 }), Some(true));
    // Nothing failed; but fifty runs are too few to be sure of this.
    assert_eq!(met(Term::Answered { share: 0.9999 }), None);
    assert_eq!(met(Term::Fresh { share: 1.0, within_ms: 0.0 }), Some(false));
}

#[test]
fn nothing_is_said_of_what_no_run_did() {
    let mut scenario = quorums(2, 2);
    scenario.workload.random.write_percent = 0;
    let series = Series::part(&scenario, 0..5).expect("it can run");
    let finding = Term::Writes { p99_ms: 80.0 }.judge(&scenario, &series);
    assert_eq!(finding, Finding { met: None, found: Found::Nothing });
}

/// The replicas of a region crash before anything begins: sessions elsewhere are answered or not.
#[test]
fn regions_that_can_be_spared_are_spared_in_runs_too() {
    let mut spared = [0, 0];
    for (n, w, r) in [(5, 2, 2), (5, 5, 1), (5, 1, 5), (3, 2, 2), (3, 3, 1)] {
        for knobs in [&[][..], &[("versions", "logical")], &[("write_back", "on")]] {
            let mut scenario = quorums(w, r);
            scenario.cluster.n = n;
            scenario.network.preset = "continent".to_owned();
            scenario.workload.random.write_percent = 50;
            for (knob, value) in knobs {
                scenario.strategy.knobs.insert((*knob).to_owned(), (*value).to_owned());
            }
            let told = without_region(&scenario).expect("the setting tells");
            let links = scenario::Links::of(&scenario.network);
            let placement = scenario.placement(&links);
            for WithoutRegion { region, writes, reads } in told {
                let mut without = scenario.clone();
                let place = |id: &u8| usize::from(placement[usize::from(*id)]);
                for id in (0..n).filter(|id| links.regions()[place(id)] == region) {
                    let node: Node = format!("r{}", id + 1).parse().expect("a replica");
                    let action = FaultAction::Crash { node, disk_lost: false };
                    without.faults.push(Fault { at_us: 0, until_us: None, action });
                }
                let summary = evaluate(&without, Recording::HistoryOnly).expect("it can run").summary;
                let answered = [&summary.writes, &summary.reads].map(|times| (times.count, times.begun()));
                for ((count, begun), goes_on) in answered.into_iter().zip([writes, reads]) {
                    assert_eq!(count, if goes_on { begun } else { 0 }, "{n} {w} {r} {knobs:?} without {region}");
                    spared[usize::from(goes_on)] += begun;
                }
            }
        }
    }
    assert!(spared[0] > 10 && spared[1] > 10, "both were put to the test: {spared:?}");
}

#[test]
fn availability_follows_from_the_setting_alone() {
    let series = Series::empty(16);
    let judge = |scenario: &Scenario, share| Term::Available { share, failure: 0.1 }.judge(scenario, &series);
    // Of five replicas three must be up: the majority that Naor and Wool work out.
    let finding = judge(&quorums(3, 3), 0.99);
    let Found::Exactly { share } = finding.found else { panic!("the setting tells") };
    assert!((1.0 - share - 8.56e-3).abs() < 5e-6 && finding.met == Some(true), "{share}");
    assert_eq!(judge(&quorums(3, 3), 0.9915).met, Some(false));
    let mut raft = quorums(3, 3);
    raft.strategy.protocol = "raft".to_owned();
    assert!(matches!(judge(&raft, 0.99), Finding { met: None, found: Found::Untold(_) }));
    for (knob, value) in
        [("quorum_scope", "local"), ("requests", "quorum"), ("coordinator", "random"), ("sloppy", "on")]
    {
        let mut scenario = quorums(2, 2);
        scenario.strategy.knobs.insert(knob.to_owned(), value.to_owned());
        assert!(without_region(&scenario).is_err(), "{knob}");
    }
}

#[test]
fn replicas_that_may_be_down_are_counted_or_seen() {
    let series = Series::empty(16);
    let goes_on = |writes, reads| Term::GoesOn { writes, reads };
    let finding = goes_on(2, 3).judge(&quorums(3, 2), &series);
    assert_eq!(finding, Finding { met: Some(true), found: Found::Replicas { writes: 2, reads: 3 } });
    assert_eq!(goes_on(3, 0).judge(&quorums(3, 2), &series).met, Some(false));
    // Raft counts no answers of its clients: a majority goes on, as is seen.
    let mut raft = Scenario::default();
    (raft.strategy.protocol, raft.network.preset) = ("raft".to_owned(), "zones".to_owned());
    raft.sessions.iter_mut().for_each(|session| session.region %= 3);
    assert!(matches!(goes_on(1, 1).judge(&raft, &series).found, Found::Untold(_)));
    let survived = Survived::of(&crate::evaluate::validate(&raft).expect("it can run"));
    let seen = |term: Term| term.judge_seen(survived).and_then(|finding| finding.met);
    assert_eq!([goes_on(2, 2), goes_on(3, 0), Term::SurvivesRegion].map(seen), [Some(true), Some(false), Some(true)]);
    assert_eq!(seen(Term::Reads { p99_ms: 5.0 }), None);
}
