//! Convergence: once writing has ended, everyone reads the same.
//!
//! The safety half of eventual consistency (Vogels 2009) that a finite history can show: reads of
//! the settled store agree. Agreement only, not freshness: a store may agree on a stale value.
//!
//! Where the store was probed replica by replica after it had settled, the probes decide. Where it
//! was not, the reads that clients began after the last write was over do; the last one of each
//! process counts.

use history::{History, ModelId, Operation, OperationId, Outcome, Role};

use crate::index::{Entry, Index};
use crate::prepared::Prepared;
use crate::radix::{Record, sort};
use crate::telling::{Story, tell};
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Converged,
    family: Family::Convergence,
    source: || "Vogels 2009; Viotti and Vukolić 2016",
    promise: "Once writing has ended and the store has settled, everyone reads the same.",
    lead: "Not converged",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    let index = match prepared.index(2, budget) {
        Ok(index) => index,
        Err(verdict) => return verdict,
    };
    let history = prepared.history;
    let last_write = last_write(index);
    let reads = settled_reads(history, last_write);
    let mut tested = false;
    let operation = |id: OperationId| &history.operations[id.index()];
    for of_key in reads.chunk_by(|a, b| operation(*a).key == operation(*b).key) {
        let first = operation(of_key[0]);
        // A store of one replica agrees with itself; one client's read shows nothing.
        tested |= of_key.len() > 1 || first.role == Role::Probe;
        if let Some(other) = of_key.iter().find(|id| operation(**id).value() != first.value()) {
            return Verdict::Violated(explain(history, [of_key[0], *other], last_write));
        }
    }
    if tested {
        Verdict::Holds(Witness::Agreement { reads })
    } else {
        why::untested("No key was read by two sessions after the last write was over.")
    }
}

/// The write that was over last: at no time, if it was seen and never acknowledged.
fn last_write<'i>(index: &'i Index<'_>) -> Option<&'i Entry> {
    index.entries.iter().filter(|entry| entry.write && !index.unseen(entry)).max_by_key(|entry| entry.end)
}

/// The reads that are compared: by key, the last of each process, in order of time.
fn settled_reads(history: &History, last_write: Option<&Entry>) -> Vec<OperationId> {
    let operations = &history.operations;
    let keys = operations.iter().map(|operation| operation.key.index() + 1).max();
    let mut probed = vec![false; keys.unwrap_or(0)];
    for probe in operations.iter().filter(|operation| answered(operation, Role::Probe)) {
        probed[probe.key.index()] = true;
    }
    let after = |operation: &Operation| last_write.is_none_or(|write| write.end < operation.invoked.as_us());
    let mut records: Vec<Record> = Vec::new();
    for (item, operation) in (0..).zip(operations) {
        let counts = if probed[operation.key.index()] {
            answered(operation, Role::Probe)
        } else {
            answered(operation, Role::Client) && after(operation)
        };
        if counts {
            let rank = u64::from(operation.key.0) << 32 | u64::from(operation.process.0);
            records.push(Record { group: 0, item, rank });
        }
    }
    last_of_each(history, records)
}

fn answered(operation: &Operation, role: Role) -> bool {
    operation.role == role && operation.is_read() && operation.outcome == Outcome::Ok && operation.returned.is_some()
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

// `a` and `b` are the two reads, `w` is the write that was over last.

const REPLICAS_DISAGREE: Story<'_> = Story {
    anomaly: Anomaly::Disagreement,
    sentence: "[a {who a} held {what a}] at {ended a} and [b {who b} held {what b}] at {ended b}, after the last \
               write was over.",
    allowed: "Either value, as long as both hold the same.",
    before: &[],
    read_from: &[],
};

const READERS_DISAGREE: Story<'_> = Story {
    sentence: "[a {who a} read {what a}] at {ended a} and [b {who b} read {what b}] at {ended b}, after the last \
               write was over( at {ended w}).",
    allowed: "Either value, as long as both read the same.",
    ..REPLICAS_DISAGREE
};

fn explain(history: &History, pair: [OperationId; 2], last_write: Option<&Entry>) -> Violation {
    let [mut a, mut b] = pair;
    let operation = |id: OperationId| &history.operations[id.index()];
    if (operation(b).invoked, b) < (operation(a).invoked, a) {
        std::mem::swap(&mut a, &mut b);
    }
    let story = match operation(a).role {
        Role::Probe => &REPLICAS_DISAGREE,
        Role::Client | Role::Call => &READERS_DISAGREE,
    };
    let cast = [(b'a', Some(a)), (b'b', Some(b)), (b'w', last_write.map(|write| write.id))];
    tell(history, story, &cast)
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
        super::MODEL.judge(&history, Budget::UNLIMITED)
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
