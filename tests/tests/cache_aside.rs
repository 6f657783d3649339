//! Caches beside a store: the race that puts an old value back, the lease that stops it, and what is
//! left of consistency in each setting.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{History, ModelId, Outcome, Trace, Value};
use modes::{HARSH, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::Assumptions;

const ID: &str = "cache_aside";

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 1_000);
}

/// B fetches x=1 for the cache that both share; A replaces it and deletes it from the cache; then B's
/// set arrives.
const STALE_SET: &str =
    "s=cache_aside&n=2&net=continent&sessions=1,4&ops=0&do=B.r.x@10,A.w.x@60,A.r.x@115,A.r.x@700&seed=2";

/// What A read, in order.
fn read_by_a(link: &str) -> Vec<Option<i64>> {
    let history = History::of(&run(&scenario_at(link), Recording::HistoryOnly));
    let of_a = history.operations.iter().filter(|op| op.session.0 == 0 && op.is_read() && op.outcome == Outcome::Ok);
    of_a.map(|op| op.value().into()).collect()
}

#[test]
fn an_old_value_is_back_until_its_time_is_up_and_a_lease_keeps_it_out() {
    assert_eq!(read_by_a(STALE_SET), [Some(1), Some(1)]);
    assert_eq!(read_by_a(&format!("{STALE_SET}&k.ttl_ms=400")), [Some(1), Some(2)]);
    assert_eq!(read_by_a(&format!("{STALE_SET}&k.leases=on")), [Some(2), Some(2)]);
}

#[test]
fn nobody_tells_the_other_caches_unless_all_are_told() {
    // B's cache holds x=1 when A writes beside another one.
    let link = "s=cache_aside&n=3&k.leases=on&net=continent&sessions=2,1&ops=0&do=A.r.x@10,B.w.x@60,A.r.x@120";
    for (told, seen) in [("none", 1), ("nearest", 1), ("all", 2)] {
        assert_eq!(read_by_a(&format!("{link}&k.invalidate={told}")), [Some(1), Some(seen)], "{told}");
    }
}

#[test]
fn a_write_waits_for_the_caches_that_it_deletes_from() {
    let link = "s=cache_aside&n=3&net=zones&sessions=1&ops=0&do=A.w.x@10&crash=r2@0-";
    let outcome = |told: &str| {
        let history = History::of(&run(&scenario_at(&format!("{link}&k.invalidate={told}")), Recording::HistoryOnly));
        history.operations[0].outcome
    };
    assert_eq!(["none", "nearest", "all"].map(outcome), [Outcome::Ok, Outcome::Info, Outcome::Info]);
}

/// Sessions that never rest, round two caches, with messages lost and doubled and a cache that crashes.
fn busy(rules: &str, seed: u64) -> Trace {
    let link = format!(
        "s={ID}&{rules}&net=zones&tail=8&sessions=0,1,2,1,2&ops=20&keys=1&think=exp:2&timeout=60\
         &loss=0.02&dup=0.1&crash=r2@20-30&k.ttl_ms=20&seed={seed}"
    );
    run(&scenario_at(&link), Recording::HistoryOnly)
}

#[test]
fn with_leases_a_cache_that_is_told_of_every_write_is_regular_under_load() {
    let broken = |rules: &str, model: ModelId| {
        (0..300).filter(|seed| verdict(&busy(rules, *seed), model).violation().is_some()).count()
    };
    let kept = [ModelId::RegularStrong, ModelId::ReadYourWrites, ModelId::MonotonicWrites];
    for rules in ["n=2&k.leases=on", "n=3&k.leases=on&k.invalidate=all"] {
        assert_eq!(kept.map(|model| broken(rules, model)), [0; 3], "{rules}");
    }
    assert!(broken("n=2&k.leases=off", ModelId::ReadYourWrites) > 30);
    assert!(broken("n=3&k.leases=on&k.invalidate=nearest", ModelId::RegularStrong) > 30);
}

#[test]
fn without_a_cache_it_is_the_store_alone() {
    let link = format!("s={ID}&n=1&w=1&r=1&net=zones&ops=20&loss=0.1&dup=0.1");
    for seed in 0..50 {
        let trace = run(&scenario_at(&format!("{link}&seed={seed}")), Recording::HistoryOnly);
        assert!(verdict(&trace, ModelId::Linearizable).holds());
        assert!(History::of(&trace).operations.iter().any(|op| op.is_read() && op.value() != Value::Int(1)));
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn all_operations_end_well_when_nothing_fails(
        scenario in prop::sample::select(vec!["n=3", "n=2&k.leases=on", "n=4&k.leases=on&k.invalidate=all"])
            .prop_flat_map(|settings| modes::scenarios(ID, settings, Assumptions::CALM)),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 10_000;
        prop_assert_eq!(share_ok(&run(&scenario, Recording::HistoryOnly)), 1.0);
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        scenario in (
            1..=9_u8,
            prop::sample::select(vec!["on", "off"]),
            prop::sample::select(vec!["nearest", "all", "none"]),
            prop::sample::select(vec!["1", "200"]),
        )
            .prop_flat_map(|(n, leases, told, ttl_ms)| {
                let knob = |id, value: &str| (id, value.to_owned());
                let knobs = vec![knob("leases", leases), knob("invalidate", told), knob("ttl_ms", ttl_ms)];
                scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, ..HARSH })
            }),
    ) {
        run(&scenario, Recording::Full);
    }
}
