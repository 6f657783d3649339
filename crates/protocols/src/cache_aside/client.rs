//! A session beside its cache: it looks there, fills it, and deletes from it.

use history::{Key, NodeId, OperationId, ReplicaId};
use sim::{Ask, Context, Machine, Outbox, Reply, Request};

use super::CacheAside;
use super::message::{Lease, Message};
use crate::register::PRIMARY;

/// Reads by way of the nearest cache; without one, from the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    cache: Option<ReplicaId>,
    /// The caches that a write deletes from, one bit each.
    told: u16,
    step: Step,
}

/// What the session waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Nothing,
    Cache(OperationId),
    Store(OperationId, Option<Lease>),
    Written(OperationId),
    /// The caches, one bit each, that have not yet confirmed to have deleted the key.
    Deleted(OperationId, u16),
}

impl Client {
    fn fetch(&mut self, operation: OperationId, key: Key, lease: Option<Lease>, out: &mut Outbox<CacheAside>) {
        self.step = Step::Store(operation, lease);
        out.send(NodeId::Replica(PRIMARY), Message::Fetch { operation, key });
    }

    fn end(&mut self, operation: OperationId, reply: Reply, out: &mut Outbox<CacheAside>) {
        self.step = Step::Nothing;
        out.count(operation);
        out.reply(operation, reply);
    }
}

impl Machine<CacheAside> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let cache = cx.nearest().iter().copied().find(|replica| *replica != PRIMARY);
        let bit = |replica: ReplicaId| 1 << replica.0;
        let told = match cx.cluster.knobs.choice("invalidate") {
            "none" => 0,
            "all" => cx.replicas().filter(|replica| *replica != PRIMARY).map(bit).sum(),
            _ => cache.map_or(0, bit),
        };
        Self { cache, told, step: Step::Nothing }
    }

    fn on_request(&mut self, _cx: &Context<'_>, request: Request, out: &mut Outbox<CacheAside>) {
        let Request { operation, key, ask, .. } = request;
        match (ask, self.cache) {
            (Ask::Read, Some(cache)) => {
                self.step = Step::Cache(operation);
                out.send(NodeId::Replica(cache), Message::Get { operation, key });
            }
            (Ask::Read, None) => self.fetch(operation, key, None, out),
            (Ask::Write(value), _) => {
                self.step = Step::Written(operation);
                out.send(NodeId::Replica(PRIMARY), Message::Write { operation, key, value });
            }
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<CacheAside>) {
        match (message, self.step) {
            (Message::Hit { operation, value, .. }, Step::Cache(current)) if operation == current => {
                self.end(operation, Reply::Value(value), out);
            }
            (Message::Miss { operation, key, lease }, Step::Cache(current)) if operation == current => {
                self.fetch(operation, key, lease, out);
            }
            (Message::Found { operation, key, held }, Step::Store(current, lease)) if operation == current => {
                self.end(operation, Reply::Value(held.value), out);
                if let Some(cache) = self.cache {
                    out.send(NodeId::Replica(cache), Message::Fill { operation, key, held, lease });
                }
            }
            (Message::Written { operation, key }, Step::Written(current)) if operation == current => {
                if self.told == 0 {
                    return self.end(operation, Reply::Done, out);
                }
                out.count(operation);
                self.step = Step::Deleted(operation, self.told);
                for cache in cx.replicas().filter(|replica| self.told >> replica.0 & 1 == 1) {
                    out.send(NodeId::Replica(cache), Message::Delete { operation, key });
                }
            }
            (Message::Deleted { operation, .. }, Step::Deleted(current, missing)) if operation == current => {
                let missing = missing & !from.replica().map_or(0, |replica| 1 << replica.0);
                self.step = Step::Deleted(operation, missing);
                if missing == 0 {
                    self.end(operation, Reply::Done, out);
                }
            }
            _ => {}
        }
    }
}
