//! Several leaders: whatever happens, all hold the same in the end; what a session sees meanwhile
//! depends on its replica and on whose clock counts.
#![cfg(not(target_arch = "wasm32"))]

mod chains;
mod modes;
mod random;

use chains::chain;
use history::{Happening, History, ModelId, Trace};
use modes::{HARSH, first_broken, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Assumptions, Scenario};

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

const TRACKED: &str = "s=multi_leader&n=3&k.session=tracked";

/// Chains with mail that is lost and a wall clock that is off.
fn chains(settings: &'static str) -> impl Strategy<Value = Scenario> + use<> {
    let where_ = (select(vec!["any", "nearest"]), select(vec!["wait", "elsewhere"]), 1..=3_u8, -60..60_i32);
    where_.prop_flat_map(move |(reads, behind, who, skew)| {
        chain(format!(
            "{TRACKED}&k.patience_ms=40&k.reads={reads}&k.behind={behind}&{settings}&loss=0.2&clock=r{who}@0+{skew}"
        ))
    })
}

/// What a session is switched on to, each with a setting that takes it away.
const PROMISES: [(ModelId, &str, &str); 7] = [
    (
        ModelId::ReadYourWrites,
        "k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        "k.read_your_writes=off",
    ),
    (
        ModelId::MonotonicReads,
        "k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        "k.monotonic_reads=off",
    ),
    (ModelId::MonotonicWrites, "k.read_your_writes=off&k.writes_follow_reads=off", "k.monotonic_writes=off"),
    (ModelId::WritesFollowReads, "k.read_your_writes=off&k.monotonic_writes=off", "k.writes_follow_reads=off"),
    (ModelId::PerKeySequential, "k.monotonic_writes=off&k.writes_follow_reads=off", "k.without=above"),
    (ModelId::CausalConvergence, "k.versions=clock", "k.without=above"),
    (ModelId::CausalConvergence, "k.versions=lamport", "k.session=none"),
];

fn breaks(scenario: &Scenario, model: ModelId) -> bool {
    verdict(&run(scenario, Recording::HistoryOnly), model).violation().is_some()
}

#[test]
fn each_switch_and_each_rule_is_missed_where_it_is_left_out() {
    for (model, settings, without) in PROMISES {
        let strategy = chains(Box::leak(scenario::overlaid(settings, without).into_boxed_str()));
        let mut runner = TestRunner::deterministic();
        let caught = (0..2_000).any(|_| {
            let scenario = strategy.new_tree(&mut runner).expect("no scenario is refused").current();
            breaks(&scenario, model)
        });
        assert!(caught, "{model}: {settings} and {without}");
    }
}

/// A session reads what others wrote twice at a replica that is ahead, and writes at one that is not.
#[test]
fn a_session_takes_part_in_lamport_clocks() {
    let link = |without: &str| {
        format!(
            "{TRACKED}&k.reads=any&k.versions=lamport&k.monotonic_writes=off&k.writes_follow_reads=off&k.without={without}\
             &net=worldwide&sessions=0,1&ops=0&do=A.w.x@10,A.w.x@14,A.w.x@18,B.r.x@30,B.w.x@55,B.r.x@90\
             &slow=r2@0-100x5&seed=2"
        )
    };
    assert!(breaks(&scenario_at(&link("above")), ModelId::ReadYourWrites));
    assert!(!breaks(&scenario_at(&link("none")), ModelId::ReadYourWrites));
}

/// C sees A's second write where B's, which is newer, has not come yet, and then asks where B's hides
/// that A's never came.
#[test]
fn a_newer_version_does_not_stand_for_what_an_older_one_rests_on() {
    let link = |without: &str| {
        format!(
            "{TRACKED}&k.reads=any&k.without={without}&net=worldwide&sessions=0,1,0&ops=0\
             &do=A.w.y@10,A.w.x@16,B.w.x@20,C.r.x@28,C.r.y@32&seed=54"
        )
    };
    assert!(breaks(&scenario_at(&link("transitive")), ModelId::MonotonicWrites));
    assert!(!breaks(&scenario_at(&link("none")), ModelId::CausalConvergence));
}

