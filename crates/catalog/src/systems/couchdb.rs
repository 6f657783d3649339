//! CouchDB.

use history::ModelId::{Converged, MonotonicReads, Safe};

use super::{NOTHING_SLOW, ONE_HAS_IT, System, SystemMode, breaks, keeps};

pub(super) const SYSTEM: System = System {
    id: "couchdb",
    name: "CouchDB",
    mechanism: "Every node takes writes, replication passes them on, and all nodes choose the same winner among \
                revisions in conflict.",
    modes: &[
        SystemMode {
            name: "Continuous replication between nodes",
            settings: "s=multi_leader&n=3&k.versions=lamport&k.reads=nearest",
            claims: &[
                keeps(
                    Converged,
                    NOTHING_SLOW,
                    "CouchDB, The Definitive Guide, Conflict management: all nodes choose the same winner",
                ),
                breaks(
                    Safe,
                    "net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
                    "CouchDB documentation, Replication and conflict model",
                ),
            ],
            leaves_out: "the revisions that lost, which stay and can be asked for; an update that does not name the newest \
                     revision is refused; the longest history wins, here the highest Lamport clock",
        },
        SystemMode {
            name: "Continuous replication between nodes, with the revisions in conflict",
            settings: "s=siblings&n=3&w=1&r=1&k.versions=dotted&k.read_repair=off",
            claims: &[
                keeps(Converged, NOTHING_SLOW, "CouchDB documentation, Replication and conflict model"),
                breaks(
                    Safe,
                    "net=zones&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@10.5&seed=1",
                    "CouchDB documentation, Replication and conflict model",
                ),
            ],
            leaves_out: "that an update that does not name the newest revision is refused: here it becomes one more in \
                     conflict; and that the longest history wins, here the latest clock",
        },
        SystemMode {
            name: "The shards of one cluster (since 2.0, r and w 2 of 3)",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=dotted",
            claims: &[
                keeps(Converged, NOTHING_SLOW, "CouchDB documentation, Cluster management, Theory"),
                breaks(MonotonicReads, ONE_HAS_IT, "CouchDB documentation, Cluster management, Theory"),
            ],
            leaves_out: "the tree of revisions: here what stands side by side, without what it was made of; and that an \
                     update that names no leaf of it is refused",
        },
    ],
    not_simulated: &[],
};
