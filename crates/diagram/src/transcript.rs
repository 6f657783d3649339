//! A run in words, moment by moment: what a person would read aloud of its picture. Who asked what,
//! when, what was answered, what was lost, and at the operation that shows it, what is wrong.

mod changes;
mod faults;
mod losses;
mod operations;

use history::{Instant, NodeId, OperationId, order};

use crate::story::Story;
use crate::timeline::say;
use crate::view::Annotation;

/// One moment of a run in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// The operation that it tells of, if it tells of one.
    pub operation: Option<OperationId>,
    /// What happened, as a sentence without its time.
    pub words: String,
    /// Whether it says what is wrong with the run.
    pub wrong: bool,
}

impl Entry {
    /// The sentence with its time: "At 85 ms: C's write of x=2 is acknowledged, after 84 ms."
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("At {}: {}", self.at, self.words)
    }
}

/// The run in words, in order of time. `note` is what a picture would point out, and `why` the words
/// that go with it, which stand at the end of the last operation that it numbers; without words
/// nothing is pointed out.
#[must_use]
pub fn transcript(story: &Story, note: &Annotation, why: &str) -> Vec<Entry> {
    let mut lines = Lines { story, list: Vec::new() };
    lines.beginning();
    lines.faults();
    lines.losses();
    lines.changes();
    lines.operations();
    lines.probes(note);
    lines.proof(note, why);
    lines.push(story.end, OVER, None, "Here the record ends.".to_owned());
    order::sort_by_key(&mut lines.list, |line| (line.entry.at, line.rank, line.place));
    lines.list.into_iter().map(|line| line.entry).collect()
}

/// What is said at a moment that somebody steps to: its entries; where it has none, what arrives or
/// is lost then.
#[must_use]
pub fn spoken(story: &Story, entries: &[Entry], moment: Instant) -> String {
    let from = entries.partition_point(|entry| entry.at < moment);
    let to = entries.partition_point(|entry| entry.at <= moment);
    let told: Vec<&str> = entries[from..to].iter().map(|entry| entry.words.as_str()).collect();
    let at = story.moment(moment);
    if !told.is_empty() {
        return format!("At {at}: {}", told.join(" "));
    }
    let ended = story.messages.iter().filter(|message| message.ends.iter().any(|end| end.at == moment));
    let ended = ended.map(|message| {
        let (from, to) = (story.name(message.from), story.name(message.to));
        format!("{} arrives from {from} at {to}.", say::message(story, message, None))
    });
    let ended: Vec<String> = ended.collect();
    if ended.is_empty() { format!("At {at}.") } else { format!("At {at}: {}", ended.join(" ")) }
}

/// What comes first of what happens at one moment.
const BEGINNING: u8 = 0;
const FAULT: u8 = 1;
const LOSS: u8 = 2;
const CHANGE: u8 = 3;
const ANSWERED: u8 = 4;
const PROOF: u8 = 5;
const ASKED: u8 = 6;
const OVER: u8 = 7;

struct Line {
    entry: Entry,
    rank: u8,
    place: usize,
}

struct Lines<'a> {
    story: &'a Story,
    list: Vec<Line>,
}

impl Lines<'_> {
    fn push(&mut self, at: Instant, rank: u8, operation: Option<OperationId>, words: String) {
        let place = self.list.len();
        self.list.push(Line { entry: Entry { at, operation, words, wrong: rank == PROOF }, rank, place });
    }

    /// Who takes part, where, and what is stored at first.
    fn beginning(&mut self) {
        let story = self.story;
        let participants = (0..).map(|index| NodeId::Session(history::SessionId(index))).zip(&story.sessions);
        let replicas = (0..).map(|index| NodeId::Replica(history::ReplicaId(index))).zip(&story.replicas);
        let mut regions: Vec<(&str, Vec<String>)> = Vec::new();
        for (node, participant) in participants.chain(replicas).filter(|(_, known)| !known.region.is_empty()) {
            let name = story.name(node).to_owned();
            match regions.iter_mut().find(|(region, _)| *region == participant.region) {
                Some((_, names)) => names.push(name),
                None => regions.push((&participant.region, vec![name])),
            }
        }
        let places = regions.iter().map(|(region, names)| format!("In {}: {}.", history::isolated(region), all(names)));
        let mut words = vec![say::extent(story, story.end)];
        words.extend(places);
        if let ([key], true) = (story.keys.as_slice(), story.initial != history::Value::Nil) {
            words.push(format!("At first {key} holds {}.", story.value(story.initial)));
        }
        self.push(Instant::ZERO, BEGINNING, None, words.join(" "));
    }

    /// What replicas held that were asked once all was at rest, where the picture points that out.
    fn probes(&mut self, note: &Annotation) {
        for operation in note.numbered.iter().filter_map(|id| self.story.operations.get(id.index())) {
            if let Some(replica) = self.story.probed(operation) {
                let (who, key) = (self.story.name(NodeId::Replica(replica)), self.story.key_name(operation.key));
                let held = self.story.value(operation.value());
                let words = format!("{who} is asked once all is at rest, and holds {key}={held}.");
                self.push(operation.invoked, ANSWERED, Some(operation.id), words);
            }
        }
    }

    fn proof(&mut self, note: &Annotation, why: &str) {
        let numbered = note.numbered.iter().filter_map(|id| self.story.operations.get(id.index()));
        let last = numbered.max_by_key(|operation| operation.returned.unwrap_or(operation.invoked));
        if let Some(last) = last.filter(|_| !why.is_empty()) {
            let at = last.returned.unwrap_or(last.invoked);
            self.push(at, PROOF, Some(last.id), without_numbers(why));
        }
    }
}

/// Words without the circled digits that lead to the discs of a picture.
pub(crate) fn without_numbers(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut signs = words.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\u{2460}'..='\u{2473}' => drop(signs.next_if_eq(&' ')),
            _ => out.push(sign),
        }
    }
    out
}

/// "r1", "r1 and r2", "r1, r2 and r3".
fn all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_one_after_another() {
        let names = ["r1", "r2", "r3"].map(str::to_owned);
        assert_eq!([all(&names[..1]), all(&names[..2]), all(&names)], ["r1", "r1 and r2", "r1, r2 and r3"]);
    }

    #[test]
    fn circled_digits_are_not_read_aloud() {
        assert_eq!(without_numbers("② A read x=1, but ① x=2 was there."), "A read x=1, but x=2 was there.");
    }
}
