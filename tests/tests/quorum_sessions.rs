//! Tracked sessions over quorums of any size: each key in one order for all of them, whatever fails and
//! however wrong the clocks are.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{Happening, ModelId, Trace};
use modes::{HARSH, first_broken, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use random::{cases, run, scenario_of};
use scenario::{Assumptions, Scenario};

const ID: &str = "quorum";

const KEPT: [ModelId; 3] = [ModelId::PerKeySequential, ModelId::ReadYourWrites, ModelId::MonotonicReads];

fn breaks(link: &str, model: ModelId) -> bool {
    verdict(&run(&scenario_at(link), Recording::HistoryOnly), model).violation().is_some()
}

/// Quorums of any size, with anything beside them that tracked sessions go with.
fn tracked() -> impl Strategy<Value = Scenario> {
    let switches = (select(vec!["on", "off"]), select(vec!["on", "off"]), select(vec!["0", "40"]));
    let rest = (select(vec!["clock", "logical"]), select(vec!["all", "local"]));
    ((1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n)), switches, rest).prop_flat_map(
        |(quorums, (repair, back, compare), (versions, scope))| {
            let knobs = [
                ("session", "tracked"),
                ("read_repair", repair),
                ("write_back", back),
                ("anti_entropy_ms", compare),
                ("versions", versions),
                ("quorum_scope", scope),
            ];
            scenario_of(ID, knobs.map(|(id, value)| (id, value.to_owned())).to_vec(), quorums, HARSH)
        },
    )
}

#[test]
fn each_guarantee_is_missed_where_it_is_switched_off() {
    let settings = "n=3&w=1&r=1&k.session=tracked";
    for (switch, model) in [("read_your_writes", ModelId::ReadYourWrites), ("monotonic_reads", ModelId::MonotonicReads)]
    {
        let off = format!("{settings}&k.{switch}=off");
        assert!(first_broken(ID, &off, Assumptions::HARSH, &[model], 2_000).is_some(), "{switch}");
        let other = if switch == "monotonic_reads" { "read_your_writes" } else { "monotonic_reads" };
        let alone = format!("{settings}&k.{other}=off");
        assert!(first_broken(ID, &alone, Assumptions::HARSH, &[model], 500).is_none(), "{switch} alone");
    }
}

#[test]
fn a_clock_that_is_set_back_costs_a_write_and_a_tracked_session_saves_it() {
    let link = "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1";
    assert!(breaks(link, ModelId::ReadYourWrites));
    assert!(!breaks(&format!("{link}&k.session=tracked"), ModelId::ReadYourWrites));
}

/// How many answers the coordinator counted before the only read was over.
fn counted_for_the_read(trace: &Trace) -> usize {
    let read = history::History::of(trace).operations.iter().find(|op| op.is_read()).expect("A reads").id;
    let counted = |what: &Happening| matches!(what, Happening::Count { operation, .. } if *operation == read);
    trace.events.iter().filter(|event| counted(&event.what)).count()
}

#[test]
fn a_read_waits_for_further_answers_until_one_is_new_enough() {
    // The nearest replica pauses while it is written to, and has not caught up when it is read.
    let link = "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.r.x@20&pause=r1@20-140&seed=3";
    assert!(breaks(link, ModelId::ReadYourWrites));
    let tracked = format!("{link}&k.session=tracked");
    let (before, after) = [link, &tracked].map(|link| run(&scenario_at(link), Recording::Full)).into();
    assert_eq!((counted_for_the_read(&before), share_ok(&before)), (1, 1.0));
    assert!(counted_for_the_read(&after) > 1);
    assert_eq!(share_ok(&after), 1.0);
    assert!(KEPT.iter().all(|model| verdict(&after, *model).holds()));
}

#[test]
fn what_does_not_go_with_tracked_sessions_is_said() {
    let infos = protocols::PROTOCOLS.iter().map(|entry| &entry.info);
    let link = "n=3&w=1&r=1&k.session=tracked&k.requests=quorum&k.coordinator=nearest";
    let problems = scenario_at(link).validate(infos).expect_err("it cannot run");
    let sentences: Vec<String> = problems.into_iter().map(|problem| problem.sentence).collect();
    assert_eq!(
        sentences,
        [
            "a tracked session may need further answers; requests must go to all N",
            "a tracked session counts the answers itself; it must be the coordinator"
        ]
    );
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn tracked_sessions_see_each_key_in_one_order(scenario in tracked()) {
        let trace = run(&scenario, Recording::HistoryOnly);
        for model in KEPT {
            let verdict = verdict(&trace, model);
            prop_assert!(verdict.violation().is_none(), "{:?}", verdict);
        }
    }

    #[test]
    fn they_are_answered_as_well_as_others_while_nothing_fails(
        scenario in modes::scenarios(ID, "n=3&w=1&r=1&k.session=tracked", Assumptions::CALM),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 1_000;
        prop_assert_eq!(share_ok(&run(&scenario, Recording::HistoryOnly)), 1.0);
    }
}
