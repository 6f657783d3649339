//! What a setting does in seeded runs: how long operations take, and whether a read that begins a given
//! time after the answer of a write returns it.
//!
//! Half of the sessions write, each a key of its own, and the other half read in turn. A first run
//! has the writes alone and shows when they are answered; in a second the reads begin just so long after.
//! Chance is a function of what it is for, so the writes are answered then as before.

use std::collections::BTreeMap;
use std::rc::Rc;

use history::{History, Instant, NodeId, Operation, Outcome, SessionId};
use protocols::Recording;
use scenario::{Leg, Node, Scenario, ScriptedAction, ScriptedOperation, Session, ValidScenario};

use crate::evaluate;

/// Writers, at most, unless there are more sessions; and as many readers.
const PAIRS: usize = 12;
/// Writes of one run, at least; and of the short one that looks whether a longer one is worth it.
const WRITES: usize = 720;
const WRITES_AT_A_GLANCE: usize = 72;
/// Operations of the run in which messages are counted.
const COUNTED: usize = 200;
/// How long a writer waits before its next write, beside what messages take.
const PAUSE_US: u64 = 200_000;

/// What was seen. Times are in microseconds and sorted; what had no answer took for ever.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) writes_us: Vec<u64>,
    pub(super) reads_us: Vec<u64>,
    /// Reads that returned the write before them, or something newer.
    pub(super) fresh: u32,
    /// Reads that could have.
    pub(super) followed: u32,
}

/// When the writes of a run that has no reads were answered, by what decides it.
pub(super) type Alone = BTreeMap<String, Rc<[Option<Instant>]>>;

/// Looks at a setting in so many runs.
pub(super) fn look(valid: &ValidScenario, after_us: u64, runs: u32, alone: &mut Alone) -> Seen {
    let plans = (1..=runs).map(|seed| Plan::new(valid, after_us, seed, WRITES));
    seen(plans, valid, alone)
}

/// Looks at it in one short run.
pub(super) fn glance(valid: &ValidScenario, after_us: u64, alone: &mut Alone) -> Seen {
    seen([Plan::new(valid, after_us, 1, WRITES_AT_A_GLANCE)], valid, alone)
}

fn seen(plans: impl IntoIterator<Item = Plan>, valid: &ValidScenario, alone: &mut Alone) -> Seen {
    let mut seen = Seen::default();
    for plan in plans {
        let key = plan.key_alone(valid);
        let known = key.as_ref().and_then(|key| alone.get(key).cloned());
        let Some(answered_at) = known.or_else(|| plan.answered_alone()) else { continue };
        if let Some(key) = key {
            alone.insert(key, Rc::clone(&answered_at));
        }
        seen.add(&plan, &answered_at);
    }
    seen.writes_us.sort_unstable();
    seen.reads_us.sort_unstable();
    seen
}

/// Messages for each operation of the usual work, counted in a run.
pub(super) fn messages(valid: &ValidScenario) -> f64 {
    let mut scenario = valid.scenario().clone();
    let operations = COUNTED.div_ceil(scenario.sessions.len().max(1));
    scenario.workload.random.operations = operations as u16;
    (scenario.settle_ms, scenario.seed) = (0, 1);
    let Ok(trace) = evaluate::run(&scenario, Recording::Full) else { return f64::INFINITY };
    let sent = measure::Messages::of(&trace).map_or(0, |messages| messages.sent);
    f64::from(sent) / scenario.operations().max(1) as f64
}

struct Plan {
    scenario: Scenario,
    pairs: usize,
    rounds: usize,
    period_us: u64,
    after_us: u64,
}

impl Plan {
    fn new(valid: &ValidScenario, after_us: u64, seed: u32, writes: usize) -> Self {
        let mut scenario = valid.scenario().clone();
        let regions = std::mem::take(&mut scenario.sessions);
        let count = regions.len().max(1);
        // As many of each region, and each writer is read by each of the other regions equally often.
        let pairs = count * (PAIRS / count).max(1);
        let rounds = count * writes.div_ceil(count * pairs);
        let region = |place: usize| regions.get(place % count).copied().unwrap_or_default();
        scenario.sessions = (0..2 * pairs).map(|place| region(place % pairs)).collect::<Vec<Session>>();
        scenario.workload.random.operations = 0;
        (scenario.settle_ms, scenario.seed) = (0, seed);
        let links = valid.links();
        let all = 0..links.regions().len() as u8;
        let ways = all.clone().flat_map(|from| all.clone().map(move |to| (from, to)));
        let far_us = ways.map(|(from, to)| links.delay(from, to, Leg::Write).at_us(0.5)).max().unwrap_or_default();
        // What begins in the very instant of an answer is concurrent with it, and never stale.
        let after_us = after_us.max(1);
        let period_us = after_us + 10 * far_us + PAUSE_US;
        Self { scenario, pairs, rounds, period_us, after_us }
    }

