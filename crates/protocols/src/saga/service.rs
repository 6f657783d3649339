//! A service: it takes its step of an order, refuses it, or takes it back, and says how things stand.
//! The first of the four is the order service, which begins sagas and ends them.

use std::collections::BTreeMap;

use history::calls::{Item, OrderState};
use history::{Key, NodeId, OperationId, ReplicaId, StepDeed, Version};
use sim::{Context, Machine, Outbox};

use super::message::{Message, Order, Saying, Word};
use super::sending::Sending;
use super::{Again, STEPS, STOCK, Saga, Without, resend_us};

/// All of it is on disk but the timer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Service {
    /// The step that it takes.
    pub(super) step: u8,
    pub(super) orchestrated: bool,
    pub(super) without: Without,
    items: u32,
    resend_us: u64,
    /// What became of its step of each order that it heard of.
    parts: BTreeMap<OperationId, Part>,
    /// At the order service: the orders, and the latest of each key.
    pub(super) orders: BTreeMap<OperationId, Record>,
    latest: BTreeMap<Key, OperationId>,
    /// At the stock: for whom goods of each key are put aside.
    reserved: BTreeMap<Key, Vec<OperationId>>,
    pub(super) sending: Sending,
    /// Whether it will look again at what has no answer.
    waiting: bool,
    /// How often what it holds has changed.
    changes: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Done,
    Refused,
    Undone,
}

/// An order at the order service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Record {
    client: NodeId,
    /// Whether it stands, once that is known.
    over: Option<bool>,
    /// The step that was refused, where the order service leads.
    pub(super) refused: u8,
}

/// A read of the stock names so many of the latest orders that goods are put aside for.
const SHOWN: usize = 8;

impl Service {
    /// Takes its step of an order, or refuses it; a second time it only says what became of it. Says
    /// also whether this was new.
    pub(super) fn take(&mut self, order: Order, out: &mut Outbox<Saga>) -> (Word, bool) {
        if let Some(part) = self.parts.get(&order.operation).filter(|_| self.without != Without::Idempotence) {
            let word = match part {
                Part::Done => Word::Done,
                Part::Refused => Word::Refused,
                Part::Undone => Word::Undone,
            };
            return (word, false);
        }
        let refuses = order.refused >> self.step & 1 == 1 || self.is_sold_out(order.key);
        let (part, word, deed) = if refuses {
            (Part::Refused, Word::Refused, StepDeed::Refuse)
        } else {
            (Part::Done, Word::Done, StepDeed::Do)
        };
        if !refuses && self.step == STOCK.0 {
            self.reserved.entry(order.key).or_default().push(order.operation);
        }
        self.parts.insert(order.operation, part);
        self.tell(order, deed, out);
        (word, true)
    }

    /// Takes its step back; says whether this was new. What it never heard of it will not do later.
    pub(super) fn take_back(&mut self, order: Order, out: &mut Outbox<Saga>) -> bool {
        let was = self.parts.insert(order.operation, Part::Undone);
        let acts = self.without == Without::Idempotence && was == Some(Part::Undone);
        if was == Some(Part::Done) || acts {
            if let Some(reserved) = self.reserved.get_mut(&order.key)
                && let Some(place) = reserved.iter().rposition(|reserved| *reserved == order.operation)
            {
                reserved.remove(place);
            }
            self.tell(order, StepDeed::Undo, out);
        }
        was != Some(Part::Undone) || acts
    }

    fn is_sold_out(&self, key: Key) -> bool {
        self.step == STOCK.0 && self.left(key) <= 0
    }

    fn left(&self, key: Key) -> i64 {
        i64::from(self.items) - self.reserved.get(&key).map_or(0, |reserved| reserved.len() as i64)
    }

    /// Notes what it did to its step, and what it holds of the order now.
    fn tell(&mut self, order: Order, deed: StepDeed, out: &mut Outbox<Saga>) {
        out.step(order.operation, STEPS[usize::from(self.step & 3)], deed);
        let state = match (deed, self.step) {
            (StepDeed::Refuse, _) => OrderState::Refused,
            (StepDeed::Do, 0) => self.unfinished(),
            (StepDeed::Do, 1) => OrderState::Reserved,
            (StepDeed::Do, 2) => OrderState::Charged,
            (StepDeed::Do, _) => OrderState::Shipped,
            (StepDeed::Undo, 0) => OrderState::Cancelled,
            (StepDeed::Undo, 1) => OrderState::Released,
            (StepDeed::Undo, 2) => OrderState::Refunded,
            (StepDeed::Undo, _) => OrderState::Recalled,
        };
        self.show(order, state, out);
    }

    fn show(&mut self, order: Order, state: OrderState, out: &mut Outbox<Saga>) {
        self.changes += 1;
        let version = Version { stamp: self.changes, counter: order.operation.0, writer: u32::from(self.step) };
        out.apply_contents(order.key, || pair(order.operation, state).to_vec(), version);
    }

