//! The ways to run the quorum protocol, and what each promises.
//!
//! With right clocks, the version of a write is later than that of every write that was over when it
//! began, or was read before. If quorums overlap, a read meets all writes that were over: versions are
//! one order of all writes that every read agrees with, which is strong regularity. It is no more than
//! that, since a read may see a write in progress and a later one not. Logical versions need no clock,
//! and know only of writes that were over: each read alone fits, which is weak regularity. Write-back
//! mends both, since what is read then is over; reading all replicas does as well.

use history::ModelId::{
    Converged, Linearizable, MonotonicReads, MonotonicWrites, PerKeySequential, ReadYourWrites, RegularStrong,
    RegularWeak, Safe, WritesFollowReads,
};
use scenario::{Assumptions, Mode};

pub(super) const MODES: [Mode; 12] = [
    PARTIAL,
    OVERLAPPING,
    LOGICAL,
    WRITE_BACK,
    PROXY,
    ATOMIC,
    WRITE_ALL,
    READ_ALL,
    SLOPPY,
    ANTI_ENTROPY,
    LOCAL,
    TRACKED,
];

/// Anything but messages so slow that the run is over before they arrive.
const IN_TIME: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

const PARTIAL: Mode = Mode {
    id: "partial",
    name: "Partial quorums",
    settings: "n=3&w=1&r=1",
    keeps: &[(Converged, Assumptions::CALM)],
    breaks: &[
        (Safe, "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@40&seed=1"),
        (ReadYourWrites, "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.r.x@20&pause=r1@20-140&seed=3"),
        (MonotonicReads, "n=3&w=1&r=1&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1"),
        (MonotonicWrites, "n=3&w=1&r=1&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.y@20,B.r.y@88,B.r.x@91&seed=1"),
        (
            WritesFollowReads,
            "n=3&w=1&r=1&place=0,1,3&sessions=0,1,3&ops=0\
             &do=A.w.x@10,B.r.x@60,B.w.y@70,C.r.y@200,C.r.x@210&cut=r3@80-100&seed=1",
        ),
        (PerKeySequential, "n=3&w=1&r=1&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1"),
    ],
    // Those who were not asked never hear of the write.
    mutant: "k.requests=quorum",
};

