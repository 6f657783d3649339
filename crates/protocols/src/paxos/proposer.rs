//! Who proposes: a session, or a replica for sessions that ask it to.

use std::rc::Rc;

use history::{Key, NodeId, OperationId, ReplicaId, Value};
use scenario::limits::REPLICAS_MAX;
use sim::{Ask, Context, Outbox, Reply};

use super::message::Message;
use super::state::{Ballot, Proposal, State, ballot_of, held_in, keep_higher};
use super::{Paxos, Timer};

/// The operations of one proposer, one a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Proposer {
    running: Vec<Running>,
    /// The highest counter of a ballot that it used or was told.
    highest: i64,
    rules: Rules,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Rules {
    backoff_us: u64,
    retry_us: u64,
    majority: u8,
    n: u8,
    finishes: bool,
    knows_its_own: bool,
}

/// An operation under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Running {
    session: NodeId,
    operation: OperationId,
    key: Key,
    ask: Ask,
    only_if: Option<Value>,
    /// Which of its rounds this is, from 1; each has its own ballot.
    round: u8,
    /// How often it was outbid.
    outbid: u8,
    ballot: Ballot,
    phase: Phase,
    /// Who agreed in this phase, and who has promised a higher ballot, one bit each.
    agreed: u16,
    refused: u16,
    /// The highest that was accepted somewhere, as far as this round was told.
    accepted: Option<Proposal>,
    /// The highest that is known to be chosen, and which of those that promised knew that much.
    chosen: Option<Proposal>,
    known: [Option<Ballot>; REPLICAS_MAX as usize],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Prepares,
    /// This.
    Proposes(Rc<State>),
    /// It was outbid and waits.
    Rests,
}

impl Proposer {
    /// No contest lasts for so many rounds.
    const ROUNDS_MAX: u8 = 250;

