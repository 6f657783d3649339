//! What real systems document, and what is found of it.

// The list.
pub(crate) fn about(systems: usize, modes: usize, trials: u32) -> String {
    format!(
        "\
        {systems} systems in {modes} modes. Each claim is put to the test on this page: what is said to be \
        kept has to come through {trials} random trials, with every fault that it is kept through; what is \
        said not to be kept has to be broken by a stored run. What runs is the mechanism as it is \
        documented, not the product; what that leaves out stands with each mode."
    )
}

pub(crate) const SYSTEM: &str = "System";
pub(crate) const MODE: &str = "Mode";
pub(crate) const SAID_KEPT: &str = "Said to be kept";

pub(crate) fn still_to_test(open: usize, total: usize) -> String {
    format!("{open} of {total} documented claims are still to be tested")
}

pub(crate) fn all_as_said(total: usize) -> String {
    format!("All {total} documented claims are found as they say")
}

pub(crate) fn some_differ(agree: usize, total: usize, differ: usize) -> String {
    format!("{agree} of {total} documented claims are found as they say; {differ} are not")
}

pub(crate) const NOT_SIMULATED: &str = "not simulated";
pub(crate) const SAID_BROKEN: &str = "Said not to be kept";
pub(crate) const IF_MORE_GOES_WRONG: &str = ", if more goes wrong";
pub(crate) const SIGN_DIFFERS: &str = " differs";

// One system.
pub(crate) const MODES: &str = "Modes";
pub(crate) const NOT_SIMULATED_TITLE: &str = "Not simulated";
pub(crate) const NO_MODE_SIMULATED: &str = "No mode of it is simulated";

pub(crate) fn not_approximated(system: &str) -> String {
    format!(
        "\
        What {system} promises rests on what no protocol here has; the reasons stand beside its modes. It \
        is not approximated by something else."
    )
}

pub(crate) const CLAIMS: &str = "Claims";
pub(crate) const FOUND_HERE: &str = "found here";
pub(crate) const LEFT_OUT: &str = "What the simulation leaves out";
pub(crate) const SETTINGS: &str = "Settings";
pub(crate) const IN_THE_TABLE: &str = "In the guarantee table: ";
pub(crate) const NOT_IN_THE_TABLE: &str = "No mode of the guarantee table has exactly these settings.";
pub(crate) const KEPT_AS_DOCUMENTED: &str = "kept, as documented";
pub(crate) const BROKEN_AS_DOCUMENTED: &str = "broken, as documented";
pub(crate) const DIFFERS: &str = "differs";
pub(crate) const DOCUMENTED: &str = "Documented";
pub(crate) const FOUND: &str = "Found";
pub(crate) const TABLE: &str = "In the table";
pub(crate) const BUT_HERE: &str = "But here";
pub(crate) const SOURCE: &str = "Source";

// A claim, and what was found of it.
pub(crate) fn kept_while(under: scenario::Assumptions) -> String {
    format!("kept while {under}")
}

pub(crate) fn kept_through(under: scenario::Assumptions) -> String {
    format!("kept through {under}")
}

pub(crate) const NOT_KEPT_THROUGH_MORE: &str = "not kept through more than that";
pub(crate) const NOT_KEPT: &str = "not kept";
pub(crate) const BEING_TESTED: &str = "being put to the test";

pub(crate) fn first_seed(number: u32) -> String {
    format!(", the first with seed {number}")
}

pub(crate) fn trials_broke(broken: u32, runs: u32, first: &str) -> String {
    format!("{broken} of {runs} random trials broke it{first}")
}

pub(crate) fn trials_do_not_tell(runs: u32) -> String {
    format!("{runs} random trials do not tell")
}

pub(crate) const STORED_BREAKS: &str = "a stored run breaks it";
pub(crate) const STORED_KEEPS: &str = "its stored run keeps it";
pub(crate) const STORED_DOES_NOT_TELL: &str = "its stored run does not tell";
pub(crate) const THE_SAME: &str = "the same";

pub(crate) fn broken_beyond(kept: &str) -> String {
    format!("{kept}, broken beyond that")
}

pub(crate) const NO_RUN_CAN_TELL: &str = "no run can tell";
pub(crate) const NOT_TESTED_YET: &str = "not tested yet";
pub(crate) const FOUND_KEPT: &str = "found kept";
pub(crate) const FOUND_BROKEN: &str = "found broken";
