//! A replica: what it knows, and what it does with each event.

use history::{Key, NodeId, ReplicaId, SessionId, Value};
use sim::{Ask, Context, Machine, Outbox};

use super::knobs::{Reads, Rules, Without};
use super::leader::Leader;
use super::log::{Command, FIRST_TERM, Index, Log, Term};
use super::message::Message;
use super::reads::{Read, Reader};
use super::state::State;
use super::{Raft, Timer};

/// A replica of Raft. Names are those of figure 2 of the paper, in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    pub(super) rules: Rules,
    /// On disk: the latest term it has seen.
    pub(super) term: Term,
    /// On disk: whom it voted for in this term.
    pub(super) voted: Option<ReplicaId>,
    /// On disk.
    pub(super) log: Log,
    /// Up to where the log is known to be committed. In memory: a leader tells it again.
    pub(super) commit: Index,
    pub(super) state: State,
    pub(super) role: Role,
    /// Who leads in this term, as far as it knows.
    pub(super) leader: Option<ReplicaId>,
    /// How often its election timer was set: all but the latest ring for nothing.
    turn: u32,
    /// It heard from a leader less than the least election timeout ago.
    pub(super) heard: bool,
    /// What it may have applied before its last crash: it reads from no older state than that.
    pub(super) before: Index,
    /// Reads of sessions that wait here for the leader, where replicas ask it.
    pub(super) reader: Reader,
    /// What sessions asked while no leader was known: the latest of each.
    lost: Vec<Read>,
}

/// What a replica is in its term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Follower,
    /// Who voted for it, one bit each.
    Candidate {
        votes: u16,
    },
    Leader(Box<Leader>),
}

impl Replica {
    /// Takes over a later term, as a follower that does not know its leader yet.
    pub(super) fn meet(&mut self, term: Term, out: &mut Outbox<Raft>) {
        if term <= self.term {
            return;
        }
        self.term = term;
        self.voted = None;
        self.leader = None;
        if matches!(self.role, Role::Leader(_)) {
            self.set_election_timer(out);
        }
        self.role = Role::Follower;
    }

    /// A message of this term's leader is there.
    pub(super) fn follow(&mut self, leader: ReplicaId, beat: bool, out: &mut Outbox<Raft>) {
        // Other messages never come without heartbeats, which are enough to keep the timer off.
        if beat || self.leader != Some(leader) {
            self.heard = true;
            self.set_election_timer(out);
        }
        self.role = Role::Follower;
        self.is_led_by(leader, out);
    }

    /// Knows who leads, and tells those who asked.
    pub(super) fn is_led_by(&mut self, leader: ReplicaId, out: &mut Outbox<Raft>) {
        self.leader = Some(leader);
        for Read { session, operation, key, attempt } in self.lost.drain(..) {
            out.send(NodeId::Session(session), Message::Redirect { operation, key, leader, attempt });
        }
    }

    /// Waits for an election timeout from now on: the least first, then what chance adds.
    pub(super) fn set_election_timer(&mut self, out: &mut Outbox<Raft>) {
        self.turn = self.turn.wrapping_add(1);
        out.wake(self.rules.election_least_us, Timer::Least { turn: self.turn });
    }

    pub(super) fn stop_election_timer(&mut self) {
        self.turn = self.turn.wrapping_add(1);
    }

    /// Commits up to there, as far as the log goes, and applies.
    pub(super) fn commit_to(&mut self, index: Index, out: &mut Outbox<Raft>) {
        if index <= self.commit {
            return;
        }
        self.commit = index.min(self.log.last());
        while self.state.applied < self.commit {
            let index = self.state.applied + 1;
            self.state.applied = index;
            let Some(entry) = self.log.get(index) else { break };
            let Command::Write(write) = entry.command else { continue };
            if self.state.apply(index, write) {
                let held = self.state.get(write.key);
                out.apply(write.key, held.value, held.version);
            }
            if let Role::Leader(leader) = &mut self.role {
                leader.answer(write, self.state.done(write.session), out);
            }
        }
        self.answer_reads(out);
    }

