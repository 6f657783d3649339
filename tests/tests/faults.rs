//! Every kind of fault has a stored scenario in which it alone breaks a model, strikes while a
//! message is in flight, and leaves everything before it as it was.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

use history::{Happening, Instant, MessageId, ModelId, Trace};
use pipeline::{Recording, Report, evaluate};
use scenario::{CutDirection, FaultAction, Scenario};

struct Stored {
    what: &'static str,
    scenario: Scenario,
    model: ModelId,
}

fn stored() -> impl Iterator<Item = Stored> {
    catalog::FAULTS.iter().map(|entry| {
        let decoded = share::decode(entry.link).unwrap_or_else(|error| panic!("{}: {error}", entry.kind));
        assert_eq!(decoded.problems, [], "{}", entry.kind);
        Stored { what: entry.kind, scenario: decoded.link.scenario, model: entry.breaks }
    })
}

fn report(scenario: &Scenario) -> Report {
    evaluate(scenario, Recording::Full).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn word(report: &Report, model: ModelId) -> &'static str {
    report.judgement.get(model).map_or("no such model", check::Verdict::word)
}

fn in_flight(trace: &Trace, moment: Instant) -> BTreeSet<MessageId> {
    let mut flying = BTreeSet::new();
    for event in trace.events.iter().take_while(|event| event.at < moment) {
        match event.what {
            Happening::Send { message, .. } => _ = flying.insert(message),
            Happening::Deliver { message } | Happening::Drop { message, .. } => _ = flying.remove(&message),
            _ => {}
        }
    }
    flying
}

#[test]
fn each_stored_fault_alone_breaks_its_model() {
    for Stored { what, scenario, model } in stored() {
        let [fault] = scenario.faults.as_slice() else { panic!("{what}: one fault is stored") };
        let without = Scenario { faults: Vec::new(), ..scenario.clone() };
        let (with, without) = (report(&scenario), report(&without));
        assert_eq!((word(&with, model), word(&without, model)), ("violated", "holds"), "{what}");
        let strike = Instant::from_us(fault.at_us);
        assert!(!in_flight(&with.trace, strike).is_empty(), "{what}: no message is in flight when it strikes");
        assert_eq!(with.trace.digest_before(strike), without.trace.digest_before(strike), "{what}");
        assert_ne!(with.digest, without.digest, "{what}");
    }
}

#[test]
fn every_kind_of_fault_is_stored() {
    let kind = |action: &FaultAction| -> (Discriminant<FaultAction>, bool, Option<CutDirection>) {
        match action {
            FaultAction::Crash { disk_lost, .. } => (discriminant(action), *disk_lost, None),
            FaultAction::Partition { direction, .. } => (discriminant(action), false, Some(*direction)),
            _ => (discriminant(action), false, None),
        }
    };
    let mut kinds = Vec::new();
    for Stored { scenario, .. } in stored() {
        let kind = kind(&scenario.faults[0].action);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    // Seven actions, of which a cut acts in three ways and a crash in two.
    assert_eq!(kinds.len(), 10, "{kinds:?}");
}
