//! The model of a scenario: the legs of the quorum protocol, from every session to every replica.

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Leg, Scenario, ValidScenario};

use super::aside::aside;
use super::{Asking, LawId, Laws, Model, Pair, Profile, Round, classes};

/// The protocol that the model is of.
const PROTOCOL: &str = "quorum";

/// Who asks the replicas, and what it is from its sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Coordinator {
    share: f64,
    region: u8,
    /// The replica that it is; none for a session that asks for itself.
    replica: Option<u8>,
    /// The way of a write to it, and of its acknowledgement back; and the same of a read.
    write: Option<(LawId, LawId)>,
    read: Option<(LawId, LawId)>,
}

impl Model {
    /// The model of a scenario; nothing for a protocol without quorums of W and R.
    #[must_use]
    pub fn of(valid: &ValidScenario) -> Option<Self> {
        if valid.info().id != PROTOCOL {
            return None;
        }
        let mut making = Making { valid, laws: Laws::default() };
        let coordinators = making.coordinators();
        let writes = coordinators.iter().map(|who| making.writes(who)).collect();
        let reads = coordinators.iter().map(|who| making.reads(who)).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        for writer in &coordinators {
            for reader in &coordinators {
                let pair = making.pair(writer, reader);
                let is_same = |known: &&mut Pair| {
                    (&known.classes, &known.between, known.w, known.r) == (&pair.classes, &pair.between, pair.w, pair.r)
                };
                match pairs.iter_mut().find(is_same) {
                    Some(known) => known.share += pair.share,
                    None => pairs.push(pair),
                }
            }
        }
        let scenario = valid.scenario();
        let cluster = &scenario.cluster;
        let (n, w, r) = (cluster.n, cluster.w, cluster.r);
        let (writes_per_read, assumptions) = (writes_per_read(scenario), aside(valid));
        let timeout_ms = Some(scenario.timeout_ms);
        Some(Self { laws: making.laws, writes, reads, pairs, n, w, r, writes_per_read, timeout_ms, assumptions })
    }
}

/// Writes of all sessions for each read of one; nothing where nobody reads at random.
fn writes_per_read(scenario: &Scenario) -> Option<f64> {
    let percent = f64::from(scenario.workload.random.write_percent.min(100));
    let busy = scenario.workload.random.operations > 0 && percent < 100.0;
    busy.then(|| scenario.sessions.len() as f64 * percent / (100.0 - percent))
}

struct Making<'a> {
    valid: &'a ValidScenario,
    laws: Laws,
}

