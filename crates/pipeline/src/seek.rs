//! The first of the next seeds whose run breaks a model: what one run does not show, another may.

use check::{Budget, Verdict};
use history::{History, ModelId};
use protocols::Recording;
use scenario::Scenario;

use crate::{estimated_steps, evaluate};

/// How many seeds are tried at most.
const SEEDS_MAX: u64 = 1_000;
/// Up to here, in steps of the kernel, whoever asked still waits for the answer: well under a
/// second, on the page.
const STEPS_AT_ONCE: u64 = 2_000_000;

/// How many of the next seeds [`seek`] can try while someone waits; none where runs are too long.
#[must_use]
pub fn seeds_at_once(scenario: &Scenario) -> u32 {
    let seeds = STEPS_AT_ONCE / estimated_steps(scenario).max(1);
    u32::try_from(seeds.min(SEEDS_MAX)).unwrap_or(0)
}

/// The first of the `seeds` seeds after the scenario's own with which it breaks the model, or is
/// measured short of its best. Nothing if none of them does, or if the scenario cannot run.
#[must_use]
pub fn seek(scenario: &Scenario, model: ModelId, seeds: u32) -> Option<u32> {
    let model = check::model(model)?;
    let mut tried = scenario.clone();
    (0..seeds).find_map(|_| {
        tried.seed = tried.seed.wrapping_add(1);
        let trace = evaluate::run(&tried, Recording::HistoryOnly).ok()?;
        let verdict = model.judge(&History::of(&trace), Budget::default());
        let broken = matches!(verdict, Verdict::Violated(_) | Verdict::Measured(_)) && !verdict.is_ideal();
        broken.then_some(tried.seed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Series;

    fn quorums(n: u8, w: u8, r: u8) -> Scenario {
        let mut scenario = Scenario::default();
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, w, r);
        scenario
    }

    #[test]
    fn the_seed_that_is_found_is_the_first_that_a_sweep_finds() {
        let scenario = quorums(5, 2, 2);
        let next = Scenario { seed: scenario.seed + 1, ..scenario.clone() };
        let swept = Series::part(&next, 0..200).expect("it can run");
        for (model, share) in swept.models {
            let found = seek(&scenario, model, 200);
            match share.worst {
                // A scale is never violated; it is short of its best.
                Some(worst) => assert_eq!(found.is_some(), !worst.is_ideal(), "{model}"),
                None => assert_eq!(found, share.first_violating_seed, "{model}"),
            }
        }
    }

    #[test]
    fn a_majority_is_broken_by_none_of_the_next_seeds() {
        let scenario = quorums(5, 3, 3);
        assert_eq!(seek(&scenario, ModelId::RegularStrong, seeds_at_once(&scenario)), None);
    }

    #[test]
    fn long_runs_are_tried_less_often() {
        let scenario = Scenario::default();
        assert_eq!(seeds_at_once(&scenario), 1_000);
        let mut long = scenario;
        long.workload.random.operations = 1_000;
        assert!(seeds_at_once(&long) < 1_000);
    }
}
