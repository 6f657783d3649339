//! An [`Index`] of a story by time: what is in view between two moments, and how many events each
//! participant has in every stretch between them, without a walk through the whole run.

use history::{Duration, Instant, Key, NodeId, Operation, Purpose, ReplicaId, Role, SessionId, order};
use serde::{Deserialize, Serialize};

use super::Story;
use super::spans::Spans;

/// What an event is about; it decides where its count stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A write, a message that serves one, a value that lands.
    Write,
    /// A read, or a message that serves one.
    Read,
    /// A message that keeps the cluster together.
    Upkeep,
    /// A message that is lost.
    Lost,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Write, Self::Read, Self::Upkeep, Self::Lost];
}

/// A story by time. An event is what a picture gives a mark at a moment of its own: an operation is
/// asked or answered, a message sent, delivered or lost, a value lands. The faults are none: they are few,
/// and drawn whatever else is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    lanes: Vec<Lane>,
    pub(super) operations: Spans,
    pub(super) messages: Spans,
    pub(super) waits: Spans,
    /// The places of all changes, by replica and key.
    pub(super) changes: Vec<(ReplicaId, Key, Vec<u32>)>,
    /// The places of all operations, by session.
    pub(super) sessions: Vec<Vec<u32>>,
    /// The operations of each session whose outcome is unknown, by when their own bars are over: from then on a
    /// dashed line beside those of later ones says that they may still take effect.
    open: Vec<Vec<(Instant, u32)>>,
}

/// The events of one participant: the moments of each kind, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Lane {
    node: NodeId,
    moments: [Vec<Instant>; Kind::ALL.len()],
}

/// How much is in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InView {
    /// Operations of which any part is; those among them that may still take effect, too.
    pub operations: usize,
    /// Of those, the ones of which no more is in view than that.
    pub open: usize,
    /// Messages that are on their way at any moment of it.
    pub messages: usize,
    /// Whether there are replicas, and messages could be seen.
    pub watched: bool,
    /// Events.
    pub events: usize,
    /// Whether they are counted together, for there are too many to be drawn one by one.
    pub dense: bool,
    /// How long the stretch is that a bar counts.
    pub bar: Duration,
}

impl Index {
    /// The index of a story.
    #[must_use]
    pub fn of(story: &Story) -> Self {
        let sessions = by_session(story);
        let operations = story.operations.iter().enumerate().filter(|(_, operation)| operation.role != Role::Probe);
        let operations = operations.map(|(place, operation)| {
            (place, operation.invoked, last_of(story, &sessions[operation.session.index()], operation))
        });
        let messages = story.messages.iter().enumerate().map(|(place, message)| {
            // What never ended is drawn up to the end of the run.
            let ends = message.ends.iter().map(|end| end.at).max();
            (place, message.sent, ends.unwrap_or(story.end).max(message.sent))
        });
        let waits = story.waits.iter().enumerate().map(|(place, wait)| (place, wait.from, wait.to));
        Self {
            lanes: lanes(story),
            operations: Spans::of(operations),
            messages: Spans::of(messages),
            waits: Spans::of(waits),
            changes: by_key(story),
            open: open(story, &sessions),
            sessions,
        }
    }

    /// How much lies between two moments, both included.
    #[must_use]
    pub fn in_view(&self, begin: Instant, end: Instant) -> InView {
        let events = self.lanes.iter().flat_map(|lane| &lane.moments).map(|moments| within(moments, begin, end).len());
        let open = self.open.iter().map(|open| open.partition_point(|(over, _)| *over < begin)).sum();
        InView {
            operations: self.operations.count(begin, end) + open,
            open,
            messages: self.messages.count(begin, end),
            watched: self.lanes.iter().any(|lane| lane.node.replica().is_some()),
            events: events.sum(),
            dense: false,
            bar: Duration::ZERO,
        }
    }

    /// Of each session that has one: the last operation that may still take effect at a moment, and whose bar
    /// is over before it.
    pub(super) fn still_open(&self, at: Instant) -> impl Iterator<Item = u32> {
        let last = move |open: &Vec<(Instant, u32)>| {
            let over = open.partition_point(|(over, _)| *over < at);
            over.checked_sub(1).map(|place| open[place].1)
        };
        self.open.iter().filter_map(last)
    }

    /// The events of a participant between two moments, both included, in so many stretches of one
    /// length: each event in the one stretch that it falls in.
    #[must_use]
    pub fn counts(&self, node: NodeId, kind: Kind, (begin, end): (Instant, Instant), stretches: usize) -> Vec<u32> {
        let lane = self.lanes.iter().find(|lane| lane.node == node);
        let mut rest = lane.map_or(&[][..], |lane| within(&lane.moments[kind as usize], begin, end));
        let span = end.since(begin).as_us().saturating_add(1);
        let many = stretches.max(1) as u64;
        let mut counts = Vec::with_capacity(stretches);
        for stretch in 1..=many {
            let edge = begin.as_us().saturating_add(span.saturating_mul(stretch) / many);
            let here = if stretch == many { rest.len() } else { rest.partition_point(|at| at.as_us() < edge) };
            counts.push(u32::try_from(here).unwrap_or(u32::MAX));
            rest = &rest[here..];
        }
        counts
    }
}

