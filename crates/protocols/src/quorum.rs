//! Quorum replication: a write waits for W acknowledgements, a read for R answers, of N replicas.
//!
//! Partial quorums after Dynamo (G. DeCandia et al., SOSP 2007). With logical versions and
//! write-back it is the multi-writer register of Attiya, Bar-Noy and Dolev ("Sharing Memory
//! Robustly in Message-Passing Systems", JACM 1995; two phases for several writers after Lynch
//! and Shvartsman, 1997): linearizable as long as read and write quorums overlap.
//!
//! The coordinator is the session itself, a replica, or a proxy: a node that stores nothing and serves
//! many sessions, whose clock then orders what all of these write.
//!
//! A session that coordinates by itself can be tracked ([`crate::session_layer`]): a read that has its
//! quorum and met nothing as new as what the session wrote or saw of the key waits for further answers,
//! and a write goes above all that its session knows. That keeps read your writes, monotonic reads, and
//! each key in one order, however small the quorums and however wrong the clocks; between keys it keeps
//! nothing, since replicas know of no causes.

mod answers;
mod coordinator;
mod hints;
mod info;
mod message;
mod modes;
mod replica;
mod rules;

use history::{NodeId, OperationId, ReplicaId};
use sim::{Context, Machine, Outbox, Protocol, Request};

use coordinator::Coordinator;
pub(crate) use info::INFO;
use message::{Message, Phase};
use replica::Replica;

pub(crate) struct Quorum;

/// What its nodes wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// Whoever has not answered a phase of an operation by now is replaced by a spare.
    StandIn { operation: OperationId, phase: Phase },
    /// A spare hands over, or a replica compares, again.
    Tick,
}

impl Protocol for Quorum {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

/// The session's half: coordinates by itself, or hands over to a replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    coordinator: Coordinator,
    hands_over: Option<To>,
}

/// Who coordinates for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum To {
    Nearest,
    Random,
    /// The nearest spare node, which stores nothing itself.
    Proxy,
}

impl Machine<Quorum> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let hands_over = match cx.cluster.knobs.choice("coordinator") {
            "nearest" => Some(To::Nearest),
            "random" => Some(To::Random),
            "proxy" => Some(To::Proxy),
            _ => None,
        };
        Self { coordinator: Coordinator::of_session(cx), hands_over }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Quorum>) {
        let Request { operation, key, ask, lot, .. } = request;
        let replica = match self.hands_over {
            None => return self.coordinator.begin(cx, None, operation, key, ask, out),
            Some(To::Nearest) => cx.nearest()[0],
            Some(To::Random) => ReplicaId((lot % u64::from(cx.cluster.n)) as u8),
            Some(To::Proxy) => cx.nearest_spares().first().copied().unwrap_or_default(),
        };
        out.send(NodeId::Replica(replica), Message::Ask { operation, key, ask });
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        match message {
            Message::Answer { operation, reply, .. } => {
                out.count(operation);
                out.reply(operation, reply);
            }
            other => self.coordinator.on_answer(cx, from, other, out),
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Quorum>) {
        if let Timer::StandIn { operation, phase } = timer {
            self.coordinator.stand_in(cx, operation, phase, out);
        }
    }
}
