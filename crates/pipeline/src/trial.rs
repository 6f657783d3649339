//! Trials of a promise: random scenarios in which all goes wrong that the promise allows for, and
//! what they show.
//!
//! A trial is a function of the settings, the assumptions and its number. Faults are laid over the
//! time in which the same work runs without them, so that they strike while messages are in flight.

use check::{Budget, Verdict};
use history::{Happening, History, Instant, ModelId, NodeId, Outcome, ReplicaId, SessionId, Trace};
use protocols::{Recording, chance};
use scenario::{
    Assumptions, Crashes, CutDirection, Distribution, Fault, FaultAction, Network, Node, Problem, RandomWork, Scenario,
    Session, Workload,
};
use serde::{Deserialize, Serialize};

use crate::evaluate;

/// Long enough for whatever brings replicas up to date, once the last fault is over.
const SETTLE_MS: u32 = 8_000;

/// What a number of trials showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Trials.
    pub runs: u32,
    /// Operations of clients, and those that ended well.
    pub operations: u64,
    /// Operations that were answered and happened.
    pub answered: u64,
    /// Trials that were recorded in full, to see what a fault met.
    pub watched: u32,
    /// Those of them in which a fault began while a message was in flight.
    pub struck: u32,
    /// For each model that was asked for, how many trials broke it, which was the first, and how
    /// many had no verdict.
    pub models: Vec<(ModelId, Count)>,
}

/// How the trials of one model came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Trials that broke it.
    pub broken: u32,
    /// The first of them, by number.
    pub first: Option<u32>,
    /// Trials in which it could not be told.
    pub undecided: u32,
    /// Trials to which it does not apply.
    pub untested: u32,
}

/// Tries out what is promised for the models with so many trials, from number `from` on. The first
/// `watched` are recorded in full.
///
/// # Errors
/// Every problem of the settings at once.
pub fn try_out(
    base: &Scenario,
    under: Assumptions,
    models: &[ModelId],
    numbers: std::ops::Range<u32>,
    watched: u32,
) -> Result<Tally, Vec<Problem>> {
    let mut tally = Tally { models: models.iter().map(|id| (*id, Count::default())).collect(), ..Tally::default() };
    let watched_until = numbers.start.saturating_add(watched);
    for number in numbers {
        let scenario = trial(base, under, number)?;
        let watched = number < watched_until;
        let recording = if watched { Recording::Full } else { Recording::HistoryOnly };
        let trace = evaluate::run(&scenario, recording)?;
        tally.runs += 1;
        if watched {
            tally.watched += 1;
            tally.struck += u32::from(struck(&scenario, &trace));
        }
        tally.judge(&History::of(&trace), number);
    }
    Ok(tally)
}

impl Tally {
    fn judge(&mut self, history: &History, number: u32) {
        for operation in history.client_operations() {
            self.operations += 1;
            self.answered += u64::from(operation.outcome == Outcome::Ok);
        }
        for (id, count) in &mut self.models {
            let verdict = check::model(*id).map(|model| model.judge(history, Budget::default()));
            match verdict {
                Some(Verdict::Violated(_)) => {
                    count.broken += 1;
                    count.first.get_or_insert(number);
                }
                Some(Verdict::Holds(_) | Verdict::Measured(_)) => {}
                Some(Verdict::NotApplicable(_)) => count.untested += 1,
                Some(Verdict::Unknown(_)) | None => count.undecided += 1,
            }
        }
    }

    /// How the trials of one model came out.
    #[must_use]
    pub fn of(&self, model: ModelId) -> Count {
        self.models.iter().find(|(id, _)| *id == model).map(|(_, count)| *count).unwrap_or_default()
    }

    /// Whether every trial kept a model; nothing where they do not tell.
    #[must_use]
    pub fn kept(&self, model: ModelId) -> Option<bool> {
        let count = self.of(model);
        let told = count.broken > 0 || (count.undecided == 0 && count.untested < self.runs);
        told.then_some(count.broken == 0)
    }

