//! The session's half: keeps to the nearest replica, and moves on from one that is silent.

use history::{NodeId, OperationId};
use sim::{Ask, Context, Machine, Outbox, Reply, Request};

use super::message::Message;
use super::{Timer, TotalOrder};

/// A session. It remembers how much of the order it has seen, so that no replica it moves to may
/// show it less (section 4.4 of the ZooKeeper paper: the last zxid that the client has seen).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    patience_us: u64,
    remembers: bool,
    /// Which of the replicas from near to far it keeps to.
    home: u8,
    seen: u32,
    request: Option<Request>,
    attempt: u8,
}

impl Client {
    fn ask(&self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Some(Request { operation, key, ask, only_if, .. }) = self.request else { return };
        let Some(replica) = cx.nearest().get(usize::from(self.home)) else { return };
        let attempt = self.attempt;
        let message = match ask {
            Ask::Read => Message::Read { operation, key, seen: self.seen, attempt },
            Ask::Write(value) => Message::Write { operation, key, value, only_if, attempt },
        };
        out.send(NodeId::Replica(*replica), message);
        out.wake(self.patience_us, Timer::Waited { operation, attempt });
    }

    /// Takes an answer up, if it is waited for.
    fn ends(&mut self, operation: OperationId, seen: u32) -> bool {
        let ends = self.request.is_some_and(|request| request.operation == operation);
        if ends {
            self.request = None;
            if self.remembers {
                self.seen = self.seen.max(seen);
            }
        }
        ends
    }
}

impl Machine<TotalOrder> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let patience_us = u64::try_from(knobs.number("patience_ms")).unwrap_or(1) * 1000;
        let remembers = knobs.choice("without") != "last_seen";
        Self { patience_us, remembers, home: 0, seen: 0, request: None, attempt: 0 }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<TotalOrder>) {
        self.request = Some(request);
        self.attempt = 0;
        self.ask(cx, out);
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<TotalOrder>) {
        match message {
            Message::Value { operation, value, seen, .. } if self.ends(operation, seen) => {
                out.count(operation);
                out.reply(operation, Reply::Value(value));
            }
            Message::Done { operation, version, seen, .. } if self.ends(operation, seen) => {
                out.count(operation);
                // Here, since more than one leader may have had a hand in the same write.
                out.stamp(operation, version);
                out.reply(operation, Reply::Done);
            }
            Message::Refused { operation, seen, .. } if self.ends(operation, seen) => {
                out.count(operation);
                out.reply(operation, Reply::Failed);
            }
            _ => {}
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<TotalOrder>) {
        let Timer::Waited { operation, attempt } = timer else { return };
        let waits = self.request.is_some_and(|request| request.operation == operation);
        if waits && self.attempt == attempt {
            self.home = (self.home + 1) % cx.cluster.n;
            self.attempt = attempt.wrapping_add(1);
            self.ask(cx, out);
        }
    }
}
