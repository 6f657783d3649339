//! The ways to tell siblings apart, and what a store of registers promises with each.
//!
//! A read returns the newest of the siblings by version, and a write gets a version above all that its
//! writer knew. So with right clocks and quorums that overlap a read meets all writes that were over, as it
//! does where the last write wins, and that is strong regularity. Wrong clocks cost less: what a session
//! knew before its own write never comes back to it. What each way loses beyond that no model of registers
//! sees; it is counted, and `quorate carts` shows it.

use history::ModelId::{
    Converged, MonotonicReads, MonotonicWrites, PerKeySequential, ReadYourWrites, RegularStrong, Safe,
    WritesFollowReads,
};
use scenario::{Assumptions, Mode};

pub(super) const MODES: &[Mode] = &[DOTTED, PARTIAL, SERVER, CLIENT, OBJECT, CLOCK];

/// A write that is slow enough arrives after any time that a store is given to settle.
const NOTHING_SLOW: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

macro_rules! run {
    ($versions:literal, $rest:literal) => {
        concat!("s=siblings&n=3&w=2&r=2&k.versions=", $versions, "&net=zones&", $rest)
    };
}

/// The runs that show what overlapping quorums break, beside one that breaks safety.
macro_rules! overlapping {
    ($versions:literal, $safe:literal $(, $more:expr)*) => {
        &[
            (Safe, run!($versions, $safe)),
            // One replica alone has the write; the read that meets it repairs the others, too late for the next.
            (
                MonotonicReads,
                run!($versions, "sessions=0,2&ops=0&do=A.w.x@10,B.r.x@13,B.r.x@13.5&cut=r2,r3@9-12!in&seed=31"),
            ),
            (
                PerKeySequential,
                run!($versions, "sessions=0,2&ops=0&do=A.w.x@10,B.r.x@13,B.r.x@13.5&cut=r2,r3@9-12!in&seed=31"),
            ),
            (
                WritesFollowReads,
                run!(
                    $versions,
                    "sessions=0,0,2&ops=0&do=A.w.x@10,B.r.x@13,B.w.y@56,C.r.y@62,C.r.x@64\
                     &cut=r2,r3@9-12!in&slow=B@0-300x20&seed=20"
                ),
            ),
            $($more),*
        ]
    };
}

const DOTTED: Mode = Mode {
    id: "dotted",
    name: "Dotted version vectors, overlapping quorums",
    settings: "n=3&w=2&r=2&k.versions=dotted",
    keeps: KEPT,
    // The clock beside A is ahead, and its write is taken for newer than one that came later.
    breaks: overlapping!("dotted", "sessions=0,1,2&ops=0&do=A.w.x@10,B.w.x@60,C.r.x@100&clock=r1@0+300&seed=1"),
    mutant: "k.without=context",
};

const SERVER: Mode = Mode {
    id: "server",
    name: "Version vectors by server",
    settings: "n=3&w=2&r=2&k.versions=server",
    keeps: KEPT,
    breaks: overlapping!("server", "sessions=0,1,2&ops=0&do=A.w.x@10,B.w.x@60,C.r.x@100&clock=r1@0+300&seed=1"),
    mutant: "r=1",
};

const OBJECT: Mode = Mode {
    id: "object",
    name: "One version vector for all siblings",
    settings: "n=3&w=2&r=2&k.versions=object",
    keeps: KEPT,
    breaks: overlapping!("object", "sessions=0,1,2&ops=0&do=A.w.x@10,B.w.x@60,C.r.x@100&clock=r1@0+300&seed=1"),
    mutant: "r=1",
};

const KEPT: &[(history::ModelId, Assumptions)] = &[
    (RegularStrong, Assumptions::RIGHT_CLOCKS),
    (ReadYourWrites, Assumptions::HARSH),
    (MonotonicWrites, Assumptions::HARSH),
    (Converged, NOTHING_SLOW),
];

/// A client that gave up goes on without its count. What it writes then may be taken for what it wrote
/// before, and be gone.
const CLIENT: Mode = Mode {
    id: "client",
    name: "Version vectors by client",
    settings: "n=3&w=2&r=2&k.versions=client",
    keeps: &[(ReadYourWrites, Assumptions::HARSH), (MonotonicWrites, Assumptions::HARSH), (Converged, NOTHING_SLOW)],
    breaks: overlapping!(
        "client",
        "sessions=0,1&ops=0&timeout=100&do=A.w.x@10,A.r.x@50,A.w.x@200,B.r.x@300&cut=A@45-60!in&seed=1"
    ),
    mutant: "r=1",
};

const CLOCK: Mode = Mode {
    id: "clock",
    name: "The last write wins by the clock",
    settings: "n=3&w=2&r=2&k.versions=clock",
    keeps: &[
        (RegularStrong, Assumptions::RIGHT_CLOCKS),
        (ReadYourWrites, Assumptions::RIGHT_CLOCKS),
        (MonotonicWrites, Assumptions::RIGHT_CLOCKS),
        (Converged, NOTHING_SLOW),
    ],
    // B knows what A wrote, and writes by a clock that is behind: its write is gone at once.
    breaks: overlapping!(
        "clock",
        "sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1",
        (
            ReadYourWrites,
            run!("clock", "sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1")
        )
    ),
    mutant: "r=1",
};

const PARTIAL: Mode = Mode {
    id: "partial",
    name: "Dotted version vectors, partial quorums",
    settings: "n=3&w=1&r=1&k.versions=dotted",
    keeps: &[(Converged, NOTHING_SLOW)],
    breaks: &[
        (Safe, "s=siblings&n=3&w=1&r=1&k.versions=dotted&net=zones&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@10.5&seed=1"),
        (
            ReadYourWrites,
            "s=siblings&n=3&w=1&r=1&k.versions=dotted&net=continent&sessions=0&ops=0\
             &do=A.w.x@10,A.r.x@12&pause=r1@12-60&seed=16",
        ),
        (
            MonotonicReads,
            "s=siblings&n=3&w=1&r=1&k.versions=dotted&place=0,3,3&sessions=0,3&ops=0\
             &do=A.w.x@10,B.r.x@75,B.r.x@76&seed=17",
        ),
        (
            MonotonicWrites,
            "s=siblings&n=3&w=1&r=1&k.versions=dotted&net=zones&sessions=0,2&ops=0\
             &do=A.w.x@10,A.w.y@14,B.r.y@18,B.r.x@20&cut=r2,r3@9-12!in&seed=16",
        ),
        (
            WritesFollowReads,
            "s=siblings&n=3&w=1&r=1&k.versions=dotted&net=zones&sessions=0,0,2&ops=0\
             &do=A.w.x@10,B.r.x@14,B.w.y@16,C.r.y@20,C.r.x@22&cut=r2,r3@9-12!in&seed=17",
        ),
        (
            PerKeySequential,
            "s=siblings&n=3&w=1&r=1&k.versions=dotted&place=0,3,3&sessions=0,3&ops=0\
             &do=A.w.x@10,B.r.x@75,B.r.x@76&seed=17",
        ),
    ],
    mutant: "k.period_ms=0",
};
