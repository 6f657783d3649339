//! Dynamo (DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store", SOSP 2007), which is not
//! `DynamoDB`.

use history::ModelId::{Converged, MonotonicReads, ReadYourWrites, Safe};

use super::{NOTHING_SLOW, ONE_HAS_IT, System, SystemMode, breaks, keeps};

pub(super) const SYSTEM: System = System {
    id: "dynamo",
    name: "Dynamo (2007)",
    mechanism: "Sloppy quorums of the first nodes that are up, hints for those that are not, and hash trees that \
                compare replicas.",
    modes: &[
        SystemMode {
            name: "(N, R, W) = (3, 2, 2), timestamp based reconciliation",
            settings: "s=quorum&n=3&w=2&r=2&spares=3&k.sloppy=on&k.anti_entropy_ms=100",
            claims: &[
                keeps(
                    Converged,
                    NOTHING_SLOW,
                    "DeCandia et al. 2007, section 2.3, and section 4.7 on replica synchronization",
                ),
                breaks(
                    Safe,
                    "net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@230&cut=A,r1,r4@5-300&seed=1",
                    "DeCandia et al. 2007, section 4.4, on data versioning",
                ),
                breaks(
                    ReadYourWrites,
                    "net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0&do=A.w.x@10,A.r.x@230&cut=A@5-40&seed=1",
                    "DeCandia et al. 2007, section 4.4, on data versioning",
                ),
            ],
            leaves_out: "vector clocks, by which a version that another was made of gives way whatever the clocks say; and \
                     the ring on which keys are placed",
        },
        SystemMode {
            name: "(N, R, W) = (3, 2, 2), business logic specific reconciliation",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=server",
            claims: &[
                keeps(
                    Converged,
                    NOTHING_SLOW,
                    "DeCandia et al. 2007, section 2.3, and section 4.7 on replica synchronization",
                ),
                breaks(MonotonicReads, ONE_HAS_IT, "DeCandia et al. 2007, section 4.4, on data versioning"),
            ],
            leaves_out: "sloppy quorums, and the ring on which keys are placed. What a coordinator makes of two writes that it \
                     takes one after the other, neither made of the other, is not described: here the second looks as \
                     if it had been made of the first. Carts are united, as in section 4.4",
        },
    ],
    not_simulated: &[],
};
