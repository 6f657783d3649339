//! Claims that cannot all be true, and how they are told: as ways from one operation to another,
//! hop by hop, and what each proves.

use history::{Duration, History, OperationId};

use crate::telling::{Story, tell};
use crate::{Anomaly, Relation, RelationKind, Violation};

/// Claims that contradict each other; each may rest on those before it.
#[derive(Clone, Debug)]
pub(crate) struct Clash {
    pub(crate) claims: Vec<Claim>,
}

/// That the first of its steps came before the last, or, if that is a read, before the write that
/// it saw.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) steps: Vec<Step>,
    /// What the last step saw, if that proves something: nothing also for the initial value.
    pub(crate) source: Option<OperationId>,
}

/// An operation on a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) id: OperationId,
    pub(crate) hop: Hop,
}

/// How a way came to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hop {
    /// It begins there.
    First,
    /// The same session went on.
    Then,
    /// It read what was written.
    ReadBy,
    /// A claim before said so.
    Before,
}

/// What a model calls its contradictions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// A read of what had been replaced in its past.
    pub(crate) missed: Anomaly,
    /// Orders that do not fit together.
    pub(crate) orders: Anomaly,
    /// What it would have allowed instead of orders that do not fit: the reader `@` knew of `^`.
    pub(crate) allowed: &'static str,
    /// Whether an order is one session's own.
    pub(crate) own: bool,
    /// Whether a value that nobody wrote breaks it.
    pub(crate) values: bool,
}

impl Claim {
    fn first(&self) -> OperationId {
        self.steps[0].id
    }

    fn last(&self) -> OperationId {
        self.steps[self.steps.len() - 1].id
    }

    /// Whether it rests on what its last step saw.
    fn by_read(&self, history: &History) -> bool {
        self.source.is_some() || history.operations[self.last().index()].is_read()
    }
}

impl Clash {
    /// All operations of all claims.
    pub(super) fn operations(&self) -> Vec<OperationId> {
        let of_claim = |claim: &Claim| claim.steps.iter().map(|step| step.id).chain(claim.source).collect::<Vec<_>>();
        self.claims.iter().flat_map(of_claim).collect()
    }

    /// The same claims, each operation called otherwise.
    pub(super) fn renamed(mut self, names: &[OperationId]) -> Self {
        for claim in &mut self.claims {
            claim.source = claim.source.map(|id| names[id.index()]);
            for step in &mut claim.steps {
                step.id = names[step.id.index()];
            }
        }
        self
    }

    pub(crate) fn tell(&self, history: &History, words: &Words) -> Violation {
        let mut script = Script::default();
        let (anomaly, allowed) = script.write(history, &self.claims, words);
        let before: Vec<&str> = script.before.iter().map(String::as_str).collect();
        let read_from: Vec<&str> = script.read_from.iter().map(String::as_str).collect();
        let cast: Vec<_> = ROLES.bytes().zip(script.roles.iter().map(|id| Some(*id))).collect();
        let story =
            Story { anomaly, sentence: &script.sentence, allowed: &allowed, before: &before, read_from: &read_from };
        let mut violation = tell(history, &story, &cast);
        let shown = |id: OperationId| violation.operations.contains(&id);
        script.derived.retain(|(from, to)| shown(*from) && shown(*to));
        let derived = |(from, to)| Relation { from, to, kind: RelationKind::Derived, gap: Duration::ZERO };
        violation.edges.extend(script.derived.into_iter().map(derived));
        violation
    }
}

/// One letter for each operation; what is beyond them is counted instead of told.
const ROLES: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+,-./:;<=>?_~";

/// The letter that stands for no operation.
const UNTOLD: &str = "`";

/// A story being written.
#[derive(Default)]
struct Script {
    roles: Vec<OperationId>,
    sentence: String,
    before: Vec<String>,
    read_from: Vec<String>,
    derived: Vec<(OperationId, OperationId)>,
}

impl Script {
    /// Writes the sentence and the edges; returns the anomaly, and what would have been allowed.
    fn write(&mut self, history: &History, claims: &[Claim], words: &Words) -> (Anomaly, String) {
        for claim in claims {
            let ends = [claim.first(), claim.last()];
            for id in ends.into_iter().chain(claim.source) {
                self.role(id);
            }
        }
        for claim in claims {
            self.tie(claim);
        }
        let Some((last, rest)) = claims.split_last() else { return (words.orders, String::new()) };
        let saw = |claim: &Claim| claim.by_read(history);
        match rest {
            [] if !saw(last) || last.first() == last.last() => self.circle(history, last),
            [] => self.missed(history, None, last, words),
            [older] if !saw(older) && last.source == Some(older.first()) && older.last() == last.first() => {
                self.missed(history, Some(older), last, words)
            }
            _ => self.orders(history, rest, last, words),
        }
    }

