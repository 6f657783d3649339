//! The way of a message: sent, delayed, lost, doubled, delivered.

use history::{Describe, DropCause, Happening, Instant, MessageId, NodeId};
use scenario::Leg;

use crate::chance::{self, Stream};
use crate::faults::code;
use crate::kernel::{Held, Kernel, Pending};
use crate::queue::Rank;
use crate::{Machine, Protocol};

/// A message on its way.
#[derive(Clone, Debug)]
pub(crate) struct Envelope<M> {
    /// Its number; a word to oneself has none, and no one sees it.
    pub(crate) id: Option<MessageId>,
    pub(crate) from: NodeId,
    pub(crate) to: NodeId,
    pub(crate) message: M,
    /// What already took it. It is recorded as lost when it would have arrived.
    pub(crate) doom: Option<DropCause>,
}

impl<P: Protocol> Kernel<'_, P> {
    pub(crate) fn send(&mut self, from: NodeId, to: NodeId, message: P::Message) {
        if from == to {
            let envelope = Envelope { id: None, from, to, message, doom: None };
            self.queue.push(self.now_us, Rank::Usual, Pending::Arrive(envelope));
            return;
        }
        let id = MessageId(self.next_message);
        self.next_message += 1;
        let label = message.describe();
        let leg = Leg::of(label.purpose, label.direction);
        let name = label.operation.and_then(|operation| self.names.get(operation.index()).copied());
        self.recorder.detail(Instant::from_us(self.now_us), || Happening::Send { message: id, from, to, label });

        let lane = message.lane();
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
        let arrival_us = |stream| {
            let us = delay.at_us(chance::uniform(seed, stream, key));
            self.now_us + self.acting.slowed_us(from, to, us)
        };
        let first_us = arrival_us(Stream::Delay);
        if doubled && doom.is_none() {
            let copy = Envelope { id: Some(id), from, to, message: message.clone(), doom };
            self.queue.push(arrival_us(Stream::DuplicateDelay), Rank::Usual, Pending::Arrive(copy));
        }
        let envelope = Envelope { id: Some(id), from, to, message, doom };
        self.queue.push(first_us, Rank::Usual, Pending::Arrive(envelope));
    }

    pub(crate) fn arrive(&mut self, envelope: Envelope<P::Message>) {
        let Envelope { id, from, to, message, doom } = envelope;
        let now = Instant::from_us(self.now_us);
        if let Some(cause) = doom.or_else(|| self.acting.cut(from, to)).or_else(|| self.acting.down(to)) {
            if let Some(message) = id {
                self.recorder.detail(now, || Happening::Drop { message, cause });
            }
            return;
        }
        if let Some(message) = id {
            self.recorder.detail(now, || Happening::Deliver { message });
        }
        if self.acting.paused(to) {
            self.hold(to, Held::Message(id, from, message));
        } else {
            self.receive(to, id, from, message);
        }
    }

    pub(crate) fn receive(&mut self, to: NodeId, id: Option<MessageId>, from: NodeId, message: P::Message) {
        match to {
            NodeId::Replica(replica) => {
                self.replica(replica, id, |machine, cx, out| machine.on_message(cx, from, message, out));
            }
            NodeId::Session(session) => {
                self.handling = id;
                self.client(session, |machine, cx, out| machine.on_message(cx, from, message, out));
                self.handling = None;
            }
        }
    }
}
