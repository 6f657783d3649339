//! The table of what every strategy keeps and through what.

use super::plural;

// The page.
pub(crate) fn about(cells: &str) -> String {
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

pub(crate) const ITS_ONE_MODE_NOT: &str = "Its one mode is not linearizable";

pub(crate) fn none(total: usize) -> String {
    format!("None of {total} modes is linearizable")
}

pub(crate) fn always(kept: usize, total: usize) -> String {
    let of = match total {
        1 => "The one mode".to_owned(),
        _ => format!("{kept} of {total} modes"),
    };
    let verb = if total == 1 { "is" } else { plural(kept as u64, "is", "are") };
    format!("{of} {verb} linearizable whatever goes wrong")
}

pub(crate) fn always_and_some(kept: usize, total: usize, some: usize) -> String {
    format!("{}, {some} more if less does", always(kept, total))
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
