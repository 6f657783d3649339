//! A lock: one holder at a time.

use history::Outcome;
use history::calls::{Call, Calls, Reply, Request};

use super::{Object, Specification};
use crate::search::{Machine, NO, Nature};

pub(super) const OBJECT: Object = Object {
    name: "mutex",
    title: "a lock",
    about: "acquire, refused while it is held, and release, refused while it is free; free at first",
    whole: None,
    knows: |call| {
        matches!((call.request, &call.reply), (Request::Acquire | Request::Release, Reply::Done | Reply::Answer(_)))
    },
    specify: |_, list| Box::new(Mutex { kinds: list.iter().map(|call| kind(call)).collect() }),
};

const FREE: u32 = 0;
const HELD: u32 = 1;

/// The lock: what each call found, and what it left.
struct Mutex {
    kinds: Vec<u32>,
}

/// Found and left, as two bits.
fn kind(call: &Call) -> u32 {
    let refused = call.outcome == Outcome::Ok && call.reply == Reply::Answer(false);
    match (call.request, refused) {
        (Request::Acquire, false) => FREE << 1 | HELD,
        (Request::Acquire, true) => HELD << 1 | HELD,
        (_, false) => HELD << 1 | FREE,
        (_, true) => FREE << 1 | FREE,
    }
}

impl Machine for Mutex {
    fn initial(&self) -> u32 {
        FREE
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        if kind >> 1 == state { kind & 1 } else { NO }
    }

    fn nature(&self, kind: u32) -> Nature {
        Nature { looks: kind >> 1 == kind & 1, ..Nature::default() }
    }
}

impl Specification for Mutex {
    fn kind(&self, place: usize) -> u32 {
        self.kinds[place]
    }

    fn state(&self, _calls: &Calls, state: u32) -> String {
        if state == HELD { "held" } else { "free" }.to_owned()
    }
}
