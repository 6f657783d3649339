//! Writes to all replicas: linearizable whatever happens, blocked by whatever is down, and each of
//! its rules is missed when it is taken away.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{Action, Happening, History, ModelId, NodeId, Outcome, Trace};
use modes::{first_broken, scenario_at, share_ok};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Assumptions, Object, ScriptedAction, ScriptedOperation};

const ID: &str = "write_all";

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 1_000);
}

#[test]
fn without_any_of_its_rules_it_is_not_linearizable() {
    for rule in ["read_locks", "prepare", "log", "doubt"] {
        let settings = format!("n=3&k.reads=any&k.resend_ms=50&k.without={rule}");
        let models = [ModelId::Linearizable];
        assert!(first_broken(ID, &settings, Assumptions::HARSH, &models, 3_000).is_some(), "{rule}");
    }
}

/// A writes and B writes at once, far from each other.
const TWO_WRITERS: &str = "s=write_all&n=3&net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.w.x@10";

fn outcomes(trace: &Trace) -> Vec<Outcome> {
    let history = History::of(trace);
    history.operations.iter().filter(|op| op.role == history::Role::Client).map(|op| op.outcome).collect()
}

#[test]
fn two_writers_wait_for_each_other_only_without_one_order_of_locks() {
    let trace = run(&scenario_at(TWO_WRITERS), Recording::HistoryOnly);
    assert_eq!(outcomes(&trace), [Outcome::Ok, Outcome::Ok]);
    let deadlocked = format!("{TWO_WRITERS}&k.without=lock_order");
    let trace = run(&scenario_at(&deadlocked), Recording::HistoryOnly);
    assert_eq!(outcomes(&trace), [Outcome::Fail, Outcome::Fail], "both give up");
}

#[test]
fn of_two_withdrawals_at_once_that_the_account_does_not_cover_one_is_refused() {
    let link = "s=write_all&n=3&net=continent&sessions=0,2&object=account&initial=1000&ops=0&timeout=4000\
                &do=A.-800.x@10,B.-800.x@10";
    let taken = |link: &str| {
        let report = pipeline::evaluate(&scenario_at(link), Recording::Full).expect("it can run");
        let application = report.application.expect("it is called");
        (application.taken, application.refused, application.linearizable.holds())
    };
    assert_eq!(taken(link), (800, 1, true));
    // Without votes nobody can refuse: both decide on what they have read.
    assert_eq!(taken(&format!("{link}&k.without=prepare")), (1_600, 0, false));
}

#[test]
fn replicas_stay_in_doubt_until_the_log_of_the_coordinator_is_back() {
    // All have voted when the coordinator of A's write goes down; B reads at a replica that voted.
    let link = "s=write_all&n=3&net=continent&sessions=0,1&ops=0&timeout=2000&k.give_up_ms=5000\
                &do=A.w.x@10,B.r.x@60&crash=r1@30-600";
    let trace = run(&scenario_at(link), Recording::Full);
    let history = History::of(&trace);
    let read = history.operations.iter().find(|op| matches!(op.action, Action::Read(_))).expect("B reads");
    assert_eq!(read.outcome, Outcome::Ok);
    assert!(read.returned.expect("it has its answer").as_us() > 600_000, "{read:?}");
    let said = |words: &str, from: u8| {
        let sent = |event: &history::Event| match &event.what {
            Happening::Send { from: NodeId::Replica(id), label, .. } => id.0 == from && label.words == words,
            _ => false,
        };
        trace.events.iter().any(sent)
    };
    assert!(said("decided?", 1) && said("abort", 0), "what it does not remember it has not decided");
}

#[test]
fn a_write_waits_for_the_last_replica_and_a_read_for_one() {
    let calm = "s=write_all&n=3&net=zones&ops=0&do=A.w.x@10,B.r.x@40,C.w.y@60";
    assert_eq!(outcomes(&run(&scenario_at(calm), Recording::HistoryOnly)), [Outcome::Ok; 3]);
    let down = format!("{calm}&crash=r3@0-");
    let trace = run(&scenario_at(&down), Recording::HistoryOnly);
    assert!(outcomes(&trace).contains(&Outcome::Fail), "no write passes by a replica that is down");
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn all_operations_end_well_when_nothing_fails(
        scenario in modes::scenarios(ID, "n=3&k.reads=any", Assumptions::CALM),
    ) {
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 10_000;
        scenario.strategy.knobs.insert("give_up_ms".to_owned(), "5000".to_owned());
        let trace = run(&scenario, Recording::HistoryOnly);
        prop_assume!(scenario.operations() > 0);
        prop_assert_eq!(share_ok(&trace), 1.0);
    }

    #[test]
    fn it_is_linearizable_whoever_coordinates_and_however_many_there_are(
        scenario in (1..=5_u8, prop::sample::select(vec!["nearest", "first"]))
            .prop_flat_map(|(n, coordinator)| {
                let settings = format!("n={n}&w=1&r=1&k.reads=any&k.coordinator={coordinator}&k.resend_ms=30");
                modes::scenarios(ID, &settings, Assumptions::HARSH)
            }),
    ) {
        let verdict = modes::verdict(&run(&scenario, Recording::HistoryOnly), ModelId::Linearizable);
        prop_assert!(verdict.holds(), "{:?}", verdict);
    }

    #[test]
    fn calls_on_an_account_are_linearizable_whatever_happens(
        scenario in modes::scenarios(ID, "n=3&k.reads=any&k.resend_ms=30", Assumptions::HARSH),
    ) {
        let mut scenario = scenario;
        scenario.workload.object = Object::Account;
        (scenario.workload.initial, scenario.workload.amount) = (4, 3);
        let mixed = |entry: &ScriptedOperation| entry.action != ScriptedAction::Write;
        scenario.workload.script.retain(mixed);
        let report = pipeline::evaluate(&scenario, Recording::HistoryOnly).expect("it can run");
        if let Some(application) = report.application {
            prop_assert!(application.linearizable.violation().is_none(), "{:?}", application);
        }
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        scenario in (
            prop::sample::select(vec!["none", "read_locks", "prepare", "log", "doubt", "lock_order"]),
            prop::sample::select(vec!["nearest", "first"]),
            prop::sample::select(vec!["1", "80"]),
            1..=9_u8,
        )
            .prop_flat_map(|(without, coordinator, give_up_ms, n)| {
                let knob = |id, value: &str| (id, value.to_owned());
                let knobs = vec![
                    knob("without", without),
                    knob("coordinator", coordinator),
                    knob("give_up_ms", give_up_ms),
                    knob("resend_ms", "10"),
                ];
                scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, messages_are_lost: true })
            }),
    ) {
        run(&scenario, Recording::Full);
    }
}
