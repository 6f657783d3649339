//! Causal consistency with convergent conflicts: a session reads and writes at its nearest replica,
//! and a write is carried out elsewhere once everything is there that it may depend on.
//!
//! Two mechanisms. `dependencies` is COPS (W. Lloyd, M. Freedman, M. Kaminsky, D. Andersen, "Don't
//! Settle for Eventual", SOSP 2011): a write carries the writes that its session had seen since its
//! own last write, the nearest ones; the rest follows. `vector_clock` is causal broadcast (K. Birman,
//! A. Schiper, P. Stephenson, "Lightweight Causal and Atomic Group Multicast", TOCS 1991): a write
//! carries how many writes of each replica its replica had carried out, whether its session had
//! seen them or not.
//!
//! Of concurrent writes of a key the last by the replicas' Lamport clocks wins, everywhere: that is
//! the + of causal+. Nobody waits for another replica, so everything stays available in a
//! partition. The price: a read may be stale, and a session can see a write that hides another
//! before and after it learnt of that other, which no single order of its own explains (PRAM).

mod client;
pub(crate) mod dots;
mod message;
mod replica;
mod replication;

use history::{ModelId, OperationId};
use scenario::{Assumptions, Knob, KnobChoice, KnobKind, Mode, ProtocolInfo};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "causal",
    name: "Causal+",
    summary: || "Reads and writes are local; a write is carried out elsewhere after all that it depends on.",
    source: || "Lloyd, Freedman, Kaminsky, Andersen, COPS, 2011; Birman, Schiper, Stephenson, 1991",
    quorums: false,
    knobs: || KNOBS,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "mechanism",
        label: "Causality by",
        help: "What a write carries: the writes that its session saw, or how far its replica was.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "dependencies", label: "Dependencies of the session" },
                KnobChoice { id: "vector_clock", label: "Vector clocks of the replicas" },
            ],
        },
    },
    Knob {
        id: "patience_ms",
        label: "Patience",
        help: "After so long without an answer a read moves to another replica, and a write is sent again, \
               to the same one.",
        kind: KnobKind::Number { min: 20, max: 60_000, default: 500, unit: "ms" },
    },
    Knob {
        id: "resend_ms",
        label: "Send again after",
        help: "How often a replica looks for writes that another has not confirmed, and sends them again.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 400, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes a rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "none", label: "Nothing" },
                KnobChoice { id: "dependency_check", label: "Waiting for what a write depends on" },
                KnobChoice { id: "context", label: "What a moving session has seen" },
                KnobChoice { id: "last_writer", label: "The last writer wins" },
            ],
        },
    },
];

const MODES: &[Mode] = &[
    Mode {
        id: "dependencies",
        name: "Dependencies (COPS)",
        settings: "n=3&k.mechanism=dependencies",
        keeps: KEEPS,
        breaks: &[
            (
                ModelId::Sequential,
                "s=causal&k.mechanism=dependencies&n=3&net=continent&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.w.y@10,A.r.y@15,B.r.x@15&seed=1",
            ),
            // A sees its x=4 before and after it learns of the write of x that 4 hides.
            (
                ModelId::Pram,
                "s=causal&k.mechanism=dependencies&n=3&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.w.y@10,B.w.x@20,A.w.x@25,B.w.y@30,A.r.y@40,A.r.y@150,A.r.x@160&seed=1",
            ),
            (
                ModelId::Safe,
                "s=causal&k.mechanism=dependencies&n=3&net=continent&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.r.x@15&seed=1",
            ),
        ],
        mutant: "k.without=context",
    },
    Mode {
        id: "vector_clock",
        name: "Vector clocks",
        settings: "n=3&k.mechanism=vector_clock",
        keeps: KEEPS,
        breaks: &[
            (
                ModelId::Sequential,
                "s=causal&k.mechanism=vector_clock&n=3&net=continent&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.w.y@10,A.r.y@15,B.r.x@15&seed=1",
            ),
            (
                ModelId::Pram,
                "s=causal&k.mechanism=vector_clock&n=3&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.w.y@10,B.w.x@20,A.w.x@25,B.w.y@30,A.r.y@40,A.r.y@150,A.r.x@160&seed=1",
            ),
            (
                ModelId::Safe,
                "s=causal&k.mechanism=vector_clock&n=3&net=continent&sessions=0,2&ops=0\
                 &do=A.w.x@10,B.r.x@15&seed=1",
            ),
        ],
        mutant: "k.without=context",
    },
];

/// A write that is slow enough arrives after any time that a store is given to settle.
const NOTHING_SLOW: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

/// Every session meets the writes of a key in the order of their versions, so each key alone is
/// sequentially consistent as well.
const KEEPS: &[(ModelId, Assumptions)] = &[
    (ModelId::CausalConvergence, Assumptions::HARSH),
    (ModelId::PerKeySequential, Assumptions::HARSH),
    (ModelId::Converged, NOTHING_SLOW),
];

pub(crate) struct Causal;

/// What the nodes wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// A replica looks for what others have not confirmed.
    Resend,
    /// A session has waited for a replica long enough.
    Waited { operation: OperationId, attempt: u8 },
}

impl Protocol for Causal {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}
