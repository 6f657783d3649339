//! Weak: best effort. A write is sent to all replicas and called done at once; nobody confirms it,
//! nobody sends it again, and a replica keeps whatever arrives last.
//!
//! The service of datagrams (J. Postel, "User Datagram Protocol", RFC 768, 1980), as live pictures,
//! metrics and cursors use it: a message may be lost, doubled or late, and no one minds, because the
//! next one is on its way. No version is compared, so there is no model of consistency that it keeps.

use history::ModelId::{Converged, MonotonicReads, MonotonicWrites, PerKeySequential};
use history::ModelId::{ReadYourWrites, Safe, WritesFollowReads};
use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value, Version};
use scenario::{Knob, KnobChoice, KnobKind, Mode, ProtocolInfo};
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Store, Versioned};

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "weak",
    name: "Best effort",
    summary: || "A write is sent to all and called done at once; what is lost or late stays so.",
    source: || "J. Postel, User Datagram Protocol, RFC 768, 1980",
    quorums: false,
    knobs: || KNOBS,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[Knob {
    id: "reads",
    label: "Reads from",
    help: "Which replica answers a read.",
    kind: KnobKind::Choice {
        choices: &[
            KnobChoice { id: "nearest", label: "The nearest" },
            KnobChoice { id: "any", label: "Any, at random" },
        ],
    },
}];

const MODES: &[Mode] = &[Mode {
    id: "any",
    name: "Whichever replica is read",
    settings: "n=3",
    keeps: &[],
    breaks: &[
        (
            Safe,
            "s=weak&n=3&net=continent&sessions=0,1&\
             ops=0&do=A.w.x@10,B.r.x@11&seed=1",
        ),
        (
            PerKeySequential,
            "s=weak&n=3&net=continent&sessions=0&\
             ops=0&do=A.w.x@10,A.r.x@10.5&seed=1",
        ),
        (
            ReadYourWrites,
            "s=weak&n=3&net=continent&sessions=0&\
             ops=0&do=A.w.x@10,A.r.x@10.5&seed=1",
        ),
        (
            MonotonicReads,
            "s=weak&n=3&net=continent&sessions=0,1&\
             ops=0&do=A.w.x@10,A.w.x@12,B.r.x@16,B.r.x@22&seed=16",
        ),
        (
            MonotonicWrites,
            "s=weak&n=3&net=worldwide&sessions=0,1&\
             ops=0&do=A.w.x@10,A.w.y@14,B.r.y@50,B.r.x@53&seed=16",
        ),
        (
            WritesFollowReads,
            "s=weak&n=3&net=worldwide&place=0,1,7&sessions=0,1,7&\
             ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@134&seed=4",
        ),
        (
            Converged,
            "s=weak&n=3&net=continent&sessions=0,2&\
             ops=0&do=A.w.x@10,B.w.x@10&seed=1",
        ),
    ],
    mutant: "",
}];

pub(crate) struct Weak;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Get {
        operation: OperationId,
        key: Key,
    },
    Value {
        operation: OperationId,
        key: Key,
        value: Value,
    },
    /// Keep this. Nobody waits for an answer.
    Set {
        key: Key,
        held: Versioned,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Never {}

impl Protocol for Weak {
    type Message = Message;
    type Timer = Never;
    type Client = Client;
    type Replica = Replica;
}

/// Sends a write and is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    reads_any: bool,
}

impl Machine<Weak> for Client {
    fn new(cx: &Context<'_>) -> Self {
        Self { reads_any: cx.cluster.knobs.choice("reads") == "any" }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Weak>) {
        let Request { operation, key, ask, lot, .. } = request;
        match ask {
            Ask::Write(value) => {
                // Its place among the writes is for whoever looks on: no replica ever compares it.
                let writer = cx.me.session().map_or(0, |me| me.0.into());
                let version = Version { stamp: cx.clock_us, counter: operation.0, writer };
                out.stamp(operation, version);
                for replica in cx.replicas() {
                    out.send(NodeId::Replica(replica), Message::Set { key, held: Versioned { value, version } });
                }
                out.reply(operation, Reply::Done);
            }
            Ask::Read => {
                let any = ReplicaId((lot % u64::from(cx.cluster.n)) as u8);
                let replica = if self.reads_any { any } else { cx.nearest()[0] };
                out.send(NodeId::Replica(replica), Message::Get { operation, key });
            }
        }
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<Weak>) {
        if let Message::Value { operation, value, .. } = message {
            out.count(operation);
            out.reply(operation, Reply::Value(value));
        }
    }
}

/// Keeps what arrives last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
}

impl Machine<Weak> for Replica {
    fn new(_cx: &Context<'_>) -> Self {
        Self { store: Store::default() }
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Weak>) {
        match message {
            Message::Get { operation, key } => {
                let value = self.store.get(key).value;
                out.observe(operation, key, value);
                out.send(from, Message::Value { operation, key, value });
            }
            Message::Set { key, held } => {
                if self.store.set(key, held) {
                    out.apply(key, held.value, held.version);
                }
            }
            Message::Value { .. } => {}
        }
    }

    fn restart(self, _cx: &Context<'_>, _out: &mut Outbox<Weak>) -> Self {
        self
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.store.get(key).value)
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Get { operation, key } => (Purpose::Read, Request, operation, "get", key, None),
            Self::Value { operation, key, value } => (Purpose::Read, Answer, operation, "value", key, Some(value)),
            Self::Set { key, held } => {
                (Purpose::Write, Request, OperationId(held.version.counter), "set", key, Some(held.value))
            }
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let cause = match *self {
            Self::Get { operation, .. } | Self::Value { operation, .. } => operation.0,
            Self::Set { held, .. } => held.version.counter,
        };
        Lane { cause, phase: 0, attempt: 0 }
    }
}

#[cfg(test)]
mod tests {
    use history::SessionId;
    use scenario::Scenario;
    use sim::{Cluster, Recording};

    use super::*;

    #[test]
    fn what_arrives_last_stays_however_old_it_is_and_through_a_crash() {
        let mut scenario = Scenario::default();
        scenario.strategy.protocol = INFO.id.to_owned();
        let cluster = Cluster::of(&scenario.validate([&INFO]).expect("the default"));
        let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster };
        let (mut replica, mut out) = (Replica::new(&cx), Outbox::new(Recording::Full));
        let (session, key) = (NodeId::Session(SessionId(0)), Key(0));
        for stamp in [2, 3, 2] {
            let version = Version { stamp, counter: 0, writer: 0 };
            let held = Versioned { value: Value::Int(stamp), version };
            replica.on_message(&cx, session, Message::Set { key, held }, &mut out);
            assert_eq!(replica.holds(key), Some(Value::Int(stamp)));
        }
        assert_eq!(replica.restart(&cx, &mut out).holds(key), Some(Value::Int(2)));
    }
}
