//! Every kind of fault has a stored scenario in which it alone breaks a model, strikes while a
//! message is in flight, and leaves everything before it as it was.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

use catalog::FaultScenario;
use history::{Event, Happening, Instant, MessageId, ModelId, Trace};
use pipeline::{Recording, Report, evaluate};
use scenario::{CutDirection, FaultAction, Scenario};

fn scenario(entry: &FaultScenario) -> Scenario {
    let decoded = share::decode(entry.link).unwrap_or_else(|error| panic!("{}: {error}", entry.kind));
    assert_eq!(decoded.problems, [], "{}", entry.kind);
    decoded.link.scenario
}

fn report(scenario: &Scenario) -> Report {
    evaluate(scenario, Recording::Full).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn word(report: &Report, model: ModelId) -> &'static str {
    report.judgement.get(model).map_or("no such model", check::Verdict::word)
}

/// That a model holds in one run and is broken in the other, for the reason that is stored.
fn expect_broken(entry: &FaultScenario, without: &Report, with: &Report) {
    let model = entry.breaks;
    assert_eq!((word(without, model), word(with, model)), ("holds", "violated"), "{}", entry.kind);
    let violation = with.judgement.get(model).and_then(check::Verdict::violation);
    let shown = violation.map(check::Violation::plain).unwrap_or_default();
    assert_eq!(shown.replace('\u{a0}', " "), entry.shows, "{}", entry.kind);
    assert_ne!(with.digest, without.digest, "{}", entry.kind);
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
    for entry in catalog::FAULTS {
        let (what, scenario) = (entry.kind, scenario(entry));
        let [fault] = scenario.faults.as_slice() else { panic!("{what}: one fault is stored") };
        let without = Scenario { faults: Vec::new(), ..scenario.clone() };
        let (with, without) = (report(&scenario), report(&without));
        expect_broken(entry, &without, &with);
        let others = without.judgement.0.iter().all(|(_, verdict)| verdict.is_ideal());
        assert!(others, "{what}: something is broken without the fault");
        let strike = Instant::from_us(fault.at_us);
        assert!(!in_flight(&with.trace, strike).is_empty(), "{what}: no message is in flight when it strikes");
        assert_eq!(with.trace.digest_before(strike), without.trace.digest_before(strike), "{what}");
        let spared = |message| {
            let drops = |event: &&Event| matches!(event.what, Happening::Drop { message: id, .. } if id == message);
            !with.trace.events.iter().any(|event| drops(&event))
        };
        if matches!(fault.action, FaultAction::Partition { .. } | FaultAction::Crash { disk_lost: false, .. }) {
            assert!(!in_flight(&with.trace, strike).into_iter().all(spared), "{what}: no message is hit in flight");
        }
    }
}

#[test]
fn messages_that_arrive_twice_alone_break_a_model() {
    let entry = &catalog::DOUBLED;
    let doubled = scenario(entry);
    let mut once = doubled.clone();
    once.network.duplication = 0.0;
    expect_broken(entry, &report(&once), &report(&doubled));
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
    for entry in catalog::FAULTS {
        let kind = kind(&scenario(entry).faults[0].action);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    // Seven actions, of which a cut acts in three ways and a crash in two.
    assert_eq!(kinds.len(), 10, "{kinds:?}");
}
