//! Choreography: each service acts on the events of its neighbours, and nobody leads.
//!
//! What is done travels forwards, from the order service through stock and payment to shipping and
//! round to the order service; what is refused or taken back travels backwards.

use history::ReplicaId;
use sim::Outbox;

use super::message::{Order, Saying, Word};
use super::service::{Service, service};
use super::{LAST, ORDER, Saga, Without};

impl Service {
    /// Tells a neighbour what became of its own step.
    pub(super) fn announce(&mut self, order: Order, word: Word, out: &mut Outbox<Saga>) {
        let step = self.step;
        let before = step.saturating_sub(1);
        let to = match word {
            Word::Done if step == LAST => 0..=0,
            Word::Done => step + 1..=step + 1,
            // All at once, and each for itself.
            Word::Refused if self.without == Without::Order => 0..=before,
            Word::Undone if self.without == Without::Order => return,
            _ => before..=before,
        };
        for to in to {
            self.sending.say(service(to), Saying { order, step, word }, false, out);
        }
    }

    /// Acts on what a neighbour tells.
    pub(super) fn on_event(&mut self, saying: Saying, out: &mut Outbox<Saga>) {
        let Saying { order, step, word } = saying;
        let here = self.step;
        match word {
            Word::Done if step == LAST && here == ORDER.0 => self.over(order, true, out),
            Word::Done if step + 1 == here => {
                let (word, new) = self.take(order, out);
                if new {
                    out.count(order.operation);
                    self.announce(order, word, out);
                }
            }
            Word::Refused | Word::Undone if step > here => {
                let new = self.take_back(order, out);
                if here == ORDER.0 {
                    self.over(order, false, out);
                } else if new {
                    out.count(order.operation);
                    self.announce(order, Word::Undone, out);
                }
            }
            _ => {}
        }
    }

    /// A neighbour has heard it.
    pub(super) fn on_heard(&mut self, from: ReplicaId, saying: Saying) {
        if self.sending.open(saying.order.operation, from) == Some(saying) {
            self.sending.close(saying.order.operation, from);
        }
    }
}
