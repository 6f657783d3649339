//! How the verdicts of one model were shared out over many runs.

use check::{Measure, Verdict};
use serde::{Deserialize, Serialize};

/// How the verdicts of one model were shared out over many runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Runs that kept it.
    pub held: u32,
    /// Runs that broke it.
    pub violated: u32,
    /// Runs that could not tell.
    pub undecided: u32,
    /// Of those that kept it or could not tell, the runs in which nothing could have shown otherwise.
    pub untested: u32,
    /// Of a model that is a scale, the worst measure; runs that were measured kept it.
    pub worst: Option<Measure>,
    /// The first seed with that measure.
    pub worst_seed: Option<u32>,
    /// The first seed that broke it.
    pub first_violating_seed: Option<u32>,
}

impl Share {
    /// Counts the verdict of the run with that seed, which comes after those that were counted before.
    pub(super) fn judge(&mut self, verdict: &Verdict, seed: u32) {
        match verdict {
            Verdict::Measured(measured) => {
                self.held += 1;
                if self.worst < Some(measured.least) {
                    (self.worst, self.worst_seed) = (Some(measured.least), Some(seed));
                }
            }
            other => {
                self.count(other.violation().is_some(), other.holds(), seed);
                let idle = other.is_untested() || matches!(other, Verdict::NotApplicable(_));
                self.untested += u32::from(idle);
            }
        }
    }

    /// Counts the run with that seed, which comes after those that were counted before.
    pub(super) fn count(&mut self, broken: bool, decided: bool, seed: u32) {
        match (broken, decided) {
            (true, _) => {
                self.violated += 1;
                self.first_violating_seed.get_or_insert(seed);
            }
            (false, true) => self.held += 1,
            (false, false) => self.undecided += 1,
        }
    }

    /// Adds the runs of another part of the series that begins with that seed.
    pub(super) fn add(&mut self, other: &Self, begin: u32) {
        self.held += other.held;
        self.untested += other.untested;
        self.violated += other.violated;
        self.undecided += other.undecided;
        // Seeds come round: earlier is what is nearer to the beginning.
        let earlier = |one: Option<u32>, other: Option<u32>| {
            let seeds = [one, other].into_iter().flatten();
            seeds.min_by_key(|seed| seed.wrapping_sub(begin))
        };
        self.first_violating_seed = earlier(self.first_violating_seed, other.first_violating_seed);
        if self.worst == other.worst {
            self.worst_seed = earlier(self.worst_seed, other.worst_seed);
        } else if self.worst < other.worst {
            (self.worst, self.worst_seed) = (other.worst, other.worst_seed);
        }
    }

    /// Whether there are runs, and nothing in any of them could have shown otherwise.
    #[must_use]
    pub const fn is_untested(&self) -> bool {
        self.untested > 0 && self.violated == 0 && self.held + self.undecided == self.untested
    }
}
