//! Which settings give what is needed: the answers, why the others are none, and the plot.

// What is found, in a sentence.
pub(crate) const CANNOT_BE_LOOKED_FOR: &str = "This cannot be looked for";
pub(crate) const SAY_WHAT: &str = "Say what you need, and see which settings give it";
pub(crate) const NOTHING_LEFT: &str = "Nothing is left to choose from";

pub(crate) fn none(all: usize) -> String {
    format!("None of {all} settings gives all of it")
}

pub(crate) const LOOKING: &str = "Looking for settings that give all of it";

pub(crate) fn none_so_far(looked: usize) -> String {
    format!("None of {looked} settings so far gives all of it")
}

pub(crate) fn one(all: usize) -> String {
    format!("One of {all} settings gives all of it")
}

pub(crate) fn some(met: usize, all: usize) -> String {
    format!("{met} of {all} settings give all of it")
}

pub(crate) fn some_so_far(met: usize, looked: usize) -> String {
    format!("{met} of {looked} settings so far give all of it")
}

// The list of answers.
pub(crate) const NO_ANSWER: &str = "no answer";
pub(crate) const RANK: &str = "Rank";
pub(crate) const SETTING: &str = "Setting";
pub(crate) const WRITES: &str = "Writes";
pub(crate) const READS: &str = "Reads";
pub(crate) const FRESH_READS: &str = "Fresh reads";
pub(crate) const GOES_ON_WITH: &str = "Goes on with";
pub(crate) const MESSAGES: &str = "Messages";
pub(crate) const ANSWERS: &str = "Answers";

pub(crate) fn show_more(more: usize) -> String {
    format!("Show {more} more")
}

pub(crate) fn down(writes: u8) -> String {
    format!("{writes} down")
}

pub(crate) fn down_for_reads(writes: u8, reads: u8) -> String {
    format!("{writes} down, reads {reads}")
}

pub(crate) fn with_confidence(low: &str, high: &str) -> String {
    format!("{low} to {high}, with 95\u{a0}% confidence")
}

/// The same in fewer words, where it stands below the figure.
pub(crate) fn between(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

pub(crate) const EXACTLY: &str = "worked out exactly";
pub(crate) const AT_LEAST: &str = "worked out exactly, leaving aside that replicas compare what they hold";
pub(crate) const FROM_WHAT_IT_KEEPS: &str = "follows from what it keeps";
pub(crate) const BEATEN_BY_NONE: &str = "beaten by none";
pub(crate) const FOR_EACH_OPERATION: &str = "for each operation";

// The others.
pub(crate) const WHY_NOT: &str = "Why the others do not";

pub(crate) fn too_close(part: &str) -> String {
    format!("too close to tell: {part}")
}

pub(crate) fn not(part: &str) -> String {
    format!("not {part}")
}

pub(crate) fn gives(parts: &str) -> String {
    format!("Gives {parts}.")
}

pub(crate) fn other_sizes(more: usize) -> String {
    if more == 1 { "1 other size".to_owned() } else { format!("{more} other sizes") }
}

pub(crate) fn more_sizes(rest: usize) -> String {
    format!("And {rest} more sizes.")
}

// The plot.
pub(crate) const WRITES_AND_READS: &str = "Writes and reads";
pub(crate) const WRITES_MS: &str = "writes, ms";
pub(crate) const READS_MS: &str = "reads, ms";
pub(crate) const MESSAGES_AXIS: &str = "messages";
pub(crate) const READS_AND_STALE: &str = "Reads and stale reads";
pub(crate) const STALE_PERCENT: &str = "stale reads, %";
pub(crate) const WRITES_AND_STALE: &str = "Writes and stale reads";

pub(crate) fn point(
    rank: usize,
    name: &str,
    sizes: &str,
    writes: &str,
    reads: &str,
    fresh: &str,
    messages: &str,
) -> String {
    format!("{rank}. {name}, {sizes}: writes {writes}, reads {reads}, fresh reads {fresh}, {messages} messages")
}

pub(crate) const PLOT: &str = "Plot";
pub(crate) const PLOT_TOLD: &str = "\
    Full discs are beaten by none in everything, rings are; the line joins what none beats in these two. \
    Larger is more messages, and numbers are ranks.";
pub(crate) const SETTINGS: &str = "Settings";
