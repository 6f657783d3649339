//! Who asks the replicas and counts their answers.

use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Ask, Context, Outbox, Reply};

use super::answers::Answers;
use super::message::{Message, Phase};
use super::rules::Rules;
use super::{Quorum, Timer};
use crate::session_layer::{Session, line_of};
use crate::store::{INITIAL, Versioned};

/// The operations that a node coordinates. Each goes through at most two phases; with read repair
/// a read stays known for a while after its answer, so that late answers can still be repaired.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Coordinator {
    running: Vec<Running>,
    rules: Rules,
    /// What the session knows that coordinates here for itself, if that is tracked.
    session: Option<Session>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Running {
    operation: OperationId,
    key: Key,
    /// Who handed it over; a session that coordinates by itself has no one to answer to.
    client: Option<NodeId>,
    phase: Phase,
    /// The value to write.
    value: Value,
    /// The newest version met, or the one that is written.
    best: Versioned,
    /// Who answered in this phase, and for a read with which version.
    answers: Answers,
    /// A read returns nothing older, and the stamp of a write is above that.
    least: Version,
    above: i64,
    /// The replicas that were sent the newest version because they lagged behind, one bit each.
    repaired: u16,
    answered: bool,
    /// Spare nodes were asked in this phase for the replicas that had not answered.
    stood_in: bool,
}

impl Coordinator {
    /// A node that coordinates for several sessions would, in a run where quorums never fill,
    /// collect reads that it could still repair: beyond so many it forgets them.
    const KEPT: usize = 64;

    pub(crate) fn new(cx: &Context<'_>) -> Self {
        Self { running: Vec::new(), rules: Rules::of(cx), session: None }
    }

    /// That of a session, which may remember what it wrote and saw.
    pub(crate) fn of_session(cx: &Context<'_>) -> Self {
        let tracked = cx.cluster.knobs.choice("session") == "tracked";
        Self { session: tracked.then(|| Session::new(cx)), ..Self::new(cx) }
    }

    /// Takes an operation on.
    pub(crate) fn begin(
        &mut self,
        cx: &Context<'_>,
        client: Option<NodeId>,
        operation: OperationId,
        key: Key,
        ask: Ask,
        out: &mut Outbox<Quorum>,
    ) {
        let rules = &self.rules;
        // A session does one thing at a time: what it asked before and has no answer to, it gave up.
        let crowded = self.running.len() >= Self::KEPT;
        self.running.retain(|running| if running.answered { !crowded } else { running.client != client });
        let (phase, value) = match ask {
            Ask::Read => (Phase::Read, INITIAL.value),
            Ask::Write(value) if rules.logical => (Phase::Version, value),
            Ask::Write(value) => (Phase::Write, value),
        };
        let (least, above) = self.session.as_ref().map_or((Version::INITIAL, i64::MIN), |session| {
            (session.needs(Ask::Read).on(line_of(key)), session.above().unwrap_or(i64::MIN))
        });
        let (best, answers, repaired, answered, stood_in) = (INITIAL, Answers::default(), 0, false, false);
        self.running.push(Running {
            operation,
            key,
            client,
            phase,
            value,
            best,
            answers,
            least,
            above,
            repaired,
            answered,
            stood_in,
        });
        match self.running.last_mut() {
            Some(running) if phase == Phase::Write => rules.put(cx, running, cx.clock_us, out),
            _ => {
                for replica in rules.asked(cx, phase) {
                    out.send(NodeId::Replica(replica), Message::Get { operation, key, phase });
                }
                rules.watch(operation, phase, out);
            }
        }
    }

    /// Counts an answer.
    pub(crate) fn on_answer(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        let (operation, phase, held) = match message {
            Message::Held { operation, phase, held, .. } => (operation, phase, Some(held)),
            Message::Stored { operation, phase, .. } => (operation, phase, None),
            Message::Kept { operation, key } => return self.on_kept(cx, from, operation, key, out),
            _ => return,
        };
        let NodeId::Replica(replica) = from else { return };
        let Some(index) = self.running.iter().position(|running| running.operation == operation) else { return };
        let (running, rules) = (&mut self.running[index], &self.rules);
        let over = running.answered;
        if !rules.has_vote(replica) {
            return;
        }
        if running.phase == phase {
            let version = held.map_or(running.best.version, |held| held.version);
            if running.answers.add(replica, version) {
                rules.count(cx, running, held, out);
            }
        } else if let (Phase::Read, Some(held)) = (phase, held) {
            // A write-back is under way; a read answer that comes now only shows who lags behind.
            rules.repair(running, replica, held.version, out);
        }
        if let Some(session) = self.session.as_mut().filter(|_| running.answered && !over) {
            let (line, version) = (line_of(running.key), running.best.version);
            match running.phase {
                Phase::Write => session.wrote(cx, line, version),
                _ => session.saw(line, version),
            }
        }
        if rules.is_over(running) {
            self.running.swap_remove(index);
        }
    }

