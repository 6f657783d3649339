//! What was observed: the operations session by session, and which write each read saw. Session
//! order and reads-from are all that the causal order is made of.

use history::OperationId;

use super::writers::Writers;
use crate::index::{Index, NONE};
use crate::sessions::{self, Sessions};

/// Where a read of the initial value comes from.
pub(crate) const INITIAL: u32 = NONE - 1;

/// The operations in places: those of one session side by side, in the order of their issue.
pub(crate) struct Observed<'i> {
    pub(crate) index: &'i Index<'i>,
    lined_up: &'i Sessions,
    /// The first place of each session, and behind them one past the last place.
    first: Vec<u32>,
    session: Vec<u32>,
    /// Of a write its own place; of a read that of the write, [`INITIAL`], or [`NONE`] where the
    /// value came from nowhere or may have come from more than one write.
    source: Vec<u32>,
    key: Vec<u32>,
    id: Vec<OperationId>,
    pub(crate) writers: Writers,
}

impl<'i> Observed<'i> {
    pub(crate) fn new(index: &'i Index<'i>, lined_up: &'i Sessions) -> Self {
        let count = lined_up.line.len();
        let (mut first, mut process) = (Vec::new(), None);
        let mut session = Vec::with_capacity(count);
        let mut source = Vec::with_capacity(count);
        let mut key = Vec::with_capacity(count);
        let mut id = Vec::with_capacity(count);
        for (place, record) in (0..).zip(&lined_up.line) {
            if process != Some(record.group) {
                process = Some(record.group);
                first.push(place);
            }
            session.push(first.len() as u32 - 1);
            id.push(index.entry(record.item).id);
            let class = index.class_of(record.item);
            key.push(u32::from(class.key.0));
            source.push(match (index.entry(record.item).write, class.ambiguous, class.initial) {
                (true, _, _) => place,
                (false, false, true) => INITIAL,
                (false, false, false) if class.write != NONE => lined_up.place(class.write),
                _ => NONE,
            });
        }
        first.push(count as u32);
        let writes = (0..).zip(&source).filter(|(place, source)| place == *source).map(|(place, _)| place);
        let writers = Writers::new(writes, sessions::keys(index), &key, &session);
        Self { index, lined_up, first, session, source, key, id, writers }
    }

    /// How many operations there are.
    pub(crate) fn len(&self) -> usize {
        self.session.len()
    }

    /// How many sessions there are.
    pub(crate) fn sessions(&self) -> usize {
        self.first.len() - 1
    }

    /// The places of a session.
    pub(crate) fn places(&self, session: usize) -> std::ops::Range<u32> {
        self.first[session]..self.first[session + 1]
    }

    /// The first place of each session.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.first[..self.sessions()]
    }

    /// One past the last place of each session.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.first[1..]
    }

    pub(crate) fn session(&self, place: u32) -> usize {
        self.session[place as usize] as usize
    }

    pub(crate) fn key(&self, place: u32) -> u32 {
        self.key[place as usize]
    }

    pub(crate) fn source(&self, place: u32) -> u32 {
        self.source[place as usize]
    }

    pub(crate) fn is_write(&self, place: u32) -> bool {
        self.source(place) == place
    }

    /// The write that a read saw.
    pub(crate) fn write_read(&self, place: u32) -> Option<u32> {
        Some(self.source(place)).filter(|source| *source < INITIAL && *source != place)
    }

    /// The reads that saw a write.
    pub(crate) fn readers(&self, write: u32) -> impl Iterator<Item = u32> {
        let class = self.index.class_of(self.entry(write));
        let members = self.index.members(class).iter().map(|entry| self.lined_up.place(*entry));
        members.filter(move |place| *place != write && *place != NONE && self.source(*place) == write)
    }

    pub(crate) fn entry(&self, place: u32) -> u32 {
        self.lined_up.line[place as usize].item
    }

    pub(crate) fn id(&self, place: u32) -> OperationId {
        self.id[place as usize]
    }

    /// What to compare for the question which operation was over first.
    pub(crate) fn over(&self, place: u32) -> (u64, OperationId) {
        let entry = self.index.entry(self.entry(place));
        (entry.end, entry.id)
    }
}
