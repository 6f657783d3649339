//! The client: asks the nearest replica, and takes its answer.

use history::{NodeId, OperationId};
use sim::{Ask, Call, Context, Machine, Outbox, Reply, Request};

use super::Crdt;
use super::message::Message;

/// A client. It knows nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl Machine<Crdt> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Crdt>) {
        let Request { operation, key, ask, .. } = request;
        let message = match ask {
            Ask::Read => Message::Read { operation, key },
            Ask::Write(value) => Message::Write { operation, key, value },
        };
        out.send(NodeId::Replica(cx.nearest()[0]), message);
    }

    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<Crdt>) {
        let Call { operation, key, request, .. } = call;
        out.send(NodeId::Replica(cx.nearest()[0]), Message::Call { operation, key, request });
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<Crdt>) {
        let end = |operation: OperationId, reply, out: &mut Outbox<Crdt>| {
            out.count(operation);
            out.reply(operation, reply);
        };
        match message {
            Message::Value { operation, value, .. } => end(operation, Reply::Value(value), out),
            Message::Done { operation, .. } => end(operation, Reply::Done, out),
            Message::Answer { operation, reply: None, .. } => end(operation, Reply::Failed, out),
            Message::Answer { operation, reply: Some(reply), .. } => {
                out.count(operation);
                out.answer(operation, reply);
            }
            _ => {}
        }
    }
}
