//! Spanner (Corbett et al., "Spanner: Google's Globally-Distributed Database", OSDI 2012).

use history::ModelId::{Linearizable, MonotonicReads, ReadYourWrites};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const EXTERNAL: &str = "Spanner documentation, TrueTime and external consistency";
const BOUNDS: &str = "Spanner documentation, Timestamp bounds";

/// A little, and even several times as much is within what TrueTime says.
const CLOCKS_ARE_WITHIN: Assumptions = Assumptions { skew_ms: 4, ..Assumptions::HARSH };

pub(super) const SYSTEM: System = System {
    id: "spanner",
    name: "Spanner",
    mechanism: "Paxos within each group of replicas, two-phase locking and commit across groups, and a wait until a \
                timestamp has surely passed on every clock.",
    modes: &[
        SystemMode {
            name: "Strong reads (default)",
            settings: "s=true_time&n=6&k.uncertainty_ms=20&k.reads=nearest",
            claims: &[
                keeps(Linearizable, CLOCKS_ARE_WITHIN, EXTERNAL),
                // r1's clock is off by more than it says: A's write is of a moment that A's read is before.
                breaks(Linearizable, "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@11&clock=r1@0+200", EXTERNAL),
            ],
            leaves_out: "a new leader while the old one is down; that transactions over several keys are externally \
                         consistent is shown by calls on a bank (object=bank), and no model of registers can say it",
        },
        SystemMode {
            name: "Stale reads (exact staleness)",
            settings: "s=true_time&n=6&k.uncertainty_ms=20&k.reads=nearest&k.staleness_ms=60",
            claims: &[
                keeps(MonotonicReads, CLOCKS_ARE_WITHIN, BOUNDS),
                breaks(Linearizable, OWN_WRITE, BOUNDS),
                breaks(ReadYourWrites, OWN_WRITE, BOUNDS),
            ],
            leaves_out: "reads of bounded staleness, whose moment the replica chooses",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "Transactions that read under locks before they decide",
        reason: "a transaction here is handed over whole, and its leaders carry it out",
    }],
};

const OWN_WRITE: &str = "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@60";
