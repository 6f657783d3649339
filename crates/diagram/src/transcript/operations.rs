//! What sessions asked, and what they were answered.

use history::{Instant, Key, NodeId, Operation, Outcome, ReplicaId, Role, Value, order};

use super::{ANSWERED, ASKED, CHANGE, Lines, all};
use crate::story::{Change, Look, Message};
use crate::timeline::say;

impl Lines<'_> {
    pub(super) fn operations(&mut self) {
        let mut looks: Vec<&Look> = self.story.looks.iter().filter(|look| look.counted).collect();
        order::sort_by_key(&mut looks, |look| (look.operation, look.at));
        let mut changes: Vec<&Change> = self.story.changes.iter().collect();
        order::sort_by_key(&mut changes, |change| (change.key, change.value, change.at));
        for operation in self.story.drawn() {
            self.asked(operation);
            let from = looks.partition_point(|look| look.operation < operation.id);
            let to = looks.partition_point(|look| look.operation <= operation.id);
            self.answered(operation, &looks[from..to], &changes);
            self.too_late(operation);
        }
    }

    fn asked(&mut self, operation: &Operation) {
        let story = self.story;
        let who = story.name(NodeId::Session(operation.session));
        let here = NodeId::Session(operation.session);
        let first = story.messages_of(operation.id).filter(|message| message.from == here && message.asks());
        let mut names: Vec<String> = Vec::new();
        for message in first.filter(|message| message.sent == operation.invoked) {
            let name = story.name(message.to).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let asks = match names.len() {
            0 => String::new(),
            many if many > 2 && many == story.replicas.iter().filter(|replica| !replica.spare).count() => {
                format!(", and asks all {many} {}", if story.services { "services" } else { "replicas" })
            }
            _ => format!(", and asks {}", all(&names)),
        };
        let words = format!("{who} begins to {}{asks}.", say::asked(story, operation));
        self.push(operation.invoked, ASKED, Some(operation.id), words);
    }

    fn answered(&mut self, operation: &Operation, looks: &[&Look], changes: &[&Change]) {
        let story = self.story;
        let who = story.name(NodeId::Session(operation.session));
        let Some(at) = operation.returned else {
            return;
        };
        let what = noun(&say::asked(story, operation));
        let after =
            if story.clock.has_times() { format!(", after {}", at.since(operation.invoked)) } else { String::new() };
        let told = match operation.outcome {
            Outcome::Fail => format!("{who}'s {what} fails{after}"),
            Outcome::Info => {
                let after = after.trim_start_matches(',');
                format!("{who} gives up its {what}{after}; whether it happened is unknown")
            }
            Outcome::Ok if operation.role == Role::Call || story.deed(operation.id).is_some() => {
                format!("{who} has its answer{after}: {}", say::operation(story, operation))
            }
            Outcome::Ok if operation.is_write() => format!("{who}'s {what} is acknowledged{after}"),
            Outcome::Ok => format!("{who}'s {what} returns {}{after}", story.value(operation.value())),
        };
        let reason = if operation.is_write() { self.stored(operation, changes) } else { self.seen(looks) };
        let stop = if reason.is_empty() { "." } else { "" };
        self.push(at, ANSWERED, Some(operation.id), format!("{told}{stop}{reason}"));
    }

    /// Who had stored a write when it was answered.
    fn stored(&self, operation: &Operation, changes: &[&Change]) -> String {
        let by = operation.returned.unwrap_or(operation.invoked);
        let wanted = (operation.key, operation.value());
        let from = changes.partition_point(|change| (change.key, change.value) < wanted);
        let of_write = |change: &&&Change| (change.key, change.value) == wanted && change.at <= by;
        let mut names: Vec<String> = Vec::new();
        for change in changes[from..].iter().take_while(of_write) {
            let name = self.story.name(NodeId::Replica(change.replica)).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.len() {
            0 => String::new(),
            1 => format!("; {} has stored it.", names[0]),
            _ => format!("; {} have stored it.", all(&names)),
        }
    }

    /// What the replicas answered whose answers a read counted.
    fn seen(&self, looks: &[&Look]) -> String {
        let mut answers: Vec<(Value, Vec<ReplicaId>)> = Vec::new();
        for look in looks {
            match answers.iter_mut().find(|(value, _)| *value == look.value) {
                Some((_, replicas)) if replicas.contains(&look.replica) => {}
                Some((_, replicas)) => replicas.push(look.replica),
                None => answers.push((look.value, vec![look.replica])),
            }
        }
        let told = answers.iter().map(|(value, replicas)| {
            let names: Vec<String> =
                replicas.iter().map(|id| self.story.name(NodeId::Replica(*id)).to_owned()).collect();
            format!("{} answered {}", all(&names), self.story.value(*value))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { String::new() } else { format!("; {}.", all(&told)) }
    }

    /// Answers to a read that came after it was over, and say something else than what it returned.
    fn too_late(&mut self, operation: &Operation) {
        let Some(returned) = operation.returned.filter(|_| operation.is_read()) else { return };
        let story = self.story;
        let here = NodeId::Session(operation.session);
        let answers = story.messages_of(operation.id).filter(|message| message.to == here && !message.asks());
        let late = |message: &Message| {
            let value = message.label.value.filter(|value| *value != operation.value())?;
            Some((message.arrived().filter(|at| *at > returned)?, story.name(message.from), value))
        };
        let late: Vec<_> = answers.filter_map(late).collect();
        for (at, from, value) in late {
            let (who, value) = (story.name(here), story.value(value));
            let words = format!("The answer of {from}, {value}, reaches {who} too late for that read to count it.");
            self.push(at, CHANGE, Some(operation.id), words);
        }
    }
}

/// What was asked for as a thing: "write of x=2".
fn noun(asked: &str) -> String {
    asked.split_once(' ').map_or_else(|| asked.to_owned(), |(verb, what)| format!("{verb} of {what}"))
}

/// Whether an operation is a write that this change carries out, told when it is answered.
pub(super) fn told_at_answer(operation: &Operation, at: Instant) -> bool {
    operation.returned.is_some_and(|returned| at <= returned)
}

/// The operation whose write a value is, if one alone wrote it.
pub(super) fn writer<'a>(operations: &'a [&Operation], key: Key, value: Value) -> Option<&'a Operation> {
    let from = operations.partition_point(|operation| (operation.key, operation.value()) < (key, value));
    let found = operations.get(from)?;
    ((found.key, found.value()) == (key, value)).then_some(*found)
}

/// The writes of a run in order of what they wrote, each value's first.
pub(super) fn writes<'a>(operations: impl Iterator<Item = &'a Operation>) -> Vec<&'a Operation> {
    let mut writes: Vec<&Operation> = operations.filter(|operation| operation.is_write()).collect();
    order::sort_by_key(&mut writes, |operation| (operation.key, operation.value(), operation.id));
    writes
}
