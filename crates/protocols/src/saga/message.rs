//! What sessions and services say to each other.

use history::calls::Item;
use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose};

/// An order, which is a saga, by the operation that placed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Order {
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    /// The steps that will be refused, a bit each.
    pub(crate) refused: u8,
}

/// What is said about a step: a command to the service that takes it, or the news that it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    Do,
    Undo,
    Done,
    Refused,
    Undone,
}

impl Word {
    /// Whether it takes something back, or makes others do so.
    pub(crate) const fn compensates(self) -> bool {
        matches!(self, Self::Undo | Self::Refused | Self::Undone)
    }
}

/// Something that is said about a step of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Saying {
    pub(crate) order: Order,
    pub(crate) step: u8,
    pub(crate) word: Word,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session places an order.
    Place {
        order: Order,
        attempt: u8,
    },
    /// It is confirmed, or cancelled.
    Over {
        operation: OperationId,
        key: Key,
        stands: bool,
        attempt: u8,
    },
    /// A session looks at a key.
    Read {
        operation: OperationId,
        key: Key,
        attempt: u8,
    },
    /// What there is.
    State {
        operation: OperationId,
        key: Key,
        things: Vec<Item>,
        attempt: u8,
    },
    /// The order service asks for a step, and is answered.
    Command {
        saying: Saying,
        attempt: u8,
    },
    News {
        saying: Saying,
        attempt: u8,
    },
    /// A service tells its neighbour, who has heard it.
    Event {
        saying: Saying,
        attempt: u8,
    },
    Heard {
        saying: Saying,
        attempt: u8,
    },
}

/// What is on the arrows, by step.
const DO: [&str; 4] = ["create", "reserve", "charge", "ship"];
const UNDO: [&str; 4] = ["cancel", "release", "refund", "recall"];
const DONE: [&str; 4] = ["created", "reserved", "charged", "shipped"];
const UNDONE: [&str; 4] = ["cancelled", "released", "refunded", "recalled"];

impl Saying {
    const fn words(self) -> &'static str {
        let words = match self.word {
            Word::Do => DO,
            Word::Undo => UNDO,
            Word::Done => DONE,
            Word::Refused => ["refused"; 4],
            Word::Undone => UNDONE,
        };
        words[(self.step & 3) as usize]
    }

    const fn phase(self) -> u8 {
        (self.step & 3) * 5 + self.word as u8
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let said = |saying: &Saying| (saying.order.operation, saying.words(), saying.order.key);
        let (purpose, direction, (operation, words, key)) = match self {
            Self::Place { order, .. } => (Purpose::Write, Request, (order.operation, "order", order.key)),
            Self::Over { operation, key, stands, .. } => {
                (Purpose::Write, Answer, (*operation, if *stands { "confirmed" } else { "cancelled" }, *key))
            }
            Self::Read { operation, key, .. } => (Purpose::Read, Request, (*operation, "read", *key)),
            Self::State { operation, key, .. } => (Purpose::Read, Answer, (*operation, "state", *key)),
            Self::Command { saying, .. } => (Purpose::Write, Request, said(saying)),
            Self::News { saying, .. } => (Purpose::Write, Answer, said(saying)),
            Self::Event { saying, .. } => (Purpose::Replicate, Request, said(saying)),
            Self::Heard { saying, .. } => {
                (Purpose::Control, Answer, (saying.order.operation, "heard", saying.order.key))
            }
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value: None }
    }

    fn lane(&self) -> Lane {
        let said = |saying: &Saying, first: u8| (saying.order.operation, first + saying.phase());
        let ((operation, phase), attempt) = match self {
            Self::Place { order, attempt } => ((order.operation, 0), attempt),
            Self::Over { operation, attempt, .. } => ((*operation, 1), attempt),
            Self::Read { operation, attempt, .. } => ((*operation, 2), attempt),
            Self::State { operation, attempt, .. } => ((*operation, 3), attempt),
            Self::Command { saying, attempt } => (said(saying, 4), attempt),
            Self::News { saying, attempt } => (said(saying, 24), attempt),
            Self::Event { saying, attempt } => (said(saying, 44), attempt),
            Self::Heard { saying, attempt } => (said(saying, 64), attempt),
        };
        Lane { cause: operation.0, phase, attempt: *attempt }
    }
}
