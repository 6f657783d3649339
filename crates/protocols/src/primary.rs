//! Primary and backups: one replica orders all writes and sends them on.
//!
//! Primary-backup replication (N. Budhiraja, K. Marzullo, F. Schneider, S. Toueg, "The
//! Primary-Backup Approach", 1993): asynchronous, unless a write waits for some or all backups to
//! confirm. Reads from the primary are linearizable while it keeps its role; reads from backups are
//! as old as replication is late, and fit together only as far as the session layer sees to it.
//!
//! Without failover, writes wait while the primary is down. With it, a backup that hears nothing for
//! a drawn time takes over a new epoch, whose primary its number names, as the views of B. Oki and
//! B. Liskov do ("Viewstamped Replication", PODC 1988):
//!
//! - with fencing it takes office once a majority has promised to take no part in earlier epochs, and
//!   with the newest state of those. Nobody promises that to another than the one in office before it
//!   has heard nothing for the time after which backups take over; and a primary answers only while a
//!   majority has heard from it within that time, counted from when it spoke: a lease (C. Gray,
//!   D. Cheriton, SOSP 1989), as good as clocks run alike. So at most one answers at a time. A write
//!   that so many backups confirmed that every majority has one of them or the primary itself outlives
//!   any failover; one that fewer confirmed may not, although it was acknowledged. The primary answers
//!   a read with what as many have confirmed, so that no failover takes back what somebody saw;
//! - without fencing it takes office at once, with what it has. Whoever was in office goes on until
//!   it hears of the new epoch: meanwhile both acknowledge, and what the old one acknowledged alone
//!   is thrown away then.
//!
//! A write may name what its key has to hold: the primary decides when it is the write's turn. A refusal
//! is as good as the office it came from: with failover it has a place and travels as a write does.
//!
//! The state of a replica is the newest record of each key, and travels as that: no log is kept. A
//! primary in a new epoch gives its state to every backup, which drops what it had beside. A session
//! that gets no answer asks the next replica, and is sent on from there; a write that it asks for
//! again is known by its number, as far as it has not been lost.

mod client;
mod knobs;
mod links;
mod message;
mod modes;
mod office;
mod record;
mod replica;

use history::OperationId;
use scenario::ProtocolInfo;
use sim::Protocol;

use client::Client;
use message::Message;
use replica::Replica;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "primary",
    name: "Primary and backups",
    summary: || "One replica orders all writes and sends them on to the others.",
    source: || "Budhiraja, Marzullo, Schneider, Toueg, The Primary-Backup Approach, 1993",
    quorums: false,
    conditional: true,
    knobs: || &knobs::KNOBS,
    clashes: knobs::clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

pub(crate) struct Primary;

impl Protocol for Primary {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// The primary looks again at what a backup has not confirmed.
    Resend,
    /// The primary of an epoch says that it is there.
    Heartbeat { epoch: u32 },
    /// A backup looks whether it has heard from the primary.
    Silence,
    /// A session looks whether it was answered.
    Patience { operation: OperationId, attempt: u8 },
}
