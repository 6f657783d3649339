//! Random records of an object: of a true one, and of one that lies now and then.

use history::calls::{Call, Calls, Item, Reply, Request};
use history::{Instant, Key, OperationId, Outcome, ProcessId};

use crate::specification::{State, initial, run};

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

fn request(object: &str, numbers: &mut Numbers) -> Request {
    let n = 1 + numbers.below(3) as i64;
    let kind = numbers.below(4);
    match (object, kind) {
        ("mutex", 0 | 1) => Request::Acquire,
        ("mutex", _) => Request::Release,
        (_, 0) => Request::Read,
        ("register", _) => Request::Write(Item::Int(n)),
        ("cas_register", 1) => Request::Write(Item::Int(n)),
        ("cas_register", _) => {
            Request::CompareAndSet { expected: Item::Int(n), new: Item::Int(1 + numbers.below(3) as i64) }
        }
        ("counter", _) => Request::Add(Item::Int(if numbers.chance(20) { -n } else { n })),
        ("set", 1 | 2) => Request::Add(Item::Int(n)),
        ("set", _) if numbers.chance(50) => Request::Remove(Item::Int(n)),
        ("set", _) => Request::Contains(Item::Int(n)),
        ("saga", 1) => Request::Undo(Item::Int(n)),
        ("saga", _) => Request::Do(Item::Int(n)),
        ("list", _) => Request::Append(Item::Int(n)),
        ("key_value", 1) if numbers.chance(40) => Request::Write(Item::Word(n as u32 % 3)),
        ("key_value", _) => Request::Append(Item::Word(n as u32 % 3)),
        ("text", 1) => Request::Delete { at: numbers.below(3) as u32 },
        ("text", _) => Request::Insert { at: numbers.below(3) as u32, item: Item::Int(n) },
        ("account", 1) => Request::Deposit(n),
        ("account", _) => Request::Withdraw(n),
        ("stock", 1) => Request::Restock(n),
        (_, _) => Request::Buy(n),
    }
}

/// Up to `most` calls on a key or two. Each takes effect between its start and its end; some are
/// never answered, some fail, and some answers are wrong.
pub(crate) fn calls(object: &str, most: u64, numbers: &mut Numbers) -> Calls {
    let words = ["a", "b", "ab"].map(str::to_owned).to_vec();
    let mut calls = Calls { words, ..Calls::default() };
    let keys = if numbers.chance(15) { 2 } else { 1 };
    calls.keys = (0..keys).map(Key::default_name).collect();
    let processes = 2 + numbers.below(3);
    calls.processes = (0..processes).map(|process| process.to_string()).collect();
    let mut free_at = vec![0; processes as usize];
    let mut effects = Vec::new();
    for id in 0..1 + numbers.below(most) {
        let process = numbers.below(processes) as usize;
        let invoked = free_at[process] + numbers.below(4);
        let returned = invoked + 1 + numbers.below(10);
        free_at[process] = returned + 1 + numbers.below(2);
        let outcome = match numbers.below(10) {
            0 => Outcome::Fail,
            1 => Outcome::Info,
            _ => Outcome::Ok,
        };
        if outcome == Outcome::Ok || outcome == Outcome::Info && numbers.chance(60) {
            effects.push((invoked + numbers.below(returned - invoked + 1), id as usize));
        }
        calls.calls.push(Call {
            id: OperationId(id as u32),
            process: ProcessId(process as u32),
            key: Key(numbers.below(u64::from(keys)) as u16),
            request: request(object, numbers),
            reply: Reply::Done,
            invoked: Instant::from_us(invoked),
            returned: (outcome != Outcome::Info).then_some(Instant::from_us(returned)),
            outcome,
        });
    }
    effects.sort_unstable();
    let mut states = vec![initial(object); usize::from(keys)];
    for (_, place) in effects {
        let state = &mut states[calls.calls[place].key.index()];
        let (request, outcome) = (calls.calls[place].request, calls.calls[place].outcome);
        let words = calls.words.clone();
        let word = |item| if let Item::Word(word) = item { words[word as usize].clone() } else { String::new() };
        let (next, reply) = run(object, state, request, word);
        let lies = numbers.chance(25);
        if outcome == Outcome::Ok {
            calls.calls[place].reply = told(object, reply, &next, lies, &mut calls.words, numbers);
        }
        *state = next;
    }
    in_order(calls)
}

/// The answer as it is written down, or another one.
fn told(
    object: &str,
    reply: Reply,
    state: &State,
    lies: bool,
    words: &mut Vec<String>,
    numbers: &mut Numbers,
) -> Reply {
    match (reply, state) {
        (Reply::Answer(true), _) if object != "set" && numbers.chance(50) && !lies => Reply::Done,
        (Reply::Answer(_), _) if object == "set" && numbers.chance(30) => Reply::Answer(numbers.chance(50)),
        (Reply::Answer(answer), _) => Reply::Answer(answer != lies),
        (Reply::Value(_), _) if object == "text" && numbers.chance(30) => Reply::Done,
        (Reply::Value(_), _) if lies => Reply::Value(Item::Int(numbers.below(5) as i64)),
        (Reply::List(mut items), _) if lies => {
            if items.pop().is_none() {
                items.push(Item::Int(1));
            }
            Reply::List(items)
        }
        // A write and an append only say that they are done; a read says what is there.
        (Reply::Done, State::Text(text)) => {
            let mut text = text.clone();
            if lies {
                text.push('a');
            }
            words.push(text);
            Reply::Value(Item::Word(words.len() as u32 - 1))
        }
        (reply, _) => reply,
    }
}

fn in_order(mut calls: Calls) -> Calls {
    for call in &mut calls.calls {
        let asks = matches!(call.request, Request::Read | Request::Contains(_));
        let changes = matches!(call.request, Request::Write(_) | Request::Append(_));
        if changes || call.outcome != Outcome::Ok && !asks {
            call.reply = Reply::Done;
        }
    }
    calls.calls.sort_by_key(|call| call.invoked);
    for (id, call) in (0..).zip(&mut calls.calls) {
        call.id = OperationId(id);
    }
    calls
}
