//! Many histories, all alike to a machine: every small one, random ones, and a crowd for the
//! lattice. `cargo xtask soak` runs them all; an ordinary test run takes a fixed sample of them.

mod oracle;

use std::collections::BTreeMap;

use check::{Budget, Judgement, Verdict, judge, lattice};
use history::{History, ModelId, write_history};
use oracle::generate::{Shape, histories};
use oracle::small::Small;
use oracle::table::{DEFINED, Expected, said};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Whether to take all, as `cargo xtask soak` asks for.
fn soaking() -> bool {
    std::env::var_os("QUORATE_SOAK").is_some()
}

/// Counts what was compared, and says how far it has come.
struct Tally {
    name: &'static str,
    histories: u64,
    told: u64,
    verdicts: BTreeMap<(ModelId, &'static str), u64>,
}

impl Tally {
    const fn new(name: &'static str) -> Self {
        Self { name, histories: 0, told: 0, verdicts: BTreeMap::new() }
    }

    fn add(&mut self, judgement: &Judgement) {
        self.histories += 1;
        for (id, verdict) in &judgement.0 {
            *self.verdicts.entry((*id, verdict.word())).or_default() += 1;
        }
        if soaking() && self.histories >= self.told + 100_000 {
            self.told = self.histories;
            println!("{}: {} histories …", self.name, self.histories);
        }
    }

    /// The counts; and no model may have been kept by all, or broken by all.
    fn end(&self) {
        println!("{}: {} histories", self.name, self.histories);
        for ((id, word), count) in &self.verdicts {
            println!("{}: {count} × {} {word}", self.name, id.key());
        }
        for defined in DEFINED.iter().filter(|defined| defined.id != ModelId::Weak) {
            let words = self.verdicts.keys().filter(|(id, _)| *id == defined.id).count();
            assert!(words >= 2, "{}: {} was never put to the test", self.name, defined.id);
        }
    }
}

/// Every model that has a definition says what that says, and the lattice is kept.
fn compare(history: &History, known: &[Option<Expected>]) -> (Judgement, Vec<Option<Expected>>) {
    let judgement = judge(history, Budget::default());
    assert_eq!(lattice::contradictions(&judgement), [], "{}", write_history(history));
    let mut expected = Vec::with_capacity(DEFINED.len());
    for (defined, known) in DEFINED.iter().zip(known) {
        let should = known.unwrap_or_else(|| defined.expected(history));
        let verdict = judgement.get(defined.id);
        let found = verdict.and_then(said);
        assert_eq!(found, Some(should), "{}: {verdict:?} of\n{}", defined.id, write_history(history));
        expected.push((!defined.timed).then_some(should));
    }
    (judgement, expected)
}

/// Holds all histories of one size against the definitions, or every so many of them. Those that
/// differ in their timing alone share what is said by definitions that know no clock.
fn every_small_history(name: &'static str, small: &Small, one_of: usize) {
    let mut tally = Tally::new(name);
    let mut passed = 0_usize;
    small.each(&mut |script, timings| {
        let mut known = vec![None; DEFINED.len()];
        for timing in timings {
            passed += 1;
            if soaking() || passed.is_multiple_of(one_of) {
                let (judgement, expected) = compare(&small.history(script, timing), &known);
                known = expected;
                tally.add(&judgement);
            }
        }
    });
    tally.end();
}

#[test]
fn every_history_of_two_sessions_and_three_operations_each() {
    every_small_history("2 × 3", &Small::new(2, 3), 200);
}

#[test]
fn every_history_of_three_sessions_and_two_operations_each() {
    every_small_history("3 × 2", &Small::new(3, 2), 1000);
}

/// Random histories, the same in every run: of one to three keys in turn.
fn random(count: u64, most: usize, visit: &mut dyn FnMut(&History)) {
    let mut runner = TestRunner::deterministic();
    for number in 0..count {
        let keys = 1 + (number % 3) as u16;
        let shape = Shape { sessions: 4, steps: 5, most, keys, uncertain: number % 4 > 0, repeats: false };
        visit(&histories(shape).new_tree(&mut runner).expect("nothing is rejected").current());
    }
}

#[test]
fn random_histories_of_up_to_nine_operations_with_pending_and_failed_ones() {
    let mut tally = Tally::new("random");
    random(if soaking() { 200_000 } else { 2_000 }, 9, &mut |history| {
        tally.add(&compare(history, &vec![None; DEFINED.len()]).0);
    });
    tally.end();
}

#[test]
fn the_lattice_is_never_contradicted() {
    let mut tally = Tally::new("lattice");
    random(if soaking() { 1_000_000 } else { 20_000 }, 16, &mut |history| {
        let judgement = judge(history, Budget::default());
        assert_eq!(lattice::contradictions(&judgement), [], "{}", write_history(history));
        let unknown = |(_, verdict): &&(ModelId, Verdict)| said(verdict).is_none();
        assert_eq!(judgement.0.iter().find(unknown), None, "{}", write_history(history));
        tally.add(&judgement);
    });
    tally.end();
}

/// Two sessions of one operation each are few enough to count by hand.
#[test]
fn the_smallest_size_has_as_many_histories_as_counted_by_hand() {
    let mut found = Vec::new();
    let small = Small::new(2, 1);
    small.each(&mut |script, timings| {
        found.extend(timings.map(|timing| write_history(&small.history(script, timing))));
    });
    // By what they do: two writes of one key or of two, two reads of one key or of two, each alike
    // for both sessions, so that it does not matter which comes first: two timings. A write, and a
    // read of it, of what was there before, or of the other key: three timings. A read of the value
    // that was never written is not among them.
    assert_eq!(found.len(), 4 * 2 + 3 * 3, "{found:#?}");
    let mut distinct = found.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), found.len());
}

/// A model that nobody has defined for these tests would be left out of them.
#[test]
fn every_model_that_has_a_checker_has_a_definition_to_be_held_against() {
    let defined = |id: ModelId| DEFINED.iter().any(|defined| defined.id == id);
    let left_out: Vec<ModelId> = check::models().iter().map(|model| model.id).filter(|id| !defined(*id)).collect();
    assert_eq!(left_out, []);
}
