//! Convergence: once writing has ended, everyone reads the same.
//!
//! The safety half of eventual consistency (Vogels 2009) that a finite history can show: reads of
//! the settled store agree. Agreement only, not freshness: a store may agree on a stale value.
//!
//! Where the store was probed replica by replica after it had settled, the probes decide. Where it
//! was not, the reads that clients began after the last write was over do; the last one of each
//! process counts.

use history::{History, Instant, Key, ModelId, Operation, OperationId, Outcome, Role};

use crate::index::{Index, NEVER};
use crate::radix::{Record, sort};
use crate::telling::Telling;
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Converged,
    family: Family::Convergence,
    source: "Vogels 2009; Viotti and Vukolić 2016",
    promise: "Once writing has ended and the store has settled, everyone reads the same.",
    lead: "Not converged",
    check,
};

fn check(history: &History, budget: Budget) -> Verdict {
    let mut left = budget;
    if !left.spend(2 * history.operations.len()) {
        return why::out_of_steps(budget);
    }
    let index = match Index::new(history) {
        Ok(index) => index,
        Err(why) => return Verdict::NotApplicable(why),
    };
    let writing_ended = writing_ended(&index);
    let reads = settled_reads(&index, writing_ended);
    let mut tested = false;
    for of_key in reads.chunk_by(|a, b| key(history, *a) == key(history, *b)) {
        let first = &history.operations[of_key[0].index()];
        // A store of one replica agrees with itself; one client's read shows nothing.
        tested |= of_key.len() > 1 || first.role == Role::Probe;
        let other = of_key.iter().find(|id| history.operations[id.index()].value() != first.value());
        if let Some(other) = other {
            let ended = writing_ended.filter(|_| first.role == Role::Client);
            return Verdict::Violated(tell(history, of_key[0], *other, ended));
        }
    }
    if tested {
        Verdict::Holds(Witness::Agreement { reads })
    } else {
        why::untested("No key was read by two sessions after the last write was over.")
    }
}

fn key(history: &History, id: OperationId) -> Key {
    history.operations[id.index()].key
}

/// When the last write was over; never, if one that was seen was not acknowledged.
fn writing_ended(index: &Index<'_>) -> Option<Instant> {
    index
        .entries
        .iter()
        .filter(|entry| entry.write && !index.unseen(entry))
        .map(|entry| Instant::from_us(entry.end))
        .max()
}

/// The reads that are compared: by key, the last of each process, in order of time.
fn settled_reads(index: &Index<'_>, writing_ended: Option<Instant>) -> Vec<OperationId> {
    let operations = &index.history.operations;
    let probed: Vec<Key> = {
        let mut keys: Vec<Key> = operations.iter().filter(|o| answered_probe(o)).map(|o| o.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let after = |operation: &Operation| {
        writing_ended.is_none_or(|ended| ended != Instant::from_us(NEVER) && operation.invoked > ended)
    };
    let mut records: Vec<Record> = Vec::new();
    for (item, operation) in (0..).zip(operations) {
        let counts = if probed.binary_search(&operation.key).is_ok() {
            answered_probe(operation)
        } else {
            operation.role == Role::Client
                && operation.is_read()
                && operation.outcome == Outcome::Ok
                && operation.returned.is_some()
                && after(operation)
        };
        if counts {
            let rank = u64::from(operation.key.0) << 32 | u64::from(operation.process.0);
            records.push(Record { group: 0, item, rank });
        }
    }
    last_of_each(index.history, records)
}

fn answered_probe(operation: &Operation) -> bool {
    operation.role == Role::Probe && operation.is_read() && operation.outcome == Outcome::Ok
}

/// Of records ranked by key and process the latest of each rank.
fn last_of_each(history: &History, mut records: Vec<Record>) -> Vec<OperationId> {
    sort(&mut records);
    let invoked = |record: &Record| history.operations[record.item as usize].invoked;
    let mut last: Vec<Record> = Vec::new();
    for record in records {
        match last.last_mut() {
            Some(known) if known.rank == record.rank => {
                if invoked(known) <= invoked(&record) {
                    *known = record;
                }
            }
            _ => last.push(record),
        }
    }
    last.iter().map(|record| OperationId(record.item)).collect()
}

fn tell(history: &History, one: OperationId, other: OperationId, ended: Option<Instant>) -> Violation {
    let mut telling = Telling::new(history, &[one, other]);
    let mut pair = [one, other];
    pair.sort_by_key(|id| (history.operations[id.index()].invoked, *id));
    let verb = match history.operations[one.index()].role {
        Role::Probe => " held ",
        Role::Client => " read ",
    };
    let what = pair.map(|id| telling.what(id));
    let who = pair.map(|id| telling.who(id));
    let at = pair.map(|id| telling.ended(id));
    telling
        .show(pair[0], &[who[0], verb, &what[0]])
        .say(&[" at ", &at[0], " and "])
        .show(pair[1], &[who[1], verb, &what[1]])
        .say(&[" at ", &at[1], ", after the last write was over"]);
    if let Some(ended) = ended {
        telling.say(&[" at ", &ended.to_string()]);
    }
    telling.say(&["."]);
    telling.end(Anomaly::Disagreement, &["Either value, as long as both read the same."])
}

#[cfg(test)]
mod tests {
    use super::*;
    use history::parse_history;

    /// Judges a history of which the operations of sessions called r1, r2, … are probes.
    fn check(text: &str) -> Verdict {
        let mut history = parse_history(text).expect("well formed");
        for operation in &mut history.operations {
            if history.sessions[operation.session.index()].starts_with('r') {
                operation.role = Role::Probe;
            }
        }
        super::check(&history, Budget::UNLIMITED)
    }

    #[test]
    fn replicas_that_hold_the_same_have_converged() {
        let verdict = check("A w(x,1) 0..10; r1 r(x)=1 500..500; r2 r(x)=1 500..500");
        assert!(matches!(&verdict, Verdict::Holds(Witness::Agreement { reads }) if reads.len() == 2), "{verdict:?}");
    }

    #[test]
    fn a_replica_that_holds_something_else_is_named() {
        let verdict = check("A w(x,1) 0..10; r1 r(x)=1 500..500; r2 r(x)=1 500..500; r3 r(x)=nil 500..500");
        let violation = verdict.violation().expect("r3 differs");
        let told = "① r1 held x=1 at 500\u{a0}ms and ② r3 held x=nil at 500\u{a0}ms, after the last write was over.";
        assert_eq!(violation.plain(), told);
    }

    #[test]
    fn where_replicas_were_probed_a_late_stale_read_is_no_evidence() {
        let text = "A w(x,1) 0..10; B r(x)=nil 20..30; C r(x)=1 20..30";
        assert!(check(text).violation().is_some(), "without probes the clients' reads decide");
        assert!(check(&[text, "; r1 r(x)=1 500..500; r2 r(x)=1 500..500"].concat()).holds());
    }

    #[test]
    fn probes_decide_even_if_a_write_was_never_answered() {
        assert!(check("A w(x,1) 0..; B r(x)=1 20..30; r1 r(x)=1 500..500; r2 r(x)=1 500..500").holds());
    }

    #[test]
    fn a_store_of_one_replica_agrees_with_itself() {
        assert!(check("A w(x,1) 0..10; r1 r(x)=1 500..500").holds());
    }
}
