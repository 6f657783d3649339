//! A saga: an order that is carried out step by step by four services, and taken back step by step
//! where one of them refuses.
//!
//! H. Garcia-Molina, K. Salem, "Sagas", 1987: a long transaction is a sequence T1 … Tn of short ones,
//! each with a compensation. Either all of them happen, or T1 … Tj and then Cj … C1, backwards. What
//! it gives up is isolation: others see what stands in between. The steps here are to create the
//! order, reserve goods, charge the customer and ship; C. Richardson, "Microservices Patterns", 2018,
//! chapter 4, tells the two ways to run them. Orchestrated, the order service asks each of the others
//! in turn. Choreographed, each service acts on the events of its neighbour.
//!
//! Both rest on the same rules. What is to be sent is on disk before it is sent, and is sent again
//! until it is answered (chapter 3, transactional messaging); so a crash in between is taken up again.
//! A step is taken and taken back once, by the number of the order. An order is shown as pending
//! until its saga is over: a semantic lock, by which readers know that it may still be taken back.
//!
//! A service that stays away blocks the sagas that need it: nobody gives up on a step whose outcome
//! is not known.

mod choreographed;
mod message;
mod orchestrated;
mod sending;
mod service;
#[cfg(test)]
mod tests;

use history::calls::{self, Request};
use history::{Key, NodeId, OperationId, ReplicaId};
use scenario::{Knob, KnobChoice, KnobKind, Knobs, Mode, Object, ProtocolInfo, Scenario};
use sim::{Call, Context, Machine, Outbox, Protocol};

use message::{Message, Order};
use service::Service;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

/// The services, by the step of a saga that each of them takes.
const SERVICES: &[&str] = &["order", "stock", "payment", "shipping"];

/// What they do there.
const STEPS: [&str; 4] = ["create", "reserve", "charge", "ship"];

const ORDER: ReplicaId = ReplicaId(0);
const STOCK: ReplicaId = ReplicaId(1);

/// The last step: once it is taken, nothing is taken back.
const LAST: u8 = 3;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "saga",
    name: "Saga",
    summary: || "An order goes through four services step by step; if one refuses, the steps before it are taken back.",
    source: || "Garcia-Molina and Salem, Sagas, 1987; Richardson, Microservices Patterns, 2018, ch. 3 and 4",
    quorums: false,
    native: &[Object::Order],
    services: SERVICES,
    knobs: || KNOBS,
    clashes,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "style",
        label: "Style",
        help: "Whether the order service asks each of the others in turn, or each acts on what it hears of its neighbour.",
        kind: KnobKind::Choice {
            choices: &[choice("orchestrated", "Orchestrated"), choice("choreographed", "Choreographed")],
        },
    },
    Knob {
        id: "refuses",
        label: "Who refuses",
        help: "Which service says no to its step, so that the steps before it have to be taken back.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nobody"),
                choice("stock", "Stock: it is sold out"),
                choice("payment", "Payment: the card is declined"),
                choice("shipping", "Shipping: nobody delivers there"),
                choice("chance", "Each of them, by chance"),
            ],
        },
    },
    Knob {
        id: "reads",
        label: "Reads look at",
        help: "What a session sees that reads a key: its latest order, or what is left of it and for which orders it is reserved.",
        kind: KnobKind::Choice { choices: &[choice("order", "The latest order"), choice("stock", "The stock")] },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("log", "What is to be sent is on disk"),
                choice("retry", "A compensation is sent until it is done"),
                choice("idempotence", "Each step once"),
                choice("order", "Compensations backwards"),
                choice("lock", "Pending until it is over"),
            ],
        },
    },
    Knob {
        id: "refused_percent",
        label: "Refused by chance",
        help: "Of a hundred steps so many are refused, where that is left to chance.",
        kind: KnobKind::Number { min: 0, max: 100, default: 20, unit: "%" },
    },
    Knob {
        id: "items",
        label: "Items on the shelf",
        help: "How many orders of each key the stock can serve; what is reserved is not there for others.",
        kind: KnobKind::Number { min: 1, max: 100_000, default: 10, unit: "" },
    },
    Knob {
        id: "resend_ms",
        label: "Send again after",
        help: "How long a message may stay without an answer before it is sent again.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 200, unit: "ms" },
    },
];

/// No model of registers speaks of services: what they promise is an invariant of sagas.
const MODES: &[Mode] = &[
    Mode {
        id: "orchestrated",
        name: "Orchestrated",
        settings: "n=4&object=order",
        keeps: &[],
        breaks: &[],
        mutant: "k.without=log",
    },
    Mode {
        id: "choreographed",
        name: "Choreographed",
        settings: "n=4&object=order&k.style=choreographed",
        keeps: &[],
        breaks: &[],
        mutant: "k.without=log",
    },
];