    fn write_us(&self, round: usize, pair: usize) -> u64 {
        let (round, pair, pairs) = (round as u64, pair as u64, self.pairs as u64);
        (round + 1) * self.period_us + pair * self.period_us / pairs
    }

    /// Who reads a key in a round.
    fn reader(&self, round: usize, pair: usize) -> usize {
        self.pairs + (pair + round) % self.pairs
    }

    fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.pairs;
        (0..self.rounds).flat_map(move |round| (0..pairs).map(move |pair| (round, pair)))
    }

    fn run(&self, reads_us: Option<&[u64]>) -> Option<(history::Trace, History)> {
        let mut scenario = self.scenario.clone();
        let asked = |session: usize, at_us: u64, action: ScriptedAction, key: usize| ScriptedOperation {
            session: Node(NodeId::Session(SessionId(session as u8))),
            at_us,
            action,
            key: key as u8,
            drawn: None,
        };
        for (place, (round, pair)) in self.places().enumerate() {
            let write = asked(pair, self.write_us(round, pair), ScriptedAction::Write, pair);
            scenario.workload.script.push(write);
            if let Some(at_us) = reads_us.and_then(|times| times.get(place)) {
                let read = asked(self.reader(round, pair), *at_us, ScriptedAction::Read, pair);
                scenario.workload.script.push(read);
            }
        }
        let trace = evaluate::run(&scenario, Recording::HistoryOnly).ok()?;
        let history = History::of(&trace);
        Some((trace, history))
    }

    /// When each write is answered where nobody reads.
    fn answered_alone(&self) -> Option<Rc<[Option<Instant>]>> {
        let (_, history) = self.run(None)?;
        Some(self.sorted(&history, false).into_iter().map(answered).collect())
    }

    /// What decides when writes are answered that nobody reads; nothing where R does. Of plain quorums neither R nor
    /// what readers do besides matters to them.
    fn key_alone(&self, valid: &ValidScenario) -> Option<String> {
        let (scenario, knobs) = (&self.scenario, valid.knobs());
        if valid.info().id != "quorum" || knobs.choice("versions") == "logical" {
            return None;
        }
        let cluster = &scenario.cluster;
        let readers = ["write_back", "read_repair"];
        let rest: Vec<String> = scenario
            .strategy
            .knobs
            .iter()
            .filter(|(id, _)| !readers.contains(&id.as_str()))
            .map(|(id, value)| format!("{id}={value}"))
            .collect();
        let sizes = [u64::from(cluster.n), u64::from(cluster.w), u64::from(cluster.spares), self.after_us];
        Some(format!("{sizes:?} {} {} {}", scenario.seed, self.rounds, rest.join(" ")))
    }

    /// The operations of one kind, by round and pair.
    fn sorted<'a>(&self, history: &'a History, reads: bool) -> Vec<Option<&'a Operation>> {
        let mut list = vec![None; self.rounds * self.pairs];
        let mut rounds = vec![0; self.pairs];
        for operation in history.client_operations().filter(|operation| operation.is_read() == reads) {
            // A session does one thing after the other, and each key has one writer.
            let key = operation.key.index();
            let Some(round) = rounds.get_mut(key) else { continue };
            if let Some(place) = list.get_mut(*round * self.pairs + key) {
                *place = Some(operation);
            }
            *round += 1;
        }
        list
    }
}

/// When an operation was answered.
fn answered(operation: Option<&Operation>) -> Option<Instant> {
    operation.filter(|operation| operation.outcome == Outcome::Ok).and_then(|operation| operation.returned)
}

fn taken_us(operation: Option<&Operation>) -> u64 {
    match (operation, answered(operation)) {
        (Some(operation), Some(at)) => at.since(operation.invoked).as_us(),
        _ => u64::MAX,
    }
}

impl Seen {
    fn add(&mut self, plan: &Plan, answered_at: &[Option<Instant>]) {
        let reads_us: Vec<u64> = plan
            .places()
            .zip(answered_at)
            .map(|((round, pair), at)| {
                let at = at.map(Instant::as_us);
                at.unwrap_or_else(|| plan.write_us(round, pair)) + plan.after_us
            })
            .collect();
        let Some((trace, history)) = plan.run(Some(&reads_us)) else { return };
        let stale = measure::Staleness::of(&trace, &history).stale;
        let (writes, reads) = (plan.sorted(&history, false), plan.sorted(&history, true));
        for (write, read) in writes.iter().zip(&reads) {
            self.writes_us.push(taken_us(*write));
            self.reads_us.push(taken_us(*read));
            let (Some(answered_at), Some(read), Some(_)) = (answered(*write), read, answered(*read)) else { continue };
            if read.invoked.as_us() >= answered_at.as_us() + plan.after_us {
                self.followed += 1;
                self.fresh += u32::from(stale.binary_search_by_key(&read.id, |stale| stale.read).is_err());
            }
        }
    }
}
