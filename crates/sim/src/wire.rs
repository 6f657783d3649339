//! The way of a message: sent, delayed, lost, doubled, delivered.

use history::{DropCause, Happening, Instant, MessageId, NodeId, Value};

use crate::chance::{self, Stream};
use crate::faults::code;
use crate::kernel::{Held, Kernel, write_at};
use crate::machines::Act;
use crate::outbox::Parcel;
use crate::queue::Pending;

/// What stands on a message that is on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope {
    /// Its number; a word to oneself has none, and no one sees it.
    id: Option<MessageId>,
    from: NodeId,
    to: NodeId,
    /// What already took it. It is recorded as lost when it would have arrived.
    doom: Option<DropCause>,
    /// Whether it serves an operation; what only keeps the cluster together does not.
    works: bool,
}

impl Kernel<'_> {
    pub(crate) fn send(&mut self, from: NodeId, to: NodeId, parcel: Parcel) {
        let Parcel { slot, leg, operation, lane } = parcel;
        if from == to {
            return self.post(self.now_us, slot, Envelope { id: None, from, to, doom: None, works: false });
        }
        let id = MessageId(self.next_message);
        self.next_message += 1;
        let (works, initial) = (operation.is_some(), self.shown(Value::Nil));
        let send = || {
            let mut label = self.machines.label(slot);
            label.value = label.value.map(|value| if value == Value::Nil { initial } else { value });
            Happening::Send { message: id, from, to, label }
        };
        match works {
            true => self.recorder.detail(Instant::from_us(self.now_us), send),
            false => self.recorder.detail_aside(Instant::from_us(self.now_us), send),
        }
        let name = operation.and_then(|operation| self.names.get(operation.index()).copied());
        let key = u64::from(name.unwrap_or(lane.cause)) << 32
            | u64::from(lane.phase) << 24
            | u64::from(lane.attempt) << 16
            | u64::from(code(from)) << 8
            | u64::from(code(to));
        let seed = self.valid.scenario().seed;
        let network = &self.valid.scenario().network;
        let loss = self.acting.loss(network.loss);
        let lost = loss > 0.0 && chance::uniform(seed, Stream::Loss, key) < loss;
        let doom = self.acting.cut(from, to).or(lost.then_some(DropCause::Loss));
        let doubled = network.duplication > 0.0 && chance::uniform(seed, Stream::Duplicate, key) < network.duplication;
        let delay = self.valid.links().delay(self.cluster.region(from), self.cluster.region(to), leg);
        let arrival_us = |u| self.now_us + self.acting.slowed_us(from, to, delay.at_us(u));
        let first_us = arrival_us(self.delays.uniform(key));
        let envelope = Envelope { id: Some(id), from, to, doom, works };
        if doubled && doom.is_none() {
            let second_us = arrival_us(chance::uniform(seed, Stream::DuplicateDelay, key));
            let copy = self.machines.double(slot);
            self.post(second_us, copy, envelope);
        }
        self.post(first_us, slot, envelope);
    }

    fn post(&mut self, at_us: u64, slot: u32, envelope: Envelope) {
        write_at(&mut self.envelopes, slot, envelope);
        self.queue.push(at_us, Pending::Arrive(slot));
    }

    pub(crate) fn arrive(&mut self, slot: u32) {
        let Envelope { id, from, to, doom, works } = self.envelopes[slot as usize];
        let now = Instant::from_us(self.now_us);
        if let Some(cause) = doom.or_else(|| self.acting.cut(from, to)).or_else(|| self.acting.down(to)) {
            if let Some(message) = id {
                self.tell(works, now, || Happening::Drop { message, cause });
            }
            return self.machines.discard(slot);
        }
        if let Some(message) = id {
            self.tell(works, now, || Happening::Deliver { message });
        }
        if self.acting.paused(to) {
            self.hold(to, Held::Message(slot));
        } else {
            self.receive(slot);
        }
    }

    /// Writes down what became of a message.
    fn tell(&mut self, works: bool, now: Instant, what: impl FnOnce() -> Happening) {
        match works {
            true => self.recorder.detail(now, what),
            false => self.recorder.detail_aside(now, what),
        }
    }

    /// The receiver handles a message.
    pub(crate) fn receive(&mut self, slot: u32) {
        let Envelope { id, from, to, .. } = self.envelopes[slot as usize];
        self.handling = id;
        self.act(to, Act::Take(from, slot));
        self.handling = None;
    }
}
