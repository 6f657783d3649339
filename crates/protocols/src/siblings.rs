//! Siblings: concurrent values of a key stay side by side, and whoever reads them makes one of them.
//!
//! The leaderless store of Dynamo (G. DeCandia et al., "Dynamo: Amazon's Highly Available Key-value
//! Store", SOSP 2007, sections 4.3 and 4.4) and of Riak. A read merges what R replicas hold; a write says
//! what its writer had read of the key, the context; a replica near the session takes it, and it is done
//! when W replicas keep it. It overwrites what the context knows of and stands beside the rest.
//!
//! A session knows what it has read of a key, and its own last write. A call on a set (a cart)
//! reads first, makes one cart of the siblings, changes that and writes it. Where clocks alone decide, a
//! write that is concurrent with the winner is gone; so is one that came later by a slow clock.

mod cart;
mod client;
mod held;
mod message;
mod modes;
mod replica;
mod rules;
#[cfg(test)]
mod tests;

use scenario::{Knob, KnobChoice, KnobKind, Knobs, Object, ProtocolInfo, Scenario};
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "siblings",
    name: "Siblings",
    summary: || "Concurrent writes stay side by side; whoever reads them makes one of them and writes it back.",
    source: || "DeCandia et al., Dynamo, 2007; Preguiça et al., Dotted Version Vectors, 2010",
    quorums: true,
    native: &[Object::Set],
    siblings: true,
    knobs: || KNOBS,
    overlaps,
    clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

const KNOBS: &[Knob] = &[
    Knob {
        id: "versions",
        label: "Concurrency by",
        help: "What tells a write from those that it overwrites. Vectors by server lose one of two writes that the \
               same replica takes; those by client lose one whose client forgot its count; one for all siblings \
               keeps what was overwritten; the clock keeps only the latest. Whichever it is, the replica nearest to a \
               session takes its writes, and no other does when that one is down.",
        kind: KnobKind::Choice {
            choices: &[
                choice("dotted", "Dotted version vectors"),
                choice("server", "Version vectors by server"),
                choice("client", "Version vectors by client"),
                choice("object", "One vector for all siblings"),
                choice("clock", "The clock: last write wins"),
            ],
        },
    },
    Knob {
        id: "resolve",
        label: "Make one cart by",
        help: "What a session makes of several carts side by side, before it changes the cart. Of several plain values \
               a read returns the newest by the clocks, and the next write of that session takes the place of all.",
        kind: KnobKind::Choice {
            choices: &[
                choice("union", "Taking all things of all"),
                choice("observed_remove", "Leaving out what was taken out (OR-set)"),
                choice("newest", "Taking the newest"),
            ],
        },
    },
    Knob {
        id: "read_repair",
        label: "Read repair",
        help: "A read sends what it merged to the replicas that answered with something else.",
        kind: KnobKind::Switch { default: true },
    },
    Knob {
        id: "period_ms",
        label: "Compare every",
        help: "How often a replica compares what it holds with another, in turn, on average. 0 is never.",
        kind: KnobKind::Number { min: 0, max: 60_000, default: 400, unit: "ms" },
    },
    Knob {
        id: "siblings_max",
        label: "Siblings at most",
        help: "A write that would leave more values side by side is refused.",
        kind: KnobKind::Number { min: 1, max: 1_000, default: 100, unit: "" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("siblings", "Concurrent values stay side by side"),
                choice("context", "A write says what its writer had read"),
            ],
        },
    },
];

/// Not where a write can take the place of one that it does not follow.
fn overlaps(knobs: &Knobs) -> bool {
    ["dotted", "object", "clock"].contains(&knobs.choice("versions"))
}

fn clashes(_: &Scenario, knobs: &Knobs) -> Vec<String> {
    let observed = knobs.choice("resolve") == "observed_remove";
    let sentence = "an OR-set must know exactly what the writer of each sibling had seen; concurrency must be told by \
                    dotted version vectors";
    if observed && knobs.choice("versions") != "dotted" { vec![sentence.to_owned()] } else { Vec::new() }
}

pub(crate) struct Siblings;

/// It is time to compare with another replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Compare;

impl Protocol for Siblings {
    type Message = Message;
    type Timer = Compare;
    type Client = Client;
    type Replica = Replica;
}
