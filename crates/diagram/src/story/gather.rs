//! Reading a trace event by event.

use std::collections::BTreeMap;

use history::{
    DropCause, Happening, Instant, Key, Label, MessageId, NodeId, Operation, OperationId, Purpose, ReplicaId, Role,
    Value, Version,
};

use super::{Change, End, Look, Message, Wait};

/// What the events told so far.
pub(super) struct Gathering<'a> {
    operations: &'a [Operation],
    pub(super) messages: Vec<Message>,
    pub(super) changes: Vec<Change>,
    pub(super) waits: Vec<Wait>,
    pub(super) looks: Vec<Look>,
    pub(super) counted: Vec<(MessageId, OperationId)>,
    pub(super) steps: Vec<Instant>,
    pub(super) deliveries: Vec<Instant>,
    pub(super) moments: Vec<Instant>,
    /// The keys that a replica stores, where it said at the start that it stores only some.
    pub(super) stores: Vec<(ReplicaId, Key)>,
    held: Vec<((ReplicaId, Key), Value)>,
    /// What was sent on to a replica or waits at it, and has not landed there, and since when.
    arrived: BTreeMap<(ReplicaId, Key, Value), Instant>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(operations: &'a [Operation]) -> Self {
        Self {
            operations,
            messages: Vec::new(),
            changes: Vec::new(),
            waits: Vec::new(),
            looks: Vec::new(),
            counted: Vec::new(),
            steps: Vec::new(),
            deliveries: Vec::new(),
            moments: Vec::new(),
            stores: Vec::new(),
            held: Vec::new(),
            arrived: BTreeMap::new(),
        }
    }

    fn is_probe(&self, operation: OperationId) -> bool {
        let operation = self.operations.get(operation.index());
        operation.is_some_and(|operation| operation.role == Role::Probe)
    }

    pub(super) fn event(&mut self, at: Instant, what: &Happening, initial: Value) {
        let step = match what {
            Happening::Invoke { operation, .. } | Happening::Return { operation, .. } => {
                if self.is_probe(*operation) {
                    return;
                }
                true
            }
            Happening::Send { message: id, from, to, label } => {
                if label.operation.is_some_and(|operation| self.is_probe(operation)) {
                    return;
                }
                let (id, from, to, label) = (*id, *from, *to, label.clone());
                self.messages.push(Message { id, from, to, sent: at, ends: Vec::new(), label, counted: false });
                false
            }
            Happening::Deliver { message } => {
                if !self.end(*message, at, None) {
                    return;
                }
                self.deliveries.push(at);
                true
            }
            Happening::Drop { message, cause } => {
                if !self.end(*message, at, Some(*cause)) {
                    return;
                }
                true
            }
            Happening::Count { message, operation } => {
                self.counted.push((*message, *operation));
                return;
            }
            Happening::Apply { replica, key, version: Version::INITIAL, .. } if at == Instant::ZERO => {
                self.stores.push((*replica, *key));
                return;
            }
            Happening::Apply { replica, key, value, .. } => {
                if !self.apply(Change { at, replica: *replica, key: *key, value: *value }, initial) {
                    return;
                }
                false
            }
            Happening::Observe { replica, operation, key, value } => {
                if self.is_probe(*operation) {
                    return;
                }
                self.looks.push(Look {
                    at,
                    replica: *replica,
                    operation: *operation,
                    key: *key,
                    value: *value,
                    counted: false,
                });
                false
            }
            Happening::Wait { replica, key, value } => {
                self.arrived.insert((*replica, *key, *value), at);
                return;
            }
            Happening::FaultBegin { .. } | Happening::FaultEnd { .. } => true,
            Happening::Stamp { .. } | Happening::Call { .. } | Happening::Answer { .. } => return,
            Happening::Step { .. } | Happening::SagaOver { .. } => return,
        };
        self.moments.push(at);
        if step {
            self.steps.push(at);
        }
    }

    /// A value lands. Whether that changes what the replica holds.
    fn apply(&mut self, change: Change, initial: Value) -> bool {
        let Change { at, replica, key, value } = change;
        self.land(at, replica, key, value);
        let changes = self.hold((replica, key), value).unwrap_or(initial) != value;
        if changes {
            self.changes.push(change);
        }
        changes
    }

    /// Notes what a replica holds; what it held is returned. Replicas and keys are few.
    fn hold(&mut self, place: (ReplicaId, Key), value: Value) -> Option<Value> {
        let known = self.held.iter_mut().find(|(known, _)| *known == place);
        match known {
            Some((_, held)) => Some(std::mem::replace(held, value)),
            None => {
                self.held.push((place, value));
                None
            }
        }
    }

    /// A value lands. If it had arrived before, it waited.
    fn land(&mut self, at: Instant, replica: ReplicaId, key: Key, value: Value) {
        if let Some(from) = self.arrived.remove(&(replica, key, value)).filter(|from| *from < at) {
            self.waits.push(Wait { replica, key, value, from, to: at });
        }
    }

    /// A value that was sent on arrives, and has not landed before.
    fn arrive(&mut self, place: usize, at: Instant) {
        let message = &self.messages[place];
        let (NodeId::Replica(replica), true) = (message.to, message.asks()) else { return };
        let Label { purpose: Purpose::Replicate, key: Some(key), value: Some(value), .. } = message.label else {
            return;
        };
        if !self.held.contains(&((replica, key), value)) {
            self.arrived.entry((replica, key, value)).or_insert(at);
        }
    }

    fn end(&mut self, id: MessageId, at: Instant, lost: Option<DropCause>) -> bool {
        // Messages are numbered in order of sending, so they stand in order of their numbers.
        let Ok(place) = self.messages.binary_search_by_key(&id, |message| message.id) else {
            return false;
        };
        self.messages[place].ends.push(End { at, lost });
        if lost.is_none() {
            self.arrive(place, at);
        }
        true
    }
}
