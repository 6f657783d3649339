//! What an operator watches, over runs of real protocols.

use history::History;
use measure::Monitoring;
use pipeline::Recording;
use scenario::Scenario;

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).expect("a link");
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn watched(scenario: &Scenario) -> Monitoring {
    let trace = pipeline::run(scenario, Recording::Full).expect("it can run");
    Monitoring::of(&trace, &History::of(&trace), None, 10)
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
