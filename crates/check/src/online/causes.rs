//! Writes follow reads at every answer: what each session's next write depends on, and what it has
//! seen of the dependencies of others; the same anomaly as in
//! [`writes_follow_reads`](crate::writes_follow_reads).
//!
//! A write depends on what its session had read before, and on what the writes that it had read from
//! others depend on. Of two writes of one session the later one depends on all that the earlier one
//! does. So it is enough to know for each session its latest write that counts: together they depend
//! on just what any session had read before its own. One clock of that a session, raised at each
//! read to that of the write that it saw (Fidge 1988; Mattern 1989, as vector time).

use std::collections::BTreeMap;

use history::Key;

use super::registers::{Origin, Registers};
use super::source;

/// By session: one past the latest write of it that counts; zero, or nothing, if none does.
type Clock = Vec<u32>;

/// What sessions depend on.
#[derive(Debug, Default)]
pub(super) struct Causes {
    sessions: Vec<Session>,
    keys: BTreeMap<Key, Reads>,
    /// By write: the first read of it by each session that has read it.
    readers: Vec<Vec<(u32, u32)>>,
}

#[derive(Debug, Default)]
struct Session {
    /// What it has heard of: the writes of others that it has read, and what those depend on. Since
    /// which read, for each time that it wrote.
    heard: Vec<(u32, Clock)>,
    /// By key: the same of its reads of that key alone.
    of_key: BTreeMap<Key, Clock>,
}

/// Who has read a key, and when first.
#[derive(Debug, Default)]
struct Reads {
    /// By session: the writer of what it first read, and when; and when it first read something by
    /// another one.
    first: BTreeMap<u32, (u32, u32, Option<u32>)>,
    /// By writer and session: its reads of something newer than it had read before of that writer, as
    /// write and read.
    newest: BTreeMap<u32, BTreeMap<u32, Vec<(u32, u32)>>>,
    /// By writer: the newest write that anyone has read.
    latest: BTreeMap<u32, u32>,
}

impl Causes {
    /// Whether a read missed what a write depends on that its session has read.
    pub(super) fn missed(&self, registers: &Registers, read: u32) -> bool {
        let call = &registers.calls[read as usize];
        let session = self.sessions.get(call.process as usize);
        let (Some(session), Some(reads)) = (session, self.keys.get(&call.key)) else { return false };
        // Whether a read counts, as one that the session has heard of.
        let heard = session.heard.last().map_or(&[][..], |(_, heard)| heard);
        let counts =
            |clock: &[u32], reader: u32, read: u32| clock.get(reader as usize).is_some_and(|until| read < *until);
        match source(registers, read) {
            Some(Origin::Initial) => reads.first.iter().any(|(reader, (writer, first, other))| {
                let first = if *writer == call.process { *other } else { Some(*first) };
                first.is_some_and(|first| counts(heard, *reader, first))
            }),
            Some(Origin::Write(write)) => {
                let writer = registers.calls[write as usize].process;
                let of_key = session.of_key.get(&call.key).map_or(&[][..], Vec::as_slice);
                let readers = self.readers.get(write as usize).map_or(&[][..], Vec::as_slice);
                // Or it was written over what it reads now.
                let overwritten = || readers.iter().any(|(reader, first)| counts(of_key, *reader, *first));
                let newer = || reads.newer(writer, write).any(|(reader, first)| counts(heard, reader, first));
                writer != call.process && (newer() || overwritten())
            }
            None => false,
        }
    }

    /// A read is over: its session depends on what it read, and on what that depends on.
    pub(super) fn read(&mut self, registers: &Registers, read: u32) {
        let call = &registers.calls[read as usize];
        let (reader, Some(Origin::Write(write))) = (call.process, source(registers, read)) else { return };
        let writer = registers.calls[write as usize].process;
        self.keys.entry(call.key).or_default().add((writer, write), (reader, read));
        if self.readers.len() <= write as usize {
            self.readers.resize_with(write as usize + 1, Vec::new);
        }
        let readers = &mut self.readers[write as usize];
        if let Err(place) = readers.binary_search_by_key(&reader, |(reader, _)| *reader) {
            readers.insert(place, (reader, read));
        }
        if writer == reader {
            return;
        }
        let count = reader.max(writer) as usize + 1;
        if self.sessions.len() < count {
            self.sessions.resize_with(count, Session::default);
        }
        let mut clock = self.sessions[writer as usize].before(write).to_vec();
        if clock.len() <= writer as usize {
            clock.resize(writer as usize + 1, 0);
        }
        clock[writer as usize] = write + 1;
        let session = &mut self.sessions[reader as usize];
        raise(session.of_key.entry(call.key).or_default(), &clock);
        match session.heard.last_mut() {
            Some((since, heard)) if !registers.has_written(reader, *since) => {
                *since = read;
                raise(heard, &clock);
            }
            last => {
                if let Some((_, heard)) = last {
                    raise(&mut clock, heard);
                }
                session.heard.push((read, clock));
            }
        }
    }
}

impl Session {
    /// What it had heard of before a write of its own.
    fn before(&self, write: u32) -> &[u32] {
        let count = self.heard.partition_point(|(since, _)| *since < write);
        count.checked_sub(1).map_or(&[], |last| &self.heard[last].1)
    }
}

impl Reads {
    fn add(&mut self, (writer, write): (u32, u32), (reader, read): (u32, u32)) {
        let (first_writer, _, other) = self.first.entry(reader).or_insert((writer, read, None));
        if *first_writer != writer && other.is_none() {
            *other = Some(read);
        }
        let latest = self.latest.entry(writer).or_insert(write);
        *latest = write.max(*latest);
        let newest = self.newest.entry(writer).or_default().entry(reader).or_default();
        if newest.last().is_none_or(|(known, _)| *known < write) {
            newest.push((write, read));
        }
    }

    /// The first reads of something that a writer wrote after a write, by session.
    fn newer(&self, writer: u32, write: u32) -> impl Iterator<Item = (u32, u32)> {
        let any = self.latest.get(&writer).is_some_and(|latest| write < *latest);
        let by_reader = self.newest.get(&writer).filter(|_| any);
        by_reader.into_iter().flatten().filter_map(move |(reader, newest)| {
            let later = newest.partition_point(|(known, _)| *known <= write);
            newest.get(later).map(|(_, read)| (*reader, *read))
        })
    }
}

/// Raises each number of a clock to that of another.
fn raise(clock: &mut Clock, to: &[u32]) {
    if clock.len() < to.len() {
        clock.resize(to.len(), 0);
    }
    for (number, other) in clock.iter_mut().zip(to) {
        *number = (*number).max(*other);
    }
}
