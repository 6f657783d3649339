//! Eiger (Lloyd, Freedman, Kaminsky, Andersen, "Stronger Semantics for Low-Latency Geo-Replicated
//! Storage", NSDI 2013).

use history::ModelId::{Causal, Linearizable};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

pub(super) const SYSTEM: System = System {
    id: "eiger",
    name: "Eiger",
    mechanism: "As in COPS, with dependencies between operations instead of between values, and columns of rows as \
                data.",
    modes: &[SystemMode {
        name: "Single reads and writes",
        settings: "s=causal&n=3&k.mechanism=dependencies",
        claims: &[
            keeps(Causal, Assumptions::HARSH, "Lloyd et al. 2013, abstract"),
            breaks(
                Linearizable,
                "net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
                "Lloyd et al. 2013, abstract: every request is answered in the data centre where it arises",
            ),
        ],
        leaves_out: "column families and counters; logical time within a data centre, which is one replica here",
    }],
    not_simulated: &[
        NotSimulated {
            name: "Read-only transactions",
            reason: "they read several keys as of one moment; an operation here is of one key",
        },
        NotSimulated {
            name: "Write-only transactions",
            reason: "they write several keys at once; an operation here is of one key",
        },
    ],
};
