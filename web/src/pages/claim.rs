//! A claim about a real system in words: what its document says, what was found, and what the
//! guarantee table says of the same settings.

use catalog::{Claim, Says};
use pipeline::GuaranteeRow;
use scenario::Assumptions;
use yew::prelude::*;

use super::evidence::Evidence;
use crate::components::{Mark, verdict_mark};
use crate::words;

/// What a model is kept through.
pub(super) fn kept_through(under: Assumptions) -> String {
    if under == Assumptions::CALM { words::systems::kept_while(under) } else { words::systems::kept_through(under) }
}

/// What the document says of one of the claims of a mode.
pub(super) fn documented(claim: &Claim, all: &[Claim]) -> String {
    match claim.says {
        Says::Keeps(under) => kept_through(under),
        Says::Breaks(_) if is_kept_up_to_there(claim, all) => words::systems::NOT_KEPT_THROUGH_MORE.to_owned(),
        Says::Breaks(_) => words::systems::NOT_KEPT.to_owned(),
    }
}

/// Whether what is said not to be kept is kept while less goes wrong.
pub(super) fn is_kept_up_to_there(claim: &Claim, all: &[Claim]) -> bool {
    let kept = |other: &Claim| other.model == claim.model && matches!(other.says, Says::Keeps(_));
    matches!(claim.says, Says::Breaks(_)) && all.iter().any(kept)
}

/// What was found.
pub(super) fn found(evidence: Option<&Evidence>) -> String {
    let Some(evidence) = evidence else { return words::systems::BEING_TESTED.to_owned() };
    match (evidence.trials, evidence.kept) {
        (Some((runs, broken, first)), Some(_)) => {
            let first = first.map(words::systems::first_seed).unwrap_or_default();
            words::systems::trials_broke(broken, runs, &first)
        }
        (Some((runs, ..)), None) => words::systems::trials_do_not_tell(runs),
        (None, Some(false)) => words::systems::STORED_BREAKS.to_owned(),
        (None, Some(true)) => words::systems::STORED_KEEPS.to_owned(),
        (None, None) => words::systems::STORED_DOES_NOT_TELL.to_owned(),
    }
}

/// What the guarantee table says of the model, with the same settings.
pub(super) fn in_the_table(row: &GuaranteeRow, claim: &Claim) -> Option<String> {
    let cell = row.cells.iter().find(|cell| cell.model == claim.model)?;
    Some(match (cell.kept, cell.broken) {
        (Some((_, under)), None) if claim.says == Says::Keeps(under) => words::systems::THE_SAME.to_owned(),
        (Some((_, under)), None) => kept_through(under),
        (Some((_, under)), Some(_)) => words::systems::broken_beyond(&kept_through(under)),
        (None, Some(_)) => words::systems::NOT_KEPT.to_owned(),
        (None, None) => words::systems::NO_RUN_CAN_TELL.to_owned(),
    })
}

/// The sign of what was found.
pub(super) fn mark_of(evidence: Option<&Evidence>) -> Mark {
    match evidence.and_then(|evidence| evidence.kept) {
        Some(true) => Mark::Holds,
        Some(false) => Mark::Violated,
        None => Mark::Unknown,
    }
}

/// The sign with its meaning for who does not see it, and a place of the same size before it is known.
pub(super) fn sign(evidence: Option<&Evidence>) -> Html {
    let words = match evidence {
        None => words::systems::NOT_TESTED_YET,
        Some(evidence) => match evidence.kept {
            Some(true) => words::systems::FOUND_KEPT,
            Some(false) => words::systems::FOUND_BROKEN,
            None => words::verdicts::UNDECIDED,
        },
    };
    html! {
        <span class={if evidence.is_none() { "sign is-open" } else { "sign" }}>
            { verdict_mark(mark_of(evidence)) }<span class="visually-hidden">{ words }</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_said_with_its_numbers() {
        let check = |trials, kept, words: &str| {
            assert_eq!(found(Some(&Evidence { kept, trials, agrees: true })), words);
        };
        check(Some((100, 0, None)), Some(true), "0 of 100 random trials broke it");
        check(Some((100, 3, Some(17))), Some(false), "3 of 100 random trials broke it, the first with seed 17");
        check(Some((100, 0, None)), None, "100 random trials do not tell");
        check(None, Some(false), "a stored run breaks it");
        check(None, Some(true), "its stored run keeps it");
        assert_eq!(found(None), "being put to the test");
    }

    #[test]
    fn what_is_kept_while_nothing_goes_wrong_is_kept_through_nothing() {
        assert_eq!(kept_through(Assumptions::CALM), "kept while nothing goes wrong");
        assert!(kept_through(Assumptions::HARSH).starts_with("kept through crashes, partitions"));
    }
}
