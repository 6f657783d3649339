//! An order in which each thing is followed by the one most like it: a compressor finds what it has
//! seen a moment ago at less cost than what lies far behind.

/// So many neighbouring bytes are compared at once.
const WINDOW: usize = 4;

/// What little things have in common counts for less than the same share of big ones.
const SMALL: u64 = 40;

/// The places of the bodies in that order: greedily, from the first one on.
pub(crate) fn in_turn(bodies: &[&[u8]]) -> Vec<usize> {
    let parts: Vec<Vec<[u8; WINDOW]>> = bodies.iter().map(|body| parts(body)).collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = 0;
    while !left.is_empty() {
        let last = left.remove(next);
        order.push(last);
        let likeness = |place: &usize| {
            let other = &parts[*place];
            (common(&parts[last], other) * 1_000_000) / (other.len() as u64 + SMALL)
        };
        // Of equally like ones the first.
        let best = left.iter().enumerate().max_by_key(|(at, place)| (likeness(place), std::cmp::Reverse(*at)));
        next = best.map_or(0, |(at, _)| at);
    }
    order
}

/// The different windows of a body, in order.
fn parts(body: &[u8]) -> Vec<[u8; WINDOW]> {
    let windows = body.windows(WINDOW);
    let mut parts: Vec<[u8; WINDOW]> = windows.filter_map(|window| window.try_into().ok()).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// How many two ordered lists have in common.
fn common(a: &[[u8; WINDOW]], b: &[[u8; WINDOW]]) -> u64 {
    let (mut a, mut b, mut count) = (a, b, 0);
    while let ([first, rest_of_a @ ..], [second, rest_of_b @ ..]) = (a, b) {
        count += u64::from(first == second);
        if first <= second {
            a = rest_of_a;
        }
        if second <= first {
            b = rest_of_b;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together_and_nothing_is_left_out() {
        let bodies = ["the first of its kind", "9876543210", "the second of its kind", "0123456789", "98765", ""];
        let bytes: Vec<&[u8]> = bodies.iter().map(|body| body.as_bytes()).collect();
        let order = in_turn(&bytes);
        assert_eq!(order[..2], [0, 2]);
        assert_eq!(order.iter().position(|place| *place == 1).map(|at| order[at + 1]), Some(4));
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_two_have_in_common_is_counted_as_a_set_would() {
        let (a, b) = (parts(b"abcdabcdxyz"), parts(b"zabcdxy"));
        let slow = a.iter().filter(|part| b.contains(part)).count() as u64;
        assert_eq!(common(&a, &b), slow);
        assert_eq!(slow, 3);
    }
}
