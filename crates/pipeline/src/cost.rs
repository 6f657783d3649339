//! What consistency costs: the same network and the same work under every strategy in each of its modes, with how
//! long answers take and what each really kept.
//!
//! Two kinds of runs. How long answers take is measured on one long run without faults, so that a
//! percentile rests on hundreds of answers; it is one call a strategy ([`times`]). What is kept is
//! judged on the scenario as it is, seed by seed ([`Strength::run`]), so that the work can be cut anywhere.

use check::lattice::implies;
use check::{Budget, Measure, Verdict, Witness};
use history::{History, ModelId};
use measure::Quantiles;
use protocols::Recording;
use scenario::{Cluster, Knobs, Mode, Problem, ProtocolInfo, Scenario, Workload};
use serde::{Deserialize, Serialize};

use crate::decide::space;
use crate::{evaluate, guarantee_models};

/// Operations of all sessions in the run on which times are measured, about.
const OPERATIONS: u64 = 900;

/// A setting that can run a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Its protocol.
    pub protocol: &'static ProtocolInfo,
    /// The mode that it stands for; nothing where it is the scenario as it is, and of no mode at its sizes.
    pub mode: Option<&'static Mode>,
    /// The scenario under it.
    pub scenario: Scenario,
    /// Whether it is the scenario as it is.
    pub current: bool,
}

impl Contender {
    /// The mode in words.
    #[must_use]
    pub const fn mode_name(&self) -> &'static str {
        match self.mode {
            Some(mode) => mode.name,
            None => "As it is set",
        }
    }

    /// Whether its mode promises a model, if only while nothing fails.
    #[must_use]
    pub fn promises(&self, model: ModelId) -> bool {
        self.mode.is_some_and(|mode| mode.keeps.iter().any(|(kept, _)| implies(*kept, model)))
    }

    /// Everything that tells it from the others.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}: {}, {}", self.protocol.name, self.mode_name(), self.sizes())
    }

    /// The sizes: `N=5 W=3 R=3`.
    #[must_use]
    pub fn sizes(&self) -> String {
        space::sizes(self.protocol, &self.scenario)
    }

    /// Whether both are the same setting.
    fn is_like(&self, other: &Scenario) -> bool {
        let knobs = |scenario: &Scenario| Knobs::of(self.protocol, &scenario.strategy.knobs);
        let (mine, its) = (&self.scenario.cluster, &other.cluster);
        let sizes = |cluster: &Cluster| (cluster.n, cluster.spares, cluster.w, cluster.r);
        self.protocol.id == other.strategy.protocol
            && knobs(&self.scenario) == knobs(other)
            && if self.protocol.quorums {
                sizes(mine) == sizes(its)
            } else {
                (mine.n, mine.spares) == (its.n, its.spares)
            }
    }
}

/// Every strategy in every mode that can run a scenario, in the order of the registry, the scenario as it is among
/// them; and the strategies that cannot, with the first reason. `read` reads a readable link.
#[must_use]
pub fn contenders(
    scenario: &Scenario,
    read: fn(&str) -> Option<Scenario>,
) -> (Vec<Contender>, Vec<(&'static ProtocolInfo, String)>) {
    let (mut able, mut unable) = (Vec::new(), Vec::new());
    for protocol in crate::protocols() {
        let modes = space::declared(protocol, read);
        let others: Vec<&Scenario> = modes.iter().map(|(_, other)| other).collect();
        let before = able.len();
        let mut why = String::new();
        for (mode, declared) in &modes {
            let Some(scenario) = space::nearest(scenario, protocol, declared, &others) else { continue };
            match evaluate::validate(&scenario) {
                Ok(_) => able.push(Contender { protocol, mode: Some(mode), scenario, current: false }),
                Err(problems) if why.is_empty() => {
                    why = problems.into_iter().next().map(|problem| problem.sentence).unwrap_or_default();
                }
                Err(_) => {}
            }
        }
        if scenario.strategy.protocol == protocol.id && evaluate::validate(scenario).is_ok() {
            let own = Contender { protocol, mode: None, scenario: scenario.clone(), current: true };
            match able[before..].iter_mut().find(|contender| contender.is_like(scenario)) {
                Some(same) => *same = Contender { mode: same.mode, ..own },
                None => able.push(own),
            }
        }
        if able.len() == before {
            unable.push((protocol, why));
        }
    }
    (able, unable)
}

/// How long the answers of a strategy take; nothing where none came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Its reads.
    pub reads: Option<Quantiles>,
    /// Its writes.
    pub writes: Option<Quantiles>,
    /// Operations that were begun.
    pub begun: u32,
    /// Operations that were answered.
    pub answered: u32,
}

