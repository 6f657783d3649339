//! A protocol made for watching the kernel: the first replica counts what reaches it, once in
//! memory and once in storage, and tells both. Its clients ask nobody else.

use history::{
    Describe, Direction, Event, Happening, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, SessionId, Trace,
    Value, Version,
};
use scenario::{
    CustomNetwork, Distribution, Fault, FaultAction, Network, Node, ProtocolInfo, Scenario, ScriptedAction,
    ScriptedOperation, Session, Workload,
};
use sim::{Context, Machine, Outbox, Protocol, Recording, Reply, Request, simulate};

const INFO: ProtocolInfo = ProtocolInfo { id: "tally", name: "Tally", ..ProtocolInfo::PLAIN };

/// How long the replica waits before it counts for itself, in microseconds.
pub(crate) const WAIT_US: u64 = 100_000;

/// The replica that counts.
pub(crate) const R1: NodeId = NodeId::Replica(ReplicaId(0));

pub(crate) struct Tally;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Hit {
        operation: OperationId,
    },
    /// The replica to itself.
    Note {
        operation: OperationId,
    },
    Tell {
        operation: OperationId,
        value: Value,
    },
}

/// The replica counts once more, a while after a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Later;

impl Protocol for Tally {
    type Message = Message;
    type Timer = Later;
    type Client = Client;
    type Replica = Replica;
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    asked: i64,
}

impl Machine<Tally> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self { asked: 0 }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Tally>) {
        self.asked += 1;
        let operation = request.operation;
        // Its clock and what it remembers, where a test can see them.
        let version = Version { stamp: cx.clock_us, counter: self.asked as u32, writer: 0 };
        out.stamp(operation, version);
        out.send(R1, Message::Hit { operation });
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<Tally>) {
        if let Message::Tell { operation, value } = message {
            out.count(operation);
            out.reply(operation, Reply::Value(value));
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    memory: i64,
    storage: i64,
}

impl Replica {
    fn add(&mut self, out: &mut Outbox<Tally>) {
        self.memory += 1;
        self.storage += 1;
        let version = Version { stamp: self.storage, counter: 0, writer: 0 };
        out.apply(Key(0), Value::Int(self.storage), version);
    }
}

impl Machine<Tally> for Replica {
    fn new(_cx: &Context<'_>) -> Self {
        Self { memory: 0, storage: 0 }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Tally>) {
        match message {
            Message::Hit { operation } => {
                self.add(out);
                out.wake(WAIT_US, Later);
                out.send(cx.me, Message::Note { operation });
                out.send(from, Message::Tell { operation, value: Value::Int(self.memory * 1_000 + self.storage) });
            }
            Message::Note { operation } => out.observe(operation, Key(0), Value::Int(self.storage)),
            Message::Tell { .. } => {}
        }
    }

    fn on_timer(&mut self, _cx: &Context<'_>, Later: Later, out: &mut Outbox<Tally>) {
        self.add(out);
    }

    fn restart(self, _cx: &Context<'_>, _out: &mut Outbox<Tally>) -> Self {
        Self { memory: 0, ..self }
    }

    fn holds(&self, _key: Key) -> Option<Value> {
        Some(Value::Int(self.storage))
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        let (direction, words, operation) = match *self {
            Self::Hit { operation } => (Direction::Request, "hit", operation),
            Self::Note { operation } => (Direction::Request, "note", operation),
            Self::Tell { operation, .. } => (Direction::Answer, "tell", operation),
        };
        let (purpose, words, operation) = (Purpose::Write, words.into(), Some(operation));
        Label { purpose, direction, operation, words, key: None, value: None }
    }

    fn lane(&self) -> Lane {
        let (Self::Hit { operation } | Self::Note { operation } | Self::Tell { operation, .. }) = *self;
        Lane { cause: operation.0, phase: 0, attempt: 0 }
    }
}

/// Sessions A, B, … that each ask at the given milliseconds; every message takes 10 ms.
pub(crate) fn asking(sessions: &[&[u64]]) -> Scenario {
    let one_way = Distribution::Constant { ms: 10.0 };
    let custom = CustomNetwork { regions: vec!["Here".to_owned()], one_way, links: Vec::new() };
    let mut scenario = Scenario {
        network: Network { preset: Network::CUSTOM.to_owned(), custom: Some(custom), ..Network::default() },
        sessions: vec![Session::default(); sessions.len()],
        workload: Workload::default(),
        timeout_ms: 500,
        settle_ms: 1_000,
        ..Scenario::default()
    };
    scenario.strategy.protocol = INFO.id.to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (1, 1, 1);
    for (id, at_ms) in (0..).map(SessionId).zip(sessions) {
        let session = Node(NodeId::Session(id));
        let ask = |at_ms: &u64| ScriptedOperation {
            session,
            at_us: at_ms * 1_000,
            action: ScriptedAction::Read,
            key: 0,
            drawn: None,
        };
        scenario.workload.script.extend(at_ms.iter().map(ask));
    }
    scenario
}

/// The same with a fault from one millisecond to another.
pub(crate) fn with(mut scenario: Scenario, at_ms: u64, until_ms: u64, action: FaultAction) -> Scenario {
    scenario.faults.push(Fault { at_us: at_ms * 1_000, until_us: Some(until_ms * 1_000), action });
    scenario
}

pub(crate) fn run(scenario: &Scenario) -> Trace {
    let valid = scenario.validate([&INFO]).unwrap_or_else(|problems| panic!("{problems:?}"));
    simulate::<Tally>(&valid, Recording::Full)
}

/// What happened in milliseconds, as far as `pick` has words for it.
pub(crate) fn story(trace: &Trace, pick: impl Fn(&Happening) -> Option<String>) -> Vec<String> {
    let line = |event: &Event| pick(&event.what).map(|words| format!("{} {words}", event.at.as_us() / 1_000));
    trace.events.iter().filter_map(line).collect()
}

/// The answers and the giving up.
pub(crate) fn returns(trace: &Trace) -> Vec<String> {
    story(trace, |what| match what {
        Happening::Return { operation, outcome, value } if operation.index() < asked(trace) => {
            Some(format!("{outcome:?} {value}"))
        }
        _ => None,
    })
}

/// What the replicas held at the end.
pub(crate) fn probes(trace: &Trace) -> Vec<String> {
    story(trace, |what| match what {
        Happening::Return { operation, value, .. } if operation.index() >= asked(trace) => Some(value.to_string()),
        _ => None,
    })
}

fn asked(trace: &Trace) -> usize {
    let client = |event: &&Event| matches!(event.what, Happening::Invoke { role: history::Role::Client, .. });
    trace.events.iter().filter(client).count()
}