const OVERLAPPING: Mode = Mode {
    id: "overlapping",
    name: "Overlapping quorums",
    settings: "n=3&w=2&r=2",
    keeps: &[
        (RegularStrong, Assumptions::RIGHT_CLOCKS),
        (ReadYourWrites, Assumptions::RIGHT_CLOCKS),
        (MonotonicWrites, Assumptions::RIGHT_CLOCKS),
    ],
    breaks: &[
        // A read sees a write in progress, and a later one does not.
        (MonotonicReads, "n=3&w=2&r=2&place=3,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@79&seed=9"),
        (PerKeySequential, "n=3&w=2&r=2&place=3,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@79&seed=9"),
        (Linearizable, "n=3&w=2&r=2&place=3,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@79&seed=9"),
        (
            WritesFollowReads,
            "n=3&w=2&r=2&place=3,3,3&sessions=0,3,3&ops=0\
             &do=A.w.x@10,B.r.x@200,B.w.y@204,C.r.y@208,C.r.x@212&slow=A@0-100x3&seed=9",
        ),
        (Converged, "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@150&cut=r3@40-100&seed=1"),
        // A's clock is set back: its second write is older than its first.
        (Safe, "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1"),
        (
            ReadYourWrites,
            "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
    ],
    mutant: "r=1",
};

const LOGICAL: Mode = Mode {
    id: "logical",
    name: "Overlapping quorums, logical versions",
    settings: "n=3&w=2&r=2&k.versions=logical",
    keeps: &[(RegularWeak, Assumptions::HARSH), (MonotonicWrites, Assumptions::HARSH)],
    breaks: &[
        // Of two writes in progress the second has met the first, and counts on. Who reads it and then
        // writes may meet neither, and counts from where they began.
        (
            RegularStrong,
            "n=3&w=2&r=2&k.versions=logical&net=zones&place=0,1,2&sessions=2,0,2&ops=0&timeout=300\
             &do=B.w.x@12,C.w.x@14,A.r.x@26,A.w.x@28,A.r.x@42&cut=r2,r3@15-26!in&seed=5",
        ),
        (
            ReadYourWrites,
            "n=3&w=2&r=2&k.versions=logical&net=zones&place=0,1,2&sessions=2,0,2&ops=0&timeout=300\
             &do=B.w.x@12,C.w.x@14,A.r.x@26,A.w.x@28,A.r.x@42&cut=r2,r3@15-26!in&seed=5",
        ),
        (
            MonotonicReads,
            "n=3&w=2&r=2&k.versions=logical&place=3,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@229,B.r.x@232&seed=1",
        ),
        (
            PerKeySequential,
            "n=3&w=2&r=2&k.versions=logical&place=3,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@229,B.r.x@232&seed=1",
        ),
        (
            WritesFollowReads,
            "n=3&w=2&r=2&k.versions=logical&place=3,3,3&sessions=0,3,3&ops=0\
             &do=A.w.x@10,B.r.x@430,B.w.y@435,C.r.y@445,C.r.x@450&slow=A@100-300x5&seed=9",
        ),
        (Converged, "n=3&w=2&r=2&k.versions=logical&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10&cut=r3@100-200&seed=1"),
    ],
    mutant: "k.versions=clock",
};

const WRITE_BACK: Mode = Mode {
    id: "write_back",
    name: "Overlapping quorums, write-back",
    settings: "n=3&w=2&r=2&k.write_back=on",
    keeps: &[(Linearizable, Assumptions::RIGHT_CLOCKS), (MonotonicReads, Assumptions::HARSH)],
    breaks: &[
        (
            Safe,
            "n=3&w=2&r=2&k.write_back=on&place=0,1,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
        (
            ReadYourWrites,
            "n=3&w=2&r=2&k.write_back=on&place=0,1,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
        (
            PerKeySequential,
            "n=3&w=2&r=2&k.write_back=on&place=0,1,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
        (Converged, "n=3&w=2&r=2&k.write_back=on&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10&cut=r3@40-100&seed=1"),
    ],
    mutant: "k.write_back=off",
};

/// One clock orders all writes: that of the proxy, which must not be set back.
const PROXY: Mode = Mode {
    id: "proxy",
    name: "Overlapping quorums, write-back, one proxy",
    settings: "n=3&w=2&r=2&spares=1&k.coordinator=proxy&k.write_back=on",
    keeps: &[(Linearizable, Assumptions::RIGHT_CLOCKS), (MonotonicReads, Assumptions::HARSH)],
    breaks: &[
        (
            Safe,
            "n=3&w=2&r=2&spares=1&k.coordinator=proxy&k.write_back=on&place=0,1,3,0&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@150,A.r.x@350&clock=r4@130+-150&seed=1",
        ),
        (
            ReadYourWrites,
            "n=3&w=2&r=2&spares=1&k.coordinator=proxy&k.write_back=on&place=0,1,3,0&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@150,A.r.x@350&clock=r4@130+-150&seed=1",
        ),
        (
            PerKeySequential,
            "n=3&w=2&r=2&spares=1&k.coordinator=proxy&k.write_back=on&place=0,1,3,0&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.x@150,A.r.x@350&clock=r4@130+-150&seed=1",
        ),
        (
            Converged,
            "n=3&w=2&r=2&spares=1&k.coordinator=proxy&k.write_back=on&place=0,1,3,0&sessions=0,3&ops=0\
             &do=A.w.x@10&cut=r3@40-100&seed=1",
        ),
    ],
    mutant: "k.write_back=off",
};

/// The multi-writer register of Attiya, Bar-Noy and Dolev.
const ATOMIC: Mode = Mode {
    id: "atomic",
    name: "Logical versions, write-back",
    settings: "n=3&w=2&r=2&k.versions=logical&k.write_back=on",
    keeps: &[(Linearizable, Assumptions::HARSH)],
    breaks: &[(
        Converged,
        "n=3&w=2&r=2&k.versions=logical&k.write_back=on&place=0,1,3&sessions=0,3&ops=0\
         &do=A.w.x@10&cut=r3@100-200&seed=1",
    )],
    mutant: "k.write_back=off",
};

const WRITE_ALL: Mode = Mode {
    id: "write_all",
    name: "Write all, read one",
    settings: "n=3&w=3&r=1",
    keeps: &[
        (RegularStrong, Assumptions::RIGHT_CLOCKS),
        (ReadYourWrites, Assumptions::RIGHT_CLOCKS),
        (MonotonicWrites, Assumptions::RIGHT_CLOCKS),
    ],
    breaks: &[
        (MonotonicReads, "n=3&w=3&r=1&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1"),
        (PerKeySequential, "n=3&w=3&r=1&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1"),
        (
            WritesFollowReads,
            "n=3&w=3&r=1&place=0,1,3&sessions=0,1,3&ops=0\
             &do=A.w.x@10,B.r.x@400,B.w.y@410,C.r.y@620,C.r.x@630&slow=A@0-20x10&seed=1",
        ),
        // A write that has no answer from all is on some of them for good.
        (Converged, "n=3&w=3&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@1200&cut=r3@40-100&seed=1"),
        (Safe, "n=3&w=3&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@200,A.r.x@450&clock=A@190+-250&seed=1"),
        (
            ReadYourWrites,
            "n=3&w=3&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@200,A.r.x@450&clock=A@190+-250&seed=1",
        ),
    ],
    mutant: "w=2",
};

/// A read meets whatever any earlier read has met, in progress or not: reading all replicas needs no
/// write-back.
const READ_ALL: Mode = Mode {
    id: "read_all",
    name: "Write one, read all",
    settings: "n=3&w=1&r=3",
    keeps: &[(Linearizable, Assumptions::RIGHT_CLOCKS), (MonotonicReads, Assumptions::HARSH)],
    breaks: &[
        (Safe, "n=3&w=1&r=3&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1"),
        (
            ReadYourWrites,
            "n=3&w=1&r=3&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
        (
            PerKeySequential,
            "n=3&w=1&r=3&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@110,A.r.x@250&clock=A@100+-150&seed=1",
        ),
        (Converged, "n=3&w=1&r=3&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@150&cut=r3@40-100&seed=1"),
    ],
    mutant: "r=2",
};

/// Hints reach whoever was down; but a session that is cut off gives no hint of what it sent.
const SLOPPY: Mode = Mode {
    id: "sloppy",
    name: "Sloppy quorums",
    settings: "n=3&w=2&r=2&spares=3&k.sloppy=on",
    keeps: &[(Converged, Assumptions { partitions: false, losses: false, ..IN_TIME })],
    breaks: &[
        (
            Safe,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@230&cut=A,r1,r4@5-300&seed=1",
        ),
        (
            ReadYourWrites,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10,A.r.x@230&cut=A@5-40&seed=1",
        ),
        (
            MonotonicReads,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@220,B.r.x@460&cut=A,B,r1,r4@5-450&seed=5",
        ),
        (
            MonotonicWrites,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10,A.w.y@310,B.r.y@320,B.r.x@330&cut=A,r1,r4@5-300&seed=5",
        ),
        (
            WritesFollowReads,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,0,1&ops=0\
             &do=A.w.x@10,B.r.x@220,B.w.y@460,C.r.y@470,C.r.x@480&cut=A,B,r1,r4@5-450&seed=7",
        ),
        (
            PerKeySequential,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10,A.r.x@230&cut=A@5-40&seed=1",
        ),
        (
            Converged,
            "n=3&w=2&r=2&spares=3&k.sloppy=on&net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0\
             &do=A.w.x@10&cut=A@11-300&seed=1",
        ),
    ],
    mutant: "k.sloppy=off",
};

const ANTI_ENTROPY: Mode = Mode {
    id: "anti_entropy",
    name: "Partial quorums, anti-entropy",
    settings: "n=3&w=1&r=1&k.anti_entropy_ms=100",
    keeps: &[(Converged, IN_TIME)],
    breaks: &[
        (Safe, "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@40&seed=1"),
        (
            ReadYourWrites,
            "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,1,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.r.x@20&pause=r1@20-140&seed=3",
        ),
        (
            MonotonicReads,
            "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1",
        ),
        (
            MonotonicWrites,
            "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,3,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.y@20,B.r.y@88,B.r.x@91&seed=1",
        ),
        (
            WritesFollowReads,
            "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,3,3&sessions=0,3,3&ops=0\
             &do=A.w.x@10,B.r.x@75,B.w.y@78,C.r.y@81,C.r.x@84&seed=10",
        ),
        (
            PerKeySequential,
            "n=3&w=1&r=1&k.anti_entropy_ms=100&place=0,3,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@75,B.r.x@78&seed=1",
        ),
    ],
    mutant: "k.anti_entropy_ms=0",
};

/// A session stays with one region, whose majorities overlap: it meets what it wrote. Others may not.
const LOCAL: Mode = Mode {
    id: "local",
    name: "Quorums of one region",
    settings: "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local",
    keeps: &[(ReadYourWrites, Assumptions::RIGHT_CLOCKS)],
    breaks: &[
        (
            Safe,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@16&seed=3",
        ),
        (
            MonotonicReads,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@40,B.r.x@45&slow=A@5-12x5&seed=9",
        ),
        (
            PerKeySequential,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@40,B.r.x@45&slow=A@5-12x5&seed=9",
        ),
        (
            MonotonicWrites,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,1&ops=0\
             &do=A.w.x@10,A.w.y@30,B.r.y@60,B.r.x@70&cut=r4,r5,r6@5-25&seed=1",
        ),
        (
            WritesFollowReads,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,0,1&ops=0\
             &do=A.w.x@10,B.r.x@20,B.w.y@30,C.r.y@60,C.r.x@70&cut=r4,r5,r6@5-25&seed=1",
        ),
        (
            Converged,
            "n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&sessions=0,1&ops=0\
             &do=A.w.x@10,B.r.x@60&cut=r4,r5,r6@5-25&seed=1",
        ),
    ],
    mutant: "k.without=highest_version",
};

/// The smallest quorums, with sessions that know what they wrote and saw.
const TRACKED: Mode = Mode {
    id: "tracked",
    name: "Partial quorums, tracked sessions",
    settings: "n=3&w=1&r=1&k.session=tracked",
    keeps: &[
        (PerKeySequential, Assumptions::HARSH),
        (ReadYourWrites, Assumptions::HARSH),
        (MonotonicReads, Assumptions::HARSH),
    ],
    breaks: &[
        (Safe, "n=3&w=1&r=1&k.session=tracked&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@40&seed=1"),
        (
            MonotonicWrites,
            "n=3&w=1&r=1&k.session=tracked&place=0,3,3&sessions=0,3&ops=0\
             &do=A.w.x@10,A.w.y@20,B.r.y@88,B.r.x@91&seed=1",
        ),
        (
            WritesFollowReads,
            "n=3&w=1&r=1&k.session=tracked&place=0,1,3&sessions=0,1,3&ops=0\
             &do=A.w.x@10,B.r.x@60,B.w.y@70,C.r.y@200,C.r.x@210&cut=r3@80-100&seed=1",
        ),
        (Converged, "n=3&w=1&r=1&k.session=tracked&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10&cut=r3@40-100&seed=1"),
    ],
    mutant: "k.session=none",
};
