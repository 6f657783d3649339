//! What was observed: the operations session by session, and which write each read saw. Session
//! order and reads-from are all that session guarantees and the causal order are made of.

mod writers;

use history::OperationId;

use crate::index::{Class, Index, NONE};
use crate::sessions::Sessions;
pub(crate) use writers::Run;
use writers::Writers;

/// Where a read of the initial value comes from.
pub(crate) const INITIAL: u32 = NONE - 1;

/// The operations in places: those of one session side by side, in the order of their issue.
#[derive(Clone, Copy)]
pub(crate) struct Observed<'i> {
    pub(crate) index: &'i Index<'i>,
    lined_up: &'i Sessions,
    columns: &'i Columns,
    pub(crate) writers: &'i Writers,
}

/// What is asked of places again and again, by place.
pub(crate) struct Columns {
    /// The first place of each session, and behind them one past the last place.
    first: Vec<u32>,
    session: Vec<u32>,
    /// Of a write its own place; of a read that of the write, [`INITIAL`], or [`NONE`] where the
    /// value came from nowhere or may have come from more than one write.
    source: Vec<u32>,
    class: Vec<u32>,
    key: Vec<u32>,
    writers: Writers,
}

impl Columns {
    pub(crate) fn new(index: &Index<'_>, lined_up: &Sessions) -> Self {
        let count = lined_up.line.len();
        let (mut first, mut process) = (Vec::new(), None);
        let mut session = Vec::with_capacity(count);
        let mut source = Vec::with_capacity(count);
        let mut class = Vec::with_capacity(count);
        let mut key = Vec::with_capacity(count);
        for (place, record) in (0..).zip(&lined_up.line) {
            if process != Some(record.group) {
                process = Some(record.group);
                first.push(place);
            }
            session.push(first.len() as u32 - 1);
            let entry = index.entry(record.item);
            let of_value = &index.classes[entry.class as usize];
            class.push(entry.class);
            key.push(u32::from(of_value.key.0));
            source.push(match (entry.write, of_value.ambiguous, of_value.initial) {
                (true, _, _) => place,
                (false, false, true) => INITIAL,
                (false, false, false) if of_value.write != NONE => lined_up.place(of_value.write),
                _ => NONE,
            });
        }
        first.push(count as u32);
        let writes = (0..).zip(&source).filter(|(place, source)| place == *source).map(|(place, _)| place);
        let writers = Writers::new(writes, &key, &session);
        Self { first, session, source, class, key, writers }
    }
}

impl<'i> Observed<'i> {
    pub(crate) const fn new(index: &'i Index<'i>, lined_up: &'i Sessions, columns: &'i Columns) -> Self {
        Self { index, lined_up, columns, writers: &columns.writers }
    }

    /// How many operations there are.
    pub(crate) fn len(&self) -> usize {
        self.columns.session.len()
    }

    /// How many sessions there are.
    pub(crate) fn sessions(&self) -> usize {
        self.columns.first.len() - 1
    }

    /// The places of a session.
    pub(crate) fn places(&self, session: usize) -> std::ops::Range<u32> {
        self.columns.first[session]..self.columns.first[session + 1]
    }

    /// All places, by start.
    pub(crate) fn by_start(&self) -> impl Iterator<Item = u32> {
        self.lined_up.places()
    }

    /// The first place of each session.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.columns.first[..self.sessions()]
    }

    /// One past the last place of each session.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.columns.first[1..]
    }

    pub(crate) fn session(&self, place: u32) -> usize {
        self.columns.session[place as usize] as usize
    }

    pub(crate) fn key(&self, place: u32) -> u32 {
        self.columns.key[place as usize]
    }

    pub(crate) fn source(&self, place: u32) -> u32 {
        self.columns.source[place as usize]
    }

    pub(crate) fn is_write(&self, place: u32) -> bool {
        self.source(place) == place
    }

    /// The write that a read saw.
    pub(crate) fn write_read(&self, place: u32) -> Option<u32> {
        Some(self.source(place)).filter(|source| *source < INITIAL && *source != place)
    }

    /// The number of what shares key and value with it.
    pub(crate) fn class(&self, place: u32) -> u32 {
        self.columns.class[place as usize]
    }

    /// Whether nobody can tell which write it read.
    pub(crate) fn is_ambiguous(&self, place: u32) -> bool {
        self.source(place) == NONE && self.index.classes[self.class(place) as usize].ambiguous
    }

    /// The reads that saw a write.
    pub(crate) fn readers(&self, write: u32) -> impl Iterator<Item = u32> {
        let class: &'i Class = &self.index.classes[self.class(write) as usize];
        // It has no other members, unless its values are ambiguous.
        let members = if class.ambiguous { &[] } else { self.index.members(class) };
        members.iter().map(|entry| self.lined_up.place(*entry)).filter(move |place| *place != write)
    }

    pub(crate) fn entry(&self, place: u32) -> u32 {
        self.lined_up.line[place as usize].item
    }

    pub(crate) fn id(&self, place: u32) -> OperationId {
        self.index.entry(self.entry(place)).id
    }

    /// What to compare for the question which operation was over first.
    pub(crate) fn over(&self, place: u32) -> (u64, OperationId) {
        let entry = self.index.entry(self.entry(place));
        (entry.end, entry.id)
    }
}
