//! What each session has done and seen so far, and the guarantees to one session at every answer:
//! the same anomalies as in [`read_your_writes`](crate::read_your_writes),
//! [`monotonic_reads`](crate::monotonic_reads) and [`monotonic_writes`](crate::monotonic_writes).

use std::collections::BTreeMap;

use history::Key;

use super::registers::{Origin, Registers};
use super::source;

/// The sessions, by number.
#[derive(Debug, Default)]
pub(super) struct Sessions(Vec<Session>);

/// What one session has done and seen.
#[derive(Debug, Default)]
struct Session {
    /// By key: its writes that are over.
    writes: BTreeMap<Key, Vec<u32>>,
    /// By key: its last read.
    reads: BTreeMap<Key, Read>,
    /// By value: its first and its last read of it.
    values: BTreeMap<u32, (u32, u32)>,
    /// By key and writer: the newest write that it has read.
    newest: BTreeMap<(Key, u32), u32>,
    /// By writer: the latest write that it has read, and the latest to any other key than that.
    latest: BTreeMap<u32, [Option<u32>; 2]>,
}

/// The last read of a key.
#[derive(Clone, Copy, Debug)]
struct Read {
    read: u32,
    node: u32,
    /// Whether anything but the initial value was ever read.
    written: bool,
}

impl Sessions {
    /// A write has taken effect.
    pub(super) fn written(&mut self, registers: &Registers, write: u32) {
        let call = &registers.calls[write as usize];
        self.of(call.process).writes.entry(call.key).or_default().push(write);
    }

    /// A read is over.
    pub(super) fn read(&mut self, registers: &Registers, read: u32) {
        let call = &registers.calls[read as usize];
        let origin = source(registers, read);
        let session = self.of(call.process);
        let written = origin != Some(Origin::Initial) || session.reads.get(&call.key).is_some_and(|last| last.written);
        session.reads.insert(call.key, Read { read, node: call.node, written });
        session.values.entry(call.node).or_insert((read, read)).1 = read;
        let Some(Origin::Write(write)) = origin else { return };
        let writer = registers.calls[write as usize].process;
        let newest = session.newest.entry((call.key, writer)).or_insert(write);
        *newest = write.max(*newest);
        let key = |write: u32| registers.calls[write as usize].key;
        let latest = session.latest.entry(writer).or_default();
        let [first, second] = *latest;
        let later = |known: Option<u32>| known.is_none_or(|known| write > known);
        match first {
            Some(known) if later(first) => {
                *latest = [Some(write), if key(known) == key(write) { second } else { first }]
            }
            Some(known) if key(known) != key(write) && later(second) => *latest = [first, Some(write)],
            Some(_) => {}
            None => *latest = [Some(write), None],
        }
    }

    /// Whether a read returned something older than what its session had written itself.
    pub(super) fn own_write_missed(&self, registers: &Registers, read: u32) -> bool {
        let call = &registers.calls[read as usize];
        let Some(session) = self.0.get(call.process as usize) else { return false };
        let Some(own) = session.writes.get(&call.key).and_then(|writes| writes.last()).copied() else { return false };
        let written = registers.calls[own as usize].node;
        let older = match source(registers, read) {
            Some(Origin::Initial) => true,
            Some(Origin::Write(write)) => write < own && registers.calls[write as usize].process == call.process,
            None => false,
        };
        let before = || session.values.get(&call.node).is_some_and(|(first, _)| *first < own);
        written != call.node && (older || before())
    }

    /// Whether a read returned something older than what its session had read.
    pub(super) fn went_back(&self, registers: &Registers, read: u32) -> bool {
        let call = &registers.calls[read as usize];
        let Some(session) = self.0.get(call.process as usize) else { return false };
        let Some(last) = session.reads.get(&call.key) else { return false };
        let origin = source(registers, read);
        let older = match origin {
            Some(Origin::Initial) => last.written,
            Some(Origin::Write(write)) => {
                let writer = registers.calls[write as usize].process;
                session.newest.get(&(call.key, writer)).is_some_and(|newest| write < *newest)
            }
            None => false,
        };
        // A session that wrote the value itself in between does not go back by reading it.
        let own = matches!(origin, Some(Origin::Write(write))
            if last.read < write && registers.calls[write as usize].process == call.process);
        older || last.node != call.node && !own && session.values.contains_key(&call.node)
    }

    /// Whether a read missed what another session wrote before something that was read of it.
    pub(super) fn earlier_write_missed(&self, registers: &Registers, read: u32) -> bool {
        let call = &registers.calls[read as usize];
        let Some(session) = self.0.get(call.process as usize) else { return false };
        let missed = |writer: u32, latest: &[Option<u32>; 2], source: Option<u32>| {
            let elsewhere = |write: &u32| registers.calls[*write as usize].key != call.key;
            let Some(seen) = latest.iter().copied().flatten().find(elsewhere) else { return false };
            let writes = self.0.get(writer as usize).and_then(|writer| writer.writes.get(&call.key));
            let writes = writes.map_or(&[][..], Vec::as_slice);
            let before = writes.partition_point(|write| *write < seen);
            let newest = before.checked_sub(1).map(|last| writes[last]);
            newest.is_some_and(|newest| source.is_none_or(|source| source < newest))
        };
        match source(registers, read) {
            Some(Origin::Initial) => {
                let others = session.latest.iter().filter(|(writer, _)| **writer != call.process);
                others.into_iter().any(|(writer, latest)| missed(*writer, latest, None))
            }
            Some(Origin::Write(write)) => {
                let writer = registers.calls[write as usize].process;
                let latest = session.latest.get(&writer).filter(|_| writer != call.process);
                latest.is_some_and(|latest| missed(writer, latest, Some(write)))
            }
            None => false,
        }
    }

    fn of(&mut self, number: u32) -> &mut Session {
        let number = number as usize;
        if self.0.len() <= number {
            self.0.resize_with(number + 1, Session::default);
        }
        &mut self.0[number]
    }
}
