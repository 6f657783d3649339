//! CockroachDB.

use history::ModelId::{Linearizable, ReadYourWrites};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const CLOCKS: &str = "CockroachDB documentation, Operational FAQs, What happens when node clocks are not properly \
                      synchronized";

const TRANSACTIONS: &str =
    "CockroachDB documentation, Transaction layer, Transaction conflicts and uncertainty intervals";
const FOLLOWERS: &str = "CockroachDB documentation, Follower reads, Exact staleness reads";

/// Any two clocks are less far apart than the maximum offset, several times over.
const WITHIN_MAXIMUM_OFFSET: Assumptions = Assumptions { skew_ms: 14, ..Assumptions::HARSH };

pub(super) const SYSTEM: System = System {
    id: "cockroachdb",
    name: "CockroachDB",
    mechanism: "Raft within each range of keys, whose leaseholder answers reads, and transactions by hybrid logical \
                clocks across ranges.",
    modes: &[
        SystemMode {
            name: "Reads and writes of one row, by the leaseholder",
            settings: "s=raft&n=3&k.reads=lease",
            claims: &[
                keeps(Linearizable, Assumptions::RIGHT_CLOCKS, CLOCKS),
                // The leaseholder is cut off, and its clock is set back: it thinks that its lease still lasts.
                breaks(
                    Linearizable,
                    "net=continent&sessions=0,1&ops=0&timeout=4000&do=B.w.x@800,A.r.x@1300\
                 &cut=r1,A@100-1500&clock=r1@300+-1200",
                    CLOCKS,
                ),
            ],
            leaves_out: "timestamps, and that a node stops itself when its clock is too far off; here the lease of the \
                     leader depends on clocks and nothing else does",
        },
        SystemMode {
            name: "Reads and writes of one row, by timestamps (--max-offset)",
            settings: "s=true_time&n=6&k.clock=hybrid&k.uncertainty_ms=120",
            claims: &[
                keeps(Linearizable, WITHIN_MAXIMUM_OFFSET, TRANSACTIONS),
                // r1's clock is further ahead than the maximum offset: B's read is before A's write, and not uncertain.
                breaks(Linearizable, "net=zones&sessions=0,0&ops=0&do=A.w.x@10,B.r.x@30&clock=r1@0+300", CLOCKS),
            ],
            leaves_out: "a new leaseholder while the old one is down; that one transaction may be seen without another \
                     that was over before it began is shown by calls on a bank (object=bank), and no model of \
                     registers can say it",
        },
        SystemMode {
            name: "Follower reads (AS OF SYSTEM TIME)",
            settings: "s=true_time&n=6&k.clock=hybrid&k.uncertainty_ms=120&k.reads=nearest&k.staleness_ms=4200",
            claims: &[breaks(Linearizable, OWN_WRITE, FOLLOWERS), breaks(ReadYourWrites, OWN_WRITE, FOLLOWERS)],
            leaves_out: "reads of bounded staleness, whose moment the replica chooses",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "READ COMMITTED transactions",
        reason: "a transaction here is handed over whole, and each of its statements cannot have a moment of its own",
    }],
};

const OWN_WRITE: &str = "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@60";
