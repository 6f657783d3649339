//! The figures of plain quorums, without a run.
//!
//! How long a write takes does not depend on R, nor a read on W: each time is worked out once, beside
//! the largest of the other, where no read can be stale.

use std::collections::BTreeMap;

use scenario::{Scenario, ValidScenario};
use theory::{Analysis, Model, Question};

use super::figures::{Figures, Method, Spread};
use super::requirements::Requirements;
use crate::evaluate::validate;

/// How far off a probability may be, of what exact figures are made of.
const TOLERANCE: f64 = 1e-6;
/// With more sets of replicas that may answer first, an integral over all of them takes too long.
const SETS_MAX: u64 = 100;
/// Trials then.
const TRIALS: u32 = 30_000;

/// Times that are known: of writes or reads, for N and the number waited for.
pub(super) type Times = BTreeMap<(bool, u8, u8), f64>;

/// The figures of a setting whose every rule the mathematics knows; nothing for others.
pub(super) fn figures(requirements: &Requirements, valid: &ValidScenario, times: &mut Times) -> Option<Figures> {
    if !are_plain(valid) {
        return None;
    }
    let (knobs, scenario) = (valid.knobs(), valid.scenario());
    let (n, w, r) = (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r);
    // Both of these wait for what W and R come to together.
    let joint = knobs.choice("versions") == "logical" || knobs.choice("quorum_scope") == "local";
    if joint {
        let analysis = analyse(requirements, scenario)?;
        let (write_ms, read_ms) = (analysis.latency_write.first()?.1, analysis.latency_read.first()?.1);
        let fresh = Spread::exact(analysis.p_consistent.first()?.1);
        return exact(write_ms, read_ms).map(|found| Figures { fresh, ..found });
    }
    let write_ms = time(requirements, scenario, (true, n, w), times)?;
    let read_ms = time(requirements, scenario, (false, n, r), times)?;
    let found = exact(write_ms, read_ms)?;
    if w + r > n {
        return Some(found);
    }
    if sets(valid) <= SETS_MAX {
        let fresh = Spread::exact(analyse(requirements, scenario)?.p_consistent.first()?.1);
        return Some(Figures { fresh, ..found });
    }
    let drawn = Model::of(valid)?.draw(&question(requirements), TRIALS, 1);
    let (value, error) = (drawn.p_consistent.first()?.1, drawn.error);
    let fresh = Spread { value, low: (value - error).max(0.0), high: (value + error).min(1.0) };
    Some(Figures { fresh, freshness: Method::Drawn(TRIALS), ..found })
}

/// Whether the mathematics knows every rule of a setting.
pub(super) fn are_plain(valid: &ValidScenario) -> bool {
    let knobs = valid.knobs();
    let aside = knobs.on("write_back")
        || knobs.on("read_repair")
        || knobs.on("sloppy")
        || knobs.choice("coordinator") != "session"
        || knobs.choice("session") == "tracked"
        || knobs.number("anti_entropy_ms") > 0;
    valid.info().id == "quorum" && !aside
}

fn exact(write_ms: f64, read_ms: f64) -> Option<Figures> {
    let [write_ms, read_ms] = [write_ms, read_ms].map(Spread::exact);
    let fresh = Spread::exact(1.0);
    Some(Figures { write_ms, read_ms, times: Method::Exact, fresh, freshness: Method::Exact })
}

/// The time of writes that wait for so many of N, or of reads.
fn time(requirements: &Requirements, scenario: &Scenario, key: (bool, u8, u8), times: &mut Times) -> Option<f64> {
    if let Some(known) = times.get(&key) {
        return Some(*known);
    }
    let (writes, n, needed) = key;
    let mut beside = scenario.clone();
    (beside.cluster.w, beside.cluster.r) = if writes { (needed, n) } else { (n, needed) };
    let analysis = analyse(requirements, &beside)?;
    let list = if writes { &analysis.latency_write } else { &analysis.latency_read };
    let ms = list.first()?.1;
    times.insert(key, ms);
    Some(ms)
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
