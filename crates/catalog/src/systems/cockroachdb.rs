//! CockroachDB.

use history::ModelId::Linearizable;
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const CLOCKS: &str = "CockroachDB documentation, Operational FAQs, What happens when node clocks are not properly \
                      synchronized";

pub(super) const SYSTEM: System = System {
    id: "cockroachdb",
    name: "CockroachDB",
    mechanism: "Raft within each range of keys, whose leaseholder answers reads, and transactions by hybrid logical \
                clocks across ranges.",
    modes: &[SystemMode {
        name: "Reads and writes of one row",
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
        leaves_out: "timestamps with their interval of uncertainty, and that a node stops itself when its clock is too \
                     far off; here the lease of the leader depends on clocks and nothing else does",
    }],
    not_simulated: &[
        NotSimulated {
            name: "SERIALIZABLE and READ COMMITTED transactions",
            reason: "they read and write several keys; an operation here is of one key",
        },
        NotSimulated {
            name: "Follower reads (AS OF SYSTEM TIME)",
            reason: "they read the state of a past moment; no old versions are kept here",
        },
    ],
};
