//! Bounded staleness by versions: the least `k` so that every read returns one of the `k` latest
//! writes, in some order that respects real time.
//!
//! The k-atomicity of Aiyer, Alvisi and Bazzi, *On the availability of non-strict quorum systems*
//! (2005), measured as by Golab, Li and Shah (2011). The initial value counts as the first write.
//! `k = 1` is linearizability, which [zones](crate::zones) decide. Above that a bound from below is
//! met in most histories by the order of the zones; where it is not, orders are
//! [searched](crate::window), within the budget. A read of a value that was not there keeps no `k`.

use history::ModelId;

use crate::contradiction::one_read::{self, Evidence};
use crate::prepared::Prepared;
use crate::versions::{Versions, last_reads};
use crate::window::{self, First};
use crate::{Budget, Family, Measure, Measured, Model, Piece, Verdict, Violation, Witness, contradiction};
use crate::{older_versions, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::BoundedStaleness,
    family: Family::Freshness,
    source: || "Aiyer, Alvisi and Bazzi 2005; Golab, Li and Shah 2011",
    promise: "A read returns one of the k latest writes; with k = 1 the newest.",
    lead: "No k at all",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    let whole = *budget;
    // Each operation is looked at for the index, for its zone, and for either bound.
    let index = match prepared.index(4, budget) {
        Ok(index) => index,
        Err(verdict) => return verdict,
    };
    if let Some(fault) = one_read::find(index, Evidence::Itself) {
        return Verdict::Violated(fault.tell(index));
    }
    if let Some(read) = index.ambiguous_read() {
        return why::repeated_value(prepared.history, read.id);
    }
    let zones = prepared.zones(index);
    let Some(conflict) = zones.conflict(index) else {
        return measured(1, Witness::Order(zones.orders(index)), None);
    };
    let mut keys = Versions::of(index, zones, &last_reads(index));
    let bounds: Vec<(u32, usize)> = keys.iter().map(Versions::lower).collect();
    let lower = bounds.iter().map(|(bound, _)| *bound).max().unwrap_or(1);
    let shown = keys.iter().zip(&bounds).find(|(_, (bound, _))| *bound == lower && lower > 1);
    let told = match shown {
        // With two, any contradiction says why it is not one.
        Some((key, (bound, value))) if *bound > 2 => Some(older_versions::tell(index, key, *value)),
        _ => contradiction::explain(index, Some(conflict)),
    };
    let (least, most) = narrow(&mut keys, lower.max(2), budget);
    if least < most {
        return why::between(whole, least, most);
    }
    let reason = told.map(|reason| if least > lower.max(2) { searched(reason, least) } else { reason });
    let orders = keys.iter().filter_map(|key| key.order(index)).collect();
    measured(least, Witness::Order(orders), reason)
}

fn measured(least: u32, witness: Witness, reason: Option<Violation>) -> Verdict {
    Verdict::Measured(Box::new(Measured { least: Measure::Versions(least), witness, reason }))
}

/// Orders the values of every key, so that reads are as few versions behind as can be: the least and
/// the most that it can come to. They differ where the budget ran out.
fn narrow(keys: &mut [Versions], lower: u32, budget: &mut Budget) -> (u32, u32) {
    let (mut least, mut most) = (lower, lower);
    for key in keys {
        let mut bounds = Bounds { open: least, behind: key.behind() };
        // A first look at each bound, then a thorough one.
        let glance = GLANCE * key.values.len() as u64;
        bounds.search(key, First::Ended, budget, |_| glance);
        bounds.search(key, First::Undemanding, budget, |_| glance);
        bounds.search(key, First::Undemanding, budget, |left| left / 2);
        least = least.max(bounds.open.min(bounds.behind));
        most = most.max(bounds.behind);
    }
    (least, most)
}

/// The steps of a first look, for each value: enough where hardly anything has to be undone.
const GLANCE: u64 = 1000;

/// What is known of one key's least number of versions.
struct Bounds {
    /// No less than that.
    open: u32,
    /// And no more.
    behind: u32,
}

impl Bounds {
    /// Searches one bound after the other, each with a share of the budget that is left.
    fn search(&mut self, key: &mut Versions, first: First, budget: &mut Budget, share: impl Fn(u64) -> u64) {
        for k in self.open..self.behind {
            let mut part = Budget::steps(share(budget.left()).min(budget.left()));
            let whole = part.left();
            let found = window::search(key, k, first, &mut part);
            let _ = budget.spend((whole - part.left()) as usize);
            match found {
                Ok(Some(order)) => {
                    key.reorder(&order);
                    self.behind = k;
                    return;
                }
                Ok(None) => self.open = k + 1,
                Err(()) => {}
            }
        }
    }
}

fn searched(mut reason: Violation, least: u32) -> Violation {
    let words = [" No order of all operations does with less than k = ", &least.to_string(), "."];
    reason.sentence.push(Piece::Text(words.concat()));
    reason
}
