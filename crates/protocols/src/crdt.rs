//! Replicated data types: every replica answers its sessions from what it holds, at once, and what
//! was done spreads later. All end up equal, for what they merge are types made to be merged.
//!
//! After M. Shapiro, N. Preguiça, C. Baquero, M. Zawirski, "A comprehensive study of Convergent and
//! Commutative Replicated Data Types" (INRIA 7506, 2011). What a key is decides the type: a counter is
//! a PN counter (specification 7), a set one with unique tags (OR-set, specification 15) or one of its
//! relatives, a register the last writer's (specification 8), a list a log in causal order, and a text
//! a Replicated Growable Array (H.-G. Roh et al., "Replicated abstract data types: Building blocks for
//! collaborative applications", JPDC 2011). Two people who type at one place at one time may find
//! their letters mixed, where one of them typed towards the front: RGA does not promise otherwise.
//!
//! Three ways to spread what was done. State-based: from time to time a replica sends all that it
//! holds, and the other joins the two; whatever is lost, doubled or late does no harm, and since a
//! state is all that led to it, causality comes for free. By deltas (P. S. Almeida, A. Shoker, C.
//! Baquero, "Delta state replicated data types", JPDC 2018): each change is sent at once as a small
//! state, and whole states repair what is lost; but a delta may overtake what it comes after.
//! Operation-based: each operation is sent to all, carried out once, after all that its replica had
//! carried out before (causal delivery), and sent again until it is confirmed.
//!
//! Accounts and stocks are none of these types: not to fall below nothing takes agreement. Calls on
//! them read, decide and write a register.

mod broadcast;
mod client;
mod data;
mod message;
mod modes;
mod replica;
mod rules;

use scenario::{Knob, KnobChoice, KnobKind, Knobs, Object, ProtocolInfo, Scenario};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "crdt",
    name: "Replicated data types",
    summary: || "Every replica takes updates at once; they spread later, and all that met merges to the same.",
    source: || "Shapiro et al., Convergent and Commutative Replicated Data Types, 2011; Roh et al. (RGA), 2011",
    quorums: false,
    native: &[Object::Counter, Object::Set, Object::List, Object::Text],
    knobs: || KNOBS,
    clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

const KNOBS: &[Knob] = &[
    Knob {
        id: "form",
        label: "Replicas send",
        help: "What spreads: from time to time all that a replica holds, each change at once, or each operation once. \
               A session asks the replica nearest to it, and no other when that one is down.",
        kind: KnobKind::Choice {
            choices: &[
                choice("state", "Their state"),
                choice("delta", "Changes, and their state"),
                choice("operation", "Operations, in causal order"),
            ],
        },
    },
    Knob {
        id: "set",
        label: "Of adding and removing",
        help: "What becomes of a thing of a set that one session adds while another removes it.",
        kind: KnobKind::Choice {
            choices: &[
                choice("add_wins", "Adding wins"),
                choice("remove_wins", "Removing wins"),
                choice("two_phase", "What was removed stays away"),
                choice("grow_only", "Nothing is removed"),
            ],
        },
    },
    Knob {
        id: "period_ms",
        label: "Again every",
        help: "How often a replica sends its state, or the operations that another has not confirmed.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 100, unit: "ms" },
    },
    Knob {
        id: "fan_out",
        label: "Partners each time",
        help: "To how many other replicas it sends its state each time; they take turns.",
        kind: KnobKind::Number { min: 1, max: 8, default: 1, unit: "" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes a rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("causal_delivery", "Causal delivery of operations"),
                choice("tags", "Tags that tell apart who did what"),
                choice("idempotence", "That the same twice counts once"),
                choice("retransmission", "Sending again"),
            ],
        },
    },
];

fn clashes(_: &Scenario, knobs: &Knobs) -> Vec<String> {
    let waits = knobs.choice("form") == "operation";
    if knobs.choice("without") == "causal_delivery" && !waits {
        return vec![
            "Causal delivery cannot be left out: states need none, only operations wait for others".to_owned(),
        ];
    }
    Vec::new()
}

pub(crate) struct Crdt;

/// It is time to send again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Again;

impl Protocol for Crdt {
    type Message = Message;
    type Timer = Again;
    type Client = Client;
    type Replica = Replica;
}