/// Measures how long answers take: the same sessions go on with the same mix of operations, and
/// nothing goes wrong but what the network does. The draws of chance are those of the seed, so that
/// a slower network stretches the same delays.
#[must_use]
pub fn times(scenario: &Scenario) -> Times {
    let sessions = scenario.sessions.len().max(1) as u64;
    let operations = u16::try_from(OPERATIONS.div_ceil(sessions)).unwrap_or(u16::MAX);
    let mut longer = scenario.clone();
    longer.faults.clear();
    longer.workload = Workload { script: Vec::new(), ..longer.workload };
    longer.workload.random.operations = operations;
    let Ok(trace) = evaluate::run(&longer, Recording::HistoryOnly) else { return Times::default() };
    let summary = measure::summarize(&trace, &History::of(&trace));
    let (reads, writes) = (&summary.reads, &summary.writes);
    Times {
        reads: reads.quantiles,
        writes: writes.quantiles,
        begun: reads.begun() + writes.begun(),
        answered: reads.count + writes.count,
    }
}

/// What the runs of a scenario kept, seed by seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// How many runs.
    pub runs: u32,
    /// How the verdicts of each model were shared out.
    pub models: Vec<(ModelId, Verdicts)>,
    /// Reads that were answered.
    pub reads: u64,
    /// Those that missed what had been acknowledged before they began.
    pub stale_reads: u64,
}

/// How the verdicts of one model were shared out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Runs that kept it; of a scale, all that could be measured.
    pub kept: u32,
    /// Runs that broke it.
    pub broken: u32,
    /// Of a scale, the worst measure.
    pub worst: Option<Measure>,
}

impl Strength {
    /// What the runs with these numbers kept: parts of one series, which add up.
    ///
    /// # Errors
    /// Every problem of the scenario at once.
    pub fn part(scenario: &Scenario, numbers: std::ops::Range<u32>) -> Result<Self, Vec<Problem>> {
        let first = Scenario { seed: scenario.seed.wrapping_add(numbers.start), ..scenario.clone() };
        let mut part = Self::default();
        for _ in numbers {
            part.run(&first)?;
        }
        Ok(part)
    }

    /// Adds another part of the same series.
    pub fn add(&mut self, other: &Self) {
        if self.models.is_empty() {
            self.models.clone_from(&other.models);
        } else {
            for ((_, verdicts), (_, more)) in self.models.iter_mut().zip(&other.models) {
                verdicts.kept += more.kept;
                verdicts.broken += more.broken;
                verdicts.worst = verdicts.worst.max(more.worst);
            }
        }
        self.runs += other.runs;
        self.reads += other.reads;
        self.stale_reads += other.stale_reads;
    }

    /// Runs a scenario once more: so many runs in, with that much added to its seed.
    ///
    /// # Errors
    /// Every problem of the scenario at once.
    pub fn run(&mut self, scenario: &Scenario) -> Result<(), Vec<Problem>> {
        let scenario = Scenario { seed: scenario.seed.wrapping_add(self.runs), ..scenario.clone() };
        let trace = evaluate::run(&scenario, Recording::HistoryOnly)?;
        let history = History::of(&trace);
        let judgement = check::judge(&history, Budget::default());
        if self.models.is_empty() {
            self.models = judgement.0.iter().map(|(model, _)| (*model, Verdicts::default())).collect();
        }
        for ((_, verdicts), (_, verdict)) in self.models.iter_mut().zip(&judgement.0) {
            match verdict {
                // Where nothing put the promise to the test, nothing is known of it.
                Verdict::Holds(Witness::Examined { reads: 0 }) | Verdict::Unknown(_) | Verdict::NotApplicable(_) => {}
                Verdict::Holds(_) => verdicts.kept += 1,
                Verdict::Violated(_) => verdicts.broken += 1,
                Verdict::Measured(measured) => {
                    verdicts.kept += 1;
                    verdicts.worst = verdicts.worst.max(Some(measured.least));
                }
            }
        }
        let summary = measure::summarize(&trace, &history);
        self.runs += 1;
        self.reads += u64::from(summary.reads.count);
        self.stale_reads += u64::from(summary.stale_reads());
        Ok(())
    }

