//! Traces for tests: a script of operations is played on a quorum store of a few lines, so that
//! every trace is well-formed and every message has its reason.

#![allow(dead_code, reason = "each test that includes this module uses its own part")]

use std::collections::BTreeMap;

use history::{
    Action, Direction, DropCause, Event, FaultId, FaultKind, FaultMark, Happening, Instant, Key, Label, MessageId,
    NodeId, OperationId, Outcome, Participant, ProcessId, Purpose, ReplicaId, Role, SessionId, Stop, Trace, Value,
    Version,
};

/// A pseudo-random sequence (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound.max(1)
    }
}

/// What to play.
pub(crate) struct Script {
    pub(crate) sessions: Vec<&'static str>,
    pub(crate) replicas: Vec<&'static str>,
    pub(crate) w: usize,
    pub(crate) r: usize,
    pub(crate) keys: u16,
    /// Session, start in µs, key, whether it writes.
    pub(crate) operations: Vec<(u8, u64, u16, bool)>,
    pub(crate) faults: Vec<(FaultKind, u64, Option<u64>)>,
    /// A client gives up after so many µs.
    pub(crate) timeout_us: u64,
    /// Share of messages lost by chance, in a thousand.
    pub(crate) loss: u64,
    pub(crate) seed: u64,
    /// One-way delay between two regions in µs.
    pub(crate) delay: fn(&str, &str) -> u64,
}

/// Plausible one-way delays, for pictures.
pub(crate) fn world(a: &str, b: &str) -> u64 {
    const TABLE: &[(&str, &str, u64)] = &[
        ("Virginia", "Ireland", 33_000),
        ("Virginia", "Frankfurt", 44_000),
        ("Virginia", "Tokyo", 84_000),
        ("Virginia", "Sydney", 98_000),
        ("Ireland", "Frankfurt", 12_500),
        ("Ireland", "Tokyo", 106_000),
        ("Ireland", "Sydney", 132_000),
        ("Frankfurt", "Tokyo", 112_000),
        ("Frankfurt", "Sydney", 140_000),
        ("Tokyo", "Sydney", 54_000),
    ];
    if a == b {
        return 900;
    }
    let pair = |(x, y, _): &&(&str, &str, u64)| (*x, *y) == (a, b) || (*y, *x) == (a, b);
    TABLE.iter().find(pair).map_or(40_000, |entry| entry.2)
}

