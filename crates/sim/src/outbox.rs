//! What a machine wants to happen: the only way out of it.

use history::{Key, NodeId, OperationId, Value, Version};

use crate::{Protocol, Reply};

/// One wish of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<M, T> {
    /// Send a message.
    Send(NodeId, M),
    /// Wake me after so many microseconds.
    Wake(u64, T),
    /// An operation of my session ends.
    Reply(OperationId, Reply),
    /// A write got its place in the version order.
    Stamp(OperationId, Version),
    /// What I store changed.
    Apply(Key, Value, Version),
    /// I answered an operation from what I store.
    Observe(OperationId, Key, Value),
    /// The message I am handling helped to fill the quorum of an operation.
    Count(OperationId),
}

/// The wishes of one handling, in order.
#[derive(Debug)]
pub struct Outbox<P: Protocol> {
    effects: Vec<Effect<P::Message, P::Timer>>,
}

impl<P: Protocol> Outbox<P> {
    /// An empty outbox.
    #[must_use]
    pub const fn new() -> Self {
        Self { effects: Vec::new() }
    }

    /// Sends a message. One to oneself arrives at once.
    pub fn send(&mut self, to: impl Into<NodeId>, message: P::Message) {
        self.effects.push(Effect::Send(to.into(), message));
    }

    /// Asks to be woken after so many microseconds.
    pub fn wake(&mut self, after_us: u64, timer: P::Timer) {
        self.effects.push(Effect::Wake(after_us, timer));
    }

    /// Ends an operation of this node's session.
    pub fn reply(&mut self, operation: OperationId, reply: Reply) {
        self.effects.push(Effect::Reply(operation, reply));
    }

    /// Notes the place of a write in the version order.
    pub fn stamp(&mut self, operation: OperationId, version: Version) {
        self.effects.push(Effect::Stamp(operation, version));
    }

    /// Notes that what this node stores changed.
    pub fn apply(&mut self, key: Key, value: Value, version: Version) {
        self.effects.push(Effect::Apply(key, value, version));
    }

    /// Notes that this node answered an operation from what it stores.
    pub fn observe(&mut self, operation: OperationId, key: Key, value: Value) {
        self.effects.push(Effect::Observe(operation, key, value));
    }

    /// Notes that the message being handled helped to fill the quorum of an operation.
    pub fn count(&mut self, operation: OperationId) {
        self.effects.push(Effect::Count(operation));
    }

    /// Takes the wishes out, leaving the room for the next.
    pub fn drain(&mut self) -> impl Iterator<Item = Effect<P::Message, P::Timer>> + '_ {
        self.effects.drain(..)
    }

    pub(crate) fn take(&mut self) -> Vec<Effect<P::Message, P::Timer>> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn give_back(&mut self, mut room: Vec<Effect<P::Message, P::Timer>>) {
        room.clear();
        if room.capacity() > self.effects.capacity() {
            self.effects = room;
        }
    }
}

impl<P: Protocol> Default for Outbox<P> {
    fn default() -> Self {
        Self::new()
    }
}
