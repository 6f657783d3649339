//! Tells a violation: picks the words, numbers the operations, ties them with edges.
//!
//! What is told is data: a [`Story`] is written once, in words with holes, and one small function
//! fills them, as a page downloads every byte of code.

use history::{Duration, History, Instant, Operation, OperationId};

use crate::{Anomaly, Piece, Relation, RelationKind, Violation};

/// How an anomaly is told. Operations are called by one letter, their role.
///
/// - `[r …]`: words about the operation `r`; it is numbered, and part of the reason.
/// - `{who r}`, `{what r}`, `{began r}`, `{ended r}`: its session, "x=1", its start, its return.
/// - `{itself n r}`: " itself", if one session issued both.
/// - `{initial r}`: what its key held before any write.
/// - `(one|other)`: the first of these of which all operations are there; nothing, if none.
pub(crate) struct Story<'s> {
    pub(crate) anomaly: Anomaly,
    pub(crate) sentence: &'s str,
    pub(crate) allowed: &'s str,
    /// Pairs of roles of which the first was over before the second began.
    pub(crate) before: &'s [&'s str],
    /// Pairs of roles of which the first wrote what the second read.
    pub(crate) read_from: &'s [&'s str],
}

/// Who plays which role, where the role is played.
pub(crate) type Cast<'c> = [(u8, Option<OperationId>)];

/// Tells a story with this cast.
pub(crate) fn tell(history: &History, story: &Story<'_>, cast: &Cast<'_>) -> Violation {
    let mut telling = Telling { history, cast, operations: Vec::new(), exact: false };
    let sentence = telling.choose(story.sentence);
    telling.number(&sentence);
    let mut edges = Vec::new();
    for (pairs, read_from) in [(story.before, false), (story.read_from, true)] {
        for edge in pairs.iter().filter_map(|pair| telling.edge(pair, read_from)) {
            if !edges.contains(&edge) {
                edges.push(edge);
            }
        }
    }
    let pieces = telling.fill(&sentence);
    let allowed = telling.fill(&telling.choose(story.allowed));
    let allowed = allowed.into_iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Operation { text, .. } => text,
    });
    let allowed = allowed.collect();
    Violation { anomaly: story.anomaly, operations: telling.operations, edges, sentence: pieces, allowed }
}

pub(crate) struct Telling<'t> {
    history: &'t History,
    cast: &'t Cast<'t>,
    /// In order of their numbers.
    pub(crate) operations: Vec<OperationId>,
    /// Whether two different moments would read alike if they were rounded.
    exact: bool,
}

impl<'t> Telling<'t> {
    /// Without roles: of these operations.
    pub(crate) fn of(history: &'t History, mut operations: Vec<OperationId>) -> Self {
        let start = |id: &OperationId| (history.operations[id.index()].invoked, *id);
        history::order::sort_by_key(&mut operations, start);
        let mut telling = Self { history, cast: &[], operations, exact: false };
        telling.exact = telling.would_blur();
        telling
    }

    fn role(&self, letter: u8) -> Option<OperationId> {
        self.cast.iter().find(|(role, _)| *role == letter).and_then(|(_, id)| *id)
    }

