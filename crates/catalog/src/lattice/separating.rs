//! For each step of the lattice a history that keeps the lower model and breaks the upper one, of
//! which no operation can be left out. Tests hold them against the checkers.

use history::ModelId::{self, *};

/// A history that tells two models apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separating {
    /// The upper model, which it breaks.
    pub stronger: ModelId,
    /// The lower model, which it keeps; of one that is a scale, some bound.
    pub weaker: ModelId,
    /// The history, in the notation of histories.
    pub history: &'static str,
    /// What it shows, in a few words.
    pub name: &'static str,
}

/// The history of a step.
#[must_use]
pub fn separating(stronger: ModelId, weaker: ModelId) -> Option<&'static Separating> {
    SEPARATING.iter().find(|entry| (entry.stronger, entry.weaker) == (stronger, weaker))
}

const STALE: (&str, &str) = ("A stale read", "A w(x,1) 0..10; B r(x)=nil 20..30");
const INVERSION: (&str, &str) =
    ("Seen, and then not seen any more", "A w(x,1) 0..200; B r(x)=1 20..60; C r(x)=nil 80..120");
const TWO_ORDERS: (&str, &str) =
    ("Two orders for two reads", "A w(x,1) 0..50; C w(x,2) 10..40; B r(x)=1 60..70; D r(x)=2 60..80");
const NEVER_THERE: (&str, &str) = ("A value that was never there", "A w(x,1) 0..50; B r(x)=7 20..30");
const STORE_BUFFERS: (&str, &str) =
    ("Each misses the other", "A w(x,1) 0..10; A r(y)=nil 20..30; B w(y,1) 0..10; B r(x)=nil 20..30");
const PASSED_EARLY: (&str, &str) =
    ("The message that was passed too early", "A w(x,1) 0..10; A w(y,1) 20..30; B r(y)=1 40..50; B r(x)=nil 60..70");
const ANSWER_ALONE: (&str, &str) = (
    "The answer without the message",
    "A w(x,1) 0..10; B r(x)=1 20..30; B w(y,1) 40..50; C r(y)=1 60..70; C r(x)=nil 80..90",
);
const BOTH_WIN: (&str, &str) = ("Both win", "A w(x,1) 0..8; B w(x,2) 0..8; A r(x)=2 10..18; B r(x)=1 10..18");
const CHANGE_OF_MIND: (&str, &str) =
    ("A change of mind", "A w(x,1) 0..8; B w(x,2) 0..8; B r(x)=1 10..18; B r(x)=2 20..28");
const OWN_WRITE: (&str, &str) = ("Its own write is gone", "A w(x,1) 0..10; A r(x)=nil 20..30");
const WENT_BACK: (&str, &str) = ("Back in time", "A w(x,1) 0..10; B r(x)=1 20..30; B r(x)=nil 40..50");

const fn of(stronger: ModelId, weaker: ModelId, (name, history): (&'static str, &'static str)) -> Separating {
    Separating { stronger, weaker, history, name }
}

/// The history of every step, in the order of the steps.
pub const SEPARATING: &[Separating] = &[
    of(Linearizable, BoundedStaleness, STALE),
    of(Linearizable, DeltaAtomicity, STALE),
    of(Linearizable, RegularStrong, INVERSION),
    of(Linearizable, Sequential, STALE),
    of(RegularStrong, RegularWeak, TWO_ORDERS),
    of(RegularWeak, Safe, NEVER_THERE),
    of(Sequential, CausalMemory, STORE_BUFFERS),
    of(Sequential, CausalConvergence, STORE_BUFFERS),
    of(Sequential, PerKeySequential, PASSED_EARLY),
    of(CausalMemory, Pram, ANSWER_ALONE),
    of(CausalMemory, Causal, CHANGE_OF_MIND),
    of(CausalConvergence, Causal, BOTH_WIN),
    of(CausalConvergence, MonotonicReads, OWN_WRITE),
    of(Causal, ReadYourWrites, WENT_BACK),
    of(Causal, MonotonicWrites, OWN_WRITE),
    of(Causal, WritesFollowReads, OWN_WRITE),
    of(Pram, ReadYourWrites, WENT_BACK),
    of(Pram, MonotonicReads, OWN_WRITE),
    of(Pram, MonotonicWrites, OWN_WRITE),
];

#[cfg(test)]
mod tests {
    use super::*;
    use check::lattice::IMPLICATIONS;
    use check::{Budget, Verdict, model};
    use history::{History, parse_history};

    fn read(text: &str) -> History {
        parse_history(text).expect("it is a history")
    }

    /// Whether a history keeps the lower model and breaks the upper one.
    fn separates(history: &History, entry: &Separating) -> bool {
        let verdict = |id| model(id).expect("it has a checker").judge(history, Budget::default());
        let kept = matches!(verdict(entry.weaker), Verdict::Holds(_) | Verdict::Measured(_));
        kept && matches!(verdict(entry.stronger), Verdict::Violated(_))
    }

    #[test]
    fn every_step_has_a_history_that_the_checkers_tell_apart() {
        let steps: Vec<_> = IMPLICATIONS.iter().map(|step| (step.stronger, step.weaker)).collect();
        let told: Vec<_> = SEPARATING.iter().map(|entry| (entry.stronger, entry.weaker)).collect();
        assert_eq!(told, steps);
        for entry in SEPARATING {
            assert!(separates(&read(entry.history), entry), "{} → {}", entry.stronger, entry.weaker);
        }
    }

    /// Whether a read returns what a write wrote: `A r(x)=1 …` and `B w(x,1) …`.
    fn reads(read: &str, write: &str) -> bool {
        let call = |text: &str| text.split(' ').nth(1).unwrap_or_default().to_owned();
        let written = call(write).strip_prefix("w(").map(|what| what.trim_end_matches(')').replace(',', ")="));
        written.is_some_and(|what| call(read) == ["r(", &what].concat())
    }

    #[test]
    fn no_operation_can_be_left_out() {
        for entry in SEPARATING {
            let operations: Vec<&str> = entry.history.split("; ").collect();
            for subset in 0..(1_u32 << operations.len()) - 1 {
                let kept = operations.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
                let part: Vec<&str> = kept.map(|(_, operation)| *operation).collect();
                // A value whose write is left out would come from nowhere, another reason altogether.
                if operations.iter().any(|write| !part.contains(write) && part.iter().any(|read| reads(read, write))) {
                    continue;
                }
                let part = part.join("; ");
                assert!(!separates(&read(&part), entry), "{} → {}: {part}", entry.stronger, entry.weaker);
            }
        }
    }
}
