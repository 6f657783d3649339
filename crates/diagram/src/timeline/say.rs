//! Words: what operations, messages and faults are called.

use history::{
    Action, DropCause, FaultKind, FaultMark, Instant, NodeId, Operation, Outcome, ReplicaId, Role, isolated,
};

use super::heads;
use crate::story::{End, Message, Story};

/// What an operation did, or the call that it decided: "write x=2", "read x → 1", "withdraw 800".
pub(crate) fn operation(story: &Story, operation: &Operation) -> String {
    match story.deed(operation.id) {
        Some(deed) if story.keys.len() > 1 && !deed.names_keys => {
            format!("{} of {}", deed.words, story.key_name(operation.key))
        }
        Some(deed) => deed.words.clone(),
        None => plainly(story, operation),
    }
}

/// What an operation did, whatever call it served: "write x=2", "read x → 1".
fn plainly(story: &Story, operation: &Operation) -> String {
    let (key, value) = (story.key_name(operation.key), story.value(operation.value()));
    match (operation.action, operation.outcome) {
        (Action::Write(_), _) if operation.role == Role::Call => format!("{} {key}", changes(story)),
        (Action::Write(_), Outcome::Info) => format!("write {key}={value}?"),
        (Action::Write(_), _) => format!("write {key}={value}"),
        (Action::Read(_), Outcome::Ok) => format!("read {key} → {value}"),
        (Action::Read(_), Outcome::Fail) => format!("read {key}"),
        (Action::Read(_), Outcome::Info) => format!("read {key}?"),
    }
}

/// What an operation asked for, before anybody knew what came of it: "write x=2", "read x".
pub(crate) fn asked(story: &Story, operation: &Operation) -> String {
    let key = story.key_name(operation.key);
    match operation.action {
        Action::Write(_) if operation.role == Role::Call => format!("{} {key}", changes(story)),
        Action::Write(value) => format!("write {key}={}", story.value(value)),
        Action::Read(_) => format!("read {key}"),
    }
}

/// What a call does that is not told yet.
const fn changes(story: &Story) -> &'static str {
    if story.services { "order" } else { "change" }
}

/// The same without its verb: "x=2", "→ 1".
pub(crate) fn operation_in_short(story: &Story, operation: &Operation) -> String {
    match story.deed(operation.id).and_then(|deed| deed.words.split(' ').next_back()) {
        Some(end @ ("refused" | "failed")) => return end.to_owned(),
        // What was put in or taken out.
        Some(end) if operation.role == Role::Call => return end.to_owned(),
        _ => {}
    }
    let (key, value) = (story.key_name(operation.key), story.value(operation.value()));
    match (operation.action, operation.outcome) {
        (Action::Write(_), Outcome::Info) => format!("{key}={value}?"),
        (Action::Write(_), _) => format!("{key}={value}"),
        (Action::Read(_), Outcome::Ok) => format!("→ {value}"),
        (Action::Read(_), Outcome::Fail) => String::from("→"),
        (Action::Read(_), Outcome::Info) => String::from("→ ?"),
    }
}

/// How long it took, or why nobody can say; the longer words first.
pub(crate) fn length(operation: &Operation) -> &'static [&'static str] {
    match operation.outcome {
        Outcome::Info => &["outcome unknown", "unknown"],
        Outcome::Fail => &["failed"],
        Outcome::Ok => &[],
    }
}

/// An operation in full, for those who do not see it.
pub(crate) fn operation_in_full(story: &Story, of: &Operation) -> String {
    if let Some(replica) = story.probed(of) {
        let (who, key) = (story.name(NodeId::Replica(replica)), story.key_name(of.key));
        return format!("{who} held {key}={} at {}", story.value(of.value()), of.invoked);
    }
    let call = story.deed(of.id).map(|deed| format!("{}: ", deed.words)).unwrap_or_default();
    let what = call + &plainly(story, of);
    let who = story.name(NodeId::Session(of.session));
    if !story.clock.has_times() {
        return of_record(story, of, &format!("{what} by {who}"));
    }
    match (of.outcome, of.returned) {
        (Outcome::Ok, Some(returned)) => {
            format!("{what} by {who}, {} to {returned}", of.invoked)
        }
        (Outcome::Fail, Some(returned)) => {
            format!("{what} by {who}, {} to {returned}, failed", of.invoked)
        }
        _ => format!("{what} by {who}, from {}, outcome unknown", of.invoked),
    }
}

/// The same of a record that has places for times: "read x → 1 by A, line 3 to line 4".
#[inline(never)]
fn of_record(story: &Story, of: &Operation, what: &str) -> String {
    let from = story.moment(of.invoked);
    match (of.outcome, of.returned.map(|at| story.moment(at))) {
        (Outcome::Ok, Some(returned)) => format!("{what}, {from} to {returned}"),
        (Outcome::Fail, Some(returned)) => format!("{what}, {from} to {returned}, failed"),
        _ => format!("{what}, from {from}, outcome unknown"),
    }
}

/// The words along a message: "set x=2 · 31 ms", "ack · 58 ms, late", "set x=2, lost at the cut".
pub(crate) fn message(story: &Story, message: &Message, end: Option<&End>) -> String {
    let label = &message.label;
    let held = label.key.zip(label.value).map(|(key, value)| format!("{}={}", story.key_name(key), story.value(value)));
    let mut text = match (message.asks(), held, label.key) {
        (false, Some(held), _) => held,
        (true, Some(held), _) => format!("{} {held}", label.words),
        (true, None, Some(key)) => format!("{} {}", label.words, story.key_name(key)),
        _ => label.words.to_string(),
    };
    let Some(end) = end else {
        return text;
    };
    text.push_str(&lost(story, message, end));
    if end.lost.is_none() {
        text.push_str(" · ");
        text.push_str(&end.at.since(message.sent).to_string());
        if !message.asks() && !message.counted {
            text.push_str(", late");
        }
    }
    text
}

