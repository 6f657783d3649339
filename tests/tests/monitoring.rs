//! What an operator watches, over runs of real protocols.

use history::{History, Instant};
use measure::{Latencies, Monitoring};
use pipeline::Recording;
use scenario::Scenario;

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).expect("a link");
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn watched(scenario: &Scenario) -> Monitoring {
    let trace = pipeline::run(scenario, Recording::Full).expect("it can run");
    let intended = pipeline::arrivals(scenario);
    Monitoring::of(&trace, &History::of(&trace), intended.as_deref(), 10)
}

#[test]
fn where_one_place_puts_writes_in_order_there_are_no_conflicts_and_elsewhere_there_are() {
    let conflicts = |protocol: &str| {
        let of = |seed: u32| {
            let told = watched(&scenario(&format!("s={protocol}&net=continent&ops=12&writes=70&seed={seed}")));
            told.conflicts.map_or(0, |conflicts| conflicts.writes.len())
        };
        (1..=20).map(of).sum::<usize>()
    };
    for protocol in ["single_copy", "raft", "primary", "total_order", "write_all"] {
        assert_eq!(conflicts(protocol), 0, "{protocol}");
    }
    for protocol in ["quorum", "multi_leader", "causal", "weak"] {
        assert!(conflicts(protocol) > 0, "{protocol}");
    }
}

#[test]
fn a_replica_that_is_cut_off_is_behind_until_it_is_back() {
    let told = watched(&scenario("s=raft&net=rack&ops=20&think=20&writes=60&cut=r5@100-300&seed=4"));
    let lag = told.lag.expect("it stores registers");
    let names: Vec<&str> = lag.iter().map(|one| one.replica.as_str()).collect();
    assert_eq!(names, ["r1", "r2", "r3", "r4", "r5"]);
    assert!(lag.iter().all(|one| one.missing == 0), "{lag:?}");
    // Windows are of 50 ms; in the fourth to the sixth the cut has lasted for that long at least. A follower learns
    // with the next heartbeat, 20 ms later, what was committed.
    let during = |one: &measure::ReplicaLag| one.windows_us[3..6].to_vec();
    assert!((49_000..51_000).contains(&told.window_us), "{}", told.window_us);
    assert!(during(&lag[4]).iter().zip([100_000, 150_000, 200_000]).all(|(lag, least)| *lag > least), "{lag:?}");
    assert!(lag[..4].iter().flat_map(during).all(|lag| lag < 25_000), "{lag:?}");
}

#[test]
fn a_replica_that_never_comes_back_goes_on_lacking() {
    let told = watched(&scenario("net=rack&ops=6&writes=80&n=3&w=2&r=2&crash=r3@0&seed=2"));
    let lag = told.lag.expect("it stores registers");
    assert!(lag[2].missing > 0 && lag[2].worst_us > lag[0].worst_us, "{lag:?}");
}

#[test]
fn an_open_loop_begins_when_it_is_meant_to_or_as_soon_as_it_can() {
    let scenario = scenario("net=continent&ops=40&think=exp:10&arrivals=open&seed=9");
    let trace = pipeline::run(&scenario, Recording::HistoryOnly).expect("it can run");
    let history = History::of(&trace);
    let arrivals = pipeline::arrivals(&scenario).expect("an open loop");
    let mut late = 0;
    for (session, times) in (0..).zip(&arrivals) {
        let mine: Vec<_> = history.work().filter(|operation| operation.session.0 == session).collect();
        assert_eq!(mine.len(), times.len());
        let mut free = Instant::ZERO;
        for (operation, meant) in mine.iter().zip(times) {
            // An operation that ended as the next began is told as ended a microsecond sooner.
            let begins = operation.invoked.as_us();
            let earliest = (*meant).max(free).as_us();
            assert!(begins == earliest || begins == earliest + 1, "{operation:?}, meant for {meant:?}");
            late += u32::from(operation.invoked > *meant);
            free = operation.returned.expect("nothing fails here");
        }
    }
    assert!(late > 20, "a session that waits lets operations wait: {late}");
    let told = Latencies::of(&trace, &history, Some(&arrivals));
    let (from_begin, meant) =
        (told.all.reads.expect("reads"), told.intended.and_then(|group| group.reads).expect("reads"));
    assert!(meant.p50_us > from_begin.p50_us && meant.p99_us > from_begin.p99_us, "{meant:?} {from_begin:?}");
}

#[test]
fn intended_times_are_known_before_the_run_only_of_open_loops_and_scripts() {
    assert_eq!(pipeline::arrivals(&Scenario::default()), None);
    let script = pipeline::arrivals(&scenario("ops=0&do=A.w.x@10,B.r.x@30,A.r.x@5")).expect("a script");
    let us = |list: &[u64]| list.iter().map(|us| Instant::from_us(*us)).collect::<Vec<_>>();
    assert_eq!(script, [us(&[5_000, 10_000]), us(&[30_000]), us(&[])]);
}