    /// The wait after being outbid is doubled no more often than this.
    const DOUBLED_MAX: u8 = 6;

    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let us = |id| u64::try_from(knobs.number(id)).unwrap_or(1) * 1_000;
        let rules = Rules {
            backoff_us: us("backoff_ms"),
            retry_us: us("retry_ms"),
            majority: cx.cluster.n / 2 + 1,
            n: cx.cluster.n,
            finishes: knobs.choice("without") != "finish",
            knows_its_own: knobs.choice("without") != "done",
        };
        Self { running: Vec::new(), highest: i64::MIN, rules }
    }

    /// Takes an operation on. A session does one at a time: what it asked before, it gave up.
    pub(crate) fn begin(
        &mut self,
        cx: &Context<'_>,
        session: NodeId,
        (operation, key): (OperationId, Key),
        (ask, only_if): (Ask, Option<Value>),
        out: &mut Outbox<Paxos>,
    ) {
        self.running.retain(|running| running.session != session);
        self.running.push(Running {
            session,
            operation,
            key,
            ask,
            only_if,
            round: 0,
            outbid: 0,
            ballot: Ballot { counter: 0, operation },
            phase: Phase::Rests,
            agreed: 0,
            refused: 0,
            accepted: None,
            chosen: None,
            known: Default::default(),
        });
        self.prepare(cx, self.running.len() - 1, out);
    }

    /// Phase 1a: a new round, with a ballot above all that it knows of.
    fn prepare(&mut self, cx: &Context<'_>, index: usize, out: &mut Outbox<Paxos>) {
        let running = &mut self.running[index];
        if running.round == Self::ROUNDS_MAX {
            self.running.swap_remove(index);
            return;
        }
        self.highest = self.highest.saturating_add(1).max(cx.clock_us);
        let Running { operation, key, ask, .. } = *running;
        let (ballot, round, reads) = (Ballot { counter: self.highest, operation }, running.round + 1, ask == Ask::Read);
        (running.ballot, running.round, running.phase) = (ballot, round, Phase::Prepares);
        (running.agreed, running.refused, running.accepted) = (0, 0, None);
        running.known = Default::default();
        to_all(cx, || Message::Prepare { ballot, round, key, reads }, out);
        self.rules.watch(operation, round, false, out);
    }

    pub(crate) fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Paxos>) {
        let NodeId::Replica(from) = from else { return };
        match message {
            Message::Promise { ballot, accepted, chosen, .. } => {
                self.on_promise(cx, from, ballot, (accepted, chosen), out);
            }
            Message::Accepted { ballot, .. } => self.on_accepted(cx, from, ballot, out),
            Message::Outbid { ballot, proposes, promised, .. } => {
                self.on_outbid(from, (ballot, proposes), promised, out);
            }
            _ => {}
        }
    }

    /// Where the operation is whose ballot that is, if that is not over.
    fn find(&self, ballot: Ballot) -> Option<usize> {
        self.running.iter().position(|running| running.ballot == ballot)
    }

    fn on_promise(
        &mut self,
        cx: &Context<'_>,
        from: ReplicaId,
        ballot: Ballot,
        (accepted, chosen): (Option<Proposal>, Option<Proposal>),
        out: &mut Outbox<Paxos>,
    ) {
        let Some(index) = self.find(ballot) else { return };
        let running = &mut self.running[index];
        if running.phase != Phase::Prepares || running.agreed & bit(from) != 0 {
            return;
        }
        running.agreed |= bit(from);
        out.count(running.operation);
        if let Some(known) = running.known.get_mut(from.index()) {
            *known = ballot_of(chosen.as_ref());
        }
        keep_higher(&mut running.accepted, accepted);
        keep_higher(&mut running.chosen, chosen);
        if running.agreed.count_ones() >= self.rules.majority.into() {
            self.decide(cx, index, out);
        }
    }

    /// A majority has promised: what was left undone goes first. It may have been chosen.
    fn decide(&mut self, cx: &Context<'_>, index: usize, out: &mut Outbox<Paxos>) {
        let (running, rules) = (&mut self.running[index], self.rules);
        let undone = ballot_of(running.accepted.as_ref()) > ballot_of(running.chosen.as_ref());
        if let Some(Proposal { state, .. }) = running.accepted.take_if(|_| undone && rules.finishes) {
            return rules.propose(cx, running, state, true, out);
        }
        running.tell_what_was_missed(out);
        let Running { session, operation, ask, only_if, ballot, .. } = *running;
        let state = running.chosen.as_ref().map(|chosen| &*chosen.state);
        let held = held_in(running.chosen.as_ref()).value;
        let Ask::Write(value) = ask else { return self.end(cx, index, Reply::Value(held), out) };
        if let Some(version) =
            state.and_then(|state| state.version_of(session, operation)).filter(|_| rules.knows_its_own)
        {
            out.stamp(operation, version);
            self.end(cx, index, Reply::Done, out);
        } else if only_if.is_some_and(|value| value != held) {
            // What it proposed before, if anything, was proposed on a state that is no more.
            self.end(cx, index, Reply::Failed, out);
        } else {
            let state = State::after(state, session, operation, value, ballot.version());
            rules.propose(cx, running, Rc::new(state), false, out);
        }
    }

    /// With a majority it is chosen.
    fn on_accepted(&mut self, cx: &Context<'_>, from: ReplicaId, ballot: Ballot, out: &mut Outbox<Paxos>) {
        let Some(index) = self.find(ballot) else { return };
        let running = &mut self.running[index];
        let Phase::Proposes(state) = &running.phase else { return };
        if running.agreed & bit(from) != 0 {
            return;
        }
        running.agreed |= bit(from);
        out.count(running.operation);
        if running.agreed.count_ones() < self.rules.majority.into() {
            return;
        }
        let chosen = Proposal { ballot, state: Rc::clone(state) };
        let Running { session, operation, key, ask, round, .. } = *running;
        let commit = || Message::Commit { cause: operation, round, key, chosen: chosen.clone(), missed: false };
        to_all(cx, commit, out);
        let version = chosen.state.version_of(session, operation);
        let value = chosen.state.held.value;
        running.chosen = Some(chosen);
        match (ask, version) {
            (Ask::Read, _) => self.end(cx, index, Reply::Value(value), out),
            (Ask::Write(_), Some(version)) => {
                out.stamp(operation, version);
                self.end(cx, index, Reply::Done, out);
            }
            // It was another's, and now it is this one's turn.
            (Ask::Write(_), None) => self.prepare(cx, index, out),
        }
    }

    /// Somebody else has a higher ballot. Without a majority left it waits, so that the other gets through.
    fn on_outbid(
        &mut self,
        from: ReplicaId,
        (ballot, proposes): (Ballot, bool),
        promised: Ballot,
        out: &mut Outbox<Paxos>,
    ) {
        self.highest = self.highest.max(promised.counter);
        let Some(index) = self.find(ballot) else { return };
        let (running, rules) = (&mut self.running[index], self.rules);
        if running.phase == Phase::Rests || proposes != matches!(running.phase, Phase::Proposes(_)) {
            return;
        }
        running.refused |= bit(from);
        if running.refused.count_ones() <= (rules.n - rules.majority).into() {
            return;
        }
        let most_us = rules.backoff_us << running.outbid.min(Self::DOUBLED_MAX);
        running.outbid = running.outbid.saturating_add(1);
        running.phase = Phase::Rests;
        out.wake_within(0, most_us, Timer::Outbid { operation: running.operation, round: running.round });
    }

    pub(crate) fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Paxos>) {
        let (operation, round) = match timer {
            Timer::Majority { operation, round, .. } | Timer::Outbid { operation, round } => (operation, round),
        };
        let is = |running: &Running| running.operation == operation && running.round == round;
        let Some(index) = self.running.iter().position(is) else { return };
        let still = match timer {
            Timer::Outbid { .. } => self.running[index].phase == Phase::Rests,
            Timer::Majority { proposes: false, .. } => self.running[index].phase == Phase::Prepares,
            Timer::Majority { proposes: true, .. } => matches!(self.running[index].phase, Phase::Proposes(_)),
        };
        if still {
            self.prepare(cx, index, out);
        }
    }

    fn end(&mut self, cx: &Context<'_>, index: usize, reply: Reply, out: &mut Outbox<Paxos>) {
        let Running { session, operation, key, .. } = self.running.swap_remove(index);
        if session == cx.me {
            out.reply(operation, reply);
        } else {
            out.send(session, Message::Answer { operation, key, reply });
        }
    }
}

