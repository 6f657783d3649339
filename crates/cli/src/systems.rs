//! `quorate systems`: real systems mode by mode, and what the checkers find of what their
//! documentation claims.
//!
//! A model that is kept is put to random trials under the assumptions of the claim; of one that is
//! not kept, the stored run is judged. The command fails where a claim is contradicted and does not
//! say so itself, and where it says so and is not.

use catalog::{Claim, SYSTEMS, Says, System, SystemMode};
use history::ModelId;
use pipeline::Recording;
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::guarantees_trials::Trials;
use crate::source;
use crate::systems_text::{in_full, overview};

const TRIALS: u32 = 100;
const TRIALS_MAX: u32 = 1_000_000;

#[derive(Debug, Serialize)]
pub(crate) struct SystemRow {
    pub(crate) system: &'static str,
    pub(crate) name: &'static str,
    pub(crate) mechanism: &'static str,
    pub(crate) modes: Vec<ModeRow>,
    pub(crate) not_simulated: Vec<Missing>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ModeRow {
    pub(crate) name: &'static str,
    pub(crate) link: &'static str,
    pub(crate) leaves_out: &'static str,
    pub(crate) claims: Vec<ClaimRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Missing {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
}

/// A claim beside what was found.
#[derive(Debug, Serialize)]
pub(crate) struct ClaimRow {
    pub(crate) model: ModelId,
    /// `kept` or `broken`.
    pub(crate) claimed: &'static str,
    /// The assumptions under which it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) under: Option<String>,
    /// The run that breaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    pub(crate) source: &'static str,
    /// `kept`, `broken`, or `unknown`.
    pub(crate) found: &'static str,
    /// Trials, and how many of them broke it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trials: Option<(u32, u32)>,
    /// The number of the first trial that broke it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_broken: Option<u32>,
    /// What the claim itself says of a simulation that shows something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) differs: Option<&'static str>,
    pub(crate) contradicted: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let trials = arguments.count("trials", TRIALS_MAX).map_err(|problem| vec![problem])?.unwrap_or(TRIALS);
    let wanted = arguments.word(0);
    let chosen: Vec<&System> = SYSTEMS.iter().filter(|system| wanted.is_empty() || system.id == wanted).collect();
    if chosen.is_empty() {
        let ids: Vec<&str> = SYSTEMS.iter().map(|system| system.id).collect();
        return Err(vec![format!("there is no system `{wanted}`; there are {}", ids.join(", "))]);
    }
    let mut kept = Trials::kept_in(None)?;
    let rows = chosen.into_iter().map(|system| prove(system, trials, &mut kept)).collect::<Result<Vec<_>, _>>()?;
    let broken = claims(&rows).any(|claim| claim.contradicted);
    let text = if arguments.has("json") {
        json(&rows)?
    } else if wanted.is_empty() {
        overview(&rows, trials)
    } else {
        rows.iter().map(in_full).collect()
    };
    Ok(Answer { text, broken })
}

/// All claims of some systems.
pub(crate) fn claims(rows: &[SystemRow]) -> impl Iterator<Item = &ClaimRow> {
    rows.iter().flat_map(|row| &row.modes).flat_map(|mode| &mode.claims)
}

fn prove(system: &System, trials: u32, kept: &mut Trials) -> Result<SystemRow, Vec<String>> {
    let mut modes = Vec::new();
    for mode in system.modes {
        let claims = mode.claims.iter().map(|claim| put_to_the_test(mode, claim, trials, kept));
        let claims = claims.collect::<Result<_, _>>()?;
        modes.push(ModeRow { name: mode.name, link: mode.settings, leaves_out: mode.leaves_out, claims });
    }
    let missing = system.not_simulated.iter().map(|mode| Missing { name: mode.name, reason: mode.reason });
    let (id, name, mechanism) = (system.id, system.name, system.mechanism);
    Ok(SystemRow { system: id, name, mechanism, modes, not_simulated: missing.collect() })
}

fn put_to_the_test(mode: &SystemMode, claim: &Claim, trials: u32, kept: &mut Trials) -> Result<ClaimRow, Vec<String>> {
    let (model, source, differs) = (claim.model, claim.source, claim.differs);
    let mut row = ClaimRow {
        model,
        claimed: "kept",
        under: None,
        link: None,
        source,
        found: "unknown",
        trials: None,
        first_broken: None,
        differs,
        contradicted: false,
    };
    match claim.says {
        Says::Keeps(under) => {
            let words = under.to_string();
            let tally = kept.run(mode.settings, (model, under, &words), trials, 0)?;
            let count = tally.of(model);
            row.found = found(tally.kept(model));
            row.under = Some(words);
            row.trials = Some((tally.runs, count.broken));
            row.first_broken = count.first;
        }
        Says::Breaks(run) => {
            let link = mode.link(run);
            let report = pipeline::evaluate(&source::valid_scenario(&link)?, Recording::HistoryOnly)
                .map_err(|problems| source::lines(&problems))?;
            row.claimed = "broken";
            row.found = found(report.judgement.kept(model));
            row.link = Some(link);
        }
    }
    row.contradicted = contradicted(row.claimed, row.found, differs.is_some());
    Ok(row)
}

/// Whether a model was kept, in a word.
const fn found(kept: Option<bool>) -> &'static str {
    match kept {
        Some(true) => "kept",
        Some(false) => "broken",
        None => "unknown",
    }
}

/// A claim has to be as it is found, unless it says that it is not.
fn contradicted(claimed: &str, found: &str, differs: bool) -> bool {
    (claimed == found) == differs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_contradicted_by_what_is_found_unless_it_says_so() {
        assert!(!contradicted("kept", "kept", false) && !contradicted("broken", "broken", false));
        assert!(contradicted("kept", "broken", false) && contradicted("broken", "kept", false));
        assert!(contradicted("kept", "unknown", false), "nothing was shown");
        assert!(!contradicted("kept", "broken", true) && !contradicted("broken", "kept", true));
        assert!(contradicted("kept", "kept", true), "it says that it is otherwise, and it is not");
    }
}
