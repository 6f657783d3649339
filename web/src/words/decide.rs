//! Which settings give what is needed.

// The page.
pub(crate) const ASKED: &str = "What is asked";
pub(crate) const EXAMPLE_CONTINENT: &str = "\
    One order that all agree on, across a continent: writes within 80 ms, reads within 50 ms, and a \
    replica may be down";
pub(crate) const EXAMPLE_SESSIONS: &str = "\
    Sessions that find what they wrote and never go back, reads within 10 ms worldwide, and a region \
    may be lost";
pub(crate) const EXAMPLE_DATACENTER: &str =
    "In one datacenter, 99 % of reads fresh 10 ms after a write, and both within 10 ms";
pub(crate) const FOR_EXAMPLE: &str = "For example";
pub(crate) const LOOKED_AT: &str = "Settings looked at";

pub(crate) fn looked_at(looked: usize, all: usize) -> String {
    format!("{looked} of {all} settings looked at")
}

pub(crate) const NOTHING_ASKED: &str = "The search begins with the first thing that you ask for.";
pub(crate) const LISTING: &str = "Listing what may be chosen…";
pub(crate) const NOTHING_TO_LOOK_AT: &str =
    "No setting is left to look at: no strategy that may be chosen has such sizes.";
pub(crate) const NOT_BEGUN: &str = "The search begins once that is put right.";

/// How figures come about, with the way to the table; where nothing can hover over one, its interval stands below it.
pub(crate) const fn figures_come_from(touch: bool) -> &'static str {
    if touch {
        "\
        Response times and fresh reads of quorums are worked out exactly where the mathematics knows their \
        rules; figures with ≈ come from trials or seeded runs, with their 95\u{a0}% interval below them. \
        Guarantees are those of the {0:guarantee table}. The first is the cheapest: fewest messages, then \
        shortest times."
    } else {
        "\
        Response times and fresh reads of quorums are worked out exactly where the mathematics knows their \
        rules; figures with ≈ come from trials or seeded runs, with their interval on hover. Guarantees are \
        those of the {0:guarantee table}. The first is the cheapest: fewest messages, then shortest times."
    }
}

// What can be asked: quantities.
pub(crate) const TIME: &str = "The time in ms";
pub(crate) const TIME_AFTER: &str = "The time after a write in ms";
pub(crate) const READ_SHARE: &str = "The share of fresh reads";
pub(crate) const READ_SHARE_OF_WORK: &str = "The share of reads among operations";
pub(crate) const STRETCH: &str = "The stretch of the network";

// What can be asked: groups and fields.
pub(crate) const CHANGES: &str = "Changes what is looked for.";
pub(crate) const MUST_KEEP: &str = "Must keep";
pub(crate) const THROUGH: &str = "Through";
pub(crate) const FRESH_READS: &str = "Fresh reads";
pub(crate) const GOES_ON: &str = "Goes on";
pub(crate) const MAY_BE_CHOSEN: &str = "May be chosen";
pub(crate) const CRASHES: &str = "Crashes";
pub(crate) const PARTITIONS: &str = "Partitions";
pub(crate) const LOSSES: &str = "Lost and doubled messages";
pub(crate) const PAUSES: &str = "Pauses and slow links";
pub(crate) const CLOCKS_OFF: &str = "Clocks off by up to 1 s";
pub(crate) const QUANTILE: &str = "Quantile";
pub(crate) const WRITES_WITHIN: &str = "Writes within";
pub(crate) const READS_WITHIN: &str = "Reads within";
pub(crate) const SHARE_OF_READS: &str = "Share of fresh reads";
pub(crate) const READS_AMONG_OPERATIONS: &str = "Reads among operations";
pub(crate) const AFTER_A_WRITE: &str = "So long after a write";
pub(crate) const DOWN_WRITES: &str = "Replicas down, writes";
pub(crate) const DOWN_READS: &str = "Replicas down, reads";
pub(crate) const WITHOUT_A_REGION: &str = "Without any one region";
pub(crate) const LINKS: &str = "Links";
pub(crate) const AS_IN_THE_PLAYGROUND: &str = "As in the playground";
pub(crate) const OF_THE_ADDRESS: &str = "As in the address";
pub(crate) const STRETCHED: &str = "Stretched";
pub(crate) const CLIENTS_IN: &str = "Clients in";
pub(crate) const REPLICAS_FROM: &str = "Replicas from";
pub(crate) const REPLICAS_TO: &str = "Replicas to";
pub(crate) const ALL: &str = "all";
pub(crate) const STRATEGIES: &str = "Strategies";
