//! The rules of both halves, one by one.

use history::{Key, NodeId, OperationId, ReplicaId, SessionId, Value, Version};
use scenario::Scenario;
use sim::{Cluster, Context, Outbox};

use super::coordinator::Coordinator;
use super::message::{Decision, Transaction};
use super::participant::Participant;
use super::{INFO, WriteAll};
use crate::store::{INITIAL, Versioned};

const KEY: Key = Key(0);

fn with_cx(without: &str, test: impl FnOnce(&Context<'_>, Outbox<WriteAll>)) {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = INFO.id.to_owned();
    scenario.strategy.knobs.insert("without".to_owned(), without.to_owned());
    let valid = scenario.validate([&INFO]).expect("the default with one knob");
    let cluster = Cluster::of(&valid);
    let cx = Context { me: NodeId::Replica(ReplicaId(1)), clock_us: 0, cluster: &cluster };
    test(&cx, Outbox::new(sim::Recording::Full));
}

fn write(operation: u32, session: u8) -> Transaction {
    let client = NodeId::Session(SessionId(session));
    let value = Value::Int(i64::from(operation) + 2);
    Transaction { operation: OperationId(operation), key: KEY, value, only_if: None, client, coordinator: ReplicaId(0) }
}

fn decision(write: Transaction, stamp: Option<i64>) -> Decision {
    let version = |stamp| Version { stamp, counter: write.operation.0, writer: 0 };
    let commit = stamp.map(|stamp| Versioned { value: write.value, version: version(stamp) });
    Decision { operation: write.operation, key: KEY, commit, answer: false, attempt: 0 }
}

#[test]
fn a_key_in_doubt_stays_so_through_a_crash_and_ends_with_the_decision() {
    with_cx("none", |cx, mut out| {
        let mut participant = Participant::new(cx);
        participant.prepare(write(0, 0), 0, &mut out);
        participant.prepare(write(1, 1), 0, &mut out);
        assert!(participant.is_in_doubt());
        for _ in 0..9 {
            participant.again(&mut out);
        }
        let mut participant = participant.restart(&mut out);
        assert!(participant.is_in_doubt(), "however long it takes");
        assert_eq!(participant.held(KEY), INITIAL);
        let coordinator = NodeId::Replica(ReplicaId(0));
        participant.end(coordinator, decision(write(0, 0), Some(1)), &mut out);
        assert!(!participant.is_in_doubt(), "who waited for the lock was forgotten with the crash");
        assert_eq!(participant.held(KEY).value, Value::Int(2));
    });
}

#[test]
fn who_waits_gets_the_lock_next_and_an_old_copy_gets_none() {
    with_cx("none", |cx, mut out| {
        let coordinator = NodeId::Replica(ReplicaId(0));
        let mut participant = Participant::new(cx);
        participant.prepare(write(0, 0), 0, &mut out);
        participant.prepare(write(1, 1), 0, &mut out);
        participant.end(coordinator, decision(write(0, 0), None), &mut out);
        assert!(participant.is_in_doubt(), "the second write is next");
        assert_eq!(participant.held(KEY), INITIAL, "the first was aborted");
        participant.end(coordinator, decision(write(1, 1), Some(1)), &mut out);
        participant.prepare(write(0, 0), 0, &mut out);
        participant.prepare(write(1, 1), 0, &mut out);
        assert!(!participant.is_in_doubt());
    });
}

#[test]
fn left_to_itself_without_the_rule_a_replica_in_doubt_releases_the_key() {
    with_cx("doubt", |cx, mut out| {
        let mut participant = Participant::new(cx);
        participant.prepare(write(0, 0), 0, &mut out);
        participant.again(&mut out);
        participant.again(&mut out);
        assert!(!participant.is_in_doubt());
    });
}

#[test]
fn a_decision_is_remembered_through_a_crash_until_all_have_confirmed_it() {
    for (without, remembered) in [("none", true), ("log", false)] {
        with_cx(without, |cx, mut out| {
            let mut coordinator = Coordinator::new(cx);
            coordinator.begin(cx, write(0, 0), 0, &mut out);
            for replica in cx.replicas() {
                coordinator.on_vote(cx, replica, OperationId(0), Some(0), &mut out);
            }
            let mut coordinator = coordinator.restart(cx, &mut out);
            assert_eq!(coordinator.is_busy(), remembered);
            for replica in cx.replicas() {
                coordinator.on_done(cx, replica, OperationId(0), &mut out);
            }
            assert!(!coordinator.is_busy());
        });
    }
}

#[test]
fn votes_before_a_crash_are_forgotten_and_a_session_has_one_undecided_write() {
    with_cx("none", |cx, mut out| {
        let mut coordinator = Coordinator::new(cx);
        for operation in 0..4_000 {
            coordinator.begin(cx, write(operation, (operation % 40) as u8), 0, &mut out);
        }
        let votes = |coordinator: &mut Coordinator, out: &mut Outbox<WriteAll>| {
            for operation in (0..4_000).map(OperationId) {
                coordinator.on_vote(cx, ReplicaId(0), operation, Some(0), out);
                coordinator.give_up(cx, operation, out);
            }
        };
        let mut again = coordinator.clone().restart(cx, &mut out);
        assert!(!again.is_busy());
        votes(&mut again, &mut out);
        again.begin(cx, write(3_999, 39), 0, &mut out);
        assert!(!again.is_busy(), "a copy of what was taken on before begins nothing");
        assert_eq!(coordinator.undecided(), 40);
        votes(&mut coordinator, &mut out);
        assert!(!coordinator.is_busy());
    });
}

#[test]
fn a_write_on_a_condition_that_no_longer_holds_gets_no_lock() {
    with_cx("none", |cx, mut out| {
        let coordinator = NodeId::Replica(ReplicaId(0));
        let mut participant = Participant::new(cx);
        let nothing = Some(INITIAL.value);
        participant.prepare(Transaction { only_if: nothing, ..write(0, 0) }, 0, &mut out);
        participant.prepare(Transaction { only_if: nothing, ..write(1, 1) }, 0, &mut out);
        participant.end(coordinator, decision(write(0, 0), Some(1)), &mut out);
        assert!(!participant.is_in_doubt(), "the first has replaced what the second had seen");
        let first = Some(write(0, 0).value);
        participant.prepare(Transaction { only_if: first, ..write(2, 1) }, 0, &mut out);
        assert!(participant.is_in_doubt());
    });
}
