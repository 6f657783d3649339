//! Total-order broadcast with local reads: a leader gives all writes one order, every replica
//! carries them out in that order, and a session reads from its own replica.
//!
//! As ZooKeeper does it (P. Hunt, M. Konar, F. Junqueira, B. Reed, "ZooKeeper: Wait-free
//! Coordination for Internet-scale Systems", USENIX ATC 2010) on top of Zab (F. Junqueira, B. Reed,
//! M. Serafini, "Zab: High-performance broadcast for primary-backup systems", DSN 2011). Every
//! read sees a prefix of one order, and no session goes back in it: sequentially consistent. A
//! prefix may be old: not linearizable. With `sync` a read first asks the leader how far it is.
//! That asks no quorum, so a leader that has been deposed and does not know it yet still answers.
//!
//! A write may name what its key has to hold when its turn comes, as ZooKeeper's `setData` names a
//! version: all replicas refuse it or none does.

mod broadcast;
mod client;
mod election;
mod log;
mod message;
mod replica;
mod requests;
mod roles;

use history::{ModelId, OperationId};
use scenario::{Assumptions, Crashes, Knob, KnobChoice, KnobKind, Mode, ProtocolInfo};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "total_order",
    name: "Total-order broadcast",
    summary: || "A leader gives all writes one order that every replica follows; reads are local.",
    source: || "Junqueira, Reed, Serafini, Zab, 2011; Hunt et al., ZooKeeper, 2010",
    conditional: true,
    knobs: || KNOBS,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "sync",
        label: "Sync before every read",
        help: "The replica first asks the leader how far the order has come, and answers once it is as far.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "patience_ms",
        label: "Patience",
        help: "After so long without a word a replica gives its leader up, and a session moves to another replica.",
        kind: KnobKind::Number { min: 20, max: 60_000, default: 500, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes a rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "none", label: "Nothing" },
                KnobChoice { id: "last_seen", label: "What a moving session has seen" },
                KnobChoice { id: "epoch", label: "Refusing a deposed leader" },
                KnobChoice { id: "fifo", label: "Delivery in order" },
                KnobChoice { id: "history", label: "The longest history leads" },
                KnobChoice { id: "majority", label: "Waiting for a majority" },
            ],
        },
    },
];

const MODES: &[Mode] = &[
    Mode {
        id: "local",
        name: "Local reads",
        settings: "n=3",
        keeps: &[(ModelId::Sequential, Assumptions::HARSH), (ModelId::Converged, NOTHING_SLOW)],
        breaks: &[(ModelId::Safe, "s=total_order&n=3&net=continent&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@28&seed=1")],
        mutant: "k.without=last_seen",
    },
    Mode {
        id: "sync",
        name: "Sync before every read",
        settings: "n=3&k.sync=on",
        keeps: &[
            (ModelId::Linearizable, ONLY_CRASHES),
            (ModelId::Sequential, Assumptions::HARSH),
            (ModelId::Converged, NOTHING_SLOW),
        ],
        // r1 and A are cut off. The others have another leader by then, and r1 knows of none.
        breaks: &[(
            ModelId::Safe,
            "s=total_order&k.sync=on&n=3&net=zones&sessions=0,1&ops=0&do=B.w.x@30,A.r.x@800\
             &cut=r1,A@20-900&timeout=2000&seed=1",
        )],
        mutant: "k.sync=off",
    },
];

/// A write that is slow enough arrives after any time that a store is given to settle.
const NOTHING_SLOW: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

/// Replicas may crash: then a leader is either in office or down, and what it says is true. That
/// messages arrive within its patience is taken for granted.
const ONLY_CRASHES: Assumptions = Assumptions { crashes: Crashes::Any, ..Assumptions::CALM };

pub(crate) struct TotalOrder;

/// What the nodes wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// A replica looks after its role.
    Tick,
    /// A session has waited for a replica long enough.
    Waited { operation: OperationId, attempt: u8 },
}

impl Protocol for TotalOrder {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}
