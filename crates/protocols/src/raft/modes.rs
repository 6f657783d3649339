//! What Raft promises for each way to read.

use history::ModelId;
use scenario::{Assumptions, Mode};

pub(crate) const MODES: &[Mode] = &[
    Mode {
        id: "read_index",
        name: "The leader reads, after asking a majority",
        settings: "n=3",
        keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=up_to_date",
    },
    Mode {
        id: "lease",
        name: "The leader reads, by its lease",
        settings: "n=3&k.reads=lease",
        // Whatever a deposed leader reads is still a prefix of the one log.
        keeps: &[
            (ModelId::Linearizable, Assumptions::RIGHT_CLOCKS),
            (ModelId::MonotonicWrites, Assumptions::HARSH),
            (ModelId::WritesFollowReads, Assumptions::HARSH),
            (ModelId::Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (ModelId::Safe, WRITE_OF_ANOTHER_UNDER_A_NEW_LEADER),
            (ModelId::PerKeySequential, OWN_WRITE_UNDER_A_NEW_LEADER),
            (ModelId::ReadYourWrites, OWN_WRITE_UNDER_A_NEW_LEADER),
            (ModelId::MonotonicReads, READ_OF_A_NEW_LEADER),
        ],
        mutant: "k.without=up_to_date",
    },
    Mode {
        id: "follower",
        name: "The nearest replica reads, at once",
        settings: "n=3&k.reads=follower",
        // All that a session sees comes from one prefix of the log, which only grows.
        keeps: &[
            (ModelId::MonotonicReads, Assumptions::HARSH),
            (ModelId::MonotonicWrites, Assumptions::HARSH),
            (ModelId::WritesFollowReads, Assumptions::HARSH),
            (ModelId::Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (ModelId::Safe, OWN_WRITE_NOT_APPLIED_NEAR_BY),
            (ModelId::PerKeySequential, OWN_WRITE_NOT_APPLIED_NEAR_BY),
            (ModelId::ReadYourWrites, OWN_WRITE_NOT_APPLIED_NEAR_BY),
        ],
        mutant: "k.without=one_replica",
    },
    Mode {
        id: "follower_read_index",
        name: "The nearest replica reads, after asking the leader",
        settings: "n=3&k.reads=follower_read_index",
        keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=up_to_date",
    },
];

/// The leader is cut off with A, and its clock is set back: it thinks that its lease still lasts
/// when the others have another leader and B has written there.
const WRITE_OF_ANOTHER_UNDER_A_NEW_LEADER: &str = "s=raft&n=3&net=continent&k.reads=lease&sessions=0,1&ops=0\
    &timeout=4000&do=B.w.x@800,A.r.x@1300&cut=r1,A@100-1500&clock=r1@300+-1200";

/// The same, and A itself has written under the new leader before it is cut off with the old one.
const OWN_WRITE_UNDER_A_NEW_LEADER: &str = "s=raft&n=3&net=continent&k.reads=lease&sessions=0,1&ops=0\
    &timeout=4000&do=A.w.x@300,A.r.x@1250&cut=r1@100-1200&cut=r1,A@1200-1800&clock=r1@300+-3000";

/// The same, and A has read there what B had written.
const READ_OF_A_NEW_LEADER: &str = "s=raft&n=3&net=continent&k.reads=lease&sessions=0,1&ops=0\
    &timeout=4000&do=B.w.x@300,A.r.x@800,A.r.x@1350&cut=r1@100-1300&cut=r1,A@1300-2300&clock=r1@300+-3000";

/// A writes through the leader, far away, and then reads near by, where the write is logged but not
/// known to be committed.
const OWN_WRITE_NOT_APPLIED_NEAR_BY: &str = "s=raft&n=3&k.reads=follower&sessions=1&ops=0&do=A.w.x@10,A.r.x@190";
