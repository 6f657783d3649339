//! What decides between writes, and with whom a replica compares.

use history::{Key, NodeId, OperationId, ReplicaId, SessionId, Value};
use scenario::Scenario;
use sim::{Cluster, Context, Machine as _, Outbox, Recording};

use super::message::Message;
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
