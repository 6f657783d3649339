//! Leader election (section 5.2 of the paper) and who may be elected (section 5.4.1).

use history::{NodeId, ReplicaId};
use sim::Outbox;

use super::Raft;
use super::knobs::{Reads, Without};
use super::leader::Leader;
use super::log::{Command, Entry, Index, Term};
use super::message::Message;
use super::replica::{Replica, Role};

impl Replica {
    /// No leader was heard of for an election timeout: asks for votes in the next term.
    pub(super) fn campaign(&mut self, out: &mut Outbox<Raft>) {
        // A term a timeout: no run is long enough to use them up.
        self.term = self.term.saturating_add(1);
        self.voted = Some(self.rules.me);
        self.leader = None;
        self.role = Role::Candidate { votes: 0 };
        self.set_election_timer(out);
        for peer in self.rules.others() {
            let (last, last_term) = (self.log.last(), self.log.last_term());
            out.send(NodeId::Replica(peer), Message::Campaign { term: self.term, last, last_term });
        }
        self.on_vote(self.rules.me, out);
    }

    pub(super) fn on_campaign(&mut self, from: ReplicaId, term: Term, log: (Term, Index), out: &mut Outbox<Raft>) {
        // A lease rests on it that whoever has just heard from the leader elects no other
        // (section 4.2.3 of the thesis, and 6.4.1).
        if self.rules.reads == Reads::Lease && self.heard && !matches!(self.role, Role::Leader(_)) {
            return;
        }
        self.meet(term, out);
        let free = self.voted.is_none_or(|voted| voted == from);
        let up_to_date = log >= (self.log.last_term(), self.log.last()) || self.rules.without == Without::UpToDate;
        let granted = term == self.term && free && up_to_date;
        if granted {
            self.voted = Some(from);
            self.set_election_timer(out);
        }
        out.send(NodeId::Replica(from), Message::Vote { term: self.term, asked: term, granted });
    }

    /// A vote for this candidate in its term.
    pub(super) fn on_vote(&mut self, from: ReplicaId, out: &mut Outbox<Raft>) {
        let Role::Candidate { votes } = &mut self.role else { return };
        *votes |= 1 << from.0;
        if votes.count_ones() >= self.rules.majority().into() {
            self.lead(out);
        }
    }

    /// Takes office. An entry of its own term is the first thing that it logs: once that is
    /// committed, so is all before it (section 5.4.2), and it knows what is (section 8).
    fn lead(&mut self, out: &mut Outbox<Raft>) {
        self.stop_election_timer();
        self.is_led_by(self.rules.me, out);
        let first = self.log.push(Entry { term: self.term, command: Command::Nothing });
        self.role = Role::Leader(Box::new(Leader::new(self.rules, first)));
        self.take_office(out);
    }
}
