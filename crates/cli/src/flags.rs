//! The flags of each command. What reads a command line and what `--help` says come from here, so that neither
//! knows a flag that the other does not.

use crate::arguments::{Flag, option, switch};

const JSON: Flag = switch("json", "prints JSON instead of text; its fields are in the README");
const DELAYS: Flag = option(
    "delays",
    "FILE",
    "delays that were measured, one way, in ms, one a line of a .csv file, for every message; FROM,TO@FILE for the \
     messages between two regions, by number from 0. Can be given more than once",
);
const FAIL_ON: Flag = option(
    "fail-on",
    "MODEL",
    "ends with exit code 1 if the model is violated; `any` is every model. Can be given more than once",
);

pub(crate) const RUN: &[Flag] = &[
    option(
        "seeds",
        "N",
        "runs N seeds from the scenario's own on, 1 to 1000000, and counts the verdicts; one run unless said",
    ),
    DELAYS,
    JSON,
    option("svg", "FILE", "draws the run as SVG, with its font inside; - is the standard output"),
    option("theme", "THEME", "the colours of the picture: auto (the default), light or dark"),
    switch("across", "time goes across the picture, and not down"),
    switch("mermaid", "prints the run as a sequence diagram of Mermaid"),
    switch("transcript", "prints the run in sentences, moment by moment"),
    switch("edn", "prints what the clients saw as Jepsen records it; `quorate check` reads it"),
    switch("shiviz", "prints a log with vector clocks for ShiViz"),
    FAIL_ON,
];

pub(crate) const CHECK: &[Flag] = &[
    option("format", "FORM", "the form of the files: json, text, edn, etcd or kv; found by content unless said"),
    option("model", "MODEL", "judges by this model or invariant only, by all unless said. Can be given more than once"),
    option(
        "object",
        "OBJECT",
        "what the calls are on, such as register, set, account or mutex; the simplest that knows them all unless said",
    ),
    option("budget", "STEPS", "the most steps of a search before its verdict is unknown, 100000000 unless said"),
    JSON,
    FAIL_ON,
];

pub(crate) const COMPARE: &[Flag] = &[
    JSON,
    option(
        "fail-on",
        "MODEL",
        "ends with exit code 1 if the model is violated in B and not in A; `any` is every model. Can be given more than once",
    ),
];

pub(crate) const ENCODE: &[Flag] = &[
    switch("readable", "writes the form that people can read and change"),
    switch("packed", "writes the short form; without either, the shorter of the two"),
    option("route", "ROUTE", "the route that the link stands behind: / (the default), /e, /spectrum and so on"),
];

pub(crate) const ANALYSE: &[Flag] = &[
    option("n", "N", "the number of replicas, in place of that of the scenario"),
    option("w", "W", "the acknowledgements that a write waits for"),
    option("r", "R", "the answers that a read waits for"),
    option(
        "net",
        "NETWORK|FILE",
        "a network by its id, with one session beside each replica, as far as there are regions; or a file: a network \
         as JSON, four distributions write, ack, read and response of replicas that are all alike, or delays in ms as .csv",
    ),
    DELAYS,
    option(
        "at",
        "MS",
        "times after the answer of a write, in ms, at which P(consistent) is told; 128 of them unless said",
    ),
    option(
        "visible",
        "P",
        "probabilities, below 1, that the time until a write is seen is told for; 0.9, 0.99, 0.999 and 0.9999 unless said",
    ),
    option("quantile", "P", "quantiles of the response times, below 1; 0.5, 0.95, 0.99 and 0.999 unless said"),
    option("failure", "P", "probabilities that a replica is down, for availability; 0.001, 0.01 and 0.1 unless said"),
    JSON,
    switch(
        "table",
        "the published table of Bailis et al. (VLDB 2012) beside the exact figures; nothing else is asked for",
    ),
];

pub(crate) const SWEEP: &[Flag] = &[
    option(
        "over",
        "KEY=VALUES",
        "the values of one field, by its key in readable links, between commas, or between | where they have commas; \
         LOW..HIGH and LOW..HIGH/STEP are ranges. Can be given more than once: every combination is run",
    ),
    option("random", "K", "K points drawn from the ranges instead of every combination"),
    option("random-seed", "S", "the seed of that drawing, 1 unless said"),
    option("runs", "R", "runs of each point, with seeds from the scenario's own on; 100 unless said"),
    option("model", "MODEL", "judges by this model only, by all unless said. Can be given more than once"),
    DELAYS,
    option("shard", "I/N", "does only each N-th point, from the I-th on, as in 2/8"),
    option(
        "keep",
        "FILE",
        "keeps each point as soon as it is done. Interrupt at any time: the same command goes on from the file",
    ),
    switch("strict", "refuses the whole sweep if a point cannot run; without it such points are skipped, and told"),
    OUT,
    JSON_LINES,
];

