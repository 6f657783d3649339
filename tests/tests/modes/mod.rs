//! Random scenarios with the settings of a protocol's modes, in which only that goes wrong which is
//! allowed, and what the checkers say of them. Rougher ones than the trials of the guarantee table:
//! several faults at one moment, clients of little patience, networks of any shape.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::{Action, Happening, History, ModelId, Outcome, Role, Trace};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{TestError, TestRunner};
use protocols::Recording;
use scenario::{Assumptions, Crashes, CustomNetwork, Distribution, FaultAction, Mode, Network, Scenario};

use crate::random::{Mix, cases, run, scenario_of};

/// Everything but the loss of a disk.
pub(crate) const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

pub(crate) fn modes_of(protocol: &str) -> &'static [Mode] {
    (protocols::find(protocol).expect("it is registered").info.modes)()
}

pub(crate) fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

/// The scenario of a readable link; where a setting is given twice the last one counts.
pub(crate) fn scenario_at(link: &str) -> Scenario {
    share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}")).link.scenario
}

/// Random scenarios with these settings, in which only that goes wrong which is allowed.
pub(crate) fn scenarios(
    protocol: &'static str,
    settings: &str,
    allowed: Assumptions,
) -> impl Strategy<Value = Scenario> + use<> {
    let base = scenario_at(&format!("s={protocol}&{settings}"));
    let cluster = (base.cluster.n, base.cluster.w, base.cluster.r);
    scenario_of(protocol, Vec::new(), cluster, HARSH).prop_map(move |mut scenario| {
        scenario.strategy = base.strategy.clone();
        scenario.faults.retain(|fault| match fault.action {
            FaultAction::Crash { .. } => allowed.crashes != Crashes::None,
            FaultAction::Partition { .. } => allowed.partitions,
            FaultAction::Loss { .. } => allowed.losses,
            FaultAction::Pause { .. } | FaultAction::Slow { .. } => allowed.pauses,
            FaultAction::ClockStep { .. } | FaultAction::ClockDrift { .. } => allowed.skew_ms > 0,
        });
        if !allowed.losses {
            scenario.network.loss = 0.0;
            scenario.network.duplication = 0.0;
        }
        scenario
    })
}

/// The same with faults that end, and a network and a time to settle that let every message arrive
/// in good time: a write that arrives last must still reach all.
pub(crate) fn settled(mut scenario: Scenario) -> Scenario {
    for fault in &mut scenario.faults {
        fault.until_us.get_or_insert(fault.at_us + 100_000);
        if let FaultAction::Slow { factor, .. } = &mut fault.action {
            *factor = factor.min(20.0);
        }
    }
    let tame = CustomNetwork {
        regions: scenario::Links::of(&scenario.network).regions().to_vec(),
        one_way: Distribution::Uniform { low_ms: 0.0, high_ms: 40.0 },
        links: Vec::new(),
    };
    let network = Network { preset: Network::CUSTOM.to_owned(), custom: Some(tame), ..scenario.network };
    Scenario { network, settle_ms: 30_000, ..scenario }
}

fn suited(scenario: Scenario, model: ModelId) -> Scenario {
    if model == ModelId::Converged { settled(scenario) } else { scenario }
}

/// Over so many scenarios of each mode, everything that it keeps is kept.
pub(crate) fn expect_kept(protocol: &'static str, count: u32) {
    for mode in modes_of(protocol) {
        let mut by_assumptions: Vec<(Assumptions, Vec<ModelId>)> = Vec::new();
        for (model, assumptions) in mode.keeps {
            match by_assumptions.iter_mut().find(|(known, _)| known == assumptions) {
                Some((_, models)) => models.push(*model),
                None => by_assumptions.push((*assumptions, vec![*model])),
            }
        }
        for (assumptions, models) in by_assumptions {
            let strategy = scenarios(protocol, mode.settings, assumptions);
            let outcome = TestRunner::new(cases(count)).run(&strategy, |scenario| {
                for model in &models {
                    let trace = run(&suited(scenario.clone(), *model), Recording::HistoryOnly);
                    expect_one_place_each(&trace)?;
                    let verdict = verdict(&trace, *model);
                    let told = || format!("{} {}: {verdict:?}", mode.id, model.key());
                    prop_assert!(verdict.violation().is_none(), "{}", told());
                }
                Ok(())
            });
            if let Err(TestError::Fail(why, scenario)) = outcome {
                panic!("{why}\n{:?}", share::encode_readable(&share::Link::from(scenario)));
            }
        }
    }
}

/// The first of so many scenarios, always the same ones, in which these settings break one of these
/// models.
pub(crate) fn first_broken(
    protocol: &'static str,
    settings: &str,
    allowed: Assumptions,
    models: &[ModelId],
    count: u32,
) -> Option<Scenario> {
    let strategy = scenarios(protocol, settings, allowed);
    let mut runner = TestRunner::deterministic();
    (0..count).find_map(|_| {
        let scenario = strategy.new_tree(&mut runner).expect("no scenario is refused").current();
        let broken = models.iter().any(|model| {
            let trace = run(&suited(scenario.clone(), *model), Recording::HistoryOnly);
            verdict(&trace, *model).violation().is_some()
        });
        broken.then_some(scenario)
    })
}

/// Every acknowledged write has one place in the version order, and no two share one.
fn expect_one_place_each(trace: &Trace) -> Result<(), TestCaseError> {
    let mut places = BTreeMap::new();
    let mut writes = BTreeMap::new();
    for event in &trace.events {
        if let Happening::Stamp { operation, version } = event.what {
            prop_assert_eq!(places.insert(operation, version), None, "{}", operation.0);
            let version = (version.stamp, version.counter, version.writer);
            prop_assert_eq!(writes.insert(version, operation), None);
        }
    }
    for operation in History::of(trace).operations {
        let acknowledged = matches!(operation.action, Action::Write(_)) && operation.outcome == Outcome::Ok;
        prop_assert!(!acknowledged || places.contains_key(&operation.id), "acknowledged without a place");
    }
    Ok(())
}

/// The share of a run's operations that ended well.
pub(crate) fn share_ok(trace: &Trace) -> f64 {
    let history = History::of(trace);
    let asked = || history.operations.iter().filter(|operation| operation.role == Role::Client);
    asked().filter(|operation| operation.outcome == Outcome::Ok).count() as f64 / asked().count() as f64
}
