//! The session layer: what a session asks of the replica that answers it, so that it sees its own
//! past although each read goes to one replica that may be behind.
//!
//! The four guarantees and the way to keep them are those of D. Terry et al., "Session Guarantees
//! for Weakly Consistent Replicated Data", PDIS 1994: a session knows what it wrote and what it saw;
//! a read asks for a replica that has the one (read your writes), the other (monotonic reads) or
//! both; a write is put after the one (monotonic writes), the other (writes follow reads) or both,
//! and is seen nowhere before what it comes after. Sessions that time out know nothing afterwards:
//! the guarantees begin anew with them.
//!
//! To use it in a protocol whose reads are answered by one replica:
//! 1. Its knobs are `joined(OWN, session_layer::KNOBS)`, or [`KNOBS_WITHOUT_PRIMARY`]; the client half
//!    owns a [`Session`].
//! 2. For a read, [`Session::whom`] says whom to ask (where there is no primary, that is who takes the
//!    session's writes); [`Session::needs`] goes with every request; answers bring the version, for
//!    [`Session::saw`] and [`Session::wrote`].
//! 3. A replica that does not cover what a read needs does as [`Behind`] says: keep it in [`Waiting`]
//!    and try again after each change, or answer that it is behind, upon which the client asks
//!    whom [`Session::next`] names, or the primary.
//! 4. A write travels with the [`Token`] that it comes after, joined with that of what it overwrites;
//!    a replica that does not cover it keeps it in [`HeldBack`].
//!
//! Where several replicas order writes, two things are not so by themselves, and have to be:
//! 5. A write's version must be above all that its session wrote and saw: [`Session::above`] goes with it
//!    and whoever gives the version heeds it, or a later write loses to what it was to come after.
//! 6. A replica may have a newer version of a key than a session asks for without ever having had that one,
//!    and so without what that one rests on. So a [`Token`] names everything, however far back: an answer
//!    brings what the version rests on, for [`Session::saw_with`], and nothing of a token is left out.

mod held_back;
mod knobs;
mod token;

use history::{ReplicaId, Version};
use sim::{Ask, Context};

pub(crate) use held_back::{HeldBack, Waiting};
pub(crate) use knobs::{KNOBS, KNOBS_WITHOUT_PRIMARY};
pub(crate) use token::{Token, line_of};

/// What becomes of a read at a replica that is behind what its session needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Behind {
    /// It waits there.
    Wait,
    /// The client asks another replica.
    Elsewhere,
    /// The client asks the primary, where it waits.
    Primary,
}

impl Behind {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        match cx.cluster.knobs.choice("behind") {
            "elsewhere" => Self::Elsewhere,
            "primary" => Self::Primary,
            _ => Self::Wait,
        }
    }
}

/// Whom a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Whom {
    /// The primary, whoever that is.
    Primary,
    /// This replica.
    Replica(ReplicaId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    None,
    Sticky,
    Tracked,
    PrimaryAfterWrite,
}

/// A session as its client half remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Session {
    way: Way,
    read_your_writes: bool,
    monotonic_reads: bool,
    monotonic_writes: bool,
    writes_follow_reads: bool,
    after_write_us: i64,
    wrote: Token,
    saw: Token,
    wrote_at_us: Option<i64>,
    /// The replica that it stays with.
    home: Option<ReplicaId>,
}

impl Session {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let way = match knobs.choice("session") {
            "sticky" => Way::Sticky,
            "tracked" => Way::Tracked,
            "primary_after_write" => Way::PrimaryAfterWrite,
            _ => Way::None,
        };
        let on = |id| way == Way::Tracked && knobs.on(id);
        Self {
            way,
            read_your_writes: on("read_your_writes"),
            monotonic_reads: on("monotonic_reads"),
            monotonic_writes: on("monotonic_writes"),
            writes_follow_reads: on("writes_follow_reads"),
            after_write_us: knobs.number("after_write_ms") * 1000,
            wrote: Token::default(),
            saw: Token::default(),
            wrote_at_us: None,
            home: None,
        }
    }

    /// Whether it asks another replica where one does not answer in time.
    pub(crate) fn moves_on(&self, behind: Behind) -> bool {
        self.way == Way::Sticky || self.way == Way::Tracked && behind == Behind::Elsewhere
    }

    /// Whom a read is for, where the protocol by itself would ask `usual`.
    pub(crate) fn whom(&mut self, cx: &Context<'_>, usual: Whom) -> Whom {
        match (self.way, usual) {
            (Way::Sticky, Whom::Replica(replica)) => Whom::Replica(*self.home.get_or_insert(replica)),
            (Way::PrimaryAfterWrite, _) => {
                let lately = |at_us: i64| cx.clock_us.saturating_sub(at_us) < self.after_write_us;
                if self.wrote_at_us.is_some_and(lately) { Whom::Primary } else { usual }
            }
            _ => usual,
        }
    }

    /// Whom to ask after one that gave no answer or was behind: the next from near to far, then from
    /// the start again.
    pub(crate) fn next(&mut self, cx: &Context<'_>, asked: ReplicaId) -> ReplicaId {
        let near = cx.nearest();
        let place = near.iter().position(|id| *id == asked).map_or(0, |place| (place + 1) % near.len());
        let next = near.get(place).copied().unwrap_or(asked);
        if self.home.is_some() {
            self.home = Some(next);
        }
        next
    }

    /// What a replica has to have before it answers a read, or takes a write up.
    pub(crate) fn needs(&self, ask: Ask) -> Token {
        let (wrote, saw) = match ask {
            Ask::Read => (self.read_your_writes, self.monotonic_reads),
            Ask::Write(_) => (self.monotonic_writes, self.writes_follow_reads),
        };
        let mut needs = Token::default();
        if wrote {
            needs.join(&self.wrote);
        }
        if saw {
            needs.join(&self.saw);
        }
        needs
    }

    /// A read of it returned that version.
    pub(crate) fn saw(&mut self, line: u16, version: Version) {
        if self.way == Way::Tracked {
            self.saw.add(line, version);
        }
    }

    /// What it saw rests on that, which it has to see as well.
    pub(crate) fn saw_with(&mut self, after: &Token) {
        if self.way == Way::Tracked {
            self.saw.join(after);
        }
    }

    /// The stamp above which the next write of a tracked session has to be: that of the newest version
    /// that it wrote or saw.
    pub(crate) fn above(&self) -> Option<i64> {
        self.wrote.highest_stamp().max(self.saw.highest_stamp())
    }

    /// A write of it was acknowledged and has that version.
    pub(crate) fn wrote(&mut self, cx: &Context<'_>, line: u16, version: Version) {
        self.wrote_at_us = Some(cx.clock_us);
        if self.way == Way::Tracked {
            self.wrote.add(line, version);
        }
    }
}
