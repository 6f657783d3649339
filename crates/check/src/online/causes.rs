//! Writes follow reads at every answer: what each session's next write depends on, and what it has
//! seen of the dependencies of others; the same anomaly as in
//! [`writes_follow_reads`](crate::writes_follow_reads).
//!
//! What a session's writes depend on only grows, so that it is one list for each session, in the
//! order in which it grew. A read takes over of the writer's list what was there at its write and
//! has not been taken before.

use std::collections::BTreeMap;

use history::Key;

use super::registers::{Origin, Registers};
use super::sessions::Sessions;
use super::source;

/// What sessions depend on.
#[derive(Debug, Default)]
pub(super) struct Causes {
    sessions: Vec<Session>,
    /// By write: the sessions whose writes depend on it, and since which read.
    known: Vec<Vec<(u32, u32)>>,
}

#[derive(Debug, Default)]
struct Session {
    /// The writes that its next write depends on, and since which read.
    causes: Vec<(u32, u32)>,
    /// By writer: how many of its causes have been taken over.
    taken: BTreeMap<u32, usize>,
    /// By key and writer: the newest write that something depends on which others wrote and which
    /// this session has read.
    newest: BTreeMap<(Key, u32), u32>,
}

impl Causes {
    /// Whether a read missed what a write depends on that its session has read.
    pub(super) fn missed(&self, registers: &Registers, sessions: &Sessions, read: u32) -> bool {
        let call = &registers.calls[read as usize];
        let Some(session) = self.sessions.get(call.process as usize) else { return false };
        match source(registers, read) {
            Some(Origin::Initial) => session.newest.range((call.key, 0)..=(call.key, u32::MAX)).next().is_some(),
            Some(Origin::Write(write)) => {
                let writer = registers.calls[write as usize].process;
                let newest = || session.newest.get(&(call.key, writer)).is_some_and(|newest| write < *newest);
                // Or it was written over what it reads now.
                let overwritten = |(other, overwriting): (u32, u32)| {
                    other != call.process && overwriting != write && self.depends(other, overwriting, write)
                };
                writer != call.process && (newest() || sessions.newest(call.process, call.key).any(overwritten))
            }
            None => false,
        }
    }

    /// Whether a write of a session depends on another write.
    fn depends(&self, session: u32, write: u32, cause: u32) -> bool {
        let known = self.known.get(cause as usize).map_or(&[][..], Vec::as_slice);
        let since = known.binary_search_by_key(&session, |(session, _)| *session);
        since.is_ok_and(|place| known[place].1 < write)
    }

    /// A read is over: its session depends on what it read, and on what that depends on.
    pub(super) fn read(&mut self, registers: &Registers, read: u32) {
        let reader = registers.calls[read as usize].process;
        let Some(Origin::Write(write)) = source(registers, read) else { return };
        let writer = registers.calls[write as usize].process;
        let count = reader.max(writer) as usize + 1;
        if self.sessions.len() < count {
            self.sessions.resize_with(count, Session::default);
        }
        if writer != reader {
            let causes = &self.sessions[writer as usize].causes;
            let until = causes.partition_point(|(_, since)| *since < write);
            let session = &mut self.sessions[reader as usize];
            let taken = session.taken.entry(writer).or_default();
            let from = std::mem::replace(taken, until.max(*taken));
            for place in from..until {
                let (cause, _) = self.sessions[writer as usize].causes[place];
                let of = &registers.calls[cause as usize];
                if of.process != reader {
                    let newest = self.sessions[reader as usize].newest.entry((of.key, of.process)).or_insert(cause);
                    *newest = cause.max(*newest);
                }
                self.learn(reader, cause, read);
            }
        }
        self.learn(reader, write, read);
    }

    fn learn(&mut self, session: u32, cause: u32, read: u32) {
        if self.known.len() <= cause as usize {
            self.known.resize_with(cause as usize + 1, Vec::new);
        }
        let known = &mut self.known[cause as usize];
        if let Err(place) = known.binary_search_by_key(&session, |(session, _)| *session) {
            known.insert(place, (session, read));
            self.sessions[session as usize].causes.push((cause, read));
        }
    }
}
