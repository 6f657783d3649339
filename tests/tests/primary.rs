//! Primary and backups, and the session layer on top: each guarantee is kept with its switch on and
//! missed with it off; acknowledgements wait for confirmations; a backup takes over, is found, and
//! nothing that a majority has is lost.
#![cfg(not(target_arch = "wasm32"))]

mod chains;
mod random;

use std::collections::BTreeMap;

use chains::chain;
use check::{Budget, Verdict};
use history::{Happening, History, ModelId, Outcome, Role, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::Scenario;

const HARSH: Mix = Mix { faults: 5, disks_are_lost: false, messages_are_lost: true };
const CALM: Mix = Mix { faults: 0, disks_are_lost: false, messages_are_lost: false };

fn scenario_at(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

fn breaks(link: &str, model: ModelId) -> bool {
    verdict(&run(&scenario_at(link), Recording::HistoryOnly), model).violation().is_some()
}

const TRACKED: &str = "s=primary&n=3&k.reads=any&k.session=tracked";

/// For each switch, what it is for, and a run that shows it.
const GUARANTEES: [(&str, ModelId, &str); 4] = [
    ("read_your_writes", ModelId::ReadYourWrites, "net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171"),
    (
        "monotonic_reads",
        ModelId::MonotonicReads,
        "net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        "monotonic_writes",
        ModelId::MonotonicWrites,
        "net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
    (
        "writes_follow_reads",
        ModelId::WritesFollowReads,
        "net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270\
         &slow=r3@40-200x10&seed=123",
    ),
];

#[test]
fn a_guarantee_that_is_switched_off_is_missed_and_on_it_is_kept() {
    for (switch, model, run) in GUARANTEES {
        assert!(breaks(&format!("{TRACKED}&k.{switch}=off&{run}"), model), "{switch} off");
        for behind in ["wait", "elsewhere", "primary"] {
            assert!(!breaks(&format!("{TRACKED}&k.behind={behind}&{run}"), model), "{switch} on, {behind}");
        }
    }
}

/// Who is asked for a read and who answers it, in order of time.
fn way_of_the_read(trace: &Trace) -> Vec<String> {
    let mut way = Vec::new();
    for event in &trace.events {
        match &event.what {
            Happening::Send { from, to, label, .. } if ["get", "value", "behind"].contains(&&*label.words) => {
                way.push(format!("{from} {} {to}", label.words));
            }
            _ => {}
        }
    }
    way
}

#[test]
fn a_replica_that_is_behind_waits_or_sends_the_read_away() {
    // A reads at r3, which its write has not reached yet.
    let (_, _, link) = GUARANTEES[0];
    let way = |behind: &str| {
        let trace = run(&scenario_at(&format!("{TRACKED}&k.behind={behind}&{link}")), Recording::Full);
        let history = History::of(&trace);
        let read = history.operations.iter().find(|op| op.is_read()).expect("A reads").returned;
        (way_of_the_read(&trace), read.expect("it is answered").as_us())
    };
    let (waits, late_us) = way("wait");
    let asked = waits[0].rsplit_once(' ').expect("three words").1.to_owned();
    assert_eq!(waits, [format!("A get {asked}"), format!("{asked} value A")]);
    let (goes, soon_us) = way("primary");
    let behind = [format!("A get {asked}"), format!("{asked} behind A")];
    assert_eq!(goes[..2], behind);
    assert_eq!(goes[2..], ["A get r1", "r1 value A"]);
    let (elsewhere, _) = way("elsewhere");
    assert_eq!(elsewhere[..2], behind);
    assert!(late_us > soon_us, "the primary, in A's region, has it at once: {late_us} and {soon_us}");
}

#[test]
fn a_sticky_session_moves_on_when_its_replica_is_silent_and_may_go_back_in_time() {
    // The nearest of A is r2; it goes down after A has read what r3 does not have yet.
    let link = "s=primary&n=3&k.reads=nearest&k.session=sticky&k.patience_ms=100&net=continent&sessions=1,0\
                &ops=0&do=B.w.x@10,A.r.x@60,A.r.x@80&crash=r2@70-900&slow=r3@0-100x20";
    let trace = run(&scenario_at(link), Recording::HistoryOnly);
    assert!(
        verdict(&trace, ModelId::MonotonicReads).violation().is_some(),
        "{}",
        history::write_history(&History::of(&trace))
    );
    // Without the crash it stays, and keeps the guarantee.
    assert!(!breaks(&link.replace("&crash=r2@70-900", ""), ModelId::MonotonicReads));
}

/// The time at which each event of that kind happened.
fn times(trace: &Trace, is: impl Fn(&Happening) -> bool) -> Vec<u64> {
    trace.events.iter().filter(|event| is(&event.what)).map(|event| event.at.as_us()).collect()
}

#[test]
fn a_write_is_acknowledged_once_as_many_backups_have_it_as_are_to_confirm() {
    for acks in 0..=4 {
        let link = format!("s=primary&n=5&k.acks={acks}&net=continent&sessions=0&ops=0&do=A.w.x@10");
        let trace = run(&scenario_at(&link), Recording::Full);
        let sent = |words: &'static str| move |what: &Happening| matches!(what, Happening::Send { label, .. } if label.words == words);
        let acknowledged = times(&trace, sent("ack"));
        assert_eq!(acknowledged.len(), 1);
        let counted = times(&trace, |what| matches!(what, Happening::Count { .. }));
        // The answer to the session counts, too.
        assert_eq!(counted.len(), acks + 1);
        if acks > 0 {
            assert_eq!(counted[acks - 1], acknowledged[0]);
        }
    }
}

#[test]
fn a_backup_takes_over_and_the_session_finds_it() {
    let link = "s=primary&n=3&k.acks=1&k.failover=on&net=zones&sessions=0&ops=0&timeout=4000\
                &do=A.w.x@100,A.w.x@300,A.r.x@2000&crash=r1@200-";
    let trace = run(&scenario_at(link), Recording::Full);
    let history = History::of(&trace);
    let outcomes: Vec<Outcome> = history.client_operations().map(|op| op.outcome).collect();
    assert_eq!(outcomes, [Outcome::Ok; 3], "{}", history::write_history(&history));
    assert!(verdict(&trace, ModelId::Linearizable).holds());
    let sent = |word: &str| {
        trace.events.iter().any(|event| matches!(&event.what, Happening::Send { label, .. } if label.words == word))
    };
    assert!(sent("take over") && sent("promise") && sent("state") && sent("joined"));
}

#[test]
fn without_fencing_the_old_primary_goes_on_acknowledging_and_with_it_does_not() {
    // A is cut off with r1, B is with the others; both write, long after a backup took over.
    let link = |fencing: &str| {
        format!(
            "s=primary&n=3&k.failover=on&k.fencing={fencing}&net=zones&sessions=0,1&ops=0&timeout=1500\
             &do=A.w.x@2000,B.w.x@2100&cut=r1,A@100-5000"
        )
    };
    let outcomes = |fencing: &str| -> Vec<Outcome> {
        let trace = run(&scenario_at(&link(fencing)), Recording::HistoryOnly);
        History::of(&trace).client_operations().map(|op| op.outcome).collect()
    };
    assert_eq!(outcomes("off"), [Outcome::Ok, Outcome::Ok]);
    assert_eq!(outcomes("on"), [Outcome::Info, Outcome::Ok]);
}

#[test]
fn what_does_not_go_together_is_said_in_words() {
    let problems = |link: &str| -> Vec<String> {
        let infos = protocols::PROTOCOLS.iter().map(|entry| &entry.info);
        let problems = scenario_at(link).validate(infos).expect_err("it cannot run");
        problems.into_iter().map(|problem| problem.sentence).collect()
    };
    assert_eq!(
        problems("s=primary&n=3&k.acks=3&k.failover=on&k.heartbeat_ms=600&k.timeout_ms=600"),
        [
            "3 backups are to confirm, but 3 replicas have 2 backups",
            "a backup takes over after 600 ms, but hears from the primary only every 600 ms"
        ]
    );
}

#[test]
fn each_rule_of_failover_is_missed() {
    for rule in ["k.without=lease", "k.without=newest", "k.without=confirm", "k.fencing=off"] {
        let strategy = failovers(rule);
        let mut runner = TestRunner::deterministic();
        let caught = (0..3_000).any(|_| {
            let scenario = strategy.new_tree(&mut runner).expect("no scenario is refused").current();
            let trace = run(&scenario, Recording::HistoryOnly);
            verdict(&trace, ModelId::Linearizable).violation().is_some()
        });
        assert!(caught, "{rule}");
    }
}

type Set = Vec<(&'static str, String)>;

/// Any setting of all knobs.
fn any_knobs(n: u8) -> impl Strategy<Value = Set> {
    let one = |id: &'static str, of: &'static [&'static str]| {
        select(of).prop_map(move |value| (id, value.to_owned())).boxed()
    };
    let switches =
        ["failover", "fencing", "read_your_writes", "monotonic_reads", "monotonic_writes", "writes_follow_reads"];
    let mut all: Vec<BoxedStrategy<(&'static str, String)>> =
        switches.into_iter().map(|id| one(id, &["on", "off"])).collect();
    all.extend([
        one("reads", &["primary", "nearest", "any"]),
        one("session", &["none", "sticky", "tracked", "primary_after_write"]),
        one("behind", &["wait", "elsewhere", "primary"]),
        one("without", &["none", "lease", "newest", "confirm"]),
        one("patience_ms", &["1", "40", "400"]),
        one("resend_ms", &["1", "40", "400"]),
        one("heartbeat_ms", &["1", "9", "30"]),
        one("timeout_ms", &["31", "100", "500"]),
        one("after_write_ms", &["1", "100"]),
        (0..n).prop_map(|acks| ("acks", acks.to_string())).boxed(),
    ]);
    all
}

fn any_primary(mix: Mix) -> impl Strategy<Value = Scenario> {
    (1..=5_u8)
        .prop_flat_map(|n| (Just(n), any_knobs(n)))
        .prop_flat_map(move |(n, knobs)| scenario_of("primary", knobs, (n, 1, 1), mix))
}

/// Failovers, one after the other: fast messages, short patience, and faults that outlast it. So many
/// backups confirm that every majority has one of them; one rule may be left out.
fn failovers(settings: &'static str) -> impl Strategy<Value = Scenario> {
    let fault = (0..600_u32, 40..300_u32, 0..5_u8, 0..5_u8, any::<bool>(), 0..6_u8).prop_map(
        |(at, long, who, other, with_a, kind)| {
            let until = at + long;
            let (who, other, a) = (who + 1, other + 1, if with_a { ",A" } else { "" });
            match kind {
                0 => format!("&crash=r{who}@{at}-{until}"),
                1 => format!("&pause=r{who}@{at}-{until}"),
                2 => format!("&cut=r{who},r{other}{a}@{at}-{until}"),
                3 => format!("&cut=r{who}@{at}-{until}!in"),
                _ => format!("&cut=r{who}{a}@{at}-{until}"),
            }
        },
    );
    let cluster = (3..=5_u8).prop_flat_map(|n| (Just(n), n.div_ceil(2) - 1..n));
    let rest = (select(vec![60, 300]), select(vec![0.0, 0.05]), any::<u32>());
    (cluster, prop::collection::vec(fault, 1..5), rest).prop_map(move |((n, acks), faults, (timeout, loss, seed))| {
        let named = |fault: &&String| (n + 1..=5).all(|id| !fault.contains(&format!("r{id}")));
        let faults: String = faults.iter().filter(named).cloned().collect();
        scenario_at(&format!(
            "s=primary&n={n}&k.acks={acks}&k.failover=on&k.heartbeat_ms=5&k.timeout_ms=30&k.patience_ms=15\
                 &k.resend_ms=10&{settings}&net=zones&sessions=0,1,2&ops=14&writes=50&keys=1&think=exp:20\
                 &timeout={timeout}&loss={loss}&dup={loss}&seed={seed}{faults}"
        ))
    })
}

fn expect(scenario: &Scenario, model: ModelId) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    let verdict = verdict(&trace, model);
    let told = || history::write_history(&History::of(&trace));
    prop_assert!(verdict.violation().is_none(), "{:?}\n{}", verdict, told());
    Ok(())
}

/// Each switch alone, with monotonic reads where only those who read forwards can see a difference.
const ALONE: [(ModelId, &str); 6] = [
    (ModelId::ReadYourWrites, "k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off"),
    (ModelId::MonotonicReads, "k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off"),
    (ModelId::MonotonicWrites, "k.read_your_writes=off&k.writes_follow_reads=off"),
    (ModelId::WritesFollowReads, "k.read_your_writes=off&k.monotonic_writes=off"),
    (ModelId::Pram, "k.writes_follow_reads=off"),
    (ModelId::CausalMemory, ""),
];

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn a_session_keeps_what_is_switched_on(
        (model, scenario) in (select(&ALONE[..]), select(vec!["wait", "elsewhere", "primary"])).prop_flat_map(
            |((model, others), behind)| (Just(model), chain(format!("{TRACKED}&{others}&k.behind={behind}"))),
        ),
    ) {
        expect(&scenario, model)?;
    }

    #[test]
    fn what_a_majority_has_outlives_any_failover(scenario in failovers("k.without=none")) {
        expect(&scenario, ModelId::Linearizable)?;
    }

    #[test]
    fn no_setting_and_no_fault_upsets_it(
        scenario in any_primary(Mix { disks_are_lost: true, ..HARSH }),
    ) {
        let mut scenario = scenario;
        scenario.settle_ms = scenario.settle_ms.min(100);
        run(&scenario, Recording::Full);
    }

    #[test]
    fn an_acknowledged_write_has_one_place_however_often_it_was_asked_for(scenario in any_primary(HARSH)) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let mut places = BTreeMap::new();
        let mut writes = BTreeMap::new();
        for event in &trace.events {
            if let Happening::Stamp { operation, version } = event.what {
                prop_assert_eq!(places.insert(operation, version), None);
                prop_assert_eq!(writes.insert((version.stamp, version.counter, version.writer), operation), None);
            }
        }
        for operation in History::of(&trace).client_operations() {
            let acknowledged = !operation.is_read() && operation.outcome == Outcome::Ok;
            prop_assert!(!acknowledged || places.contains_key(&operation.id));
        }
    }

    #[test]
    fn nothing_fails_while_nothing_goes_wrong(scenario in any_primary(CALM)) {
        let mut scenario = scenario;
        // Longer than any message takes, but those of a heavy tail.
        scenario.timeout_ms = 20_000;
        scenario.network = scenario::Network { preset: "zones".to_owned(), ..scenario::Network::default() };
        for session in &mut scenario.sessions {
            session.region %= 3;
        }
        scenario.cluster.placement.clear();
        let trace = run(&scenario, Recording::HistoryOnly);
        for operation in History::of(&trace).operations {
            prop_assert!(operation.role == Role::Probe || operation.outcome == Outcome::Ok, "{:?}", operation);
        }
    }
}
