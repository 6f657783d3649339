//! The session's half: hands a transaction to its coordinator, and names the moment of a read.

use std::rc::Rc;

use history::calls::{self, Item};
use history::{Key, NodeId, OperationId, ReplicaId};
use sim::{Ask, Call, Context, Machine, Outbox, Reply, Request};

use super::TrueTime;
use super::message::{Message, Read};
use super::rules::{Rules, Shard, Without};
use super::transaction::{Change, Deed, Transaction};

/// How often a read may begin anew: more than there can be versions in a span of uncertainty, unless
/// something is wrong.
const ATTEMPTS_MAX: u8 = 64;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    rules: Rules,
    /// Its hybrid clock: the latest that it has heard of.
    heard_us: i64,
    /// The latest moment that it has read: reads do not go back.
    read_us: i64,
    waiting: Option<Waiting>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    operation: OperationId,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum What {
    /// A read or a write of a key.
    Plain,
    Deposit,
    Transfer,
    /// A read of all accounts: what the shards have said so far.
    All {
        read: Read,
        parts: Vec<Option<Rc<[i64]>>>,
        newer_us: Option<i64>,
    },
}

impl Client {
    fn hand_over(&mut self, cx: &Context<'_>, transaction: Transaction, out: &mut Outbox<TrueTime>) {
        let coordinator = self.rules.leader(transaction.coordinator(self.rules));
        let now_us = self.now_us(cx);
        out.send(NodeId::Replica(coordinator), Message::Ask { transaction, now_us });
    }

    /// The hybrid clock: its own, and never behind what it has heard of.
    fn now_us(&self, cx: &Context<'_>) -> i64 {
        cx.clock_us.max(self.heard_us)
    }

    /// The moment that a read asks about: TT.now().latest (section 4.1.4), so that all that is over is
    /// before it; or as long ago as is asked for.
    fn read(&mut self, cx: &Context<'_>, operation: OperationId, key: Option<Key>) -> Read {
        let rules = self.rules;
        let now_us = if rules.hybrid { self.now_us(cx) } else { rules.latest_us(cx.clock_us) };
        let least_us = if rules.without == Without::ReadsForward { i64::MIN } else { self.read_us };
        let at_us = now_us.saturating_sub(rules.staleness_us).max(least_us);
        self.read_us = at_us;
        let certain = !rules.hybrid || rules.staleness_us > 0 || rules.without == Without::Uncertainty;
        let limit_us = if certain { at_us } else { at_us.saturating_add(rules.uncertainty_us) };
        Read { operation, key, at_us, limit_us, attempt: 0 }
    }

    /// The replica of a shard that it reads from.
    fn source(&self, cx: &Context<'_>, shard: Shard) -> NodeId {
        let of_shard = |id: &&ReplicaId| self.rules.members(shard).any(|member| member == **id);
        let nearest = cx.nearest().iter().find(of_shard).filter(|_| self.rules.reads_nearest);
        NodeId::Replica(nearest.copied().unwrap_or_else(|| self.rules.leader(shard)))
    }

    fn ask_all(&mut self, cx: &Context<'_>, read: Read, out: &mut Outbox<TrueTime>) {
        let shards = self.rules.shards;
        for shard in 0..shards {
            out.send(self.source(cx, shard), Message::Read(read));
        }
        let what = What::All { read, parts: vec![None; shards.into()], newer_us: None };
        self.waiting = Some(Waiting { operation: read.operation, what });
    }

