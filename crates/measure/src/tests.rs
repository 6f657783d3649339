//! The fast measures against slow ones that are read straight off their definitions.

use history::{
    Action, DropCause, Event, Happening, History, Instant, Key, Label, MessageId, NodeId, Operation, OperationId,
    Outcome, ProcessId, Purpose, ReplicaId, Role, SessionId, Stop, Trace, Value, Version,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{Freshness, Histogram, Meetings, Messages, PooledTimes, Quantiles, StaleRead, quantile, summarize};

/// One operation as a test draws it.
#[derive(Clone, Copy, Debug)]
struct Drawn {
    key: u16,
    write: bool,
    invoked_us: u64,
    takes_us: u64,
    outcome: Outcome,
    role: Role,
    /// For a write its version, if it got one; for a read the number of the write it returns.
    pick: Option<u8>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let outcome = prop_oneof![4 => Just(Outcome::Ok), 1 => Just(Outcome::Fail), 1 => Just(Outcome::Info)];
    let role = prop_oneof![8 => Just(Role::Client), 1 => Just(Role::Probe)];
    let pick = proptest::option::weighted(0.9, 0..8_u8);
    (0..2_u16, any::<bool>(), 0..60_u64, 0..12_u64, outcome, role, pick).prop_map(
        |(key, write, invoked_us, takes_us, outcome, role, pick)| Drawn {
            key,
            write,
            invoked_us,
            takes_us,
            outcome,
            role,
            pick,
        },
    )
}

/// The trace that would have recorded these operations. Writes put 100, 101, …; the initial value
/// is nil.
fn trace_of(mut drawn: Vec<Drawn>) -> Trace {
    drawn.sort_by_key(|one| one.invoked_us);
    let mut events = Vec::new();
    for (index, one) in (0..).zip(&drawn) {
        let operation = OperationId(index);
        let written = Value::Int(100 + i64::from(index));
        let read = one.pick.map_or(Value::Nil, |pick| Value::Int(100 + i64::from(pick)));
        let action = if one.write { Action::Write(written) } else { Action::Read(Value::Nil) };
        let value = if one.write { written } else { read };
        let (process, session) = (ProcessId(index), SessionId(0));
        let (key, role) = (Key(one.key), one.role);
        let at = Instant::from_us(one.invoked_us);
        events.push(Event { at, what: Happening::Invoke { operation, process, session, key, action, role } });
        if let (true, Some(pick)) = (one.write, one.pick) {
            let version = Version { stamp: i64::from(pick), counter: index, writer: 0 };
            events.push(Event { at, what: Happening::Stamp { operation, version } });
        }
        let end = Instant::from_us(one.invoked_us + one.takes_us);
        if one.outcome != Outcome::Info || one.takes_us > 5 {
            events.push(Event { at: end, what: Happening::Return { operation, outcome: one.outcome, value } });
        }
    }
    trace(events)
}

fn trace(events: Vec<Event>) -> Trace {
    Trace {
        sessions: Vec::new(),
        replicas: Vec::new(),
        services: false,
        keys: vec!["x".to_owned(), "y".to_owned()],
        initial: Value::Nil,
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        events,
        end: Instant::ZERO,
        stop: Stop::Finished,
        steps: 0,
    }
}

fn version_of(trace: &Trace, history: &History, key: Key, value: Value) -> Option<Version> {
    if value == history.initial {
        return Some(Version::INITIAL);
    }
    let write = history.client_operations().find(|w| w.is_write() && w.key == key && w.value() == value)?;
    stamp_of(trace, write)
}

fn stamp_of(trace: &Trace, write: &Operation) -> Option<Version> {
    trace.events.iter().find_map(|event| match event.what {
        Happening::Stamp { operation, version } if operation == write.id => Some(version),
        _ => None,
    })
}

/// Staleness by its definition: every read against every write.
fn stale_by_definition(trace: &Trace, history: &History) -> (Vec<StaleRead>, u32) {
    let mut stale = Vec::new();
    let mut unknown = 0;
    for read in history.client_operations().filter(|read| read.is_read() && read.outcome == Outcome::Ok) {
        let Some(version) = version_of(trace, history, read.key, read.value()) else {
            unknown += 1;
            continue;
        };
        let newer: Vec<&Operation> = history
            .client_operations()
            .filter(|write| write.is_write() && write.outcome == Outcome::Ok && write.key == read.key)
            .filter(|write| write.precedes(read) && stamp_of(trace, write).is_some_and(|stamp| stamp > version))
            .collect();
        if let Some(first) = newer.iter().min_by_key(|write| (write.returned, write.id)) {
            stale.push(StaleRead {
                read: read.id,
                newer: first.id,
                by_us: read.invoked.as_us() - first.returned.unwrap().as_us(),
                versions: newer.len() as u32,
            });
        }
    }
    (stale, unknown)
}

fn meetings_by_definition(history: &History) -> Meetings {
    let mut meetings = Meetings::default();
    for read in history.client_operations().filter(|read| read.is_read() && read.outcome == Outcome::Ok) {
        let writes =
            || history.client_operations().filter(|w| w.is_write() && w.outcome != Outcome::Fail && w.key == read.key);
        if writes().any(|write| !write.precedes(read) && !read.precedes(write)) {
            meetings.racing_reads += 1;
        } else if writes().any(|write| write.precedes(read)) {
            meetings.following_reads += 1;
        }
    }
    meetings
}

proptest! {
    #[test]
    fn stale_reads_are_those_of_the_definition(drawn in vec(drawn(), 0..40)) {
        let trace = trace_of(drawn);
        let history = History::of(&trace);
        let summary = summarize(&trace, &history);
        let (stale, unknown) = stale_by_definition(&trace, &history);
        prop_assert_eq!(summary.stale_reads() as usize, stale.len());
        prop_assert_eq!(&summary.staleness.stale, &stale);
        prop_assert_eq!(summary.staleness.unknown, unknown);
        prop_assert_eq!(summary.reads.count, summary.stale_reads() + summary.staleness.fresh + unknown);
    }

    #[test]
    fn freshness_is_counted_by_the_time_since_the_newest_write_was_acknowledged(drawn in vec(drawn(), 0..40)) {
        let trace = trace_of(drawn);
        let history = History::of(&trace);
        let (stale, _) = stale_by_definition(&trace, &history);
        let mut expected = Freshness::default();
        for read in history.client_operations().filter(|read| read.is_read() && read.outcome == Outcome::Ok) {
            if version_of(&trace, &history, read.key, read.value()).is_none() {
                continue;
            }
            let over = history.client_operations().filter(|write| write.is_write() && write.outcome == Outcome::Ok);
            let over = over.filter(|write| write.key == read.key && write.precedes(read));
            let newest = over.filter_map(|write| Some((stamp_of(&trace, write)?, write.returned?))).max();
            let since_us = newest.map(|(_, returned)| read.invoked.since(returned).as_us());
            match (since_us, stale.iter().find(|stale| stale.read == read.id)) {
                (Some(us), Some(stale)) => {
                    expected.stale.record(us);
                    expected.out_of_date.record(stale.by_us);
                }
                (Some(us), None) => expected.fresh.record(us),
                (None, _) => expected.before_any += 1,
            }
        }
        let summary = summarize(&trace, &history);
        let mut found = Freshness::default();
        found.count(&trace, &history, &summary.staleness.stale);
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(found.reads(), u64::from(summary.reads.count - summary.staleness.unknown));
        let points = found.points(&[0, 3, 10, u64::MAX]);
        prop_assert_eq!(points.iter().map(|point| point.reads).sum::<u64>() + found.before_any, found.reads());
        // So short, every time has a bucket of its own.
        let fresh = |us| found.reads() - stale.iter().filter(|stale| stale.by_us > us).count() as u64;
        prop_assert_eq!([0, 5, 70].map(|us| found.fresh_within(us)), [0, 5, 70].map(fresh));
    }

    #[test]
    fn pooled_times_are_those_of_every_run(runs in vec(vec(drawn(), 0..12), 0..5)) {
        let (mut found, mut times) = (PooledTimes::default(), Histogram::default());
        let mut begun = 0;
        for run in runs {
            let trace = trace_of(run);
            let reads = summarize(&trace, &History::of(&trace)).reads;
            begun += u64::from(reads.begun());
            reads.sorted_us.iter().for_each(|us| times.record(*us));
            found.count(&reads);
        }
        prop_assert_eq!((found.begun(), found.answered), (begun, times));
    }

    #[test]
    fn meetings_are_those_of_the_definition(drawn in vec(drawn(), 0..40)) {
        let history = History::of(&trace_of(drawn));
        prop_assert_eq!(Meetings::of(&history), meetings_by_definition(&history));
    }

    #[test]
    fn every_client_operation_is_counted_once(drawn in vec(drawn(), 0..40)) {
        let trace = trace_of(drawn);
        let history = History::of(&trace);
        let summary = summarize(&trace, &history);
        prop_assert_eq!((summary.reads.begun() + summary.writes.begun()) as usize, history.client_operations().count());
    }

    #[test]
    fn a_quantile_is_the_smallest_time_that_the_share_does_not_exceed(
        mut times in vec(0..50_u64, 1..60),
        permille in 1..=1000_u32,
    ) {
        times.sort_unstable();
        let at_most = |limit: u64| times.iter().filter(|time| **time <= limit).count() * 1000;
        let enough = |limit: u64| at_most(limit) >= times.len() * permille as usize;
        prop_assert_eq!(quantile(&times, permille), times.iter().copied().find(|time| enough(*time)));
    }
}

#[test]
fn quantiles_of_known_times_are_those_of_the_nearest_rank() {
    let times: Vec<u64> = (1..=1000).collect();
    let expected = Quantiles { mean_us: 501, p50_us: 500, p95_us: 950, p99_us: 990, p99_9_us: 999 };
    assert_eq!(Quantiles::of(&times), Some(expected));
    assert_eq!(Quantiles::of(&[7]).map(|figures| (figures.p50_us, figures.p99_9_us)), Some((7, 7)));
    assert_eq!(Quantiles::of(&[]), None);
}

#[test]
fn a_stale_read_says_by_how_much_and_since_which_write() {
    let write = |invoked_us, pick| Drawn {
        key: 0,
        write: true,
        invoked_us,
        takes_us: 10,
        outcome: Outcome::Ok,
        role: Role::Client,
        pick: Some(pick),
    };
    // Writes 100, 101, 102 with versions 3, 5, 4; then a read of 100, 23 µs after 101 was acknowledged.
    let read = Drawn { write: false, invoked_us: 53, pick: Some(0), ..write(0, 0) };
    let trace = trace_of(vec![write(0, 3), write(20, 5), write(40, 4), read]);
    let summary = summarize(&trace, &History::of(&trace));
    let expected = StaleRead { read: OperationId(3), newer: OperationId(1), by_us: 23, versions: 2 };
    assert_eq!(summary.staleness.stale, [expected]);
    assert_eq!(summary.meetings, Meetings { racing_reads: 0, following_reads: 1 });
}

#[test]
fn probes_are_not_measured() {
    let probe =
        Drawn { key: 0, write: false, invoked_us: 5, takes_us: 0, outcome: Outcome::Ok, role: Role::Probe, pick: None };
    let trace = trace_of(vec![probe]);
    let summary = summarize(&trace, &History::of(&trace));
    assert_eq!(summary.reads.begun(), 0);
}

#[test]
fn messages_are_counted_and_spread_over_the_operations() {
    let label = Label {
        purpose: Purpose::Read,
        direction: history::Direction::Request,
        operation: Some(OperationId(0)),
        words: "get".into(),
        key: None,
        value: None,
    };
    let mut events = trace_of(vec![Drawn {
        key: 0,
        write: false,
        invoked_us: 0,
        takes_us: 9,
        outcome: Outcome::Ok,
        role: Role::Client,
        pick: None,
    }])
    .events;
    let happenings = (0..3).map(|id| Happening::Send {
        message: MessageId(id),
        from: NodeId::Session(SessionId(0)),
        to: NodeId::Replica(ReplicaId(0)),
        label: label.clone(),
    });
    let ends = [
        Happening::Deliver { message: MessageId(0) },
        Happening::Deliver { message: MessageId(0) },
        Happening::Drop { message: MessageId(1), cause: DropCause::Loss },
    ];
    events.extend(happenings.chain(ends).map(|what| Event { at: Instant::from_us(1), what }));
    let trace = trace(events);
    let summary = summarize(&trace, &History::of(&trace));
    assert_eq!(summary.messages, Some(Messages { sent: 3, delivered: 2, lost: 1 }));
    assert_eq!(summary.messages_per_operation(), Some(3.0));
}
