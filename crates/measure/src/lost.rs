//! What conflicts cost: acknowledged writes that are gone, though nobody overwrote them knowingly.
//!
//! Nothing is lost while any node stores it at the end of the run, be it one value of several side by
//! side. What is gone is judged by what clients could know:
//!
//! - **A write** took effect if it was acknowledged, read or is stored. An acknowledged write is lost if
//!   the next one of its key that took effect, in the version order, neither began after it was
//!   acknowledged nor came from a session that had read it; or if there is no next one. A later write
//!   would have replaced it anyway, whatever became of it in between. Of two blind writes that race one
//!   is lost in any store that keeps one value: the loser was overwritten by someone who never saw it.
//! - **A thing put into a set** is lost if a put of it was acknowledged and no call took it out that could
//!   have come after. It **came back** if it is there, though it was taken out after every put of it.
//! - **What was appended to a list** is lost as often as it was acknowledged and no copy has it.

use std::collections::{BTreeMap, BTreeSet};

use history::calls::{Call, Calls, Item, Request};
use history::{CallId, Happening, History, Key, Operation, OperationId, Outcome, Stop, Trace, Value, Version};
use serde::{Deserialize, Serialize};

/// What was lost in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// Writes, in order of invocation; of a set or a list its calls are counted instead.
    pub writes: Vec<OperationId>,
    /// Calls that put what is gone: of a thing of a set the last one.
    pub puts: Vec<CallId>,
    /// Calls that took something out that is there again: the last one of each thing.
    pub returned: Vec<CallId>,
}

impl Lost {
    /// Finds what was lost; nothing where the run was cut off, for a store that is still at work may
    /// yet spread it, and nothing of services, which take orders and keep no copies. The history must be that of the trace.
    #[must_use]
    pub fn of(trace: &Trace, history: &History) -> Option<Self> {
        if trace.stop != Stop::Finished || trace.services {
            return None;
        }
        let calls = Calls::of_trace(trace).filter(|calls| calls.calls.iter().any(|call| thing(call.request).is_some()));
        let mut lost = Self::default();
        match calls {
            Some(calls) => lost.count_things(trace, &calls),
            None => lost.writes = lost_writes(trace, history),
        }
        Some(lost)
    }

    /// Whether nothing was.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.writes.is_empty() && self.puts.is_empty() && self.returned.is_empty()
    }

    fn count_things(&mut self, trace: &Trace, calls: &Calls) {
        let mut of_thing: BTreeMap<(Key, Item), Vec<&Call>> = BTreeMap::new();
        for call in calls.calls.iter().filter(|call| call.outcome != Outcome::Fail) {
            if let Some(item) = thing(call.request) {
                of_thing.entry((call.key, item)).or_default().push(call);
            }
        }
        for ((key, item), calls) in of_thing {
            let copies =
                trace.holdings.iter().filter(|holding| holding.key == key).flat_map(|holding| &holding.siblings);
            let most = copies.map(|copy| copy.iter().filter(|held| **held == item).count()).max().unwrap_or(0);
            if calls.iter().any(|call| matches!(call.request, Request::Append(_))) {
                let acknowledged: Vec<&&Call> = calls.iter().filter(|call| call.outcome == Outcome::Ok).collect();
                self.puts.extend(acknowledged.iter().skip(most).map(|call| id(call)));
            } else if most == 0 {
                self.puts.extend(lost_put(&calls).map(id));
            } else {
                self.returned.extend(undone_remove(&calls).map(id));
            }
        }
        self.puts.sort_unstable();
        self.returned.sort_unstable();
    }
}

/// The last acknowledged put of a thing that is gone, if nothing took it out that may have come after.
fn lost_put<'c>(calls: &[&'c Call]) -> Option<&'c Call> {
    let is_put = |call: &&&Call| matches!(call.request, Request::Add(_));
    let last_end = calls.iter().filter(|call| !is_put(call)).map(|take| take.end()).max();
    let puts = calls.iter().filter(|call| is_put(call) && call.outcome == Outcome::Ok);
    puts.rev().find(|put| last_end.is_none_or(|end| end < put.invoked)).copied()
}

