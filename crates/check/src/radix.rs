//! One sort for all checkers: least significant digit first, so that its cost is linear, it is
//! stable, and only one copy of a sort is downloaded.

/// Something to be sorted: by `group`, then by `rank`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The more significant part.
    pub(crate) group: u32,
    /// What is carried along.
    pub(crate) item: u32,
    /// The less significant part.
    pub(crate) rank: u64,
}

/// Below this many records the counting of buckets costs more than it saves.
const SMALL: usize = 48;

/// The widest digit: its counters still fit the fastest memory.
const DIGIT_BITS: u32 = 12;

const DIGITS: usize = 1 << DIGIT_BITS;

/// Sorts by group and rank; equals stay in their order.
pub(crate) fn sort(records: &mut Vec<Record>) {
    let Some(first) = records.first().copied() else {
        return;
    };
    let (mut low, mut high, mut previous) = (first, first, first);
    let mut sorted = true;
    for record in records.iter() {
        low.group = low.group.min(record.group);
        low.rank = low.rank.min(record.rank);
        high.group = high.group.max(record.group);
        high.rank = high.rank.max(record.rank);
        sorted &= (previous.group, previous.rank) <= (record.group, record.rank);
        previous = *record;
    }
    if sorted {
        return;
    }
    if records.len() <= SMALL {
        return insert(records);
    }
    let rank_bits = u64::BITS - (high.rank - low.rank).leading_zeros();
    let group_bits = u32::BITS - (high.group - low.group).leading_zeros();
    let ranks = Number { low, group_shift: 0, group_mask: 0, rank_mask: u64::MAX };
    let groups = Number { low, group_shift: 0, group_mask: u64::MAX, rank_mask: 0 };
    if rank_bits + group_bits <= u64::BITS {
        // Together they fit one number, and share its digits.
        let both = Number { group_shift: rank_bits.min(63), group_mask: u64::MAX, ..ranks };
        distribute(records, &both, rank_bits + group_bits);
    } else {
        distribute(records, &ranks, rank_bits);
        distribute(records, &groups, group_bits);
    }
}

/// The number that a record is sorted by, counted from the lowest group and rank.
struct Number {
    low: Record,
    group_shift: u32,
    group_mask: u64,
    rank_mask: u64,
}

impl Number {
    fn of(&self, record: &Record) -> u64 {
        let group = u64::from(record.group - self.low.group) & self.group_mask;
        group << self.group_shift | (record.rank - self.low.rank) & self.rank_mask
    }
}

/// Sorts by a number of so many bits, in digits of equal width.
fn distribute(records: &mut Vec<Record>, number: &Number, bits: u32) {
    let passes = bits.div_ceil(DIGIT_BITS);
    let width = bits.div_ceil(passes.max(1));
    let mask = (1 << width) - 1;
    let mut other = vec![Record::default(); records.len()];
    for pass in 0..passes {
        // The outer mask says nothing new, but lets the compiler see that no place is out of bounds.
        let digit = |record: &Record| (number.of(record) >> (pass * width) & mask) as usize & (DIGITS - 1);
        let mut places = [0_u32; DIGITS];
        for record in records.iter() {
            places[digit(record)] += 1;
        }
        let mut next = 0;
        for place in &mut places[..1 << width] {
            next += std::mem::replace(place, next);
        }
        for record in records.iter() {
            let place = &mut places[digit(record)];
            other[*place as usize] = *record;
            *place += 1;
        }
        std::mem::swap(records, &mut other);
    }
}

fn insert(records: &mut [Record]) {
    for end in 1..records.len() {
        let record = records[end];
        let mut place = end;
        while place > 0 && (records[place - 1].group, records[place - 1].rank) > (record.group, record.rank) {
            records[place] = records[place - 1];
            place -= 1;
        }
        records[place] = record;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(keys: &[(u32, u64)]) {
        let mut records: Vec<Record> =
            (0..).zip(keys).map(|(item, (group, rank))| Record { group: *group, item, rank: *rank }).collect();
        let mut expected = records.clone();
        expected.sort_by_key(|record| (record.group, record.rank));
        sort(&mut records);
        assert_eq!(records, expected);
    }

    proptest! {
        #[test]
        fn it_sorts_like_the_stable_sort(keys in prop::collection::vec((0..3_u32, 0..500_u64), 0..200)) {
            check(&keys);
        }

        #[test]
        fn it_sorts_any_number(keys in prop::collection::vec(any::<(u32, u64)>(), 0..120)) {
            check(&keys);
        }

        #[test]
        fn it_sorts_by_rank_alone(keys in prop::collection::vec((7..8_u32, any::<u64>()), 0..120)) {
            check(&keys);
        }
    }
}
