//! Tells claims that cannot all be true: way by way, hop by hop, and what each proves.

use history::{History, Instant, Operation, OperationId};

use super::clash::{Claim, Hop, Step, Words};
use crate::recital::Recital;
use crate::{Anomaly, RelationKind, Violation};

pub(super) struct Teller<'t> {
    history: &'t History,
    recital: Recital<'t>,
}

impl<'t> Teller<'t> {
    /// Begins to tell of these operations.
    pub(super) fn new(history: &'t History, operations: Vec<OperationId>) -> Self {
        Self { history, recital: Recital::new(history, operations) }
    }

    pub(super) fn end(self, anomaly: Anomaly) -> Violation {
        self.recital.end(anomaly)
    }

    /// Adds the edges of a claim.
    pub(super) fn tie(&mut self, claim: &Claim) {
        for pair in claim.steps.windows(2) {
            let kind = match pair[1].hop {
                Hop::First | Hop::Then => RelationKind::Session,
                Hop::ReadBy => RelationKind::ReadsFrom,
                Hop::Before => RelationKind::Derived,
            };
            self.recital.relate(pair[0].id, pair[1].id, kind);
        }
        if let Some(source) = claim.source {
            self.recital.relate(source, claim.last(), RelationKind::ReadsFrom);
            self.recital.relate(claim.first(), source, RelationKind::Derived);
        }
    }

    /// A read of what had been replaced on the way to it.
    pub(super) fn missed(&mut self, older: Option<&Claim>, last: &Claim, words: &Words) -> Anomaly {
        let (read, newer) = (last.last(), last.first());
        self.mention(read, &[self.who(read), " read "]);
        self.time(read);
        self.say(&[", but knew of ", &self.what(newer), if older.is_some() { ", which replaced it: " } else { ": " }]);
        if let Some(older) = older {
            self.way(&older.steps);
        }
        self.way(&last.steps[usize::from(older.is_some())..last.steps.len() - 1]);
        self.say(&["."]);
        let allowed = [self.who(read), " may read ", &self.what(newer), " or a value that is not known to be older."];
        self.recital.allow(&allowed);
        words.missed
    }

    /// Causes that go round. It is told from a read on, so that it ends with what that one saw.
    pub(super) fn circle(&mut self, around: &Claim) -> Anomaly {
        let mut steps = around.steps[1..].to_vec();
        let read = |(_, step): &(usize, &Step)| step.hop == Hop::ReadBy;
        let began = |(_, step): &(usize, &Step)| (self.get(step.id).invoked, step.id);
        let turn = steps.iter().enumerate().filter(read).min_by_key(began).map_or(0, |(turn, _)| turn);
        steps.rotate_left(turn);
        steps[0].hop = Hop::First;
        let read = steps[0].id;
        self.way(&steps);
        let who = self.who(read);
        self.say(&[": the very ", &self.what(read), " that ", who, " had read."]);
        self.recital.allow(&[who, " may read any value that does not depend on what ", who, " did afterwards."]);
        Anomaly::CausalCycle
    }

    /// Orders that do not fit together.
    pub(super) fn orders(&mut self, rest: &[Claim], last: &Claim, words: &Words) -> Anomaly {
        for (place, claim) in rest.iter().chain([last]).enumerate() {
            match place {
                0 => {}
                _ if place == rest.len() => self.say(&["; but "]),
                _ => self.say(&["; "]),
            }
            self.way(&claim.steps);
            let (first, end) = (claim.first(), claim.last());
            let by_read = claim.by_read(self.history);
            if by_read && claim.source.is_none() {
                self.say(&[", though ", &self.what(first), " came before that"]);
                continue;
            }
            let own = if by_read && words.own { ["for ", self.who(end), " "] } else { [""; 3] }.concat();
            let later = claim.source.unwrap_or(end);
            self.say(&[", so ", &own, &self.what(first), " came before ", &self.what(later)]);
        }
        self.say(&["."]);
        let shown = rest.iter().chain([last]).rfind(|claim| claim.by_read(self.history)).unwrap_or(last);
        let read = [self.who(shown.last()), " may read ", &self.what(shown.first()), " instead."];
        self.recital.allow(&[words.allowed, &read.concat()]);
        words.orders
    }

    /// Tells a way, hop by hop.
    fn way(&mut self, steps: &[Step]) {
        for Step { id, hop } in steps.iter().copied() {
            let did = if self.get(id).is_write() { " wrote " } else { " read " };
            match hop {
                Hop::First => self.mention(id, &[self.who(id), did]),
                Hop::Then => {
                    self.say(&[", then "]);
                    self.mention(id, &[did.trim_start()]);
                }
                Hop::ReadBy => {
                    self.say(&[", "]);
                    self.recital.mention(id, &["read by ", self.who(id)]);
                }
                Hop::Before => {
                    self.say(&[", before "]);
                    self.mention(id, &[self.who(id), did]);
                }
            }
            if self.get(id).is_read() {
                self.time(id);
            }
        }
    }

    fn say(&mut self, words: &[&str]) {
        self.recital.say(&words.concat());
    }

    /// Words about an operation, and what it wrote or read.
    fn mention(&mut self, id: OperationId, words: &[&str]) {
        self.recital.mention(id, &[&words.concat(), &self.what(id)]);
    }

    fn time(&mut self, id: OperationId) {
        self.say(&[" at "]);
        self.recital.say_moment(self.get(id).returned.unwrap_or(Instant::NEVER));
    }

    fn get(&self, id: OperationId) -> &'t Operation {
        &self.history.operations[id.index()]
    }

    fn who(&self, id: OperationId) -> &'t str {
        self.history.session_name(self.get(id).session)
    }

    fn what(&self, id: OperationId) -> String {
        let operation = self.get(id);
        [self.history.key_name(operation.key), "=", &self.history.value_in_words(operation.value())].concat()
    }
}
