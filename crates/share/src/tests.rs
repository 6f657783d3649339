//! What links carry, what they refuse, and in which words.

mod level;
mod pinned;

use std::collections::BTreeMap;

use history::{NodeId, OperationId, ReplicaId, SessionId};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use scenario::{
    Cluster, CustomLink, CustomNetwork, CutDirection, Distribution, Drawn, Fault, FaultAction, Network, Node,
    RandomWork, Scenario, ScriptedAction, ScriptedOperation, Session, Strategy as Replication, Workload,
};

use crate::{
    Form, LINK_BYTES_MAX, Link, LinkError, View, base_of_version_1, decode, encode, encode_packed, encode_readable,
    read_text, write_text,
};

fn node() -> impl Strategy<Value = Node> {
    prop_oneof![
        any::<u8>().prop_map(|id| Node(NodeId::Session(SessionId(id)))),
        (0..255_u8).prop_map(|id| Node(NodeId::Replica(ReplicaId(id)))),
    ]
}

/// Any finite number that a slider, a field or a computation can leave behind.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..100_000_u32).prop_map(|n| f64::from(n) / 1000.0),
        proptest::num::f64::NORMAL.prop_map(|n| n % 1000.0),
        -1e9..1e9_f64
    ]
}

fn distribution() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        number().prop_map(|ms| Distribution::Constant { ms }),
        number().prop_map(|mean_ms| Distribution::Exponential { mean_ms }),
        (number(), number()).prop_map(|(low_ms, high_ms)| Distribution::Uniform { low_ms, high_ms }),
        (number(), number()).prop_map(|(median_ms, tail)| Distribution::LogNormal { median_ms, tail }),
        (number(), number(), number(), number()).prop_map(|(pareto_share, scale_ms, shape, rate_per_ms)| {
            Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms }
        }),
        vec(number(), 0..5).prop_map(|quantiles_ms| Distribution::Empirical { quantiles_ms }),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    let direction = prop_oneof![Just(CutDirection::Both), Just(CutDirection::Inward), Just(CutDirection::Outward)];
    let action = prop_oneof![
        (vec(node(), 0..4), direction).prop_map(|(nodes, direction)| FaultAction::Partition { nodes, direction }),
        (node(), any::<bool>()).prop_map(|(node, disk_lost)| FaultAction::Crash { node, disk_lost }),
        node().prop_map(|node| FaultAction::Pause { node }),
        (node(), number()).prop_map(|(node, factor)| FaultAction::Slow { node, factor }),
        number().prop_map(|share| FaultAction::Loss { share }),
        (node(), any::<i64>()).prop_map(|(node, by_us)| FaultAction::ClockStep { node, by_us }),
        (node(), any::<i64>()).prop_map(|(node, rate_ppm)| FaultAction::ClockDrift { node, rate_ppm }),
    ];
    (any::<u64>(), option::of(any::<u64>()), action).prop_map(|(at_us, until_us, action)| Fault {
        at_us,
        until_us,
        action,
    })
}

fn network() -> impl Strategy<Value = Network> {
    let link =
        (any::<u8>(), any::<u8>(), distribution()).prop_map(|(from, to, one_way)| CustomLink { from, to, one_way });
    let custom = (vec(".{0,8}", 0..3), distribution(), vec(link, 0..3))
        .prop_map(|(regions, one_way, links)| CustomNetwork { regions, one_way, links });
    let preset = prop_oneof![Just("worldwide".to_owned()), Just("lnkd-ssd".to_owned()), ".{0,12}"];
    (preset, number(), option::of(number()), number(), number(), option::weighted(0.3, custom)).prop_map(
        |(preset, stretch, tail, loss, duplication, custom)| Network {
            preset,
            stretch,
            tail,
            loss,
            duplication,
            custom,
        },
    )
}

