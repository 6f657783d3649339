//! What is done for one scenario: in which parts, and what came of them so far.

use std::ops::Range;
use std::rc::Rc;

use pipeline::decide::Survived;
use pipeline::{Prospect, Series};
use scenario::Scenario;

use super::super::Shared;
use super::super::many::Survey;
use super::HANDS;
use crate::browser::now_ms;
use crate::browser::worker::Task;

/// Runs that are not worth a part of their own.
const FEW: u32 = 8;

/// A part of a job.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Prospect,
    Survey,
    Runs(Range<u32>),
}

/// What came of it.
pub(super) enum Done {
    Prospect(Option<Shared<Prospect>>),
    Survey(Option<Survived>),
    Runs(Option<Box<Series>>),
}

impl Part {
    pub(super) fn task(&self) -> Task {
        match self {
            Self::Prospect => Task::Prospect,
            Self::Survey => Task::Survived,
            Self::Runs(numbers) => Task::Part { first: numbers.start, count: numbers.len() as u32 },
        }
    }

    pub(super) fn read(&self, parcel: Option<Vec<u8>>) -> Done {
        match self {
            Self::Prospect => Done::Prospect(parcel.and_then(|parcel| pipeline::unpack(&parcel)).map(Shared::new)),
            Self::Survey => Done::Survey(parcel.and_then(|parcel| pipeline::unpack(&parcel))),
            Self::Runs(_) => Done::Runs(parcel.and_then(|parcel| pipeline::unpack(&parcel)).map(Box::new)),
        }
    }

    pub(super) fn run(&self, scenario: &Scenario) -> Done {
        match self {
            Self::Prospect => Done::Prospect(pipeline::prospect(scenario).map(Shared::new)),
            Self::Survey => Done::Survey(Survived::of_store(scenario)),
            Self::Runs(numbers) => Done::Runs(Series::part(scenario, numbers.clone()).ok().map(Box::new)),
        }
    }

    /// Whether nobody can be asked to wait for its end.
    pub(super) fn is_long(&self) -> bool {
        match self {
            Self::Prospect => false,
            Self::Survey => true,
            Self::Runs(numbers) => numbers.len() <= 1,
        }
    }
}

pub(super) struct Job {
    pub(super) scenario: Rc<Scenario>,
    /// How many steps one run takes, about.
    pub(super) steps: f64,
    pub(super) series: Series,
    pub(super) prospect: Option<Shared<Prospect>>,
    pub(super) survey: Survey,
    pub(super) wanted: u32,
    pub(super) next: u32,
    /// Parts that come before the next: the mathematics, and what was begun and not finished.
    pub(super) before: Vec<Part>,
    pub(super) stopped: bool,
    pub(super) told_ms: f64,
}

impl Job {
    /// Somebody wants to know what goes on while replicas are down.
    pub(super) fn survey(&mut self) {
        if self.survey == Survey::Unasked {
            self.survey = Survey::Asked;
            self.before.push(Part::Survey);
        }
    }

    /// The next part of so many steps. Where no run is wanted, the others are.
    pub(super) fn part(&mut self, steps: f64) -> Option<Part> {
        let waits = |part: &Part| !self.stopped || !matches!(part, Part::Runs(_));
        if let Some(place) = self.before.iter().position(waits) {
            return Some(self.before.remove(place));
        }
        if self.stopped {
            return None;
        }
        // Towards the end parts are small, so that all are done at about the same time.
        let fair = self.wanted.saturating_sub(self.next).div_ceil(2 * HANDS as u32).max(FEW);
        let end = self.wanted.min(self.next.saturating_add(((steps / self.steps) as u32).min(fair).max(1)));
        let numbers = self.next..end;
        self.next = end;
        (!numbers.is_empty()).then_some(Part::Runs(numbers))
    }

    pub(super) fn take(&mut self, done: Done) {
        match done {
            Done::Prospect(prospect) => {
                self.prospect = prospect;
                self.told_ms = 0.0;
            }
            Done::Survey(survived) => {
                self.survey = Survey::Done(survived);
                self.told_ms = 0.0;
            }
            Done::Runs(Some(part)) => self.series.add(&part),
            // A scenario that can run once can run with any seed.
            Done::Runs(None) => self.stopped = true,
        }
    }

    /// Steps in a millisecond, after a part of runs that took since then.
    pub(super) fn pace(&self, part: &Part, since_ms: f64) -> Option<f64> {
        match part {
            Part::Prospect | Part::Survey => None,
            Part::Runs(numbers) => Some(self.steps * numbers.len() as f64 / (now_ms() - since_ms).max(1.0)),
        }
    }
}
