//! MongoDB, a replica set.

use history::ModelId::{MonotonicReads, MonotonicWrites, ReadYourWrites, Safe, WritesFollowReads};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const CAUSAL: &str = "MongoDB manual, Causal consistency and read and write concerns";
const SECONDARY: &str = "MongoDB manual, Read isolation, consistency, and recency, stale secondary reads";
const RIGHT_CLOCKS: Assumptions = Assumptions::RIGHT_CLOCKS;

pub(super) const SYSTEM: System = System {
    id: "mongodb",
    name: "MongoDB",
    mechanism: "An elected primary orders all writes in a log that secondaries follow; concerns say how many members \
                must have a write.",
    modes: &[
        SystemMode {
            name: "Causal session, readConcern \"majority\", w: \"majority\"",
            settings: "s=primary&n=3&k.acks=1&k.failover=on&k.reads=any&k.session=tracked",
            claims: &[
                keeps(ReadYourWrites, RIGHT_CLOCKS, CAUSAL),
                keeps(MonotonicReads, RIGHT_CLOCKS, CAUSAL),
                keeps(MonotonicWrites, RIGHT_CLOCKS, CAUSAL),
                keeps(WritesFollowReads, RIGHT_CLOCKS, CAUSAL),
            ],
            leaves_out: LEAVES_OUT,
        },
        SystemMode {
            name: "Causal session, readConcern \"local\", w: \"majority\"",
            settings: "s=primary&n=3&k.acks=1&k.failover=on&k.reads=any&k.session=tracked&k.without=confirm",
            claims: &[
                keeps(MonotonicWrites, RIGHT_CLOCKS, CAUSAL),
                breaks(
                    MonotonicReads,
                    "net=zones&sessions=0,1,2&ops=4&writes=50&keys=1&think=exp:150&cut=r1,A,B@100-1200&timeout=2000&seed=61",
                    CAUSAL,
                ),
                breaks(
                    WritesFollowReads,
                    "net=zones&sessions=0,1,2&ops=4&writes=50&keys=1&think=exp:150&cut=r1,A,B@100-900&timeout=2000&seed=38",
                    CAUSAL,
                ),
                breaks(
                    ReadYourWrites,
                    "net=zones&sessions=0,1,2&ops=4&writes=50&keys=1&think=exp:150&cut=r1,A,B@100-900&timeout=2000&seed=167",
                    CAUSAL,
                ),
            ],
            leaves_out: LEAVES_OUT,
        },
        SystemMode {
            name: "Causal session, readConcern \"local\", w: 1",
            settings: "s=primary&n=3&k.failover=on&k.reads=any&k.session=tracked",
            claims: &[
                breaks(ReadYourWrites, LOST, CAUSAL).but(WAITS),
                breaks(MonotonicReads, LOST_AFTER_A_READ, CAUSAL).but(WAITS),
                breaks(
                    MonotonicWrites,
                    "net=zones&sessions=0,1,2&ops=4&writes=50&keys=2&think=exp:150&cut=r1,A,B@100-900&timeout=2000&seed=55",
                    CAUSAL,
                ),
                breaks(
                    WritesFollowReads,
                    "net=zones&sessions=0,1,2&ops=6&writes=50&keys=2&think=exp:150&cut=r1,A,B@100-900&timeout=2000&seed=477",
                    CAUSAL,
                ),
            ],
            leaves_out: LEAVES_OUT,
        },
        SystemMode {
            name: "No session, readConcern \"local\", w: \"majority\", reads from secondaries",
            settings: "s=primary&n=3&k.acks=1&k.failover=on&k.reads=any&k.without=confirm",
            claims: &[breaks(
                Safe,
                "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&slow=r3@5-100x10&seed=21",
                SECONDARY,
            )],
            leaves_out: LEAVES_OUT,
        },
    ],
    not_simulated: &[
        NotSimulated {
            name: "readConcern \"majority\" with w: 1",
            reason: "what a read may show and what a write waits for are one setting here, the backups that confirm",
        },
        NotSimulated {
            name: "readConcern \"linearizable\"",
            reason: "it may wait for a majority before it answers; the primary here answers by its lease",
        },
        NotSimulated {
            name: "Transactions and readConcern \"snapshot\"",
            reason: "they read several documents as of one moment; an operation here is of one key",
        },
    ],
};

/// The primary is cut off with a session that writes, and what it acknowledged is thrown away.
const LOST: &str = "net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,A@250-1500&seed=186";
const LOST_AFTER_A_READ: &str =
    "net=zones&sessions=1,1&ops=0&do=A.w.x@400,B.r.x@450,B.r.x@850&cut=r1,A,B@200-1150&seed=58";

const WAITS: &str = "no run was found that shows it: a session that wrote or saw what was lost waits for it, and gets its \
                     next answer late or never, but no older one";

const LEAVES_OUT: &str = "the log and the cluster time: a replica gets the newest value of a key, and a session's token \
                          says what it saw of each; and two primaries at once, of which the older here answers nothing \
                          when no majority has heard from it";
