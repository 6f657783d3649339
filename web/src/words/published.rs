//! Published quorum figures, and exact ones.

pub(crate) const ABOUT: &str = "\
    P. Bailis et al., “Probabilistically Bounded Staleness for Practical Partial Quorums”, VLDB 2012, \
    table 4: N\u{a0}=\u{a0}3, response times at the 99.9th percentile and t-visibility at 99.9\u{a0}%, \
    in ms. They drew a million times for response times and 50,000 times for each t; here they are \
    integrals, worked out on this page.";
pub(crate) const TABLE: &str = "Published and exact figures";
pub(crate) const QUORUMS: &str = "R, W";
pub(crate) const READS: &str = "Reads, p99.9";
pub(crate) const WRITES: &str = "Writes, p99.9";
pub(crate) const VISIBILITY: &str = "t-visibility, 99.9 %";
pub(crate) const FRESH_AT_ONCE: &str = "Fresh at once";
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const OFF_BY: &str = "off by";

pub(crate) fn worked_out(done: usize, total: usize) -> String {
    format!("{done} of {total} settings worked out")
}

pub(crate) fn finding(count: &str, of: &str, least: &str, most: &str) -> String {
    format!(
        "\
        The response times of {count} of {of} published settings are within 2 % of the exact ones; t is too \
        low by {least} to {most} %"
    )
}

pub(crate) fn at(fit: &str, quorums: &str) -> String {
    format!("{fit} at R, W = {quorums}")
}

/// What the title counts, and which of these are further off.
pub(crate) fn counted(rows: usize, settings: usize, others: &[String]) -> String {
    let further = if others.is_empty() { String::new() } else { format!(" Further off: {}.", others.join("; ")) };
    let again = rows - settings;
    format!(
        "\
        The table has {rows} rows: the {settings} published settings, and {again} of these once more, those of \
        Yammer, with the exponent as printed. The title counts the {settings}.{further}"
    )
}

pub(crate) const NOT_COUNTED: &str = "the same six once more, not counted in the title";
