//! The complete record of one run.

use std::fmt;
use std::hash::Hash;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::calls::Item;
use crate::{Digest, Digester, Event, FaultId, FaultKind, Instant, Key, ReplicaId, Value};

/// Everything that happened in one run, in order of time. A finished value: playback selects from
/// it and never changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The sessions, by number.
    pub sessions: Vec<Participant>,
    /// The replicas, by number, and after them the spare nodes.
    pub replicas: Vec<Participant>,
    /// Whether the replicas are services, of which each has its own part, and no copies of a store.
    #[serde(default)]
    pub services: bool,
    /// The names of the keys, by number.
    pub keys: Vec<String>,
    /// What every key holds at the start.
    pub initial: Value,
    /// Where keys hold sets, lists or several values side by side: what each of the numbers among the
    /// values stands for.
    #[serde(default)]
    pub contents: Vec<String>,
    /// What is stored at the end, by node and key; nothing where the run was cut off.
    #[serde(default)]
    pub holdings: Vec<Holding>,
    /// The faults of the script, by number.
    pub faults: Vec<FaultMark>,
    /// What happened, in order.
    #[serde(deserialize_with = "read_events")]
    pub events: Vec<Event>,
    /// The end of the picture: the last event that work had a part in. Faults may act and the cluster
    /// may keep itself together beyond it.
    pub end: Instant,
    /// Why the run ended.
    pub stop: Stop,
    /// How many steps of the kernel it took.
    pub steps: u64,
}

/// More events than any run has: what is claimed to be longer is not made room for at once.
const EVENTS_MAX: usize = 20_000_000;

/// What a node stores for a key at the end of a run, whether it is up or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holding {
    /// The replica, or the spare.
    pub node: ReplicaId,
    /// The key.
    pub key: Key,
    /// All that it holds side by side, as a rule one: of a value one item, of a set or a list its
    /// things.
    pub siblings: Vec<Vec<Item>>,
}

/// A lifeline of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Participant {
    /// "A", "r1".
    pub name: String,
    /// Where it is: "Virginia".
    pub region: String,
    /// Whether it is a spare node, which stands in for replicas and is none.
    #[serde(default)]
    pub spare: bool,
}

/// A fault of the script, for drawing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FaultMark {
    /// Its number in the scenario.
    pub id: FaultId,
    /// What it is.
    pub kind: FaultKind,
    /// When it begins.
    pub begin: Instant,
    /// When it ends; `None` if it lasts.
    pub end: Option<Instant>,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// All work was done and the replicas had time to settle.
    Finished,
    /// The step budget ran out; the record is a true prefix.
    OutOfSteps,
}

/// Reads the events into a list of just the length that was written: one that grows takes several
/// times the room, and a page never gives it back.
fn read_events<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Event>, D::Error> {
    struct Events;
    impl<'de> Visitor<'de> for Events {
        type Value = Vec<Event>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of events")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut events = Vec::new();
            let length = list.size_hint().unwrap_or(0).min(EVENTS_MAX);
            // Where there is no such room, what is read may still be shorter than it claims.
            let _ = events.try_reserve_exact(length);
            while let Some(event) = list.next_element()? {
                events.push(event);
            }
            Ok(events)
        }
    }
    deserializer.deserialize_seq(Events)
}

impl Trace {
    /// The fingerprint of the whole run.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest_before(Instant::NEVER)
    }

    /// The fingerprint of everything before `moment`: equal for two scenarios that differ only in
    /// what happens from then on.
    #[must_use]
    pub fn digest_before(&self, moment: Instant) -> Digest {
        let mut digester = Digester::new();
        for event in self.events.iter().take_while(|event| event.at < moment) {
            event.hash(&mut digester);
        }
        digester.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Happening;

    fn trace(begins_at_us: &[u64]) -> Trace {
        let begin = |us: &u64| Event { at: Instant::from_us(*us), what: Happening::FaultBegin { fault: FaultId(0) } };
        Trace {
            sessions: Vec::new(),
            replicas: Vec::new(),
            services: false,
            keys: Vec::new(),
            initial: Value::Nil,
            contents: Vec::new(),
            holdings: Vec::new(),
            faults: Vec::new(),
            events: begins_at_us.iter().map(begin).collect(),
            end: Instant::ZERO,
            stop: Stop::Finished,
            steps: 0,
        }
    }

    #[test]
    fn runs_that_differ_have_different_fingerprints() {
        let digests = [&[][..], &[0], &[1], &[1, 2], &[1, 3], &[1, 2, 3]].map(|times| trace(times).digest());
        for (index, digest) in digests.iter().enumerate() {
            assert!(!digests[..index].contains(digest), "{digests:?}");
        }
    }

    #[test]
    fn the_fingerprint_of_the_past_does_not_depend_on_the_future() {
        let moment = Instant::from_us(3);
        assert_eq!(trace(&[1, 2, 3]).digest_before(moment), trace(&[1, 2, 4, 5]).digest_before(moment));
        assert_ne!(trace(&[1, 2]).digest_before(moment), trace(&[1]).digest_before(moment));
    }
}
