//! Which replicas an operation counted on: the second half of the reason for a stale read.

use history::{Happening, OperationId, ReplicaId, Trace, order};

/// The replicas whose answers filled the quorum of an operation, in order of number. Nothing where
/// the trace was recorded without messages.
#[must_use]
pub fn counted(trace: &Trace, operation: OperationId) -> Vec<ReplicaId> {
    let counts = trace.events.iter().filter_map(|event| match event.what {
        Happening::Count { message, operation: of } if of == operation => Some(message),
        _ => None,
    });
    let counts: Vec<_> = counts.collect();
    let mut replicas: Vec<ReplicaId> = trace
        .events
        .iter()
        .filter_map(|event| match &event.what {
            Happening::Send { message, from, label, .. } if label.operation == Some(operation) => {
                from.replica().filter(|_| counts.contains(message))
            }
            _ => None,
        })
        .collect();
    order::sort_by_key(&mut replicas, |replica| *replica);
    replicas.dedup();
    replicas
}

/// Where a write was counted and where a read, in one sentence; nothing where either is unknown.
#[must_use]
pub fn meeting(trace: &Trace, write: OperationId, read: OperationId) -> Option<String> {
    let (written, asked) = (counted(trace, write), counted(trace, read));
    if written.is_empty() || asked.is_empty() {
        return None;
    }
    let common: Vec<ReplicaId> = written.iter().copied().filter(|id| asked.contains(id)).collect();
    let end = match common.as_slice() {
        [] => "no replica in common".to_owned(),
        met => format!("they met at {}", names(met)),
    };
    Some(format!("The write was counted at {}, the read at {}: {end}.", names(&written), names(&asked)))
}

fn names(replicas: &[ReplicaId]) -> String {
    let names: Vec<String> = replicas.iter().map(ReplicaId::to_string).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use history::ModelId;
    use protocols::Recording;
    use scenario::Scenario;

    #[test]
    fn the_opening_run_says_that_write_and_read_met_nowhere() {
        let report = crate::evaluate(&Scenario::default(), Recording::Full).expect("the default can run");
        let verdict = report.judgement.get(ModelId::Linearizable).expect("a registered model");
        let violation = verdict.violation().expect("the opening run shows a stale read");
        let &[write, read] = violation.operations.as_slice() else { panic!("{violation:?}") };
        let written = counted(&report.trace, write);
        let asked = counted(&report.trace, read);
        assert_eq!((written.len(), asked.len()), (2, 2));
        assert!(written.iter().all(|id| !asked.contains(id)), "{written:?} {asked:?}");
        assert!(meeting(&report.trace, write, read).is_some_and(|words| words.ends_with("no replica in common.")));
    }
}
