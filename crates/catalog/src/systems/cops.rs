//! COPS (Lloyd, Freedman, Kaminsky, Andersen, "Don't Settle for Eventual", SOSP 2011).

use history::ModelId::{CausalConvergence, Linearizable, Sequential};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const DEFINED: &str = "Lloyd et al. 2011, section 3, causal+ consistency";
const RELATED: &str = "Lloyd et al. 2011, section 3, causal+ beside other models";

pub(super) const SYSTEM: System = System {
    id: "cops",
    name: "COPS",
    mechanism: "Operations are local to a data centre; a write names what it depends on, and is shown elsewhere after \
                that.",
    modes: &[SystemMode {
        name: "put and get",
        settings: "s=causal&n=3&k.mechanism=dependencies",
        claims: &[
            keeps(CausalConvergence, Assumptions::HARSH, DEFINED),
            breaks(
                Sequential,
                "net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.w.y@10,A.r.y@15,B.r.x@15&seed=1",
                RELATED,
            ),
            breaks(Linearizable, "net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@15&seed=1", RELATED),
        ],
        leaves_out: "the servers of a data centre, each with a part of the keys: here a data centre is one replica",
    }],
    not_simulated: &[NotSimulated {
        name: "Get transactions (COPS-GT)",
        reason: "they read several keys as of one moment; an operation here is of one key",
    }],
};