#[test]
fn a_sticky_session_that_moves_on_may_go_back_in_time() {
    // Its replica goes down before any other has heard of the write.
    let link = "s=multi_leader&n=3&k.versions=lamport&k.session=sticky&k.patience_ms=100&net=continent&sessions=1\
                &ops=0&do=A.w.x@10,A.r.x@40,A.r.x@60&crash=r2@50-900&cut=r1,r3@0-300!in&seed=1";
    assert!(breaks(&scenario_at(link), ModelId::ReadYourWrites));
    let stays = link.replace("patience_ms=100", "patience_ms=60000");
    assert!(!breaks(&scenario_at(&stays), ModelId::ReadYourWrites), "it waits for it");
    assert!(!breaks(&scenario_at(&link.replace("&crash=r2@50-900", "")), ModelId::ReadYourWrites));
}

#[test]
fn a_replica_that_is_behind_waits_or_sends_the_read_away() {
    let way = |behind: &str| {
        let link = format!(
            "{TRACKED}&k.reads=any&k.behind={behind}&net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7"
        );
        let trace = run(&scenario_at(&link), Recording::Full);
        let sent = trace.events.iter().filter_map(|event| match &event.what {
            Happening::Send { from, to, label, .. } if ["read", "value", "behind"].contains(&&*label.words) => {
                Some(format!("{from} {} {to}", label.words))
            }
            _ => None,
        });
        let way: Vec<String> = sent.collect();
        assert!(!breaks(&scenario_at(&link), ModelId::ReadYourWrites));
        assert_eq!(share_ok(&trace), 1.0, "{}", history::write_history(&History::of(&trace)));
        way
    };
    let waits = way("wait");
    let asked = waits[0].rsplit_once(' ').expect("three words").1.to_owned();
    assert_eq!(waits, [format!("A read {asked}"), format!("{asked} value A")]);
    let goes = way("elsewhere");
    assert_eq!(goes[..2], [format!("A read {asked}"), format!("{asked} behind A")]);
    assert_eq!(goes[2..], ["A read r1", "r1 value A"]);
}

#[test]
fn what_does_not_go_together_is_said_in_words() {
    let problems = |link: &str| -> Vec<String> {
        let infos = protocols::PROTOCOLS.iter().map(|entry| &entry.info);
        let problems = scenario_at(link).validate(infos).expect_err("it cannot run");
        problems.into_iter().map(|problem| problem.sentence).collect()
    };
    assert_eq!(
        problems(&format!("{TRACKED}&k.conflicts=union&object=set")),
        ["sets that are united have no newest version, so that sessions cannot track what they saw of them; \
             they can stay with one replica"]
    );
    assert_eq!(
        problems("s=multi_leader&n=3&k.session=primary_after_write&k.behind=primary"),
        [
            "A replica that is behind is `primary`; it can be wait, elsewhere",
            "Sessions is `primary_after_write`; it can be none, sticky, tracked"
        ]
    );
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
    fn a_session_keeps_what_is_switched_on(
        (model, scenario) in select(&PROMISES[..]).prop_flat_map(|(model, settings, _)| (Just(model), chains(settings))),
    ) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let verdict = verdict(&trace, model);
        prop_assert!(verdict.violation().is_none(), "{:?}\n{}", verdict, history::write_history(&History::of(&trace)));
    }

    #[test]
    fn tracked_sessions_end_well_too_while_all_replicas_are_up_and_reached(
        scenario in modes::scenarios(ID, "n=3&k.reads=any&k.session=tracked", Assumptions::CALM),
        elsewhere in any::<bool>(),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 1_000;
        if elsewhere {
            scenario.strategy.knobs.insert("behind".to_owned(), "elsewhere".to_owned());
        }
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
            select(vec!["none", "anti_entropy", "last_write_wins", "above", "transitive"]),
            (select(vec!["none", "sticky", "tracked"]), select(vec!["wait", "elsewhere"])),
            select(vec!["clock", "lamport"]),
            select(vec!["nearest", "any"]),
            1..=9_u8,
        )
            .prop_flat_map(|(without, (session, behind), versions, reads, n)| {
                let knob = |id, value: &str| (id, value.to_owned());
                let period = knob("period_ms", "10");
                let mut knobs = vec![knob("without", without), knob("versions", versions), knob("reads", reads), period];
                knobs.extend([knob("session", session), knob("behind", behind), knob("patience_ms", "20")]);
                scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, ..HARSH })
            }),
    ) {
        run(&scenario, Recording::Full);
    }
}
