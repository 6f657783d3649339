//! Shards with timestamps, held to stored runs: what the commit wait and the bounds on timestamps are
//! for, what hybrid clocks give up, and that everyone is answered where nothing fails.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use check::{Budget, Verdict};
use history::{Happening, NodeId, Outcome, ReplicaId};
use protocols::Recording;
use random::run;
use scenario::Scenario;

/// Judges the transactions of a run: whether they are strictly serializable, or, where time does not
/// count, serializable. Nothing where there are none.
fn transactions(scenario: &Scenario, timed: bool) -> Option<Verdict> {
    let calls = history::calls::Calls::of_trace(&run(scenario, Recording::HistoryOnly))?;
    let bank = check::objects::object("bank").expect("it is registered");
    Some(match timed {
        true => check::objects::judge(&calls, bank, Budget::default()).verdict,
        false => check::objects::serializable(&calls, bank, Budget::default()),
    })
}

fn read(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

/// r1's clock is 30 ms fast and r4's as slow, within the uncertainty of 40 ms. A pays into x, and then
/// into y; B reads both.
const PAID_ONE_AFTER_THE_OTHER: &str = "s=true_time&n=6&net=continent&place=0,0,1,3,3,4&sessions=2,1\
    &object=bank&initial=0&keys=2&ops=0&k.uncertainty_ms=40&timeout=4000\
    &do=A.+100.x@20,A.+50.y@21,B.r.x@60,B.r.x@180";
const WITHIN: &str = "&clock=r1@0+30&clock=r4@0+-30";
const BEYOND: &str = "&clock=r1@0+300";

#[test]
fn commit_wait_keeps_external_consistency_while_clocks_are_within_the_uncertainty() {
    let told =
        |more: &str, timed| transactions(&read(&[PAID_ONE_AFTER_THE_OTHER, more].concat()), timed).expect("it calls");
    let without = ["&k.commit_wait=off", WITHIN].concat();
    let strict = told(&without, true);
    let sentence = strict.violation().map(check::Violation::plain).unwrap_or_default();
    assert!(sentence.contains("B read all as x=0, y=50"), "{strict:?}");
    assert!(told(&without, false).holds(), "timestamps are one order");
    assert!(told(WITHIN, true).holds());
    assert!(told("&k.commit_wait=off", true).holds(), "with right clocks nothing has to wait");
    assert!(told(BEYOND, true).violation().is_some(), "no wait helps where a clock is off by more than it says");
}

#[test]
fn the_commit_wait_is_drawn_and_each_replica_shows_the_keys_of_its_shard() {
    for (commit_wait, expected) in [("off", Vec::new()), ("on", vec![("r1", "x"), ("r4", "y")])] {
        let link = [PAID_ONE_AFTER_THE_OTHER, WITHIN, "&k.commit_wait=", commit_wait].concat();
        let story = diagram::Story::of(&run(&read(&link), Recording::Full));
        let drawn = story.waits.iter().filter(|wait| wait.to.since(wait.from).as_us() > 70_000);
        let drawn: Vec<(&str, &str)> =
            drawn.map(|wait| (story.name(NodeId::Replica(wait.replica)), story.key_name(wait.key))).collect();
        assert_eq!(drawn, expected, "twice the uncertainty of 40 ms, but for what logging takes");
        let stored: Vec<Vec<&str>> = (0..6).map(|id| story.keys_at(ReplicaId(id))).collect();
        assert_eq!(stored, [["x"], ["x"], ["x"], ["y"], ["y"], ["y"]]);
    }
}

/// Where a rule is left out, a read sees one half of a transfer: the rule, and the scenario.
const HALF_A_TRANSFER: [(&str, &str); 2] = [
    // r4's clock is fast, so that it promises to commit no earlier than in a while. B reads at a moment
    // before that, and nothing there; but the transfer is committed at a moment before B's.
    ("prepare_bound", "do=A.-50.x@4,B.r.x@54&clock=r4@0+35"),
    // B's clock and r4's are fast, and B reads at r4, and nothing there. Then r4's clock steps back, and it
    // promises an earlier moment; and then r1, whose clock is slow, commits before B's question gets there.
    ("monotonic", "do=A.-50.x@14,B.r.x@20&clock=B@0+20&clock=r4@0-26+20&clock=r1@0+-20&slow=B@20-21x2"),
];

#[test]
fn without_its_bounds_on_timestamps_a_read_sees_half_a_transfer() {
    for (rule, story) in HALF_A_TRANSFER {
        for without in ["none", rule] {
            let link = format!(
                "s=true_time&n=6&net=continent&place=0,0,0,4,4,4&sessions=0,4&object=bank&initial=100&keys=2&ops=0\
                 &k.uncertainty_ms=40&timeout=4000&{story}&k.without={without}"
            );
            let plain = transactions(&read(&link), false).expect("it calls");
            assert_eq!(plain.holds(), without == "none", "{link}: {plain:?}");
            assert_eq!(plain.violation().is_some(), without != "none", "{link}: {plain:?}");
        }
    }
}

#[test]
fn the_later_transaction_has_the_earlier_timestamp_without_the_wait() {
    for (commit_wait, later) in [("off", false), ("on", true)] {
        let link = [PAID_ONE_AFTER_THE_OTHER, WITHIN, "&k.commit_wait=", commit_wait].concat();
        let trace = run(&read(&link), Recording::Full);
        let stamps: Vec<i64> = trace
            .events
            .iter()
            .filter_map(|event| match event.what {
                Happening::Stamp { version, .. } => Some(version.stamp),
                _ => None,
            })
            .collect();
        assert!(matches!(stamps[..], [x, y] if (y > x) == later), "{commit_wait}: {stamps:?}");
    }
}

/// With hybrid clocks, r4's slow. C begins to read while neither x nor y has anything, and its question
/// is long on its way to r4. Meanwhile A pays into x, is done, and then B pays into y, which gets the
/// earlier timestamp: C sees B's money and not A's.
const CAUSAL_REVERSE: &str = "s=true_time&n=6&net=continent&place=0,0,0,4,4,4&sessions=0,4,0\
    &object=bank&initial=0&keys=2&ops=0&k.clock=hybrid&k.uncertainty_ms=500&timeout=4000\
    &do=C.r.x@20,A.+100.x@22,B.+50.y@28&clock=r4@0+-100&clock=B@0+-100&slow=C@20-21x3";

#[test]
fn with_hybrid_clocks_one_transaction_may_be_seen_without_the_one_before_it() {
    let strict = transactions(&read(CAUSAL_REVERSE), true).expect("it calls");
    let sentence = strict.violation().map(check::Violation::plain).unwrap_or_default();
    assert!(sentence.contains("C read all as x=0, y=50"), "{strict:?}");
    assert!(transactions(&read(CAUSAL_REVERSE), false).expect("it calls").holds());
    // True time, with the same uncertainty, lets A wait.
    let waits = read(&CAUSAL_REVERSE.replace("k.clock=hybrid", "k.clock=true_time"));
    assert!(transactions(&waits, true).expect("it calls").holds());
}

#[test]
fn an_object_of_many_keys_goes_only_with_who_knows_it() {
    for (settings, sentence) in [
        ("s=quorum&n=3&w=2&r=2&keys=2", "Quorum does not know the object `bank`"),
        ("s=true_time&keys=1", "a bank has at least two accounts"),
    ] {
        let problems = read(&[settings, "&object=bank"].concat()).validate(pipeline::protocols()).expect_err("refused");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].sentence.contains(sentence), "{problems:?}");
    }
}

