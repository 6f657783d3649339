//! Siblings: what each way to tell them apart keeps, whatever fails; that operations end well while nothing
//! does; and that nothing makes it panic.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::ModelId;
use modes::{HARSH, first_broken, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Assumptions, Object, ScriptedAction};

const ID: &str = "siblings";

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 200);
}

#[test]
fn what_a_session_wrote_and_read_counts_only_if_its_writes_say_so() {
    // The clock of the replica that takes both writes is set back between them.
    let twice = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0&ops=0&do=A.w.x@10,A.w.x@60,A.r.x@80&clock=r1@50+-100";
    for (rule, kept) in [("", true), ("k.without=context", false), ("k.versions=clock", false)] {
        let trace = run(&scenario_at(&scenario::overlaid(twice, rule)), Recording::HistoryOnly);
        assert_eq!(verdict(&trace, ModelId::ReadYourWrites).holds(), kept, "{rule}");
    }
}

#[test]
fn what_is_not_sent_again_only_repair_and_comparing_spread() {
    let broken = |settings: &str| {
        let settings = ["n=4&w=1&r=1&", settings].concat();
        let nothing_slow = Assumptions { pauses: false, ..Assumptions::HARSH };
        first_broken(ID, &settings, nothing_slow, &[ModelId::Converged], 400).is_some()
    };
    assert!(broken("k.period_ms=0&k.read_repair=off"));
    assert!(broken("k.period_ms=0"), "nobody reads last");
    assert!(!broken("k.period_ms=100&k.read_repair=off"), "comparing alone is enough");
}

fn choice(id: &'static str, choices: &[&'static str]) -> impl Strategy<Value = (&'static str, String)> + use<> {
    prop::sample::select(choices.to_vec()).prop_map(move |value| (id, value.to_owned()))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn all_operations_end_well_while_nothing_fails(
        scenario in modes::scenarios(ID, "n=3&w=2&r=2", Assumptions::CALM),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 1_000;
        prop_assert_eq!(share_ok(&run(&scenario, Recording::HistoryOnly)), 1.0);
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        (scenario, object) in (
            choice("versions", &["dotted", "server", "client", "object", "clock"]),
            choice("resolve", &["union", "newest"]),
            choice("without", &["none", "siblings", "context"]),
            choice("siblings_max", &["1", "3", "100"]),
            (1..=9_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n)),
            prop::sample::select(vec![Object::Register, Object::Account, Object::Stock, Object::Set, Object::List]),
        )
            .prop_flat_map(|(a, b, c, d, quorums, object)| {
                let knobs = vec![a, b, c, d, ("period_ms", "10".to_owned())];
                let mix = Mix { faults: 8, disks_are_lost: true, ..HARSH };
                (scenario_of(ID, knobs, quorums, mix), Just(object))
            }),
    ) {
        let mut scenario = scenario;
        scenario.workload.object = object;
        for entry in &mut scenario.workload.script {
            if object != Object::Register && entry.action == ScriptedAction::Write {
                entry.action = ScriptedAction::Add(1);
            }
        }
        run(&scenario, Recording::Full);
    }
}
