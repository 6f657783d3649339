//! A run in Mermaid's language for sequence diagrams, for pages that already draw with it.
//!
//! Mermaid knows an order and no clock: a message stands where it arrived, or where it was lost,
//! and its words say how long it took. Participants go by names of our own (`S0`, `R0`), since any
//! word of the language could be the name of a region; what people read stands in their titles.

use history::{Instant, NodeId, Operation, Outcome, isolated, order};

use crate::story::{End, Message, Story};
use crate::timeline::say;
use crate::transcript::without_numbers;

/// Writes a run, with the sentence of its verdict if there is one.
#[must_use]
pub fn mermaid(story: &Story, sentence: Option<&str>) -> String {
    let mut lines = Lines::new(story);
    for line in story.operations.iter().zip(0_u32..) {
        lines.operation(line.0, line.1);
    }
    for message in &story.messages {
        lines.message(message);
    }
    lines.changes();
    lines.faults();
    let mut out = String::from("sequenceDiagram\n");
    told_to_readers(&mut out, story, sentence);
    for node in nodes(story) {
        out.push_str("    participant ");
        out.push_str(&id(node));
        out.push_str(" as ");
        out.push_str(&title(story, node));
        out.push('\n');
    }
    if let Some(sentence) = sentence.map(str::trim).filter(|text| !text.is_empty()) {
        lines.note_over_all(&mut out, sentence);
    }
    order::sort_by_key(&mut lines.list, |line| (line.at, line.rank));
    for line in lines.list {
        out.push_str("    ");
        out.push_str(&line.text);
        out.push('\n');
    }
    out
}

/// What a screen reader says of the diagram: Mermaid writes both into the picture that it draws.
fn told_to_readers(out: &mut String, story: &Story, sentence: Option<&str>) {
    let sentence = sentence.map(str::trim).filter(|text| !text.is_empty());
    let sentence = sentence.map(|text| format!("{}. ", text.trim_end_matches('.'))).unwrap_or_default();
    let described = without_numbers(&sentence) + &say::description(story, &[], story.end);
    for (name, text) in [("accTitle", "Timeline of a run"), ("accDescr", described.as_str())] {
        out.push_str(&format!("    {name}: {}\n", escape(text).replace("<br/>", " ")));
    }
}

fn nodes(story: &Story) -> impl Iterator<Item = NodeId> {
    let sessions = (0..=u8::MAX).zip(&story.sessions);
    let replicas = (0..=u8::MAX).zip(&story.replicas);
    let session = |(index, _)| NodeId::Session(history::SessionId(index));
    let replica = |(index, _)| NodeId::Replica(history::ReplicaId(index));
    sessions.map(session).chain(replicas.map(replica))
}

fn id(node: NodeId) -> String {
    match node {
        NodeId::Session(id) => format!("S{}", id.0),
        NodeId::Replica(id) => format!("R{}", id.0),
    }
}

fn title(story: &Story, node: NodeId) -> String {
    let Some(participant) = story.participant(node) else {
        return id(node);
    };
    let region = isolated(&participant.region);
    let about = match (participant.spare, &*region) {
        (false, "") => return escape(&participant.name),
        (true, "") => "spare".to_owned(),
        (false, region) => region.to_owned(),
        (true, region) => format!("spare, {region}"),
    };
    escape(&format!("{} ({about})", participant.name))
}

/// A statement and when it stands; at one moment, what ends a bar comes last and what begins one
/// first, so that bars never cross.
struct Line {
    at: Instant,
    rank: (u8, u32),
    text: String,
}

struct Lines<'a> {
    story: &'a Story,
    list: Vec<Line>,
}

/// Ranks at one moment.
const FAULT: u8 = 0;
const ASK: u8 = 3;
const MESSAGE: u8 = 1;
const CHANGE: u8 = 2;
const ANSWERED: u8 = 2;

impl<'a> Lines<'a> {
    fn new(story: &'a Story) -> Self {
        Self { story, list: Vec::new() }
    }

    fn known(&self, node: NodeId) -> bool {
        self.story.participant(node).is_some()
    }

    fn push(&mut self, at: Instant, rank: (u8, u32), text: String) {
        self.list.push(Line { at, rank, text });
    }

    fn operation(&mut self, operation: &Operation, index: u32) {
        let node = NodeId::Session(operation.session);
        if operation.role == history::Role::Probe || !self.known(node) {
            return;
        }
        let who = id(node);
        let what = say::asked(self.story, operation);
        let asked =
            format!("Note over {who}: {}", escape(&format!("{what}, at {}", self.story.moment(operation.invoked))));
        self.push(operation.invoked, (ASK, 2 * index), asked);
        self.push(operation.invoked, (ASK, 2 * index + 1), format!("activate {who}"));
        let (at, ended) = match (operation.returned, operation.outcome) {
            (Some(at), Outcome::Ok) => {
                let what = say::operation(self.story, operation);
                let took = format!(", {}", at.since(operation.invoked));
                (at, if self.story.clock.has_times() { what + &took } else { what })
            }
            (Some(at), Outcome::Fail) => (at, format!("{what} failed")),
            (Some(at), Outcome::Info) => (at, format!("{what}, outcome unknown")),
            (None, _) => (self.story.end.max(operation.invoked), format!("{what}, no answer")),
        };
        let rank = if at == operation.invoked { ASK } else { ANSWERED };
        let order = u32::MAX / 2 + 2 * index;
        self.push(at, (rank, order), format!("Note over {who}: {}", escape(&ended)));
        self.push(at, (rank, order + 1), format!("deactivate {who}"));
    }