    /// A read of what had been replaced on the way to it.
    fn missed(&mut self, history: &History, older: Option<&Claim>, last: &Claim, words: &Words) -> (Anomaly, String) {
        let newer = last.first();
        self.say(&["[@ {who @} read {what @}] at {ended @}, but knew of {what "], last.last());
        self.say(&["@}"], newer);
        self.text(if older.is_some() { ", which replaced it: " } else { ": " });
        if let Some(older) = older {
            self.way(history, &older.steps);
        }
        let known = &last.steps[usize::from(older.is_some())..last.steps.len() - 1];
        self.way(history, known);
        self.text(".");
        let allowed = [self.hole("who", last.last()), " may read ".to_owned(), self.hole("what", newer)];
        (words.missed, [&allowed.concat(), " or a value that is not known to be older."].concat())
    }

    /// Causes that go round.
    fn circle(&mut self, history: &History, around: &Claim) -> (Anomaly, String) {
        // It is told from a read on, so that it ends with what that one saw.
        let mut steps = around.steps.clone();
        steps.pop();
        let read = |(_, step): &(usize, &Step)| step.hop == Hop::ReadBy;
        let began = |(_, step): &(usize, &Step)| (history.operations[step.id.index()].invoked, step.id);
        let first = around.steps.iter().enumerate().filter(read).min_by_key(began);
        let turn = first.map_or(0, |(turn, _)| turn % steps.len());
        let closing = around.steps[around.steps.len() - 1];
        steps[0].hop = closing.hop;
        steps.rotate_left(turn);
        steps[0].hop = Hop::First;
        let reader = steps[0].id;
        self.way(history, &steps);
        self.say(&[": the very {what @} that {who @} had read."], reader);
        let who = self.hole("who", reader);
        let allowed = [&who, " may read any value that does not depend on what ", &who, " did afterwards."].concat();
        (Anomaly::CausalCycle, allowed)
    }

    /// Orders that do not fit together.
    fn orders(&mut self, history: &History, rest: &[Claim], last: &Claim, words: &Words) -> (Anomaly, String) {
        for claim in rest.iter().chain([last]) {
            if !self.sentence.is_empty() {
                self.text(if std::ptr::eq(claim, last) { "; but " } else { "; " });
            }
            self.way(history, &claim.steps);
            let (first, end) = (claim.first(), claim.last());
            let by_read = claim.by_read(history);
            if by_read && claim.source.is_none() {
                self.say(&[", though {what @} came before that"], first);
                continue;
            }
            self.text(", so ");
            if by_read && words.own {
                self.say(&["for {who @} "], end);
            }
            self.say(&["{what @} came before "], first);
            self.say(&["{what @}"], claim.source.unwrap_or(end));
        }
        self.text(".");
        let shown = rest.iter().chain([last]).rfind(|claim| claim.by_read(history)).unwrap_or(last);
        let (reader, known) = (self.role(shown.last()), self.role(shown.first()));
        (words.orders, words.allowed.replace('@', &reader).replace('^', &known))
    }

    /// Tells a way, hop by hop.
    fn way(&mut self, history: &History, steps: &[Step]) {
        let mut untold = 0_u32;
        for step in steps {
            if self.role(step.id) == UNTOLD {
                untold += 1;
                continue;
            }
            let write = history.operations[step.id.index()].is_write();
            self.say(
                &[match (step.hop, write) {
                    (Hop::First, true) => "[@ {who @} wrote {what @}]",
                    (Hop::First, false) => "[@ {who @} read {what @}] at {ended @}",
                    (Hop::Then, true) => ", then [@ wrote {what @}]",
                    (Hop::Then, false) => ", then [@ read {what @}] at {ended @}",
                    (Hop::ReadBy, _) => ", [@ read by {who @}] at {ended @}",
                    (Hop::Before, _) => ", before [@ {who @} wrote {what @}]",
                }],
                step.id,
            );
        }
        if untold > 0 {
            self.text(", with ");
            self.text(&untold.to_string());
            self.text(" more on the way");
        }
    }

    /// Adds the edges of a claim.
    fn tie(&mut self, claim: &Claim) {
        for pair in claim.steps.windows(2) {
            let edge = [self.role(pair[0].id), self.role(pair[1].id)].concat();
            match pair[1].hop {
                Hop::First | Hop::Then => self.before.push(edge),
                Hop::ReadBy => self.read_from.push(edge),
                Hop::Before => self.derived.push((pair[0].id, pair[1].id)),
            }
        }
        if let Some(source) = claim.source {
            let edge = [self.role(source), self.role(claim.last())].concat();
            self.read_from.push(edge);
            self.derived.push((claim.first(), source));
        }
    }

    fn text(&mut self, words: &str) {
        self.sentence.push_str(words);
    }

    /// Adds words about an operation; `@` is its role.
    fn say(&mut self, words: &[&str], id: OperationId) {
        let role = self.role(id);
        for words in words {
            self.sentence.push_str(&words.replace('@', &role));
        }
    }

    fn hole(&mut self, what: &str, id: OperationId) -> String {
        ["{", what, " ", &self.role(id), "}"].concat()
    }

    fn role(&mut self, id: OperationId) -> String {
        let place = self.roles.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.roles.push(id);
            self.roles.len() - 1
        });
        ROLES.get(place..=place).unwrap_or(UNTOLD).to_owned()
    }
}
