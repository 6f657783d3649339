//! What replicas stored apart from what an answer tells already: writes that reach them after they
//! were acknowledged, that were never answered, or that no single operation wrote.

use history::{Instant, Key, NodeId, Operation, Value, order};

use super::operations::{told_at_answer, writer, writes};
use super::{CHANGE, Lines, all};
use crate::story::{Change, Wait};

impl Lines<'_> {
    pub(super) fn changes(&mut self) {
        let story = self.story;
        let writes = writes(story.drawn());
        let mut waits: Vec<&Wait> = story.waits.iter().collect();
        order::sort_by_key(&mut waits, |wait| (wait.to, wait.replica));
        let mut open: Option<((Instant, Key, Value), Vec<String>)> = None;
        for change in &story.changes {
            let write = writer(&writes, change.key, change.value);
            if write.is_some_and(|write| told_at_answer(write, change.at)) {
                continue;
            }
            let (this, name) = ((change.at, change.key, change.value), self.named(change, &waits));
            match &mut open {
                Some((known, names)) if *known == this => names.push(name),
                _ => {
                    self.stored_by(open.take(), &writes);
                    open = Some((this, vec![name]));
                }
            }
        }
        self.stored_by(open, &writes);
    }

    /// A replica, and how long what it stores now had waited there.
    fn named(&self, change: &Change, waits: &[&Wait]) -> String {
        let name = self.story.name(NodeId::Replica(change.replica));
        let from = waits.partition_point(|wait| (wait.to, wait.replica) < (change.at, change.replica));
        let here = waits[from..].iter().take_while(|wait| (wait.to, wait.replica) == (change.at, change.replica));
        let waited = here.into_iter().find(|wait| (wait.key, wait.value) == (change.key, change.value));
        waited.map_or_else(
            || name.to_owned(),
            |wait| format!("{name} (where it waited for {})", wait.to.since(wait.from)),
        )
    }

    fn stored_by(&mut self, stored: Option<((Instant, Key, Value), Vec<String>)>, writes: &[&Operation]) {
        let Some(((at, key, value), names)) = stored else { return };
        let story = self.story;
        let verb = if names.len() == 1 { "stores" } else { "store" };
        let what = format!("{} {verb} {}={}", all(&names), story.key_name(key), story.value(value));
        let write = writer(writes, key, value);
        let late = write.and_then(|write| write.returned.filter(|_| write.outcome == history::Outcome::Ok));
        let words = match late {
            Some(returned) => format!("{what}, {} after it was acknowledged.", at.since(returned)),
            None => format!("{what}."),
        };
        self.push(at, CHANGE, write.map(|write| write.id), words);
    }
}