    /// A shard has answered. Once all have, the read is over, or begins anew at what may be newer.
    fn on_balances(
        &mut self,
        cx: &Context<'_>,
        (shard, attempt): (Shard, u8),
        balances: &Rc<[i64]>,
        newer: Option<i64>,
        out: &mut Outbox<TrueTime>,
    ) {
        let Some(Waiting { operation, what: What::All { read, parts, newer_us } }) = &mut self.waiting else { return };
        let Some(part) = parts.get_mut(usize::from(shard)).filter(|_| read.attempt == attempt) else { return };
        *part = Some(Rc::clone(balances));
        *newer_us = newer.max(*newer_us);
        let (operation, mut read, newer_us) = (*operation, *read, *newer_us);
        out.count(operation);
        if parts.iter().any(Option::is_none) {
            return;
        }
        if let Some(at_us) = newer_us {
            if read.attempt == ATTEMPTS_MAX {
                self.waiting = None;
                return out.reply(operation, Reply::Failed);
            }
            (read.at_us, read.attempt) = (at_us, read.attempt + 1);
            self.read_us = self.read_us.max(at_us);
            return self.ask_all(cx, read, out);
        }
        let shards = usize::from(self.rules.shards);
        let held = |key: usize| parts[key % shards].as_ref().and_then(|part| part.get(key / shards).copied());
        let all = (0..self.rules.keys.into()).map(|key| held(key).map_or(Item::Nil, Item::Int)).collect();
        self.heard_us = self.heard_us.max(read.at_us);
        self.waiting = None;
        out.answer(operation, calls::Reply::List(all));
    }

    fn on_done(&mut self, operation: OperationId, at_us: Option<i64>, out: &mut Outbox<TrueTime>) {
        let Some(Waiting { what, .. }) = self.waiting.take_if(|waiting| waiting.operation == operation) else { return };
        self.heard_us = self.heard_us.max(at_us.unwrap_or(i64::MIN));
        out.count(operation);
        match (what, at_us) {
            (What::Deposit, Some(_)) => out.answer(operation, calls::Reply::Done),
            (What::Transfer, at_us) => out.answer(operation, calls::Reply::Answer(at_us.is_some())),
            (What::Plain, Some(_)) => out.reply(operation, Reply::Done),
            _ => out.reply(operation, Reply::Failed),
        }
    }
}

impl Machine<TrueTime> for Client {
    fn new(cx: &Context<'_>) -> Self {
        Self { rules: Rules::of(cx), heard_us: i64::MIN, read_us: i64::MIN, waiting: None }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<TrueTime>) {
        let Request { operation, key, ask, only_if, .. } = request;
        self.waiting = Some(Waiting { operation, what: What::Plain });
        match ask {
            Ask::Write(value) => {
                let session = cx.me.session().unwrap_or_default();
                let first = Change { key, deed: Deed::Set { value, only_if } };
                self.hand_over(cx, Transaction { operation, session, first, second: None }, out);
            }
            Ask::Read => {
                let read = self.read(cx, operation, Some(key));
                out.send(self.source(cx, self.rules.shard_of(key)), Message::Read(read));
            }
        }
    }

    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<TrueTime>) {
        let Call { operation, key, request, .. } = call;
        let (what, first, second) = match request {
            calls::Request::ReadAll => {
                let read = self.read(cx, operation, None);
                return self.ask_all(cx, read, out);
            }
            calls::Request::Deposit(amount) => (What::Deposit, Deed::PayIn(amount), None),
            calls::Request::Transfer { amount, to } if to != key => {
                (What::Transfer, Deed::PayOut(amount), Some(Change { key: to, deed: Deed::PayIn(amount) }))
            }
            _ => return out.reply(operation, Reply::Failed),
        };
        let session = cx.me.session().unwrap_or_default();
        self.waiting = Some(Waiting { operation, what });
        let transaction = Transaction { operation, session, first: Change { key, deed: first }, second };
        self.hand_over(cx, transaction, out);
    }

    fn on_message(&mut self, cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<TrueTime>) {
        match message {
            Message::Done { operation, at_us, .. } => self.on_done(operation, at_us, out),
            Message::Value { operation, value, at_us, .. } => {
                let Some(_) = self.waiting.take_if(|waiting| waiting.operation == operation) else { return };
                self.heard_us = self.heard_us.max(at_us);
                out.count(operation);
                out.reply(operation, Reply::Value(value));
            }
            Message::Balances { operation, shard, balances, newer_us, attempt } => {
                let Some(_) = self.waiting.as_ref().filter(|waiting| waiting.operation == operation) else { return };
                self.on_balances(cx, (shard, attempt), &balances, newer_us, out);
            }
            _ => {}
        }
    }
}
