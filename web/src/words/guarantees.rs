//! The table of what every strategy keeps and through what.

// The page.
pub(crate) fn about(cells: usize) -> String {
    format!(
        "\
        {cells} cells, as the strategies declare them, not judged on this page. Tests hold each: what is \
        kept against random trials with all that it is kept through, what is broken by the run behind it. \
        The command "
    )
}

pub(crate) const COMMAND: &str = "quorate table";
pub(crate) const CHECKS_ANEW: &str = " checks them anew.";
pub(crate) const KEPT: &str =
    "kept, whatever crashes, is cut off, lost or slow, and with clocks up to 1 s off, unless it says otherwise";
pub(crate) const BROKEN: &str = "broken: opens the run that shows it";

// How much of the strongest model is kept.
pub(crate) const ONE_MODE: &str = "The one mode";

pub(crate) fn some_modes(always: usize, total: usize) -> String {
    format!("{always} of {total} modes")
}

pub(crate) const IS: &str = "is";
pub(crate) const ARE: &str = "are";
pub(crate) const ITS_ONE_MODE_NOT: &str = "Its one mode is not linearizable";

pub(crate) fn none(total: usize) -> String {
    format!("None of {total} modes is linearizable")
}

pub(crate) fn always(of: &str, verb: &str) -> String {
    format!("{of} {verb} linearizable whatever goes wrong")
}

pub(crate) fn always_and_some(of: &str, verb: &str, some: usize) -> String {
    format!("{of} {verb} linearizable whatever goes wrong, {some} more if less does")
}

// The table.
pub(crate) const ALL_STRATEGIES: &str = "All strategies";
pub(crate) const TABLE: &str = "Guarantee table";

pub(crate) fn kept_and_broken(kept: usize, broken: usize) -> String {
    format!("{kept} kept, {broken} broken")
}

// A cell.
pub(crate) fn as_by(by: history::ModelId) -> String {
    format!(", as {by} is")
}

pub(crate) fn open_broken(model: history::ModelId) -> String {
    format!("Broken: open a run that breaks {model}")
}

pub(crate) fn open_broken_with(by: history::ModelId) -> String {
    format!("Broken with {by}: open a run that breaks that")
}

pub(crate) const NO_RUN_CAN_TELL: &str = "No run can tell";