    fn get(&self, id: OperationId) -> &'t Operation {
        &self.history.operations[id.index()]
    }

    /// The template with one alternative for each group.
    fn choose(&self, template: &str) -> String {
        let mut chosen = String::new();
        let mut rest = template;
        while let Some((words, tail)) = rest.split_once('(') {
            chosen.push_str(words);
            let (group, tail) = tail.split_once(')').unwrap_or((tail, ""));
            if let Some(alternative) = group.split('|').find(|words| self.is_played(words)) {
                chosen.push_str(alternative);
            }
            rest = tail;
        }
        chosen.push_str(rest);
        chosen
    }

    /// Whether all roles in these words are played.
    fn is_played(&self, words: &str) -> bool {
        let bytes = words.as_bytes();
        bytes.windows(2).all(|pair| match pair {
            [b'[', letter] | [letter, b'}'] => self.role(*letter).is_some(),
            _ => true,
        })
    }

    /// Numbers the operations that are shown, by their start.
    fn number(&mut self, chosen: &str) {
        for pair in chosen.as_bytes().windows(2) {
            let shown = if pair[0] == b'[' { self.role(pair[1]) } else { None };
            let Some(id) = shown.filter(|id| !self.operations.contains(id)) else { continue };
            let order = |id: OperationId| (self.get(id).invoked, id);
            let later = self.operations.iter().position(|other| order(*other) > order(id));
            self.operations.insert(later.unwrap_or(self.operations.len()), id);
        }
        self.exact = self.would_blur();
    }

    fn would_blur(&self) -> bool {
        let moments: Vec<(Instant, String)> = self
            .operations
            .iter()
            .flat_map(|id| [self.get(*id).invoked, self.get(*id).end()])
            .filter(|at| *at != Instant::NEVER)
            .map(|at| (at, at.to_string()))
            .collect();
        let alike = |(at, text): &(Instant, String)| moments.iter().any(|other| other.0 != *at && other.1 == *text);
        moments.iter().any(alike)
    }

    /// Fills the holes.
    fn fill(&self, chosen: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut shown = None;
        let mut rest = chosen;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'[' | b']' | b'{')) {
            // Checked slices: a page need not download the words of a panic that cannot happen.
            let mark = rest.as_bytes()[at];
            text.push_str(rest.get(..at).unwrap_or_default());
            let tail = rest.get(at + 1..).unwrap_or_default();
            if mark == b'{' {
                let (hole, tail) = tail.split_once('}').unwrap_or((tail, ""));
                self.fill_hole(hole, &mut text);
                rest = tail;
                continue;
            }
            self.close(&mut pieces, &mut text, shown.take());
            rest = tail;
            if mark == b'[' {
                let letter = tail.as_bytes().first().copied().unwrap_or_default();
                shown = self.role(letter);
                // Past the letter and the space behind it.
                rest = tail.get(2..).unwrap_or_default();
            }
        }
        text.push_str(rest);
        self.close(&mut pieces, &mut text, shown);
        pieces
    }

    fn close(&self, pieces: &mut Vec<Piece>, text: &mut String, shown: Option<OperationId>) {
        let text = std::mem::take(text);
        if let Some(id) = shown {
            pieces.push(self.piece(id, text));
        } else if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
    }

    /// Words about an operation, with its number; all beyond 255 share that.
    pub(crate) fn piece(&self, id: OperationId, text: String) -> Piece {
        let place = self.operations.iter().position(|known| *known == id).unwrap_or_default();
        Piece::Operation { id, number: place.min(254) as u8 + 1, text }
    }

    fn fill_hole(&self, hole: &str, text: &mut String) {
        let letter = hole.as_bytes().last().copied().unwrap_or_default();
        let Some(operation) = self.role(letter).map(|id| self.get(id)) else { return };
        let key = self.history.key_name(operation.key);
        match hole.as_bytes() {
            [b'w', b'h', b'o', ..] => text.push_str(self.history.session_name(operation.session)),
            [b'w', ..] => push_all(text, &[key, "=", &self.history.value_in_words(operation.value())]),
            [b'b', ..] => self.push_moment(text, operation.invoked),
            [b'e', ..] => self.push_moment(text, operation.returned.unwrap_or(Instant::NEVER)),
            [b'i', b'n', ..] => push_all(text, &[key, "=", &self.history.value_in_words(self.history.initial)]),
            [b'i', .., other, _, _] => {
                let session = |id| self.get(id).session;
                if self.role(*other).map(session) == Some(operation.session) {
                    text.push_str(" itself");
                }
            }
            _ => {}
        }
    }

    pub(crate) fn push_moment(&self, text: &mut String, at: Instant) {
        let clock = self.history.clock;
        if !clock.has_times() {
            text.push_str(&clock.moment(at));
            return;
        }
        if !self.exact {
            text.push_str(&at.to_string());
            return;
        }
        let us = at.as_us();
        let thousandths = (1000 + us % 1000).to_string();
        let thousandths = thousandths.get(1..).unwrap_or_default();
        push_all(text, &[&(us / 1000).to_string(), ".", thousandths, "\u{a0}ms"]);
    }

    /// The edge between two roles, if both are played.
    fn edge(&self, pair: &str, read_from: bool) -> Option<Relation> {
        let [from, to] = pair.as_bytes() else { return None };
        let (from, to) = (self.role(*from)?, self.role(*to)?);
        let (earlier, later) = (self.get(from), self.get(to));
        let kind = match (read_from, earlier.process == later.process) {
            (true, _) => RelationKind::ReadsFrom,
            (false, true) => RelationKind::Session,
            (false, false) => RelationKind::RealTime,
        };
        Some(self.relation(from, to, kind))
    }

    pub(crate) fn relation(&self, from: OperationId, to: OperationId, kind: RelationKind) -> Relation {
        let gap = match kind {
            RelationKind::ReadsFrom | RelationKind::Overwritten | RelationKind::Derived => Duration::ZERO,
            RelationKind::RealTime | RelationKind::Session => self.get(to).invoked.since(self.get(from).end()),
        };
        Relation { from, to, kind, gap }
    }
}

fn push_all(text: &mut String, words: &[&str]) {
    for word in words {
        text.push_str(word);
    }
}
