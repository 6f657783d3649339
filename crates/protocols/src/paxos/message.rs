//! What proposers and replicas say to each other.

use std::rc::Rc;

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};
use sim::{Ask, Reply};

use super::state::{Ballot, Proposal, State};

/// A message. A ballot names the operation that it serves; the round counts the ballots of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session hands an operation to a replica.
    Ask { operation: OperationId, key: Key, ask: Ask, only_if: Option<Value> },
    /// The replica answers.
    Answer { operation: OperationId, key: Key, reply: Reply },
    /// Promise to take nothing of a lower ballot, and say what you have.
    Prepare { ballot: Ballot, round: u8, key: Key, reads: bool },
    /// I promise. This I had accepted, and this I know to be chosen.
    Promise { ballot: Ballot, round: u8, key: Key, reads: bool, accepted: Option<Proposal>, chosen: Option<Proposal> },
    /// Let this be the state. Whether it is another's that was left undone.
    Propose { ballot: Ballot, round: u8, key: Key, state: Rc<State>, finishes: bool },
    /// I have stored it.
    Accepted { ballot: Ballot, round: u8, key: Key },
    /// I have promised a higher ballot.
    Outbid { ballot: Ballot, round: u8, key: Key, proposes: bool, promised: Ballot },
    /// A majority has accepted that; or it did so before, and you have missed it.
    Commit { cause: OperationId, round: u8, key: Key, chosen: Proposal, missed: bool },
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        use Purpose::{Control, Read, Replicate, Write};
        let asks = |reads: bool| if reads { Read } else { Control };
        let (purpose, direction, operation, words, key, value) = match self {
            Self::Ask { operation, key, ask: Ask::Read, .. } => (Read, Request, *operation, "read", *key, None),
            Self::Ask { operation, key, ask: Ask::Write(value), .. } => {
                (Write, Request, *operation, "write", *key, Some(*value))
            }
            Self::Answer { operation, key, reply } => {
                let (purpose, words, value) = match reply {
                    Reply::Value(value) => (Read, "value", Some(*value)),
                    Reply::Done => (Write, "done", None),
                    Reply::Failed => (Write, "refused", None),
                };
                (purpose, Answer, *operation, words, *key, value)
            }
            Self::Prepare { ballot, key, reads, .. } => {
                (asks(*reads), Request, ballot.operation, "prepare", *key, None)
            }
            Self::Promise { ballot, key, reads, chosen, .. } => {
                let value = chosen.as_ref().map(|chosen| chosen.state.held.value);
                (asks(*reads), Answer, ballot.operation, "promise", *key, value)
            }
            Self::Propose { ballot, key, state, finishes, .. } => {
                let words = if *finishes { "finish" } else { "propose" };
                (Write, Request, ballot.operation, words, *key, Some(state.held.value))
            }
            Self::Accepted { ballot, key, .. } => (Write, Answer, ballot.operation, "accepted", *key, None),
            Self::Outbid { ballot, key, .. } => (Control, Answer, ballot.operation, "outbid", *key, None),
            Self::Commit { cause, key, chosen, missed, .. } => {
                let words = if *missed { "missed" } else { "commit" };
                (Replicate, Request, *cause, words, *key, Some(chosen.state.held.value))
            }
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase, round) = match self {
            Self::Ask { operation, .. } | Self::Answer { operation, .. } => (*operation, 0, 0),
            Self::Prepare { ballot, round, .. }
            | Self::Promise { ballot, round, .. }
            | Self::Outbid { ballot, round, proposes: false, .. } => (ballot.operation, 1, *round),
            Self::Propose { ballot, round, .. }
            | Self::Accepted { ballot, round, .. }
            | Self::Outbid { ballot, round, proposes: true, .. } => (ballot.operation, 2, *round),
            Self::Commit { cause, round, missed: false, .. } => (*cause, 3, *round),
            Self::Commit { cause, round, missed: true, .. } => (*cause, 4, *round),
        };
        Lane { cause: operation.0, phase, attempt: round }
    }
}
