//! Spanner (Corbett et al., "Spanner: Google's Globally-Distributed Database", OSDI 2012).

use super::{NotSimulated, System};

pub(super) const SYSTEM: System = System {
    id: "spanner",
    name: "Spanner",
    mechanism: "Paxos within each group of replicas, two-phase locking and commit across groups, and a wait until a \
                timestamp has surely passed on every clock.",
    modes: &[],
    not_simulated: &[
        NotSimulated {
            name: "Read-write transactions",
            reason: "external consistency rests on clocks that know how far they may be off, and on transactions over \
                     several groups; clocks here do not tell their error, and an operation is of one key",
        },
        NotSimulated {
            name: "Read-only transactions and snapshot reads",
            reason: "they read many keys as of one timestamp; an operation here is of one key, and no old versions are \
                     kept",
        },
    ],
};
