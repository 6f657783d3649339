//! How reads and writes of a key met in time: what a consistency experiment must have enough of.

use history::{History, Instant, Operation, Outcome, order};
use serde::{Deserialize, Serialize};

/// The answered reads of a run, by how they met the writes of their key. The others came before
/// any write was acknowledged, and met none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// Reads during which some write of the key was under way. A write that nobody had an answer
    /// to is under way for ever.
    pub racing_reads: u32,
    /// Reads that met no write under way and began after one had been acknowledged.
    pub following_reads: u32,
}

/// The times of the writes of a key, each list in order.
#[derive(Default)]
struct Times {
    begins: Vec<Instant>,
    ends: Vec<Instant>,
    acknowledged: Option<Instant>,
}

impl Meetings {
    /// Counts.
    #[must_use]
    pub fn of(history: &History) -> Self {
        let mut keys: Vec<Times> = Vec::new();
        for write in history.client_operations().filter(|write| write.is_write() && write.outcome != Outcome::Fail) {
            let key = write.key.index();
            if keys.len() <= key {
                keys.resize_with(key + 1, Times::default);
            }
            keys[key].add(write);
        }
        for times in &mut keys {
            order::sort_by_key(&mut times.begins, |begin| *begin);
            order::sort_by_key(&mut times.ends, |end| *end);
        }
        let mut meetings = Self::default();
        for read in history.client_operations().filter(|read| read.is_read() && read.outcome == Outcome::Ok) {
            let Some(times) = keys.get(read.key.index()) else { continue };
            if times.under_way(read) {
                meetings.racing_reads += 1;
            } else if times.acknowledged.is_some_and(|at| at < read.invoked) {
                meetings.following_reads += 1;
            }
        }
        meetings
    }
}

impl Times {
    fn add(&mut self, write: &Operation) {
        self.begins.push(write.invoked);
        self.ends.push(write.end());
        if write.outcome == Outcome::Ok {
            let end = write.end();
            self.acknowledged = Some(self.acknowledged.map_or(end, |known| known.min(end)));
        }
    }

    /// Whether more writes had begun by the end of the read than were over before its beginning.
    fn under_way(&self, read: &Operation) -> bool {
        let begun = self.begins.partition_point(|begin| *begin <= read.end());
        let over = self.ends.partition_point(|end| *end < read.invoked);
        begun > over
    }
}
