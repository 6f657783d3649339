//! A reason of any length, told piece by piece: where a [story](crate::telling) knows its roles in
//! advance, a recital is put together as its operations are found.

use history::{History, Instant, OperationId};

use crate::telling::Telling;
use crate::{Anomaly, Piece, RelationKind, Violation};

pub(crate) struct Recital<'t> {
    telling: Telling<'t>,
    violation: Violation,
}

impl<'t> Recital<'t> {
    /// Begins to tell of these operations.
    pub(crate) fn new(history: &'t History, operations: Vec<OperationId>) -> Self {
        let violation = Violation {
            // Replaced when it ends.
            anomaly: Anomaly::NoOrder,
            operations: Vec::new(),
            edges: Vec::new(),
            sentence: Vec::new(),
            allowed: String::new(),
        };
        Self { telling: Telling::of(history, operations), violation }
    }

    /// Plain words.
    pub(crate) fn say(&mut self, words: &str) {
        match self.violation.sentence.last_mut() {
            Some(Piece::Text(text)) => text.push_str(words),
            _ => self.violation.sentence.push(Piece::Text(words.to_owned())),
        }
    }

    pub(crate) fn say_moment(&mut self, at: Instant) {
        let mut words = String::new();
        self.telling.push_moment(&mut words, at);
        self.say(&words);
    }

    /// Words about one of the operations.
    pub(crate) fn mention(&mut self, id: OperationId, words: &[&str]) {
        self.violation.sentence.push(self.telling.piece(id, words.concat()));
    }

    /// Ties two of the operations.
    pub(crate) fn relate(&mut self, from: OperationId, to: OperationId, kind: RelationKind) {
        let relation = self.telling.relation(from, to, kind);
        if !self.violation.edges.contains(&relation) {
            self.violation.edges.push(relation);
        }
    }

    /// What might have been instead.
    pub(crate) fn allow(&mut self, words: &[&str]) {
        self.violation.allowed = words.concat();
    }

    pub(crate) fn end(self, anomaly: Anomaly) -> Violation {
        Violation { anomaly, operations: self.telling.operations, ..self.violation }
    }
}
