//! What happens inside a run, moment by moment.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::calls::{Reply, Request};
use crate::{
    Action, CallId, FaultId, Instant, Key, Label, MessageId, NodeId, OperationId, Outcome, ProcessId, ReplicaId, Role,
    SessionId, Value, Version,
};

/// One happening at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// What.
    pub what: Happening,
}

/// What can happen.
///
/// A sending carries no arrival: what a message meets is decided later, and an event never knows
/// the future (a fault edited at a moment leaves every event before it as it was).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// A session asks.
    Invoke {
        /// The operation's number.
        operation: OperationId,
        /// The process it runs under.
        process: ProcessId,
        /// The session that asks.
        session: SessionId,
        /// The key it is about.
        key: Key,
        /// What is asked; a read's value is not known yet and stands as nil.
        action: Action,
        /// Work or probe.
        role: Role,
    },
    /// A session has its answer, or gives up.
    Return {
        /// The operation that ends.
        operation: OperationId,
        /// What the session knows of it now.
        outcome: Outcome,
        /// The value read, or written.
        value: Value,
    },
    /// A write got its place in the version order.
    Stamp {
        /// The write.
        operation: OperationId,
        /// Its place.
        version: Version,
    },
    /// A node sends a message.
    Send {
        /// The message's number.
        message: MessageId,
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
        /// What it is about.
        label: Label,
    },
    /// A message arrives. A duplicated message arrives twice.
    Deliver {
        /// The message.
        message: MessageId,
    },
    /// A message will never arrive.
    Drop {
        /// The message.
        message: MessageId,
        /// What took it.
        cause: DropCause,
    },
    /// An answer that helped to fill the quorum of its operation.
    Count {
        /// The answer.
        message: MessageId,
        /// The operation.
        operation: OperationId,
    },
    /// A replica's stored state changes.
    Apply {
        /// The replica.
        replica: ReplicaId,
        /// The key.
        key: Key,
        /// What it holds from now on.
        value: Value,
        /// Its place in the version order.
        version: Version,
    },
    /// A replica answers from its state.
    Observe {
        /// The replica.
        replica: ReplicaId,
        /// The operation that asked.
        operation: OperationId,
        /// The key.
        key: Key,
        /// What it held.
        value: Value,
    },
    /// A fault begins to act.
    FaultBegin {
        /// Which.
        fault: FaultId,
    },
    /// A fault ceases to act.
    FaultEnd {
        /// Which.
        fault: FaultId,
    },
    /// A session begins a call on an object. It carries it out by the reads and writes that follow.
    Call {
        /// The call's number.
        call: CallId,
        /// The process it runs under.
        process: ProcessId,
        /// The session that calls.
        session: SessionId,
        /// The key of the object.
        key: Key,
        /// What is asked of it.
        request: Request,
    },
    /// A call ends.
    Answer {
        /// The call.
        call: CallId,
        /// What the session knows of it now.
        outcome: Outcome,
        /// What it was answered.
        reply: Reply,
    },
    /// A service takes its step of a saga, refuses it, or takes it back.
    Step {
        /// The service.
        replica: ReplicaId,
        /// The saga: the operation that began it.
        saga: OperationId,
        /// The name of the step: "charge".
        step: Cow<'static, str>,
        /// What is done to it.
        deed: StepDeed,
    },
    /// A saga is over.
    SagaOver {
        /// The service that says so.
        replica: ReplicaId,
        /// The saga: the operation that began it.
        saga: OperationId,
        /// Whether it stands, and was not taken back.
        stands: bool,
    },
    /// A replica has what it will store, and waits until it may.
    Wait {
        /// The replica.
        replica: ReplicaId,
        /// The key.
        key: Key,
        /// What it will hold.
        value: Value,
    },
}

/// What a service does to a step of a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepDeed {
    /// It takes it.
    Do,
    /// It will not take it.
    Refuse,
    /// It takes it back.
    Undo,
}

/// What took a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropCause {
    /// The network lost it by chance.
    Loss,
    /// A cut stood between its ends.
    Cut(FaultId),
    /// Its receiver was down.
    Down(FaultId),
}

/// What kind of fault, with what a drawing needs to show of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Some nodes cannot talk with the rest.
    Partition {
        /// The nodes on the cut side.
        nodes: Vec<NodeId>,
        /// Whether messages from the cut side still pass.
        outward_passes: bool,
        /// Whether messages to the cut side still pass.
        inward_passes: bool,
    },
    /// A replica is down.
    Crash {
        /// The replica.
        replica: ReplicaId,
        /// Whether its storage is gone at restart.
        disk_lost: bool,
    },
    /// A replica does nothing for a while; what reaches it waits.
    Pause {
        /// The replica.
        replica: ReplicaId,
    },
    /// Messages to and from a node take longer.
    Slow {
        /// The node.
        node: NodeId,
    },
    /// Messages get lost.
    Loss,
    /// A clock jumps.
    ClockStep {
        /// Whose.
        node: NodeId,
        /// By how many microseconds.
        by_us: i64,
    },
    /// A clock runs fast or slow.
    ClockDrift {
        /// Whose.
        node: NodeId,
        /// By how many microseconds a second.
        rate_ppm: i64,
    },
}
