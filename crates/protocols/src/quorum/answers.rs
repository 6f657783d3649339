//! Who answered in one phase of an operation, in order, and with which version.

use history::{ReplicaId, Version};
use scenario::limits::REPLICAS_MAX;

/// Answers of distinct replicas. Kept in place, since every operation collects some.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Answers {
    list: [(ReplicaId, Version); REPLICAS_MAX as usize],
    count: u8,
}

impl Answers {
    /// Adds the answer of a replica; `false` if it had answered before.
    pub(crate) fn add(&mut self, replica: ReplicaId, version: Version) -> bool {
        let is_new = self.iter().all(|(known, _)| known != replica);
        if is_new && let Some(place) = self.list.get_mut(usize::from(self.count)) {
            *place = (replica, version);
            self.count += 1;
        }
        is_new
    }

    pub(crate) const fn len(&self) -> u8 {
        self.count
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (ReplicaId, Version)> + '_ {
        self.list[..usize::from(self.count)].iter().copied()
    }

    pub(crate) fn last(&self) -> Option<(ReplicaId, Version)> {
        self.list[..usize::from(self.count)].last().copied()
    }
}
