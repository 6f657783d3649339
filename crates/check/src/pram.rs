//! PRAM: each session sees the writes of every other one in the order in which they were issued.
//!
//! Lipton and Sandberg, *PRAM: a scalable shared memory* (1988), as views: for every process one
//! order of its own operations and of all writes extends the session order of everyone and is
//! legal for its reads. Also called FIFO consistency. What another session had read before it wrote
//! does not count: that is where causality asks for more.

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::{self, Finding, views};
use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Pram,
    family: Family::Causality,
    source: || "Lipton and Sandberg 1988",
    promise: "Every session sees all writes in one order of its own, those of each writer as they were issued.",
    lead: "Not PRAM",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    views::all(observed, None, budget)
}

const WORDS: Words = Words {
    missed: Anomaly::MissedWrite,
    orders: Anomaly::NoViewOfOneSession,
    allowed: views::ALLOWED,
    own: true,
    values: true,
};
