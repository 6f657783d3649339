//! What the clients do: random work, a script, or both.

use serde::{Deserialize, Serialize};

use crate::{Distribution, Node};

/// What the clients do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workload {
    /// Work drawn at random, the same for every session.
    pub random: RandomWork,
    /// Operations at given times.
    pub script: Vec<ScriptedOperation>,
    /// What each key is to the clients.
    #[serde(skip_serializing_if = "Object::is_register")]
    pub object: Object,
    /// What each key holds at the start.
    #[serde(skip_serializing_if = "is_usual_start")]
    pub initial: i64,
    /// The most that a random call on an object adds or takes.
    #[serde(skip_serializing_if = "is_usual_amount")]
    pub amount: i64,
}

/// What a key is to the clients. Beyond a register they call it, and each call reads, decides and
/// writes: as one step where the store can write on a condition, and otherwise not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// It is read and written.
    #[default]
    Register,
    /// It is added to, and read.
    Counter,
    /// Money is paid in, and paid out if there is so much.
    Account,
    /// Goods are put on the shelf, and sold if there are so many.
    Stock,
    /// Things are put in and taken out, as of a cart. A thing is a letter: 1 is a, 26 is z.
    Set,
    /// Numbers are put behind one another, as in a feed.
    List,
    /// One of it is ordered, which takes a saga over several services; and orders are looked at.
    Order,
    /// Letters are typed and deleted at any place, as in a document. 1 is a, 26 is z.
    Text,
    /// All keys together are one bank, and each is an account of it: money is paid into one, moved
    /// from one to the next, and all are read as of one moment.
    Bank,
    /// It is set to a number if it still holds the one that the session saw last.
    CasRegister,
}

impl Object {
    /// All of them, with their ids in links.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Register, "register"),
        (Self::Counter, "counter"),
        (Self::Account, "account"),
        (Self::Stock, "stock"),
        (Self::Set, "set"),
        (Self::List, "list"),
        (Self::Order, "order"),
        (Self::Text, "text"),
        (Self::Bank, "bank"),
        (Self::CasRegister, "cas_register"),
    ];

    /// Whether a key holds many things, and not one number.
    #[must_use]
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::Set | Self::List | Self::Order | Self::Text)
    }

    /// Whether only a strategy that knows of it can carry out its calls: to read, decide and write
    /// would not do.
    #[must_use]
    pub const fn needs_services(self) -> bool {
        matches!(self, Self::Order)
    }

    /// Whether a protocol has to know it: what no reading, deciding and writing of one key amounts to.
    #[must_use]
    pub const fn is_only_native(self) -> bool {
        matches!(self, Self::Bank)
    }

    /// Its id in links and JSON, which is also its name among the objects that can be judged.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(object, _)| *object == self).map_or("", |(_, id)| *id)
    }

    const fn is_register(&self) -> bool {
        matches!(self, Self::Register)
    }
}

/// What a register holds at the start of a run, unless told otherwise.
const USUAL_START: i64 = 1;

const fn is_usual_start(initial: &i64) -> bool {
    *initial == USUAL_START
}

const fn is_closed(open_loop: &bool) -> bool {
    !*open_loop
}

const fn is_usual_amount(amount: &i64) -> bool {
    *amount == 1
}

impl Default for Workload {
    fn default() -> Self {
        let object = Object::Register;
        Self { random: RandomWork::default(), script: Vec::new(), object, initial: USUAL_START, amount: 1 }
    }
}

/// Random work: each session thinks, asks, waits for the answer, and thinks again; or, in an open loop, means
/// to ask at times that do not depend on the answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RandomWork {
    /// Operations of each session.
    pub operations: u16,
    /// How many of a hundred operations write.
    pub write_percent: u8,
    /// How many keys they are spread over, evenly.
    pub keys: u8,
    /// The pause before each operation.
    pub think: Distribution,
    /// Whether the pause runs from when the operation before was meant to begin, and not from its answer. An
    /// operation that is due while its session still waits begins as soon as it can.
    #[serde(skip_serializing_if = "is_closed")]
    pub open_loop: bool,
}

/// An operation at a given time. A session does one operation at a time: if it is still waiting
/// for an answer then, the operation begins when that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedOperation {
    /// The session that asks.
    pub session: Node,
    /// When, in microseconds.
    pub at_us: u64,
    /// What it asks. A write puts the next number, so that no two writes of a key put the same.
    pub action: ScriptedAction,
    /// The key, by number.
    #[serde(default)]
    pub key: u8,
    /// Which operation of random work it was, where such work was written down as a script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
}

/// An operation of random work. What chance has to say of it stays: how long its messages take, and where in a
/// text it types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The session whose random work it was.
    pub session: Node,
    /// The how manieth of that, from 0.
    pub count: u16,
}

/// What a scripted operation asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptedAction {
    /// Reads the key.
    Read,
    /// Writes the key.
    Write,
    /// Adds so much to a counter, an account or a stock; puts that thing into a set or behind a list;
    /// types that letter where the text ends, as far as the session knows; places an order of one;
    /// sets a register to it, if that holds what the session saw last.
    Add(i64),
    /// Takes so much off a counter; takes it out of an account or a stock, if it is there; takes that thing out of a set;
    /// deletes the letter of a text at that place, the first of which is 1. In a bank it goes into the next account, and
    /// from the last into the first.
    Take(i64),
}

impl Workload {
    /// How many keys the store holds: all that this work may touch.
    #[must_use]
    pub fn key_count(&self) -> u8 {
        self.script.iter().map(|entry| entry.key.saturating_add(1)).fold(self.random.keys.max(1), u8::max)
    }
}

impl Default for RandomWork {
    fn default() -> Self {
        Self { operations: 0, write_percent: 50, keys: 1, think: Distribution::Constant { ms: 0.0 }, open_loop: false }
    }
}
