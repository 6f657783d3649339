//! Puts operations that were written down by hand into the order a history keeps.

use std::collections::BTreeMap;

use crate::{History, Instant, Operation, OperationId, Outcome, ProcessId, SessionId};

/// Sorts the operations by start, numbers them, and gives each session its processes: it goes on
/// as a new one after an operation whose outcome it never learnt.
///
/// Hand-written times are round, and a session's next operation often starts at the very moment
/// its previous one ended. A session does one thing at a time, so the earlier one is taken to have
/// ended a microsecond sooner; otherwise real time would call the two concurrent.
pub(crate) fn arrange(mut history: History) -> History {
    history.operations.sort_by_key(|operation| operation.invoked);
    let mut next_process = 0;
    let mut processes: BTreeMap<SessionId, (ProcessId, Option<usize>)> = BTreeMap::new();
    for index in 0..history.operations.len() {
        let (earlier, rest) = history.operations.split_at_mut(index);
        let operation = &mut rest[0];
        operation.id = OperationId(u32::try_from(index).unwrap_or(u32::MAX));
        let (process, previous) = processes.entry(operation.session).or_insert_with(|| {
            next_process += 1;
            (ProcessId(next_process - 1), None)
        });
        operation.process = *process;
        if let Some(previous) = previous.replace(index) {
            separate(&mut earlier[previous], operation.invoked);
        }
        if operation.outcome == Outcome::Info {
            processes.remove(&operation.session);
        }
    }
    history
}

/// Lets an operation end before the moment at which its session goes on.
pub(crate) fn separate(previous: &mut Operation, next: Instant) {
    if previous.returned == Some(next) && previous.invoked < next {
        previous.returned = Some(Instant::from_us(next.as_us() - 1));
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Action, Event, Happening, History, Instant, Key, OperationId, Outcome, ProcessId, Role, SessionId, Stop, Trace,
        Value, parse_history,
    };

    #[test]
    fn a_session_that_goes_on_at_once_still_does_one_thing_at_a_time() {
        let history = parse_history("A w(x,1) 0..10; A r(x)=1 10..20; B r(x)=1 10..20").expect("well formed");
        let [write, own, other] = history.operations.as_slice() else { panic!("three operations") };
        assert!(write.precedes(own), "the session's own order");
        assert_eq!(write.returned.map(|at| at.as_us()), Some(9_999));
        assert_eq!(other.invoked.as_us(), 10_000);
    }

    #[test]
    fn a_run_whose_session_goes_on_at_once_still_does_one_thing_at_a_time() {
        let at = Instant::from_us;
        let (session, key) = (SessionId(0), Key(0));
        let invoke = |operation, process, action| Happening::Invoke {
            operation: OperationId(operation),
            process: ProcessId(process),
            session,
            key,
            action,
            role: Role::Client,
        };
        let answer =
            |operation, outcome, value| Happening::Return { operation: OperationId(operation), outcome, value };
        let events = [
            (0, invoke(0, 0, Action::Write(Value::Int(1)))),
            (10, answer(0, Outcome::Ok, Value::Int(1))),
            (10, invoke(1, 0, Action::Read(Value::Nil))),
            (20, answer(1, Outcome::Info, Value::Nil)),
            (20, invoke(2, 1, Action::Read(Value::Nil))),
        ];
        let events = events.map(|(us, what)| Event { at: at(us), what }).to_vec();
        let trace = Trace {
            sessions: Vec::new(),
            replicas: Vec::new(),
            services: false,
            keys: Vec::new(),
            initial: Value::Nil,
            contents: Vec::new(),
            holdings: Vec::new(),
            faults: Vec::new(),
            events,
            end: at(20),
            stop: Stop::Finished,
            steps: 0,
        };
        let history = History::of(&trace);
        assert!(history.operations[0].precedes(&history.operations[1]));
        assert_eq!(history.operations[1].returned, Some(at(20)), "another process waits for nobody");
    }

    #[test]
    fn lines_may_stand_in_any_order() {
        let history = parse_history("A r(x)=1 30..40\nA w(x,2) 10..\nA w(x,1) 0..5").expect("well formed");
        let processes: Vec<u32> = history.operations.iter().map(|operation| operation.process.0).collect();
        assert_eq!(processes, [0, 0, 1], "a new process after the answer that never came");
    }
}
