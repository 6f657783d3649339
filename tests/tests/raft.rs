//! Raft, held against the checkers over random scenarios: what each way to read promises, that
//! replicas never apply different writes at one place of the log, that operations are answered, and
//! that whoever leaves a rule out is caught.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::{Happening, History, ModelId, Outcome, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of, settled};
use scenario::{FaultAction, Object, Scenario};

/// Everything but the loss of a disk, which Raft is not made to survive.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

const ALL: [&str; 4] = ["read_index", "lease", "follower", "follower_read_index"];

/// Every value of the knob that leaves a rule out.
const RULES: [&str; 6] = ["none", "persistence", "own_term", "up_to_date", "leader_check", "one_replica"];

/// Timeouts so short that a random scenario of half a second sees several leaders.
fn knobs(reads: &str, without: &str) -> Vec<(&'static str, String)> {
    let set = [
        ("reads", reads),
        ("without", without),
        ("election_min_ms", "24"),
        ("election_max_ms", "70"),
        ("heartbeat_ms", "9"),
        ("lease_ms", "24"),
        // What a clock at half speed, the slowest that a scenario can have, makes of a lease.
        ("drift_percent", "100"),
        ("retry_ms", "40"),
    ];
    set.map(|(id, value)| (id, value.to_owned())).to_vec()
}

fn scenarios(reads: &'static str, without: &'static str, mix: Mix) -> impl Strategy<Value = Scenario> {
    (1..=5_u8).prop_flat_map(move |n| scenario_of("raft", knobs(reads, without), (n, 1, 1), mix))
}

fn any_read(mix: Mix) -> impl Strategy<Value = Scenario> {
    select(ALL.to_vec()).prop_flat_map(move |reads| scenarios(reads, "none", mix))
}

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

fn expect(scenario: &Scenario, models: &[ModelId]) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    for model in models {
        let verdict = verdict(&trace, *model);
        prop_assert!(
            verdict.violation().is_none(),
            "{model}: {verdict:?}\n{}",
            history::write_history(&History::of(&trace))
        );
        prop_assert!(!matches!(verdict, Verdict::Unknown(_)), "{model}: {verdict:?}");
    }
    Ok(())
}

