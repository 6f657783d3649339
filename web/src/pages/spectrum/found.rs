//! What is found of every model: in one run, or in many.

use check::lattice::{IMPLICATIONS, Implication, implies};
use check::{Judgement, Measure, Verdict, Witness};
use diagram::lattice::Outcome;
use diagram::number::grouped;
use history::ModelId;
use measure::Interval;
use pipeline::{Strength, Verdicts};

use crate::words;

/// What runs of one scenario show of every model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// How many runs.
    pub(super) runs: u32,
    models: Vec<(ModelId, Verdicts, bool)>,
}

impl Found {
    /// What one run shows.
    pub(super) fn of_run(judgement: &Judgement) -> Self {
        let models = judgement.0.iter().map(|(model, verdict)| {
            let (mut verdicts, mut unknown) = (Verdicts::default(), false);
            match verdict {
                Verdict::Holds(Witness::Examined { reads: 0 }) | Verdict::NotApplicable(_) => {}
                Verdict::Holds(_) => verdicts.kept = 1,
                Verdict::Violated(_) => verdicts.broken = 1,
                Verdict::Measured(measured) => {
                    verdicts.kept = 1;
                    verdicts.worst = Some(measured.least);
                }
                Verdict::Unknown(_) => unknown = true,
            }
            (*model, verdicts, unknown)
        });
        Self { runs: 1, models: models.collect() }
    }

    /// What many runs show.
    pub(super) fn of_runs(strength: &Strength) -> Self {
        let models = strength.models.iter().map(|(model, verdicts)| (*model, *verdicts, false));
        Self { runs: strength.runs, models: models.collect() }
    }

    fn of(&self, model: ModelId) -> (Verdicts, bool) {
        self.models.iter().find(|(known, ..)| *known == model).map_or_else(Default::default, |entry| (entry.1, entry.2))
    }

    /// How a model came out.
    pub(super) fn outcome(&self, model: ModelId) -> Outcome {
        let (verdicts, unknown) = self.of(model);
        match (verdicts.broken, verdicts.kept) {
            _ if model == ModelId::Weak => Outcome::Untested,
            (0, 0) if unknown => Outcome::Unknown,
            (0, 0) => Outcome::Untested,
            (0, _) if verdicts.worst.is_some_and(|worst| !worst.is_ideal()) => Outcome::Measured,
            (0, _) => Outcome::Kept,
            _ => Outcome::Broken,
        }
    }

    /// The same in a few words; fewer where there is little room.
    pub(super) fn note(&self, model: ModelId, narrow: bool) -> String {
        let (verdicts, _) = self.of(model);
        match (self.outcome(model), self.runs) {
            (Outcome::Untested, _) if model == ModelId::Weak => String::new(),
            (Outcome::Measured, _) => measure(verdicts.worst),
            (Outcome::Broken, 2..) => {
                let percent = percent(f64::from(verdicts.broken) / f64::from(self.runs.max(1)));
                if narrow { percent } else { words::spectrum::broken(&percent) }
            }
            _ if narrow => String::new(),
            (outcome, _) => word(outcome).to_owned(),
        }
    }

    /// The same in full, for those who do not see the picture and for the line.
    pub(super) fn words(&self, model: ModelId) -> String {
        let (Verdicts { broken, kept, worst }, _) = self.of(model);
        let runs = self.runs;
        match (self.outcome(model), runs) {
            (Outcome::Untested, _) if model == ModelId::Weak => words::spectrum::NOTHING_TO_CHECK.to_owned(),
            (Outcome::Measured, 0..=1) => measure(worst),
            (Outcome::Measured, _) => words::spectrum::at_worst(&measure(worst)),
            (outcome, 0..=1) => words::spectrum::in_this_run(word(outcome)),
            (Outcome::Kept, _) if kept == runs => words::spectrum::held_in_all(&grouped(runs.into())),
            (Outcome::Kept, _) => words::spectrum::held_in_some(&grouped(kept.into())),
            (Outcome::Broken, _) => {
                let Interval { low, high } = Interval::wilson(broken.into(), runs.into());
                let share = percent(f64::from(broken) / f64::from(runs));
                words::spectrum::broken_in(&share, &bare(low), &bare(high))
            }
            (outcome, _) => word(outcome).to_owned(),
        }
    }