    /// What an order is while its saga is under way: the semantic lock.
    fn unfinished(&self) -> OrderState {
        if self.without == Without::Lock { OrderState::Confirmed } else { OrderState::Pending }
    }

    /// A session places an order, perhaps not for the first time.
    fn place(&mut self, client: NodeId, order: Order, attempt: u8, out: &mut Outbox<Saga>) {
        let Order { operation, key, .. } = order;
        if let Some(record) = self.orders.get(&operation) {
            if let Some(stands) = record.over {
                out.send(client, Message::Over { operation, key, stands, attempt });
            }
            return;
        }
        self.orders.insert(operation, Record { client, over: None, refused: 0 });
        let latest = self.latest.entry(key).or_insert(operation);
        *latest = (*latest).max(operation);
        self.take(order, out);
        if self.orchestrated {
            self.command(order, 1, Word::Do, out);
        } else {
            self.announce(order, Word::Done, out);
        }
    }

    /// The saga is over. Only the order service says so.
    pub(super) fn over(&mut self, order: Order, stands: bool, out: &mut Outbox<Saga>) {
        let Order { operation, key, .. } = order;
        let Some(record) = self.orders.get_mut(&operation).filter(|record| record.over.is_none()) else { return };
        record.over = Some(stands);
        let client = record.client;
        out.count(operation);
        if stands {
            self.show(order, OrderState::Confirmed, out);
        }
        out.saga_over(operation, stands);
        out.send(client, Message::Over { operation, key, stands, attempt: 0 });
    }

    /// What a session sees of a key.
    fn seen(&self, key: Key) -> Vec<Item> {
        if self.step == STOCK.0 {
            let left = [Item::Int(self.left(key)), OrderState::Left.item()];
            let reserved = self.reserved.get(&key).into_iter().flatten().rev().take(SHOWN);
            let reserved = reserved.flat_map(|operation| pair(*operation, OrderState::Reserved));
            return left.into_iter().chain(reserved).collect();
        }
        let Some(operation) = self.latest.get(&key) else { return Vec::new() };
        let state = match self.orders.get(operation).and_then(|record| record.over) {
            Some(true) => OrderState::Confirmed,
            Some(false) => OrderState::Cancelled,
            None => self.unfinished(),
        };
        pair(*operation, state).to_vec()
    }

    fn wait(&mut self, out: &mut Outbox<Saga>) {
        if !self.waiting && !self.sending.is_empty() {
            self.waiting = true;
            out.wake(self.resend_us, Again);
        }
    }

    #[cfg(test)]
    pub(super) const fn is_quiet(&self) -> bool {
        !self.waiting
    }
}

/// An order with its state, as a reader is told. Orders go by the numbers of their operations.
fn pair(operation: OperationId, state: OrderState) -> [Item; 2] {
    [Item::Int(i64::from(operation.0) + 1), state.item()]
}

impl Machine<Saga> for Service {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        Self {
            step: cx.me.replica().unwrap_or_default().0,
            orchestrated: knobs.choice("style") == "orchestrated",
            without: Without::of(knobs),
            items: u32::try_from(knobs.number("items")).unwrap_or(u32::MAX),
            resend_us: resend_us(knobs),
            parts: BTreeMap::new(),
            orders: BTreeMap::new(),
            latest: BTreeMap::new(),
            reserved: BTreeMap::new(),
            sending: Sending::default(),
            waiting: false,
            changes: 0,
        }
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Saga>) {
        match (from, message) {
            (NodeId::Session(_), Message::Place { order, attempt }) => self.place(from, order, attempt, out),
            (NodeId::Session(_), Message::Read { operation, key, attempt }) => {
                let things = self.seen(key);
                out.send(from, Message::State { operation, key, things, attempt });
            }
            (NodeId::Replica(_), Message::Command { saying, attempt }) => {
                let word = self.obey(saying, out);
                out.send(from, Message::News { saying: Saying { word, ..saying }, attempt });
            }
            (NodeId::Replica(replica), Message::News { saying, .. }) => self.on_news(replica, saying, out),
            (NodeId::Replica(_), Message::Event { saying, attempt }) => {
                out.send(from, Message::Heard { saying, attempt });
                self.on_event(saying, out);
            }
            (NodeId::Replica(replica), Message::Heard { saying, .. }) => self.on_heard(replica, saying),
            _ => {}
        }
        self.wait(out);
    }

    fn on_timer(&mut self, _cx: &Context<'_>, _timer: Again, out: &mut Outbox<Saga>) {
        self.waiting = false;
        self.sending.again(self.without, out);
        self.wait(out);
    }

    /// What it did and what it has to say is on disk, and taken up where it was left.
    fn restart(mut self, _cx: &Context<'_>, out: &mut Outbox<Saga>) -> Self {
        self.waiting = false;
        self.sending.restart(self.without, out);
        self.wait(out);
        self
    }
}

/// The replica that takes a step.
pub(super) const fn service(step: u8) -> ReplicaId {
    ReplicaId(step)
}
