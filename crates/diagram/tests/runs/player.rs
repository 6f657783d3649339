//! Plays a script: asks, answers, loses, restarts.

use std::collections::BTreeMap;

use history::{
    Action, Direction, DropCause, Event, FaultId, FaultKind, Happening, Instant, Key, Label, MessageId, NodeId,
    OperationId, Outcome, ProcessId, Purpose, ReplicaId, Role, SessionId, Value, Version,
};

use super::{Dice, INITIAL, Script};

/// What happens in a script.
pub(super) fn play(script: &Script) -> Vec<Event> {
    let mut player = Player {
        script,
        dice: Dice(script.seed ^ 0x5eed),
        queue: BTreeMap::new(),
        events: Vec::new(),
        sent: Vec::new(),
        asked: Vec::new(),
        store: BTreeMap::new(),
        acting: vec![false; script.faults.len()],
        busy: vec![None; script.sessions.len()],
        next_value: INITIAL + 1,
        now: 0,
    };
    for (index, (_, begin, end)) in script.faults.iter().enumerate() {
        player.queue.insert((*begin, Next::FaultBegin(index as u16)), ());
        if let Some(end) = end {
            player.queue.insert((*end, Next::FaultEnd(index as u16)), ());
        }
    }
    for (index, (_, at, ..)) in script.operations.iter().enumerate() {
        player.queue.insert((*at, Next::Ask(index)), ());
    }
    while let Some(((at, next), ())) = player.queue.pop_first() {
        player.now = at;
        player.happen(next);
    }
    player.events
}

/// What is still to happen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    FaultEnd(u16),
    FaultBegin(u16),
    Ask(usize),
    Arrive(u32),
    GiveUp(u32),
}

struct Sent {
    from: NodeId,
    to: NodeId,
    asks: bool,
    operation: u32,
    held: Option<(i64, u64)>,
    doom: Option<DropCause>,
    lands: u64,
}

struct Asked {
    session: u8,
    key: u16,
    writes: bool,
    need: usize,
    got: usize,
    best: (u64, i64),
    done: bool,
}

struct Player<'a> {
    script: &'a Script,
    dice: Dice,
    queue: BTreeMap<(u64, Next), ()>,
    events: Vec<Event>,
    sent: Vec<Sent>,
    asked: Vec<Asked>,
    store: BTreeMap<(u8, u16), (u64, i64)>,
    acting: Vec<bool>,
    busy: Vec<Option<u32>>,
    next_value: i64,
    now: u64,
}

