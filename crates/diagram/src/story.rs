//! A [`Story`]: the trace of a run, put in the order in which a drawing asks for it. Built once a
//! trace; hovering, resizing and playing read it and never the trace.

mod count;
mod deeds;
mod gather;
mod index;
mod part;
mod spans;

use history::{
    Clock, Direction, DropCause, FaultMark, History, Instant, Key, Label, MessageId, NodeId, Operation, OperationId,
    Participant, ReplicaId, Role, Trace, Value, order,
};

pub use index::{InView, Index, Kind};
pub(crate) use part::Part;

use count::count;
use gather::Gathering;
use serde::{Deserialize, Serialize};

/// A drawing of more operations as a whole says nothing to anybody.
const DRAWN_OPERATIONS_MAX: usize = 400;
/// The same of messages: a drawing is no longer than some twenty screens.
const DRAWN_MESSAGES_MAX: usize = 6_000;

/// What a run's picture is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// The sessions, by number.
    pub sessions: Vec<Participant>,
    /// The replicas, by number.
    pub replicas: Vec<Participant>,
    /// Whether the replicas are services, of which each has its own part, and no copies of a store.
    pub services: bool,
    /// The names of the keys, by number.
    pub keys: Vec<String>,
    /// What every key holds at the start.
    pub initial: Value,
    /// Where keys hold many things: what each of the numbers among the values stands for.
    pub contents: Vec<String>,
    /// The faults, by number.
    pub faults: Vec<FaultMark>,
    /// The operations by number, probes included; probes are drawn
    /// only where they are pointed out.
    pub operations: Vec<Operation>,
    /// The messages in order of sending, without those of probes.
    pub messages: Vec<Message>,
    /// Where and when a replica's state changed.
    pub changes: Vec<Change>,
    /// What waited at a replica before it changed what that holds.
    pub waits: Vec<Wait>,
    /// Where and when a replica answered a read.
    pub looks: Vec<Look>,
    /// The moments to step through: invocations, returns, deliveries, losses, faults; each once,
    /// in order.
    pub steps: Vec<Instant>,
    /// The moments at which a message was delivered.
    pub deliveries: Vec<Instant>,
    /// The last moment of the picture.
    pub end: Instant,
    /// What the moments are: a record of others may tell an order alone. No run is sent without times.
    #[serde(skip)]
    pub clock: Clock,
    /// The moments at which anything happened; each once, in order.
    pub(crate) moments: Vec<Instant>,
    /// What calls on objects did, at the operation that decided each; in order of operations.
    deeds: Vec<deeds::Deed>,
    /// The keys that a replica stores, where it stores only some.
    stores: Vec<(ReplicaId, Key)>,
    /// The messages of each operation, by number.
    by_operation: Vec<Vec<u32>>,
}

/// A message, from its sending to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// When it was sent.
    pub sent: Instant,
    /// How it ended: once, twice if the network doubled it, never if the run ended before.
    pub ends: Vec<End>,
    /// What it is about.
    pub label: Label,
    /// Whether it helped to fill the quorum of its operation.
    pub counted: bool,
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// When.
    pub at: Instant,
    /// What took it; `None` if it arrived.
    pub lost: Option<DropCause>,
}

/// A change of what a replica holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// Where.
    pub replica: ReplicaId,
    /// The key.
    pub key: Key,
    /// What it holds from then on.
    pub value: Value,
}

/// A value that was sent on to a replica, had arrived, and landed only later: something else had
/// to be there first, or a time to be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Where.
    pub replica: ReplicaId,
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Value,
    /// When it arrived.
    pub from: Instant,
    /// When it landed.
    pub to: Instant,
}

/// A replica's answer from its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// Where.
    pub replica: ReplicaId,
    /// The read that asked.
    pub operation: OperationId,
    /// The key.
    pub key: Key,
    /// What it held.
    pub value: Value,
    /// Whether this answer helped to fill the quorum.
    pub counted: bool,
}

