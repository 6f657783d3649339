//! What is found of a claim about a real system: a model that is said to be kept is put to random
//! trials, of one that is said not to be kept the stored run is judged. Nothing here is remembered
//! from elsewhere; all of it is run on the page.

use catalog::{Claim, Says, SystemMode};
use pipeline::{GuaranteeRow, Tally};
use scenario::Scenario;

use crate::browser::worker::Task;

/// Trials of a model that is said to be kept.
pub(super) const TRIALS: u32 = 100;

/// What was found of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Whether the model was kept; nothing where neither trials nor run tell.
    pub(super) kept: Option<bool>,
    /// Of how many trials how many broke it, and the first that did; nothing for a stored run.
    pub(super) trials: Option<(u32, u32, Option<u32>)>,
    /// Whether that is what the claim says.
    pub(super) agrees: bool,
}

/// What puts a claim to the test, in some hundredths of a second: a scenario, and what is asked of it.
pub(super) fn test_of(mode: &SystemMode, claim: &Claim) -> (String, Task) {
    let task = match claim.says {
        Says::Keeps(under) => Task::Trials { under, model: claim.model, count: TRIALS },
        Says::Breaks(_) => Task::Keeps(claim.model),
    };
    (run_of(mode, claim), task)
}

impl Evidence {
    /// What the answer says of the claim. A catalogued setting can run, so there is one: a test holds it.
    pub(super) fn of(claim: &Claim, answer: Option<Vec<u8>>) -> Self {
        match claim.says {
            Says::Keeps(_) => {
                let tally: Tally = answer.and_then(|parcel| pipeline::unpack(&parcel)).unwrap_or_default();
                let (kept, count) = (tally.kept(claim.model), tally.of(claim.model));
                Self { kept, trials: Some((tally.runs, count.broken, count.first)), agrees: kept == Some(true) }
            }
            Says::Breaks(_) => {
                let kept: Option<bool> = answer.and_then(|parcel| pipeline::unpack(&parcel)).flatten();
                Self { kept, trials: None, agrees: kept == Some(false) }
            }
        }
    }
}

/// The run that shows a claim: the stored one, or one with the settings of the mode.
pub(super) fn run_of(mode: &SystemMode, claim: &Claim) -> String {
    match claim.says {
        Says::Keeps(_) => mode.settings.to_owned(),
        Says::Breaks(run) => mode.link(run),
    }
}

/// The scenario of a link that a test has read before.
fn scenario_of(link: &str) -> Scenario {
    share::decode(link).map(|decoded| decoded.link.scenario).unwrap_or_default()
}

/// A readable link as the playground writes it, behind its route: the address that stays when the
/// link is opened.
pub(super) fn fragment_of(link: &str) -> String {
    let link = share::Link::from(scenario_of(link));
    share::join_fragment("/", &share::encode(&link).unwrap_or_default())
}

/// The row of the guarantee table that has the settings of a mode of a system, if there is one.
pub(super) fn row_of(mode: &SystemMode) -> Option<GuaranteeRow> {
    let settings = scenario_of(mode.settings);
    pipeline::guarantees().into_iter().find(|row| {
        let other = scenario_of(&row.mode.link(row.protocol.id));
        other.strategy == settings.strategy && other.cluster == settings.cluster
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::worker::answer_here;
    use catalog::{SYSTEMS, System};

    fn put_to_the_test(mode: &SystemMode, claim: &Claim) -> Evidence {
        let (link, task) = test_of(mode, claim);
        Evidence::of(claim, answer_here(&link, task))
    }

    fn claims() -> impl Iterator<Item = (&'static System, &'static SystemMode, &'static Claim)> {
        SYSTEMS.iter().flat_map(|system| {
            system.modes.iter().flat_map(move |mode| mode.claims.iter().map(move |claim| (system, mode, claim)))
        })
    }

    #[test]
    fn a_claim_agrees_with_what_is_found_unless_it_says_that_it_differs() {
        for (system, mode, claim) in claims() {
            let found = put_to_the_test(mode, claim);
            assert_eq!(found.agrees, claim.differs.is_none(), "{} {}: {claim:?} {found:?}", system.id, mode.name);
            assert!(found.trials.is_none_or(|(runs, _, _)| runs == TRIALS), "{}", mode.settings);
        }
    }

    /// The same trials refute what nobody claims.
    #[test]
    fn a_claim_that_is_false_does_not_agree() {
        let cassandra = System::find("cassandra").expect("it is listed");
        let one = cassandra.mode("one").expect("it has that mode");
        let kept = one.claims.iter().find(|claim| matches!(claim.says, Says::Keeps(_))).expect("it keeps something");
        let found = put_to_the_test(one, &Claim { model: history::ModelId::Linearizable, ..*kept });
        assert_eq!((found.kept, found.agrees), (Some(false), false));
        assert!(found.trials.is_some_and(|(_, broken, first)| broken > 0 && first.is_some()), "{found:?}");
    }

    #[test]
    fn an_opened_run_keeps_its_address() {
        for (_, mode, claim) in claims() {
            let fragment = fragment_of(&run_of(mode, claim));
            let (route, tail) = share::split_fragment(&fragment);
            let again = share::decode(tail).expect("it can be read");
            assert_eq!((route, again.problems.as_slice()), ("/", [].as_slice()), "{fragment}");
            assert_eq!(again.link.scenario, scenario_of(&run_of(mode, claim)), "{fragment}");
            assert_eq!(fragment_of(tail), fragment);
        }
    }

    #[test]
    fn a_mode_of_a_system_finds_the_row_with_its_settings() {
        let row = |system: &str, mode: &str| {
            let system = System::find(system).expect("it is listed");
            row_of(system.mode(mode).expect("it has that mode")).map(|row| (row.protocol.id, row.mode.id))
        };
        assert_eq!(row("cassandra", "one"), Some(("quorum", "anti_entropy")));
        assert_eq!(row("zookeeper", "sync-then-read"), Some(("total_order", "sync")));
        assert_eq!(row("mongodb", "causal-session-readconcern-local-w-1"), None);
    }
}
