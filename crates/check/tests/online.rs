//! Judging while it happens, held against what it means: the history cut behind every event.

mod oracle;

use check::online::{self, Event, Failure, Online, Refused};
use check::{Budget, Verdict, model};
use history::{
    Action, History, Instant, Key, ModelId, Operation, OperationId, Outcome, ProcessId, Value, parse_history,
    write_history,
};
use oracle::generate::{Shape, histories};
use oracle::{causal, definition, freshness};
use proptest::prelude::*;

const SMALL: Shape = Shape { sessions: 4, steps: 4, most: 7, keys: 2, uncertain: true, repeats: false };
const ONE_KEY: Shape = Shape { keys: 1, ..SMALL };
const CERTAIN: Shape = Shape { uncertain: false, ..ONE_KEY };
const REPEATING: Shape = Shape { repeats: true, ..ONE_KEY };
const LARGE: Shape = Shape { sessions: 5, steps: 8, most: 40, keys: 3, uncertain: true, repeats: false };
const LARGE_CERTAIN: Shape = Shape { uncertain: false, ..LARGE };

/// What the first `count` events of a history tell: what is not answered by then is unknown.
fn cut(history: &History, events: &[(OperationId, Event)], count: usize) -> History {
    let mut part = history.clone();
    let happened = |id: OperationId, returns: bool| {
        events[..count].iter().any(|(of, event)| *of == id && matches!(event, Event::Return { .. }) == returns)
    };
    part.operations.retain(|operation| happened(operation.id, false));
    for operation in &mut part.operations {
        if !happened(operation.id, true) {
            (operation.outcome, operation.returned) = (Outcome::Info, None);
        }
    }
    oracle::renumber(part)
}

/// Whether a value was read that was there more than once.
fn is_undecided(history: &History) -> bool {
    history.operations.iter().filter(|read| read.is_read() && read.outcome == Outcome::Ok).any(|read| {
        let same = |write: &&Operation| {
            write.is_write() && write.outcome != Outcome::Fail && (write.key, write.value()) == (read.key, read.value())
        };
        history.operations.iter().filter(same).count() + usize::from(read.value() == history.initial) > 1
    })
}

/// Feeds a history; every failure.
fn feed(history: &History, events: &[(OperationId, Event)]) -> Online {
    let mut online = Online::new(history.initial);
    let mut told: Vec<Failure> = Vec::new();
    for (_, event) in events {
        told.extend(online.feed(*event).expect("it can come next"));
    }
    assert_eq!(told, online.failures(), "each failure is told once");
    online
}

/// Holds every failure against the first cut that breaks the model.
fn agrees(history: &History, breaks: &dyn Fn(ModelId, &History) -> bool) {
    let events = online::events(history);
    let online = feed(history, &events);
    let cuts: Vec<History> = (0..=events.len()).map(|count| cut(history, &events, count)).collect();
    let undecided = (0..events.len()).find(|event| is_undecided(&cuts[event + 1]));
    assert_eq!(online.undecided().map(|event| event as usize), undecided, "{}", write_history(history));
    let until = undecided.unwrap_or(events.len());
    for id in online::MODELS {
        let expected = (0..until).find(|event| breaks(id, &cuts[event + 1]));
        let found = online.failures().iter().find(|failure| failure.model == id);
        let at = found.map(|failure| failure.event as usize);
        assert_eq!(at, expected, "{id} of {events:#?}\n{}", write_history(history));
        if let Some(failure) = found {
            let [this, that] = [failure.operation, events[failure.event as usize].0].map(|id| id.index());
            let same =
                |a: &Operation, b: &Operation| (a.process, a.key, a.is_write()) == (b.process, b.key, b.is_write());
            assert!(same(&online.history().operations[this], &history.operations[that]), "{failure:?}");
        }
    }
}

fn defined(id: ModelId, history: &History) -> bool {
    !match id {
        ModelId::Linearizable => definition::linearizable(history),
        ModelId::RegularStrong => freshness::regular_strong(history),
        ModelId::RegularWeak => freshness::regular_weak(history),
        ModelId::ReadYourWrites => definition::read_your_writes(history),
        ModelId::MonotonicReads => definition::monotonic_reads(history),
        ModelId::MonotonicWrites => causal::monotonic_writes(history),
        ModelId::WritesFollowReads => causal::writes_follow_reads(history),
        other => panic!("{other} is not judged event by event"),
    }
}

fn judged(id: ModelId, history: &History) -> bool {
    let verdict = model(id).expect("it is registered").judge(history, Budget::UNLIMITED);
    matches!(verdict, Verdict::Violated(_))
}

/// Lets some of those who never got an answer give up at some time.
fn giving_up(mut history: History) -> History {
    for operation in &mut history.operations {
        if operation.outcome == Outcome::Info && operation.id.0 % 3 > 0 {
            let at = operation.invoked.as_us() + u64::from(operation.id.0 * 7 % 11);
            operation.returned = Some(Instant::from_us(at));
        }
    }
    history
}

