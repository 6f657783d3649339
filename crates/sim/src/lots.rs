//! What chance has to say of the operations of sessions: what it calls each of them, and what random work asks.

use history::calls::Request as Deed;
use history::{Key, SessionId};
use scenario::{Object, Scenario, ScriptedAction};

use crate::calls;
use crate::chance::{self, Stream};

/// What chance calls an operation: whose it is, where it comes from, and the how manieth of those.
/// Its number would not do: that depends on what every other session has done before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnName {
    pub(crate) session: SessionId,
    pub(crate) scripted: bool,
    pub(crate) count: u16,
    /// Of a call, which of its reads and writes.
    pub(crate) step: u8,
}

impl OwnName {
    /// That of the next read or write of the same call.
    pub(crate) const fn next(self) -> Self {
        Self { step: self.step.wrapping_add(1), ..self }
    }

    /// Which of many equally good tables the delays of messages come from. Links name seeds, so it
    /// is fixed for good; under this one seed 16, the opening scenario, shows a stale read that
    /// R = 3 does not mend and R = 4 does.
    const TABLE: u32 = 74;

    /// The key of what the session itself draws.
    pub(crate) fn key(self) -> u64 {
        u64::from(self.scripted) << 63 | u64::from(self.session.0) << 32 | u64::from(self.count)
    }

    /// What the keys of its messages begin with: table, session (below 64) and count fill it.
    pub(crate) fn of_messages(self) -> u32 {
        let table = (Self::TABLE + u32::from(self.step)) & 0x7f;
        u32::from(self.scripted) << 31 | table << 24 | u32::from(self.session.0) << 16 | u32::from(self.count)
    }
}

/// What chance has to say of an operation of random work.
pub(crate) struct Lots {
    name: OwnName,
    pub(crate) key: Key,
    pub(crate) writes: bool,
    pub(crate) pays_in: f64,
    pub(crate) amount: i64,
}

impl Lots {
    pub(crate) fn of(scenario: &Scenario, name: OwnName) -> Self {
        let random = &scenario.workload.random;
        let uniform = |stream| drawn(scenario.seed, stream, name.key());
        Self {
            name,
            key: Key((uniform(Stream::Key) * f64::from(random.keys)) as u16),
            writes: uniform(Stream::Kind) * 100.0 < f64::from(random.write_percent),
            pays_in: uniform(Stream::PaysIn),
            amount: 1 + (uniform(Stream::Amount) * scenario.workload.amount as f64) as i64,
        }
    }

    /// What it changes in a text of which its session knows so many letters.
    pub(crate) fn typed(&self, scenario: &Scenario, known: i64) -> Deed {
        let place = chance::uniform(scenario.seed, Stream::Place, self.name.key());
        calls::typed(known, self.pays_in, place, self.amount)
    }
}

/// One function for four draws: the page downloads it once, and no run waits for it.
fn drawn(seed: u32, stream: Stream, key: u64) -> f64 {
    chance::uniform(seed, stream, key)
}

/// What a random operation asks, and of which key, as a script says it.
pub(crate) fn drawn_action(scenario: &Scenario, session: SessionId, count: u16) -> (ScriptedAction, u8) {
    let lots = Lots::of(scenario, OwnName { session, scripted: false, count, step: 0 });
    let action = match (scenario.workload.object, lots.writes) {
        (_, false) => ScriptedAction::Read,
        (Object::Register, true) => ScriptedAction::Write,
        (Object::CasRegister, true) => ScriptedAction::Add(lots.amount),
        (Object::Order, true) => ScriptedAction::Add(1),
        (Object::Text, true) if lots.pays_in >= 0.75 => ScriptedAction::Take(1),
        (Object::Text, true) => ScriptedAction::Add(lots.amount),
        (object, true) => match calls::random(object, true, lots.pays_in, lots.amount) {
            Some(Deed::Withdraw(_) | Deed::Buy(_) | Deed::Remove(_)) => ScriptedAction::Take(lots.amount),
            _ => ScriptedAction::Add(lots.amount),
        },
    };
    (action, u8::try_from(lots.key.0).unwrap_or(u8::MAX))
}
