//! The service level of a link.

use super::*;
use scenario::{FreshReads, Level, Uptime};

/// Any level that can be asked.
pub(super) fn any_level() -> impl Strategy<Value = Level> {
    let (share, ms) = (0.0..=1.0, 0.0..=600_000.0);
    let fresh = option::of((share.clone(), ms.clone()).prop_map(|(share, within_ms)| FreshReads { share, within_ms }));
    let up = option::of((share.clone(), share.clone()).prop_map(|(share, failure)| Uptime { share, failure }));
    let times = (option::of(ms.clone()), option::of(ms), option::of(share));
    (fresh, times, up, (0..=8_u8, 0..=8_u8, any::<bool>())).prop_map(
        |(fresh, (read_ms, write_ms, answered), up, (down_writes, down_reads, without_region))| Level {
            fresh,
            read_ms,
            write_ms,
            answered,
            up,
            down_writes,
            down_reads,
            without_region,
        },
    )
}

fn tail(level: Option<Level>) -> String {
    encode(&Link { level, ..Link::from(base_of_version_1()) }).expect("it fits a link")
}

#[test]
fn a_link_says_what_is_asked_and_nothing_where_nobody_asked() {
    assert_eq!(tail(None), "v=1");
    let some = Level { write_ms: Some(80.0), without_region: true, ..Level::default() };
    assert_eq!(tail(Some(some)), "p99-write=80&lose-region=on");
    assert_eq!(tail(Some(Level::default())), "asks=nothing");
    let all = Level {
        fresh: Some(FreshReads { share: 0.5, within_ms: 0.25 }),
        read_ms: Some(7.25),
        write_ms: Some(0.0),
        answered: Some(0.999),
        up: Some(Uptime { share: 0.9999, failure: 0.01 }),
        down_writes: 1,
        down_reads: 2,
        without_region: false,
    };
    let text =
        "fresh=0.5@0.25&p99-read=7.25&p99-write=0&answered=0.999&up=0.9999@0.01&survive-writes=1&survive-reads=2";
    assert_eq!(tail(Some(all)), text);
    let link = Link { level: Some(all), ..Link::from(base_of_version_1()) };
    assert_eq!((reopened(text), reopened(&encode_packed(&link).expect("it fits"))), (link.clone(), link));
    let even = Level { down_writes: 2, down_reads: 2, ..Level::default() };
    assert_eq!((tail(Some(even)).as_str(), reopened("survive=2").level), ("survive=2", Some(even)));
}

#[test]
fn the_scenario_is_the_same_whatever_is_asked() {
    let [asked, plain] = ["w=3&seed=7&fresh=0.9@5&survive=1", "w=3&seed=7"].map(reopened);
    assert_eq!((asked.scenario, asked.view, asked.pinned), (plain.scenario, plain.view, plain.pinned));
    assert!(asked.level.is_some() && plain.level.is_none());
}

#[test]
fn what_cannot_be_asked_is_named_and_the_rest_is_kept() {
    for (part, words) in [
        ("fresh=0.99", "should look like 0.99@100"),
        ("fresh=2@5", "`2` is not a share from 0 to 1"),
        ("fresh=0.9@-5", "`-5` is not a time from 0 to 600000 ms"),
        ("p99-read=fast", "`fast` is not a number"),
        ("p99-write=1e9", "is not a time from 0 to 600000 ms"),
        ("answered=99", "`99` is not a share from 0 to 1"),
        ("up=0.99", "two shares of time"),
        ("survive=9", "`9` is not a number of replicas from 0 to 8"),
        ("lose-region=yes", "`yes` is neither on nor off"),
        ("asks=much", "`much` is not `nothing`"),
        ("p95-read=5", "there is no such setting"),
        ("a.fresh=0.9@5", "there is no such setting"),
    ] {
        let decoded = decode(&format!("w=3&{part}")).expect("it opens");
        assert_eq!(decoded.problems.len(), 1, "{part}");
        assert!(decoded.problems[0].sentence.contains(words), "{part}: {:?}", decoded.problems);
        assert_eq!((decoded.link.scenario.cluster.w, decoded.link.level), (3, None), "{part}");
    }
    let twice = decode("p99-read=5&p99-read=6").expect("it opens");
    assert_eq!((twice.problems.len(), twice.link.level.and_then(|level| level.read_ms)), (1, Some(6.0)));
}
