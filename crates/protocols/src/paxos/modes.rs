//! What Paxos promises: each key is linearizable whatever happens. What no operation touches any more,
//! no one brings up to date.

use history::ModelId::{
    Converged, Linearizable, MonotonicReads, MonotonicWrites, PerKeySequential, ReadYourWrites, Safe, WritesFollowReads,
};
use scenario::{Assumptions, Mode};

/// Every message arrives in time, whatever the clocks show.
const NOTHING_LOST: Assumptions = Assumptions { skew_ms: 1_000, ..Assumptions::CALM };

pub(super) const MODES: &[Mode] = &[
    Mode {
        id: "session",
        name: "Sessions propose",
        settings: "n=3",
        keeps: &[(Linearizable, Assumptions::HARSH), (Converged, NOTHING_LOST)],
        breaks: &[(Converged, "s=paxos&n=3&net=zones&sessions=0&ops=0&do=A.w.x@20&cut=r3@10-60&seed=1")],
        mutant: "k.without=finish",
    },
    Mode {
        id: "replica",
        name: "The nearest replica proposes",
        settings: "n=5&k.proposer=nearest",
        keeps: &[(Linearizable, Assumptions::HARSH), (Converged, NOTHING_LOST)],
        breaks: &[(
            Converged,
            "s=paxos&n=5&k.proposer=nearest&net=zones&sessions=0&ops=0&do=A.w.x@20&cut=r3@10-60&seed=1",
        )],
        mutant: "k.without=done",
    },
    // A replica learns what was chosen in order, but may miss some of it, and never learns of others in
    // the order in which they were written.
    Mode {
        id: "plain_reads",
        name: "Reads from the nearest replica",
        settings: "n=3&k.reads=nearest",
        keeps: &[(MonotonicReads, Assumptions::HARSH), (Converged, NOTHING_LOST)],
        breaks: &[
            (Safe, "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0,2&ops=0&do=A.w.x@20,B.r.x@40&cut=r3@23-30&seed=1"),
            (
                ReadYourWrites,
                "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0&ops=0&do=A.w.x@20,A.r.x@40&cut=r1@23-30&seed=1",
            ),
            (
                PerKeySequential,
                "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0&ops=0&do=A.w.x@20,A.r.x@40&cut=r1@23-30&seed=1",
            ),
            (
                MonotonicWrites,
                "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0,2&ops=0\
                 &do=A.w.x@20,A.w.y@40,B.r.y@60,B.r.x@65&cut=r3@23-30&seed=1",
            ),
            (
                WritesFollowReads,
                "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0,1,2&ops=0\
                 &do=A.w.x@20,B.r.x@40,B.w.y@50,C.r.y@70,C.r.x@75&cut=r3@23-30&seed=1",
            ),
            (Converged, "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0&ops=0&do=A.w.x@20&cut=r3@10-60&seed=1"),
        ],
        mutant: "k.without=later",
    },
];