    /// A spare keeps what the one phase that puts something has put.
    #[cold]
    fn on_kept(&mut self, cx: &Context<'_>, from: NodeId, operation: OperationId, key: Key, out: &mut Outbox<Quorum>) {
        if let Some(running) = self.running.iter().find(|running| running.operation == operation) {
            let phase = running.phase;
            self.on_answer(cx, from, Message::Stored { operation, key, phase }, out);
        }
    }

    /// A phase has waited long enough: for every replica that it asked and that has not answered,
    /// the next spare node is asked (Dynamo, section 4.6). What it writes there carries a hint whose
    /// it is; and a write that has its quorum does so too, so that no replica stays without it.
    pub(super) fn stand_in(
        &mut self,
        cx: &Context<'_>,
        operation: OperationId,
        phase: Phase,
        out: &mut Outbox<Quorum>,
    ) {
        let waits = |running: &Running| running.operation == operation && running.phase == phase;
        let Some(index) = self.running.iter().position(waits) else { return };
        let (running, rules) = (&mut self.running[index], &self.rules);
        running.stood_in = true;
        let Running { key, best, answered, answers, .. } = *running;
        let missing = rules.asked(cx, phase).filter(|id| answers.iter().all(|(known, _)| known != *id));
        for (owner, spare) in missing.zip(cx.spares()) {
            let message = match phase {
                Phase::Read | Phase::Version if answered => break,
                Phase::Read | Phase::Version => Message::Get { operation, key, phase },
                Phase::Write | Phase::WriteBack | Phase::Repair => Message::Keep { operation, key, held: best, owner },
            };
            out.send(NodeId::Replica(spare), message);
        }
        if rules.is_over(running) {
            self.running.swap_remove(index);
        }
    }
}

impl Rules {
    fn count(&self, cx: &Context<'_>, running: &mut Running, held: Option<Versioned>, out: &mut Outbox<Quorum>) {
        if running.answered {
            // Beyond the quorum: nobody waits, but it may lag behind.
            if let (Phase::Read, Some((replica, version))) = (running.phase, running.answers.last()) {
                self.repair(running, replica, version, out);
            }
            return;
        }
        out.count(running.operation);
        if let Some(held) = held.filter(|held| held.version > running.best.version) {
            let late = self.takes_first && running.phase == Phase::Read && running.answers.len() > 1;
            running.best = if late { running.best } else { held };
        }
        if running.answers.len() < self.needed(running.phase) {
            return;
        }
        if running.phase == Phase::Read && running.best.version < running.least {
            // Its session knows better: some other replica has it.
            return;
        }
        match running.phase {
            Phase::Read => self.read_quorum_is_full(cx, running, out),
            Phase::Version => {
                let stamp = if running.best == INITIAL { 1 } else { running.best.version.stamp + 1 };
                self.put(cx, running, stamp, out);
            }
            Phase::Write => self.answer(running, Reply::Done, out),
            Phase::WriteBack => self.answer(running, Reply::Value(running.best.value), out),
            Phase::Repair => {}
        }
    }

    fn read_quorum_is_full(&self, cx: &Context<'_>, running: &mut Running, out: &mut Outbox<Quorum>) {
        if self.read_repair {
            let answers = running.answers;
            for (replica, version) in answers.iter() {
                self.repair(running, replica, version, out);
            }
        }
        // A write quorum that already holds it needs nothing written back; nor does the initial value.
        let holders = running.answers.iter().filter(|(_, version)| *version == running.best.version).count();
        if self.write_back && holders < usize::from(self.needed(Phase::WriteBack)) && running.best != INITIAL {
            running.phase = Phase::WriteBack;
            running.answers = Answers::default();
            running.stood_in = false;
            self.set(cx, running, running.best, out);
        } else {
            self.answer(running, Reply::Value(running.best.value), out);
        }
    }

