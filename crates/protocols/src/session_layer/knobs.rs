//! The knobs of protocols with sessions.

use scenario::{Knob, KnobChoice, KnobKind};

/// The knobs of every protocol with sessions, where one replica takes all writes.
pub(crate) const KNOBS: [Knob; 8] = [
    session(&SESSIONS),
    READ_YOUR_WRITES,
    MONOTONIC_READS,
    MONOTONIC_WRITES,
    WRITES_FOLLOW_READS,
    behind(&BEHIND),
    Knob {
        id: "after_write_ms",
        label: "Primary after a write for",
        help: "How long after its own write a session reads from the primary.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 500, unit: "ms" },
    },
    PATIENCE,
];

/// The same where no replica is the primary: without what only a primary can do.
pub(crate) const KNOBS_WITHOUT_PRIMARY: [Knob; 7] = [
    session(SESSIONS.split_at(3).0),
    READ_YOUR_WRITES,
    MONOTONIC_READS,
    MONOTONIC_WRITES,
    WRITES_FOLLOW_READS,
    behind(BEHIND.split_at(2).0),
    PATIENCE,
];

/// The last one needs a primary.
const SESSIONS: [KnobChoice; 4] = [
    choice("none", "Nothing"),
    choice("sticky", "Stay with one replica"),
    choice("tracked", "Track what they wrote and saw"),
    choice("primary_after_write", "Read from the primary after a write"),
];

/// The last one needs a primary.
const BEHIND: [KnobChoice; 3] = [
    choice("wait", "Waits with its answer"),
    choice("elsewhere", "Sends it to another"),
    choice("primary", "Sends it to the primary"),
];

const READ_YOUR_WRITES: Knob = guarantee(
    "read_your_writes",
    "Read your writes",
    "A tracked session reads only where all that it wrote has arrived.",
);

const MONOTONIC_READS: Knob =
    guarantee("monotonic_reads", "Monotonic reads", "A tracked session reads only where all that it saw has arrived.");

const MONOTONIC_WRITES: Knob = guarantee(
    "monotonic_writes",
    "Monotonic writes",
    "No replica shows a write of a tracked session before what that session wrote earlier.",
);

const WRITES_FOLLOW_READS: Knob = guarantee(
    "writes_follow_reads",
    "Writes follow reads",
    "No replica shows a write of a tracked session before what that session had seen.",
);

const PATIENCE: Knob = Knob {
    id: "patience_ms",
    label: "Ask another after",
    help: "How long a session waits for an answer before it asks another replica, where it may.",
    kind: KnobKind::Number { min: 1, max: 60_000, default: 400, unit: "ms" },
};

const fn session(choices: &'static [KnobChoice]) -> Knob {
    Knob {
        id: "session",
        label: "Sessions",
        help: "What a session does so that its reads fit together although replicas may be behind.",
        kind: KnobKind::Choice { choices },
    }
}

const fn behind(choices: &'static [KnobChoice]) -> Knob {
    Knob {
        id: "behind",
        label: "A replica that is behind",
        help: "What becomes of a tracked session's read at a replica where something is still missing.",
        kind: KnobKind::Choice { choices },
    }
}

const fn guarantee(id: &'static str, label: &'static str, help: &'static str) -> Knob {
    Knob { id, label, help, kind: KnobKind::Switch { default: true } }
}

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}
