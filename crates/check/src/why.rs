//! The reasons for no verdict, in words.

use history::{History, OperationId};

use crate::{Budget, Reason, Verdict, Why};

/// The budget, whole when the checker began, is used up.
pub(crate) fn out_of_steps(budget: Budget) -> Verdict {
    let steps = budget.left().to_string();
    Verdict::Unknown(Why {
        reason: Reason::OutOfSteps,
        operations: Vec::new(),
        sentence: ["Stopped after ", &steps, " steps, before an answer was found."].concat(),
    })
}

/// The budget, whole when the checker began, is used up before a least number of versions is known.
pub(crate) fn between(budget: Budget, least: u32, most: u32) -> Verdict {
    let (steps, least, most) = (budget.left().to_string(), least.to_string(), most.to_string());
    Verdict::Unknown(Why {
        reason: Reason::OutOfSteps,
        operations: Vec::new(),
        sentence: ["Stopped after ", &steps, " steps: k is at least ", &least, " and at most ", &most, "."].concat(),
    })
}

/// More was going on at once than a search keeps apart.
pub(crate) fn too_many_open() -> Verdict {
    Verdict::Unknown(Why {
        reason: Reason::TooManyOpen,
        operations: Vec::new(),
        sentence: "More calls were open at one time than can be told apart.".to_owned(),
    })
}

/// The store carries out calls itself.
pub(crate) fn calls_of_the_store() -> Why {
    Why {
        reason: Reason::UnknownCall,
        operations: Vec::new(),
        sentence: "The store carries out calls itself: nobody reads and writes registers that it could be said of."
            .to_owned(),
    }
}

/// A value that was written more than once was read.
pub(crate) fn repeated_value(history: &History, read: OperationId) -> Verdict {
    let operation = &history.operations[read.index()];
    Verdict::Unknown(Why {
        reason: Reason::RepeatedValue,
        operations: vec![read],
        sentence: [
            history.session_name(operation.session),
            " read ",
            history.key_name(operation.key),
            "=",
            &history.value_in_words(operation.value()),
            " at ",
            &history.clock.moment(operation.end()),
            ", a value that was there more than once: which write it saw, nobody can tell.",
        ]
        .concat(),
    })
}

/// An operation that runs backwards in time.
pub(crate) fn ends_before_start(history: &History, id: OperationId) -> Why {
    let operation = &history.operations[id.index()];
    Why {
        reason: Reason::EndsBeforeStart,
        operations: vec![id],
        sentence: [
            "An operation of ",
            history.session_name(operation.session),
            " starts at ",
            &history.clock.moment(operation.invoked),
            " and ends at ",
            &history.clock.moment(operation.end()),
            ", before it starts.",
        ]
        .concat(),
    }
}

/// A process that does two things at once.
pub(crate) fn overlapping(history: &History, before: OperationId, after: OperationId) -> Verdict {
    let operation = &history.operations[after.index()];
    Verdict::NotApplicable(Why {
        reason: Reason::OverlappingOperations,
        operations: vec![before, after],
        sentence: [
            history.session_name(operation.session),
            " began an operation at ",
            &history.clock.moment(operation.invoked),
            ", not after its previous one was over: a session does one thing at a time.",
        ]
        .concat(),
    })
}

/// A question about how long something took, asked of an order alone.
pub(crate) fn no_times() -> Verdict {
    Verdict::NotApplicable(Why {
        reason: Reason::NoTimes,
        operations: Vec::new(),
        sentence: "This history tells the order of events, not their times: how late a read was, nobody can say."
            .to_owned(),
    })
}

/// Nothing in the history bears on the question.
pub(crate) fn untested(sentence: &str) -> Verdict {
    Verdict::Unknown(Why { reason: Reason::Untested, operations: Vec::new(), sentence: sentence.to_owned() })
}