    #[inline]
    fn put(&self, cx: &Context<'_>, running: &mut Running, stamp: i64, out: &mut Outbox<Quorum>) {
        let stamp = stamp.max(running.above.saturating_add(1));
        let version = Version { stamp, counter: running.operation.0, writer: writer(cx.me) };
        out.stamp(running.operation, version);
        running.phase = Phase::Write;
        running.best = Versioned { value: running.value, version };
        running.answers = Answers::default();
        running.stood_in = false;
        self.set(cx, running, running.best, out);
    }

    #[inline]
    fn set(&self, cx: &Context<'_>, running: &Running, held: Versioned, out: &mut Outbox<Quorum>) {
        let Running { operation, key, phase, .. } = *running;
        for replica in self.asked(cx, phase) {
            out.send(NodeId::Replica(replica), Message::Set { operation, key, phase, held });
        }
        self.watch(operation, phase, out);
    }

    /// Sees to it that spare nodes are asked where replicas do not answer.
    #[inline]
    fn watch(&self, operation: OperationId, phase: Phase, out: &mut Outbox<Quorum>) {
        if self.sloppy {
            out.wake(self.stand_in_us(), Timer::StandIn { operation, phase });
        }
    }

    /// Brings a replica that answered with something older up to date, once.
    fn repair(&self, running: &mut Running, replica: ReplicaId, version: Version, out: &mut Outbox<Quorum>) {
        let Running { operation, key, best, .. } = *running;
        let bit = 1 << replica.0;
        if self.read_repair && self.is_replica(replica) && version < best.version && running.repaired & bit == 0 {
            running.repaired |= bit;
            let message = Message::Set { operation, key, phase: Phase::Repair, held: best };
            out.send(NodeId::Replica(replica), message);
        }
    }

    fn answer(&self, running: &mut Running, reply: Reply, out: &mut Outbox<Quorum>) {
        let Running { operation, key, client, .. } = *running;
        running.answered = true;
        match client {
            Some(client) => out.send(client, Message::Answer { operation, key, reply }),
            None => out.reply(operation, reply),
        }
    }

    /// Whether nothing that may still come could matter.
    fn is_over(&self, running: &Running) -> bool {
        if !running.answered {
            return false;
        }
        let (phase, answers) = (running.phase, running.answers.len());
        let repairs = self.read_repair && !self.only_quorum && phase != Phase::Write && answers < self.most(phase);
        let stands_in = self.sloppy && !running.stood_in && !phase.is_question() && answers < self.most(phase);
        !repairs && !stands_in
    }
}

/// The number of a writer, distinct among all nodes.
fn writer(me: NodeId) -> u32 {
    match me {
        NodeId::Replica(id) => id.0.into(),
        NodeId::Session(id) => 256 + u32::from(id.0),
    }
}

#[cfg(test)]
mod tests {
    use history::{ReplicaId, SessionId};
    use scenario::Scenario;
    use sim::Cluster;

    use super::*;

    /// The most operations that a replica keeps in mind while 40 sessions hand it 4,000 reads, of
    /// which each has so many answers.
    fn most_kept(answers: u8) -> usize {
        let mut scenario = Scenario::default();
        scenario.strategy.knobs.insert("read_repair".to_owned(), "on".to_owned());
        let valid = scenario.validate([&crate::quorum::INFO]).expect("the default with one knob");
        let cluster = Cluster::of(&valid);
        let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster };
        let mut coordinator = Coordinator::new(&cx);
        let mut out = Outbox::new(sim::Recording::Full);
        let (key, phase, held) = (Key(0), Phase::Read, INITIAL);
        let kept = (0..4_000).map(|number| {
            let operation = OperationId(number);
            let client = NodeId::Session(SessionId((number % 40) as u8));
            coordinator.begin(&cx, Some(client), operation, key, Ask::Read, &mut out);
            for replica in (0..answers).map(ReplicaId) {
                let message = Message::Held { operation, key, phase, held };
                coordinator.on_answer(&cx, NodeId::Replica(replica), message, &mut out);
            }
            coordinator.running.len()
        });
        kept.max().unwrap_or(0)
    }

    #[test]
    fn a_coordinator_forgets_what_no_one_waits_for_even_if_quorums_never_fill() {
        assert_eq!(most_kept(0), 40, "one a session");
        assert_eq!(most_kept(1), 40, "one a session");
        assert_eq!(most_kept(2), Coordinator::KEPT, "answered, and still to be repaired");
        assert_eq!(most_kept(5), 0, "nothing is left to come");
    }
}
