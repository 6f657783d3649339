//! What decides between writes, and with whom a replica compares.

use history::{Key, NodeId, OperationId, ReplicaId, SessionId, Value, Version};
use scenario::Scenario;
use sim::{Cluster, Context, Machine as _, Outbox, Recording};

use super::message::Message;
use super::records::Record;
use super::{INFO, MultiLeader, Replica};
use crate::session_layer::Token;
use crate::store::Versioned;

const KEY: Key = Key(0);

fn cluster(versions: &str) -> Cluster {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = INFO.id.to_owned();
    scenario.strategy.knobs.insert("versions".to_owned(), versions.to_owned());
    Cluster::of(&scenario.validate([&INFO]).expect("the default with one knob"))
}

/// What a replica holds after it met a write of a clock that is an hour ahead and then took one itself.
fn after_a_fast_clock(versions: &str) -> Versioned {
    let (cluster, mut out) = (cluster(versions), Outbox::<MultiLeader>::new(Recording::Full));
    let cx = |me, clock_us| Context { me: NodeId::Replica(ReplicaId(me)), clock_us, cluster: &cluster };
    let (mut fast, mut right) = (Replica::new(&cx(0, 0)), Replica::new(&cx(1, 0)));
    let session = NodeId::Session(SessionId(0));
    let write = |number: u32| Message::Write {
        operation: OperationId(number),
        key: KEY,
        value: Value::Int(i64::from(number) + 2),
        needs: Token::NONE,
        above: None,
    };
    fast.on_message(&cx(0, 3_600_000_000), session, write(0), &mut out);
    let record = fast.records.get(KEY).clone();
    right.on_message(&cx(1, 10), NodeId::Replica(ReplicaId(0)), Message::Mail { key: KEY, record }, &mut out);
    right.on_message(&cx(1, 20), session, write(1), &mut out);
    right.on_message(&cx(1, 30), session, write(0), &mut out);
    right.records.get(KEY).held
}

#[test]
fn a_fast_clock_makes_later_writes_lose_and_a_lamport_clock_does_not() {
    assert_eq!(after_a_fast_clock("clock").value, Value::Int(2));
    assert_eq!(after_a_fast_clock("lamport").value, Value::Int(3));
}

#[test]
fn both_sides_hold_the_later_write_of_each_key_after_a_push_and_a_pull() {
    let (cluster, mut out) = (cluster("lamport"), Outbox::<MultiLeader>::new(Recording::Full));
    let cx = |me| Context { me: NodeId::Replica(ReplicaId(me)), clock_us: 0, cluster: &cluster };
    let (mut a, mut b) = (Replica::new(&cx(0)), Replica::new(&cx(1)));
    let write = |operation: u32, key: u16| Message::Write {
        operation: OperationId(operation),
        key: Key(key),
        value: Value::Int(i64::from(operation) + 2),
        needs: Token::NONE,
        above: None,
    };
    let session = NodeId::Session(SessionId(0));
    a.on_message(&cx(0), session, write(0, 0), &mut out);
    a.on_message(&cx(0), session, write(1, 2), &mut out);
    b.on_message(&cx(1), session, write(2, 0), &mut out);
    b.on_message(&cx(1), session, write(3, 1), &mut out);
    let all = |replica: &Replica| replica.records.written().map(|(key, record)| (key, record.clone())).collect();
    let (all, newer) = (all(&a), all(&b));
    b.on_message(&cx(1), cx(0).me, Message::Push { round: 0, all }, &mut out);
    a.on_message(&cx(0), cx(1).me, Message::Pull { round: 0, newer }, &mut out);
    let values = |replica: &Replica| [0, 1, 2].map(|key| replica.holds(Key(key)));
    assert_eq!(values(&a), [4, 5, 3].map(|value| Some(Value::Int(value))));
    assert_eq!(values(&a), values(&b));
}

const A: NodeId = NodeId::Session(SessionId(0));
const OTHER: NodeId = NodeId::Replica(ReplicaId(1));