/// Calls, and those that were answered.
fn answered(link: &str) -> (usize, usize) {
    let trace = run(&read(link), Recording::HistoryOnly);
    let begun = trace.events.iter().filter(|event| matches!(event.what, Happening::Invoke { .. })).count();
    let ok = |event: &&history::Event| matches!(event.what, Happening::Return { outcome: Outcome::Ok, .. });
    (begun, trace.events.iter().filter(ok).count())
}

#[test]
fn when_nothing_fails_every_operation_is_answered() {
    for network in ["rack", "zones", "continent", "worldwide", "lnkd-disk"] {
        for settings in ["n=6", "n=5&k.reads=nearest", "n=6&k.clock=hybrid", "n=7&k.shards=3&k.staleness_ms=50"] {
            for object in ["register", "bank&initial=100&amount=60"] {
                let link = format!("s=true_time&net={network}&ops=10&keys=4&timeout=6000&{settings}&object={object}");
                let (all, ok) = answered(&link);
                assert_eq!((all, ok), (all, all), "{link}");
            }
        }
    }
}

#[test]
fn a_replica_of_each_shard_that_is_no_leader_may_be_down() {
    let (all, ok) =
        answered("s=true_time&n=6&net=zones&ops=20&keys=2&timeout=2000&crash=r2@0-&crash=r6@0-&object=bank");
    assert_eq!(all, ok);
}
