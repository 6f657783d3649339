//! The replication protocols and their registry.
//!
//! One file a protocol: two pure machines that see their own state, their own possibly wrong
//! clock, and what arrived. They know no network, no time, no chance; they neither judge nor draw.

mod cache_aside;
mod causal;
mod crdt;
mod multi_leader;
mod paxos;
mod primary;
mod quorum;
mod raft;
mod register;
mod saga;
mod session_layer;
mod siblings;
mod single_copy;
mod store;
mod total_order;
mod true_time;
mod version_vector;
mod weak;
mod write_all;

use history::Trace;
use scenario::{ProtocolInfo, ValidScenario};
use sim::{Protocol, simulate};
pub use sim::{Recording, Written, arrivals, chance, written};

/// A protocol in the registry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it says of itself.
    pub info: ProtocolInfo,
    /// Runs a scenario under it.
    pub simulate: fn(&ValidScenario, Recording) -> Trace,
}

/// All protocols, in the order in which people choose from them. Not a constant: whoever names one
/// compiles what it points to anew, and each of these is a whole simulator.
pub static PROTOCOLS: [Entry; 15] = [
    entry::<cache_aside::CacheAside>(cache_aside::INFO),
    entry::<causal::Causal>(causal::INFO),
    entry::<crdt::Crdt>(crdt::INFO),
    entry::<multi_leader::MultiLeader>(multi_leader::INFO),
    entry::<paxos::Paxos>(paxos::INFO),
    entry::<primary::Primary>(primary::INFO),
    entry::<quorum::Quorum>(quorum::INFO),
    entry::<raft::Raft>(raft::INFO),
    entry::<saga::Saga>(saga::INFO),
    entry::<siblings::Siblings>(siblings::INFO),
    entry::<single_copy::SingleCopy>(single_copy::INFO),
    entry::<total_order::TotalOrder>(total_order::INFO),
    entry::<true_time::TrueTime>(true_time::INFO),
    entry::<weak::Weak>(weak::INFO),
    entry::<write_all::WriteAll>(write_all::INFO),
];

/// The protocol with that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    PROTOCOLS.iter().find(|entry| entry.info.id == id)
}

const fn entry<P: Protocol>(info: ProtocolInfo) -> Entry {
    Entry { info, simulate: simulate::<P> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_every_knob_accepts_its_default() {
        for (index, entry) in PROTOCOLS.iter().enumerate() {
            assert!(PROTOCOLS[..index].iter().all(|other| other.info.id != entry.info.id), "{}", entry.info.id);
            for knob in (entry.info.knobs)() {
                assert_eq!(knob.accepts(&knob.default_value()), Ok(()), "{} {}", entry.info.id, knob.id);
            }
        }
    }
}
