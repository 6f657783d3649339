//! What the nodes of Raft say to each other.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, ReplicaId, SessionId, Value, Version};
use sim::Ask;

use super::log::{Command, Entries, Index, Term};

/// A message of Raft.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session asks, for the how manieth time; and what the key has to hold still, if it writes.
    Ask { operation: OperationId, key: Key, ask: Ask, only_if: Option<Value>, attempt: u8 },
    /// A write is committed, at this place; or refused.
    Done { operation: OperationId, key: Key, version: Option<Version>, attempt: u8 },
    /// A read has its value.
    Value { operation: OperationId, key: Key, value: Value, attempt: u8 },
    /// Ask that one: it leads, as far as I know.
    Redirect { operation: OperationId, key: Key, leader: ReplicaId, attempt: u8 },
    /// AppendEntries.
    Append(Append),
    /// Its answer.
    Appended(Appended),
    /// RequestVote: my log ends so.
    Campaign { term: Term, last: Index, last_term: Term },
    /// Its answer.
    Vote { term: Term, asked: Term, granted: bool },
    /// Do I still lead? A read waits for it.
    Confirm { term: Term, operation: OperationId, attempt: u8 },
    /// As far as I know.
    Confirmed { term: Term, operation: OperationId, attempt: u8 },
    /// A replica that was asked to read: up to where must I have applied?
    AskIndex { operation: OperationId, session: SessionId, attempt: u8 },
    /// Up to there.
    Index { operation: OperationId, index: Index, attempt: u8 },
}

/// Entries for a follower's log, or none: a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Append {
    pub(crate) term: Term,
    /// The entry before them.
    pub(crate) prev: Index,
    pub(crate) prev_term: Term,
    pub(crate) entries: Entries,
    /// Up to where the leader has committed.
    pub(crate) commit: Index,
    pub(crate) about: About,
}

/// The answer to entries or to a heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Appended {
    pub(crate) term: Term,
    /// The entry before those that were sent.
    pub(crate) prev: Index,
    pub(crate) outcome: Outcome,
    pub(crate) about: About,
}

/// Whether entries fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// My log is yours up to there.
    Fits(Index),
    /// It is not; send again from there.
    Send(Index),
}

/// Why entries are sent; the answer tells it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum About {
    /// A heartbeat: the how manieth, and the leader's clock then.
    Beat { round: u32, sent_us: i64 },
    /// A new write.
    Write { operation: OperationId, key: Key },
    /// A follower is behind, or it is not known where it is: the entries from there on.
    Behind { from: Index, attempt: u8 },
}

impl Describe for Message {
    // Whoever sends looks at a part of the label only; inline, the rest is not even made.
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match self {
            Self::Ask { operation, key, ask: Ask::Read, .. } => {
                (Purpose::Read, Request, Some(*operation), "read", Some(*key), None)
            }
            Self::Ask { operation, key, ask: Ask::Write(value), .. } => {
                (Purpose::Write, Request, Some(*operation), "write", Some(*key), Some(*value))
            }
            Self::Done { operation, key, version, .. } => {
                let words = if version.is_some() { "done" } else { "refused" };
                (Purpose::Write, Answer, Some(*operation), words, Some(*key), None)
            }
            Self::Value { operation, key, value, .. } => {
                (Purpose::Read, Answer, Some(*operation), "value", Some(*key), Some(*value))
            }
            Self::Redirect { operation, key, .. } => {
                (Purpose::Control, Answer, Some(*operation), "not leader", Some(*key), None)
            }
            Self::Append(append) => return append.describe(),
            Self::Appended(appended) => return appended.describe(),
            Self::Campaign { .. } => (Purpose::Control, Request, None, "vote?", None, None),
            Self::Vote { granted, .. } => {
                (Purpose::Control, Answer, None, if *granted { "vote" } else { "no vote" }, None, None)
            }
            Self::Confirm { operation, .. } => (Purpose::Read, Request, Some(*operation), "leader?", None, None),
            Self::Confirmed { operation, .. } => (Purpose::Read, Answer, Some(*operation), "leader", None, None),
            Self::AskIndex { operation, .. } => (Purpose::Read, Request, Some(*operation), "index?", None, None),
            Self::Index { operation, .. } => (Purpose::Read, Answer, Some(*operation), "index", None, None),
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        match *self {
            Self::Ask { operation, attempt, .. }
            | Self::Done { operation, attempt, .. }
            | Self::Value { operation, attempt, .. }
            | Self::Redirect { operation, attempt, .. } => Lane { cause: operation.0, phase: 0, attempt },
            Self::Append(Append { term, about, .. }) => about.lane(term),
            Self::Appended(Appended { term, about, .. }) => answer(about.lane(term)),
            Self::Campaign { term, .. } => Lane { cause: term, phase: 4, attempt: 0 },
            Self::Vote { asked, .. } => answer(Lane { cause: asked, phase: 4, attempt: 0 }),
            Self::Confirm { operation, attempt, .. } => Lane { cause: operation.0, phase: 5, attempt },
            Self::Confirmed { operation, attempt, .. } => answer(Lane { cause: operation.0, phase: 5, attempt }),
            Self::AskIndex { operation, attempt, .. } => Lane { cause: operation.0, phase: 6, attempt },
            Self::Index { operation, attempt, .. } => answer(Lane { cause: operation.0, phase: 6, attempt }),
        }
    }
}

/// Two candidates of a term, say, ask each other and answer each other at the same time.
const fn answer(question: Lane) -> Lane {
    Lane { phase: question.phase + 16, ..question }
}

impl Append {
    fn describe(&self) -> Label {
        let (purpose, operation) = self.about.serves();
        let (words, write) = match self.entries.as_slice() {
            [] => ("heartbeat", None),
            [entry] => match entry.command {
                Command::Write(write) => ("append", Some(write)),
                Command::Nothing => ("append", None),
            },
            _ => ("append", None),
        };
        let (key, value) = (write.map(|write| write.key), write.map(|write| write.value));
        Label { purpose, direction: Direction::Request, operation, words: words.into(), key, value }
    }
}

impl Appended {
    fn describe(&self) -> Label {
        let (purpose, operation) = self.about.serves();
        let words = match (self.outcome, self.about) {
            (Outcome::Fits(_), About::Beat { .. }) => "heard",
            (Outcome::Fits(_), _) => "ack",
            (Outcome::Send(_), _) => "behind",
        };
        let key = if let About::Write { key, .. } = self.about { Some(key) } else { None };
        Label { purpose, direction: Direction::Answer, operation, words: words.into(), key, value: None }
    }
}

impl About {
    const fn serves(self) -> (Purpose, Option<OperationId>) {
        match self {
            Self::Beat { .. } => (Purpose::Control, None),
            Self::Write { operation, .. } => (Purpose::Write, Some(operation)),
            Self::Behind { .. } => (Purpose::Replicate, None),
        }
    }

    /// A replica that leads again sends the same again in another term.
    const fn lane(self, term: Term) -> Lane {
        match self {
            Self::Beat { round, .. } => Lane { cause: round, phase: 2, attempt: term as u8 },
            Self::Write { operation, .. } => Lane { cause: operation.0, phase: 1, attempt: term as u8 },
            Self::Behind { from, attempt } => Lane { cause: from, phase: 3, attempt },
        }
    }
}