    /// In how many of its runs a model is broken.
    pub(super) fn share(&self, model: ModelId) -> String {
        percent(f64::from(self.of(model).0.broken) / f64::from(self.runs.max(1)))
    }

    /// The step at which it breaks: its upper end is broken, its lower one kept. Of several the one
    /// whose lower end implies most; orders before freshness.
    pub(super) fn frontier(&self) -> Option<&'static Implication> {
        let breaks = |step: &&Implication| {
            self.outcome(step.stronger) == Outcome::Broken && self.outcome(step.weaker) == Outcome::Kept
        };
        let below = |model| ModelId::ALL.iter().filter(|lower| implies(model, **lower)).count();
        let mut best: Option<&Implication> = None;
        for step in IMPLICATIONS.iter().filter(breaks) {
            if best.is_none_or(|other| below(step.weaker) > below(other.weaker)) {
                best = Some(step);
            }
        }
        best
    }
}

fn measure(worst: Option<Measure>) -> String {
    match worst {
        Some(Measure::Versions(versions)) => format!("k\u{a0}=\u{a0}{versions}"),
        Some(Measure::Delay(delay)) => delay.to_string(),
        None => String::new(),
    }
}

pub(super) const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => words::verdicts::HELD,
        Outcome::Broken => words::spectrum::BROKEN,
        Outcome::Measured => words::verdicts::MEASURED,
        Outcome::Unknown => words::verdicts::UNKNOWN,
        Outcome::Untested | Outcome::Unsigned => words::verdicts::UNTESTED,
    }
}

/// A share as people read it: a tenth of a percent, whole ones from ten on.
pub(super) fn percent(share: f64) -> String {
    format!("{}\u{a0}%", bare(share))
}

fn bare(share: f64) -> String {
    let tenths = (share * 1_000.0).round();
    if tenths == 0.0 || tenths >= 100.0 {
        format!("{}", (tenths / 10.0).round())
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenario::Scenario;

    fn of(runs: u32) -> Found {
        let mut strength = Strength::default();
        (0..runs).for_each(|_| strength.run(&Scenario::default()).expect("it can run"));
        Found::of_runs(&strength)
    }

    #[test]
    fn the_opening_run_is_not_linearizable_and_many_say_how_often() {
        let report = pipeline::evaluate(&Scenario::default(), pipeline::Recording::HistoryOnly).expect("it can run");
        let one = Found::of_run(&report.judgement);
        assert_eq!(one.outcome(ModelId::Linearizable), Outcome::Broken);
        assert_eq!(one.words(ModelId::Linearizable), "broken in this run");
        assert_eq!(one.outcome(ModelId::BoundedStaleness), Outcome::Measured);
        let many = of(40);
        assert!(many.words(ModelId::Linearizable).starts_with("broken in "), "{}", many.words(ModelId::Linearizable));
        assert!(many.note(ModelId::Linearizable, false).ends_with("% broken"));
        assert!(!many.note(ModelId::Linearizable, true).contains("broken"));
    }

    #[test]
    fn a_frontier_is_a_step_from_broken_to_kept() {
        for found in [of(1), of(25)] {
            let step = found.frontier().expect("something breaks and something is kept");
            assert_eq!(found.outcome(step.stronger), Outcome::Broken);
            assert_eq!(found.outcome(step.weaker), Outcome::Kept);
        }
    }

    #[test]
    fn shares_are_fine_where_they_are_small() {
        for (share, words) in [(0.0, "0"), (0.0312, "3.1"), (0.612, "61"), (0.0004, "0"), (0.0996, "10")] {
            assert_eq!(bare(share), words);
        }
    }
}
