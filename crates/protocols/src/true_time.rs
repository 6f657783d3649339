//! Shards with timestamps: two-phase commit over groups of replicas, and clocks that know how far
//! they may be off.
//!
//! After J. C. Corbett et al., "Spanner: Google's Globally-Distributed Database", OSDI 2012, called
//! the paper here. The keys are spread over shards, and each shard is a group of replicas that logs
//! by majority. A clock tells an interval in which the true time is ([`rules::Rules::latest_us`],
//! [`rules::Rules::is_past`]; section 3). A transaction gets its timestamp while it holds its locks,
//! later than any its leader gave or promised, and its effects are not shown before that timestamp
//! has surely passed everywhere: the commit wait (section 4.1.2). One over two shards is committed
//! in two phases, at a timestamp no earlier than that at which the other shard was prepared (section
//! 4.2.1). A read takes no lock: it names a moment, and any replica that surely has everything up to
//! then answers from its old versions (sections 4.1.3 and 4.1.4).
//!
//! Simpler than the paper in four ways, and no promise rests on them. Each group keeps its first
//! replica as its leader for good, so that it is silent while that is down. A client hands over its
//! transaction whole, which the leaders carry out under their locks, and does not read under locks
//! first. Locks are taken from the lower shard to the higher (J. Havender, 1968), where the paper
//! lets the older wound the younger. And every read gets a timestamp from its client's clock, also
//! where it is of one group.
//!
//! With hybrid logical clocks (S. Kulkarni et al., "Logical Physical Clocks", 2014) it is CockroachDB
//! instead, as R. Taft et al., "CockroachDB: The Resilient Geo-Distributed SQL Database", SIGMOD
//! 2020, section 3.3, describe it: no commit wait, but a read that meets a version from the span of
//! uncertainty after its own timestamp begins anew at that one's.

mod client;
mod group;
mod leader;
mod log;
mod message;
mod modes;
mod replica;
mod rules;
mod transaction;
mod versions;

use scenario::{Object, ProtocolInfo};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "true_time",
    name: "Shards with timestamps",
    summary: || {
        "Shards commit together in two phases at a timestamp, and wait until it has passed on every clock; \
         reads take no lock. Each shard keeps its leader, also while that is down."
    },
    source: || "Corbett et al., Spanner, 2012 (leaders do not change here); Taft et al., CockroachDB, 2020",
    conditional: true,
    native: &[Object::Bank],
    knobs: || rules::KNOBS,
    clashes: rules::clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

pub(crate) struct TrueTime;

/// What its nodes wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// A leader tells its group how far it may read.
    Beat,
    /// The timestamp of what is to be applied next may have passed.
    Passed,
    /// The moment that a read asks about may have come.
    Reads,
}

impl Protocol for TrueTime {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}
