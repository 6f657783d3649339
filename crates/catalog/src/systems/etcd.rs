//! etcd.

use history::ModelId::{Linearizable, ReadYourWrites, Sequential};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const GUARANTEES: &str = "etcd documentation, API guarantees, Strict serializability";
const SERIALIZABLE: &str = "etcd client v3, documentation of WithSerializable";
const OWN_WRITE: &str = "sessions=1&ops=0&do=A.w.x@10,A.r.x@190";

pub(super) const SYSTEM: System = System {
    id: "etcd",
    name: "etcd",
    mechanism: "Raft: a leader has every write logged by a majority, and a read first learns how far the log is \
                committed.",
    modes: &[
        SystemMode {
            name: "Linearizable reads (default)",
            settings: "s=raft&n=3&k.reads=follower_read_index",
            claims: &[
                keeps(Linearizable, Assumptions::HARSH, GUARANTEES),
                keeps(Sequential, Assumptions::HARSH, GUARANTEES),
            ],
            leaves_out: "watches, leases, and transactions over several keys",
        },
        SystemMode {
            name: "Serializable reads (WithSerializable)",
            settings: "s=raft&n=3&k.reads=follower",
            claims: &[breaks(Linearizable, OWN_WRITE, SERIALIZABLE), breaks(ReadYourWrites, OWN_WRITE, SERIALIZABLE)],
            leaves_out: "a client that moves to another member and may find it further behind: sessions here stay with \
                         one replica",
        },
    ],
    not_simulated: &[
        NotSimulated { name: "Transactions (txn) over several keys", reason: "an operation here is of one key" },
        NotSimulated { name: "Watch", reason: "an operation here reads or writes; nothing is sent unasked" },
    ],
};
