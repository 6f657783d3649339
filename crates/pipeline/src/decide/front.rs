//! What is best: cheapest first, and which answers no other answer beats in everything.

use std::cmp::Ordering;

use super::search::Answer;

/// Cheapest first: messages for each operation, then how long an operation takes, then by name.
pub(super) fn cheaper(one: &Answer, other: &Answer) -> Ordering {
    let by_messages = one.messages.total_cmp(&other.messages);
    by_messages.then(one.mean_ms.total_cmp(&other.mean_ms)).then_with(|| one.candidate.cmp(&other.candidate))
}

/// What each answer costs, less is better: both times, stale reads, messages, and what it does not survive.
fn costs(answer: &Answer) -> [f64; 6] {
    [
        answer.figures.write_ms.value,
        answer.figures.read_ms.value,
        1.0 - answer.figures.fresh.value,
        answer.messages,
        -f64::from(answer.survived.writes),
        -f64::from(answer.survived.reads),
    ]
}

/// Says of a new answer whether it is on the Pareto front: no other is as good in everything and better in something;
/// and of those that were, whether they still are. Whatever beats an answer is on the front itself, or beaten by
/// something there that beats the answer too.
pub(super) fn compare(answer: &mut Answer, others: &mut [Answer]) {
    let beats = |one: &[f64; 6], other: &[f64; 6]| {
        one.iter().zip(other).all(|(a, b)| a <= b) && one.iter().zip(other).any(|(a, b)| a < b)
    };
    let own = costs(answer);
    answer.front = true;
    for other in others.iter_mut().filter(|other| other.front) {
        let costs = costs(other);
        answer.front &= !beats(&costs, &own);
        other.front = !beats(&own, &costs);
    }
}
