//! What a machine wants to happen: the only way out of it.

use history::calls::{self, Item};
use history::{Describe, Key, Lane, NodeId, OperationId, StepDeed, Value, Version};
use scenario::Leg;

use crate::slots::Slots;
use crate::{Protocol, Recording, Reply};

/// The wishes of one handling, in order, and the messages and timers that are under way.
#[derive(Debug)]
pub struct Outbox<P: Protocol> {
    pub(crate) effects: Vec<Effect>,
    pub(crate) messages: Slots<P::Message>,
    pub(crate) timers: Slots<P::Timer>,
    pub(crate) answers: Slots<calls::Reply>,
    pub(crate) contents: Slots<Vec<Vec<Item>>>,
    /// Whether anyone writes down what happens inside the store.
    noted: bool,
}

/// One wish of a machine, the same for every protocol: what only its protocol knows stays in a slot.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effect {
    /// Send a message.
    Send(NodeId, Parcel),
    /// Wake me after so many microseconds, with the timer in that slot.
    Wake(u64, u32),
    /// The same, with a time drawn between these two.
    WakeWithin(u64, u64, u32),
    /// An operation of my session ends.
    Reply(OperationId, Reply),
    /// A call of my session is carried out: the slot of its answer.
    Answer(OperationId, u32),
    /// A write got its place in the version order.
    Stamp(OperationId, Version),
    /// What I store changed.
    Apply(Key, Value, Version),
    /// What I store changed: the slot of what it holds now, all that is side by side.
    ApplyContents(Key, u32, Version),
    /// I have what I will store, and wait until I may.
    Wait(Key, Value),
    /// I answered an operation from what I store.
    Observe(OperationId, Key, Value),
    /// The same, from the slot of what it holds.
    ObserveContents(OperationId, Key, u32),
    /// The message I am handling helped to fill the quorum of an operation.
    Count(OperationId),
    /// I did something to my step of a saga.
    Step(OperationId, &'static str, StepDeed),
    /// A saga is over; whether it stands.
    SagaOver(OperationId, bool),
}

/// A message as it is carried: closed, with what decides about its way written on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parcel {
    /// Where the message is.
    pub(crate) slot: u32,
    pub(crate) leg: Leg,
    /// The operation that it serves, if any.
    pub(crate) operation: Option<OperationId>,
    pub(crate) lane: Lane,
}

impl<P: Protocol> Outbox<P> {
    /// An empty outbox.
    #[must_use]
    pub const fn new(recording: Recording) -> Self {
        let noted = matches!(recording, Recording::Full);
        Self {
            effects: Vec::new(),
            messages: Slots::new(),
            timers: Slots::new(),
            answers: Slots::new(),
            contents: Slots::new(),
            noted,
        }
    }

    /// Sends a message. One to oneself arrives at once.
    pub fn send(&mut self, to: impl Into<NodeId>, message: P::Message) {
        let label = message.describe();
        let (leg, operation, lane) = (Leg::of(label.purpose, label.direction), label.operation, message.lane());
        let slot = self.messages.put(message);
        self.effects.push(Effect::Send(to.into(), Parcel { slot, leg, operation, lane }));
    }

    /// Asks to be woken after so many microseconds.
    pub fn wake(&mut self, after_us: u64, timer: P::Timer) {
        let slot = self.timers.put(timer);
        self.effects.push(Effect::Wake(after_us, slot));
    }

    /// Asks to be woken after a time that chance draws between these two, evenly.
    pub fn wake_within(&mut self, least_us: u64, most_us: u64, timer: P::Timer) {
        let slot = self.timers.put(timer);
        self.effects.push(Effect::WakeWithin(least_us, most_us, slot));
    }

    /// Ends an operation of this node's session.
    pub fn reply(&mut self, operation: OperationId, reply: Reply) {
        self.effects.push(Effect::Reply(operation, reply));
    }

    /// Answers a call of this node's session.
    pub fn answer(&mut self, operation: OperationId, reply: calls::Reply) {
        let slot = self.answers.put(reply);
        self.effects.push(Effect::Answer(operation, slot));
    }

    /// Notes the place of a write in the version order.
    pub fn stamp(&mut self, operation: OperationId, version: Version) {
        self.effects.push(Effect::Stamp(operation, version));
    }

    /// Notes that what this node stores changed.
    pub fn apply(&mut self, key: Key, value: Value, version: Version) {
        self.note(Effect::Apply(key, value, version));
    }

    /// Notes that this node has what it will store, and waits until it may: until it applies it.
    pub fn wait(&mut self, key: Key, value: Value) {
        self.note(Effect::Wait(key, value));
    }

    /// Notes that what this node stores changed, where a key holds many things: see
    /// [`crate::Machine::contains`].
    pub fn apply_contents(&mut self, key: Key, things: impl FnOnce() -> Vec<Item>, version: Version) {
        self.apply_siblings(key, || vec![things()], version);
    }

    /// Notes that what this node stores changed, where several values of a key stay side by side: see
    /// [`crate::Machine::siblings`].
    pub fn apply_siblings(&mut self, key: Key, siblings: impl FnOnce() -> Vec<Vec<Item>>, version: Version) {
        if self.noted {
            let slot = self.contents.put(siblings());
            self.effects.push(Effect::ApplyContents(key, slot, version));
        }
    }

    /// Notes what this node did to its step of the saga that an operation began.
    pub fn step(&mut self, saga: OperationId, step: &'static str, deed: StepDeed) {
        self.effects.push(Effect::Step(saga, step, deed));
    }

    /// Notes that a saga is over, and whether it stands or was taken back.
    pub fn saga_over(&mut self, saga: OperationId, stands: bool) {
        self.effects.push(Effect::SagaOver(saga, stands));
    }

    /// Notes that this node answered an operation from what it stores.
    pub fn observe(&mut self, operation: OperationId, key: Key, value: Value) {
        self.note(Effect::Observe(operation, key, value));
    }

    /// Notes that this node answered an operation from several values that it stores side by side.
    pub fn observe_siblings(&mut self, operation: OperationId, key: Key, siblings: impl FnOnce() -> Vec<Vec<Item>>) {
        if self.noted {
            let slot = self.contents.put(siblings());
            self.effects.push(Effect::ObserveContents(operation, key, slot));
        }
    }

    /// Notes that the message being handled helped to fill the quorum of an operation.
    pub fn count(&mut self, operation: OperationId) {
        self.note(Effect::Count(operation));
    }

    fn note(&mut self, effect: Effect) {
        if self.noted {
            self.effects.push(effect);
        }
    }
}
