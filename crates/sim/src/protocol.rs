//! What a replication protocol is: two pure machines, one beside each session and one in each
//! replica, that turn events into wishes.

use std::hash::Hash;

use history::calls::{self, Item};
use history::{Describe, Key, NodeId, OperationId, Value};

use crate::{Context, Outbox};

/// A replication protocol.
pub trait Protocol: Sized + 'static {
    /// What its nodes say to each other.
    type Message: Clone + Hash + Describe;
    /// What they wait for.
    type Timer: Copy + Eq + Hash;
    /// The half that lives with a session: which replica to ask, what was seen so far.
    type Client: Machine<Self>;
    /// The half that stores data.
    type Replica: Machine<Self>;
}

/// A pure machine: it receives events and writes what it wants into the outbox. It cannot reach
/// time, chance or the wire; its clock may be wrong.
pub trait Machine<P: Protocol>: Clone + Hash {
    /// A machine that knows nothing yet.
    fn new(cx: &Context<'_>) -> Self;

    /// It begins to run: as a machine that knows nothing yet, at the start of the run or after its
    /// disk was lost. What beats or watches from then on, sets its first timer here.
    fn start(&mut self, _cx: &Context<'_>, _out: &mut Outbox<P>) {}

    /// The session asks. Only the client half is asked.
    fn on_request(&mut self, _cx: &Context<'_>, _request: Request, _out: &mut Outbox<P>) {}

    /// The session calls an object that this protocol knows ([`scenario::ProtocolInfo::native`]).
    /// It is answered by [`Outbox::answer`]. Only the client half is called.
    fn on_call(&mut self, _cx: &Context<'_>, _call: Call, _out: &mut Outbox<P>) {}

    /// A message arrives.
    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: P::Message, out: &mut Outbox<P>);

    /// A wait is over.
    fn on_timer(&mut self, _cx: &Context<'_>, _timer: P::Timer, _out: &mut Outbox<P>) {}

    /// What is left after a crash, with the storage intact. The default forgets everything.
    fn restart(self, cx: &Context<'_>, _out: &mut Outbox<P>) -> Self {
        Self::new(cx)
    }

    /// What is stored for a key; nothing if this node stores no data.
    fn holds(&self, _key: Key) -> Option<Value> {
        None
    }

    /// What is stored for a key that holds many things: those of a set in their order, those of a
    /// list in its own. Nothing if what is stored is a value.
    fn contains(&self, _key: Key) -> Option<Vec<Item>> {
        None
    }

    /// What is stored for a key whose concurrent values stay side by side, the newest last: of a value
    /// one item, of a set its things. Nothing if a node stores one value of a key.
    fn siblings(&self, _key: Key) -> Option<Vec<Vec<Item>>> {
        None
    }
}

/// An operation as the client half receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// Its number.
    pub operation: OperationId,
    /// The key it is about.
    pub key: Key,
    /// What it asks.
    pub ask: Ask,
    /// A draw of its own, for a protocol that chooses at random.
    pub lot: u64,
    /// Of a write: what the key has to hold still, or the write fails. Only a protocol that says it
    /// can is asked so; [`Value::Nil`] stands for what was there before any write.
    pub only_if: Option<Value>,
}

/// A call on an object, as the client half of a protocol receives it that knows such objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// The number of the operation that carries it out.
    pub operation: OperationId,
    /// The key of the object.
    pub key: Key,
    /// What is asked of it.
    pub request: calls::Request,
    /// A draw of its own, for a protocol that chooses at random.
    pub lot: u64,
}

/// What an operation asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// What does the key hold?
    Read,
    /// Let it hold this.
    Write(Value),
}

/// How an operation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// A read has its value; [`Value::Nil`] where nothing was written yet.
    Value(Value),
    /// A write is acknowledged.
    Done,
    /// It did not happen, and will not.
    Failed,
}
