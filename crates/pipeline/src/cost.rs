//! What consistency costs: the same network and the same work under every strategy, with how long
//! answers take and what each really kept.
//!
//! Two kinds of runs. How long answers take is measured on one long run without faults, so that a
//! percentile rests on hundreds of answers; it is one call a strategy ([`times`]). What is kept is
//! judged on the scenario as it is, seed by seed ([`Strength::run`]), so that the work can be cut anywhere.

use check::lattice::implies;
use check::{Budget, Measure, Verdict, Witness};
use history::{History, ModelId};
use measure::Quantiles;
use protocols::Recording;
use scenario::{Problem, ProtocolInfo, Scenario, Strategy, Workload};
use serde::{Deserialize, Serialize};

use crate::{evaluate, guarantee_models};

/// Operations of all sessions in the run on which times are measured, about.
const OPERATIONS: u64 = 900;

/// A strategy that can run a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Its protocol.
    pub protocol: &'static ProtocolInfo,
    /// The scenario under it: as it is where that is its own protocol, else with the protocol's
    /// knobs as they are by default.
    pub scenario: Scenario,
}

/// Every registered strategy that can run a scenario, in the order of the registry; and those that
/// cannot, with the first reason.
#[must_use]
pub fn contenders(scenario: &Scenario) -> (Vec<Contender>, Vec<(&'static ProtocolInfo, String)>) {
    let (mut able, mut unable) = (Vec::new(), Vec::new());
    for protocol in crate::protocols() {
        let mut scenario = scenario.clone();
        if scenario.strategy.protocol != protocol.id {
            scenario.strategy = Strategy { protocol: protocol.id.to_owned(), ..Strategy::default() };
            scenario.strategy.knobs.clear();
        }
        match evaluate::validate(&scenario) {
            Ok(_) => able.push(Contender { protocol, scenario }),
            Err(problems) => {
                let why = problems.first().map(|problem| problem.sentence.clone()).unwrap_or_default();
                unable.push((protocol, why));
            }
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
    fn strengths(scenario: &Scenario, runs: u32) -> Vec<(&'static str, Strength)> {
        let judged = |contender: Contender| {
            let mut strength = Strength::default();
            (0..runs).for_each(|_| strength.run(&contender.scenario).expect("a contender can run"));
            (contender.protocol.name, strength)
        };
        contenders(scenario).0.into_iter().map(judged).collect()
    }

    #[test]
    fn every_strategy_contends_or_says_why_not() {
        let (able, unable) = contenders(&Scenario::default());
        assert_eq!(able.len() + unable.len(), crate::protocols().count());
        assert!(able.len() >= 13, "{unable:?}");
        assert!(unable.iter().all(|(_, why)| !why.is_empty()), "{unable:?}");
    }

    #[test]
    fn the_order_is_a_linear_extension_of_what_is_kept() {
        let strengths = strengths(&Scenario::default(), 12);
        let list: Vec<_> = strengths.iter().map(|(name, strength)| (*name, strength)).collect();
        let order = ranked(&list);
        let kept: Vec<Vec<ModelId>> = order.iter().map(|place| list[*place].1.kept()).collect();
        let mut compared = 0;
        for (place, upper) in kept.iter().enumerate() {
            for lower in &kept[..place] {
                let within = lower.iter().all(|model| upper.contains(model));
                assert!(!within || lower.len() == upper.len(), "{lower:?} stands before {upper:?}");
                compared += u32::from(within || upper.iter().all(|model| lower.contains(model)));
            }
        }
        assert!(compared > 20, "only {compared} pairs are comparable");
        // What is kept goes down the lattice.
        for models in &kept {
            for model in models {
                assert!(guarantee_models().all(|lower| !implies(*model, lower) || models.contains(&lower)));
            }
        }
        assert_eq!(list[order[0]].1.strongest().first(), Some(&ModelId::Linearizable));
    }

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
