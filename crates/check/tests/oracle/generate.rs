//! Random histories.

use history::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};
use proptest::prelude::*;

use super::renumber;

/// What to do next in one session.
#[derive(Clone, Copy, Debug)]
struct Step {
    gap: u64,
    length: u64,
    key: u16,
    writes: bool,
    /// Which value to read or, where values repeat, to write.
    choice: u8,
    outcome: Outcome,
}

/// What kind of histories to make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) sessions: usize,
    pub(crate) steps: usize,
    /// The most operations, few enough to try every order.
    pub(crate) most: usize,
    pub(crate) keys: u16,
    /// Whether operations may fail or stay unanswered.
    pub(crate) uncertain: bool,
    /// Whether values may be written again.
    pub(crate) repeats: bool,
}

/// Well-formed histories: sessions do one thing at a time.
pub(crate) fn histories(shape: Shape) -> impl Strategy<Value = History> {
    let outcome = if shape.uncertain {
        prop_oneof![6 => Just(Outcome::Ok), 1 => Just(Outcome::Info), 1 => Just(Outcome::Fail)].boxed()
    } else {
        Just(Outcome::Ok).boxed()
    };
    let step = (1..6_u64, 0..9_u64, 0..shape.keys, any::<bool>(), 0..6_u8, outcome)
        .prop_map(|(gap, length, key, writes, choice, outcome)| Step { gap, length, key, writes, choice, outcome });
    let session = prop::collection::vec(step, 0..=shape.steps);
    prop::collection::vec(session, 1..=shape.sessions).prop_map(move |sessions| build(&sessions, shape))
}

fn build(sessions: &[Vec<Step>], shape: Shape) -> History {
    let mut history = History {
        keys: (0..shape.keys).map(Key::default_name).collect(),
        sessions: (0..sessions.len() as u8).map(|id| SessionId(id).to_string()).collect(),
        ..History::default()
    };
    let mut processes = 0;
    for (session, steps) in (0..).zip(sessions) {
        let mut now = 0;
        processes += 1;
        for step in steps {
            let invoked = now + step.gap;
            let returned = invoked + step.length;
            let place = history.operations.len() as i64 + 1;
            let written = if shape.repeats { i64::from(step.choice % 3) } else { place };
            history.operations.push(Operation {
                id: OperationId(0),
                process: ProcessId(processes),
                session: SessionId(session),
                key: Key(step.key),
                // A read's value is chosen once all writes are known.
                action: if step.writes {
                    Action::Write(Value::Int(written))
                } else {
                    Action::Read(Value::Int(i64::from(step.choice)))
                },
                invoked: Instant::from_us(invoked),
                returned: (step.outcome != Outcome::Info).then(|| Instant::from_us(returned)),
                outcome: step.outcome,
                role: Role::Client,
            });
            if step.outcome == Outcome::Info {
                processes += 1;
            }
            now = returned;
        }
    }
    let mut history = renumber(history);
    history.operations.truncate(shape.most);
    choose_reads(&mut history);
    history
}

/// Lets each read return the initial value or one of the written ones, and now and then a value
/// that nobody wrote.
fn choose_reads(history: &mut History) {
    let writes: Vec<(Key, Value)> =
        history.operations.iter().filter(|o| o.is_write()).map(|o| (o.key, o.value())).collect();
    for operation in &mut history.operations {
        let Action::Read(Value::Int(choice)) = operation.action else { continue };
        let mut values = vec![Value::Nil];
        values.extend(writes.iter().filter(|(key, _)| *key == operation.key).map(|(_, value)| *value));
        if values.len() == 1 && choice == 5 {
            values.push(Value::Int(99));
        }
        operation.action = Action::Read(values[choice as usize % values.len()]);
    }
}

/// Anything that fits the types: overlapping sessions, backward times, repeated values, odd roles.
pub(crate) fn wild() -> impl Strategy<Value = History> {
    let time = prop_oneof![8 => 0..12_u64, 1 => Just(u64::MAX), 1 => any::<u64>()];
    let value = prop_oneof![1 => Just(Value::Nil), 6 => (0..4_i64).prop_map(Value::Int), 1 => any::<i64>().prop_map(Value::Int)];
    let outcome = prop_oneof![4 => Just(Outcome::Ok), 1 => Just(Outcome::Info), 1 => Just(Outcome::Fail)];
    let operation = (
        (any::<bool>(), value.clone(), 0..3_u32, 0..4_u8, prop_oneof![9 => 0..2_u16, 1 => any::<u16>()]),
        (time.clone(), prop::option::weighted(0.8, time), outcome, prop::bool::weighted(0.1)),
    )
        .prop_map(|((writes, value, process, session, key), (invoked, returned, outcome, probe))| Operation {
            id: OperationId(0),
            process: ProcessId(process),
            session: SessionId(session),
            key: Key(key),
            action: if writes { Action::Write(value) } else { Action::Read(value) },
            invoked: Instant::from_us(invoked),
            returned: returned.map(Instant::from_us),
            outcome,
            role: if probe { Role::Probe } else { Role::Client },
        });
    (prop::collection::vec(operation, 0..14), value, any::<bool>()).prop_map(|(mut operations, initial, sorted)| {
        if sorted {
            operations.sort_by_key(|operation| operation.invoked);
        }
        for (index, operation) in (0..).zip(&mut operations) {
            operation.id = OperationId(index);
        }
        let sessions = vec!["A".to_owned(), "B".to_owned()];
        History { operations, keys: vec!["x".to_owned()], sessions, initial, ..History::default() }
    })
}
