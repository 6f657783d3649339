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
mod reads;
mod replica;
mod replication;
mod state;

use history::{ModelId, OperationId};
use scenario::{Assumptions, Mode, ProtocolInfo};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "raft",
    name: "Raft",
    summary: "An elected leader orders all writes in a log, and answers once a majority has them.",
    source: "Ongaro, Ousterhout, In Search of an Understandable Consensus Algorithm, 2014",
    knobs: knobs::KNOBS,
    clashes: knobs::clashes,
    modes: MODES,
    ..ProtocolInfo::PLAIN
};

const MODES: &[Mode] = &[
    Mode {
        id: "read_index",
        name: "The leader reads, after asking a majority",
        settings: "n=3",
        keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=up_to_date",
    },
    Mode {
        id: "lease",
        name: "The leader reads, by its lease",
        settings: "n=3&k.reads=lease",
        keeps: &[(ModelId::Linearizable, Assumptions::RIGHT_CLOCKS), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[(ModelId::Safe, LEASE_OF_A_CLOCK_THAT_IS_SET_BACK)],
        mutant: "k.without=up_to_date",
    },
    Mode {
        id: "follower",
        name: "The nearest replica reads, at once",
        settings: "n=3&k.reads=follower",
        // All that a session sees comes from one prefix of the log that only grows.
        keeps: &[
            (ModelId::MonotonicReads, Assumptions::HARSH),
            (ModelId::MonotonicWrites, Assumptions::HARSH),
            (ModelId::WritesFollowReads, Assumptions::HARSH),
            (ModelId::Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (ModelId::Safe, OWN_WRITE_NOT_THERE_YET),
            (ModelId::PerKeySequential, OWN_WRITE_NOT_THERE_YET),
            (ModelId::ReadYourWrites, OWN_WRITE_NOT_THERE_YET),
        ],
        mutant: "k.without=one_replica",
    },
    Mode {
        id: "follower_read_index",
        name: "The nearest replica reads, after asking the leader",
        settings: "n=3&k.reads=follower_read_index",
        keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
        breaks: &[],
        mutant: "k.without=leader_check",
    },
];

/// The leader is cut off with A, and its clock is set back: it thinks that its lease still lasts
/// when the others have another leader and B has written there.
const LEASE_OF_A_CLOCK_THAT_IS_SET_BACK: &str = "s=raft&n=3&net=continent&k.reads=lease&sessions=0,1&ops=0&timeout=4000\
    &do=B.w.x@800,A.r.x@1300&cut=r1,A@100-1500&clock=r1@300+-1200";

/// A writes through the leader, far away, and then reads near by, where the write is logged but not
/// known to be committed.
const OWN_WRITE_NOT_THERE_YET: &str = "s=raft&n=3&k.reads=follower&sessions=1&ops=0&do=A.w.x@10,A.r.x@190";

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