/// A message on its way at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    /// The message.
    pub message: MessageId,
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// How much of its time on the way has passed, from 0 to 1.
    pub share: f64,
}

impl Story {
    /// The story of a run.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let operations = History::of(trace).operations;
        let mut gathering = Gathering::new(&operations);
        for event in &trace.events {
            gathering.event(event.at, &event.what, trace.initial);
        }
        let Gathering {
            mut messages, changes, waits, mut looks, mut counted, steps, deliveries, moments, stores, ..
        } = gathering;
        order::sort_by_key(&mut counted, |(message, _)| *message);
        let by_operation = by_operation(&operations, &messages);
        for (operation, list) in operations.iter().zip(&by_operation) {
            count(operation, list, &counted, &mut messages);
        }
        if trace.services {
            count::count_events(&counted, &mut messages);
        }
        for look in &mut looks {
            let list = by_operation.get(look.operation.index());
            look.counted = list.into_iter().flatten().any(|index| {
                let message = &messages[*index as usize];
                message.counted && message.from == NodeId::Replica(look.replica) && message.sent >= look.at
            });
        }
        Self {
            sessions: trace.sessions.clone(),
            replicas: trace.replicas.clone(),
            services: trace.services,
            keys: trace.keys.clone(),
            initial: trace.initial,
            contents: trace.contents.clone(),
            faults: trace.faults.clone(),
            operations,
            messages,
            changes,
            waits,
            looks,
            steps: each_once(steps),
            deliveries: each_once(deliveries),
            end: trace.end,
            clock: Clock::Time,
            moments: each_once(moments),
            deeds: deeds::deeds(trace),
            stores,
            by_operation,
        }
    }

    /// The story of what somebody else recorded, of which only an order may be known.
    #[must_use]
    pub fn of_record(trace: &Trace, clock: Clock) -> Self {
        Self { clock, ..Self::of(trace) }
    }

    /// A moment in words: a time, or a place in an order.
    #[must_use]
    pub fn moment(&self, at: Instant) -> String {
        self.clock.moment(at)
    }

    /// Takes the messages out: what is left can be drawn where events are counted, and says less of each operation.
    pub fn take_messages(&mut self) -> Vec<Message> {
        self.by_operation = Vec::new();
        std::mem::take(&mut self.messages)
    }

    /// Puts its messages back.
    pub fn give_messages(&mut self, messages: Vec<Message>) {
        self.by_operation = by_operation(&self.operations, &messages);
        self.messages = messages;
    }

    /// Whether the run is too large to be drawn as a whole: then a picture shows a window of it, and
    /// counts what stands too close to be told apart.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.operations.len() > DRAWN_OPERATIONS_MAX || self.messages.len() > DRAWN_MESSAGES_MAX
    }

    /// The operations that are drawn: all but the probes.
    pub fn drawn(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.role != Role::Probe)
    }

    /// The replica that a probe asked.
    #[must_use]
    pub fn probed(&self, operation: &Operation) -> Option<ReplicaId> {
        // The history gives probes lifelines of their own, after those of the sessions.
        let place = operation.session.index().checked_sub(self.sessions.len())?;
        let replica = ReplicaId(u8::try_from(place).ok()?);
        (operation.role == Role::Probe && place < self.replicas.len()).then_some(replica)
    }

    /// What the call did that an operation decided.
    pub(crate) fn deed(&self, operation: OperationId) -> Option<&deeds::Deed> {
        let place = self.deeds.binary_search_by_key(&operation, |deed| deed.operation).ok()?;
        Some(&self.deeds[place])
    }

    /// What an operation did, in words: "write x=2", "read x → 1"; where it decided a call, what that did.
    #[must_use]
    pub fn told(&self, operation: &Operation) -> String {
        crate::timeline::say::operation(self, operation)
    }

    /// The messages of an operation, in order of sending.
    pub fn messages_of(&self, operation: OperationId) -> impl Iterator<Item = &Message> {
        let list = self.by_operation.get(operation.index());
        list.into_iter().flatten().map(|index| &self.messages[*index as usize])
    }

    /// The messages on their way at a moment.
    pub fn at(&self, moment: Instant) -> impl Iterator<Item = Flight> {
        let sent = self.messages.partition_point(|message| message.sent <= moment);
        self.messages[..sent].iter().flat_map(move |message| {
            let ends = message.ends.iter().filter(move |end| end.at > moment);
            ends.map(move |end| Flight {
                message: message.id,
                from: message.from,
                to: message.to,
                share: moment.since(message.sent).as_us() as f64 / end.at.since(message.sent).as_us().max(1) as f64,
            })
        })
    }

    /// The last step before a moment.
    #[must_use]
    pub fn step_before(&self, moment: Instant) -> Option<Instant> {
        let index = self.steps.partition_point(|step| *step < moment);
        index.checked_sub(1).map(|index| self.steps[index])
    }

    /// The first step after a moment.
    #[must_use]
    pub fn step_after(&self, moment: Instant) -> Option<Instant> {
        let index = self.steps.partition_point(|step| *step <= moment);
        self.steps.get(index).copied()
    }

    /// When the work is over: the last return, or the last moment at which an operation was asked.
    /// What follows are late messages, and the store coming to rest.
    #[must_use]
    pub fn work_end(&self) -> Instant {
        let moments = self.drawn().map(|operation| operation.returned.unwrap_or(operation.invoked));
        moments.max().unwrap_or(self.end)
    }

    /// The keys that a replica stores: all of them, unless it said that it stores only some.
    pub(crate) fn keys_stored(&self, replica: ReplicaId) -> impl Iterator<Item = Key> {
        let own = move |key: &Key| self.stores.is_empty() || self.stores.contains(&(replica, *key));
        (0..self.keys.len() as u16).map(Key).filter(own)
    }

    /// Their names.
    #[must_use]
    pub fn keys_at(&self, replica: ReplicaId) -> Vec<&str> {
        self.keys_stored(replica).map(|key| self.key_name(key)).collect()
    }

    /// The name of a key.
    #[must_use]
    pub fn key_name(&self, key: Key) -> &str {
        self.keys.get(key.index()).map_or("?", String::as_str)
    }

    /// A value in words.
    #[must_use]
    pub fn value(&self, value: Value) -> String {
        value.in_words(&self.contents)
    }

    /// Who a node is.
    #[must_use]
    pub fn participant(&self, node: NodeId) -> Option<&Participant> {
        match node {
            NodeId::Session(id) => self.sessions.get(id.index()),
            NodeId::Replica(id) => self.replicas.get(id.index()),
        }
    }

    /// The name of a participant.
    #[must_use]
    pub fn name(&self, node: NodeId) -> &str {
        self.participant(node).map_or("?", |participant| participant.name.as_str())
    }
}

impl Message {
    /// Whether it asks.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.label.direction == Direction::Request
    }

    /// When it first arrived.
    #[must_use]
    pub fn arrived(&self) -> Option<Instant> {
        let mut ends = self.ends.iter().filter(|end| end.lost.is_none());
        ends.next().map(|end| end.at)
    }
}

/// The places of the messages of each operation.
fn by_operation(operations: &[Operation], messages: &[Message]) -> Vec<Vec<u32>> {
    let mut places = vec![Vec::new(); operations.len()];
    for (index, message) in messages.iter().enumerate() {
        let operation = message.label.operation;
        if let Some(list) = operation.and_then(|id| places.get_mut(id.index())) {
            list.push(u32::try_from(index).unwrap_or(u32::MAX));
        }
    }
    places
}

fn each_once(mut moments: Vec<Instant>) -> Vec<Instant> {
    order::sort_by_key(&mut moments, |moment| *moment);
    moments.dedup();
    moments
}
