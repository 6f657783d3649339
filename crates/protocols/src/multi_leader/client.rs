//! The session's half: writes to the nearest replica or the one that it stays with, reads from there or
//! from any, and asks another where it may.

use history::calls::Request as Wish;
use history::{NodeId, OperationId, ReplicaId};
use sim::{Ask, Call, Context, Machine, Outbox, Reply, Request};

use super::message::Message;
use super::{MultiLeader, Timer};
use crate::session_layer::{Behind, Session, Whom, line_of};

/// A read that it waits for. Writes are asked for once: a second replica would take the same write
/// again, as another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Reading {
    request: Request,
    asked: ReplicaId,
    attempt: u8,
    /// How many were behind since it last waited.
    hops: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    session: Session,
    reads_any: bool,
    /// Whether what a write rests on is asked for once that write was seen.
    transitive: bool,
    /// How long it waits before it asks another; for ever, if it asks no other.
    patience_us: Option<u64>,
    reading: Option<Reading>,
}

impl Client {
    /// Who is asked by this session where the protocol by itself would ask `usual`.
    fn whom(&mut self, cx: &Context<'_>, usual: ReplicaId) -> ReplicaId {
        match self.session.whom(cx, Whom::Replica(usual)) {
            Whom::Replica(replica) => replica,
            Whom::Primary => usual,
        }
    }

    fn usual(&self, cx: &Context<'_>, reads: bool, lot: u64) -> ReplicaId {
        let any = ReplicaId((lot % u64::from(cx.cluster.n)) as u8);
        if self.reads_any && reads { any } else { cx.nearest()[0] }
    }

    fn read(&mut self, reading: Reading, out: &mut Outbox<MultiLeader>) {
        let Reading { request: Request { operation, key, ask, .. }, asked, attempt, .. } = reading;
        self.reading = Some(reading);
        let needs = self.session.needs(ask);
        out.send(NodeId::Replica(asked), Message::Read { operation, key, attempt, needs });
        if let Some(after_us) = self.patience_us {
            out.wake(after_us, Timer::Patience { operation, attempt });
        }
    }

    /// The same question to the next.
    fn read_elsewhere(&mut self, cx: &Context<'_>, reading: Reading, out: &mut Outbox<MultiLeader>) {
        let asked = self.session.next(cx, reading.asked);
        self.read(Reading { asked, attempt: reading.attempt.wrapping_add(1), ..reading }, out);
    }

    /// The read that it waits for, if it was asked for just so.
    fn awaited(&self, operation: OperationId, attempt: u8) -> Option<Reading> {
        self.reading.filter(|reading| reading.request.operation == operation && reading.attempt == attempt)
    }
}

impl Machine<MultiLeader> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let session = Session::new(cx);
        let patience_us = u64::try_from(knobs.number("patience_ms")).unwrap_or(1) * 1000;
        let patience_us = session.moves_on(Behind::new(cx)).then_some(patience_us);
        let (reads_any, transitive) = (knobs.choice("reads") == "any", knobs.choice("without") != "transitive");
        Self { session, reads_any, transitive, patience_us, reading: None }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<MultiLeader>) {
        let Request { operation, key, ask, lot, .. } = request;
        let usual = self.usual(cx, ask == Ask::Read, lot);
        let asked = self.whom(cx, usual);
        match ask {
            Ask::Write(value) => {
                self.reading = None;
                let (needs, above) = (self.session.needs(ask), self.session.above());
                out.send(NodeId::Replica(asked), Message::Write { operation, key, value, needs, above });
            }
            Ask::Read => self.read(Reading { request, asked, attempt: 0, hops: 0 }, out),
        }
    }

    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<MultiLeader>) {
        let Call { operation, key, request, lot } = call;
        let usual = self.usual(cx, request == Wish::Read, lot);
        let replica = self.whom(cx, usual);
        out.send(NodeId::Replica(replica), Message::Call { operation, key, request });
    }

    fn on_message(&mut self, cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<MultiLeader>) {
        let (operation, reply) = match message {
            Message::Answer { operation, reply, .. } => {
                out.count(operation);
                return out.answer(operation, reply);
            }
            Message::Value { operation, key, held, after, .. } => {
                // The first answer is the one; which replica gave it does not matter.
                if self.reading.take_if(|reading| reading.request.operation == operation).is_some() {
                    self.session.saw(line_of(key), held.version);
                    if self.transitive {
                        self.session.saw_with(&after);
                    }
                } else if self.patience_us.is_some() {
                    return;
                }
                (operation, Reply::Value(held.value))
            }
            Message::Done { operation, key, version } => {
                self.session.wrote(cx, line_of(key), version);
                (operation, Reply::Done)
            }
            Message::Behind { operation, attempt, .. } => {
                if let Some(mut reading) = self.awaited(operation, attempt) {
                    reading.hops += 1;
                    self.reading = Some(reading);
                    // All were behind: it asks again when it has waited.
                    if reading.hops < cx.cluster.n {
                        self.read_elsewhere(cx, reading, out);
                    }
                }
                return;
            }
            _ => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<MultiLeader>) {
        let Timer::Patience { operation, attempt } = timer else { return };
        if let Some(reading) = self.awaited(operation, attempt) {
            self.read_elsewhere(cx, Reading { hops: 0, ..reading }, out);
        }
    }
}
