//! One sort for all checkers: least significant digit first over bytes, so that its cost is
//! linear, it is stable, and only one copy of a sort is downloaded.

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

/// Below this many records counting 256 buckets costs more than it saves.
const SMALL: usize = 48;

/// Sorts by group and rank; equals stay in their order.
pub(crate) fn sort(records: &mut Vec<Record>) {
    let Some(first) = records.first().copied() else {
        return;
    };
    let mut ranks = 0;
    let mut groups = 0;
    let mut sorted = true;
    let mut previous = first;
    for record in records.iter() {
        ranks |= record.rank ^ first.rank;
        groups |= record.group ^ first.group;
        sorted &= (previous.group, previous.rank) <= (record.group, record.rank);
        previous = *record;
    }
    if sorted {
        return;
    }
    if records.len() <= SMALL {
        return insert(records);
    }
    let mut other = vec![Record::default(); records.len()];
    for byte in 0..12 {
        let varies = if byte < 8 { ranks >> (8 * byte) } else { u64::from(groups) >> (8 * (byte - 8)) };
        if varies & 0xff != 0 {
            distribute(records, &mut other, byte);
            std::mem::swap(records, &mut other);
        }
    }
}

/// The digit of a record: bytes 0 to 7 of its rank, then bytes 0 to 3 of its group.
const fn digit(record: &Record, byte: u32) -> usize {
    let shifted = if byte < 8 { record.rank >> (8 * byte) } else { (record.group as u64) >> (8 * (byte - 8)) };
    (shifted & 0xff) as usize
}

fn distribute(from: &[Record], to: &mut [Record], byte: u32) {
    let mut places = [0_usize; 256];
    for record in from {
        places[digit(record, byte)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    for record in from {
        let place = &mut places[digit(record, byte)];
        to[*place] = *record;
        *place += 1;
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
    }
}
