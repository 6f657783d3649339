//! One sort for everything but the checkers' hot path: stable, and compiled once.
//!
//! The standard library's sorts are compiled anew for every key, several kilobytes each time; the
//! page downloads this one. A merge sort from the bottom up (Knuth, TAOCP vol. 3, 5.2.4), which
//! sorts places instead of things, so that nothing of it depends on what the things are.

/// Sorts by a key; equals stay in their order.
pub fn sort_by_key<T, K: PartialOrd>(list: &mut [T], key: impl Fn(&T) -> K) {
    let mut order = places(list.len(), &|a, b| key(&list[a]) <= key(&list[b]));
    for place in 0..list.len() {
        let mut from = order[place];
        // What stood there has been swapped away; the place it went to is remembered.
        while from < place {
            from = order[from];
        }
        order[place] = from;
        list.swap(place, from);
    }
}

/// The places of a list in the order of what stands there. `in_order` says whether the things at
/// two places may follow each other.
#[inline(never)]
fn places(length: usize, in_order: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    if order.windows(2).all(|pair| in_order(pair[0], pair[1])) {
        return order;
    }
    let mut merged = order.clone();
    let mut width = 1;
    while width < length {
        for begin in (0..length).step_by(2 * width) {
            let middle = (begin + width).min(length);
            let end = (middle + width).min(length);
            let (mut left, mut right) = (begin, middle);
            for slot in &mut merged[begin..end] {
                let from_left = right == end || left < middle && in_order(order[left], order[right]);
                let next = if from_left { &mut left } else { &mut right };
                *slot = order[*next];
                *next += 1;
            }
        }
        std::mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn the_order_is_that_of_the_standard_library_and_equals_stay_in_theirs() {
        let mut state = 1_u64;
        for length in (0..70).chain([1_000]) {
            let next = |place| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 59, place)
            };
            let list: Vec<(u64, u32)> = (0..length).map(next).collect();
            let (mut sorted, mut expected) = (list.clone(), list);
            sort_by_key(&mut sorted, |thing| thing.0);
            expected.sort_by_key(|thing| thing.0);
            assert_eq!(sorted, expected);
        }
    }

    #[test]
    fn what_is_in_order_already_stays() {
        let mut list = vec!["a", "b", "b", "c"];
        sort_by_key(&mut list, |word| *word);
        assert_eq!(list, ["a", "b", "b", "c"]);
    }
}