/// The same in the fewest words: "reserve", "reserved, lost".
pub(crate) fn in_short(story: &Story, message: &Message, end: &End) -> String {
    [message.label.words.as_ref(), &lost(story, message, end)].concat()
}

/// What took a message, behind its words; nothing if it arrived.
fn lost(story: &Story, message: &Message, end: &End) -> String {
    match end.lost {
        Some(DropCause::Loss) => String::from(", lost"),
        Some(DropCause::Cut(_)) => String::from(", lost at the cut"),
        Some(DropCause::Down(_)) => format!(", lost: {} is down", story.name(message.to)),
        None => String::new(),
    }
}

/// What a fault does, in lines that stand below each other: "Sydney", "cut off".
pub(crate) fn fault(story: &Story, fault: &FaultMark) -> (String, String) {
    let replica = |replica: ReplicaId| story.name(NodeId::Replica(replica)).to_owned();
    match &fault.kind {
        FaultKind::Partition { nodes, .. } => (cut_side(story, nodes), String::from("cut off")),
        FaultKind::Crash { replica: at, .. } => (replica(*at), String::from("down")),
        FaultKind::Pause { replica: at } => (replica(*at), String::from("paused")),
        FaultKind::Slow { node } => (story.name(*node).to_owned(), String::from("slow")),
        FaultKind::Loss => (String::from("messages"), String::from("get lost")),
        FaultKind::ClockStep { by_us, .. } => (String::from("clock"), heads::signed_ms(*by_us)),
        FaultKind::ClockDrift { rate_ppm, .. } => {
            let drift = heads::drift(*rate_ppm);
            let rest = drift.strip_prefix("clock ").unwrap_or(&drift);
            (String::from("clock"), rest.to_owned())
        }
    }
}

/// The nodes on the cut side: by region, where they are all that is in it.
fn cut_side(story: &Story, nodes: &[NodeId]) -> String {
    let mut names: Vec<String> = Vec::new();
    for node in nodes {
        let region = story.participant(*node).map_or("", |participant| participant.region.as_str());
        let replicas = (0..).map(ReplicaId).zip(&story.replicas);
        let mut there = replicas.filter(|(_, replica)| replica.region == region);
        let whole =
            !region.is_empty() && node.replica().is_some() && there.all(|(id, _)| nodes.contains(&NodeId::Replica(id)));
        let name = if whole { region } else { story.name(*node) };
        let name = isolated(name);
        if !names.iter().any(|known| *known == name) {
            names.push(name.into_owned());
        }
    }
    match names.len() {
        0 => String::from("nobody"),
        1..=3 => names.join(", "),
        count => format!("{} and {} more", names[..2].join(", "), count - 2),
    }
}

/// A fault in full: "Sydney cut off, 84 ms to 168 ms".
pub(crate) fn fault_in_full(story: &Story, mark: &FaultMark) -> String {
    let (who, what) = fault(story, mark);
    let whose = match mark.kind {
        FaultKind::ClockStep { node, .. } | FaultKind::ClockDrift { node, .. } => {
            format!("{}: ", story.name(node))
        }
        _ => String::new(),
    };
    match mark.end {
        Some(end) => format!("{whose}{who} {what}, {} to {end}", mark.begin),
        None => format!("{whose}{who} {what}, from {}", mark.begin),
    }
}

/// What a picture shows, for those who do not see it.
pub(crate) fn description(story: &Story, numbered: &[&Operation], end: Instant) -> String {
    let mut text = extent(story, end);
    for mark in &story.faults {
        text.push(' ');
        text.push_str(&fault_in_full(story, mark));
        text.push('.');
    }
    for (index, operation) in numbered.iter().enumerate() {
        text.push_str(&format!(" {}: {}.", index + 1, operation_in_full(story, operation)));
    }
    text
}

/// How much there is in a run: "1 write and 2 reads by 3 sessions on 5 replicas in 629 ms."
pub(crate) fn extent(story: &Story, end: Instant) -> String {
    let writes = story.drawn().filter(|operation| operation.is_write()).count();
    let reads = story.drawn().count() - writes;
    let spares = story.replicas.iter().filter(|replica| replica.spare).count();
    if story.replicas.is_empty() || !story.clock.has_times() {
        return extent_of_record(story, [plural(writes, "write"), plural(reads, "read")], end);
    }
    let mut text = format!(
        "{} and {} by {} on {} in {end}.",
        plural(writes, "write"),
        plural(reads, "read"),
        plural(story.sessions.len(), "session"),
        plural(story.replicas.len() - spares, if story.services { "service" } else { "replica" }),
    );
    if spares > 0 {
        text.push_str(&format!(" Beside them: {}.", plural(spares, "spare node")));
    }
    text
}

/// The same of a record: of replicas that nobody watched, and of times that nobody noted, nothing is said.
#[inline(never)]
fn extent_of_record(story: &Story, [writes, reads]: [String; 2], end: Instant) -> String {
    let when = if story.clock.has_times() { format!(" in {end}") } else { String::new() };
    format!("{writes} and {reads} by {}{when}.", plural(story.sessions.len(), "session"))
}

fn plural(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}