    /// Adds the trials of another part of the same series.
    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.operations += other.operations;
        self.answered += other.answered;
        self.watched += other.watched;
        self.struck += other.struck;
        for ((_, count), (_, more)) in self.models.iter_mut().zip(&other.models) {
            count.broken += more.broken;
            count.first = count.first.or(more.first);
            count.undecided += more.undecided;
            count.untested += more.untested;
        }
    }
}

/// A random scenario with the settings of `base`, in which only that goes wrong that `under` allows.
///
/// # Errors
/// Every problem of the settings at once.
pub fn trial(base: &Scenario, under: Assumptions, number: u32) -> Result<Scenario, Vec<Problem>> {
    let mut draws = Draws { number, count: 0 };
    let mut scenario = base.clone();
    scenario.seed = number;
    if base.network == Scenario::default().network {
        let preset = draws.one_of(&["rack", "zones", "continent", "worldwide", "lnkd-disk"]);
        scenario.network = Network { preset: preset.to_owned(), ..Network::default() };
    }
    let regions = scenario::Links::of(&scenario.network).regions().len().max(1) as u64;
    let sessions = 2 + draws.below(3);
    scenario.sessions = (0..sessions).map(|_| Session { region: draws.below(regions) as u8 }).collect();
    let think = Distribution::Exponential { mean_ms: draws.one_of(&[0.5, 5.0, 40.0]) };
    let (operations, keys) = (4 + draws.below(7) as u16, 1 + draws.below(2) as u8);
    let write_percent = 30 + draws.below(41) as u8;
    let random = RandomWork { operations, write_percent, keys, think, open_loop: false };
    scenario.workload = Workload { random, object: base.workload.object, ..Workload::default() };
    scenario.timeout_ms = draws.one_of(&[400, 1_500, 4_000]);
    scenario.settle_ms = SETTLE_MS;
    if under.losses {
        scenario.network.loss = draws.one_of(&[0.0, 0.02, 0.15]);
        scenario.network.duplication = draws.one_of(&[0.0, 0.1, 0.4]);
    }
    if kinds(under).is_empty() {
        return Ok(scenario);
    }
    let calm = evaluate::run(&scenario, Recording::Full)?;
    scenario.faults = faults(&scenario, under, &flights(&calm), &mut draws);
    // The work may be over before the faults are.
    let over_us = scenario.faults.iter().filter_map(|fault| fault.until_us).max().unwrap_or_default();
    let over_ms = u32::try_from(over_us.div_ceil(1_000)).unwrap_or(u32::MAX);
    scenario.settle_ms = over_ms.saturating_add(SETTLE_MS).min(scenario::limits::TIMEOUT_MS_MAX);
    Ok(scenario)
}

/// When each message of the work was in flight, in microseconds; at least one span.
fn flights(calm: &Trace) -> Vec<(u64, u64)> {
    let mut sent = Vec::new();
    let mut flights = Vec::new();
    for event in calm.events.iter().take_while(|event| event.at <= calm.end) {
        match event.what {
            Happening::Send { .. } => sent.push(event.at.as_us()),
            Happening::Deliver { message } => {
                // Messages are numbered in order of sending.
                let begin = sent.get(message.index()).copied().unwrap_or_default();
                flights.push((begin, event.at.as_us()));
            }
            _ => {}
        }
    }
    if flights.is_empty() {
        flights.push((0, calm.end.as_us().max(1_000)));
    }
    flights
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Crash,
    Partition,
    Pause,
    Slow,
    Loss,
    Clock,
}

fn kinds(under: Assumptions) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if under.crashes != Crashes::None {
        kinds.extend([Kind::Crash, Kind::Crash]);
    }
    if under.partitions {
        kinds.extend([Kind::Partition, Kind::Partition]);
    }
    if under.pauses {
        kinds.extend([Kind::Pause, Kind::Slow]);
    }
    if under.losses {
        kinds.push(Kind::Loss);
    }
    if under.skew_ms > 0 {
        kinds.push(Kind::Clock);
    }
    kinds
}

