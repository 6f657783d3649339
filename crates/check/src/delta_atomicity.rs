//! Bounded staleness by time: the least delay so that the history is linearizable if every read had
//! begun that much sooner.
//!
//! The Δ-atomicity of Golab, Li and Shah, *Analyzing consistency properties for fun and profit*
//! (2011). Whether a delay suffices is a question for [zones](crate::zones). Two of them contradict
//! each other up to a delay of their own, and the least delay is the largest of these; so a
//! contradiction found at one delay says which to try next. Where such steps are short, halving the
//! range takes over.

use history::{Duration, ModelId};

use crate::contradiction::one_read::{self, Evidence};
use crate::delay::{Span, explain};
use crate::prepared::Prepared;
use crate::versions::last_reads;
use crate::{Budget, Family, Measure, Measured, Model, Verdict, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::DeltaAtomicity,
    family: Family::Freshness,
    source: || "Golab, Li and Shah 2011",
    promise: "A read returns what was the newest at most so long before it began.",
    lead: "No delay at all",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    if !prepared.history.clock.has_times() {
        return why::no_times();
    }
    let whole = *budget;
    let index = match prepared.index(2, budget) {
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
    let last_reads = last_reads(index);
    // The longest delay that a contradiction at `delay_us` asks for, and between which classes.
    let mut asked = |delay_us: u64| {
        if !budget.spend(prepared.history.operations.len()) {
            return Err(why::out_of_steps(whole));
        }
        let delayed = zones.delayed(index, &last_reads, delay_us);
        let mut most: Option<(u64, u32, u32)> = None;
        delayed.conflicts(index, |one, other| {
            let span = |class| Span::of(index, zones, &last_reads, class);
            most = most.max(Some((Span::delay(&span(one), &span(other)), one, other)));
            false
        });
        Ok((most, delayed))
    };
    // From `low` on no shorter delay suffices; `high` does.
    let (mut low, mut high) = (0, last_reads.iter().copied().max().unwrap_or(0));
    loop {
        let (found, delayed) = match asked(low) {
            Ok(answer) => answer,
            Err(verdict) => return verdict,
        };
        let Some((delay, ..)) = found else {
            let reason = match low.checked_sub(1).map(&mut asked) {
                Some(Ok((Some((_, one, other)), _))) => Some(explain(index, one, other)),
                Some(Err(verdict)) => return verdict,
                _ => None,
            };
            let least = Measure::Delay(Duration::from_us(low));
            let witness = Witness::Order(delayed.orders(index));
            return Verdict::Measured(Box::new(Measured { least, witness, reason }));
        };
        low = delay;
        let middle = low + high.saturating_sub(low) / 2;
        match asked(middle) {
            Ok((Some((delay, ..)), _)) => low = delay,
            Ok((None, _)) => high = middle,
            Err(verdict) => return verdict,
        }
    }
}