fn workload() -> impl Strategy<Value = Workload> {
    let action = prop_oneof![Just(ScriptedAction::Read), Just(ScriptedAction::Write)];
    let drawn = option::of((node(), any::<u16>()).prop_map(|(session, count)| Drawn { session, count }));
    let scripted = (node(), any::<u64>(), action, any::<u8>(), drawn)
        .prop_map(|(session, at_us, action, key, drawn)| ScriptedOperation { session, at_us, action, key, drawn });
    let random = (any::<u16>(), any::<u8>(), any::<u8>(), distribution(), any::<bool>()).prop_map(
        |(operations, write_percent, keys, think, open_loop)| RandomWork {
            operations,
            write_percent,
            keys,
            think,
            open_loop,
        },
    );
    (random, vec(scripted, 0..6)).prop_map(|(random, script)| Workload { random, script, ..Workload::default() })
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let strategy =
        (".{0,10}", btree_map(".{0,8}", ".{0,80}", 0..4)).prop_map(|(protocol, knobs)| Replication { protocol, knobs });
    let cluster = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), vec(any::<u8>(), 0..6))
        .prop_map(|(n, w, r, spares, placement)| Cluster { n, w, r, spares, placement });
    let sessions = vec(any::<u8>().prop_map(|region| Session { region }), 0..6);
    let rest = (any::<u32>(), any::<u32>(), vec(fault(), 0..5), any::<u32>());
    (strategy, cluster, network(), sessions, workload(), rest).prop_map(
        |(strategy, cluster, network, sessions, workload, (timeout_ms, settle_ms, faults, seed))| Scenario {
            strategy,
            cluster,
            network,
            sessions,
            workload,
            timeout_ms,
            settle_ms,
            faults,
            seed,
        },
    )
}

fn link() -> impl Strategy<Value = Link> {
    let window = option::of((any::<u64>(), any::<u64>()).prop_map(|(from, to)| (from.min(to), from.max(to))));
    let view = (option::of(any::<u64>()), option::of(any::<u32>().prop_map(OperationId)), window)
        .prop_map(|(cursor_us, operation, window_us)| View { cursor_us, operation, window_us });
    (scenario(), view, option::of(level::any_level()), option::of(scenario()))
        .prop_map(|(scenario, view, level, pinned)| Link { scenario, view, level, pinned })
}

/// What a link reads back as, with nothing to complain about.
fn reopened(tail: &str) -> Link {
    let decoded = decode(tail).unwrap_or_else(|error| panic!("{tail}: {error}"));
    assert_eq!(decoded.problems, [], "{tail}");
    decoded.link
}

