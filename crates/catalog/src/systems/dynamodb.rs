//! DynamoDB.

use history::ModelId::{Converged, ReadYourWrites, RegularWeak, Safe};
use scenario::Assumptions;

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

const READS: &str = "DynamoDB developer guide, Read consistency";
const GLOBAL: &str = "DynamoDB developer guide, How global tables work, Consistency modes";

/// Another replica than the slow one confirms the write, and the slow one is read.
const ONE_IS_SLOW: &str = "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&slow=r3@5-100x10&seed=21";

pub(super) const SYSTEM: System = System {
    id: "dynamodb",
    name: "DynamoDB",
    mechanism: "Each partition has a few replicas whose leader, elected by Multi-Paxos, has every write logged by a \
                quorum.",
    modes: &[
        SystemMode {
            name: "Strongly consistent reads (ConsistentRead)",
            settings: "s=primary&n=3&k.acks=1&k.failover=on",
            claims: &[keeps(RegularWeak, Assumptions::RIGHT_CLOCKS, READS)],
            leaves_out: "Paxos itself: the leader holds a lease, and a write has its quorum when one of two others has \
                         confirmed it",
        },
        SystemMode {
            name: "Eventually consistent reads (default)",
            settings: "s=primary&n=3&k.acks=1&k.failover=on&k.reads=any",
            claims: &[
                keeps(Converged, NOTHING_SLOW, READS),
                breaks(Safe, ONE_IS_SLOW, READS),
                breaks(ReadYourWrites, ONE_IS_SLOW, READS),
            ],
            leaves_out: "secondary indexes and streams, which are always read so",
        },
        SystemMode {
            name: "Global tables, multi-Region eventual consistency (MREC)",
            settings: "s=multi_leader&n=3&k.versions=clock&k.reads=nearest",
            claims: &[
                keeps(Converged, NOTHING_SLOW, GLOBAL),
                breaks(Safe, "net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1", GLOBAL),
            ],
            leaves_out: "that a Region is itself several replicas: here it is one",
        },
    ],
    not_simulated: &[
        NotSimulated {
            name: "Global tables, multi-Region strong consistency (MRSC)",
            reason: "how its Regions agree on a write and a strong read is not described well enough to be simulated",
        },
        NotSimulated {
            name: "Transactions (TransactWriteItems, TransactGetItems)",
            reason: "they read and write several items; an operation here is of one key",
        },
    ],
};
