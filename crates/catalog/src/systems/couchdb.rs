//! CouchDB.

use history::ModelId::{Converged, Safe};

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

pub(super) const SYSTEM: System = System {
    id: "couchdb",
    name: "CouchDB",
    mechanism: "Every node takes writes, replication passes them on, and all nodes choose the same winner among \
                revisions in conflict.",
    modes: &[SystemMode {
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
    }],
    not_simulated: &[NotSimulated {
        name: "The shards of one cluster (since 2.0)",
        reason: "they are quorums below the same tree of revisions; a protocol here has one kind of version",
    }],
};