/// The last acknowledged taking out of a thing that is there, if every put of it was over before.
fn undone_remove<'c>(calls: &[&'c Call]) -> Option<&'c Call> {
    let is_put = |call: &&&Call| matches!(call.request, Request::Add(_));
    let last_end = calls.iter().filter(is_put).map(|put| put.end()).max()?;
    let takes = calls.iter().filter(|call| !is_put(call) && call.outcome == Outcome::Ok);
    takes.rev().find(|take| last_end < take.invoked).copied()
}

/// What a call puts into a set or behind a list, or takes out.
const fn thing(request: Request) -> Option<Item> {
    match request {
        Request::Add(item @ Item::Word(_)) | Request::Remove(item) | Request::Append(item) => Some(item),
        _ => None,
    }
}

const fn id(call: &Call) -> CallId {
    CallId(call.id.0)
}

fn lost_writes(trace: &Trace, history: &History) -> Vec<OperationId> {
    let mut versions: Vec<Option<Version>> = vec![None; history.operations.len()];
    for event in &trace.events {
        if let Happening::Stamp { operation, version } = event.what
            && let Some(known) = versions.get_mut(operation.index())
        {
            *known = Some(version).max(*known);
        }
    }
    let mut read: BTreeSet<(Key, Value)> = BTreeSet::new();
    for operation in history.client_operations().filter(|operation| is_read(operation)) {
        read.insert((operation.key, operation.value()));
    }
    let mut stored: BTreeSet<(Key, Value)> = BTreeSet::new();
    for holding in &trace.holdings {
        for item in holding.siblings.iter().flatten() {
            if let Item::Int(number) = item {
                stored.insert((holding.key, Value::Int(*number)));
            }
        }
    }
    let name = |write: &Operation| (write.key, write.value());
    let took_effect = |write: &Operation| {
        write.outcome == Outcome::Ok || read.contains(&name(write)) || stored.contains(&name(write))
    };
    let writes = history.client_operations().filter(|operation| operation.is_write() && took_effect(operation));
    let mut writes: Vec<(Key, Version, &Operation)> = writes
        .filter_map(|write| Some((write.key, versions.get(write.id.index()).copied().flatten()?, write)))
        .collect();
    writes.sort_unstable_by_key(|(key, version, write)| (*key, *version, write.id));
    let mut doubtful: Vec<(&Operation, Option<&Operation>)> = Vec::new();
    let mut later: Option<&Operation> = None;
    for (_, _, write) in writes.into_iter().rev() {
        let next = later.replace(write).filter(|next| next.key == write.key);
        // Where an amount was written twice, what is stored is the later of the two.
        let gone = !stored.remove(&name(write));
        let in_order = next.is_some_and(|next| write.end() < next.invoked);
        if write.outcome == Outcome::Ok && gone && !in_order {
            doubtful.push((write, next));
        }
    }
    unseen(history, &doubtful)
}

/// Those of the writes whose value the session of the next one had not read.
fn unseen(history: &History, doubtful: &[(&Operation, Option<&Operation>)]) -> Vec<OperationId> {
    if doubtful.is_empty() {
        return Vec::new();
    }
    // The end of the first read of a value by each session.
    let mut first = BTreeMap::new();
    for read in history.client_operations().filter(|operation| is_read(operation)) {
        let end = first.entry((read.session, read.key, read.value())).or_insert_with(|| read.end());
        *end = read.end().min(*end);
    }
    let knew = |write: &Operation, next: &Operation| {
        first.get(&(next.session, write.key, write.value())).is_some_and(|end| *end < next.invoked)
    };
    let lost = doubtful.iter().filter(|(write, next)| !next.is_some_and(|next| knew(write, next)));
    let mut lost: Vec<OperationId> = lost.map(|(write, _)| write.id).collect();
    lost.sort_unstable();
    lost
}

fn is_read(operation: &Operation) -> bool {
    operation.is_read() && operation.outcome == Outcome::Ok
}
