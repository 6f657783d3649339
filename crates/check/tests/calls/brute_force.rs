//! Linearizability by its definition: try every order.

use check::{Verdict, Witness};
use history::calls::{Call, Calls, Item};
use history::{Instant, OperationId, Outcome};

use crate::specification::{State, agrees, initial, run};

/// Whether some order of the calls, all on one key, extends real time and fits every answer.
pub(crate) fn is_linearizable(object: &str, calls: &Calls) -> bool {
    let happened = |call: &&Call| call.outcome != Outcome::Fail;
    let left: Vec<&Call> = calls.calls.iter().filter(happened).collect();
    keys(calls).all(|key| {
        let mut left: Vec<&Call> = left.iter().copied().filter(|call| call.key.0 == key).collect();
        extend(object, calls, &initial(object), &mut left)
    })
}

fn keys(calls: &Calls) -> impl Iterator<Item = u16> {
    0..calls.keys.len() as u16
}

fn extend(object: &str, calls: &Calls, state: &State, left: &mut Vec<&Call>) -> bool {
    if left.iter().all(|call| call.outcome == Outcome::Info) {
        return true;
    }
    let first_end = left.iter().map(|call| call.end()).min().unwrap_or(Instant::NEVER);
    for place in 0..left.len() {
        let call = left[place];
        if first_end < call.invoked {
            continue;
        }
        if let Some(next) = after(object, calls, state, call) {
            left.remove(place);
            let extended = extend(object, calls, &next, left);
            left.insert(place, call);
            if extended {
                return true;
            }
        }
    }
    false
}

/// The state after a call, if it can have been answered as it was.
fn after(object: &str, calls: &Calls, state: &State, call: &Call) -> Option<State> {
    let word = |item: Item| match item {
        Item::Word(word) => calls.word(word).to_owned(),
        _ => String::new(),
    };
    let (next, answer) = run(object, state, call.request, word);
    let fits = call.outcome == Outcome::Info || agrees(call, state, &answer, word);
    fits.then_some(next)
}

/// Checks the orders of a verdict that holds: each is complete, extends real time, and fits.
pub(crate) fn validate(object: &str, calls: &Calls, verdict: &Verdict) {
    let Verdict::Holds(Witness::Order(orders)) = verdict else { panic!("it does not hold") };
    let mut placed: Vec<OperationId> = Vec::new();
    for order in orders {
        let mut state = initial(object);
        for (place, id) in order.order.iter().enumerate() {
            let call = &calls.calls[id.index()];
            assert_eq!(call.key, order.key);
            for later in &order.order[place + 1..] {
                assert!(calls.calls[later.index()].end() >= call.invoked, "{later:?} was over before {id:?}");
            }
            state = after(object, calls, &state, call).unwrap_or_else(|| panic!("{call:?} after {state:?}"));
            placed.push(*id);
        }
    }
    placed.sort();
    assert!(placed.windows(2).all(|pair| pair[0] != pair[1]), "a call takes effect once");
    for call in calls.calls.iter().filter(|call| call.outcome == Outcome::Ok) {
        assert!(placed.contains(&call.id), "{call:?} is in no order");
    }
    let failed = |id: &&OperationId| calls.calls[id.index()].outcome == Outcome::Fail;
    assert_eq!(placed.iter().find(failed), None, "what failed did not happen");
}
