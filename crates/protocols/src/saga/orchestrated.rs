//! Orchestration: the order service asks for one step after the other, and each service answers.

use history::ReplicaId;
use sim::Outbox;

use super::message::{Order, Saying, Word};
use super::service::{Service, service};
use super::{LAST, Saga, Without};

impl Service {
    /// Asks for a step, or for its compensation.
    pub(super) fn command(&mut self, order: Order, step: u8, word: Word, out: &mut Outbox<Saga>) {
        self.sending.say(service(step), Saying { order, step, word }, true, out);
    }

    /// Does what the order service asks, and has the answer for it.
    pub(super) fn obey(&mut self, saying: Saying, out: &mut Outbox<Saga>) -> Word {
        if saying.word == Word::Do {
            return self.take(saying.order, out).0;
        }
        self.take_back(saying.order, out);
        Word::Undone
    }

    /// An answer: on with the next step, or backwards. One that nobody waits for changes nothing.
    pub(super) fn on_news(&mut self, from: ReplicaId, saying: Saying, out: &mut Outbox<Saga>) {
        let Saying { order, step, word } = saying;
        let Some(open) = self.sending.open(order.operation, from).filter(|open| open.step == step) else { return };
        if (open.word == Word::Undo) != (word == Word::Undone) {
            return;
        }
        self.sending.close(order.operation, from);
        out.count(order.operation);
        let forwards = self.without == Without::Order;
        match word {
            Word::Done if step == LAST => self.over(order, true, out),
            Word::Done => self.command(order, step + 1, Word::Do, out),
            Word::Undone => self.compensate(order, if forwards { Some(step + 1) } else { step.checked_sub(1) }, out),
            _ => {
                if let Some(record) = self.orders.get_mut(&order.operation) {
                    record.refused = step;
                }
                self.compensate(order, if forwards { Some(0) } else { step.checked_sub(1) }, out);
            }
        }
    }

    /// Takes a step back. The first is the order service's own; after the last the saga is over.
    fn compensate(&mut self, order: Order, step: Option<u8>, out: &mut Outbox<Saga>) {
        let refused = self.orders.get(&order.operation).map_or(0, |record| record.refused);
        match step {
            Some(0) => {
                self.take_back(order, out);
                let forwards = self.without == Without::Order;
                self.compensate(order, forwards.then_some(1), out);
            }
            Some(step) if step < refused => self.command(order, step, Word::Undo, out),
            _ => self.over(order, false, out),
        }
    }
}
