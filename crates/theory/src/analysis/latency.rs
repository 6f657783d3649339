//! How long operations take: the k-th answer of every round, and the ways before and after.

use std::rc::Rc;

use crate::law::Law;
use crate::model::{Asking, LawId, Laws, Round};

/// The law of the response time of operations that are answered in one of several ways.
pub(crate) fn law(asking: &[Asking], laws: &mut Laws) -> Law {
    let mut known: Vec<(Asking, Law)> = Vec::new();
    for way in asking {
        let is_same = |(other, _): &&mut (Asking, Law)| (&other.around, &other.rounds) == (&way.around, &way.rounds);
        match known.iter_mut().find(is_same) {
            Some((other, _)) => other.share += way.share,
            None => known.push((way.clone(), one(way, laws))),
        }
    }
    let parts: Vec<(f64, &Law)> = known.iter().map(|(way, law)| (way.share, law)).collect();
    Law::mixture(&parts, laws.tolerance)
}

fn one(asking: &Asking, laws: &mut Laws) -> Law {
    let tolerance = laws.tolerance;
    let mut total: Option<Law> = None;
    let mut then = |law: &Law| {
        total = Some(total.as_ref().map_or_else(|| law.clone(), |total| total.plus(law, tolerance)));
    };
    asking.rounds.iter().for_each(|round| then(&answered(round, laws)));
    asking.around.iter().for_each(|id| then(&laws.get(*id)));
    total.unwrap_or_else(|| Law::constant(0.0))
}

/// The answer of a round that is the last one waited for.
fn answered(round: &Round, laws: &mut Laws) -> Law {
    let mut counted: Vec<(LawId, u8)> = Vec::new();
    for (there, back) in &round.ways {
        let sum = laws.sum(*there, *back);
        match counted.iter_mut().find(|(known, _)| *known == sum) {
            Some((_, count)) => *count += 1,
            None => counted.push((sum, 1)),
        }
    }
    let held: Vec<(Rc<Law>, u8)> = counted.iter().map(|(id, count)| (laws.get(*id), *count)).collect();
    let counted: Vec<(&Law, u8)> = held.iter().map(|(law, count)| (&**law, *count)).collect();
    Law::order_statistic(&counted, round.needed, laws.tolerance)
}