impl Making<'_> {
    fn n(&self) -> u8 {
        self.valid.scenario().cluster.n
    }

    fn region(&self, replica: u8) -> u8 {
        self.valid.region(NodeId::Replica(ReplicaId(replica)))
    }

    /// The regions of the sessions, with the share of each.
    fn session_regions(&self) -> Vec<(u8, f64)> {
        let count = self.valid.scenario().sessions.len();
        let mut regions: Vec<(u8, f64)> = Vec::new();
        for region in (0..count).map(|id| self.valid.region(NodeId::Session(SessionId(id as u8)))) {
            match regions.iter_mut().find(|(known, _)| *known == region) {
                Some((_, share)) => *share += 1.0 / count as f64,
                None => regions.push((region, 1.0 / count as f64)),
            }
        }
        regions
    }

    fn coordinators(&mut self) -> Vec<Coordinator> {
        let sessions = self.session_regions();
        match self.valid.knobs().choice("coordinator") {
            "nearest" => sessions
                .iter()
                .map(|(region, share)| {
                    let replica = self.nearest(*region)[0];
                    self.handed_over(*share, replica, &[(*region, 1.0)])
                })
                .collect(),
            "random" => {
                let share = 1.0 / f64::from(self.n());
                (0..self.n()).map(|replica| self.handed_over(share, replica, &sessions)).collect()
            }
            _ => {
                let own = |(region, share): &(u8, f64)| Coordinator {
                    share: *share,
                    region: *region,
                    replica: None,
                    write: None,
                    read: None,
                };
                sessions.iter().map(own).collect()
            }
        }
    }

    /// A replica that asks for sessions.
    fn handed_over(&mut self, share: f64, replica: u8, sessions: &[(u8, f64)]) -> Coordinator {
        let region = self.region(replica);
        let mut way = |leg: Leg, back: bool| {
            let parts: Vec<(f64, LawId)> = sessions
                .iter()
                .map(|(session, share)| {
                    let (from, to) = if back { (region, *session) } else { (*session, region) };
                    (*share, self.laws.of(self.valid.links().delay(from, to, leg)))
                })
                .collect();
            self.laws.mixture(parts)
        };
        let write = Some((way(Leg::Write, false), way(Leg::Ack, true)));
        let read = Some((way(Leg::Read, false), way(Leg::Response, true)));
        Coordinator { share, region, replica: Some(replica), write, read }
    }

    /// The replicas from near to far, as a run sorts them.
    fn nearest(&self, from: u8) -> Vec<u8> {
        let mut near: Vec<u8> = (0..self.n()).collect();
        let distance_us = |id: &u8| self.valid.links().delay(from, self.region(*id), Leg::Read).at_us(0.5);
        near.sort_by_key(|id| (distance_us(id), *id));
        near
    }

    /// The way to a replica and back.
    fn way(&mut self, who: &Coordinator, replica: u8, there: Leg, back: Leg) -> (LawId, LawId) {
        if who.replica == Some(replica) {
            let nothing = self.laws.nothing();
            return (nothing, nothing);
        }
        let region = self.region(replica);
        let links = self.valid.links();
        (self.laws.of(links.delay(who.region, region, there)), self.laws.of(links.delay(region, who.region, back)))
    }

    /// Whether the answer of a replica counts, and how many are waited for: of a write, and of a read.
    fn votes(&self, who: &Coordinator, replica: u8) -> (bool, u8, u8) {
        let cluster = &self.valid.scenario().cluster;
        if self.valid.knobs().choice("quorum_scope") != "local" {
            return (true, cluster.w, cluster.r);
        }
        let home = self.region(self.nearest(who.region)[0]);
        let voters = (0..self.n()).filter(|id| self.region(*id) == home).count() as u8;
        (self.region(replica) == home, voters / 2 + 1, voters / 2 + 1)
    }

    /// The replicas that are asked: all, or the nearest that are needed.
    fn asked(&self, who: &Coordinator, needed: u8) -> Vec<u8> {
        let mut near = self.nearest(who.region);
        if self.valid.knobs().choice("requests") == "quorum" {
            near.truncate(usize::from(needed));
        }
        near
    }

    fn round(&mut self, who: &Coordinator, needed: u8, there: Leg, back: Leg) -> Round {
        let counted = self.asked(who, needed).into_iter().filter(|id| self.votes(who, *id).0);
        let counted: Vec<u8> = counted.collect();
        Round { needed, ways: counted.into_iter().map(|id| self.way(who, id, there, back)).collect() }
    }

    fn writes(&mut self, who: &Coordinator) -> Asking {
        let (_, w, r) = self.votes(who, 0);
        let mut rounds = Vec::new();
        if self.valid.knobs().choice("versions") == "logical" {
            rounds.push(self.round(who, r, Leg::Read, Leg::Response));
        }
        rounds.push(self.round(who, w, Leg::Write, Leg::Ack));
        let around = who.write.map_or_else(Vec::new, |(there, back)| vec![there, back]);
        Asking { share: who.share, around, rounds }
    }

    fn reads(&mut self, who: &Coordinator) -> Asking {
        let (_, _, r) = self.votes(who, 0);
        let around = who.read.map_or_else(Vec::new, |(there, back)| vec![there, back]);
        Asking { share: who.share, around, rounds: vec![self.round(who, r, Leg::Read, Leg::Response)] }
    }

    fn pair(&mut self, writer: &Coordinator, reader: &Coordinator) -> Pair {
        let ((_, w, _), (_, _, r)) = (self.votes(writer, 0), self.votes(reader, 0));
        let (written, read) = (self.asked(writer, w), self.asked(reader, r));
        let mut profiles = Vec::new();
        for id in 0..self.n() {
            let answers = read.contains(&id) && self.votes(reader, id).0;
            profiles.push(Profile {
                write: written.contains(&id).then(|| self.way(writer, id, Leg::Write, Leg::Ack)),
                counts: self.votes(writer, id).0,
                read: answers.then(|| self.way(reader, id, Leg::Read, Leg::Response)),
            });
        }
        let mut between: Vec<LawId> = writer.write.map(|(_, back)| back).into_iter().collect();
        between.extend(reader.read.map(|(there, _)| there));
        between.sort_unstable();
        Pair { share: writer.share * reader.share, w, r, classes: classes(&profiles), between }
    }
}
