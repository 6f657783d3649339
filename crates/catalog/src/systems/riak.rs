//! Riak KV.

use history::ModelId::{Converged, MonotonicReads, ReadYourWrites, Safe};

use super::{NOTHING_SLOW, NotSimulated, ONE_HAS_IT, System, SystemMode, breaks, keeps};

const EVENTUAL: &str = "Riak KV documentation, Concepts, Eventual consistency";
const CONTEXT: &str = "Riak KV documentation, Concepts, Causal context";
const CONFLICTS: &str = "Riak KV documentation, Usage, Conflict resolution";
const DATA_TYPES: &str = "Riak KV documentation, Concepts, Data Types";

pub(super) const SYSTEM: System = System {
    id: "riak",
    name: "Riak KV",
    mechanism: "Sloppy quorums with hinted handoff, read repair, and hash trees that compare replicas all the time.",
    modes: &[
        SystemMode {
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
            leaves_out: "causal context: here the write with the later clock wins, also over one whose writer had read \
                         it",
        },
        SystemMode {
            name: "Siblings (allow_mult true, dotted version vectors since 2.0)",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=dotted",
            claims: &[keeps(Converged, NOTHING_SLOW, CONTEXT), breaks(MonotonicReads, ONE_HAS_IT, EVENTUAL)],
            leaves_out: "sloppy quorums; and that a client is handed the siblings: here a session makes one value of \
                         them, of carts the union, of plain values the newest",
        },
        SystemMode {
            name: "Siblings (allow_mult true, vector clocks by vnode, 1.0 to 1.4)",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=object",
            claims: &[keeps(Converged, NOTHING_SLOW, CONTEXT), breaks(MonotonicReads, ONE_HAS_IT, EVENTUAL)],
            leaves_out: "sloppy quorums, and the pruning of vector clocks; siblings are resolved as above",
        },
        SystemMode {
            name: "Siblings (allow_mult true, vector clocks by client id, before 1.0)",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=client",
            claims: &[keeps(Converged, NOTHING_SLOW, CONTEXT), breaks(MonotonicReads, ONE_HAS_IT, EVENTUAL)],
            leaves_out: "sloppy quorums, and the pruning of vector clocks; siblings are resolved as above, and a \
                         session keeps its client id when it starts again",
        },
        SystemMode {
            name: "Last write wins (last_write_wins true)",
            settings: "s=siblings&n=3&w=2&r=2&k.versions=clock",
            claims: &[
                keeps(Converged, NOTHING_SLOW, CONFLICTS),
                // The clock beside A is ahead: what B wrote later is gone.
                breaks(
                    Safe,
                    "net=zones&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1",
                    CONFLICTS,
                ),
                breaks(
                    ReadYourWrites,
                    "net=zones&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.w.x@40,B.r.x@50&clock=r1@0+40&seed=1",
                    CONFLICTS,
                ),
            ],
            leaves_out: "sloppy quorums; and that a replica does not read before it writes: here the later of two \
                         timestamps stays, in whatever order they come",
        },
        SystemMode {
            name: "Data types: counters, sets, registers",
            settings: "s=crdt&n=3&k.form=delta",
            claims: &[
                keeps(Converged, NOTHING_SLOW, DATA_TYPES),
                breaks(Safe, "net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1", EVENTUAL),
            ],
            leaves_out: "quorums: here the nearest replica answers alone, and sends what changed to the others; and the \
                     clocks by which a register takes the most recent value: here a logical one decides",
        },
    ],
    not_simulated: &[
        NotSimulated {
            name: "Strongly consistent buckets",
            reason: "an experimental feature, linearizable key by key; consensus among the vnodes of one key is not \
                     simulated apart from the rest of the store",
        },
        NotSimulated {
            name: "Maps, flags and HyperLogLogs",
            reason: "a key here holds one counter, set or register, and nothing is nested in another",
        },
    ],
};
