//! Calls in words: "wrote 3", "read [1 2]", "between line 4 and line 9".

use super::{Call, Calls, Item, Reply, Request};
use crate::{Instant, Outcome};

impl Calls {
    /// A moment: a time, or a line of the log.
    #[must_use]
    pub fn moment(&self, at: Instant) -> String {
        self.clock.moment(at)
    }

    /// A value, a text in quotes.
    #[must_use]
    pub fn item(&self, item: Item) -> String {
        match item {
            Item::Nil => "nil".to_owned(),
            Item::Int(number) => number.to_string(),
            Item::Word(word) => format!("\"{}\"", self.word(word)),
        }
    }

    /// Several values: `[1 2 3]`, or the letters of a text in one.
    #[must_use]
    pub fn items(&self, items: &[Item]) -> String {
        if self.texts {
            let letters = items.iter().map(|item| if let Item::Word(word) = item { self.word(*word) } else { "" });
            return format!("\"{}\"", letters.collect::<String>());
        }
        let items: Vec<String> = items.iter().map(|item| self.item(*item)).collect();
        format!("[{}]", items.join(" "))
    }

    /// Who made a call: "process 3", where the name is only a number.
    #[must_use]
    pub fn who(&self, call: &Call) -> String {
        titled(self.process_name(call.process))
    }

    /// What a call did, to follow the name of its process: "read x as 3".
    #[must_use]
    pub fn deed(&self, call: &Call) -> String {
        let key = self.key_name(call.key);
        let item = |item| self.item(item);
        match (call.request, &call.reply) {
            (Request::Read, Reply::Value(value)) => format!("read {key} as {}", item(*value)),
            (Request::Read, Reply::List(values)) => format!("read {key} as {}", self.items(values)),
            (Request::Read, _) => format!("read {key}"),
            (Request::Contains(value), Reply::Answer(false)) => format!("did not find {} in {key}", item(value)),
            (Request::Contains(value), _) => format!("found {} in {key}", item(value)),
            (Request::Write(value), _) => format!("wrote {} to {key}", item(value)),
            (Request::CompareAndSet { expected, new }, reply) => {
                let refused = if *reply == Reply::Answer(false) { ", and was refused" } else { "" };
                format!("set {key} from {} to {}{refused}", item(expected), item(new))
            }
            (Request::Add(value), _) => format!("added {} to {key}{}", item(value), self.reply_in_words(call)),
            (Request::Remove(value), _) => format!("removed {} from {key}", item(value)),
            (Request::Append(value), _) => format!("appended {} to {key}{}", item(value), self.reply_in_words(call)),
            (Request::Insert { at, item: letter }, _) => format!("typed {} at {at} of {key}", item(letter)),
            (Request::Delete { at }, Reply::Value(Item::Nil)) => format!("found nothing to delete at {at} of {key}"),
            (Request::Delete { at }, Reply::Value(letter)) => format!("deleted {} at {at} of {key}", item(*letter)),
            (Request::Delete { at }, _) => format!("deleted what was at {at} of {key}"),
            (Request::Deposit(amount), _) => format!("paid {amount} into {key}"),
            (Request::Restock(amount), _) => format!("put {amount} on {key}"),
            (Request::Withdraw(amount), reply) => {
                yes_or_no(reply, "withdrew", "withdraw", &format!("{amount} from {key}"))
            }
            (Request::Buy(amount), reply) => yes_or_no(reply, "bought", "buy", &format!("{amount} of {key}")),
            (Request::Acquire, reply) => yes_or_no(reply, "acquired", "acquire", key),
            (Request::Release, reply) => yes_or_no(reply, "released", "release", key),
            (Request::Do(step), _) => format!("took step {} of {key}", item(step)),
            (Request::Undo(step), _) => format!("took back step {} of {key}", item(step)),
            (Request::Place, reply) => yes_or_no(reply, "ordered", "order", key),
            (Request::ReadAll, reply) => format!("read all{}", self.balances(reply)),
            (Request::Transfer { amount, to }, reply) => {
                let what = format!("{amount} from {key} to {}", self.key_name(to));
                yes_or_no(reply, "moved", "move", &what)
            }
        }
    }

    /// What all accounts of a bank were read as: " as x=1, y=2".
    fn balances(&self, reply: &Reply) -> String {
        let Reply::List(balances) = reply else { return String::new() };
        let one = |(name, held): (&String, &Item)| format!("{name}={}", self.item(*held));
        let told: Vec<String> = self.keys.iter().zip(balances).map(one).collect();
        format!(" as {}", told.join(", "))
    }

    fn reply_in_words(&self, call: &Call) -> String {
        self.in_reply_to.get(&call.id).map_or_else(String::new, |to| format!(" in reply to {}", self.item(*to)))
    }

    /// When a call ran: "between 5 ms and 9 ms".
    #[must_use]
    pub fn span(&self, call: &Call) -> String {
        let from = self.moment(call.invoked);
        match (call.outcome, call.returned) {
            (Outcome::Ok | Outcome::Fail, Some(at)) => format!("between {from} and {}", self.moment(at)),
            _ => format!("from {from}, never answered"),
        }
    }
}

/// The name of a process for people: "process 3", where it is only a number.
pub(super) fn titled(name: &str) -> String {
    let bare = name.bytes().all(|byte| byte.is_ascii_digit());
    if bare { format!("process {name}") } else { name.to_owned() }
}

fn yes_or_no(reply: &Reply, done: &str, refused: &str, what: &str) -> String {
    match reply {
        Reply::Answer(false) => format!("could not {refused} {what}"),
        _ => format!("{done} {what}"),
    }
}
