//! Several leaders: whatever happens, all hold the same in the end; what a session sees meanwhile
//! depends on its replica and on whose clock counts.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{Happening, ModelId, Trace};
use modes::{HARSH, first_broken, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::Assumptions;

const ID: &str = "multi_leader";

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 300);
}

#[test]
fn a_stepped_clock_costs_a_write_and_a_lamport_clock_saves_it() {
    let (_, link) = modes::modes_of(ID)[1].breaks[0];
    assert!(link.contains("&clock="), "{link}");
    let saved = link.replace("versions=clock", "versions=lamport");
    let right = link.replace("&clock=r1@0+40", "");
    for (link, kept) in [(link, false), (&*saved, true), (&*right, true)] {
        let trace = run(&scenario_at(link), Recording::HistoryOnly);
        assert_eq!(verdict(&trace, ModelId::ReadYourWrites).holds(), kept, "{link}");
        assert!(verdict(&trace, ModelId::Converged).holds(), "a lost write is lost everywhere");
    }
}

#[test]
fn what_the_mail_loses_only_anti_entropy_repairs() {
    let lossy = "n=4&k.reads=nearest";
    let models = [ModelId::Converged];
    let settings = format!("{lossy}&k.without=anti_entropy");
    assert!(first_broken(ID, &settings, Assumptions::HARSH, &models, 1_000).is_some());
    // And it alone is enough.
    let settings = format!("{lossy}&k.mail=off&k.period_ms=100&k.fan_out=2");
    assert!(first_broken(ID, &settings, Assumptions::HARSH, &models, 300).is_none());
}

/// Sessions that never rest, each beside a replica of its own, with a clock that is off and mail that
/// is lost: what a session sees of one key is put to the test as often as it can be.
fn busy(rules: &str, seed: u64, by_ms: i64) -> Trace {
    let link = format!(
        "s={ID}&n=3&k.reads=nearest&k.period_ms=20&{rules}&net=zones&sessions=0,1,2&ops=25&keys=2&think=exp:2\
         &loss=0.1&dup=0.1&clock=r1@0+{by_ms}&crash=r2@20-30&seed={seed}"
    );
    run(&scenario_at(&link), Recording::HistoryOnly)
}

#[test]
fn sessions_that_stay_see_each_key_in_order_if_the_clock_is_logical_and_the_last_write_wins() {
    let models = [ModelId::PerKeySequential, ModelId::ReadYourWrites, ModelId::MonotonicReads];
    let broken = |rules: &str, skew: fn(u64) -> i64| {
        let broken = |seed: &u64| {
            let trace = busy(rules, *seed, skew(*seed));
            models.iter().any(|model| verdict(&trace, *model).violation().is_some())
        };
        (0..150).filter(broken).count()
    };
    assert_eq!(broken("k.versions=lamport", |seed| seed as i64 % 40 - 20), 0);
    assert_eq!(broken("k.versions=clock", |_| 0), 0, "as long as all clocks are right");
    assert!(broken("k.versions=clock", |seed| seed as i64 % 40 - 20) > 15);
    assert!(broken("k.versions=lamport&k.without=last_write_wins", |_| 0) > 15);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn all_operations_end_well_while_the_nearest_replica_is_up_and_reached(
        scenario in modes::scenarios(ID, "n=3", Assumptions::CALM),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 1_000;
        prop_assert_eq!(share_ok(&run(&scenario, Recording::HistoryOnly)), 1.0);
    }

    #[test]
    fn every_pair_of_replicas_compares_in_turn(fan_out in 1..=8_u8, n in 1..=9_u8) {
        let link = format!("s={ID}&n={n}&w=1&r=1&k.fan_out={fan_out}&k.period_ms=10&net=rack&sessions=0&ops=1&writes=100&settle=300");
        let trace = run(&scenario_at(&link), Recording::Full);
        let mut pairs = std::collections::BTreeSet::new();
        for event in &trace.events {
            match &event.what {
                Happening::Send { from, to, label, .. } if label.words == "push" => {
                    pairs.insert((*from, *to));
                }
                _ => {}
            }
        }
        prop_assert_eq!(pairs.len(), usize::from(n) * usize::from(n - 1));
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        scenario in (
            prop::sample::select(vec!["none", "anti_entropy", "last_write_wins"]),
            prop::sample::select(vec!["clock", "lamport"]),
            prop::sample::select(vec!["nearest", "any"]),
            1..=9_u8,
        )
            .prop_flat_map(|(without, versions, reads, n)| {
                let knob = |id, value: &str| (id, value.to_owned());
                let period = knob("period_ms", "10");
                let knobs = vec![knob("without", without), knob("versions", versions), knob("reads", reads), period];
                scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, ..HARSH })
            }),
    ) {
        run(&scenario, Recording::Full);
    }
}
