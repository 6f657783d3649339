//! What the mathematics knows of quorums, without a run.
//!
//! A response time is that of one round or two, and the law of each depends on N and on how many it waits for alone:
//! it is worked out once. Repairs and comparing go on
//! beside what clients wait for, and a tracked session waits for no more where it knows of no later write than the
//! one whose reads are counted here.

use std::collections::BTreeMap;

use scenario::{Scenario, ValidScenario};
use theory::{Analysis, Ask, Model, Question, Sizes};

use super::figures::{Method, Spread};
use super::requirements::Requirements;
use crate::evaluate::validate;

/// How far off a probability may be, of what exact figures are made of.
const TOLERANCE: f64 = 1e-6;
/// With more sets of replicas that may answer first, an integral over all of them takes too long.
const SETS_MAX: u64 = 100;
/// Trials then.
const TRIALS: u32 = 30_000;
/// With more sets than this a run is quicker than both, where nobody takes the setting for one that needs none.
const SETS_TRACKED: u64 = 10;

/// What is known as long as the surroundings and moments are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Exact {
    /// The time of rounds of N replicas, in milliseconds.
    times: BTreeMap<(u8, Rounds), f64>,
    /// By N, W and R.
    fresh: BTreeMap<(u8, u8, u8), (Spread, Method)>,
    /// By N.
    sizes: BTreeMap<u8, Option<Sizes>>,
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

/// The times of writes and of reads at the quantile, in milliseconds, where every rule that delays them is known.
pub(super) fn times(requirements: &Requirements, valid: &ValidScenario, exact: &mut Exact) -> Option<[f64; 2]> {
    let mut time = |reads: bool| time_of(requirements, valid, reads, exact);
    Some([time(false)?, time(true)?])
}

