//! What was lost on its way. What belongs to no operation is sent again and again: of it the first
//! loss is told, with how many followed.

use history::{DropCause, Instant, NodeId};

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

impl Lines<'_> {
    pub(super) fn losses(&mut self) {
        let mut told: Vec<Lost<'_>> = Vec::new();
        for message in &self.story.messages {
            for end in &message.ends {
                let Some(cause) = end.lost else { continue };
                match told.iter_mut().rev().find(|known| known.goes_with(message, end.at, cause)) {
                    Some(known) if known.message.label.operation.is_none() => known.further += 1,
                    Some(known) => known.to.push(message.to),
                    None => {
                        told.push(Lost { at: end.at, message, cause, to: vec![message.to], further: 0 });
                    }
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

impl Lost<'_> {
    fn goes_with(&self, message: &Message, at: Instant, cause: DropCause) -> bool {
        let (own, other) = (&self.message.label, &message.label);
        if self.message.from != message.from || self.cause != cause || own.words != other.words {
            return false;
        }
        match own.operation {
            None => other.operation.is_none() && self.to.contains(&message.to),
            Some(_) => {
                let same = (own.operation, own.key, own.value) == (other.operation, other.key, other.value);
                same && self.at == at && !self.to.contains(&message.to)
            }
        }
    }
}
