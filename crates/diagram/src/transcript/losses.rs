//! What was lost on its way. What belongs to no operation is sent again and again: of it the first
//! loss is told, with how many followed.

use std::collections::BTreeMap;

use history::{DropCause, Instant, Key, NodeId, OperationId, Value};

use super::{LOSS, Lines, all};
use crate::story::Message;
use crate::timeline::say;

/// Messages that one sentence tells of.
struct Lost<'a> {
    at: Instant,
    message: &'a Message,
    cause: DropCause,
    to: Vec<NodeId>,
    further: u32,
}

/// What sentences of one kind have in common: for a message of an operation the moment, for any other
/// the receiver.
type Kind<'a> =
    (NodeId, (u8, u16), &'a str, Option<(OperationId, Option<Key>, Option<Value>, Instant)>, Option<NodeId>);

impl Lines<'_> {
    pub(super) fn losses(&mut self) {
        let story = self.story;
        let mut told: Vec<Lost<'_>> = Vec::new();
        let mut places: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
        for message in &story.messages {
            for end in &message.ends {
                let Some(cause) = end.lost else { continue };
                let place = *places.entry(kind(message, end.at, cause)).or_insert(told.len());
                match told.get_mut(place) {
                    Some(known) if message.label.operation.is_none() => known.further += 1,
                    Some(known) if known.to.contains(&message.to) => {}
                    Some(known) => known.to.push(message.to),
                    None => told.push(Lost { at: end.at, message, cause, to: vec![message.to], further: 0 }),
                }
            }
        }
        for lost in told {
            self.lost(&lost);
        }
    }

    fn lost(&mut self, lost: &Lost<'_>) {
        let story = self.story;
        let names: Vec<String> = lost.to.iter().map(|node| story.name(*node).to_owned()).collect();
        let (from, to, what) = (story.name(lost.message.from), all(&names), say::message(story, lost.message, None));
        let (what, is) = if names.len() == 1 { (what, "is") } else { (what, "are") };
        let how = match lost.cause {
            DropCause::Loss => format!("{is} lost on the way"),
            DropCause::Cut(_) => format!("{is} lost at the cut"),
            DropCause::Down(_) if names.len() == 1 => format!("{is} lost, as {to} is down"),
            DropCause::Down(_) => format!("{is} lost, as they are down"),
        };
        let message = if names.len() == 1 { "message" } else { "messages" };
        let further = match lost.further {
            0 => String::new(),
            1 => ", and so is one more later".to_owned(),
            more => format!(", and so are {more} more later"),
        };
        let words = format!("{from}'s {message} to {to}, {what}, {how}{further}.");
        self.push(lost.at, LOSS, lost.message.label.operation, words);
    }
}

fn kind(message: &Message, at: Instant, cause: DropCause) -> Kind<'_> {
    let cause = match cause {
        DropCause::Loss => (0, 0),
        DropCause::Cut(fault) => (1, fault.0),
        DropCause::Down(fault) => (2, fault.0),
    };
    let label = &message.label;
    let served = label.operation.map(|operation| (operation, label.key, label.value, at));
    (message.from, cause, &label.words, served, served.is_none().then_some(message.to))
}
