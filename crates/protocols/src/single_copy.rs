//! One copy: a single replica holds all data and answers everything.
//!
//! The yardstick: linearizable by construction, since every operation takes effect at one instant
//! at one place, and unavailable whenever that place is. Reads and writes are those of an atomic
//! register (L. Lamport, "On Interprocess Communication", 1986).

use history::{Key, ModelId, NodeId, Value};
use scenario::{Assumptions, Knob, KnobChoice, KnobKind, Mode, ProtocolInfo};
use sim::{Context, Machine, Outbox, Protocol};

use crate::register::{Client, Message, PRIMARY, Register};

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "single_copy",
    name: "Single copy",
    summary: || "One replica holds all data and answers everything.",
    source: || "L. Lamport, On Interprocess Communication, 1986",
    knobs: || KNOBS,
    conditional: true,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[Knob {
    id: "without",
    label: "Leave out",
    help: "Takes a rule away, to show what it is for.",
    kind: KnobKind::Choice {
        choices: &[KnobChoice { id: "none", label: "Nothing" }, KnobChoice { id: "disk", label: "The disk" }],
    },
}];

const MODES: &[Mode] = &[Mode {
    id: "single",
    name: "One copy",
    settings: "n=1&w=1&r=1",
    keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
    breaks: &[],
    mutant: "k.without=disk",
}];

pub(crate) struct SingleCopy;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Never {}

impl Protocol for SingleCopy {
    type Message = Message;
    type Timer = Never;
    type Client = Client;
    type Replica = Replica;
}

/// The holder; the other replicas store nothing. What it acknowledged is on its disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    register: Register,
    holder: bool,
}

impl Machine<SingleCopy> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let holder = cx.me == NodeId::Replica(PRIMARY);
        Self { register: Register::default(), holder }
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<SingleCopy>) {
        match message {
            Message::Get { operation, key } => self.register.get(from, operation, key, out),
            Message::Set { operation, key, value, only_if } => {
                self.register.set(from, (operation, key, value), only_if, out);
            }
            _ => {}
        }
    }

    fn restart(self, cx: &Context<'_>, _out: &mut Outbox<SingleCopy>) -> Self {
        if cx.cluster.knobs.choice("without") == "disk" { Self::new(cx) } else { self }
    }

    fn holds(&self, key: Key) -> Option<Value> {
        self.holder.then(|| self.register.store.get(key).value)
    }
}