proptest! {
    #[test]
    fn a_packed_link_reads_back_as_the_same_scenario_and_view(link in link()) {
        prop_assert_eq!(reopened(&encode_packed(&link).unwrap()), link);
    }

    #[test]
    fn a_readable_link_reads_back_as_the_same_scenario_and_view(link in link()) {
        let text = encode_readable(&link).unwrap();
        prop_assert!(text.is_ascii() && !text.contains(['#', ' ', '"', '<', '>']), "{}", text);
        prop_assert_eq!(reopened(&text), link);
    }

    #[test]
    fn whatever_is_encoded_reads_back(link in link()) {
        prop_assert_eq!(reopened(&encode(&link).unwrap()), link);
    }

    #[test]
    fn no_text_makes_decoding_panic(tail in ".{0,200}") {
        let _ = decode(&tail);
    }

    #[test]
    fn no_text_of_link_letters_makes_decoding_panic(tail in "[a-z0-9.=&@,!+x%AB-]{0,120}") {
        let _ = decode(&tail);
    }

    #[test]
    fn no_packed_bytes_make_decoding_panic(bytes in vec(any::<u8>(), 0..400)) {
        use base64::Engine as _;
        let _ = decode(&format!("1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)));
    }

    #[test]
    fn a_packed_link_that_was_changed_never_opens_as_another(link in link(), place in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let text = encode_packed(&link).unwrap();
        let place = 2 + place.index(text.len() - 2);
        let changed = format!("{}{letter}{}", &text[..place], &text[place + 1..]);
        if let Ok(decoded) = decode(&changed) {
            prop_assert_eq!(decoded.link, link);
        }
    }

    #[test]
    fn a_packed_link_that_was_cut_is_said_to_be_cut(link in link(), place in any::<prop::sample::Index>()) {
        let text = encode_packed(&link).unwrap();
        // The four bytes of the checksum at the end make up to six letters; without one of them the
        // rest is still known to be short.
        let place = 2 + place.index(text.len() - 3);
        prop_assert_eq!(decode(&text[..place]).unwrap_err(), LinkError::CutShort);
    }
}

#[test]
fn the_base_of_version_1_is_still_the_default_scenario() {
    assert_eq!(
        base_of_version_1(),
        Scenario::default(),
        "the default scenario was changed: links of version 1 must go on to mean the old one. Keep base.rs as it is; \
         before the first public release only, the two may be changed together"
    );
}

#[test]
fn the_base_is_a_link_that_names_its_version() {
    let text = encode(&Link::from(base_of_version_1()));
    assert_eq!(text.as_deref(), Ok("v=1"));
    assert_eq!(reopened("v=1").scenario, base_of_version_1());
    assert_eq!(reopened("").scenario, base_of_version_1());
}

#[test]
fn only_what_differs_is_written() {
    let view = View { cursor_us: Some(120_500), ..View::default() };
    let mut link = Link { view, ..Link::from(base_of_version_1()) };
    link.scenario.cluster.r = 4;
    link.scenario.strategy.knobs = BTreeMap::from([("write_back".to_owned(), "on".to_owned())]);
    let node = Node(NodeId::Replica(ReplicaId(2)));
    let action = FaultAction::Crash { node, disk_lost: true };
    link.scenario.faults.push(Fault { at_us: 204_000, until_us: Some(272_000), action });
    let text = "r=4&k.write_back=on&crash=r3@204-272!disk&at=120.5";
    assert_eq!(encode(&link).as_deref(), Ok(text));
    assert_eq!(reopened(text), link);
}

#[test]
fn sessions_stand_round_the_regions_of_the_network_unless_a_link_says_where() {
    let regions = |text: &str| -> Vec<u8> { reopened(text).scenario.sessions.iter().map(|s| s.region).collect() };
    assert_eq!(regions("net=rack"), [0, 0, 0]);
    assert_eq!(regions("net=zones"), [0, 0, 1]);
    assert_eq!(regions("sessions=2,1&net=zones"), [2, 1]);
    assert_eq!(regions("sessions=3&net=zones"), [3], "validation says that there is no such region");
    assert_eq!(regions("region=Here&region=There&way=5&net=custom"), [0, 1, 0]);
    let scenario = reopened("net=zones").scenario;
    assert_eq!(encode(&Link::from(scenario)).as_deref(), Ok("net=zones"));
}

#[test]
fn every_mistake_of_a_readable_link_is_named_and_the_rest_is_kept() {
    let decoded = decode("n=7&w=many&q=1&crash=r0@5-9&loss=0.1&loss=0.2@5&n=6&seed=%zz&do=A.w.x@10,B&shout").unwrap();
    let named: Vec<&str> = decoded.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(named, ["w=many", "q=1", "crash=r0@5-9", "n=6", "seed=%zz", "do=A.w.x@10,B", "shout"]);
    let scenario = decoded.link.scenario;
    assert_eq!((scenario.cluster.n, scenario.cluster.w, scenario.network.loss), (6, 2, 0.1));
    assert_eq!((scenario.faults.len(), scenario.workload.script.len()), (1, 1));
}

#[test]
fn mistakes_without_end_do_not_make_a_list_without_end() {
    let decoded = decode(&"x&".repeat(10_000)).unwrap();
    assert!(decoded.problems.len() < 100);
    assert_eq!(decoded.problems.last().unwrap().sentence, "and 9960 more mistakes");
    let decoded = decode(&format!("seed={}", "9".repeat(50_000))).unwrap();
    assert!(decoded.problems[0].to_string().len() < 500);
}

#[test]
fn newer_links_are_said_to_be_newer() {
    assert_eq!(decode("2.abc").unwrap_err(), LinkError::Newer { version: "2".to_owned() });
    assert_eq!(decode("v=2&n=5").unwrap_err(), LinkError::Newer { version: "2".to_owned() });
    assert_eq!(decode("0.abc").unwrap_err(), LinkError::Damaged);
    assert_eq!(decode("v=x&n=4").unwrap().problems.len(), 1);
}

fn packed(text: &str) -> String {
    use base64::Engine as _;
    let bytes = miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 9);
    format!("1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[test]
fn a_packed_link_of_a_newer_engine_is_opened_as_far_as_it_is_understood() {
    let decoded = decode(&packed("engine=99&seed=3&moon=full")).unwrap();
    assert!(decoded.is_of_another_engine() && decoded.form == Form::Packed);
    assert_eq!(decoded.link.scenario.seed, 3);
    assert_eq!(decoded.problems.len(), 1);
    assert!(!decode(&encode_packed(&Link::default()).unwrap()).unwrap().is_of_another_engine());
}

#[test]
fn a_packed_link_names_every_setting() {
    let scenario = Scenario { seed: 8, ..base_of_version_1() };
    let whole = crate::writer::write_whole(&Link::from(scenario)).unwrap();
    assert_eq!(
        whole,
        "engine=1&s=quorum&n=5&w=2&r=2&place=&net=worldwide&lat=1&loss=0&dup=0&sessions=0,3,4&ops=3&writes=40&keys=1\
         &think=exp:20&timeout=1000&settle=1000&seed=8"
    );
}

#[test]
fn spare_nodes_are_said_where_there_are_some() {
    let mut link = Link::from(base_of_version_1());
    (link.scenario.cluster.spares, link.scenario.cluster.placement) = (1, vec![0, 1, 2, 3, 4, 5]);
    assert_eq!(encode(&link).as_deref(), Ok("spares=1&place=0,1,2,3,4,5"));
    assert_eq!(reopened("spares=1&place=0,1,2,3,4,5"), link);
    let whole = crate::writer::write_whole(&link).unwrap();
    assert!(whole.starts_with("engine=1&s=quorum&n=5&w=2&r=2&spares=1&place=0,1,2,3,4,5&"), "{whole}");
    assert_eq!(decode("spares=-1").unwrap().problems[0].field, "spares=-1");
}

#[test]
fn an_open_loop_is_said_where_there_is_one() {
    let mut link = Link::from(base_of_version_1());
    link.scenario.workload.random.open_loop = true;
    assert_eq!(encode(&link).as_deref(), Ok("arrivals=open"));
    assert_eq!(reopened("arrivals=open"), link);
    assert!(!reopened("arrivals=closed").scenario.workload.random.open_loop);
    assert_eq!(decode("arrivals=on").unwrap().problems[0].sentence, "`on` is neither open nor closed");
}

#[test]
fn a_custom_network_can_be_typed() {
    let decoded = decode("net=custom&way=exp:5&region=Paris&region=New%20York&link=0,1@lognormal:40,2").unwrap();
    assert_eq!(decoded.problems, []);
    let custom = decoded.link.scenario.network.custom.unwrap();
    assert_eq!(custom.regions, ["Paris", "New York"]);
    assert_eq!(custom.links[0].one_way, Distribution::LogNormal { median_ms: 40.0, tail: 2.0 });
    assert_eq!(decode("net=custom&region=Paris").unwrap().problems[0].field, "way");
}

#[test]
fn a_packed_link_that_holds_anything_else_is_refused_or_explained() {
    use base64::Engine as _;
    let encode = |bytes: &[u8]| {
        let bytes = miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9);
        decode(&format!("1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)))
    };
    assert_eq!(encode(b"\xff\xfe").unwrap_err(), LinkError::Damaged);
    assert_eq!(encode(br#"{"n":5}"#).unwrap().problems.len(), 1);
    for text in ["1.", "1.A", "1.===="] {
        assert_eq!(decode(text).unwrap_err(), LinkError::CutShort, "{text}");
    }
    for text in ["1.!!!!", "1.é", "1.AAAA", "1.YWJjZGVmZw"] {
        assert_eq!(decode(text).unwrap_err(), LinkError::Damaged, "{text}");
    }
}

#[test]
fn a_decompression_bomb_is_refused() {
    let bomb = packed(&" ".repeat(40_000_000));
    assert!(bomb.len() < crate::LINK_BYTES_MAX, "{}", bomb.len());
    assert_eq!(decode(&bomb).unwrap_err(), LinkError::TooLarge);
}

#[test]
fn a_link_that_is_too_long_is_refused_unread() {
    assert_eq!(decode(&"n=5&".repeat(40_000)).unwrap_err(), LinkError::TooLong);
}

#[test]
fn the_largest_script_that_is_allowed_fits_a_link() {
    let operation = |i: u32| ScriptedOperation {
        session: Node(NodeId::Session(SessionId((i % 40) as u8))),
        at_us: u64::from(i) * 1_799_999,
        action: if i.is_multiple_of(3) { ScriptedAction::Write } else { ScriptedAction::Read },
        key: (i % 26) as u8,
        drawn: Some(Drawn { session: Node(NodeId::Session(SessionId((i % 40) as u8))), count: i as u16 }),
    };
    let mut link = Link::from(base_of_version_1());
    link.scenario.workload.script = (0..scenario::limits::SCRIPT_MAX).map(operation).collect();
    assert_eq!(reopened(&encode(&link).unwrap()), link);
    link.scenario.network.custom = Some(CustomNetwork {
        regions: vec!["a".repeat(60); 16],
        one_way: Distribution::Constant { ms: 1.0 },
        links: Vec::new(),
    });
    assert_eq!(reopened(&encode(&link).unwrap()), link);
}

#[test]
fn a_scenario_that_fits_no_link_is_refused_with_a_sentence() {
    let mut link = Link::default();
    let one_way = Distribution::Empirical { quantiles_ms: (0..101).map(|i| f64::from(i) / 7.0).collect() };
    let links = (0..=255).map(|i| CustomLink { from: i / 16, to: i % 16, one_way: one_way.clone() }).collect();
    link.scenario.network.custom = Some(CustomNetwork { regions: vec!["a".to_owned(); 16], one_way, links });
    assert_eq!(encode(&link).unwrap_err(), LinkError::DoesNotFit);
    link = Link::default();
    link.scenario.network.stretch = f64::NAN;
    assert_eq!(encode(&link).unwrap_err(), LinkError::Undefined);
}

#[test]
fn a_text_comes_back_from_its_packed_form_and_nothing_else_does() {
    let text = "A w(x,1) 0..10\nB r(x)→1 12..20 — “ü”\n".repeat(300);
    let packed = write_text(&text).expect("it fits");
    assert!(packed.len() < text.len() / 10, "{} letters", packed.len());
    assert_eq!(read_text(&packed), Ok(text));
    assert_eq!(read_text(&packed[..packed.len() - 4]), Err(LinkError::CutShort));
    assert_eq!(read_text("A w(x,1)"), Err(LinkError::Damaged));
    assert!(matches!(read_text(&packed.replacen("1.", "2.", 1)), Err(LinkError::Newer { .. })));
    assert_eq!(write_text(&"x".repeat(LINK_BYTES_MAX + 1)), Err(LinkError::DoesNotFit));
}