/// Lets what is read have been written by then, mostly, so that failures come late: each read
/// returns the value of one of the last writes that began before it was over.
fn fresher(mut history: History) -> History {
    for place in 0..history.operations.len() {
        let read = history.operations[place].clone();
        let Action::Read(value) = read.action else { continue };
        let begun = |write: &&Operation| {
            write.is_write() && write.key == read.key && read.returned.is_some_and(|at| write.invoked <= at)
        };
        let writes: Vec<Value> = history.operations.iter().filter(begun).map(Operation::value).collect();
        let back = Option::<i64>::from(value).unwrap_or_default() as usize % 3;
        let value = writes.iter().rev().nth(back).or(writes.last()).copied().unwrap_or(history.initial);
        history.operations[place].action = Action::Read(value);
    }
    history
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn every_model_fails_with_the_first_event_behind_which_its_definition_is_broken(history in histories(SMALL)) {
        agrees(&giving_up(history), &defined);
    }

    #[test]
    fn every_model_fails_where_its_definition_does_on_one_contended_key(history in histories(ONE_KEY)) {
        agrees(&giving_up(history), &defined);
    }

    #[test]
    fn every_model_fails_where_its_definition_does_if_reads_are_fresh(history in histories(CERTAIN)) {
        agrees(&fresher(history), &defined);
    }

    #[test]
    fn nothing_is_told_once_nobody_knows_which_write_was_read(history in histories(REPEATING)) {
        // Those definitions name a write by its value, which is not enough here even of what is not read.
        agrees(&giving_up(history), &|id, cut| if online::MODELS[3..].contains(&id) {
            judged(id, cut)
        } else {
            defined(id, cut)
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: oracle::config().cases / 4, ..oracle::config() })]

    #[test]
    fn every_model_fails_where_its_checker_says_so_first(history in histories(LARGE)) {
        agrees(&giving_up(history), &judged);
    }

    #[test]
    fn every_model_fails_where_its_checker_says_so_first_if_reads_are_fresh(history in histories(LARGE)) {
        agrees(&fresher(giving_up(history)), &judged);
    }

    #[test]
    fn every_model_fails_where_its_checker_says_so_first_if_all_is_answered(history in histories(LARGE_CERTAIN)) {
        agrees(&fresher(history), &judged);
    }
}

fn history(text: &str) -> History {
    parse_history(text).expect("well formed")
}

/// The models that fail, each with the event.
fn failures(text: &str) -> Vec<(ModelId, u32)> {
    let history = history(text);
    let online = feed(&history, &online::events(&history));
    online.failures().iter().map(|failure| (failure.model, failure.event)).collect()
}

#[test]
fn a_stale_read_fails_when_it_is_answered() {
    let found = failures("A w(x,1) 0..10; B r(x)=nil 20..30; B r(x)=1 40..50");
    assert_eq!(
        found,
        [ModelId::Linearizable, ModelId::RegularStrong, ModelId::RegularWeak].map(|id| (id, 3)),
        "of six events, counted from 0, the fourth"
    );
}

#[test]
fn a_new_value_followed_by_the_old_one_fails_with_the_second_read() {
    let found = failures("A w(x,1) 0..100; B r(x)=1 10..20; C r(x)=nil 30..40; A r(x)=1 110..120");
    assert_eq!(found, [(ModelId::Linearizable, 4)], "regularity lets two reads disagree");
}

#[test]
fn a_write_that_fails_after_it_was_read_fails_what_was_fresh() {
    let found = failures("A w(x,1) 0..100 fail; B r(x)=1 10..20");
    assert_eq!(found, [ModelId::Linearizable, ModelId::RegularStrong, ModelId::RegularWeak].map(|id| (id, 3)));
}

#[test]
fn what_a_failed_write_seemed_to_prove_is_forgotten() {
    let online = |answer: &str| {
        failures(&["A w(x,1) 0..10; A w(x,2) 20..40", answer, "; B r(x)=2 25..30; B r(x)=1 50..60"].concat())
    };
    assert!(online("").contains(&(ModelId::MonotonicReads, 7)));
    let found = online(" fail");
    assert!(!found.iter().any(|(id, _)| *id == ModelId::MonotonicReads), "{found:?}");
}

#[test]
fn a_value_written_only_after_it_was_read_can_fail_a_session_at_the_write() {
    let found = failures("A w(x,1) 0..10; B r(x)=2 20..30; B r(x)=1 40..50; A w(x,2) 60..70");
    assert!(found.contains(&(ModelId::MonotonicReads, 6)), "{found:?}");
}

#[test]
fn three_writes_can_be_ordered_in_a_circle_by_reads_that_agree_two_by_two() {
    // z is seen before x begins, x is over before the read of y, y before that of z.
    let text = "A w(x,3) 0..200; B r(x)=3 10..20; C w(x,1) 30..100; D w(x,2) 5..50; E r(x)=3 60..70; \
                F r(x)=2 110..120";
    let found = failures(text);
    assert!(found.contains(&(ModelId::RegularStrong, 10)), "{found:?}");
    assert!(!found.iter().any(|(id, _)| *id == ModelId::RegularWeak), "each read alone is fine: {found:?}");
}

#[test]
fn events_that_cannot_come_next_are_refused_and_left_out() {
    let mut online = Online::new(Value::Nil);
    let ask = |process, action| Event::Invoke { process: ProcessId(process), key: Key(0), action };
    let answer = |process, outcome| Event::Return { process: ProcessId(process), outcome, value: Value::Nil };
    assert_eq!(online.feed(answer(1, Outcome::Ok)), Err(Refused::Idle(ProcessId(1))));
    assert_eq!(online.feed(ask(1, Action::Write(Value::Int(1)))), Ok(Vec::new()));
    let again = online.feed(ask(1, Action::Read(Value::Nil))).expect_err("it waits");
    assert_eq!(again.to_string(), "process 1 asks again before it has its answer");
    assert_eq!(online.feed(answer(1, Outcome::Info)), Ok(Vec::new()));
    assert_eq!(online.feed(answer(1, Outcome::Ok)), Err(Refused::Idle(ProcessId(1))));
    assert_eq!(online.feed(ask(1, Action::Read(Value::Nil))), Err(Refused::Unsure(ProcessId(1))));
    assert_eq!(online.history().operations.len(), 1);
}
