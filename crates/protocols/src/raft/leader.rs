//! What a leader knows of the others and of the sessions that wait for it.

use history::{NodeId, OperationId, ReplicaId};
use scenario::limits::REPLICAS_MAX;
use sim::Outbox;

use super::Raft;
use super::knobs::Rules;
use super::log::{Entries, Index, Log, Term, Write};
use super::message::{About, Append, Message};
use super::reads::Pending;
use super::state::Done;

/// The memory of a leader. It begins anew with every term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Leader {
    /// The first entry of its term: before that is committed, it does not know what is.
    pub(super) first: Index,
    /// The others, by number; its own place is not used.
    peers: [Peer; REPLICAS_MAX as usize],
    /// The last entry at the latest heartbeat.
    mark: Index,
    /// Heartbeats so far, and its clock at the latest.
    round: u32,
    sent_us: i64,
    /// Entries that were sent again so far.
    again: u8,
    /// Until when nobody else can have been elected, on its own clock.
    pub(super) lease_until_us: i64,
    /// For each session, the write that waits to be committed.
    waiting: Vec<Option<Waiting>>,
    /// Reads that wait for a majority.
    pub(super) reads: Vec<Pending>,
}

/// What a leader knows of one follower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Peer {
    /// What it is sent next.
    pub(super) next: Index,
    /// Up to where its log is the leader's.
    pub(super) matched: Index,
    /// It is not known what fits: no new entry is sent before the answer.
    pub(super) probing: bool,
    /// The leader's clock at the latest heartbeat that it answered.
    heard_us: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    operation: OperationId,
    attempt: u8,
}

/// What a message of a leader tells besides entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Office<'a> {
    pub(super) term: Term,
    pub(super) commit: Index,
    pub(super) log: &'a Log,
}

impl Leader {
    /// A leader that was just elected and has logged the first entry of its term.
    pub(super) fn new(rules: Rules, first: Index) -> Self {
        let peer = Peer { next: first, matched: 0, probing: true, heard_us: i64::MIN };
        Self {
            first,
            peers: [peer; REPLICAS_MAX as usize],
            mark: first,
            round: 0,
            sent_us: i64::MIN,
            again: 0,
            lease_until_us: i64::MIN.saturating_add(rules.lease_us),
            waiting: Vec::new(),
            reads: Vec::new(),
        }
    }

    /// The leader with which a run begins: all logs are empty, and all have just heard from it.
    pub(super) fn of_first_term(rules: Rules) -> Self {
        let peer = Peer { next: 1, matched: 0, probing: false, heard_us: 0 };
        let peers = [peer; REPLICAS_MAX as usize];
        Self { first: 0, mark: 0, peers, sent_us: 0, lease_until_us: rules.lease_us, ..Self::new(rules, 0) }
    }

    pub(super) fn peer(&mut self, id: ReplicaId) -> &mut Peer {
        &mut self.peers[usize::from(id.0 % REPLICAS_MAX)]
    }

    /// The value that a majority has reached, the leader itself with its own.
    fn reached<T: Copy + Ord>(&self, rules: Rules, own: T, of: impl Fn(&Peer) -> T) -> T {
        let mut all = [own; REPLICAS_MAX as usize];
        for id in rules.others() {
            all[id.index()] = of(&self.peers[id.index()]);
        }
        let all = &mut all[..rules.n.into()];
        all.sort_unstable_by(|a, b| b.cmp(a));
        all[usize::from(rules.majority()) - 1]
    }

    /// The last entry that a majority has.
    pub(super) fn on_majority(&self, rules: Rules, last: Index) -> Index {
        self.reached(rules, last, |peer| peer.matched)
    }

    /// A follower answered the heartbeat of that time: whoever is in a majority that heard from
    /// here then elects nobody for the least election timeout (section 6.4.1 of the thesis).
    pub(super) fn heard(&mut self, rules: Rules, from: ReplicaId, sent_us: i64) {
        let peer = self.peer(from);
        peer.heard_us = peer.heard_us.max(sent_us);
        let since_us = self.reached(rules, self.sent_us, |peer| peer.heard_us);
        self.lease_until_us = since_us.saturating_add(rules.lease_us);
    }

    /// Keeps in mind which write a session waits for; `false` if that is known or older.
    pub(super) fn await_write(&mut self, session: usize, operation: OperationId, attempt: u8) -> bool {
        if self.waiting.len() <= session {
            self.waiting.resize(session + 1, None);
        }
        let known = self.waiting[session].map(|waiting| waiting.operation);
        if known.is_none_or(|known| known <= operation) {
            self.waiting[session] = Some(Waiting { operation, attempt });
        }
        known.is_none_or(|known| known < operation)
    }