/// No replica ever applies another write at a place of the log than another replica does there.
fn expect_one_log(trace: &Trace) -> Result<(), TestCaseError> {
    let mut applied = BTreeMap::new();
    for event in &trace.events {
        let Happening::Apply { key, value, version, .. } = event.what else { continue };
        if version != history::Version::INITIAL {
            let known = *applied.entry(version.stamp).or_insert((key, value, version.counter));
            prop_assert_eq!(known, (key, value, version.counter), "at {}", version.stamp);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn reads_that_ask_a_majority_are_linearizable_whatever_happens(scenario in scenarios("read_index", "none", HARSH)) {
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_of_replicas_that_ask_the_leader_are_linearizable_whatever_happens(
        scenario in scenarios("follower_read_index", "none", HARSH),
    ) {
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_by_lease_are_linearizable_as_long_as_clocks_only_drift_within_the_bound(
        scenario in scenarios("lease", "none", HARSH),
    ) {
        let mut scenario = scenario;
        scenario.faults.retain(|fault| !matches!(fault.action, FaultAction::ClockStep { .. }));
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_of_the_nearest_replica_never_go_back_and_keep_writes_in_order_whatever_happens(
        scenario in scenarios("follower", "none", HARSH),
    ) {
        let models = [ModelId::MonotonicReads, ModelId::MonotonicWrites, ModelId::WritesFollowReads];
        expect(&scenario, &models)?;
    }

    #[test]
    fn all_replicas_apply_one_log_and_every_answered_write_has_one_place_in_it(scenario in any_read(HARSH)) {
        let trace = run(&scenario, Recording::Full);
        expect_one_log(&trace)?;
        let mut places = BTreeMap::new();
        let mut operations = BTreeMap::new();
        let mut writes = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Stamp { operation, version } => {
                    prop_assert_eq!(places.insert(operation, version), None);
                    prop_assert_eq!(operations.insert(version.stamp, operation), None);
                }
                Happening::Invoke { operation, action, .. } => {
                    writes.insert(operation, matches!(action, history::Action::Write(_)));
                }
                Happening::Return { operation, outcome: Outcome::Ok, .. } if writes[&operation] => {
                    prop_assert!(places.contains_key(&operation), "acknowledged without a place");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn calls_on_objects_are_atomic_whatever_happens(
        scenario in scenarios("read_index", "none", HARSH),
        object in select(vec![Object::Counter, Object::Account, Object::Stock, Object::CasRegister]),
    ) {
        let mut scenario = scenario;
        let workload = &mut scenario.workload;
        (workload.object, workload.initial, workload.amount) = (object, 50, 30);
        // What is scripted is scripted for a register.
        workload.script.clear();
        if let Some(application) = pipeline::Report::of(run(&scenario, Recording::HistoryOnly)).application {
            prop_assert!(application.linearizable.violation().is_none(), "{:?}", application.linearizable);
            prop_assert!(application.invariants.iter().all(|invariant| invariant.broken.is_none()));
        }
    }

    #[test]
    fn replicas_converge_once_all_faults_are_over(scenario in any_read(HARSH)) {
        expect(&settled(scenario), &[ModelId::Converged])?;
    }

    #[test]
    fn nothing_that_reaches_a_replica_is_too_much_for_it(
        scenario in (select(ALL.to_vec()), select(RULES.to_vec())).prop_flat_map(
            |(reads, without)| scenarios(reads, without, Mix { faults: 7, disks_are_lost: true, messages_are_lost: true }),
        ),
    ) {
        run(&scenario, Recording::HistoryOnly);
    }
}

/// Short timeouts, and not so short that an election on a continent fails.
const QUICK: &str = "k.election_min_ms=100&k.election_max_ms=200&k.heartbeat_ms=40&k.retry_ms=100";

/// Of each rule a run that needs it: the rule, and the scenario.
const NEEDED: [(&str, &str); 4] = [
    // A leader that was cut off with A does not know that B has written elsewhere.
    ("leader_check", "n=3&net=continent&sessions=0,1&ops=0&timeout=4000&do=B.w.x@250,A.r.x@450&cut=r1,A@50-600"),
    // r3 has missed A's write, and after its vain elections all listen to its later term.
    ("up_to_date", "n=3&net=continent&sessions=0,1&ops=0&timeout=4000&do=A.w.x@50,B.r.x@700&cut=r3@20-300"),
    // The leader of term 1 was cut off with A. r3, which has voted in term 2 and stored B's write,
    // restarts, and takes it for its leader again.
    (
        "persistence",
        "n=3&net=continent&place=0,3,1&sessions=0,1&ops=0&timeout=4000&do=B.w.x@300,A.r.x@560\
         &cut=r1,A@50-560&crash=r3@520-550&seed=3",
    ),
    // Figure 8, with every message taking 5 ms. r1 logs A's write in term 1, and only r2 has it too;
    // r4 is elected by r3 and r5, and cut off before anyone has its first entry. r2 is elected by r1
    // and r3, and brings the write to r3: now a majority has it, but not yet the first entry of r2's
    // term. Then r2 and r3 crash, and r4 is elected by r1 and r5, who have less.
    (
        "own_term",
        "n=5&net=custom&region=Here&way=5&sessions=0,0&ops=0&timeout=5000&do=A.w.x@10,B.r.x@900&seed=1\
         &k.election_max_ms=130&k.heartbeat_ms=50&k.retry_ms=290&cut=r1,r2,A@5-113&cut=r4@108-360!out\
         &cut=r4@112-360!in&cut=r5@113-360&cut=r1@287-332!in&cut=r1@343-360!in&crash=r2@349-&crash=r3@349-",
    ),
];

fn read(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    decoded.link.scenario
}

#[test]
fn a_rule_that_is_left_out_is_missed() {
    for (rule, setting) in NEEDED {
        let keys = |part: &&str| !setting.contains(part.split('=').next().unwrap_or_default());
        let quick: Vec<&str> = QUICK.split('&').filter(keys).collect();
        for without in ["none", rule] {
            let link = format!("s=raft&w=1&r=1&{}&{setting}&k.without={without}", quick.join("&"));
            let trace = run(&read(&link), Recording::HistoryOnly);
            let verdict = verdict(&trace, ModelId::Linearizable);
            assert_eq!(verdict.holds(), without == "none", "{link}: {verdict:?}");
            assert_eq!(verdict.violation().is_some(), without != "none", "{link}: {verdict:?}");
        }
    }
}

/// How many of so many random scenarios break a model.
fn caught(reads: &'static str, without: &'static str, model: ModelId, tries: usize) -> usize {
    let scenarios = scenarios(reads, without, HARSH);
    let mut runner = TestRunner::deterministic();
    let tried = std::iter::repeat_with(|| scenarios.new_tree(&mut runner).expect("a scenario").current());
    let broken = |scenario: &Scenario| verdict(&run(scenario, Recording::HistoryOnly), model).violation().is_some();
    tried.take(tries).filter(broken).count()
}

#[test]
fn random_faults_catch_votes_for_short_logs_and_reads_from_one_replica_and_another() {
    assert!(caught("read_index", "up_to_date", ModelId::Linearizable, 800) > 0);
    assert!(caught("follower", "one_replica", ModelId::MonotonicReads, 400) > 0);
}

/// Operations, and those that were answered.
fn answered(link: &str) -> (usize, usize) {
    let history = History::of(&run(&read(link), Recording::HistoryOnly));
    let ok = history.client_operations().filter(|operation| operation.outcome == Outcome::Ok);
    (history.client_operations().count(), ok.count())
}

#[test]
fn when_nothing_fails_every_operation_is_answered() {
    for network in ["rack", "zones", "continent", "worldwide", "lnkd-disk"] {
        for reads in ALL {
            for seed in 0..5 {
                let link = format!("s=raft&net={network}&k.reads={reads}&ops=10&timeout=2000&seed={seed}");
                let (all, ok) = answered(&link);
                assert_eq!(all, ok, "{link}");
            }
        }
    }
}

#[test]
fn with_a_minority_down_for_good_most_operations_are_answered_after_the_election() {
    for network in ["rack", "zones", "continent", "worldwide"] {
        for reads in ["read_index", "lease", "follower_read_index"] {
            let (mut all, mut ok) = (0, 0);
            for seed in 0..5 {
                let faults = "crash=r1@100-&crash=r4@150-";
                let link = format!("s=raft&net={network}&k.reads={reads}&ops=20&timeout=2000&seed={seed}&{faults}");
                let (operations, answers) = answered(&link);
                all += operations;
                ok += answers;
            }
            println!("{network}, {reads}: {ok} of {all} answered");
            assert!(ok * 10 >= all * 9, "{network}, {reads}: {ok} of {all}");
        }
    }
}
