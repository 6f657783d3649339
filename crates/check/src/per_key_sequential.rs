//! Sequential consistency of each key alone, also called coherence, or a timeline per record.
//!
//! Cooper et al., *PNUTS* (2008), as per-record timeline consistency; Cantin, Lipasti and Smith
//! (2005) for its cost. Every key has an order of its own that keeps what each session did with
//! this key in turn; between keys nothing is promised.

use history::ModelId;

use crate::one_order::{self, Answer};
use crate::prepared::Prepared;
use crate::radix::{Record, sort};
use crate::sequential::lined_up;
use crate::{Budget, Family, KeyOrder, Model, Verdict, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::PerKeySequential,
    family: Family::Order,
    source: || "Cooper et al. 2008; Cantin, Lipasti and Smith 2005",
    promise: "For each key, all sessions agree on one order of its operations.",
    lead: "Not sequential for one key",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    let whole = *budget;
    let (index, sessions) = match lined_up(prepared, budget) {
        Ok(both) => both,
        Err(verdict) => return verdict,
    };
    // The sort is stable: within a key the sessions stay one after the other, each in its order.
    let place = |record: &Record| u64::from(sessions.place(record.item));
    let key = |record: &Record| u32::from(index.class_of(record.item).key.0);
    let by_key =
        sessions.line.iter().map(|record| Record { group: key(record), item: record.item, rank: place(record) });
    let mut by_key: Vec<Record> = by_key.collect();
    sort(&mut by_key);
    let mut orders = Vec::new();
    for of_key in by_key.chunk_by(|a, b| a.group == b.group) {
        let lanes = of_key.iter().map(|record| Record { group: sessions.process(record.item), ..*record });
        match one_order::decide(index, &lanes.collect::<Vec<_>>(), budget) {
            Answer::Order(order) => orders.push(KeyOrder { key: index.class_of(of_key[0].item).key, order }),
            Answer::Broken(violation) => return Verdict::Violated(violation),
            Answer::OutOfSteps => return why::out_of_steps(whole),
        }
    }
    Verdict::Holds(Witness::Order(orders))
}
