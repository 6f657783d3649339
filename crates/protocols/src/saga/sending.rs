//! What a service has to say until it is answered: its log.

use std::collections::BTreeMap;

use history::{NodeId, OperationId, ReplicaId};
use sim::Outbox;

use super::message::{Message, Saying};
use super::{Saga, Without};

/// Commands or events without an answer, at most one of each order to each service. On disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Sending {
    open: BTreeMap<(OperationId, ReplicaId), Open>,
    attempt: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Open {
    saying: Saying,
    /// Whether it is a command, and not an event.
    command: bool,
    /// It has been open for a while.
    overdue: bool,
}

impl Sending {
    /// Writes down what to say, and says it.
    pub(crate) fn say(&mut self, to: ReplicaId, saying: Saying, command: bool, out: &mut Outbox<Saga>) {
        let open = Open { saying, command, overdue: false };
        self.open.insert((saying.order.operation, to), open);
        open.send(to, self.attempt, out);
    }

    /// What a service was told of an order and has not answered.
    pub(crate) fn open(&self, operation: OperationId, to: ReplicaId) -> Option<Saying> {
        self.open.get(&(operation, to)).map(|open| open.saying)
    }

    /// It is answered.
    pub(crate) fn close(&mut self, operation: OperationId, to: ReplicaId) {
        self.open.remove(&(operation, to));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Says again what has had no answer for a while.
    pub(crate) fn again(&mut self, without: Without, out: &mut Outbox<Saga>) {
        self.attempt = self.attempt.wrapping_add(1);
        for ((_, to), open) in &mut self.open {
            let once = without == Without::Retry && open.saying.word.compensates();
            if std::mem::replace(&mut open.overdue, true) && !once {
                open.send(*to, self.attempt, out);
            }
        }
    }

    /// Takes up after a crash what was open.
    pub(crate) fn restart(&mut self, without: Without, out: &mut Outbox<Saga>) {
        if without == Without::Log {
            self.open.clear();
        }
        for open in self.open.values_mut() {
            open.overdue = true;
        }
        self.again(without, out);
    }
}

impl Open {
    fn send(self, to: ReplicaId, attempt: u8, out: &mut Outbox<Saga>) {
        let saying = self.saying;
        let message =
            if self.command { Message::Command { saying, attempt } } else { Message::Event { saying, attempt } };
        out.send(NodeId::Replica(to), message);
    }
}