    /// A write was applied: tells the session that waits for it.
    pub(super) fn answer(&mut self, write: Write, done: Option<Done>, out: &mut Outbox<Raft>) {
        let Some(Done { operation, version }) = done.filter(|done| done.operation == write.operation) else { return };
        let Some(place) = self.waiting.get_mut(write.session.index()) else { return };
        if let Some(Waiting { attempt, .. }) = place.filter(|waiting| waiting.operation == operation) {
            let message = Message::Done { operation, key: write.key, version, attempt };
            out.send(NodeId::Session(write.session), message);
        }
    }

    /// Sends a new write on to everyone who has been sent all before it.
    pub(super) fn send_new(&mut self, rules: Rules, office: Office<'_>, write: Write, out: &mut Outbox<Raft>) {
        let last = office.log.last();
        for id in rules.others() {
            let peer = self.peer(id);
            if !peer.probing && peer.next == last {
                peer.next += 1;
                let about = About::Write { operation: write.operation, key: write.key };
                send(id, office, last - 1, office.log.batch(last), about, out);
            }
        }
    }

    /// Sends what a follower lacks, as much as fits into a message.
    pub(super) fn send_rest(&mut self, to: ReplicaId, office: Office<'_>, out: &mut Outbox<Raft>) {
        let peer = self.peer(to);
        let from = peer.next;
        let entries = office.log.batch(from);
        if entries == Entries::None {
            return;
        }
        if !peer.probing {
            peer.next += entries.as_slice().len() as Index;
        }
        self.again = self.again.wrapping_add(1);
        send(to, office, from - 1, entries, About::Behind { from, attempt: self.again }, out);
    }

    /// Tells everyone that there is a leader. What was sent before the last heartbeat should be
    /// there by now: if it got lost, the answer says so.
    pub(super) fn beat(&mut self, rules: Rules, office: Office<'_>, clock_us: i64, out: &mut Outbox<Raft>) {
        self.round = self.round.wrapping_add(1);
        self.sent_us = clock_us;
        let about = About::Beat { round: self.round, sent_us: clock_us };
        for id in rules.others() {
            let mark = self.mark;
            let peer = self.peer(id);
            let sent = peer.next - 1;
            let prev = if peer.probing { sent } else { sent.min(mark).max(peer.matched) };
            send(id, office, prev, Entries::None, about, out);
        }
        self.mark = office.log.last();
        if rules.n == 1 {
            self.lease_until_us = clock_us.saturating_add(rules.lease_us);
        }
    }
}

/// Sends entries, or none as a heartbeat.
fn send(to: ReplicaId, office: Office<'_>, prev: Index, entries: Entries, about: About, out: &mut Outbox<Raft>) {
    let Office { term, commit, log } = office;
    let prev_term = log.term(prev).unwrap_or_default();
    out.send(NodeId::Replica(to), Message::Append(Append { term, prev, prev_term, entries, commit, about }));
}

#[cfg(test)]
mod tests {
    use scenario::Scenario;
    use sim::{Cluster, Context};

    use super::*;

    fn rules(n: u8) -> Rules {
        let mut scenario = Scenario::default();
        "raft".clone_into(&mut scenario.strategy.protocol);
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, 1, 1);
        let valid = scenario.validate([&crate::raft::INFO]).expect("the default of Raft");
        let cluster = Cluster::of(&valid);
        Rules::of(&Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster })
    }

    #[test]
    fn an_entry_is_on_a_majority_when_more_than_half_have_it() {
        let cases: [(u8, &[Index], Index); 6] = [
            (1, &[], 9),
            (2, &[4], 4),
            (3, &[4, 0], 4),
            (4, &[4, 7, 0], 4),
            (5, &[4, 7, 0, 0], 4),
            (5, &[4, 7, 8, 0], 7),
        ];
        for (n, matched, index) in cases {
            let mut leader = Leader::of_first_term(rules(n));
            for (id, matched) in (1..).map(ReplicaId).zip(matched) {
                leader.peer(id).matched = *matched;
            }
            assert_eq!(leader.on_majority(rules(n), 9), index, "{n} {matched:?}");
        }
    }

    #[test]
    fn a_lease_lasts_from_the_heartbeat_that_a_majority_has_answered() {
        let rules = rules(5);
        let mut leader = Leader::new(rules, 1);
        leader.sent_us = 900_000;
        let lease_us = 350_000 * 100 / 110;
        for (from, sent_us, since_us) in [
            (1, 500_000, None),
            (2, 800_000, Some(500_000)),
            (2, 700_000, Some(500_000)),
            (1, 900_000, Some(800_000)),
            (4, 900_000, Some(900_000)),
        ] {
            leader.heard(rules, ReplicaId(from), sent_us);
            let until_us = since_us.map(|since_us: i64| since_us + lease_us);
            assert_eq!(Some(leader.lease_until_us).filter(|until_us| *until_us > 0), until_us, "{from} at {sent_us}");
        }
    }
}
