//! The same scenario over many seeds: how often each model is broken, and what all runs show together.
//!
//! A series is made in parts, by whoever has time for them; parts add up to the same whole in any order.

use std::ops::Range;

use check::Budget;
use history::{History, ModelId};
use measure::{Freshness, Interval, PooledTimes};
use protocols::Recording;
use scenario::{Problem, Scenario};
use serde::{Deserialize, Serialize};

use crate::{Application, evaluate};

mod share;

pub use share::Share;

/// What many runs show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The seed of the first run of the whole; the next has the next.
    pub seed: u32,
    /// How many runs.
    pub runs: u32,
    /// Completed reads over all runs.
    pub reads: u64,
    /// Reads that returned a value older than one acknowledged before they began, over all runs.
    pub stale_reads: u64,
    /// What conflicts cost, over all runs.
    pub lost: LostCount,
    /// For each model, how its verdicts were shared out.
    pub models: Vec<(ModelId, Share)>,
    /// The same of calls on objects, where there were any: whether they were linearizable, by the
    /// name `calls`, and what the application takes for granted.
    pub application: Vec<(String, Share)>,
    /// The response times of reads.
    pub read_times: PooledTimes,
    /// The response times of writes.
    pub write_times: PooledTimes,
    /// How fresh the reads were.
    pub freshness: Freshness,
}

/// How much was lost over many runs: see [`measure::Lost`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostCount {
    /// Acknowledged writes that conflicts cost.
    pub writes: u64,
    /// Things put into sets or lists that are gone.
    pub puts: u64,
    /// Things that were taken out and came back.
    pub returned: u64,
}

impl LostCount {
    /// Adds what one run lost.
    pub fn add(&mut self, lost: &measure::Lost) {
        self.writes += lost.writes.len() as u64;
        self.puts += lost.puts.len() as u64;
        self.returned += lost.returned.len() as u64;
    }
}

impl Series {
    /// A part of the series of a scenario: the runs with these numbers, the first of all being number 0
    /// and having the scenario's own seed.
    ///
    /// # Errors
    /// Every problem of the scenario at once.
    pub fn part(scenario: &Scenario, numbers: Range<u32>) -> Result<Self, Vec<Problem>> {
        let mut series = Self::empty(scenario.seed);
        let mut next = scenario.clone();
        for number in numbers {
            next.seed = scenario.seed.wrapping_add(number);
            series.run(&next)?;
        }
        Ok(series)
    }

    /// No run yet of the series that begins with that seed.
    #[must_use]
    pub fn empty(seed: u32) -> Self {
        let models = check::models().iter().map(|model| (model.id, Share::default())).collect();
        Self { seed, models, ..Self::default() }
    }

    /// Adds another part of the same series.
    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.reads += other.reads;
        self.stale_reads += other.stale_reads;
        self.lost.writes += other.lost.writes;
        self.lost.puts += other.lost.puts;
        self.lost.returned += other.lost.returned;
        for ((_, share), (_, more)) in self.models.iter_mut().zip(&other.models) {
            share.add(more, self.seed);
        }
        let seed = self.seed;
        for (name, more) in &other.application {
            self.share(name).add(more, seed);
        }
        self.read_times.add(&other.read_times);
        self.write_times.add(&other.write_times);
        self.freshness.add(&other.freshness);
    }

    /// How the verdicts of one model were shared out.
    #[must_use]
    pub fn of(&self, model: ModelId) -> Option<&Share> {
        self.models.iter().find_map(|(id, share)| (*id == model).then_some(share))
    }

    /// Where the share of runs that break something lies: from the lower end, if none of those that were not
    /// decided does, to the upper end, if all of them do. An interval of 95 %.
    #[must_use]
    pub fn broken(&self, share: &Share) -> Interval {
        let runs = u64::from(self.runs);
        let low = Interval::wilson(u64::from(share.violated), runs).low;
        Interval { low, high: Interval::wilson(u64::from(share.violated) + u64::from(share.undecided), runs).high }
    }

    fn run(&mut self, scenario: &Scenario) -> Result<(), Vec<Problem>> {
        let trace = evaluate::run(scenario, Recording::HistoryOnly)?;
        let history = History::of(&trace);
        let judgement = check::judge(&history, Budget::default());
        for ((_, share), (_, verdict)) in self.models.iter_mut().zip(&judgement.0) {
            share.judge(verdict, scenario.seed);
        }
        self.count(Application::of(&trace).as_ref(), scenario.seed);
        let summary = measure::summarize(&trace, &history);
        if let Some(lost) = measure::Lost::of(&trace, &history) {
            self.lost.add(&lost);
        }
        self.runs += 1;
        self.reads += u64::from(summary.reads.count);
        self.stale_reads += u64::from(summary.stale_reads());
        self.read_times.count(&summary.reads);
        self.write_times.count(&summary.writes);
        self.freshness.count(&trace, &history, &summary.staleness.stale);
        Ok(())
    }

    fn count(&mut self, application: Option<&Application>, seed: u32) {
        let Some(application) = application else { return };
        let calls = &application.linearizable;
        self.share("calls").count(calls.violation().is_some(), calls.holds(), seed);
        for invariant in &application.invariants {
            self.share(&invariant.key).count(invariant.broken.is_some(), true, seed);
        }
    }

    /// The share of that name, kept in one order whichever part came first.
    fn share(&mut self, name: &str) -> &mut Share {
        let place = match self.application.binary_search_by(|(known, _)| rank(known).cmp(&rank(name))) {
            Ok(place) => place,
            Err(place) => {
                self.application.insert(place, (name.to_owned(), Share::default()));
                place
            }
        };
        &mut self.application[place].1
    }
}

/// The calls themselves come first, then the invariants in their order.
fn rank(name: &str) -> (Option<usize>, &str) {
    (check::invariants::invariants().iter().position(|invariant| invariant.key == name), name)
}

#[cfg(test)]
mod tests;
