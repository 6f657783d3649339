//! Traces for tests: a script of operations is played on a quorum store of a few lines, so that
//! every trace is well-formed and every message has its reason.

#![allow(dead_code, reason = "each test that includes this module uses its own part")]

mod player;

use history::{
    Event, FaultId, FaultKind, FaultMark, Happening, Instant, Key, NodeId, Participant, ReplicaId, SessionId, Stop,
    Trace, Value,
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
        self.trace(player::play(self))
    }

    fn trace(&self, events: Vec<Event>) -> Trace {
        let region = |name: String, region: &&str| Participant { name, region: (*region).to_owned(), spare: false };
        let fault_event =
            |event: &&Event| !matches!(event.what, Happening::FaultBegin { .. } | Happening::FaultEnd { .. });
        let end = events.iter().filter(fault_event).map(|event| event.at).max();
        Trace {
            sessions: (0..).zip(&self.sessions).map(|(index, at)| region(SessionId(index).to_string(), at)).collect(),
            replicas: (0..).zip(&self.replicas).map(|(index, at)| region(ReplicaId(index).to_string(), at)).collect(),
            services: false,
            keys: (0..self.keys).map(Key::default_name).collect(),
            initial: Value::Int(INITIAL),
            contents: Vec::new(),
            holdings: Vec::new(),
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
