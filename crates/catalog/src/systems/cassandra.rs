//! Cassandra.

use history::ModelId::{Converged, Linearizable, MonotonicReads, ReadYourWrites, RegularWeak, Safe};
use scenario::Assumptions;

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

const TUNABLE: &str = "Cassandra documentation, Architecture, Dynamo, Tunable consistency";
const REPAIR: &str = "Cassandra documentation, Architecture, Dynamo, Replica synchronization";
const LAST_WRITE: &str = "Cassandra documentation, Architecture, Dynamo, Data versioning";
const LIGHTWEIGHT: &str = "Apache Cassandra 3.0 for DSE, Lightweight transactions with linearizable consistency";
const READ_REPAIR: &str = "Cassandra documentation, Operating, Read repair, Monotonic quorum reads";

/// The clock of the writer is set back before its second write, which is then older than its first.
const CLOCK_SET_BACK: &str = "place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.w.x@200,A.r.x@450&clock=A@190+-250&seed=1";

pub(super) const SYSTEM: System = System {
    id: "cassandra",
    name: "Cassandra",
    mechanism: "Any replicas take a write, each cell keeps the one with the latest timestamp, and the consistency \
                level says how many must answer.",
    modes: &[
        SystemMode {
            name: "ONE",
            settings: "s=quorum&n=3&w=1&r=1&k.anti_entropy_ms=100",
            claims: &[
                keeps(Converged, NOTHING_SLOW, REPAIR),
                breaks(Safe, "place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@40&seed=1", TUNABLE),
            ],
            leaves_out: "hints; and repair runs when an operator starts it, not every tenth of a second",
        },
        SystemMode {
            name: "QUORUM",
            settings: "s=quorum&n=3&w=2&r=2&k.write_back=on",
            claims: &[
                keeps(RegularWeak, Assumptions::RIGHT_CLOCKS, TUNABLE),
                keeps(MonotonicReads, Assumptions::HARSH, READ_REPAIR),
                breaks(Linearizable, CLOCK_SET_BACK, LAST_WRITE),
            ],
            leaves_out: "coordinators, which are asked instead of the replicas; read repair is that of \
                         read_repair = BLOCKING, the default",
        },
        SystemMode {
            name: "ALL",
            settings: "s=quorum&n=3&w=3&r=3&k.write_back=on",
            claims: &[
                keeps(RegularWeak, Assumptions::RIGHT_CLOCKS, TUNABLE),
                breaks(Linearizable, CLOCK_SET_BACK, LAST_WRITE),
            ],
            leaves_out: "coordinators, which are asked instead of the replicas",
        },
        SystemMode {
            name: "LOCAL_QUORUM",
            settings: "s=quorum&n=6&net=continent&place=0,0,0,1,1,1&k.quorum_scope=local&k.anti_entropy_ms=100",
            claims: &[
                keeps(ReadYourWrites, Assumptions::RIGHT_CLOCKS, TUNABLE),
                keeps(Converged, NOTHING_SLOW, REPAIR),
                breaks(Safe, "sessions=0,1&ops=0&do=A.w.x@10,B.r.x@16&seed=3", TUNABLE),
            ],
            leaves_out: "that a write goes to another data centre once and is passed on there; and blocking read repair",
        },
        SystemMode {
            name: "SERIAL (lightweight transactions)",
            settings: "s=paxos&n=3&k.proposer=nearest",
            claims: &[keeps(Linearizable, Assumptions::HARSH, LIGHTWEIGHT)],
            leaves_out: "writes without a condition, which go round Paxos; and that a commit waits for as many replicas \
                         as the consistency level says, for the sake of reads that do",
        },
    ],
    not_simulated: &[
        NotSimulated {
            name: "LOCAL_SERIAL",
            reason: "it agrees within one data centre; Paxos here needs a majority of all replicas",
        },
        NotSimulated {
            name: "EACH_QUORUM",
            reason: "it waits for a quorum in every data centre; quorums here are of all replicas or of one region",
        },
    ],
};