impl Rules {
    /// Phase 2a.
    fn propose(
        self,
        cx: &Context<'_>,
        running: &mut Running,
        state: Rc<State>,
        finishes: bool,
        out: &mut Outbox<Paxos>,
    ) {
        let Running { operation, ballot, round, key, .. } = *running;
        (running.agreed, running.refused) = (0, 0);
        running.phase = Phase::Proposes(Rc::clone(&state));
        to_all(cx, || Message::Propose { ballot, round, key, state: Rc::clone(&state), finishes }, out);
        self.watch(operation, round, true, out);
    }

    fn watch(self, operation: OperationId, round: u8, proposes: bool, out: &mut Outbox<Paxos>) {
        out.wake_within(self.retry_us, 2 * self.retry_us, Timer::Majority { operation, round, proposes });
    }
}

impl Running {
    /// Whoever promised and does not know the last that was chosen is told.
    fn tell_what_was_missed(&self, out: &mut Outbox<Paxos>) {
        let Some(chosen) = &self.chosen else { return };
        for (id, known) in (0..).map(ReplicaId).zip(self.known) {
            if self.agreed & bit(id) != 0 && known < Some(chosen.ballot) {
                let (cause, round, key, chosen) = (self.operation, self.round, self.key, chosen.clone());
                out.send(NodeId::Replica(id), Message::Commit { cause, round, key, chosen, missed: true });
            }
        }
    }
}

const fn bit(id: ReplicaId) -> u16 {
    1 << (id.0 & 15)
}

fn to_all(cx: &Context<'_>, message: impl Fn() -> Message, out: &mut Outbox<Paxos>) {
    for replica in cx.replicas() {
        out.send(NodeId::Replica(replica), message());
    }
}