impl Player<'_> {
    fn note(&mut self, what: Happening) {
        let at = Instant::from_us(self.now);
        self.events.push(Event { at, what });
    }

    fn happen(&mut self, next: Next) {
        match next {
            Next::FaultBegin(index) => {
                self.acting[usize::from(index)] = true;
                self.note(Happening::FaultBegin { fault: FaultId(index) });
            }
            Next::FaultEnd(index) => {
                self.acting[usize::from(index)] = false;
                self.note(Happening::FaultEnd { fault: FaultId(index) });
                self.restart(index);
            }
            Next::Ask(index) => self.ask(index),
            Next::Arrive(message) => self.arrive(message),
            Next::GiveUp(operation) => self.give_up(operation),
        }
    }

    fn restart(&mut self, index: u16) {
        let FaultKind::Crash { replica, disk_lost: true } = self.script.faults[usize::from(index)].0 else {
            return;
        };
        for key in 0..self.script.keys {
            if self.store.remove(&(replica.0, key)).is_some() {
                self.note(Happening::Apply {
                    replica,
                    key: Key(key),
                    value: Value::Int(INITIAL),
                    version: Version::INITIAL,
                });
            }
        }
    }

    fn ask(&mut self, index: usize) {
        let (session, _, key, writes) = self.script.operations[index];
        if self.busy[usize::from(session)].is_some() {
            self.queue.insert((self.now + 1_000, Next::Ask(index)), ());
            return;
        }
        let id = self.asked.len() as u32;
        self.busy[usize::from(session)] = Some(id);
        let value = if writes {
            self.next_value += 1;
            self.next_value - 1
        } else {
            INITIAL
        };
        let best = if writes { (self.now, value) } else { (0, INITIAL) };
        self.asked.push(Asked {
            session,
            key,
            writes,
            need: if writes { self.script.w } else { self.script.r },
            got: 0,
            best,
            done: false,
        });
        self.note(Happening::Invoke {
            operation: OperationId(id),
            process: ProcessId(id),
            session: SessionId(session),
            key: Key(key),
            action: if writes { Action::Write(Value::Int(value)) } else { Action::Read(Value::Nil) },
            role: Role::Client,
        });
        let from = NodeId::Session(SessionId(session));
        for replica in 0..self.script.replicas.len() as u8 {
            let held = writes.then_some((value, self.now));
            self.send(from, NodeId::Replica(ReplicaId(replica)), true, id, held);
        }
        let until = self.now + self.script.timeout_us;
        self.queue.insert((until, Next::GiveUp(id)), ());
    }

    fn region(&self, node: NodeId) -> &'static str {
        match node {
            NodeId::Session(id) => self.script.sessions[id.index()],
            NodeId::Replica(id) => self.script.replicas[id.index()],
        }
    }

    fn acting(&self) -> impl Iterator<Item = (u16, &FaultKind)> {
        let faults = (0_u16..).zip(&self.script.faults);
        faults.filter(|(index, _)| self.acting[usize::from(*index)]).map(|(index, fault)| (index, &fault.0))
    }

    fn cut(&self, from: NodeId, to: NodeId) -> Option<DropCause> {
        self.acting().find_map(|(index, kind)| match kind {
            FaultKind::Partition { nodes, outward_passes, inward_passes } => {
                let stands = match (nodes.contains(&from), nodes.contains(&to)) {
                    (true, false) => !outward_passes,
                    (false, true) => !inward_passes,
                    _ => false,
                };
                stands.then_some(DropCause::Cut(FaultId(index)))
            }
            _ => None,
        })
    }

    fn down(&self, node: NodeId) -> Option<DropCause> {
        self.acting().find_map(|(index, kind)| match kind {
            FaultKind::Crash { replica, .. } if NodeId::Replica(*replica) == node => {
                Some(DropCause::Down(FaultId(index)))
            }
            _ => None,
        })
    }

    fn paused_until(&self, node: NodeId) -> Option<u64> {
        self.acting().find_map(|(index, kind)| match kind {
            FaultKind::Pause { replica } if NodeId::Replica(*replica) == node => {
                Some(self.script.faults[usize::from(index)].2.unwrap_or(u64::MAX))
            }
            _ => None,
        })
    }

    fn send(&mut self, from: NodeId, to: NodeId, asks: bool, operation: u32, held: Option<(i64, u64)>) {
        let asked = &self.asked[operation as usize];
        let (key, writes) = (asked.key, asked.writes);
        let message = self.sent.len() as u32;
        let words = match (asks, writes) {
            (true, true) => "set",
            (true, false) => "get",
            (false, true) => "ack",
            (false, false) => "is",
        };
        self.note(Happening::Send {
            message: MessageId(message),
            from,
            to,
            label: Label {
                purpose: if writes { Purpose::Write } else { Purpose::Read },
                direction: if asks { Direction::Request } else { Direction::Answer },
                operation: Some(OperationId(operation)),
                words: words.into(),
                key: Some(Key(key)).filter(|_| words != "ack"),
                value: held.map(|held| Value::Int(held.0)).filter(|_| words != "ack"),
            },
        });
        let lost = self.dice.below(1_000) < self.script.loss;
        let doom = self.cut(from, to).or(lost.then_some(DropCause::Loss));
        let base = (self.script.delay)(self.region(from), self.region(to));
        let lands = self.now + base + self.dice.below(base / 4 + 2);
        self.queue.insert((lands, Next::Arrive(message)), ());
        self.sent.push(Sent { from, to, asks, operation, held, doom, lands });
    }

    fn arrive(&mut self, message: u32) {
        let sent = &self.sent[message as usize];
        let (from, to, operation, held) = (sent.from, sent.to, sent.operation, sent.held);
        let (asks, first) = (sent.asks, sent.lands == self.now);
        let taken = sent.doom.or_else(|| self.cut(from, to)).or_else(|| self.down(to));
        let id = MessageId(message);
        if let (true, Some(cause)) = (first, taken) {
            self.note(Happening::Drop { message: id, cause });
            return;
        }
        if first {
            self.note(Happening::Deliver { message: id });
        }
        if let Some(until) = self.paused_until(to) {
            if until < u64::MAX {
                self.queue.insert((until, Next::Arrive(message)), ());
            }
            return;
        }
        match (to, asks) {
            (NodeId::Replica(replica), true) => self.serve(replica, from, operation, held),
            _ => self.answered(id, operation, held),
        }
    }

    fn serve(&mut self, replica: ReplicaId, from: NodeId, operation: u32, held: Option<(i64, u64)>) {
        let asked = &self.asked[operation as usize];
        let (key, writes) = (asked.key, asked.writes);
        let place = (replica.0, key);
        let mut now = self.store.get(&place).copied().unwrap_or((0, INITIAL));
        if let Some((value, stamp)) = held.filter(|_| writes) {
            if stamp > now.0 {
                now = (stamp, value);
                self.store.insert(place, now);
                self.note(Happening::Apply {
                    replica,
                    key: Key(key),
                    value: Value::Int(value),
                    version: Version { stamp: stamp as i64, counter: 0, writer: 0 },
                });
            }
        } else {
            self.note(Happening::Observe {
                replica,
                operation: OperationId(operation),
                key: Key(key),
                value: Value::Int(now.1),
            });
        }
        let answer = Some((now.1, now.0));
        self.send(NodeId::Replica(replica), from, false, operation, answer);
    }

    fn answered(&mut self, message: MessageId, operation: u32, held: Option<(i64, u64)>) {
        let asked = &mut self.asked[operation as usize];
        if asked.done {
            return;
        }
        asked.got += 1;
        if let Some((value, stamp)) = held.filter(|held| !asked.writes && held.1 > asked.best.0) {
            asked.best = (stamp, value);
        }
        let full = asked.got == asked.need;
        asked.done = full;
        let (session, value) = (asked.session, asked.best.1);
        let operation = OperationId(operation);
        self.note(Happening::Count { message, operation });
        if full {
            self.busy[usize::from(session)] = None;
            self.note(Happening::Return { operation, outcome: Outcome::Ok, value: Value::Int(value) });
        }
    }

    fn give_up(&mut self, operation: u32) {
        let asked = &mut self.asked[operation as usize];
        if asked.done {
            return;
        }
        asked.done = true;
        let (session, writes, value) = (asked.session, asked.writes, asked.best.1);
        self.busy[usize::from(session)] = None;
        self.note(Happening::Return {
            operation: OperationId(operation),
            outcome: if writes { Outcome::Info } else { Outcome::Fail },
            value: if writes { Value::Int(value) } else { Value::Nil },
        });
    }
}