    /// How the verdicts of a model were shared out.
    #[must_use]
    pub fn of(&self, model: ModelId) -> Verdicts {
        self.models.iter().find(|(known, _)| *known == model).map(|(_, verdicts)| *verdicts).unwrap_or_default()
    }

    /// The models that every run kept in which it could be told, with all that they imply. The scales
    /// are measured instead, and [`ModelId::Weak`] is always kept: neither is named.
    #[must_use]
    pub fn kept(&self) -> Vec<ModelId> {
        let kept = |model: ModelId| self.of(model).kept > 0 && self.of(model).broken == 0;
        let follows = |model: &ModelId| guarantee_models().any(|upper| kept(upper) && implies(upper, *model));
        guarantee_models().filter(follows).collect()
    }

    /// The kept models that no other kept one implies, first the one that implies most.
    #[must_use]
    pub fn strongest(&self) -> Vec<ModelId> {
        let kept = self.kept();
        let above = |model: ModelId| kept.iter().any(|upper| *upper != model && implies(*upper, model));
        let mut strongest: Vec<ModelId> = kept.iter().copied().filter(|model| !above(*model)).collect();
        let below = |model: ModelId| kept.iter().filter(|lower| implies(model, **lower)).count();
        history::order::sort_by_key(&mut strongest, |model| kept.len() - below(*model));
        strongest
    }
}

/// The order from strong to weak: first what keeps more models, then what reads fewer stale values,
/// then by name. It extends the lattice: what keeps all that another keeps and more stands before it.
#[must_use]
pub fn ranked(strengths: &[(&str, &Strength)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..strengths.len()).collect();
    let key = |place: &usize| {
        let (name, strength) = strengths[*place];
        // A share as a whole number of millionths, so that there is an order of all.
        let stale = strength.stale_reads * 1_000_000 / strength.reads.max(1);
        (usize::MAX - strength.kept().len(), stale, name)
    };
    history::order::sort_by_key(&mut order, key);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_those_of_the_seeds_that_follow() {
        let scenario = Scenario::default();
        let mut strength = Strength::default();
        (0..6).for_each(|_| strength.run(&scenario).expect("it can run"));
        let broken = (0..6).filter(|offset| {
            let one = Scenario { seed: scenario.seed + offset, ..scenario.clone() };
            let report = crate::evaluate(&one, Recording::HistoryOnly).expect("it can run");
            report.judgement.kept(ModelId::Linearizable) == Some(false)
        });
        assert_eq!(strength.of(ModelId::Linearizable).broken as usize, broken.count());
        assert_eq!(strength.runs, 6);
        let mut sum = Strength::default();
        for numbers in [4..6, 0..1, 1..4] {
            sum.add(&Strength::part(&scenario, numbers).expect("it can run"));
        }
        assert_eq!(sum, strength, "parts add up, in any order");
    }

    #[test]
    fn a_network_twice_as_slow_doubles_what_waits_for_nothing_else() {
        let mut scenario = Scenario::default();
        scenario.strategy.protocol = "single_copy".to_owned();
        let once = times(&scenario);
        scenario.network.stretch = 2.0;
        let twice = times(&scenario);
        let p50 = |times: &Times| times.reads.expect("reads were answered").p50_us as f64;
        assert!((p50(&twice) / p50(&once) - 2.0).abs() < 0.05, "{} {}", p50(&once), p50(&twice));
        assert!(once.answered == once.begun && once.begun >= 900, "{once:?}");
    }
}
