//! What the runs of one point come to. Tallies add up in any order, so runs can be spread over cores.

use std::collections::BTreeMap;

use check::{Budget, Measure, Prepared, Verdict};
use history::{History, ModelId};
use measure::ResponseTimes;
use pipeline::Recording;
use rayon::prelude::*;
use scenario::{Scenario, ValidScenario};

use crate::source;

/// What many runs showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) runs: u32,
    pub(crate) models: Vec<ModelCount>,
    pub(crate) reads: Pooled,
    pub(crate) writes: Pooled,
    /// Operations begun, and of these answered.
    pub(crate) begun: u64,
    pub(crate) answered: u64,
    pub(crate) stale_reads: u64,
    pub(crate) messages: u64,
}

/// How the verdicts of one model were shared out. Runs that it does not speak of are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ModelCount {
    pub(crate) held: u32,
    pub(crate) violated: u32,
    pub(crate) unknown: u32,
    /// Of those that held, the runs in which nothing could have broken it.
    pub(crate) untested: u32,
    /// Of a model that is a scale, what each run measured: versions, or microseconds.
    pub(crate) measured: Pooled,
}

impl ModelCount {
    fn of(verdict: Option<&Verdict>) -> Self {
        let mut count = Self::default();
        match verdict {
            Some(Verdict::Measured(measured)) => measured_by(&mut count.measured, measured.least),
            Some(verdict @ Verdict::Holds(_)) => {
                (count.held, count.untested) = (1, u32::from(verdict.is_untested()));
            }
            Some(Verdict::Violated(_)) => count.violated = 1,
            Some(Verdict::Unknown(_)) => count.unknown = 1,
            Some(Verdict::NotApplicable(_)) | None => {}
        }
        count
    }

    fn add(&mut self, more: Self) {
        self.held += more.held;
        self.violated += more.violated;
        self.unknown += more.unknown;
        self.untested += more.untested;
        self.measured.add(more.measured);
    }
}

fn measured_by(pooled: &mut Pooled, least: Measure) {
    let number = match least {
        Measure::Versions(versions) => versions.into(),
        Measure::Delay(delay) => delay.as_us(),
    };
    *pooled.0.entry(number).or_default() += 1;
}

/// What was measured many times, and how often each number was met: response times in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pooled(BTreeMap<u64, u64>);

/// Runs a point, on all cores.
///
/// # Errors
/// Every problem of a scenario; a valid one has none.
pub(crate) fn run(valid: &ValidScenario, runs: u32, models: &[ModelId]) -> Result<Tally, Vec<String>> {
    let base = valid.scenario();
    let one = |offset: u32| {
        let scenario = Scenario { seed: base.seed.wrapping_add(offset), ..base.clone() };
        Tally::of(&scenario, models)
    };
    let none = || Tally { models: vec![ModelCount::default(); models.len()], ..Tally::default() };
    (0..runs).into_par_iter().map(one).try_reduce(none, |some, more| Ok(some.plus(more)))
}

impl Tally {
    fn of(scenario: &Scenario, models: &[ModelId]) -> Result<Self, Vec<String>> {
        let trace = pipeline::run(scenario, Recording::Full).map_err(|problems| source::lines(&problems))?;
        let history = History::of(&trace);
        let summary = measure::summarize(&trace, &history);
        let answered = summary.reads.count + summary.writes.count;
        Ok(Self {
            runs: 1,
            models: counts(&history, models),
            begun: u64::from(summary.reads.begun() + summary.writes.begun()),
            answered: answered.into(),
            stale_reads: summary.stale_reads().into(),
            messages: summary.messages.map_or(0, |messages| messages.sent.into()),
            reads: Pooled::of(&summary.reads),
            writes: Pooled::of(&summary.writes),
        })
    }

    fn plus(mut self, more: Self) -> Self {
        self.runs += more.runs;
        for (count, more) in self.models.iter_mut().zip(more.models) {
            count.add(more);
        }
        self.begun += more.begun;
        self.answered += more.answered;
        self.stale_reads += more.stale_reads;
        self.messages += more.messages;
        self.reads.add(more.reads);
        self.writes.add(more.writes);
        self
    }
}

fn counts(history: &History, models: &[ModelId]) -> Vec<ModelCount> {
    let prepared = Prepared::new(history);
    let judged = |id: &ModelId| {
        let verdict = check::model(*id).map(|model| model.judge_prepared(&prepared, Budget::default()).0);
        ModelCount::of(verdict.as_ref())
    };
    models.iter().map(judged).collect()
}

impl Pooled {
    fn of(times: &ResponseTimes) -> Self {
        let mut pooled = Self::default();
        times.sorted_us.iter().for_each(|us| *pooled.0.entry(*us).or_default() += 1);
        pooled
    }

    fn add(&mut self, more: Self) {
        // Into the larger of the two: most runs bring few times.
        let (large, small) = if self.0.len() < more.0.len() {
            (more.0, std::mem::take(&mut self.0))
        } else {
            (std::mem::take(&mut self.0), more.0)
        };
        self.0 = large;
        small.into_iter().for_each(|(us, count)| *self.0.entry(us).or_default() += count);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The largest.
    pub(crate) fn most(&self) -> Option<u64> {
        self.0.last_key_value().map(|(number, _)| *number)
    }

    /// The nearest-rank quantile: the smallest number that at least so many of ten thousand do not exceed.
    pub(crate) fn quantile(&self, of_ten_thousand: u64) -> Option<u64> {
        let rank = (self.count() * of_ten_thousand).div_ceil(10_000).max(1);
        let mut before = 0;
        let reached = |(us, count): (&u64, &u64)| {
            before += count;
            (before >= rank).then_some(*us)
        };
        self.0.iter().find_map(reached)
    }
}
