//! Names of things. Small integers, so that they cost nothing to copy and are the same width on
//! every target; what people read ("A", "r3", "x") comes from `Display`.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The position in a list of such things.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A replica: a node that stores data. Shown as `r1`, `r2`, …
    ReplicaId(u8)
);
id!(
    /// A session: a client that does one operation at a time. Shown as `A`, `B`, …
    SessionId(u8)
);
id!(
    /// A sequential process of a history. A session goes on as a new process after an operation
    /// whose outcome it never learnt, since that operation may still take effect later.
    ProcessId(u32)
);
id!(
    /// An operation, in order of invocation.
    OperationId(u32)
);
id!(
    /// A call on an object, in order of invocation.
    CallId(u32)
);
id!(
    /// A message, in order of sending.
    MessageId(u32)
);
id!(
    /// A key of the store: an index into the names that the history carries.
    Key(u16)
);
id!(
    /// A fault, by its place in the scenario.
    FaultId(u16)
);

/// A participant of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeId {
    /// A session, at its client.
    Session(SessionId),
    /// A replica of the store.
    Replica(ReplicaId),
}

impl NodeId {
    /// The replica, if it is one.
    #[must_use]
    pub const fn replica(self) -> Option<ReplicaId> {
        match self {
            Self::Replica(id) => Some(id),
            Self::Session(_) => None,
        }
    }

    /// The session, if it is one.
    #[must_use]
    pub const fn session(self) -> Option<SessionId> {
        match self {
            Self::Session(id) => Some(id),
            Self::Replica(_) => None,
        }
    }
}

impl Key {
    /// The name of the `index`-th key of a simulated store: x, y, z, then the rest of the
    /// alphabet, then numbered.
    #[must_use]
    pub fn default_name(index: u16) -> String {
        const NAMES: &[u8] = b"xyzabcdefghijklmnopqrstuvw";
        match NAMES.get(usize::from(index)) {
            Some(letter) => char::from(*letter).to_string(),
            None => format!("k{}", index + 1),
        }
    }
}

impl fmt::Display for ReplicaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", u32::from(self.0) + 1)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = char::from(b'A' + self.0 % 26);
        match self.0 / 26 {
            0 => write!(f, "{letter}"),
            round => write!(f, "{letter}{}", round + 1),
        }
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(id) => id.fmt(f),
            Self::Replica(id) => id.fmt(f),
        }
    }
}
