//! What is watched, against slow measures that are read straight off their definitions.

use history::{
    Action, Event, Happening, History, Instant, Key, OperationId, Outcome, Participant, ProcessId, ReplicaId, Role,
    SessionId, Stop, Trace, Value, Version,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::Monitoring;
use crate::{Conflicts, Latencies, Percentiles, ReplicaLag};

const END_US: u64 = 40;
const WINDOW_US: u64 = 7;
const WINDOWS: u32 = 6;

/// A write as a test draws it: its key, its place in the version order, when it begins, and when it is
/// acknowledged, if it is.
type Write = (u16, u8, u64, Option<u64>);
/// What a replica stores and when: the version of a write by number, or nothing, as after the loss of a disk.
type Store = (u8, u64, Option<u8>);

fn version(place: u8, write: u32) -> Version {
    Version { stamp: place.into(), counter: write, writer: 0 }
}

fn participant(name: &str, region: &str) -> Participant {
    Participant { name: name.to_owned(), region: region.to_owned(), spare: false }
}

fn trace(mut events: Vec<Event>) -> Trace {
    events.sort_by_key(|event| event.at);
    Trace {
        sessions: vec![participant("A", "Here"), participant("B", "There"), participant("C", "Here")],
        replicas: vec![participant("r1", "Here"), participant("r2", "There")],
        services: false,
        keys: vec!["x".to_owned(), "y".to_owned()],
        initial: Value::Nil,
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        events,
        end: Instant::from_us(END_US),
        stop: Stop::Finished,
        steps: 0,
    }
}

fn invoke(operation: u32, session: u8, key: u16, writes: bool) -> Happening {
    let action = if writes { Action::Write(Value::Int(operation.into())) } else { Action::Read(Value::Nil) };
    Happening::Invoke {
        operation: OperationId(operation),
        process: ProcessId(operation),
        session: SessionId(session),
        key: Key(key),
        action,
        role: Role::Client,
    }
}

fn answered(operation: u32) -> Happening {
    Happening::Return { operation: OperationId(operation), outcome: Outcome::Ok, value: Value::Int(operation.into()) }
}

fn written(writes: &[Write], stores: &[Store]) -> Trace {
    let mut events = Vec::new();
    let mut sorted = writes.to_vec();
    sorted.sort_by_key(|write| write.2);
    for (number, (key, place, begin_us, end_us)) in (0..).zip(&sorted) {
        let mut add = |at_us: u64, what: Happening| events.push(Event { at: Instant::from_us(at_us), what });
        add(*begin_us, invoke(number, 0, *key, true));
        add(*begin_us, Happening::Stamp { operation: OperationId(number), version: version(*place, number) });
        if let Some(end_us) = end_us {
            add(begin_us + end_us, answered(number));
        }
    }
    for (replica, at_us, write) in stores {
        let chosen = write.and_then(|write| (0..).zip(&sorted).nth(usize::from(write)));
        let (key, version) =
            chosen.map_or((0, Version::INITIAL), |(number, (key, place, ..))| (*key, version(*place, number)));
        let what = Happening::Apply { replica: ReplicaId(*replica), key: Key(key), value: Value::Nil, version };
        events.push(Event { at: Instant::from_us(*at_us), what });
    }
    trace(events)
}

fn writes() -> impl Strategy<Value = Vec<Write>> {
    vec((0..2_u16, any::<u8>(), 0..30_u64, proptest::option::weighted(0.8, 0..9_u64)), 0..7)
}

fn stores() -> impl Strategy<Value = Vec<Store>> {
    vec((0..2_u8, 0..END_US, proptest::option::weighted(0.9, 0..7_u8)), 1..14)
}

/// The acknowledgements of all that a replica lacks when everything up to a moment has happened.
fn lacking(trace: &Trace, history: &History, replica: ReplicaId, at: Instant) -> Vec<Instant> {
    let past = || trace.events.iter().filter(|event| event.at <= at);
    let held = |wanted: Key| {
        let mut stored = past().filter_map(|event| match event.what {
            Happening::Apply { replica: by, key, version, .. } if by == replica && key == wanted => Some(version),
            _ => None,
        });
        stored.next_back().unwrap_or(Version::INITIAL)
    };
    let version_of = |wanted: OperationId| {
        trace.events.iter().find_map(|event| match event.what {
            Happening::Stamp { operation, version } if operation == wanted => Some(version),
            _ => None,
        })
    };
    let lacks = |event: &&Event| match event.what {
        Happening::Return { operation, .. } => {
            let key = history.operations[operation.index()].key;
            version_of(operation).is_some_and(|version| version > held(key))
        }
        _ => false,
    };
    past().filter(lacks).map(|event| event.at).collect()
}

proptest! {
    #[test]
    fn lag_is_the_age_of_the_oldest_acknowledgement_that_is_lacked(writes in writes(), stores in stores()) {
        let trace = written(&writes, &stores);
        let history = History::of(&trace);
        let lags = ReplicaLag::of(&trace, &history, WINDOW_US, WINDOWS).unwrap();
        for (id, lag) in (0..).map(ReplicaId).zip(&lags) {
            let mut windows = vec![0; WINDOWS as usize];
            let mut behind = 0;
            for at_us in 0..END_US {
                // Until the next microsecond nothing changes, so the lag is nearly what it would be then.
                if let Some(oldest) = lacking(&trace, &history, id, Instant::from_us(at_us)).into_iter().min() {
                    let window = &mut windows[(at_us / WINDOW_US) as usize];
                    *window = (at_us + 1 - oldest.as_us()).max(*window);
                    behind += 1;
                }
            }
            prop_assert_eq!(&lag.windows_us, &windows);
            prop_assert_eq!((lag.behind_us, Some(&lag.worst_us)), (behind, windows.iter().max()));
            prop_assert_eq!(lag.missing as usize, lacking(&trace, &history, id, Instant::NEVER).len());
        }
    }

    #[test]
    fn a_conflict_is_a_write_that_came_first_to_who_lacked_the_newest(writes in writes(), stores in stores()) {
        let trace = written(&writes, &stores);
        let applied: Vec<(ReplicaId, Key, Version)> = trace.events.iter().filter_map(|event| match event.what {
            Happening::Apply { replica, key, version, .. } => Some((replica, key, version)),
            _ => None,
        }).collect();
        let mut expected = Vec::new();
        let mut stored = 0;
        for (place, (replica, key, version)) in applied.iter().enumerate() {
            let before = || applied[..place].iter().filter(|(_, other, _)| other == key);
            if *version == Version::INITIAL || before().any(|(.., other)| other == version) {
                continue;
            }
            stored += 1;
            let newest = before().map(|(.., version)| *version).max().unwrap_or(Version::INITIAL);
            let held = before().rfind(|(by, ..)| by == replica).map_or(Version::INITIAL, |(.., version)| *version);
            if held < newest {
                expected.push(OperationId(version.counter));
            }
        }
        prop_assert_eq!(Conflicts::of(&trace), Some(Conflicts { stored, writes: expected }));
    }
}

#[test]
fn latencies_are_told_by_kind_session_and_region_and_from_intended_times() {
    let at = |us: u64, what: Happening| Event { at: Instant::from_us(us), what };
    // A is meant to ask at 0, 5 and 10, and is kept waiting until 20; B asks once.
    let events = vec![
        at(0, invoke(0, 0, 0, true)),
        at(2, invoke(1, 1, 0, false)),
        at(9, answered(1)),
        at(20, answered(0)),
        at(21, invoke(2, 0, 0, false)),
        at(23, answered(2)),
        at(24, invoke(3, 0, 0, false)),
    ];
    let trace = trace(events);
    let history = History::of(&trace);
    let times = |list: &[u64]| list.iter().map(|us| Instant::from_us(*us)).collect::<Vec<_>>();
    let intended = [times(&[0, 5, 10]), times(&[2]), times(&[])];
    let told = Latencies::of(&trace, &history, Some(&intended));
    let of = |sorted: &[u64]| Percentiles::of(sorted);
    assert_eq!((told.all.reads, told.all.writes), (of(&[2, 7]), of(&[20])));
    let from_intended = told.intended.expect("there are intended times");
    assert_eq!((from_intended.reads, from_intended.writes), (of(&[7, 18]), of(&[20])));
    let names: Vec<&str> = told.sessions.iter().chain(&told.regions).map(|group| group.of.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "Here", "There"]);
    assert_eq!((told.sessions[0].reads, told.sessions[2].reads, told.regions[1].reads), (of(&[2]), None, of(&[7])));
    assert_eq!(Latencies::of(&trace, &history, None).intended, None);

    let watched = Monitoring::of(&trace, &history, None, 4);
    assert_eq!((watched.window_us, watched.lag, watched.conflicts), (11, None, None));
    let counts: Vec<(u64, u32, u32)> = watched.availability.iter().map(|w| (w.from_us, w.begun, w.answered)).collect();
    assert_eq!(counts, [(0, 2, 2), (11, 1, 1), (22, 1, 0), (33, 0, 0)]);
}

#[test]
fn percentiles_are_of_the_nearest_rank_as_far_as_one_in_ten_thousand() {
    let times: Vec<u64> = (1..=20_000).collect();
    let told = Percentiles::of(&times).expect("there are times");
    let all = [told.p50_us, told.p90_us, told.p95_us, told.p99_us, told.p99_9_us, told.p99_99_us, told.max_us];
    assert_eq!(all, [10_000, 18_000, 19_000, 19_800, 19_980, 19_998, 20_000]);
    assert_eq!(Percentiles::of(&[7]).map(|told| (told.p50_us, told.p99_99_us, told.count)), Some((7, 7, 1)));
    assert_eq!(Percentiles::of(&[]), None);
}
