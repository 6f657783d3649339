//! The knobs of several leaders, which of them do not go together, and what a replica reads off them.

use scenario::{Knob, KnobChoice, KnobKind, Knobs, Object, Scenario, joined};
use sim::Context;

use crate::session_layer::{self, Behind};

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

const OWN: [Knob; 7] = [
    Knob {
        id: "versions",
        label: "Versions by",
        help: "What decides which write is the last: the clock of the replica that took it, or a Lamport clock. \
               That is the one nearest to the session, and no other when it is down.",
        kind: KnobKind::Choice { choices: &[choice("clock", "Wall clock"), choice("lamport", "Lamport clock")] },
    },
    Knob {
        id: "conflicts",
        label: "Conflicts",
        help: "What becomes of concurrent writes: the last one wins, or of sets, replicas keep what is in either. \
               All but sets stay with the last write.",
        kind: KnobKind::Choice {
            choices: &[choice("last_write_wins", "The last write wins"), choice("union", "Sets are united")],
        },
    },
    Knob {
        id: "reads",
        label: "Reads from",
        help: "Which replica answers a read. Writes always go to the nearest.",
        kind: KnobKind::Choice { choices: &[choice("nearest", "The nearest"), choice("any", "Any, at random")] },
    },
    Knob {
        id: "mail",
        label: "Direct mail",
        help: "A replica sends each write to all others at once. Without, only anti-entropy spreads it.",
        kind: KnobKind::Switch { default: true },
    },
    Knob {
        id: "period_ms",
        label: "Anti-entropy every",
        help: "How often a replica compares what it holds with others, on average.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 400, unit: "ms" },
    },
    Knob {
        id: "fan_out",
        label: "Partners each time",
        help: "With how many other replicas it compares each time.",
        kind: KnobKind::Number { min: 1, max: 8, default: 1, unit: "" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("anti_entropy", "Anti-entropy"),
                choice("last_write_wins", "The last write wins"),
                choice("above", "Versions above all that a session knows"),
                choice("transitive", "What a write that was seen rests on"),
            ],
        },
    },
];

pub(super) const KNOBS: [Knob; 14] = joined(OWN, session_layer::KNOBS_WITHOUT_PRIMARY);

pub(super) fn clashes(scenario: &Scenario, knobs: &Knobs) -> Vec<String> {
    let united = knobs.choice("conflicts") == "union" && scenario.workload.object == Object::Set;
    let untold = united && knobs.choice("session") == "tracked";
    let why = "sets that are united have no newest version, so that sessions cannot track what they saw of them; \
               they can stay with one replica";
    untold.then(|| why.to_owned()).into_iter().collect()
}

/// The knobs, as a replica asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rules {
    pub(super) lamport: bool,
    pub(super) mail: bool,
    pub(super) anti_entropy: bool,
    pub(super) last_write_wins: bool,
    pub(super) above: bool,
    pub(super) behind: Behind,
    pub(super) period_us: u64,
    pub(super) fan_out: u32,
}

impl Rules {
    pub(super) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let number = |id| u32::try_from(knobs.number(id)).unwrap_or(1);
        let others = u32::from(cx.cluster.n) - 1;
        Self {
            lamport: knobs.choice("versions") == "lamport",
            mail: knobs.on("mail"),
            anti_entropy: knobs.choice("without") != "anti_entropy" && others > 0,
            last_write_wins: knobs.choice("without") != "last_write_wins",
            above: knobs.choice("without") != "above",
            behind: Behind::new(cx),
            period_us: u64::from(number("period_ms")) * 1000,
            fan_out: number("fan_out").min(others),
        }
    }
}
