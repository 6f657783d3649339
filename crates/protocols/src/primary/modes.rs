//! What the primary and its backups promise, mode by mode.
//!
//! Monotonic writes and writes follow reads are judged with monotonic reads: whoever reads back and
//! forth sees no order of writes. With all but writes follow reads, what a session sees fits one order
//! in which every session's writes keep theirs (PRAM); with all four, causes come before effects.
//! What rests on clocks is broken, too, by a run in which one is wrong.

use history::ModelId::{self, *};
use scenario::{Assumptions, Mode};

use super::links;

const HARSH: Assumptions = Assumptions::HARSH;
const RIGHT_CLOCKS: Assumptions = Assumptions::RIGHT_CLOCKS;

type Kept = &'static [(ModelId, Assumptions)];
type Broken = &'static [(ModelId, &'static str)];

const fn mode(
    (id, name): (&'static str, &'static str),
    settings: &'static str,
    keeps: Kept,
    breaks: Broken,
    mutant: &'static str,
) -> Mode {
    Mode { id, name, settings, keeps, breaks, mutant }
}

pub(super) const MODES: &[Mode] = &[
    mode(
        ("primary", "Reads from the primary, no failover"),
        "n=3",
        &[(Linearizable, HARSH), (Converged, HARSH)],
        &[],
        "k.reads=any",
    ),
    mode(
        ("backups", "Reads from any replica, no sessions"),
        "n=3&k.reads=any",
        &[(Converged, HARSH)],
        links::BACKUPS,
        "k.resend_ms=60000",
    ),
    mode(
        ("confirmed", "All backups confirm, reads from any replica"),
        "n=3&k.acks=2&k.reads=any",
        &[(RegularStrong, HARSH), (ReadYourWrites, HARSH), (MonotonicWrites, HARSH), (Converged, HARSH)],
        links::CONFIRMED,
        "k.acks=1",
    ),
    mode(
        ("failover", "Failover with fencing, a majority has every write"),
        "n=3&k.acks=1&k.failover=on",
        &[(Linearizable, RIGHT_CLOCKS), (Converged, HARSH)],
        links::FAILOVER,
        "k.fencing=off",
    ),
    mode(
        ("failover_minority", "Failover with fencing, fewer than a majority have a write"),
        "n=5&k.acks=1&k.failover=on",
        &[(Converged, HARSH)],
        links::FAILOVER_MINORITY,
        "k.resend_ms=60000",
    ),
    mode(
        ("failover_asynchronous", "Failover with fencing, no backup need have a write"),
        "n=3&k.failover=on",
        &[(Converged, HARSH)],
        links::FAILOVER_ASYNCHRONOUS,
        "k.resend_ms=60000",
    ),
    mode(
        ("split_brain", "Failover without fencing"),
        "n=3&k.failover=on&k.fencing=off",
        &[(Converged, HARSH)],
        links::SPLIT_BRAIN,
        "k.resend_ms=60000",
    ),
    mode(
        ("sticky", "Sessions that stay with a replica, whatever happens"),
        "n=3&k.reads=any&k.session=sticky&k.patience_ms=60000",
        &[(MonotonicReads, HARSH), (Converged, HARSH)],
        links::STICKY,
        "k.session=none",
    ),
    mode(
        ("primary_after_write", "Reads from the primary for a minute after a write"),
        "n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000",
        &[(ReadYourWrites, RIGHT_CLOCKS), (Converged, HARSH)],
        links::PRIMARY_AFTER_WRITE,
        "k.after_write_ms=1",
    ),
    mode(
        ("read_your_writes", "Tracked: read your writes alone"),
        "n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        &[(ReadYourWrites, HARSH), (Converged, HARSH)],
        links::READ_YOUR_WRITES,
        "k.read_your_writes=off",
    ),
    mode(
        ("monotonic_reads", "Tracked: monotonic reads alone"),
        "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        &[(MonotonicReads, HARSH), (Converged, HARSH)],
        links::MONOTONIC_READS,
        "k.monotonic_reads=off",
    ),
    mode(
        ("monotonic_writes", "Tracked: monotonic writes and reads"),
        "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off",
        &[(MonotonicReads, HARSH), (MonotonicWrites, HARSH), (Converged, HARSH)],
        links::MONOTONIC_WRITES,
        "k.session=none",
    ),
    mode(
        ("writes_follow_reads", "Tracked: writes follow reads, monotonic reads"),
        "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off",
        &[(MonotonicReads, HARSH), (WritesFollowReads, HARSH), (Converged, HARSH)],
        links::WRITES_FOLLOW_READS,
        "k.session=none",
    ),
    mode(
        ("pram", "Tracked: all but writes follow reads"),
        "n=3&k.reads=any&k.session=tracked&k.writes_follow_reads=off",
        &[(Pram, HARSH), (PerKeySequential, HARSH), (Converged, HARSH)],
        links::PRAM,
        "k.session=none",
    ),
    mode(
        ("causal", "Tracked: all four guarantees"),
        "n=3&k.reads=any&k.session=tracked",
        &[(CausalMemory, HARSH), (CausalConvergence, HARSH), (PerKeySequential, HARSH), (Converged, HARSH)],
        links::CAUSAL,
        "k.session=none",
    ),
];
