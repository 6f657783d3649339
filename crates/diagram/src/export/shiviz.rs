//! A run as a log with vector clocks, as ShiViz reads it.
//!
//! Two lines an event: the node and its clock (F. Mattern, "Virtual Time and Global States of
//! Distributed Systems", 1988), then what happened. ShiViz finds them by its own standard expression,
//! `(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`.

use std::collections::BTreeMap;

use history::{Happening, MessageId, NodeId, Role, Trace};

use crate::story::{Message, Story};
use crate::timeline::say;

/// How many events of each node a node knows of.
type Clock = BTreeMap<String, u32>;

/// Writes a run: what sessions ask and are answered, what is sent and arrives, and crashes are told by
/// their silence. Probes, which look at the settled store, are left out.
#[must_use]
pub fn shiviz(trace: &Trace, story: &Story) -> String {
    let mut log = Log { story, clocks: BTreeMap::new(), sent: BTreeMap::new(), text: String::new() };
    let probes = |operation: history::OperationId| {
        story.operations.get(operation.index()).is_none_or(|operation| operation.role == Role::Probe)
    };
    for event in &trace.events {
        match event.what {
            Happening::Invoke { operation, session, .. } if !probes(operation) => {
                let words = say::asked(story, &story.operations[operation.index()]);
                log.event(NodeId::Session(session), &format!("{words} ({})", event.at));
            }
            Happening::Return { operation, .. } if !probes(operation) => {
                let of = &story.operations[operation.index()];
                log.event(
                    NodeId::Session(of.session),
                    &format!("{} ({})", say::operation_in_full(story, of), event.at),
                );
            }
            Happening::Send { message, from, .. } => log.send(message, from),
            Happening::Deliver { message } => log.deliver(message),
            _ => {}
        }
    }
    log.text
}

struct Log<'a> {
    story: &'a Story,
    clocks: BTreeMap<NodeId, Clock>,
    sent: BTreeMap<MessageId, Clock>,
    text: String,
}

impl Log<'_> {
    /// Something happens at a node, which counts it.
    fn event(&mut self, node: NodeId, words: &str) {
        let name = self.story.name(node).split_whitespace().collect::<Vec<_>>().join("_");
        let clock = self.clocks.entry(node).or_default();
        *clock.entry(name.clone()).or_default() += 1;
        let counts: Vec<String> = clock.iter().map(|(node, count)| format!("\"{node}\":{count}")).collect();
        self.text.push_str(&format!("{name} {{{}}}\n{}\n", counts.join(","), words.replace('\u{a0}', " ")));
    }

    fn send(&mut self, message: MessageId, from: NodeId) {
        let Some(words) = self.words(message) else { return };
        self.event(from, &format!("sends {words}"));
        self.sent.insert(message, self.clocks.get(&from).cloned().unwrap_or_default());
    }

    /// A node learns all that the sender knew.
    fn deliver(&mut self, message: MessageId) {
        let (Some(words), Some(known)) = (self.words(message), self.sent.get(&message)) else { return };
        let Some(to) = self.message(message).map(|of| of.to) else { return };
        let clock = self.clocks.entry(to).or_default();
        for (node, count) in known {
            let mine = clock.entry(node.clone()).or_default();
            *mine = (*mine).max(*count);
        }
        self.event(to, &format!("gets {words}"));
    }

    /// A message in words; nothing of those that only probes sent.
    fn words(&self, message: MessageId) -> Option<String> {
        self.message(message).map(|message| say::message(self.story, message, None))
    }

    fn message(&self, message: MessageId) -> Option<&Message> {
        let place = self.story.messages.binary_search_by_key(&message, |of| of.id).ok()?;
        self.story.messages.get(place)
    }
}
