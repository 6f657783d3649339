//! What several leaders promise, by whose clock counts, where a session reads and what it tracks.
//!
//! Monotonic writes and writes follow reads are judged with monotonic reads: whoever reads back and
//! forth sees no order of writes.

use history::ModelId::{CausalConvergence, Converged, MonotonicReads, MonotonicWrites, PerKeySequential};
use history::ModelId::{ReadYourWrites, Safe, WritesFollowReads};
use scenario::{Assumptions, Mode};

use super::links;

pub(super) const MODES: &[Mode] = &[
    Mode {
        id: "lamport",
        name: "Lamport clock, always the nearest replica",
        settings: "n=3&k.versions=lamport&k.reads=nearest",
        keeps: &[
            (PerKeySequential, Assumptions::HARSH),
            (ReadYourWrites, Assumptions::HARSH),
            (MonotonicReads, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (
                Safe,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=nearest&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@15&seed=1",
            ),
            (
                MonotonicWrites,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=nearest&net=worldwide&sessions=0,1&\
                 ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=3",
            ),
            (
                WritesFollowReads,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=nearest&net=worldwide&place=0,1,7&sessions=0,1,7&\
                 ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=1",
            ),
        ],
        mutant: "k.without=last_write_wins",
    },
    Mode {
        id: "clock",
        name: "Wall clock, always the nearest replica",
        settings: "n=3&k.versions=clock&k.reads=nearest",
        keeps: &[
            (PerKeySequential, Assumptions::RIGHT_CLOCKS),
            (ReadYourWrites, Assumptions::RIGHT_CLOCKS),
            (MonotonicReads, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (
                ReadYourWrites,
                "s=multi_leader&n=3&k.versions=clock&k.reads=nearest&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1",
            ),
            (
                PerKeySequential,
                "s=multi_leader&n=3&k.versions=clock&k.reads=nearest&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1",
            ),
            (
                Safe,
                "s=multi_leader&n=3&k.versions=clock&k.reads=nearest&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@15&seed=1",
            ),
            (
                MonotonicWrites,
                "s=multi_leader&n=3&k.versions=clock&k.reads=nearest&net=worldwide&sessions=0,1&\
                 ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=3",
            ),
            (
                WritesFollowReads,
                "s=multi_leader&n=3&k.versions=clock&k.reads=nearest&net=worldwide&place=0,1,7&sessions=0,1,7&\
                 ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=1",
            ),
        ],
        mutant: "k.without=last_write_wins",
    },
    Mode {
        id: "any",
        name: "Reads from any replica",
        settings: "n=3&k.versions=lamport&k.reads=any",
        keeps: &[(Converged, Assumptions::HARSH)],
        breaks: &[
            (
                ReadYourWrites,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=continent&sessions=0&\
                 ops=0&do=A.w.x@10,A.r.x@15&seed=7",
            ),
            (
                PerKeySequential,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=continent&sessions=0&\
                 ops=0&do=A.w.x@10,A.r.x@15&seed=7",
            ),
            (
                MonotonicReads,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@30,B.r.x@50&cut=r3@10-25!in&seed=4",
            ),
            (
                Safe,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=continent&sessions=0,1&\
                 ops=0&do=A.w.x@10,B.r.x@15&seed=1",
            ),
            (
                MonotonicWrites,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=worldwide&sessions=0,1&\
                 ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=66",
            ),
            (
                WritesFollowReads,
                "s=multi_leader&n=3&k.versions=lamport&k.reads=any&net=worldwide&place=0,1,7&sessions=0,1,7&\
                 ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=24",
            ),
        ],
        mutant: "k.without=anti_entropy",
    },
    Mode {
        id: "sticky",
        name: "Sessions that stay with a replica, whatever happens",
        settings: "n=3&k.versions=lamport&k.reads=any&k.session=sticky&k.patience_ms=60000",
        keeps: &[
            (PerKeySequential, Assumptions::HARSH),
            (ReadYourWrites, Assumptions::HARSH),
            (MonotonicReads, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: links::STICKY,
        mutant: "k.session=none",
    },
    Mode {
        id: "read_your_writes",
        name: "Tracked: read your writes alone",
        settings: "n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        keeps: &[(ReadYourWrites, Assumptions::HARSH), (Converged, Assumptions::HARSH)],
        breaks: links::READ_YOUR_WRITES,
        mutant: "k.read_your_writes=off",
    },
    Mode {
        id: "monotonic_reads",
        name: "Tracked: monotonic reads alone",
        settings: "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off",
        keeps: &[(MonotonicReads, Assumptions::HARSH), (Converged, Assumptions::HARSH)],
        breaks: links::MONOTONIC_READS,
        mutant: "k.monotonic_reads=off",
    },
    Mode {
        id: "monotonic_writes",
        name: "Tracked: monotonic writes and reads",
        settings: "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off",
        keeps: &[
            (MonotonicReads, Assumptions::HARSH),
            (MonotonicWrites, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: links::MONOTONIC_WRITES,
        mutant: "k.session=none",
    },
    Mode {
        id: "writes_follow_reads",
        name: "Tracked: writes follow reads, monotonic reads",
        settings: "n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off",
        keeps: &[
            (MonotonicReads, Assumptions::HARSH),
            (WritesFollowReads, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: links::WRITES_FOLLOW_READS,
        mutant: "k.session=none",
    },
    Mode {
        id: "tracked",
        name: "Tracked: all four guarantees, wall clock",
        settings: "n=3&k.reads=any&k.session=tracked",
        keeps: &[
            (CausalConvergence, Assumptions::HARSH),
            (PerKeySequential, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: links::TRACKED,
        mutant: "k.without=above",
    },
];
