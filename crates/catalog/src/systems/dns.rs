//! The Domain Name System, as resolvers with a cache see it.

use history::ModelId::{Converged, ReadYourWrites, Safe};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const TIME_TO_LIVE: &str = "RFC 1035, section 3.2.1, TTL";

pub(super) const SYSTEM: System = System {
    id: "dns",
    name: "DNS",
    mechanism: "One source for each record, and resolvers that keep an answer for as long as its time to live says.",
    modes: &[SystemMode {
        name: "Records with a time to live",
        settings: "s=cache_aside&n=3&k.leases=off&k.invalidate=none&k.ttl_ms=900",
        claims: &[
            keeps(Converged, Assumptions::CALM, TIME_TO_LIVE),
            breaks(Safe, "net=continent&sessions=1,2&ops=0&do=B.r.x@10,A.w.x@50,B.r.x@90&seed=1", TIME_TO_LIVE),
            breaks(
                ReadYourWrites,
                "net=continent&sessions=1,4&ops=0&do=A.r.x@10,A.w.x@60,A.r.x@115&seed=2",
                TIME_TO_LIVE,
            ),
        ],
        leaves_out: "secondary servers, and resolvers that ask resolvers; a time to live is hours, and here 900 ms",
    }],
    not_simulated: &[NotSimulated {
        name: "Zone transfer to secondary servers",
        reason: "it needs copies of the source beside the caches; the caches here have one source",
    }],
};
