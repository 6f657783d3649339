//! A bank against its definition: every order is tried, with real time and without.

use check::objects::{judge, object, serializable};
use check::{Budget, Verdict};
use history::calls::{Call, Calls, Item, Reply, Request};
use history::{Instant, Key, OperationId, Outcome, ProcessId};

const ACCOUNTS: usize = 3;

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a call does to the balances, and what it answers.
fn run(balances: [i64; ACCOUNTS], call: &Call) -> ([i64; ACCOUNTS], Reply) {
    let mut after = balances;
    match call.request {
        Request::Deposit(amount) => {
            after[call.key.index()] += amount;
            (after, Reply::Done)
        }
        Request::Transfer { amount, .. } if balances[call.key.index()] < amount => (after, Reply::Answer(false)),
        Request::Transfer { amount, to } => {
            after[call.key.index()] -= amount;
            after[to.index()] += amount;
            (after, Reply::Answer(true))
        }
        _ => (after, Reply::List(balances.map(Item::Int).to_vec())),
    }
}

/// Whether some order fits: one that extends real time, or any.
fn fits(balances: [i64; ACCOUNTS], left: &mut Vec<&Call>, timed: bool) -> bool {
    if left.iter().all(|call| call.outcome == Outcome::Info) {
        return true;
    }
    let first_end = left.iter().map(|call| call.end()).min().unwrap_or(Instant::NEVER);
    for place in 0..left.len() {
        let call = left[place];
        let (after, reply) = run(balances, call);
        if timed && first_end < call.invoked || call.outcome == Outcome::Ok && reply != call.reply {
            continue;
        }
        left.remove(place);
        let fits = fits(after, left, timed);
        left.insert(place, call);
        if fits {
            return true;
        }
    }
    false
}

/// Calls that take effect between their start and their end, but for a few that read what was, and a
/// few that lie.
fn calls(numbers: &mut Numbers) -> Calls {
    let keys = (0..ACCOUNTS as u16).map(Key::default_name).collect();
    let mut calls = Calls { keys, initial: Some(Item::Int(2)), ..Calls::default() };
    calls.processes = (0..3).map(|process| process.to_string()).collect();
    let (mut at, mut states) = (0, vec![[2; ACCOUNTS]]);
    for id in 0..2 + numbers.below(5) as u32 {
        at += numbers.below(6);
        let (amount, from) = (1 + numbers.below(3) as i64, numbers.below(ACCOUNTS as u64) as u16);
        let request = match numbers.below(3) {
            0 => Request::Deposit(amount),
            1 => Request::Transfer { amount, to: Key((from + 1) % ACCOUNTS as u16) },
            _ => Request::ReadAll,
        };
        let outcome = [Outcome::Ok, Outcome::Ok, Outcome::Ok, Outcome::Ok, Outcome::Info][numbers.below(5) as usize];
        let mut call = Call {
            id: OperationId(id),
            process: ProcessId(id),
            key: Key(from),
            request,
            reply: Reply::Done,
            invoked: Instant::from_us(at),
            returned: (outcome == Outcome::Ok).then_some(Instant::from_us(at + 1 + numbers.below(9))),
            outcome,
        };
        let old = request == Request::ReadAll && numbers.below(3) == 0;
        let state = states[if old { numbers.below(states.len() as u64) as usize } else { states.len() - 1 }];
        let (mut after, mut reply) = run(state, &call);
        if let (Reply::List(balances), 0) = (&mut reply, numbers.below(4)) {
            balances[numbers.below(ACCOUNTS as u64) as usize] = Item::Int(numbers.below(5) as i64);
        }
        if outcome == Outcome::Info && numbers.below(2) == 0 {
            after = state;
        }
        if !old {
            states.push(after);
        }
        call.reply = if outcome == Outcome::Ok { reply } else { Reply::Done };
        calls.processes.push(id.to_string());
        calls.calls.push(call);
    }
    calls
}

fn same(verdict: &Verdict, holds: bool, calls: &Calls) {
    assert_eq!(verdict.holds(), holds, "{verdict:?}\n{calls:#?}");
    assert_eq!(verdict.violation().is_some(), !holds, "{verdict:?}\n{calls:#?}");
}

#[test]
fn transactions_are_judged_as_by_their_definition_with_real_time_and_without() {
    let bank = object("bank").expect("it is registered");
    let mut numbers = Numbers(1);
    let (mut strictly, mut only, mut neither) = (0, 0, 0);
    for _ in 0..10_000 {
        let calls = calls(&mut numbers);
        let mut left: Vec<&Call> = calls.calls.iter().collect();
        let [strict, plain] = [true, false].map(|timed| fits([2; ACCOUNTS], &mut left, timed));
        same(&judge(&calls, bank, Budget::UNLIMITED).verdict, strict, &calls);
        same(&serializable(&calls, bank, Budget::UNLIMITED), plain, &calls);
        match (strict, plain) {
            (true, _) => strictly += 1,
            (false, true) => only += 1,
            (false, false) => neither += 1,
        }
    }
    println!("{strictly} strictly serializable, {only} only serializable, {neither} neither");
    assert!(strictly.min(only).min(neither) > 300, "{strictly}, {only}, {neither}");
}
