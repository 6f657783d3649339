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
//! - **A letter of a text** is lost as often as it was acknowledged, no copy has it, and no deletion can
//!   have taken it out: one that was not answered may have been of any letter.

use std::collections::BTreeMap;

use history::calls::{Call, Calls, Item, Reply, Request};
use history::{
    CallId, History, Instant, Key, Operation, OperationId, Outcome, SessionId, Stop, Trace, Value, Version, order,
};
use serde::{Deserialize, Serialize};

use crate::staleness::stamps;

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

    fn count_things(&mut self, trace: &Trace, all: &Calls) {
        let mut of_thing: BTreeMap<(Key, Item), Vec<&Call>> = BTreeMap::new();
        for call in all.calls.iter().filter(|call| call.outcome != Outcome::Fail) {
            if let Some(item) = thing(call.request) {
                of_thing.entry((call.key, item)).or_default().push(call);
            }
        }
        for ((key, item), calls) in of_thing {
            let copies =
                trace.holdings.iter().filter(|holding| holding.key == key).flat_map(|holding| &holding.siblings);
            let most = copies.map(|copy| copy.iter().filter(|held| **held == item).count()).max().unwrap_or(0);
            if calls.iter().any(|call| matches!(call.request, Request::Append(_) | Request::Insert { .. })) {
                let acknowledged: Vec<&&Call> = calls.iter().filter(|call| call.outcome == Outcome::Ok).collect();
                self.puts.extend(acknowledged.iter().skip(most + deletions(all, key, item)).map(|call| id(call)));
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

/// How many deletions in a text may have been of a letter.
fn deletions(calls: &Calls, key: Key, letter: Item) -> usize {
    let deletes = |call: &&Call| call.key == key && matches!(call.request, Request::Delete { .. });
    let may_be = |call: &&Call| match (call.outcome, &call.reply) {
        (Outcome::Fail, _) => false,
        (Outcome::Ok, Reply::Value(deleted)) => *deleted == letter,
        _ => true,
    };
    calls.calls.iter().filter(deletes).filter(may_be).count()
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

/// What a call puts into a set, behind a list or into a text, or takes out of a set.
const fn thing(request: Request) -> Option<Item> {
    match request {
        Request::Add(item @ Item::Word(_))
        | Request::Remove(item)
        | Request::Append(item)
        | Request::Insert { item, .. } => Some(item),
        _ => None,
    }
}

const fn id(call: &Call) -> CallId {
    CallId(call.id.0)
}

fn lost_writes(trace: &Trace, history: &History) -> Vec<OperationId> {
    let mut stored = stored(trace);
    let mut all = history.client_operations().filter(|operation| operation.is_write());
    if let (Some(only), None) = (all.next(), all.next())
        && place(&stored, only).is_some()
    {
        return Vec::new();
    }
    let stamps = stamps(trace, history);
    let reads = Reads::of(history);
    let mut writes: Vec<(Version, &Operation)> = Vec::new();
    for write in history.client_operations().filter(|operation| operation.is_write()) {
        let took_effect = write.outcome == Outcome::Ok || reads.any(write) || place(&stored, write).is_some();
        if let (true, Some(Some(version))) = (took_effect, stamps.get(write.id.index())) {
            writes.push((*version, write));
        }
    }
    order::sort_by_key(&mut writes, |(version, write)| (write.key, *version));
    let mut lost = Vec::new();
    let mut later: Option<&Operation> = None;
    for (_, write) in writes.into_iter().rev() {
        let next = later.replace(write).filter(|next| next.key == write.key);
        // Where an amount was written twice, what is stored is the later of the two.
        if let Some(place) = place(&stored, write) {
            stored.remove(place);
            continue;
        }
        let in_order = next.is_some_and(|next| write.end() < next.invoked || reads.met(write, next));
        if write.outcome == Outcome::Ok && !in_order {
            lost.push(write.id);
        }
    }
    order::sort_by_key(&mut lost, |id| *id);
    lost
}

/// The values that are stored anywhere, by key, each once.
fn stored(trace: &Trace) -> Vec<(Key, Value)> {
    let mut stored = Vec::new();
    for holding in &trace.holdings {
        for item in holding.siblings.iter().flatten() {
            if let Item::Int(number) = item {
                stored.push((holding.key, Value::Int(*number)));
            }
        }
    }
    order::sort_by_key(&mut stored, |held| *held);
    stored.dedup();
    stored
}

fn place(stored: &[(Key, Value)], write: &Operation) -> Option<usize> {
    stored.binary_search(&(write.key, write.value())).ok()
}

/// The answered reads, by what they read, by whom, and when they ended.
struct Reads(Vec<(Key, Value, SessionId, Instant)>);

impl Reads {
    fn of(history: &History) -> Self {
        let answered = history.client_operations().filter(|read| read.is_read() && read.outcome == Outcome::Ok);
        let mut reads: Vec<_> = answered.map(|read| (read.key, read.value(), read.session, read.end())).collect();
        order::sort_by_key(&mut reads, |read| *read);
        Self(reads)
    }

    /// Whether anybody read what was written.
    fn any(&self, write: &Operation) -> bool {
        self.from((write.key, write.value(), SessionId(0), Instant::ZERO)).is_some()
    }

    /// Whether the session of another write had read it by then.
    fn met(&self, write: &Operation, next: &Operation) -> bool {
        let first = self.from((write.key, write.value(), next.session, Instant::ZERO));
        first.is_some_and(|(session, end)| session == next.session && end < next.invoked)
    }

    /// The first read of the same value that is not before this, in order.
    fn from(&self, least: (Key, Value, SessionId, Instant)) -> Option<(SessionId, Instant)> {
        let place = self.0.partition_point(|read| *read < least);
        let found = self.0.get(place).filter(|read| (read.0, read.1) == (least.0, least.1));
        found.map(|(_, _, session, end)| (*session, *end))
    }
}
