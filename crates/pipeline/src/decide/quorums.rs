//! What the mathematics knows of quorums, without a run.
//!
//! A response time is that of one round or two, and the law of each depends on N and on how many it waits for alone:
//! it is worked out once. Repairs and comparing go on
//! beside what clients wait for, and a tracked session waits for no more where it knows of no later write than the
//! one whose reads are counted here. Whether a read writes back is drawn, and so is all that goes through a proxy.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use scenario::{Scenario, ValidScenario};
use theory::{Analysis, Ask, Model, Question, Sizes};

use super::drawn::Drawn;
use super::figures::{Method, Spread};
use super::requirements::Requirements;
use crate::evaluate::validate;

/// How far off a probability may be, of what exact figures are made of.
const TOLERANCE: f64 = 1e-6;
/// With more sets of replicas that may answer first, trials of all W and R are sooner done than the integral of one.
const SETS_MAX: u64 = 20;
/// Where so few reads could still be fresher, nobody looks how many are: a run shows no share nearer than this.
const NEAR: f64 = 0.005;

/// What is known as long as the surroundings and moments are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Exact {
    /// The time of rounds of N replicas, in milliseconds.
    times: BTreeMap<(u8, Rounds), f64>,
    /// By N, W and R.
    fresh: BTreeMap<(u8, u8, u8), (Spread, Method)>,
    /// By N.
    sizes: BTreeMap<u8, Option<Sizes>>,
    drawn: Drawn,
}

impl Exact {
    /// The store with so many replicas: nothing else of a plain setting than W and R tells it from others.
    fn sizes(&mut self, valid: &ValidScenario) -> Option<&mut Sizes> {
        let n = valid.scenario().cluster.n;
        self.sizes.entry(n).or_insert_with(|| Sizes::of(valid, TOLERANCE)).as_mut()
    }
}

/// What an operation waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rounds {
    /// So many hold what is written.
    Write(u8),
    /// So many say what they hold.
    Read(u8),
    /// So many say what they hold, and then so many hold something.
    Both(u8, u8),
}

/// The time of reads or of writes at the quantile, in milliseconds, where every rule that delays them is known.
pub(super) fn time_of(
    requirements: &Requirements,
    valid: &ValidScenario,
    reads: bool,
    exact: &mut Exact,
) -> Option<(Spread, Method)> {
    if !is_known(valid) {
        return None;
    }
    if is_local(valid) {
        let analysis = analyse(requirements, valid.scenario())?;
        let list = if reads { &analysis.latency_read } else { &analysis.latency_write };
        return Some((Spread::exact(list.first()?.1), Method::Exact));
    }
    match rounds(valid, reads) {
        Some(rounds) => Some((Spread::exact(rounds_ms(requirements, valid, rounds, exact)?), Method::Exact)),
        None => exact.drawn.time(requirements, valid, reads),
    }
}

/// The least that it is, as far as a few trials can tell, where it is drawn.
pub(super) fn least_ms(
    requirements: &Requirements,
    valid: &ValidScenario,
    reads: bool,
    exact: &mut Exact,
) -> Option<f64> {
    let drawn = is_known(valid) && !is_local(valid) && rounds(valid, reads).is_none();
    drawn.then(|| exact.drawn.least_ms(requirements, valid, reads)).flatten()
}

fn rounds_ms(requirements: &Requirements, valid: &ValidScenario, rounds: Rounds, exact: &mut Exact) -> Option<f64> {
    let n = valid.scenario().cluster.n;
    if let Some(known) = exact.times.get(&(n, rounds)) {
        return Some(*known);
    }
    let asked = match rounds {
        Rounds::Write(w) => vec![(Ask::ToHold, w)],
        Rounds::Read(r) => vec![(Ask::Held, r)],
        Rounds::Both(r, w) => vec![(Ask::Held, r), (Ask::ToHold, w)],
    };
    let shared = exact.sizes(valid).and_then(|sizes| sizes.quantile_ms(&asked, requirements.quantile));
    let ms = shared.or_else(|| beside(requirements, valid.scenario(), rounds))?;
    exact.times.insert((n, rounds), ms);
    Some(ms)
}

/// What writes or reads wait for; nothing where that depends on who holds what is read when it is asked, or on the way
/// to a proxy.
fn rounds(valid: &ValidScenario, reads: bool) -> Option<Rounds> {
    let (knobs, cluster) = (valid.knobs(), &valid.scenario().cluster);
    let (n, w, r) = (cluster.n, cluster.w, cluster.r);
    match (reads, knobs.on("write_back")) {
        _ if knobs.choice("coordinator") == "proxy" => None,
        (false, _) if knobs.choice("versions") == "logical" => Some(Rounds::Both(r, w)),
        (false, _) => Some(Rounds::Write(w)),
        (true, false) => Some(Rounds::Read(r)),
        // A read meets the write that is over, and writes back what fewer than W of its answers hold: one always does.
        (true, true) if w + r > n && w == 1 => Some(Rounds::Read(r)),
        (true, true) if w + r > n && r < w => Some(Rounds::Both(r, w)),
        (true, true) => None,
    }
}

/// How likely a read is to be fresh, where every rule that makes it so is known.
pub(super) fn fresh(requirements: &Requirements, valid: &ValidScenario, exact: &mut Exact) -> Option<(Spread, Method)> {
    let (found, method) = fresh_at_least(requirements, valid, exact)?;
    let compares = valid.knobs().number("anti_entropy_ms") > 0;
    if !compares || found.low == 1.0 {
        return Some((found, method));
    }
    let least = Spread { value: found.low, low: found.low, high: 1.0 };
    (found.low >= 1.0 - NEAR).then_some((least, Method::AtLeast))
}

