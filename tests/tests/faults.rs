//! Every kind of fault has a stored scenario in which it alone breaks a model, strikes while a
//! message is in flight, and leaves everything before it as it was.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

use history::{Happening, Instant, MessageId, Trace};
use pipeline::{Recording, Report, evaluate};
use scenario::{CutDirection, FaultAction, Scenario};

const STORED: &str = include_str!("../golden/scenarios/faults.txt");

struct Stored {
    what: &'static str,
    scenario: Scenario,
    model: &'static str,
}

fn stored() -> Vec<Stored> {
    let lines = STORED.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split(" | ").collect();
            let &[what, link, model] = parts.as_slice() else { panic!("not what, link and model: {line}") };
            let decoded = share::decode(link).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(decoded.problems, [], "{what}");
            Stored { what, scenario: decoded.link.scenario, model }
        })
        .collect()
}

fn report(scenario: &Scenario) -> Report {
    evaluate(scenario, Recording::Full).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn word(report: &Report, model: &str) -> &'static str {
    let mut verdicts = report.judgement.0.iter();
    verdicts.find(|(id, _)| id.key() == model).map_or("no such model", |(_, verdict)| verdict.word())
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
