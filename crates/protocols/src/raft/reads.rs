//! Reads without an entry in the log (section 8 of the paper, 6.4 of the thesis).

use history::{Key, NodeId, OperationId, ReplicaId, SessionId};
use sim::{Context, Outbox};

use super::Raft;
use super::knobs::{Reads, Without};
use super::leader::Leader;
use super::log::Index;
use super::message::Message;
use super::replica::{Replica, Role};
use super::state::State;

/// What a session asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Read {
    pub(crate) session: SessionId,
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    pub(crate) attempt: u8,
}

impl Read {
    /// Whether the other is a copy of this, or of what the same session asked before.
    fn overtakes(self, other: Self) -> bool {
        self == other || self.session == other.session && self.operation > other.operation
    }
}

/// A read that waits at the leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pending {
    read: Read,
    /// The session, or the replica that it asked.
    to: NodeId,
    /// The read index: what is committed up to there must have been applied.
    index: Index,
    /// Who confirmed since that it leads, one bit each.
    confirmed: u16,
}

/// Reads that wait at a replica which asked the leader for their index: one a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Reader(Vec<(Read, Option<Index>)>);

impl Replica {
    /// The leader is to read, for a session or for a replica that reads by itself.
    pub(super) fn read(&mut self, cx: &Context<'_>, read: Read, to: NodeId, out: &mut Outbox<Raft>) {
        let (rules, term, commit) = (self.rules, self.term, self.commit);
        let Role::Leader(leader) = &mut self.role else { return };
        // What is committed now is at most what it knows, or all before the first of its own term.
        let index = commit.max(leader.first);
        let certain = rules.without == Without::LeaderCheck
            || rules.reads == Reads::Lease && cx.clock_us < leader.lease_until_us
            || rules.n == 1;
        let confirmed = if certain { u16::MAX } else { 1 << rules.me.0 };
        if leader.reads.iter().any(|pending| pending.read.overtakes(read)) {
            return;
        }
        leader.reads.retain(|pending| pending.read.session != read.session);
        leader.reads.push(Pending { read, to, index, confirmed });
        if !certain {
            let Read { operation, attempt, .. } = read;
            for peer in rules.others() {
                out.send(NodeId::Replica(peer), Message::Confirm { term, operation, attempt });
            }
        }
        self.answer_reads(out);
    }

    /// A replica still takes this one for the leader, and did so after the read was asked for.
    pub(super) fn on_confirmed(&mut self, from: ReplicaId, operation: OperationId, out: &mut Outbox<Raft>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(pending) = leader.reads.iter_mut().find(|pending| pending.read.operation == operation) else { return };
        pending.confirmed |= 1 << from.0;
        out.count(operation);
        self.answer_reads(out);
    }

    /// Answers the reads that wait for nothing any more.
    pub(super) fn answer_reads(&mut self, out: &mut Outbox<Raft>) {
        let (state, majority) = (&self.state, self.rules.majority());
        if let Role::Leader(leader) = &mut self.role {
            answer_as_leader(leader, state, majority, out);
        }
        self.reader.0.retain(|(read, index)| {
            let waits = index.is_none_or(|index| index > state.applied);
            if !waits {
                answer(*read, state, out);
            }
            waits
        });
    }

    /// A session reads here, and the leader knows up to where this replica must have applied.
    pub(super) fn ask_index(&mut self, read: Read, out: &mut Outbox<Raft>) {
        let Some(leader) = self.leader else { return };
        let Read { session, operation, attempt, .. } = read;
        if self.reader.0.iter().any(|(known, _)| known.overtakes(read)) {
            return;
        }
        self.reader.0.retain(|(known, _)| known.session != session);
        self.reader.0.push((read, None));
        out.send(NodeId::Replica(leader), Message::AskIndex { operation, session, attempt });
    }

    pub(super) fn on_index(&mut self, operation: OperationId, index: Index, out: &mut Outbox<Raft>) {
        let known = self.reader.0.iter_mut().find(|(read, _)| read.operation == operation);
        if let Some((_, place)) = known {
            out.count(operation);
            *place = Some(index);
            self.answer_reads(out);
        }
    }
}

fn answer_as_leader(leader: &mut Leader, state: &State, majority: u8, out: &mut Outbox<Raft>) {
    leader.reads.retain(|pending| {
        let Pending { read, to, index, confirmed } = *pending;
        let waits = index > state.applied || confirmed.count_ones() < majority.into();
        match to {
            _ if waits => {}
            NodeId::Session(_) => answer(read, state, out),
            NodeId::Replica(_) => {
                out.send(to, Message::Index { operation: read.operation, index, attempt: read.attempt });
            }
        }
        waits
    });
}

fn answer(read: Read, state: &State, out: &mut Outbox<Raft>) {
    let Read { session, operation, key, attempt } = read;
    let value = state.get(key).value;
    out.observe(operation, key, value);
    out.send(NodeId::Session(session), Message::Value { operation, key, value, attempt });
}
