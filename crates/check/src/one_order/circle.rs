//! Tells a circle: what each session did and saw, step by step, until it comes round.

use history::Outcome;

use super::must_before::{Edge, Reason};
use super::part::Part;
use super::proof::{Proof, Step, Way};
use crate::index::{Index, NONE};
use crate::recital::Recital;
use crate::{Anomaly, RelationKind, Violation};

/// Tells the circle first and then what its steps rest on.
pub(super) fn tell(index: &Index<'_>, part: &Part, edges: &[Edge], proof: &Proof) -> Violation {
    let nodes = proof.nodes();
    let mut teller = Teller::new(index, part, edges, &nodes);
    let circle = teller.rotated(&proof.circle);
    teller.way(&circle);
    teller.recital.say(": a circle");
    for (edge, way) in &proof.reasons {
        // That a session wrote one over the other needs no more words.
        let at_once = edges[*edge as usize].reason == Reason::Overwritten && way.len() == 1 && way[0].edge == NONE;
        if !at_once {
            teller.recital.say("; for ");
            teller.way(way);
        }
    }
    teller.recital.say(".");
    teller.allow(circle[circle.len() - 1]);
    teller.recital.end(Anomaly::CircularOrder)
}

/// More operations than this make no sentence: as many as there are circled numbers.
const MOST_TOLD: usize = 20;

/// Tells what every session did, where no shorter reason is known.
pub(super) fn tell_all(index: &Index<'_>, part: &Part) -> Violation {
    let nodes: Vec<u32> = (0..part.nodes.len() as u32).collect();
    let mut teller = Teller::new(index, part, &[], &nodes);
    if nodes.len() > MOST_TOLD {
        teller.tell_ends(&nodes);
    } else {
        teller.recital.say("whatever order is tried, one of these answers does not fit: ");
        for (lane, ends) in part.first.windows(2).enumerate() {
            if lane > 0 {
                teller.recital.say("; ");
            }
            teller.begin(ends[0]);
            for node in ends[0] + 1..ends[1] {
                teller.step(Step { from: node - 1, to: node, edge: NONE });
            }
        }
    }
    teller.recital.say(".");
    teller.recital.allow(&["Any answers that one order explains, if it keeps what each session did in turn."]);
    teller.recital.end(Anomaly::NoOrder)
}

struct Teller<'t> {
    index: &'t Index<'t>,
    part: &'t Part,
    edges: &'t [Edge],
    recital: Recital<'t>,
    /// The nodes of which the time was told.
    told: Vec<u32>,
}

impl<'t> Teller<'t> {
    fn new(index: &'t Index<'t>, part: &'t Part, edges: &'t [Edge], nodes: &[u32]) -> Self {
        let ids = nodes.iter().map(|node| index.entry(part.node(*node).entry).id).collect();
        Self { index, part, edges, recital: Recital::new(index.history, ids), told: Vec::new() }
    }

    fn reason(&self, step: Step) -> Option<Reason> {
        self.edges.get(step.edge as usize).map(|edge| edge.reason)
    }

    /// The circle with the step last that shows it best: a read that is too old, or else a read of
    /// what came of it; of such the one that leads to the operation that began first.
    fn rotated(&self, circle: &Way) -> Way {
        let rank = |place: &usize| {
            let step = circle[*place];
            let clarity = match self.reason(step) {
                Some(Reason::Initial | Reason::Overwritten) => 0,
                Some(Reason::Settled(_)) => 1,
                Some(Reason::ReadsFrom) => 2,
                None => 3,
            };
            (clarity, self.part.node(step.to).entry)
        };
        let last = (0..circle.len()).min_by_key(rank).unwrap_or_default();
        let mut rotated = circle[last + 1..].to_vec();
        rotated.extend_from_slice(&circle[..=last]);
        rotated
    }

