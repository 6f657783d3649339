//! Memcached, beside the store that it is the cache of.

use history::ModelId::Safe;
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const STALE_SETS: &str = "Nishtala et al., Scaling Memcache at Facebook, 2013, section 3.2.1, stale sets";

pub(super) const SYSTEM: System = System {
    id: "memcached",
    name: "Memcached",
    mechanism: "Servers that know nothing of each other and replicate nothing; the application fills and clears them \
                beside its store.",
    modes: &[
        SystemMode {
            name: "Cache beside a store: get, set, delete",
            settings: "s=cache_aside&n=2&k.leases=off&k.invalidate=nearest&k.ttl_ms=900",
            claims: &[
                // B read the store before A wrote, and its set arrives after A has cleared the cache.
                breaks(
                    Safe,
                    "net=continent&sessions=4,1,1&ops=0&do=B.r.x@10,A.w.x@15,C.r.x@110&slow=B@20-30x8&seed=16",
                    STALE_SETS,
                ),
            ],
            leaves_out: "eviction; and several servers, among which the keys are parted",
        },
        SystemMode {
            name: "The same with leases (lease-get, lease-set at Facebook)",
            settings: "s=cache_aside&n=2&k.leases=on&k.invalidate=nearest&k.ttl_ms=900",
            claims: &[keeps(Safe, Assumptions::HARSH, STALE_SETS)],
            leaves_out: "eviction; and that a client may be given a value that was deleted not long ago",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "Compare and swap (gets, cas)",
        reason: "it writes on a condition; the cache here is only filled and cleared",
    }],
};