/// Sagas of a run are numbered by 16 bits where they are judged.
const OPERATIONS_MAX: u64 = 65_536;

fn clashes(scenario: &Scenario, _knobs: &Knobs) -> Vec<String> {
    let mut clashes = Vec::new();
    if usize::from(scenario.cluster.n) != SERVICES.len() {
        clashes
            .push(format!("a saga runs over four services ({}); set the number of replicas to 4", SERVICES.join(", ")));
    }
    if scenario.workload.object != Object::Order {
        clashes.push(
            "the services of a saga take orders and store nothing else; choose an order as the object".to_owned(),
        );
    }
    if scenario.operations() > OPERATIONS_MAX {
        clashes.push(format!("a run of sagas can have {OPERATIONS_MAX} operations at most"));
    }
    clashes
}

pub(crate) struct Saga;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Again;

impl Protocol for Saga {
    type Message = Message;
    type Timer = Again;
    type Client = Client;
    type Replica = Service;
}

/// The rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Without {
    Nothing,
    Log,
    Retry,
    Idempotence,
    Order,
    Lock,
}

impl Without {
    fn of(knobs: &Knobs) -> Self {
        match knobs.choice("without") {
            "log" => Self::Log,
            "retry" => Self::Retry,
            "idempotence" => Self::Idempotence,
            "order" => Self::Order,
            "lock" => Self::Lock,
            _ => Self::Nothing,
        }
    }
}

fn resend_us(knobs: &Knobs) -> u64 {
    u64::try_from(knobs.number("resend_ms")).unwrap_or(1) * 1_000
}

/// Hands an order to the order service, and asks one service for a read, until it has an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    /// What has no answer yet.
    waiting: Option<Asked>,
    attempt: u8,
    resend_us: u64,
}

/// What a session wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asked {
    Place(Order),
    Read(ReplicaId, OperationId, Key),
}

impl Client {
    fn send(&self, out: &mut Outbox<Saga>) {
        let attempt = self.attempt;
        match self.waiting {
            Some(Asked::Place(order)) => out.send(NodeId::Replica(ORDER), Message::Place { order, attempt }),
            Some(Asked::Read(service, operation, key)) => {
                out.send(NodeId::Replica(service), Message::Read { operation, key, attempt });
            }
            None => return,
        }
        out.wake(self.resend_us, Again);
    }

    fn asked(&self) -> Option<OperationId> {
        self.waiting.map(|asked| match asked {
            Asked::Place(order) => order.operation,
            Asked::Read(_, operation, _) => operation,
        })
    }
}

/// The steps of an order that are refused, a bit each.
fn refused(knobs: &Knobs, lot: u64) -> u8 {
    let share = knobs.number("refused_percent").unsigned_abs();
    let by_chance = |step: u32| u8::from((lot >> (16 * step) & 0xffff) * 100 < share << 16) << step;
    match knobs.choice("refuses") {
        "stock" => 1 << 1,
        "payment" => 1 << 2,
        "shipping" => 1 << 3,
        "chance" => by_chance(1) | by_chance(2) | by_chance(3),
        _ => 0,
    }
}

impl Machine<Saga> for Client {
    fn new(cx: &Context<'_>) -> Self {
        Self { waiting: None, attempt: 0, resend_us: resend_us(&cx.cluster.knobs) }
    }

    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<Saga>) {
        let Call { operation, key, request, lot } = call;
        let knobs = &cx.cluster.knobs;
        self.attempt = 0;
        self.waiting = Some(match request {
            Request::Place => Asked::Place(Order { operation, key, refused: refused(knobs, lot) }),
            _ => {
                let service = if knobs.choice("reads") == "stock" { STOCK } else { ORDER };
                Asked::Read(service, operation, key)
            }
        });
        self.send(out);
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<Saga>) {
        let (operation, reply) = match message {
            Message::Over { operation, stands, .. } => (operation, calls::Reply::Answer(stands)),
            Message::State { operation, things, .. } => (operation, calls::Reply::List(things)),
            _ => return,
        };
        if self.asked() == Some(operation) {
            self.waiting = None;
            out.count(operation);
            out.answer(operation, reply);
        }
    }

    fn on_timer(&mut self, _cx: &Context<'_>, _timer: Again, out: &mut Outbox<Saga>) {
        self.attempt = self.attempt.wrapping_add(1);
        self.send(out);
    }
}
