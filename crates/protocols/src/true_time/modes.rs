//! What shards with timestamps promise, for keys that are each read and written alone. What they
//! promise of transactions is held by the tests of the whole house (`tests/tests/true_time.rs`).

use history::ModelId;
use scenario::{Assumptions, Mode};

/// Clocks may be a little off: even as much several times over is within the uncertainty of the modes.
const WITHIN_UNCERTAINTY: Assumptions = Assumptions { skew_ms: 14, ..Assumptions::HARSH };

/// The same for a smaller uncertainty, so that what is stale is not long ago.
const A_LITTLE_OFF: Assumptions = Assumptions { skew_ms: 4, ..Assumptions::HARSH };

pub(crate) const MODES: &[Mode] = &[
    Mode {
        id: "true_time",
        name: "True time, the leaders read",
        settings: "n=6&k.uncertainty_ms=60",
        keeps: &[(ModelId::Linearizable, WITHIN_UNCERTAINTY), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.commit_wait=off",
    },
    Mode {
        id: "nearest",
        name: "True time, the nearest replicas read",
        settings: "n=6&k.uncertainty_ms=60&k.reads=nearest",
        keeps: &[(ModelId::Linearizable, WITHIN_UNCERTAINTY), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=safe_time",
    },
    Mode {
        id: "no_wait",
        name: "True time without the commit wait",
        settings: "n=6&k.uncertainty_ms=60&k.commit_wait=off",
        // Timestamps are one order all the same, in which no session's reads go back.
        keeps: &[
            (ModelId::Linearizable, Assumptions::RIGHT_CLOCKS),
            (ModelId::MonotonicReads, Assumptions::HARSH),
            (ModelId::Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (ModelId::Safe, OWN_WRITE_IN_THE_FUTURE),
            (ModelId::PerKeySequential, OWN_WRITE_IN_THE_FUTURE),
            (ModelId::ReadYourWrites, OWN_WRITE_IN_THE_FUTURE),
            (ModelId::MonotonicWrites, SECOND_WRITE_SEEN_FIRST),
            (ModelId::WritesFollowReads, ANSWER_SEEN_WITHOUT_ITS_QUESTION),
        ],
        mutant: "k.reads=nearest&k.without=safe_time",
    },
    Mode {
        id: "stale",
        name: "True time, stale reads near by",
        settings: "n=6&k.uncertainty_ms=20&k.reads=nearest&k.staleness_ms=60",
        keeps: &[
            (ModelId::MonotonicReads, Assumptions::HARSH),
            (ModelId::MonotonicWrites, A_LITTLE_OFF),
            (ModelId::WritesFollowReads, A_LITTLE_OFF),
            (ModelId::Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (ModelId::Safe, OWN_WRITE_NOT_YET_READ),
            (ModelId::PerKeySequential, OWN_WRITE_NOT_YET_READ),
            (ModelId::ReadYourWrites, OWN_WRITE_NOT_YET_READ),
        ],
        mutant: "k.without=reads_forward",
    },
    Mode {
        id: "hybrid",
        name: "Hybrid clocks",
        settings: "n=6&k.clock=hybrid&k.uncertainty_ms=120",
        keeps: &[(ModelId::Linearizable, WITHIN_UNCERTAINTY), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=uncertainty",
    },
];

/// r1's clock is fast, within the uncertainty: A's write is of a moment that A's read is before.
const OWN_WRITE_IN_THE_FUTURE: &str = "s=true_time&n=6&net=zones&k.uncertainty_ms=60&k.commit_wait=off\
    &sessions=0&ops=0&do=A.w.x@10,A.r.x@11&clock=r1@0+18";

/// r1's clock is fast, and r4's is slow: A's second write has the earlier timestamp, and B, whose clock
/// is slow as well, reads at moments between the two.
const SECOND_WRITE_SEEN_FIRST: &str = "s=true_time&n=6&net=zones&k.uncertainty_ms=60&k.commit_wait=off\
    &sessions=0,0&ops=0&do=A.w.x@10,A.w.y@11,B.r.y@15,B.r.x@16&clock=r1@0+18&clock=r4@0+-18&clock=B@0+-18";

/// The same, and C, whose clock is fast, reads A's write and answers to it with the earlier timestamp.
const ANSWER_SEEN_WITHOUT_ITS_QUESTION: &str = "s=true_time&n=6&net=zones&k.uncertainty_ms=60&k.commit_wait=off\
    &sessions=0,0,0&ops=0&do=A.w.x@10,C.r.x@15,C.w.y@20,B.r.y@25,B.r.x@26&clock=r1@0+18&clock=r4@0+-18\
    &clock=B@0+-18&clock=C@0+19";

/// A reads what was there 60 ms ago.
const OWN_WRITE_NOT_YET_READ: &str = "s=true_time&n=6&net=zones&k.uncertainty_ms=20&k.reads=nearest\
    &k.staleness_ms=60&sessions=0&ops=0&do=A.w.x@10,A.r.x@60";
