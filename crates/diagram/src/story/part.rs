//! A [`Part`] of a story: a story of its own of what a window shows, so that drawing a window costs what
//! the window holds, however long the run is.

use std::collections::BTreeSet;

use history::{Instant, Operation, OperationId, order};

use super::deeds::Deed;
use super::index::next_of;
use super::{Change, Index, Look, Message, Story};
use crate::view::{Annotation, OrderEdge};

/// What a window shows, with operations numbered together.
pub(crate) struct Part {
    pub(crate) story: Story,
    /// Which operation of the run each one is, in order.
    originals: Vec<OperationId>,
}

impl Part {
    /// Everything of which any part is in the window, and what an annotation points out wherever it is.
    pub(crate) fn in_detail(story: &Story, index: &Index, note: &Annotation, (begin, end): (Instant, Instant)) -> Self {
        let mut messages = index.messages.meeting(begin, end);
        // Of a run that is still arriving there may be none yet.
        messages.retain(|place| (*place as usize) < story.messages.len());
        messages.sort_unstable();
        let mut wanted = pointed_out(story, note);
        wanted.extend(index.operations.meeting(begin, end));
        wanted.extend(index.still_open(begin));
        wanted.extend(messages.iter().filter_map(|place| Some(story.messages[*place as usize].label.operation?.0)));
        // An open bar gives way to the next one of its session, wherever that is.
        let nexts: Vec<u32> = wanted
            .iter()
            .filter_map(|id| story.operations.get(*id as usize))
            .filter(|operation| operation.end() == Instant::NEVER)
            .filter_map(|operation| next_of(story, index.sessions.get(operation.session.index())?, operation))
            .collect();
        wanted.extend(nexts);
        let from = story.changes.partition_point(|change| change.at < begin);
        let to = story.changes.partition_point(|change| change.at <= end);
        let mut changes = held_before(story, index, begin);
        changes.extend_from_slice(&story.changes[from..to.max(from)]);
        let mut part = Self::of(story, &wanted, &messages, changes);
        let from = story.looks.partition_point(|look| look.at < begin);
        let to = story.looks.partition_point(|look| look.at <= end);
        let looks = story.looks[from..to.max(from)].iter();
        part.story.looks =
            looks.filter_map(|look| Some(Look { operation: part.place(look.operation)?, ..*look })).collect();
        part.story.waits =
            index.waits.meeting(begin, end).into_iter().map(|place| story.waits[place as usize]).collect();
        part
    }

    /// Only what an annotation points out, and what replicas hold: the rest is counted.
    pub(crate) fn in_brief(story: &Story, index: &Index, note: &Annotation, (begin, end): (Instant, Instant)) -> Self {
        let mut changes = held_before(story, index, begin);
        let firsts = index.changes.iter().filter_map(|(.., places)| {
            let after = places.partition_point(|place| story.changes[*place as usize].at < begin);
            let first = story.changes[*places.get(after)? as usize];
            (first.at <= end).then_some(first)
        });
        changes.extend(firsts);
        order::sort_by_key(&mut changes, |change| change.at);
        Self::of(story, &pointed_out(story, note), &[], changes)
    }

    fn of(story: &Story, wanted: &BTreeSet<u32>, messages: &[u32], changes: Vec<Change>) -> Self {
        let known = wanted.iter().copied().filter(|id| (*id as usize) < story.operations.len());
        let originals: Vec<OperationId> = known.map(OperationId).collect();
        let place = |id: OperationId| place(&originals, id);
        let operations: Vec<Operation> = originals
            .iter()
            .filter_map(|id| Some(Operation { id: place(*id)?, ..story.operations[id.index()].clone() }))
            .collect();
        let messages: Vec<Message> = messages
            .iter()
            .map(|index| {
                let mut message = story.messages[*index as usize].clone();
                message.label.operation = message.label.operation.and_then(place);
                message
            })
            .collect();
        let mut by_operation = vec![Vec::new(); operations.len()];
        for (index, message) in (0_u32..).zip(&messages) {
            if let Some(list) = message.label.operation.and_then(|id| by_operation.get_mut(id.index())) {
                list.push(index);
            }
        }
        let deeds = originals.iter().filter_map(|id| {
            let deed = story.deed(*id)?;
            Some(Deed { operation: place(*id)?, words: deed.words.clone(), names_keys: deed.names_keys })
        });
        let part = Story {
            sessions: story.sessions.clone(),
            replicas: story.replicas.clone(),
            services: story.services,
            keys: story.keys.clone(),
            initial: story.initial,
            contents: story.contents.clone(),
            faults: story.faults.clone(),
            deeds: deeds.collect(),
            operations,
            messages,
            changes,
            waits: Vec::new(),
            looks: Vec::new(),
            steps: Vec::new(),
            deliveries: Vec::new(),
            end: story.end,
            clock: story.clock,
            moments: Vec::new(),
            stores: story.stores.clone(),
            by_operation,
        };
        Self { story: part, originals }
    }

    fn place(&self, id: OperationId) -> Option<OperationId> {
        place(&self.originals, id)
    }

    /// Which operation of the run one of the part is.
    pub(crate) fn original(&self, id: OperationId) -> OperationId {
        self.originals.get(id.index()).copied().unwrap_or(id)
    }

    /// An annotation of the run, of the part's operations.
    pub(crate) fn note(&self, note: &Annotation) -> Annotation {
        let edges = note.edges.iter().filter_map(|edge| {
            Some(OrderEdge { from: self.place(edge.from)?, to: self.place(edge.to)?, ..edge.clone() })
        });
        Annotation {
            numbered: note.numbered.iter().filter_map(|id| self.place(*id)).collect(),
            edges: edges.collect(),
            focus: note.focus.and_then(|id| self.place(id)),
            ring: note.ring,
            contrasts: note.contrasts.iter().filter_map(|(id, contrast)| Some((self.place(*id)?, *contrast))).collect(),
        }
    }
}

fn place(originals: &[OperationId], id: OperationId) -> Option<OperationId> {
    let place = originals.binary_search(&id).ok()?;
    u32::try_from(place).ok().map(OperationId)
}

fn pointed_out(story: &Story, note: &Annotation) -> BTreeSet<u32> {
    let edges = note.edges.iter().flat_map(|edge| [edge.from, edge.to]);
    let ids = note.numbered.iter().copied().chain(edges).chain(note.focus);
    ids.filter(|id| id.index() < story.operations.len()).map(|id| id.0).collect()
}

/// What every replica held when the window begins: the last change of each key before it.
fn held_before(story: &Story, index: &Index, begin: Instant) -> Vec<Change> {
    let last = |(.., places): &(_, _, Vec<u32>)| {
        let before = places.partition_point(|place| story.changes[*place as usize].at < begin);
        Some(story.changes[places[before.checked_sub(1)?] as usize])
    };
    let mut changes: Vec<Change> = index.changes.iter().filter_map(last).collect();
    order::sort_by_key(&mut changes, |change| change.at);
    changes
}
