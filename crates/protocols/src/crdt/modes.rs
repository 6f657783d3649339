//! What registers of the last writer promise, by what spreads their writes.
//!
//! A state is all that led to it, so that whoever joins it has what any write in it depends on:
//! causal consistency, with no clock and no wait. Operations wait for it. A delta does neither.

use history::ModelId;
use history::ModelId::{
    CausalConvergence, Converged, MonotonicReads, MonotonicWrites, PerKeySequential, Pram, ReadYourWrites, Safe,
    Sequential, WritesFollowReads,
};
use scenario::{Assumptions, Mode};

/// Each session meets the writes of a key in the order of their versions, at one replica: so each key
/// alone is sequentially consistent as well.
const CAUSAL: &[(ModelId, Assumptions)] =
    &[(CausalConvergence, Assumptions::HARSH), (PerKeySequential, Assumptions::HARSH), (Converged, Assumptions::HARSH)];

pub(super) const MODES: &[Mode] = &[
    Mode {
        id: "state",
        name: "States",
        settings: "n=3&k.form=state",
        keeps: CAUSAL,
        breaks: &[
            (
                Sequential,
                "s=crdt&n=3&k.form=state&net=continent&sessions=0,2&ops=0&\
                 do=A.w.x@10,B.w.y@10,A.r.y@15,B.r.x@15&seed=1",
            ),
            // A sees its x=4 before and after it learns of the write of x that 4 hides.
            (
                Pram,
                "s=crdt&n=3&k.form=state&sessions=0,2&ops=0&\
                 do=A.w.x@10,B.w.y@10,B.w.x@20,A.w.x@25,B.w.y@30,A.r.y@40,A.r.y@150,A.r.x@160&seed=1",
            ),
            (Safe, "s=crdt&n=3&k.form=state&net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1"),
        ],
        mutant: "k.without=retransmission",
    },
    Mode {
        id: "delta",
        name: "Changes, and states",
        settings: "n=3&k.form=delta",
        keeps: &[
            (PerKeySequential, Assumptions::HARSH),
            (ReadYourWrites, Assumptions::HARSH),
            (MonotonicReads, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (Safe, "s=crdt&n=3&k.form=delta&net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1"),
            (
                MonotonicWrites,
                "s=crdt&n=3&k.form=delta&net=worldwide&sessions=0,1&ops=0&\
                 do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=3",
            ),
            (
                WritesFollowReads,
                "s=crdt&n=3&k.form=delta&net=worldwide&place=0,1,7&sessions=0,1,7&ops=0&\
                 do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=1",
            ),
        ],
        mutant: "k.without=tags",
    },
    Mode {
        id: "operation",
        name: "Operations in causal order",
        settings: "n=3&k.form=operation",
        keeps: CAUSAL,
        breaks: &[
            (
                Sequential,
                "s=crdt&n=3&k.form=operation&net=continent&sessions=0,2&ops=0&\
                 do=A.w.x@10,B.w.y@10,A.r.y@15,B.r.x@15&seed=1",
            ),
            (
                Pram,
                "s=crdt&n=3&k.form=operation&sessions=0,2&ops=0&\
                 do=A.w.x@10,B.w.y@10,B.w.x@20,A.w.x@25,B.w.y@30,A.r.y@40,A.r.y@150,A.r.x@160&seed=1",
            ),
            (Safe, "s=crdt&n=3&k.form=operation&net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1"),
        ],
        // Without causal delivery few trials of registers notice, and sets and texts do at once.
        mutant: "k.without=tags",
    },
];