/// One to four faults over a span of time; every one of them ends.
fn faults(scenario: &Scenario, under: Assumptions, flights: &[(u64, u64)], draws: &mut Draws) -> Vec<Fault> {
    let span_us = flights.iter().map(|(_, end)| *end).max().unwrap_or_default();
    let n = u64::from(scenario.cluster.n);
    let may_crash = match under.crashes {
        Crashes::None => 0,
        Crashes::Minority => (n - 1) / 2,
        Crashes::Any => n,
    };
    let first = draws.below(n);
    let kinds = kinds(under);
    let count = 1 + draws.below(4);
    let mut faults = Vec::new();
    for _ in 0..count {
        // While some message is on its way, as it is until the first of the faults strikes.
        let (sent, arrives) = draws.one_of(flights);
        let at_us = sent + draws.below((arrives - sent).max(1));
        let until_us = at_us + span_us / 50 + 1 + draws.below(span_us * 6 / 10);
        let replica = Node(NodeId::Replica(ReplicaId(draws.below(n) as u8)));
        let node = any_node(scenario, draws);
        let action = match draws.one_of(&kinds) {
            // The same few replicas, so that no more than those are ever down together.
            Kind::Crash if may_crash == 0 => continue,
            Kind::Crash => {
                let id = (first + draws.below(may_crash)) % n;
                FaultAction::Crash { node: Node(NodeId::Replica(ReplicaId(id as u8))), disk_lost: false }
            }
            Kind::Partition => {
                let nodes = (0..1 + draws.below(3)).map(|_| any_node(scenario, draws)).collect();
                let directions = [CutDirection::Both, CutDirection::Both, CutDirection::Inward, CutDirection::Outward];
                FaultAction::Partition { nodes, direction: draws.one_of(&directions) }
            }
            Kind::Pause => FaultAction::Pause { node: replica },
            Kind::Slow => FaultAction::Slow { node, factor: draws.one_of(&[2.0, 10.0, 100.0]) },
            Kind::Loss => FaultAction::Loss { share: draws.one_of(&[0.2, 0.5, 1.0]) },
            Kind::Clock => {
                let most_us = i64::from(under.skew_ms) * 1_000;
                let by_us = draws.below(2 * most_us as u64 + 1) as i64 - most_us;
                FaultAction::ClockStep { node, by_us }
            }
        };
        faults.push(Fault { at_us, until_us: Some(until_us), action });
    }
    faults
}

fn any_node(scenario: &Scenario, draws: &mut Draws) -> Node {
    let (n, sessions) = (u64::from(scenario.cluster.n), scenario.sessions.len() as u64);
    let place = draws.below(n + sessions);
    Node(if place < n {
        NodeId::Replica(ReplicaId(place as u8))
    } else {
        NodeId::Session(SessionId((place - n) as u8))
    })
}

/// Whether a fault began while a message was in flight.
fn struck(scenario: &Scenario, trace: &Trace) -> bool {
    let mut flying: u32 = 0;
    // By message: one that the network doubled arrives twice.
    let mut arrived = Vec::new();
    let mut moments: Vec<Instant> = scenario.faults.iter().map(|fault| Instant::from_us(fault.at_us)).collect();
    moments.sort_unstable();
    let mut next = 0;
    for event in &trace.events {
        while next < moments.len() && moments[next] <= event.at {
            if flying > 0 {
                return true;
            }
            next += 1;
        }
        match event.what {
            Happening::Send { .. } => {
                arrived.push(false);
                flying += 1;
            }
            Happening::Deliver { message } | Happening::Drop { message, .. } => {
                let again = std::mem::replace(&mut arrived[message.index()], true);
                flying -= u32::from(!again);
            }
            _ => {}
        }
    }
    false
}

/// The draws of one trial, one after the other.
struct Draws {
    number: u32,
    count: u64,
}

impl Draws {
    fn below(&mut self, bound: u64) -> u64 {
        self.count += 1;
        chance::draw(self.number, chance::Stream::Trial, self.count) % bound.max(1)
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}
