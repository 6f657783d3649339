//! Claims that cannot all be true: ways from one operation to another, hop by hop, and what each
//! proves.

use history::{History, OperationId};

use super::teller::Teller;
use crate::{Anomaly, Violation};

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
    /// What it would have allowed instead of orders that do not fit: the words before the read.
    pub(crate) allowed: &'static str,
    /// Whether an order is one session's own.
    pub(crate) own: bool,
    /// Whether a value that nobody wrote breaks it.
    pub(crate) values: bool,
}

impl Claim {
    pub(super) fn first(&self) -> OperationId {
        self.steps[0].id
    }

    pub(super) fn last(&self) -> OperationId {
        self.steps[self.steps.len() - 1].id
    }

    /// Whether it rests on what its last step saw.
    pub(super) fn by_read(&self, history: &History) -> bool {
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
        let mut operations = self.operations();
        operations.sort_unstable();
        operations.dedup();
        let mut teller = Teller::new(history, operations);
        for claim in &self.claims {
            teller.tie(claim);
        }
        // A clash makes a claim at least.
        let Some((last, rest)) = self.claims.split_last() else { return teller.end(words.orders) };
        let saw = |claim: &Claim| claim.by_read(history);
        let anomaly = match rest {
            [] if !saw(last) || last.first() == last.last() => teller.circle(last),
            [] => teller.missed(None, last, words),
            [older] if !saw(older) && last.source == Some(older.first()) && older.last() == last.first() => {
                teller.missed(Some(older), last, words)
            }
            _ => teller.orders(rest, last, words),
        };
        teller.end(anomaly)
    }
}