/// The time of reads or of writes, where those of both are known.
pub(super) fn time_of(
    requirements: &Requirements,
    valid: &ValidScenario,
    reads: bool,
    exact: &mut Exact,
) -> Option<f64> {
    if !is_known(valid) {
        return None;
    }
    if is_local(valid) {
        let analysis = analyse(requirements, valid.scenario())?;
        let list = if reads { &analysis.latency_read } else { &analysis.latency_write };
        return Some(list.first()?.1);
    }
    let [write, read] = rounds(valid)?;
    let rounds = if reads { read } else { write };
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

/// What writes and what reads wait for.
fn rounds(valid: &ValidScenario) -> Option<[Rounds; 2]> {
    let (knobs, cluster) = (valid.knobs(), &valid.scenario().cluster);
    let (n, w, r) = (cluster.n, cluster.w, cluster.r);
    let write = if knobs.choice("versions") == "logical" { Rounds::Both(r, w) } else { Rounds::Write(w) };
    let read = match knobs.on("write_back") {
        false => Rounds::Read(r),
        // A read meets the write that is over, and writes back what fewer than W of its answers hold: one always does.
        true if w + r > n && w == 1 => Rounds::Read(r),
        true if w + r > n && r < w => Rounds::Both(r, w),
        // Who holds it when it is asked depends on when that is.
        true => return None,
    };
    Some([write, read])
}

/// How likely a read is to be fresh, where every rule that makes it so is known.
pub(super) fn fresh(requirements: &Requirements, valid: &ValidScenario, exact: &mut Exact) -> Option<(Spread, Method)> {
    let knobs = valid.knobs();
    let spreads = knobs.on("write_back") || knobs.on("read_repair") || knobs.number("anti_entropy_ms") > 0;
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
    if knobs.choice("session") == "tracked" && sets(valid) > SETS_TRACKED {
        return None;
    }
    if let Some(known) = exact.fresh.get(&(n, w, r)) {
        return Some(*known);
    }
    let found =
        if sets(valid) <= SETS_MAX { integrated(requirements, valid, exact)? } else { drawn(requirements, valid)? };
    exact.fresh.insert((n, w, r), found);
    Some(found)
}

/// Whether the mathematics knows who asks whom, and who may answer.
fn is_known(valid: &ValidScenario) -> bool {
    let knobs = valid.knobs();
    valid.info().id == "quorum" && !knobs.on("sloppy") && knobs.choice("coordinator") == "session"
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

fn drawn(requirements: &Requirements, valid: &ValidScenario) -> Option<(Spread, Method)> {
    let drawn = Model::of(valid)?.draw(&question(requirements), TRIALS, 1);
    let (value, error) = (drawn.p_consistent.first()?.1, drawn.error);
    Some((Spread { value, low: (value - error).max(0.0), high: (value + error).min(1.0) }, Method::Drawn(TRIALS)))
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

#[cfg(test)]
mod tests {
    use super::super::probe::{self, Alone};
    use super::*;

    /// A setting in one region, or in three, whose sessions write and read as in a search.
    fn setting(preset: &str, [n, w, r]: [u8; 3], knobs: &[(&str, &str)]) -> (Requirements, ValidScenario) {
        let mut requirements = Requirements { quantile: 0.9, ..Requirements::default() };
        requirements.network.preset = preset.to_owned();
        requirements.sessions = Requirements::beside(&requirements.network);
        let mut scenario = requirements.scenario();
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, w, r);
        scenario.strategy.knobs.extend(knobs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())));
        (requirements, validate(&scenario).expect("it is valid"))
    }

    /// Knobs, and sizes to try them with.
    type Case = (&'static [(&'static str, &'static str)], &'static [[u8; 3]]);

    /// Runs know nothing of the mathematics: a quantile of theirs lies between two of its ranks.
    #[test]
    fn times_are_those_of_runs() {
        let cases: [Case; 5] = [
            (&[("session", "tracked")], &[[3, 1, 1], [5, 2, 3], [4, 1, 2]]),
            (&[("anti_entropy_ms", "100")], &[[3, 1, 1], [5, 3, 2]]),
            (&[("versions", "logical")], &[[3, 2, 2], [5, 2, 4]]),
            (&[("write_back", "on")], &[[3, 1, 3], [3, 3, 2], [5, 4, 3], [4, 4, 1]]),
            (&[("write_back", "on"), ("versions", "logical")], &[[3, 1, 3], [3, 3, 2], [5, 4, 3], [4, 4, 1]]),
        ];
        for (preset, (knobs, sizes)) in
            ["zones", "lnkd-disk"].iter().flat_map(|preset| cases.map(|case| (preset, case)))
        {
            for sizes in sizes {
                let (requirements, valid) = setting(preset, *sizes, knobs);
                let times = times(&requirements, &valid, &mut Exact::default()).expect("the mathematics knows it");
                let seen = probe::look(&valid, 0, 3, &mut Alone::default());
                for (ms, seen_us) in times.into_iter().zip([seen.writes_us, seen.reads_us]) {
                    let below = seen_us.iter().filter(|us| **us as f64 <= 1_000.0 * ms).count() as f64;
                    let (count, share) = (seen_us.len() as f64, requirements.quantile);
                    let deviation = (count * share * (1.0 - share)).sqrt();
                    let off = (below - count * share) / deviation;
                    assert!(off.abs() < 4.5, "{preset} {knobs:?} {sizes:?}: {ms} ms is {off} deviations off");
                }
            }
        }
    }

    #[test]
    fn tracked_sessions_read_as_fresh_as_in_runs() {
        for sizes in [[3, 1, 1], [5, 1, 2], [5, 2, 1]] {
            let (requirements, valid) = setting("lnkd-disk", sizes, &[("session", "tracked")]);
            let (fresh, _) = fresh(&requirements, &valid, &mut Exact::default()).expect("the mathematics knows it");
            let seen = probe::look(&valid, 0, 3, &mut Alone::default());
            let (count, share) = (f64::from(seen.followed), fresh.value);
            let off = (f64::from(seen.fresh) - count * share) / (count * share * (1.0 - share)).sqrt();
            assert!(off.abs() < 4.5, "{sizes:?}: {share} is {off} deviations off");
        }
    }

    /// Whether a read writes back where fewer than W cannot hold what it met, and others do, is not known.
    #[test]
    fn what_depends_on_who_holds_it_is_not_known() {
        for (sizes, known) in [([3, 2, 2], false), ([5, 2, 4], false), ([5, 1, 5], true), ([5, 4, 3], true)] {
            let (requirements, valid) = setting("zones", sizes, &[("write_back", "on")]);
            assert_eq!(times(&requirements, &valid, &mut Exact::default()).is_some(), known, "{sizes:?}");
        }
    }
}
