//! Raft: an elected leader orders all writes in a log that a majority has before it answers.
//!
//! D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC
//! 2014, called the paper here, with the sections of its extended version; read index, leases and
//! sessions after D. Ongaro, "Consensus: Bridging Theory and Practice", 2014, the thesis. Membership
//! is fixed, and the log is never compacted: no run is long enough to need either.

mod client;
mod election;
mod knobs;
mod leader;
mod log;
mod message;
mod modes;
mod reads;
mod replica;
mod replication;
mod state;

use history::OperationId;
use scenario::ProtocolInfo;
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "raft",
    name: "Raft",
    summary: || "An elected leader orders all writes in a log, and answers once a majority has them.",
    source: || "Ongaro, Ousterhout, In Search of an Understandable Consensus Algorithm, 2014",
    conditional: true,
    knobs: || knobs::KNOBS,
    clashes: knobs::clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

pub(crate) struct Raft;

/// What the nodes of Raft wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// The least election timeout is over.
    Least { turn: u32 },
    /// What chance adds to it is over too.
    Election { turn: u32 },
    /// A leader sends its next heartbeat.
    Beat { term: u32 },
    /// A client has no answer.
    Retry { operation: OperationId },
}

impl Protocol for Raft {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}
