//! Who asks the replicas and counts their answers.

use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Ask, Context, Outbox, Reply};

use super::Quorum;
use super::message::{Message, Phase};
use crate::store::{INITIAL, Versioned};

/// The operations that a node coordinates. Each goes through at most two phases, and stays known
/// for a while after its answer, so that late answers can still be repaired.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Coordinator {
    running: Vec<Running>,
    read_repair: bool,
    write_back: bool,
    logical: bool,
    only_quorum: bool,
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
    /// The newest version met.
    best: Versioned,
    /// Who answered in this phase, and for a read with which version.
    answers: Vec<(ReplicaId, Version)>,
    answered: bool,
}

impl Coordinator {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        Self {
            running: Vec::new(),
            read_repair: knobs.on("read_repair"),
            write_back: knobs.on("write_back"),
            logical: knobs.choice("versions") == "logical",
            only_quorum: knobs.choice("requests") == "quorum",
        }
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
        // A request that the network doubled is already being worked on.
        if self.running.iter().any(|running| running.operation == operation) {
            return;
        }
        let (phase, value) = match ask {
            Ask::Read => (Phase::Read, INITIAL.value),
            Ask::Write(value) if self.logical => (Phase::Version, value),
            Ask::Write(value) => (Phase::Write, value),
        };
        let mut running =
            Running { operation, key, client, phase, value, best: INITIAL, answers: Vec::new(), answered: false };
        if phase == Phase::Write {
            let version = Version { stamp: cx.clock_us, counter: operation.0, writer: writer(cx.me) };
            self.put(cx, &mut running, version, out);
        } else {
            for replica in self.asked(cx, cx.cluster.r) {
                out.send(NodeId::Replica(replica), Message::Get { operation, key, phase });
            }
        }
        self.forget_old();
        self.running.push(running);
    }

    /// Counts an answer.
    pub(crate) fn on_answer(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        let (operation, phase, held) = match message {
            Message::Held { operation, phase, held, .. } => (operation, phase, Some(held)),
            Message::Stored { operation, phase, .. } => (operation, phase, None),
            _ => return,
        };
        let NodeId::Replica(replica) = from else { return };
        let Some(index) = self.running.iter().position(|running| running.operation == operation) else { return };
        let mut running = self.running.swap_remove(index);
        let is_new = running.answers.iter().all(|(known, _)| *known != replica);
        if running.phase == phase && is_new {
            let version = held.map_or(running.best.version, |held| held.version);
            running.answers.push((replica, version));
            self.count(cx, &mut running, held, out);
        } else if let (Phase::Read, Some(held)) = (phase, held) {
            // A write-back is under way; a read answer that comes now only shows who lags behind.
            self.repair(&running, replica, held.version, out);
        }
        if running.answers.len() < usize::from(cx.cluster.n) || !running.answered {
            self.running.push(running);
        }
    }

    fn count(&self, cx: &Context<'_>, running: &mut Running, held: Option<Versioned>, out: &mut Outbox<Quorum>) {
        let needed = match running.phase {
            Phase::Read | Phase::Version => cx.cluster.r,
            Phase::Write | Phase::WriteBack | Phase::Repair => cx.cluster.w,
        };
        let count = running.answers.len();
        if count <= usize::from(needed) && !running.answered {
            out.count(running.operation);
            if let Some(held) = held.filter(|held| held.version > running.best.version) {
                running.best = held;
            }
        }
        if count < usize::from(needed) {
            return;
        }
        let full = count == usize::from(needed) && !running.answered;
        match running.phase {
            Phase::Read if full => self.read_quorum_is_full(cx, running, out),
            Phase::Read => {
                if let (Some((replica, version)), Some(_)) = (running.answers.last().copied(), held) {
                    self.repair(running, replica, version, out);
                }
            }
            Phase::Version if full => {
                let stamp = if running.best == INITIAL { 1 } else { running.best.version.stamp + 1 };
                let version = Version { stamp, counter: running.operation.0, writer: writer(cx.me) };
                self.put(cx, running, version, out);
            }
            Phase::Write if full => self.answer(running, Reply::Done, out),
            Phase::WriteBack if full => self.answer(running, Reply::Value(running.best.value), out),
            _ => {}
        }
    }

    fn read_quorum_is_full(&self, cx: &Context<'_>, running: &mut Running, out: &mut Outbox<Quorum>) {
        for (replica, version) in running.answers.clone() {
            self.repair(running, replica, version, out);
        }
        // A write quorum that already holds it needs nothing written back; nor does the initial value.
        let holders = running.answers.iter().filter(|(_, version)| *version == running.best.version).count();
        if self.write_back && holders < usize::from(cx.cluster.w) && running.best != INITIAL {
            running.phase = Phase::WriteBack;
            running.answers.clear();
            self.set(cx, running, running.best, out);
        } else {
            self.answer(running, Reply::Value(running.best.value), out);
        }
    }

    fn put(&self, cx: &Context<'_>, running: &mut Running, version: Version, out: &mut Outbox<Quorum>) {
        out.stamp(running.operation, version);
        running.phase = Phase::Write;
        running.answers.clear();
        self.set(cx, running, Versioned { value: running.value, version }, out);
    }

    fn set(&self, cx: &Context<'_>, running: &Running, held: Versioned, out: &mut Outbox<Quorum>) {
        let Running { operation, key, phase, .. } = *running;
        for replica in self.asked(cx, cx.cluster.w) {
            out.send(NodeId::Replica(replica), Message::Set { operation, key, phase, held });
        }
    }

    fn repair(&self, running: &Running, replica: ReplicaId, version: Version, out: &mut Outbox<Quorum>) {
        let Running { operation, key, best, .. } = *running;
        if self.read_repair && version < best.version {
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

    /// The replicas to ask, nearest first: all, or as many as are needed.
    fn asked(&self, cx: &Context<'_>, needed: u8) -> Vec<ReplicaId> {
        let count = if self.only_quorum { needed } else { cx.cluster.n };
        cx.nearest()[..usize::from(count)].to_vec()
    }

    /// Keeps the memory bounded: an answered operation whose last answers never come is forgotten.
    fn forget_old(&mut self) {
        const KEPT: usize = 64;
        if self.running.len() >= KEPT {
            self.running.retain(|running| !running.answered);
        }
    }
}

/// The number of a writer, distinct among all nodes.
fn writer(me: NodeId) -> u32 {
    match me {
        NodeId::Replica(id) => id.0.into(),
        NodeId::Session(id) => 256 + u32::from(id.0),
    }
}
