//! The claims of real systems, one by one: every link runs, what is said to be kept no trial breaks,
//! what is said not to be kept a stored run breaks; and where the simulation shows something else, the
//! claim says so.
#![cfg(not(target_arch = "wasm32"))]

use catalog::{Claim, SYSTEMS, Says, System, SystemMode};
use history::ModelId;
use pipeline::{Recording, evaluate, guarantee_models, try_out};
use scenario::{Assumptions, Scenario};

/// Trials of each model that is said to be kept.
const TRIALS: u32 = 100;

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn modes() -> impl Iterator<Item = (&'static System, &'static SystemMode)> {
    SYSTEMS.iter().flat_map(|system| system.modes.iter().map(move |mode| (system, mode)))
}

/// What the checkers say of a claim: whether the model was kept, or nothing.
fn found(mode: &SystemMode, claim: &Claim) -> Option<bool> {
    match claim.says {
        Says::Keeps(under) => {
            let tally = try_out(&scenario(mode.settings), under, &[claim.model], 0..TRIALS, 0)
                .unwrap_or_else(|problems| panic!("{}: {problems:?}", mode.settings));
            let count = tally.models[0].1;
            assert!(tally.answered * 2 > tally.operations, "{}: few operations are answered", mode.settings);
            let told = count.broken > 0 || (count.undecided == 0 && count.untested * 2 <= TRIALS);
            told.then_some(count.broken == 0)
        }
        Says::Breaks(run) => {
            let link = mode.link(run);
            let report = evaluate(&scenario(&link), Recording::HistoryOnly)
                .unwrap_or_else(|problems| panic!("{link}: {problems:?}"));
            report.judgement.kept(claim.model)
        }
    }
}

/// Trials that break a model of which the claim says that nothing here breaks it.
fn broken_after_all(mode: &SystemMode, model: ModelId) -> Option<String> {
    let tally = try_out(&scenario(mode.settings), Assumptions::RIGHT_CLOCKS, &[model], 0..TRIALS, 0)
        .unwrap_or_else(|problems| panic!("{}: {problems:?}", mode.settings));
    let first = tally.models[0].1.first?;
    Some(format!("{}: {model} is broken after all, first by trial {first}", mode.name))
}

#[test]
fn every_claim_is_as_the_checkers_find_or_says_that_it_is_not() {
    let mut complaints = Vec::new();
    for (system, mode) in modes() {
        for claim in mode.claims {
            let said = matches!(claim.says, Says::Keeps(_));
            let agrees = found(mode, claim) == Some(said);
            if let (Some(_), Says::Breaks(_)) = (claim.differs, claim.says) {
                complaints.extend(broken_after_all(mode, claim.model).map(|what| format!("{}, {what}", system.id)));
            }
            if agrees == claim.differs.is_some() {
                let what =
                    if agrees { "is found as it is claimed, though it says otherwise" } else { "is contradicted" };
                complaints.push(format!("{}, {}: {:?} {what}", system.id, mode.name, claim));
            }
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_link_runs_and_a_run_keeps_the_settings_of_its_mode() {
    for (system, mode) in modes() {
        let base = scenario(mode.settings);
        assert!(evaluate(&base, Recording::HistoryOnly).is_ok(), "{} {}", system.id, mode.name);
        for claim in mode.claims {
            let Says::Breaks(run) = claim.says else { continue };
            let broken = scenario(&mode.link(run));
            let cluster = |scenario: &Scenario| {
                let cluster = &scenario.cluster;
                (cluster.n, cluster.w, cluster.r, cluster.spares)
            };
            assert_eq!(broken.strategy, base.strategy, "{} {}: {run}", system.id, mode.name);
            assert_eq!(cluster(&broken), cluster(&base), "{} {}: {run}", system.id, mode.name);
        }
    }
}

#[test]
fn every_system_is_told_apart_and_says_enough() {
    for system in SYSTEMS {
        assert_eq!(System::find(system.id), Some(system));
        assert_eq!(SYSTEMS.iter().filter(|other| other.id == system.id || other.name == system.name).count(), 1);
        assert!(!system.modes.is_empty() || !system.not_simulated.is_empty(), "{}", system.id);
        assert!(system.mechanism.ends_with('.'), "{}", system.id);
        for mode in system.modes {
            assert_eq!(system.modes.iter().filter(|other| other.name == mode.name).count(), 1, "{}", mode.name);
            let address = mode.slug();
            assert_eq!(system.mode(&address), Some(mode), "{address}");
            assert!(address.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-'), "{address}");
            assert!(!mode.claims.is_empty() && !mode.leaves_out.is_empty(), "{} {}", system.id, mode.name);
            for claim in mode.claims {
                assert!(guarantee_models().any(|model| model == claim.model), "{} {}", system.id, claim.model);
                assert!(!claim.source.is_empty() && !claim.source.contains("://"), "{} {}", system.id, claim.source);
            }
        }
    }
    let sorted = SYSTEMS.is_sorted_by_key(|system| system.id);
    assert!(sorted, "in the order of their ids");
}

/// The test would notice: trials and runs refute what nobody claims.
#[test]
fn a_false_claim_is_contradicted() {
    let (_, mode) = modes().find(|(system, mode)| system.id == "cassandra" && mode.name == "ONE").expect("it is there");
    let kept = mode.claims.iter().find(|claim| matches!(claim.says, Says::Keeps(_))).expect("it keeps something");
    assert_eq!(found(mode, kept), Some(true));
    let false_claim = Claim { model: ModelId::Linearizable, ..*kept };
    assert_eq!(found(mode, &false_claim), Some(false));
    let broken = mode.claims.iter().find(|claim| matches!(claim.says, Says::Breaks(_))).expect("it breaks something");
    let false_claim = Claim { model: ModelId::Converged, ..*broken };
    assert_eq!(found(mode, &false_claim), Some(true));
}
