//! ZooKeeper.

use history::ModelId::{Linearizable, MonotonicReads, Sequential};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const INTERNALS: &str = "ZooKeeper documentation, Internals, Consistency guarantees";
const GUIDE: &str = "ZooKeeper documentation, Programmer's guide, Consistency guarantees";

pub(super) const SYSTEM: System = System {
    id: "zookeeper",
    name: "ZooKeeper",
    mechanism: "Zab: a leader gives all writes one order that every server follows, and each server answers reads by \
                itself.",
    modes: &[
        SystemMode {
            name: "Reads",
            settings: "s=total_order&n=3",
            claims: &[
                keeps(Sequential, Assumptions::HARSH, INTERNALS),
                keeps(MonotonicReads, Assumptions::HARSH, GUIDE),
                breaks(Linearizable, "net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@28&seed=1", GUIDE),
            ],
            leaves_out: "watches, ephemeral nodes, and the bound of some tens of seconds on how far a view may be behind",
        },
        SystemMode {
            name: "sync, then read",
            settings: "s=total_order&n=3&k.sync=on",
            claims: &[
                keeps(Sequential, Assumptions::HARSH, INTERNALS),
                // The old leader is cut off together with the session that asks it, and knows of no other.
                breaks(
                    Linearizable,
                    "net=zones&sessions=0,1&ops=0&do=B.w.x@30,A.r.x@800&cut=r1,A@20-900&timeout=2000&seed=1",
                    INTERNALS,
                ),
            ],
            leaves_out: "that sync and read are two calls, between which the session may move to another server",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "multi",
        reason: "it writes several nodes at once; an operation here is of one key",
    }],
};
