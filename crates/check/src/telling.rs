//! Tells a violation: numbers its operations, ties them with edges, and puts the sentence
//! together. Only ever run once something is broken.

use history::{Duration, History, Instant, Operation, OperationId};

use crate::{Anomaly, Piece, Relation, RelationKind, Violation};

/// A violation being told.
pub(crate) struct Telling<'h> {
    history: &'h History,
    operations: Vec<OperationId>,
    edges: Vec<Relation>,
    pieces: Vec<Piece>,
    /// Whether two different moments would read alike if they were rounded.
    exact: bool,
}

impl<'h> Telling<'h> {
    /// Begins with the operations that are part of the reason, in any order.
    pub(crate) fn new(history: &'h History, operations: &[OperationId]) -> Self {
        let mut operations = operations.to_vec();
        operations.sort_unstable_by_key(|id| (history.operations[id.index()].invoked, *id));
        operations.dedup();
        let mut telling = Self { history, operations, edges: Vec::new(), pieces: Vec::new(), exact: false };
        telling.exact = telling.would_blur();
        telling
    }

    fn would_blur(&self) -> bool {
        let moments: Vec<Instant> = self
            .operations
            .iter()
            .map(|id| self.get(*id))
            .flat_map(|operation| [operation.invoked, operation.end()])
            .filter(|at| *at != Instant::NEVER)
            .collect();
        let rounded: Vec<String> = moments.iter().map(Instant::to_string).collect();
        (0..moments.len())
            .any(|one| (0..one).any(|other| moments[one] != moments[other] && rounded[one] == rounded[other]))
    }

    fn get(&self, id: OperationId) -> &'h Operation {
        &self.history.operations[id.index()]
    }

    /// The name of the session that issued an operation.
    pub(crate) fn who(&self, id: OperationId) -> &'h str {
        self.history.session_name(self.get(id).session)
    }

    /// "x=1".
    pub(crate) fn what(&self, id: OperationId) -> String {
        let operation = self.get(id);
        [self.history.key_name(operation.key), "=", &operation.value().to_string()].concat()
    }

    /// When an operation began.
    pub(crate) fn began(&self, id: OperationId) -> String {
        self.moment(self.get(id).invoked)
    }

    /// When an operation returned.
    pub(crate) fn ended(&self, id: OperationId) -> String {
        self.moment(self.get(id).returned.unwrap_or(Instant::NEVER))
    }

    fn moment(&self, at: Instant) -> String {
        if !self.exact {
            return at.to_string();
        }
        let us = at.as_us();
        let thousandths = (1000 + us % 1000).to_string();
        [&(us / 1000).to_string(), ".", &thousandths[1..], "\u{a0}ms"].concat()
    }

    /// Adds plain words.
    pub(crate) fn say(&mut self, words: &[&str]) -> &mut Self {
        let words = words.concat();
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(&words),
            _ => self.pieces.push(Piece::Text(words)),
        }
        self
    }

    /// Adds words about an operation, led by its number.
    pub(crate) fn show(&mut self, id: OperationId, words: &[&str]) -> &mut Self {
        let place = self.operations.iter().position(|known| *known == id);
        self.pieces.push(Piece::Operation {
            id,
            number: place.map_or(0, |place| place as u8 + 1),
            text: words.concat(),
        });
        self
    }

    /// An edge between two operations of which the first was over before the second began.
    pub(crate) fn before(&mut self, from: OperationId, to: OperationId) -> &mut Self {
        let (earlier, later) = (self.get(from), self.get(to));
        let kind = if earlier.process == later.process { RelationKind::Session } else { RelationKind::RealTime };
        let gap = later.invoked.since(earlier.end());
        self.edge(Relation { from, to, kind, gap })
    }

    /// An edge from a write to a read of its value.
    pub(crate) fn read_from(&mut self, from: OperationId, to: OperationId) -> &mut Self {
        self.edge(Relation { from, to, kind: RelationKind::ReadsFrom, gap: Duration::ZERO })
    }

    fn edge(&mut self, relation: Relation) -> &mut Self {
        if !self.edges.contains(&relation) {
            self.edges.push(relation);
        }
        self
    }

    /// The violation as told.
    pub(crate) fn end(self, anomaly: Anomaly, allowed: &[&str]) -> Violation {
        Violation {
            anomaly,
            operations: self.operations,
            edges: self.edges,
            sentence: self.pieces,
            allowed: allowed.concat(),
        }
    }
}