/// The moments between two others.
fn within(moments: &[Instant], begin: Instant, end: Instant) -> &[Instant] {
    let from = moments.partition_point(|at| *at < begin);
    let to = moments.partition_point(|at| *at <= end);
    &moments[from..to.max(from)]
}

fn lanes(story: &Story) -> Vec<Lane> {
    let sessions = (0..=u8::MAX).zip(&story.sessions).map(|(id, _)| NodeId::Session(SessionId(id)));
    let replicas = (0..=u8::MAX).zip(&story.replicas).map(|(id, _)| NodeId::Replica(ReplicaId(id)));
    let empty = |node| Lane { node, moments: Default::default() };
    let mut lanes: Vec<Lane> = sessions.chain(replicas).map(empty).collect();
    let mut add = |node: NodeId, kind: Kind, at: Instant| {
        let place = match node {
            NodeId::Session(id) => id.index(),
            NodeId::Replica(id) => story.sessions.len() + id.index(),
        };
        if let Some(lane) = lanes.get_mut(place) {
            lane.moments[kind as usize].push(at);
        }
    };
    for operation in story.drawn() {
        let kind = if operation.is_write() { Kind::Write } else { Kind::Read };
        for at in std::iter::once(operation.invoked).chain(operation.returned) {
            add(NodeId::Session(operation.session), kind, at);
        }
    }
    for message in &story.messages {
        let kind = match message.label.purpose {
            Purpose::Read => Kind::Read,
            Purpose::Write | Purpose::Replicate => Kind::Write,
            Purpose::Control => Kind::Upkeep,
        };
        add(message.from, kind, message.sent);
        for end in &message.ends {
            add(message.to, if end.lost.is_some() { Kind::Lost } else { kind }, end.at);
        }
    }
    for change in &story.changes {
        add(NodeId::Replica(change.replica), Kind::Write, change.at);
    }
    for moments in lanes.iter_mut().flat_map(|lane| &mut lane.moments) {
        order::sort_by_key(moments, |at| *at);
    }
    lanes
}

/// The operations of each lifeline, in order of their start; probes have lifelines of their own.
fn by_session(story: &Story) -> Vec<Vec<u32>> {
    let mut sessions: Vec<Vec<u32>> = Vec::new();
    for (place, operation) in story.operations.iter().enumerate() {
        let session = operation.session.index();
        while sessions.len() <= session {
            sessions.push(Vec::new());
        }
        sessions[session].push(u32::try_from(place).unwrap_or(u32::MAX));
    }
    for list in &mut sessions {
        order::sort_by_key(list, |place| (story.operations[*place as usize].invoked, *place));
    }
    sessions
}

/// The operations of each session whose outcome is unknown, by when their own bars are over.
fn open(story: &Story, sessions: &[Vec<u32>]) -> Vec<Vec<(Instant, u32)>> {
    let of = |session: &Vec<u32>| {
        let operations = session.iter().map(|place| (*place, &story.operations[*place as usize]));
        let unknown = operations.filter(|(_, it)| it.role != Role::Probe && it.end() == Instant::NEVER);
        let mut open: Vec<(Instant, u32)> = unknown.map(|(place, it)| (last_of(story, session, it), place)).collect();
        order::sort_by_key(&mut open, |open| *open);
        open
    };
    sessions.iter().map(of).collect()
}

/// The last moment at which a bar of its own is drawn: an open one gives way to the session's next.
fn last_of(story: &Story, session: &[u32], operation: &Operation) -> Instant {
    if operation.end() != Instant::NEVER {
        return operation.end().max(operation.invoked);
    }
    let next = next_of(story, session, operation).map(|next| story.operations[next as usize].invoked);
    next.unwrap_or(story.end).max(operation.returned.unwrap_or(operation.invoked))
}

/// The session's next operation.
pub(super) fn next_of(story: &Story, session: &[u32], operation: &Operation) -> Option<u32> {
    let key = (operation.invoked, operation.id.0);
    let after = session.partition_point(|place| (story.operations[*place as usize].invoked, *place) <= key);
    session.get(after).copied()
}

fn by_key(story: &Story) -> Vec<(ReplicaId, Key, Vec<u32>)> {
    let mut places: Vec<u32> = (0..story.changes.len()).filter_map(|place| u32::try_from(place).ok()).collect();
    let change = |place: u32| &story.changes[place as usize];
    order::sort_by_key(&mut places, |place| {
        let change = change(*place);
        (change.replica, change.key, change.at, *place)
    });
    let same = |a: &u32, b: &u32| (change(*a).replica, change(*a).key) == (change(*b).replica, change(*b).key);
    let groups = places.chunk_by(same).filter_map(|group| {
        let first = change(*group.first()?);
        Some((first.replica, first.key, group.to_vec()))
    });
    groups.collect()
}
