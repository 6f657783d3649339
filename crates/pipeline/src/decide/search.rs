//! The search: one candidate after the other, its parts in order of what they cost to know, and no
//! further than the first that it does not meet.

use std::collections::BTreeMap;
use std::rc::Rc;

use scenario::Scenario;
use serde::{Deserialize, Serialize};

use super::exclude::{Exclusion, Sieve};
use super::figures::Figures;
use super::front;
use super::judge::{Check, Judge, Known, Part};
use super::requirements::Requirements;
use super::space::{Candidate, candidates};
use super::survive::Survived;

/// A setting that meets everything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Its place among the candidates.
    pub candidate: usize,
    /// Response times, and how fresh reads are.
    pub figures: Figures,
    /// What it survives.
    pub survived: Survived,
    /// Messages for each operation, to a tenth.
    pub messages: f64,
    /// The quantile of reads and that of writes, by the share of reads, in milliseconds.
    pub mean_ms: f64,
    /// Whether it is on the Pareto front of write time, read time, freshness, failures survived and
    /// messages.
    pub front: bool,
}

/// A setting that does not, or of which it cannot be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its place among the candidates.
    pub candidate: usize,
    /// The first part that it does not meet.
    pub part: Part,
    /// Why; never [`Check::Meets`].
    pub check: Check,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// It meets everything.
    Answer(Answer),
    /// It does not, or nobody can tell.
    Rejected(Rejected),
}

/// What is found so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// Everything that can be chosen.
    pub candidates: Rc<[Candidate]>,
    /// What meets everything, cheapest first.
    pub answers: Vec<Answer>,
    /// What does not, in the order in which it was looked at.
    pub rejected: Vec<Rejected>,
    /// Where nothing meets everything: what of the requirements excludes what.
    pub exclusion: Option<Exclusion>,
}

/// Looks for settings, one step after the other.
#[derive(Clone, Debug)]
pub struct Advisor {
    judge: Judge,
    advice: Advice,
    /// The candidates in the order in which they are looked at.
    order: Vec<usize>,
    next: usize,
    /// By turn, what somebody else has found out who searches for the same.
    told: BTreeMap<usize, Verdict>,
    sieve: Option<Sieve>,
}

impl Advisor {
    /// Begins, with what is known from a search before. `read` reads a readable link.
    ///
    /// # Errors
    /// Everything that is wrong with the requirements, in the user's words.
    pub fn new(
        requirements: Requirements,
        known: Known,
        read: fn(&str) -> Option<Scenario>,
    ) -> Result<Self, Vec<String>> {
        let problems = requirements.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let candidates = candidates(&requirements, read);
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        // Small clusters are quick to judge, and quorums need no runs.
        order.sort_by_key(|place| (candidates[*place].protocol.id != "quorum", candidates[*place].scenario.cluster.n));
        let advice =
            Advice { candidates: candidates.into(), answers: Vec::new(), rejected: Vec::new(), exclusion: None };
        Ok(Self { judge: Judge::new(requirements, known), advice, order, next: 0, told: BTreeMap::new(), sieve: None })
    }

    /// Looks at one more candidate; false if there is nothing left to do.
    pub fn step(&mut self) -> bool {
        if let Some(place) = self.order.get(self.next).copied() {
            let told = self.told.remove(&self.next);
            self.next += 1;
            let verdict = told.unwrap_or_else(|| self.judged(place));
            self.add(verdict);
            return true;
        }
        if !self.advice.answers.is_empty() || self.advice.exclusion.is_some() || self.unsure() {
            return false;
        }
        let parts = self.judge.requirements.parts();
        let sieve = self.sieve.get_or_insert_with(|| Sieve::new(parts, self.advice.candidates.len()));
        self.advice.exclusion = sieve.step(&mut self.judge, &self.advice.candidates, &self.order);
        self.advice.exclusion.is_none() && !self.advice.candidates.is_empty()
    }

    /// Takes all steps.
    pub fn finish(&mut self) {
        while self.step() {}
    }

    /// What becomes of the candidate whose turn that is, for somebody else who searches for the same; nothing where
    /// there are fewer.
    pub fn verdict(&mut self, turn: usize) -> Option<Verdict> {
        let place = self.order.get(turn).copied()?;
        Some(self.judged(place))
    }

    /// Takes over what somebody else has found out, who searches for the same: that candidate need not be looked at
    /// when its turn comes.
    pub fn tell(&mut self, turn: usize, verdict: Verdict) {
        if turn >= self.next {
            self.told.insert(turn, verdict);
        }
    }

    /// What is found so far.
    #[must_use]
    pub const fn advice(&self) -> &Advice {
        &self.advice
    }

    /// What is asked.
    #[must_use]
    pub const fn requirements(&self) -> &Requirements {
        &self.judge.requirements
    }

    /// How many candidates have been looked at, and how many there are.
    #[must_use]
    pub const fn progress(&self) -> (usize, usize) {
        (self.next, self.order.len())
    }

    /// What is known, for the next search.
    #[must_use]
    pub fn into_known(self) -> Known {
        self.judge.into_known()
    }

    fn unsure(&self) -> bool {
        self.advice.rejected.iter().any(|rejected| matches!(rejected.check, Check::Unsure(_)))
    }

    fn judged(&mut self, place: usize) -> Verdict {
        let candidates = Rc::clone(&self.advice.candidates);
        let candidate = &candidates[place];
        for part in self.judge.requirements.parts() {
            let check = self.judge.check(candidate, part);
            if check != Check::Meets {
                return Verdict::Rejected(Rejected { candidate: place, part, check });
            }
        }
        let figures = self.judge.figures(candidate);
        let reads = f64::from(self.judge.requirements.read_percent) / 100.0;
        Verdict::Answer(Answer {
            candidate: place,
            figures,
            survived: self.judge.survived(candidate),
            messages: self.judge.messages(candidate),
            mean_ms: reads * figures.read_ms.value + (1.0 - reads) * figures.write_ms.value,
            front: false,
        })
    }

    fn add(&mut self, verdict: Verdict) {
        let answers = &mut self.advice.answers;
        match verdict {
            Verdict::Rejected(rejected) => self.advice.rejected.push(rejected),
            Verdict::Answer(mut answer) => {
                front::compare(&mut answer, answers);
                let at = answers.partition_point(|known| front::cheaper(known, &answer).is_lt());
                answers.insert(at, answer);
            }
        }
    }
}
