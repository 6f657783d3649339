//! What the mathematics knows of a store: who asks whom, how long each message takes, and how many
//! answers are waited for.
//!
//! The model is WARS of P. Bailis et al., "Probabilistically Bounded Staleness for Practical Partial
//! Quorums", VLDB 2012, section 4: a write takes W to a replica and its acknowledgement A back; a read
//! takes R, its response S; all independent. Here every replica may have laws of its own, and a
//! replica may ask in a session's place.

mod aside;
mod laws;
mod scenario;

use ::scenario::{Delay, Distribution};

pub(crate) use laws::{LawId, Laws};

/// The four ways of a message, for replicas that are all alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Legs {
    /// W: a write on its way to a replica.
    pub write: Distribution,
    /// A: its acknowledgement.
    pub ack: Distribution,
    /// R: a read on its way to a replica.
    pub read: Distribution,
    /// S: the replica's response.
    pub response: Distribution,
}

/// The most replicas of a model.
const MOST: u8 = 16;

/// A store, as far as response times and staleness depend on it.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) laws: Laws,
    pub(crate) writes: Vec<Asking>,
    pub(crate) reads: Vec<Asking>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) n: u8,
    pub(crate) w: u8,
    pub(crate) r: u8,
    /// Writes of all for each read of one session; nothing where nobody reads.
    pub(crate) writes_per_read: Option<f64>,
    /// How long a client waits; nothing if for ever.
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) assumptions: Vec<Assumption>,
}

/// A way in which operations of one kind are answered, with how often it is taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asking {
    pub(crate) share: f64,
    /// What goes before and after: the way to a replica that asks, and back.
    pub(crate) around: Vec<LawId>,
    /// One round after the other: those that answer, and how many are waited for.
    pub(crate) rounds: Vec<Round>,
}

/// Replicas that are asked at once, and how many answers are waited for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Round {
    pub(crate) needed: u8,
    /// Request and answer of each replica that counts.
    pub(crate) ways: Vec<(LawId, LawId)>,
}

/// Who writes and who reads, with how often that is so, and what each replica is to both.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) share: f64,
    pub(crate) w: u8,
    pub(crate) r: u8,
    /// Replicas that are alike, and how many.
    pub(crate) classes: Vec<(Profile, u8)>,
    /// What passes between a write's last acknowledgement and its answer, and between a read and its
    /// first request.
    pub(crate) between: Vec<LawId>,
}

/// What a replica is to who writes and who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Profile {
    /// W and A; nothing if it is not sent the write.
    pub(crate) write: Option<(LawId, LawId)>,
    /// Whether its acknowledgement counts.
    pub(crate) counts: bool,
    /// R and S; nothing if it is not asked, or its answer does not count.
    pub(crate) read: Option<(LawId, LawId)>,
}

/// Something that the scenario has and the model leaves aside, in the user's words.
pub type Assumption = String;

impl Model {
    /// N replicas that are all alike, all of which are sent everything, by clients that ask for
    /// themselves. Nothing unless 1 ≤ W, R ≤ N ≤ 16.
    #[must_use]
    pub fn identical(n: u8, w: u8, r: u8, legs: &Legs) -> Option<Self> {
        (n <= MOST).then(|| Self::different(w, r, &vec![legs.clone(); usize::from(n)]))?
    }

    /// Replicas with legs of their own, all of which are sent everything, by clients that ask for
    /// themselves. Nothing unless 1 ≤ W, R ≤ N ≤ 16.
    #[must_use]
    pub fn different(w: u8, r: u8, replicas: &[Legs]) -> Option<Self> {
        let n = u8::try_from(replicas.len()).ok().filter(|n| *n <= MOST)?;
        if !(1..=n).contains(&w) || !(1..=n).contains(&r) {
            return None;
        }
        let mut laws = Laws::default();
        let mut ways = |there: &Distribution, back: &Distribution| {
            (laws.of(&Delay::of(there.clone())), laws.of(&Delay::of(back.clone())))
        };
        let profiles: Vec<Profile> = replicas
            .iter()
            .map(|legs| {
                let (write, read) = (ways(&legs.write, &legs.ack), ways(&legs.read, &legs.response));
                Profile { write: Some(write), counts: true, read: Some(read) }
            })
            .collect();
        let asking = |needed: u8, ways: Vec<(LawId, LawId)>| {
            vec![Asking { share: 1.0, around: Vec::new(), rounds: vec![Round { needed, ways }] }]
        };
        let pair = Pair { share: 1.0, w, r, classes: classes(&profiles), between: Vec::new() };
        Some(Self {
            writes: asking(w, profiles.iter().filter_map(|profile| profile.write).collect()),
            reads: asking(r, profiles.iter().filter_map(|profile| profile.read).collect()),
            pairs: vec![pair],
            laws,
            n,
            w,
            r,
            writes_per_read: None,
            timeout_ms: None,
            assumptions: Vec::new(),
        })
    }
}

impl Model {
    /// Writes of all sessions for each read of one, which reads of a session may miss; nothing where nobody
    /// reads at random, or nothing is known of who asks.
    #[must_use]
    pub const fn writes_per_read(&self) -> Option<f64> {
        self.writes_per_read
    }
}

/// Replicas that are alike, and how many, in order.
pub(crate) fn classes(profiles: &[Profile]) -> Vec<(Profile, u8)> {
    let mut classes: Vec<(Profile, u8)> = Vec::new();
    for profile in profiles {
        match classes.iter_mut().find(|(known, _)| known == profile) {
            Some((_, count)) => *count += 1,
            None => classes.push((*profile, 1)),
        }
    }
    classes.sort_unstable();
    classes
}
