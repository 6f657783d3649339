//! The knobs of the primary and its backups, which of them do not go together, and what a replica
//! reads off them.

use scenario::{Knob, KnobChoice, KnobKind, Knobs, Scenario, joined};
use sim::Context;

use crate::session_layer::{self, Behind};

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

const fn time(id: &'static str, label: &'static str, help: &'static str, default: i64) -> Knob {
    Knob { id, label, help, kind: KnobKind::Number { min: 1, max: 60_000, default, unit: "ms" } }
}

const OWN: [Knob; 8] = [
    Knob {
        id: "reads",
        label: "Reads from",
        help: "Which replica answers a read. Only the primary has seen every acknowledged write.",
        kind: KnobKind::Choice {
            choices: &[
                choice("primary", "The primary"),
                choice("nearest", "The nearest"),
                choice("any", "Any, at random"),
            ],
        },
    },
    time(
        "resend_ms",
        "Send again after",
        "How long the primary waits for a backup before it sends the newest value again.",
        400,
    ),
    Knob {
        id: "acks",
        label: "Backups that confirm",
        help: "How many backups must have a write before it is acknowledged: none, some, or all of them.",
        kind: KnobKind::Number { min: 0, max: 8, default: 0, unit: "" },
    },
    Knob {
        id: "failover",
        label: "Failover",
        help: "A backup that hears nothing from the primary takes over. What only the old one had is lost, calls too.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "fencing",
        label: "Fencing",
        help: "Who takes over asks a majority, and a primary that hears from no majority answers nothing.",
        kind: KnobKind::Switch { default: true },
    },
    time("heartbeat_ms", "Heartbeat every", "How often the primary tells the backups that it is there.", 50),
    time("timeout_ms", "Take over after", "How long a backup hears nothing before it takes over, at least.", 500),
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule of failover away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("lease", "The primary's lease"),
                choice("newest", "Asking for the newest state"),
                choice("confirm", "Reading what is confirmed"),
            ],
        },
    },
];

pub(super) const KNOBS: [Knob; 16] = joined(OWN, session_layer::KNOBS);

pub(super) fn clashes(scenario: &Scenario, knobs: &Knobs) -> Vec<String> {
    let backups = i64::from(scenario.cluster.n) - 1;
    let (acks, heartbeat, timeout) = (knobs.number("acks"), knobs.number("heartbeat_ms"), knobs.number("timeout_ms"));
    let too_many = (acks > backups)
        .then(|| format!("{acks} backups are to confirm, but {} replicas have {backups} backups", scenario.cluster.n));
    let too_slow = (knobs.on("failover") && heartbeat >= timeout).then(|| {
        format!("a backup takes over after {timeout} ms, but hears from the primary only every {heartbeat} ms")
    });
    [too_many, too_slow].into_iter().flatten().collect()
}

/// A time that is set, in microseconds.
pub(super) fn us(cx: &Context<'_>, knob: &str) -> u64 {
    u64::try_from(cx.cluster.knobs.number(knob)).unwrap_or(1) * 1000
}

/// A rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Without {
    None,
    Lease,
    Newest,
    Confirm,
}

/// What a replica is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Settings {
    pub(super) n: u8,
    pub(super) acks: u8,
    pub(super) failover: bool,
    pub(super) fencing: bool,
    pub(super) behind: Behind,
    pub(super) without: Without,
    pub(super) resend_us: u64,
    pub(super) heartbeat_us: u64,
    pub(super) timeout_us: u64,
}

impl Settings {
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let without = match knobs.choice("without") {
            "lease" => Without::Lease,
            "newest" => Without::Newest,
            "confirm" => Without::Confirm,
            _ => Without::None,
        };
        Self {
            n: cx.cluster.n,
            acks: u8::try_from(knobs.number("acks")).unwrap_or(0),
            failover: knobs.on("failover"),
            fencing: knobs.on("fencing"),
            behind: Behind::new(cx),
            without,
            resend_us: us(cx, "resend_ms"),
            heartbeat_us: us(cx, "heartbeat_ms"),
            timeout_us: us(cx, "timeout_ms"),
        }
    }
}
