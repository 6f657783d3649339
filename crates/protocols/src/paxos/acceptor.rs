//! The replica: it promises, accepts, and stores what was chosen; and proposes for sessions that ask.

use history::{Key, NodeId, OperationId, Value};
use sim::{Ask, Context, Machine, Outbox, Reply};

use super::message::Message;
use super::proposer::Proposer;
use super::state::{Ballot, Proposal, ballot_of, held_in, keep_higher};
use super::{Paxos, Timer};
use crate::store::{Arrival, Latest};

/// What a replica knows of one key, on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Acceptor {
    /// It takes nothing of a lower ballot.
    promised: Option<Ballot>,
    /// The last that it accepted, until it knows of something later that was chosen.
    accepted: Option<Proposal>,
    /// The last that it knows to be chosen: what it stores.
    chosen: Option<Proposal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    acceptors: Vec<Acceptor>,
    /// Which operation it took on last for each session, on disk: none is proposed for twice.
    taken: Latest,
    proposer: Proposer,
    reads_at_once: bool,
    without: Without,
}

/// A rule of the acceptor that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Without {
    Nothing,
    Promise,
    Persistence,
    Later,
}

impl Replica {
    fn acceptor(&mut self, key: Key) -> &mut Acceptor {
        if self.acceptors.len() <= key.index() {
            self.acceptors.resize_with(key.index() + 1, Acceptor::default);
        }
        &mut self.acceptors[key.index()]
    }

    /// Phase 1b of the paper, and what the proposer needs to decide.
    fn prepare(
        &mut self,
        from: NodeId,
        (ballot, round): (Ballot, u8),
        (key, reads): (Key, bool),
        out: &mut Outbox<Paxos>,
    ) {
        let acceptor = self.acceptor(key);
        if let Some(promised) = acceptor.promised.filter(|promised| *promised > ballot) {
            return out.send(from, Message::Outbid { ballot, round, key, proposes: false, promised });
        }
        acceptor.promised = Some(ballot);
        let (accepted, chosen) = (acceptor.accepted.clone(), acceptor.chosen.clone());
        if reads {
            out.observe(ballot.operation, key, held_in(chosen.as_ref()).value);
        }
        out.send(from, Message::Promise { ballot, round, key, reads, accepted, chosen });
    }

    /// Phase 2b.
    fn accept(&mut self, from: NodeId, proposal: Proposal, (round, key): (u8, Key), out: &mut Outbox<Paxos>) {
        let (ballot, takes_any) = (proposal.ballot, self.without == Without::Promise);
        let acceptor = self.acceptor(key);
        if let Some(promised) = acceptor.promised.filter(|promised| *promised > ballot && !takes_any) {
            return out.send(from, Message::Outbid { ballot, round, key, proposes: true, promised });
        }
        acceptor.promised = acceptor.promised.max(Some(ballot));
        acceptor.accepted = Some(proposal);
        out.send(from, Message::Accepted { ballot, round, key });
    }

    /// Stores what was chosen, unless it knows of something later.
    fn commit(&mut self, key: Key, chosen: Proposal, out: &mut Outbox<Paxos>) {
        let takes_any = self.without == Without::Later;
        let acceptor = self.acceptor(key);
        let before = held_in(acceptor.chosen.as_ref());
        if takes_any {
            acceptor.chosen = Some(chosen);
        } else if !keep_higher(&mut acceptor.chosen, Some(chosen)) {
            return;
        }
        let held = held_in(acceptor.chosen.as_ref());
        if ballot_of(acceptor.accepted.as_ref()) <= ballot_of(acceptor.chosen.as_ref()) {
            acceptor.accepted = None;
        }
        if held != before {
            out.apply(key, held.value, held.version);
        }
    }

    fn ask(
        &mut self,
        cx: &Context<'_>,
        from: NodeId,
        (operation, key): (OperationId, Key),
        (ask, only_if): (Ask, Option<Value>),
        out: &mut Outbox<Paxos>,
    ) {
        if self.reads_at_once && ask == Ask::Read {
            let value = held_in(self.acceptor(key).chosen.as_ref()).value;
            out.observe(operation, key, value);
            return out.send(from, Message::Answer { operation, key, reply: Reply::Value(value) });
        }
        if self.taken.arrival(from, operation) == Arrival::New {
            self.proposer.begin(cx, from, (operation, key), (ask, only_if), out);
        }
    }
}

impl Machine<Paxos> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let without = match cx.cluster.knobs.choice("without") {
            "promise" => Without::Promise,
            "persistence" => Without::Persistence,
            "later" => Without::Later,
            _ => Without::Nothing,
        };
        let reads_at_once = cx.cluster.knobs.choice("reads") == "nearest";
        let (acceptors, taken) = (Vec::new(), Latest::default());
        Self { acceptors, taken, proposer: Proposer::new(cx), reads_at_once, without }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Paxos>) {
        match message {
            Message::Ask { operation, key, ask, only_if } => self.ask(cx, from, (operation, key), (ask, only_if), out),
            Message::Prepare { ballot, round, key, reads } => self.prepare(from, (ballot, round), (key, reads), out),
            Message::Propose { ballot, round, key, state, .. } => {
                self.accept(from, Proposal { ballot, state }, (round, key), out);
            }
            Message::Commit { key, chosen, .. } => self.commit(key, chosen, out),
            other => self.proposer.on_message(cx, from, other, out),
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Paxos>) {
        self.proposer.on_timer(cx, timer, out);
    }

    /// What it promised, accepted and stored is on disk; what it proposed for others is forgotten.
    fn restart(self, cx: &Context<'_>, _out: &mut Outbox<Paxos>) -> Self {
        let mut again = Self { proposer: Proposer::new(cx), ..self };
        if again.without == Without::Persistence {
            for acceptor in &mut again.acceptors {
                (acceptor.promised, acceptor.accepted) = (None, None);
            }
        }
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(held_in(self.acceptors.get(key.index()).and_then(|acceptor| acceptor.chosen.as_ref())).value)
    }
}