    /// How many there are, and which comes first by the clock, and which last.
    fn tell_ends(&mut self, nodes: &[u32]) {
        let entry = |node: &&u32| self.part.node(**node).entry;
        let (first, last) = (nodes.iter().min_by_key(entry), nodes.iter().max_by_key(entry));
        let count = nodes.len().to_string();
        let said = ["whatever order of ", &count, " operations is tried, one of the answers does not fit: from "];
        self.recital.say(&said.concat());
        first.into_iter().for_each(|node| self.begin(*node));
        self.recital.say(" to ");
        last.into_iter().for_each(|node| self.begin(*node));
    }

    fn way(&mut self, way: &Way) {
        if let Some(first) = way.first() {
            self.begin(first.from);
        }
        for step in way {
            self.step(*step);
        }
    }

    fn begin(&mut self, node: u32) {
        self.mention(node, &[self.who(node), " ", self.did(node), " ", &self.what(node)]);
        self.time(node);
    }

    fn step(&mut self, step: Step) {
        let to = step.to;
        let mut kind = RelationKind::Overwritten;
        match self.reason(step) {
            None => {
                kind = RelationKind::Session;
                self.recital.say(", ");
                self.mention(to, &["then ", self.did(to), " ", &self.what(to)]);
            }
            Some(Reason::ReadsFrom) => {
                kind = RelationKind::ReadsFrom;
                self.recital.say(", which ");
                self.mention(to, &[self.who(to), " read"]);
            }
            Some(reason) => {
                self.recital.say(", so before ");
                self.mention(to, &[self.who(to), " ", self.did(to), " ", &self.what(to)]);
                match reason {
                    Reason::Overwritten => {
                        let source = self.part.group_of(step.from).write;
                        self.recital.say(" over ");
                        self.mention(source, &[&self.what(source)]);
                    }
                    Reason::Settled(read) => {
                        self.recital.say(", as ");
                        self.mention(read, &[self.who(read), " read it"]);
                        self.time(read);
                        self.recital.say(" and not ");
                        self.recital.say(&self.what(step.from));
                    }
                    _ => {}
                }
            }
        }
        if !matches!(self.reason(step), Some(Reason::Settled(_))) {
            self.time(to);
        }
        let id = |node: u32| self.index.entry(self.part.node(node).entry).id;
        self.recital.relate(id(step.from), id(to), kind);
    }

    /// What might have been instead of the last step of the circle.
    fn allow(&mut self, last: Step) {
        let (read, newer) = match self.reason(last) {
            Some(Reason::Settled(read)) => (read, last.from),
            Some(Reason::Initial | Reason::Overwritten) => (last.from, last.to),
            _ => {
                let words = [
                    self.who(last.to),
                    " may read ",
                    &self.what(last.to),
                    " if its write does not follow from this read.",
                ];
                return self.recital.allow(&words);
            }
        };
        let words = [self.who(read), " may read ", &self.what(newer), " or a value that replaced it."];
        self.recital.allow(&words);
    }

    fn mention(&mut self, node: u32, words: &[&str]) {
        self.recital.mention(self.index.entry(self.part.node(node).entry).id, words);
    }

    /// When it was over; told once.
    fn time(&mut self, node: u32) {
        if self.told.contains(&node) {
            return;
        }
        self.told.push(node);
        let operation = self.index.operation(self.part.node(node).entry);
        let (word, at) = match (operation.returned, operation.outcome) {
            (Some(at), Outcome::Ok) if operation.is_read() => (" at ", at),
            (Some(at), Outcome::Ok) => (" by ", at),
            _ => (" at ", operation.invoked),
        };
        self.recital.say(word);
        self.recital.say_moment(at);
    }

    fn who(&self, node: u32) -> &'t str {
        self.index.history.session_name(self.index.operation(self.part.node(node).entry).session)
    }

    fn did(&self, node: u32) -> &'static str {
        let operation = self.index.operation(self.part.node(node).entry);
        match (operation.is_read(), operation.outcome) {
            (true, _) => "read",
            (false, Outcome::Ok) if operation.returned.is_some() => "wrote",
            (false, _) => "began to write",
        }
    }

    fn what(&self, node: u32) -> String {
        let operation = self.index.operation(self.part.node(node).entry);
        [self.index.history.key_name(operation.key), "=", &self.index.history.value_in_words(operation.value())]
            .concat()
    }
}