/// How likely a read is to be fresh where replicas do not compare what they hold: what they do besides delays
/// nothing, and only makes them newer.
pub(super) fn fresh_at_least(
    requirements: &Requirements,
    valid: &ValidScenario,
    exact: &mut Exact,
) -> Option<(Spread, Method)> {
    let knobs = valid.knobs();
    let spreads = knobs.on("write_back") || knobs.on("read_repair") || knobs.choice("coordinator") == "proxy";
    if !is_known(valid) || spreads {
        return None;
    }
    if is_local(valid) {
        let found = analyse(requirements, valid.scenario())?.p_consistent.first()?.1;
        return Some((Spread::exact(found), Method::Exact));
    }
    let cluster = &valid.scenario().cluster;
    let (n, w, r) = (cluster.n, cluster.w, cluster.r);
    if w + r > n {
        return Some((Spread::exact(1.0), Method::Exact));
    }
    if let Some(known) = exact.fresh.get(&(n, w, r)) {
        return Some(*known);
    }
    let few = sets(valid) <= SETS_MAX;
    let found = few.then(|| integrated(requirements, valid, exact)).flatten();
    let found = found.or_else(|| exact.drawn.fresh(requirements, valid))?;
    exact.fresh.insert((n, w, r), found);
    Some(found)
}

/// Messages for each operation of the usual work, where all that are sent serve it: a round asks every replica, and
/// every replica answers.
pub(super) fn messages(requirements: &Requirements, valid: &ValidScenario) -> Option<f64> {
    let (knobs, n) = (valid.knobs(), f64::from(valid.scenario().cluster.n));
    let beside = knobs.on("read_repair") || knobs.number("anti_entropy_ms") > 0;
    let plain = is_known(valid) && knobs.choice("coordinator") == "session" && !is_local(valid);
    if !plain || beside || knobs.on("write_back") {
        return None;
    }
    let reads = f64::from(requirements.read_percent) / 100.0;
    let rounds = if knobs.choice("versions") == "logical" { 2.0 } else { 1.0 };
    Some(2.0 * n * (reads + rounds * (1.0 - reads)))
}

/// Whether the mathematics knows who asks whom, and who may answer.
fn is_known(valid: &ValidScenario) -> bool {
    let (knobs, network) = (valid.knobs(), &valid.scenario().network);
    let asks = match knobs.choice("coordinator") {
        "session" => true,
        "proxy" => knobs.on("write_back") && knobs.choice("versions") == "clock",
        _ => false,
    };
    let all = knobs.choice("requests") == "all" && !knobs.on("sloppy");
    valid.info().id == "quorum" && asks && all && network.loss == 0.0
}

/// Whether W and R are those of a region.
fn is_local(valid: &ValidScenario) -> bool {
    valid.knobs().choice("quorum_scope") == "local"
}

fn integrated(requirements: &Requirements, valid: &ValidScenario, exact: &mut Exact) -> Option<(Spread, Method)> {
    let cluster = &valid.scenario().cluster;
    let shared = exact.sizes(valid).and_then(|sizes| sizes.fresh((cluster.w, cluster.r), requirements.within_ms()));
    let found = match shared {
        Some(found) => found,
        None => analyse(requirements, valid.scenario())?.p_consistent.first()?.1,
    };
    Some((Spread::exact(found), Method::Exact))
}

/// The time of rounds as that of a scenario in which no read is stale.
fn beside(requirements: &Requirements, scenario: &Scenario, rounds: Rounds) -> Option<f64> {
    let (n, mut beside) = (scenario.cluster.n, scenario.clone());
    let (versions, w, r) = match rounds {
        Rounds::Write(w) => ("clock", w, n),
        Rounds::Read(r) => ("clock", n, r),
        Rounds::Both(r, w) => ("logical", w, r),
    };
    (beside.cluster.w, beside.cluster.r) = (w, r);
    beside.strategy.knobs.insert("versions".to_owned(), versions.to_owned());
    let analysis = analyse(requirements, &beside)?;
    let list = if matches!(rounds, Rounds::Read(_)) { &analysis.latency_read } else { &analysis.latency_write };
    Some(list.first()?.1)
}

fn question(requirements: &Requirements) -> Question {
    Question {
        times_ms: vec![requirements.within_ms()],
        probabilities: Vec::new(),
        quantiles: vec![requirements.quantile],
        versions: 0,
        tolerance: TOLERANCE,
    }
}

/// By integration; nothing where that cannot be done.
fn analyse(requirements: &Requirements, scenario: &Scenario) -> Option<Analysis> {
    let analysis = Model::of(&validate(scenario).ok()?)?.analyse(&question(requirements));
    (analysis.method == theory::Method::Exact).then_some(analysis)
}

/// How many sets of R replicas there are that differ by their regions, for every two regions of sessions.
fn sets(valid: &ValidScenario) -> u64 {
    let scenario = valid.scenario();
    let mut placement = scenario.placement(valid.links());
    placement.truncate(usize::from(scenario.cluster.n));
    let mut sessions: Vec<u8> = scenario.sessions.iter().map(|session| session.region).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let mut regions = placement.clone();
    regions.sort_unstable();
    regions.dedup();
    // By number of replicas taken so far: in how many ways.
    let r = usize::from(scenario.cluster.r);
    let mut ways = vec![0_u64; r + 1];
    ways[0] = 1;
    for region in regions {
        let here = placement.iter().filter(|other| **other == region).count();
        let before = ways.clone();
        for (taken, way) in ways.iter_mut().enumerate() {
            *way = (0..=here.min(taken)).map(|from_here| before[taken - from_here]).sum();
        }
    }
    ways[r] * (sessions.len() * sessions.len()) as u64
}
