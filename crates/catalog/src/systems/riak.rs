//! Riak KV.

use history::ModelId::{Converged, Safe};

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

const EVENTUAL: &str = "Riak KV documentation, Concepts, Eventual consistency";

pub(super) const SYSTEM: System = System {
    id: "riak",
    name: "Riak KV",
    mechanism: "Sloppy quorums with hinted handoff, read repair, and hash trees that compare replicas all the time.",
    modes: &[SystemMode {
        name: "Default bucket (n_val 3, r and w quorum)",
        settings: "s=quorum&n=3&w=2&r=2&spares=3&k.sloppy=on&k.read_repair=on&k.anti_entropy_ms=100",
        claims: &[
            keeps(Converged, NOTHING_SLOW, EVENTUAL),
            breaks(
                Safe,
                "net=zones&place=0,1,2,0,1,2&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@230&cut=A,r1,r4@5-300&seed=1",
                EVENTUAL,
            ),
        ],
        leaves_out: "dotted version vectors, and siblings that an application merges: here the write with the later \
                     clock wins, as with last_write_wins",
    }],
    not_simulated: &[
        NotSimulated {
            name: "Strongly consistent buckets",
            reason: "an experimental feature, linearizable key by key; consensus among the vnodes of one key is not \
                     simulated apart from the rest of the store",
        },
        NotSimulated {
            name: "Data types",
            reason: "they merge concurrent updates; a value here is replaced as a whole",
        },
    ],
};