/// A rack: everything is near.
pub(crate) fn rack(_: &str, _: &str) -> u64 {
    120
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

const INITIAL: i64 = 1;

impl Script {
    /// The run of the design's pictures, or nearly so.
    pub(crate) fn picture() -> Self {
        let cut = FaultKind::Partition {
            nodes: vec![NodeId::Replica(ReplicaId(4))],
            outward_passes: false,
            inward_passes: false,
        };
        let crash = FaultKind::Crash { replica: ReplicaId(2), disk_lost: false };
        Self {
            sessions: vec!["Virginia", "Tokyo", "Frankfurt"],
            replicas: vec!["Virginia", "Ireland", "Frankfurt", "Tokyo", "Sydney"],
            w: 2,
            r: 2,
            keys: 1,
            operations: vec![
                (2, 7_000, 0, false),
                (0, 58_000, 0, true),
                (2, 76_000, 0, false),
                (2, 111_000, 0, false),
                (0, 139_000, 0, false),
                (1, 150_000, 0, false),
            ],
            faults: vec![(cut, 50_000, Some(148_000)), (crash, 204_000, Some(272_000))],
            timeout_us: 10_000_000,
            loss: 0,
            seed: 7,
            delay: world,
        }
    }

    /// Any run, decided by a seed.
    pub(crate) fn random(seed: u64) -> Self {
        let mut dice = Dice(seed);
        const REGIONS: [&str; 5] = ["Virginia", "Ireland", "Frankfurt", "Tokyo", "Sydney"];
        let replicas = 1 + dice.below(9) as usize;
        let sessions = 1 + dice.below(8) as usize;
        let mut region = || REGIONS[dice.below(5) as usize];
        let (sessions, replicas): (Vec<_>, Vec<_>) =
            ((0..sessions).map(|_| region()).collect(), (0..replicas).map(|_| region()).collect());
        let near = dice.below(3) == 0;
        let unit = if near { 400 } else { 90_000 };
        let keys = 1 + dice.below(3) as u16;
        let operations = (0..dice.below(30))
            .map(|_| {
                let session = dice.below(sessions.len() as u64) as u8;
                let at = dice.below(unit * 12);
                (session, at, dice.below(keys.into()) as u16, dice.below(3) == 0)
            })
            .collect();
        let count = replicas.len() as u64;
        let faults = (0..dice.below(4))
            .map(|_| {
                let begin = dice.below(unit * 8);
                let end = (dice.below(4) > 0).then(|| begin + 1 + dice.below(unit * 6));
                (fault(&mut dice, count), begin, end)
            })
            .collect();
        Self {
            w: 1 + dice.below(count) as usize,
            r: 1 + dice.below(count) as usize,
            sessions,
            replicas,
            keys,
            operations,
            faults,
            timeout_us: unit * (2 + dice.below(40)),
            loss: dice.below(2) * dice.below(150),
            seed,
            delay: if near { rack } else { world },
        }
    }

    /// Plays it.
    pub(crate) fn play(&self) -> Trace {
        let mut player = Player {
            script: self,
            dice: Dice(self.seed ^ 0x5eed),
            queue: BTreeMap::new(),
            events: Vec::new(),
            sent: Vec::new(),
            asked: Vec::new(),
            store: BTreeMap::new(),
            acting: vec![false; self.faults.len()],
            busy: vec![None; self.sessions.len()],
            next_value: INITIAL + 1,
            now: 0,
        };
        for (index, (_, begin, end)) in self.faults.iter().enumerate() {
            player.queue.insert((*begin, Next::FaultBegin(index as u16)), ());
            if let Some(end) = end {
                player.queue.insert((*end, Next::FaultEnd(index as u16)), ());
            }
        }
        for (index, (_, at, ..)) in self.operations.iter().enumerate() {
            player.queue.insert((*at, Next::Ask(index)), ());
        }
        while let Some(((at, next), ())) = player.queue.pop_first() {
            player.now = at;
            player.happen(next);
        }
        self.trace(player.events)
    }

    fn trace(&self, events: Vec<Event>) -> Trace {
        let region = |name: String, region: &&str| Participant { name, region: (*region).to_owned() };
        let fault_event =
            |event: &&Event| !matches!(event.what, Happening::FaultBegin { .. } | Happening::FaultEnd { .. });
        let end = events.iter().filter(fault_event).map(|event| event.at).max();
        Trace {
            sessions: (0..).zip(&self.sessions).map(|(index, at)| region(SessionId(index).to_string(), at)).collect(),
            replicas: (0..).zip(&self.replicas).map(|(index, at)| region(ReplicaId(index).to_string(), at)).collect(),
            keys: (0..self.keys).map(Key::default_name).collect(),
            initial: Value::Int(INITIAL),
            faults: (0..)
                .zip(&self.faults)
                .map(|(index, (kind, begin, end))| FaultMark {
                    id: FaultId(index),
                    kind: kind.clone(),
                    begin: Instant::from_us(*begin),
                    end: end.map(Instant::from_us),
                })
                .collect(),
            events,
            end: end.unwrap_or(Instant::ZERO),
            stop: Stop::Finished,
            steps: 0,
        }
    }
}

fn fault(dice: &mut Dice, replicas: u64) -> FaultKind {
    let replica = ReplicaId(dice.below(replicas) as u8);
    let node = NodeId::Replica(replica);
    let way = dice.below(3);
    match dice.below(7) {
        0 => FaultKind::Partition {
            nodes: vec![node, NodeId::Replica(ReplicaId(0))],
            outward_passes: way == 1,
            inward_passes: way == 2,
        },
        1 => FaultKind::Crash { replica, disk_lost: way == 0 },
        2 => FaultKind::Pause { replica },
        3 => FaultKind::Slow { node },
        4 => FaultKind::Loss,
        5 => FaultKind::ClockStep { node, by_us: dice.below(80_000) as i64 - 40_000 },
        _ => FaultKind::ClockDrift { node: NodeId::Session(SessionId(0)), rate_ppm: dice.below(400) as i64 - 200 },
    }
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