const OUT: Flag = option(
    "out",
    "FILE",
    "writes the table as .csv, .jsonl or .parquet, by the end of the name, and prints one line instead of the table. \
     MODEL_share is of the runs with a verdict, and empty where no run put the model to the test; k and Δ are told as \
     p50, p95 and most over the runs. Can be given more than once",
);
const JSON_LINES: Flag = switch("json", "prints the table as JSON, an object a line");

pub(crate) const MERGE: &[Flag] =
    &[switch("partial", "takes what is there; without it missing points are refused, and named"), OUT, JSON_LINES];

pub(crate) const DECIDE: &[Flag] = &[
    option("needs", "MODEL,…", "models that must be kept; none unless said"),
    option(
        "under",
        "FAULT,…",
        "what may go wrong meanwhile: crashes, minority (crashes of fewer than half), partitions, losses, pauses, clocks \
         (off by up to 1000 ms, or clocks:MS), or nothing; all but clocks unless said",
    ),
    option("p99-write", "MS", "the most that the 99th percentile of the response times of writes may be, in ms"),
    option("p99-read", "MS", "the same of reads. One quantile is asked for at a time, of both the same"),
    option("p50-write", "MS", "the most that the median of writes may be, in ms"),
    option("p50-read", "MS", "the same of reads"),
    option("p90-write", "MS", "the most that the 90th percentile of writes may be, in ms"),
    option("p90-read", "MS", "the same of reads"),
    option("p95-write", "MS", "the most that the 95th percentile of writes may be, in ms"),
    option("p95-read", "MS", "the same of reads"),
    option("p99.9-write", "MS", "the most that the 99.9th percentile of writes may be, in ms"),
    option("p99.9-read", "MS", "the same of reads"),
    option(
        "fresh",
        "SHARE@MS",
        "so many reads, as a share below 1, that begin so many ms after the answer of a write return it or something \
         newer, as in 0.99@100",
    ),
    option("survive", "K", "so many replicas may be down, whichever, and writes and reads go on; 0 unless said"),
    option("survive-writes", "K", "the same of writes alone"),
    option("survive-reads", "K", "the same of reads alone"),
    switch("lose-region", "writes and reads go on in all other regions when any one region is lost"),
    option(
        "net",
        "NETWORK",
        "the network by its id, with a session in each of its first three regions unless --sessions says",
    ),
    option("stretch", "X", "multiplies every delay, 0.01 to 100; 1 unless said"),
    option("tail", "X", "the 99th percentile of a delay over its median, 1 to 100; the network's own unless said"),
    option(
        "place",
        "R,…",
        "the region of each replica, by number from 0; round the regions of the network unless said",
    ),
    option("sessions", "R,…", "the region of each session, by number from 0"),
    option("reads", "PERCENT", "the share of reads among operations, 0 to 100; 60 unless said"),
    option("n", "N|MIN-MAX", "how many replicas there may be, 1 to 9; all of these unless said"),
    option(
        "strategies",
        "ID,…",
        "the strategies that may be chosen, as `quorate strategies` names them; all unless said",
    ),
    switch("all", "lists all answers, and not only the first twelve"),
    JSON,
];

pub(crate) const SEEDS: &[Flag] = &[option("seeds", "N", "seeds of each row; 200 unless said"), JSON];
pub(crate) const FEW_SEEDS: &[Flag] = &[option("seeds", "N", "seeds of each row; 20 unless said"), JSON];

pub(crate) const TABLE: &[Flag] = &[
    option("trials", "N", "random trials of each promise, 1 to 1000000; 100 unless said"),
    option("protocol", "ID", "one protocol only, as `quorate strategies` names it; all unless said"),
    option("keep", "FILE", "keeps what is done; the same command goes on from the file"),
    JSON,
];

pub(crate) const STRATEGIES: &[Flag] = &[JSON];

pub(crate) const SYSTEMS: &[Flag] =
    &[option("trials", "N", "random trials of each claim, 1 to 1000000; 100 unless said"), JSON];