    fn ask(&mut self, cx: &Context<'_>, session: SessionId, message: Message, out: &mut Outbox<Raft>) {
        let Message::Ask { operation, key, ask, only_if, attempt } = message else { return };
        let from = NodeId::Session(session);
        let read = Read { session, operation, key, attempt };
        match (ask, &self.role) {
            (Ask::Read, _) if self.rules.reads == Reads::Follower => {
                if self.commit >= self.before {
                    let value = self.state.get(key).value;
                    out.observe(operation, key, value);
                    out.send(from, Message::Value { operation, key, value, attempt });
                }
            }
            (Ask::Read, Role::Leader(_)) => self.read(cx, read, from, out),
            (Ask::Write(value), Role::Leader(_)) => self.write(read, value, only_if, out),
            (Ask::Read, _) if self.rules.reads == Reads::FollowerReadIndex && self.leader.is_some() => {
                self.ask_index(read, out);
            }
            _ => match self.leader {
                Some(leader) => out.send(from, Message::Redirect { operation, key, leader, attempt }),
                None => {
                    self.lost.retain(|lost| lost.session != session);
                    self.lost.push(read);
                }
            },
        }
    }

    fn of_replica(&mut self, cx: &Context<'_>, from: ReplicaId, message: Message, out: &mut Outbox<Raft>) {
        match message {
            Message::Append(append) => self.on_append(from, append, out),
            Message::Appended(appended) => self.on_appended(from, appended, out),
            Message::Campaign { term, last, last_term } => self.on_campaign(from, term, (last_term, last), out),
            Message::Vote { term, asked, granted } => {
                self.meet(term, out);
                if granted && asked == self.term {
                    self.on_vote(from, out);
                }
            }
            Message::Confirm { term, operation, attempt } => {
                self.meet(term, out);
                if term == self.term {
                    self.follow(from, false, out);
                }
                out.send(NodeId::Replica(from), Message::Confirmed { term: self.term, operation, attempt });
            }
            Message::Confirmed { term, operation, .. } => {
                self.meet(term, out);
                if term == self.term {
                    self.on_confirmed(from, operation, out);
                }
            }
            Message::AskIndex { operation, session, attempt } => {
                let read = Read { session, operation, key: Key::default(), attempt };
                self.read(cx, read, NodeId::Replica(from), out);
            }
            Message::Index { operation, index, .. } => self.on_index(operation, index, out),
            Message::Ask { .. } | Message::Done { .. } | Message::Value { .. } | Message::Redirect { .. } => {}
        }
    }
}

impl Machine<Raft> for Replica {
    /// Every run begins in term 1 with r1 in office: all have voted for it, their logs are empty,
    /// and they have just heard from it. A run shows what Raft does, not how it boots; that it
    /// elects anew shows as soon as r1 fails.
    fn new(cx: &Context<'_>) -> Self {
        let rules = Rules::of(cx);
        let first = ReplicaId(0);
        // A disk is lost later than at the start, and whoever lost it must not lead in term 1 again.
        let leads = rules.me == first && cx.clock_us == 0;
        let role = if leads { Role::Leader(Box::new(Leader::of_first_term(rules))) } else { Role::Follower };
        Self {
            rules,
            term: FIRST_TERM,
            voted: Some(first),
            log: Log::default(),
            commit: 0,
            state: State::default(),
            role,
            leader: Some(first),
            turn: 0,
            heard: !leads,
            before: 0,
            reader: Reader::default(),
            lost: Vec::new(),
        }
    }

    fn start(&mut self, cx: &Context<'_>, out: &mut Outbox<Raft>) {
        if matches!(self.role, Role::Leader(_)) {
            self.beat(cx, out);
        } else {
            self.set_election_timer(out);
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Raft>) {
        match from {
            NodeId::Session(session) => self.ask(cx, session, message, out),
            NodeId::Replica(replica) if replica.0 < self.rules.n => self.of_replica(cx, replica, message, out),
            NodeId::Replica(_) => {}
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Raft>) {
        match timer {
            Timer::Least { turn } if turn == self.turn => {
                self.heard = false;
                out.wake_within(0, self.rules.election_spread_us, Timer::Election { turn });
            }
            Timer::Election { turn } if turn == self.turn => self.campaign(out),
            Timer::Beat { term } if term == self.term => self.beat(cx, out),
            _ => {}
        }
    }

    fn restart(self, _cx: &Context<'_>, out: &mut Outbox<Raft>) -> Self {
        let forgets = self.rules.without == Without::Persistence;
        let mut again = Self {
            term: if forgets { FIRST_TERM } else { self.term },
            voted: if forgets { None } else { self.voted },
            commit: 0,
            state: State::default(),
            role: Role::Follower,
            leader: None,
            // It may have heard from a leader just before it crashed.
            heard: true,
            before: self.log.last(),
            reader: Reader::default(),
            lost: Vec::new(),
            ..self
        };
        again.set_election_timer(out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.state.get(key).value)
    }
}
