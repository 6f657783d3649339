//! What the quorum protocol says of itself: its knobs, and which settings exclude each other.

use scenario::{Knob, KnobChoice, KnobKind, Knobs, ProtocolInfo, Scenario};

use super::modes::MODES;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "quorum",
    name: "Quorum",
    summary: || "Writes wait for W replicas, reads for R.",
    source: || "DeCandia et al., Dynamo, 2007; Attiya, Bar-Noy, Dolev, 1995",
    quorums: true,
    spares: true,
    knobs: || &KNOBS,
    overlaps,
    clashes,
    modes: || &MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: [Knob; 14] = [
    Knob {
        id: "read_repair",
        label: "Read repair",
        help: "A read sends the newest version it met to the replicas that answered with an older one.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "write_back",
        label: "Write-back on read",
        help: "A read waits until W replicas hold what it is about to return, so that no later read can miss it.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "versions",
        label: "Versions by",
        help: "What decides which write is newer: the writer's clock, or a number read from a quorum first.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "clock", label: "Wall clock" },
                KnobChoice { id: "logical", label: "Logical number" },
            ],
        },
    },
    Knob {
        id: "coordinator",
        label: "Coordinator",
        help: "Who asks the replicas and counts their answers. A proxy stores nothing and serves the sessions near it.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "session", label: "The session" },
                KnobChoice { id: "nearest", label: "The nearest replica" },
                KnobChoice { id: "random", label: "Any replica, at random" },
                KnobChoice { id: "proxy", label: "A proxy, on a spare node" },
            ],
        },
    },
    Knob {
        id: "requests",
        label: "Requests to",
        help: "Ask all replicas and take the first answers, or only the nearest that are needed.",
        kind: KnobKind::Choice {
            choices: &[KnobChoice { id: "all", label: "All N" }, KnobChoice { id: "quorum", label: "Only W or R" }],
        },
    },
    Knob {
        id: "quorum_scope",
        label: "Quorums of",
        help: "Whose answers count: those of any W or R replicas, or of most replicas in the coordinator's region. \
               The other regions get every write too, but nobody waits for them.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "all", label: "All replicas" },
                KnobChoice { id: "local", label: "One region" },
            ],
        },
    },
    Knob {
        id: "sloppy",
        label: "Sloppy quorum",
        help: "When a replica does not answer, a spare node answers for it, and hands over later what it was sent.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "stand_in_ms",
        label: "Spare node after",
        help: "How long a coordinator waits for a replica before it asks a spare node, if the quorum is sloppy.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 200, unit: "ms" },
    },
    Knob {
        id: "handoff_ms",
        label: "Hand over every",
        help: "How often a spare node tries to hand over what it keeps for a replica.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 200, unit: "ms" },
    },
    Knob {
        id: "anti_entropy_ms",
        label: "Compare every",
        help: "How often each replica compares what it holds with another, in turn, and the newer goes to the other. \
               0 is never.",
        kind: KnobKind::Number { min: 0, max: 60_000, default: 0, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "none", label: "Nothing" },
                KnobChoice { id: "highest_version", label: "A read returns the newest answer" },
                KnobChoice { id: "newer_stays", label: "A replica keeps the newer version" },
                KnobChoice { id: "handoff_again", label: "A hint is kept until it arrived" },
            ],
        },
    },
    Knob {
        id: "session",
        label: "Sessions",
        help: "What a session does so that its reads fit together although quorums may miss each other.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "none", label: "Nothing" },
                KnobChoice { id: "tracked", label: "Track what they wrote and saw" },
            ],
        },
    },
    Knob {
        id: "read_your_writes",
        label: "Read your writes",
        help: "A read of a tracked session waits for further answers until one is as new as what the session wrote.",
        kind: KnobKind::Switch { default: true },
    },
    Knob {
        id: "monotonic_reads",
        label: "Monotonic reads",
        help: "A read of a tracked session waits for further answers until one is as new as what the session saw.",
        kind: KnobKind::Switch { default: true },
    },
];

/// Not where spare nodes or one region make up a quorum, nor where the newest may be passed over.
fn overlaps(knobs: &Knobs) -> bool {
    let passes_over = ["highest_version", "newer_stays"].contains(&knobs.choice("without"));
    !knobs.on("sloppy") && knobs.choice("quorum_scope") != "local" && !passes_over
}

/// What each setting allows, and both together do not.
fn clashes(scenario: &Scenario, knobs: &Knobs) -> Vec<String> {
    let mut clashes = Vec::new();
    let local = knobs.choice("quorum_scope") == "local";
    if knobs.on("sloppy") && scenario.cluster.spares == 0 {
        clashes.push("a sloppy quorum needs a spare node, and there is none".to_owned());
    }
    if knobs.choice("coordinator") == "proxy" {
        if scenario.cluster.spares == 0 {
            clashes.push("a proxy runs on a spare node, and there is none".to_owned());
        }
        if knobs.on("sloppy") {
            clashes.push("a spare node is a proxy or stands in for replicas; choose one of them".to_owned());
        }
    }
    if knobs.on("sloppy") && local {
        let sentence = "a sloppy quorum counts spare nodes, and a quorum of one region its own replicas only; \
                        choose one of them";
        clashes.push(sentence.to_owned());
    }
    if local && knobs.choice("requests") == "quorum" {
        let sentence = "quorums of one region send every write to the other regions too; requests must go to all N";
        clashes.push(sentence.to_owned());
    }
    if knobs.choice("session") == "tracked" {
        if knobs.choice("requests") == "quorum" {
            clashes.push("a tracked session may need further answers; requests must go to all N".to_owned());
        }
        if knobs.choice("coordinator") != "session" {
            clashes.push("a tracked session counts the answers itself; it must be the coordinator".to_owned());
        }
    }
    clashes
}