fn record(stamp: i64, after: &[(u16, i64)]) -> Record {
    let version = |stamp| Version { stamp, counter: 0, writer: 0 };
    let mut token = Token::NONE;
    after.iter().for_each(|(line, stamp)| token.add(*line, version(*stamp)));
    Record { held: Versioned { value: Value::Int(stamp), version: version(stamp) }, after: token }
}

#[test]
fn a_write_goes_above_what_its_session_knows_and_has_one_version_however_often_it_comes() {
    for (versions, above, expected) in
        [("clock", None, 10), ("clock", Some(4), 10), ("clock", Some(90), 91), ("lamport", Some(90), 91)]
    {
        let (cluster, mut out) = (cluster(versions), Outbox::<MultiLeader>::new(Recording::Full));
        let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 10, cluster: &cluster };
        let mut replica = Replica::new(&cx);
        let (operation, key, value, needs) = (OperationId(0), KEY, Value::Int(1), Token::NONE);
        let write = Message::Write { operation, key, value, needs, above };
        replica.on_message(&cx, A, write.clone(), &mut out);
        let held = replica.records.get(KEY).clone();
        assert_eq!(held.held.version.stamp, expected, "{versions} {above:?}");
        replica.on_message(&cx, A, write, &mut out);
        assert_eq!((replica.records.get(KEY), replica.given.len()), (&held, 1));
        assert_eq!(replica.given[0], (A, held.held.version));
    }
}

#[test]
fn mail_is_held_back_until_it_fits_and_a_closed_state_never() {
    let (cluster, mut out) = (cluster("lamport"), Outbox::<MultiLeader>::new(Recording::Full));
    let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster };
    let mail = |key, record| Message::Mail { key: Key(key), record };
    let holds = |replica: &Replica| [0, 1, 2].map(|key| replica.records.get(Key(key)).held.version.stamp.max(0));
    let mut replica = Replica::new(&cx);
    replica.on_message(&cx, OTHER, mail(1, record(5, &[(0, 4)])), &mut out);
    replica.on_message(&cx, OTHER, mail(2, record(6, &[(1, 5)])), &mut out);
    assert_eq!(holds(&replica), [0, 0, 0]);
    replica.on_message(&cx, OTHER, mail(0, record(3, &[])), &mut out);
    assert_eq!(holds(&replica), [3, 0, 0], "one that is older does not do");
    let mut waits = replica.clone();
    replica.on_message(&cx, OTHER, mail(0, record(9, &[])), &mut out);
    assert_eq!(holds(&replica), [9, 5, 6], "a newer one does, and what rested on what was held back comes, too");
    let all = Box::new([(Key(0), record(4, &[])), (Key(1), record(5, &[(0, 4)]))]);
    waits.on_message(&cx, OTHER, Message::Push { round: 0, all }, &mut out);
    assert_eq!(holds(&waits), [4, 5, 6]);
}

#[test]
fn what_a_session_asks_too_early_waits_and_is_forgotten_in_a_crash() {
    let (cluster, mut out) = (cluster("lamport"), Outbox::<MultiLeader>::new(Recording::Full));
    let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster };
    let needs = record(0, &[(0, 4)]).after;
    let write = Message::Write { operation: OperationId(7), key: Key(1), value: Value::Int(1), needs, above: Some(4) };
    let mail = Message::Mail { key: KEY, record: record(4, &[]) };
    let mut replica = Replica::new(&cx);
    replica.on_message(&cx, A, write, &mut out);
    assert_eq!(replica.holds(Key(1)), Some(Value::Nil));
    let mut crashed = replica.clone().restart(&cx, &mut out);
    for (replica, written) in [(&mut replica, Value::Int(1)), (&mut crashed, Value::Nil)] {
        replica.on_message(&cx, OTHER, mail.clone(), &mut out);
        assert_eq!(replica.holds(Key(1)), Some(written));
    }
    assert_eq!(replica.records.get(Key(1)).after, record(0, &[(0, 4)]).after);
}