    fn message(&mut self, message: &Message) {
        if !self.known(message.from) || !self.known(message.to) {
            return;
        }
        let (from, to) = (id(message.from), id(message.to));
        let line = |end: Option<&End>| {
            let lost = end.is_some_and(|end| end.lost.is_some());
            let arrow = match (message.asks(), end.is_none() || lost) {
                (true, false) => "->>",
                (false, false) => "-->>",
                (true, true) => "-x",
                (false, true) => "--x",
            };
            let mut words = say::message(self.story, message, end);
            if end.is_none() {
                words.push_str(", still on its way");
            }
            format!("{from}{arrow}{to}: {}", escape(&words))
        };
        let mut lines: Vec<(Instant, String)> = message.ends.iter().map(|end| (end.at, line(Some(end)))).collect();
        if lines.is_empty() {
            lines.push((self.story.end.max(message.sent), line(None)));
        }
        for (at, text) in lines {
            self.push(at, (MESSAGE, message.id.0), text);
        }
    }

    fn changes(&mut self) {
        for (index, change) in (0_u32..).zip(&self.story.changes) {
            let node = NodeId::Replica(change.replica);
            if !self.known(node) {
                continue;
            }
            let held = format!("{}={}", self.story.key_name(change.key), self.story.value(change.value));
            let text = format!("Note right of {}: {}", id(node), escape(&held));
            self.push(change.at, (CHANGE, index), text);
        }
    }

    fn faults(&mut self) {
        for (index, mark) in (0_u32..).zip(&self.story.faults) {
            let over = self.over(&mark.kind);
            let text = escape(&say::fault_in_full(self.story, mark));
            if mark.begin <= self.story.end {
                let note = format!("Note over {over}: {text}");
                self.push(mark.begin, (FAULT, index), note);
            }
            if let Some(end) = mark.end.filter(|end| *end <= self.story.end) {
                let (who, what) = say::fault(self.story, mark);
                let text = escape(&format!("{who} no longer {what}"));
                self.push(end, (FAULT, index), format!("Note over {over}: {text}"));
            }
        }
    }

    /// The participants over which a fault's note stands.
    fn over(&self, kind: &history::FaultKind) -> String {
        use history::FaultKind as Kind;
        let node = match kind {
            Kind::Partition { nodes, .. } => nodes.first().copied(),
            Kind::Crash { replica, .. } | Kind::Pause { replica } => Some(NodeId::Replica(*replica)),
            Kind::Slow { node } | Kind::ClockStep { node, .. } | Kind::ClockDrift { node, .. } => Some(*node),
            Kind::Loss => None,
        };
        match node.filter(|node| self.known(*node)) {
            Some(node) => id(node),
            None => self.all(),
        }
    }

    fn all(&self) -> String {
        let mut ids = nodes(self.story).map(id);
        match (ids.next(), ids.last()) {
            (Some(first), Some(last)) => format!("{first},{last}"),
            (Some(only), None) => only,
            (None, _) => String::new(),
        }
    }

    fn note_over_all(&self, out: &mut String, text: &str) {
        let all = self.all();
        if !all.is_empty() {
            out.push_str(&format!("    Note over {all}: {}\n", escape(text)));
        }
    }
}

/// Writes text so that Mermaid shows the same text: signs of its language and of HTML by number,
/// line ends as breaks. Nothing at all would not parse, so it becomes a space by number.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '#' | ';' | '%' | '&' | '<' | '>' | '"' | '\\' | '{' | '}' | '$' => {
                out.push_str(&format!("#{};", u32::from(sign)));
            }
            '\n' => out.push_str("<br/>"),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            _ => out.push(sign),
        }
    }
    if out.trim().is_empty() {
        return String::from("#160;");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn signs_of_the_language_are_written_by_number() {
        assert_eq!(escape("a; b # c: d"), "a#59; b #35; c: d");
        assert_eq!(escape("<b>\"end\"</b>\nend"), "#60;b#62;#34;end#34;#60;/b#62;<br/>end");
        assert_eq!(escape("%%{init}%%"), "#37;#37;#123;init#125;#37;#37;");
    }

    #[test]
    fn empty_text_still_parses() {
        assert_eq!(escape(""), "#160;");
        assert_eq!(escape(" \t"), "#160;");
    }
}
