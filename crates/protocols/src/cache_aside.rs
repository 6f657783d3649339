//! Cache aside: one store, and caches near the sessions that nobody keeps in step.
//!
//! A session that reads asks its cache; on a miss it reads the store and puts what it got into the
//! cache. A session that writes writes the store and then deletes the key from caches. After
//! R. Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1, with its race: a
//! reader fetches the old value, a writer replaces it and deletes the key, and only then does the
//! reader's set arrive, so that the old value is back until its time to live ends. A lease is their
//! remedy: a miss comes with a token, a delete makes it void, and a set needs a valid one. One reader
//! at a time has a lease; the others wait for what it will bring.
//!
//! With leases, a read through a cache from which every write is deleted is regular: what is cached
//! was in the store after the last delete, so after every write that was acknowledged before the
//! read. It is not linearizable, and reads are not even monotonic: a reader whose lease became void on
//! its way may still find a newer value in the store than the cache answers with after it.
//!
//! The first replica is the store. A cache counts as holding what it would answer with, and as holding
//! nothing where it would miss: so an old value that is back is a replica that disagrees.

mod cache;
mod client;
mod message;
#[cfg(test)]
mod tests;

use history::ModelId::{Converged, MonotonicReads, MonotonicWrites, PerKeySequential, ReadYourWrites};
use history::ModelId::{RegularStrong, Safe, WritesFollowReads};
use history::{Key, NodeId, Value, Version};
use scenario::{Assumptions, Knob, KnobChoice, KnobKind, Mode, ProtocolInfo};
use sim::{Context, Machine, Outbox, Protocol};

use crate::register::PRIMARY;
use crate::store::{Arrival, Latest, Store, Versioned};
use cache::{Cache, Timer};
use client::Client;
use message::Message;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "cache_aside",
    name: "Cache aside",
    summary: || "The first replica is the store; the others are caches that sessions fill and invalidate.",
    source: || "Nishtala et al., Scaling Memcache at Facebook, 2013",
    quorums: false,
    knobs: || KNOBS,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "invalidate",
        label: "A write deletes from",
        help: "Which caches forget the key before a write is acknowledged.",
        kind: KnobKind::Choice {
            choices: &[
                choice("nearest", "The writer's cache"),
                choice("all", "All caches"),
                choice("none", "No cache"),
            ],
        },
    },
    Knob {
        id: "leases",
        label: "Leases",
        help: "A set is taken only if the key was not deleted since the miss that it answers.",
        kind: KnobKind::Switch { default: false },
    },
    Knob {
        id: "ttl_ms",
        label: "Time to live",
        help: "How long a cache keeps a value.",
        kind: KnobKind::Number { min: 1, max: 3_600_000, default: 10_000, unit: "ms" },
    },
];

/// Without leases a set that is held up puts an old value back whenever it arrives: a time to live
/// makes caches agree only where no message takes for ever.
const PROMPT: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

const MODES: &[Mode] = &[
    Mode {
        id: "plain",
        name: "No leases, and a short time to live",
        settings: "n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900",
        keeps: &[(Converged, PROMPT)],
        breaks: &[
            (
                ReadYourWrites,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,4&\
                 ops=0&do=B.r.x@10,A.w.x@60,A.r.x@115&seed=2",
            ),
            (
                PerKeySequential,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,4&\
                 ops=0&do=B.r.x@10,A.w.x@60,A.r.x@115&seed=2",
            ),
            (
                MonotonicReads,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,4&\
                 ops=0&do=B.r.x@10,A.w.x@60,A.r.x@80,A.r.x@115&seed=4",
            ),
            (
                Safe,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,2&\
                 ops=0&do=B.r.x@10,A.w.x@50,B.r.x@90&seed=1",
            ),
            (
                MonotonicWrites,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,2&\
                 ops=0&do=B.r.x@10,A.w.x@50,A.w.y@70,B.r.y@95,B.r.x@125&seed=1",
            ),
            (
                WritesFollowReads,
                "s=cache_aside&n=3&k.leases=off&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=1,1,2&\
                 ops=0&do=C.r.x@10,A.w.x@50,B.r.x@70,B.w.y@90,C.r.y@120,C.r.x@145&seed=1",
            ),
        ],
        mutant: "k.ttl_ms=3600000",
    },
    Mode {
        id: "one_cache",
        name: "One cache, with leases",
        settings: "n=2&k.leases=on&k.invalidate=nearest&k.ttl_ms=900",
        keeps: &[
            (RegularStrong, Assumptions::HARSH),
            (ReadYourWrites, Assumptions::HARSH),
            (MonotonicWrites, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (
                MonotonicReads,
                "s=cache_aside&n=2&k.leases=on&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=4,1,1&\
                 ops=0&do=A.w.x@10,B.r.x@50,C.r.x@72,A.w.x@86,B.r.x@125&slow=B@52-56x8&seed=2",
            ),
            (
                PerKeySequential,
                "s=cache_aside&n=2&k.leases=on&k.invalidate=nearest&k.ttl_ms=900&net=continent&sessions=4,1,1&\
                 ops=0&do=A.w.x@10,B.r.x@50,C.r.x@72,A.w.x@86,B.r.x@125&slow=B@52-56x8&seed=2",
            ),
            (
                WritesFollowReads,
                "s=cache_aside&n=2&k.leases=on&k.invalidate=nearest&k.ttl_ms=900&net=worldwide&sessions=4,1,1&\
                 ops=0&do=A.w.x@10,B.r.x@300,C.r.x@345,A.w.x@470,B.w.y@620,C.r.y@695,C.r.x@770&slow=B@301-310x8&seed=96",
            ),
        ],
        mutant: "k.leases=off",
    },
    Mode {
        id: "all_caches",
        name: "Several caches, with leases, and all are told",
        settings: "n=3&k.leases=on&k.invalidate=all&k.ttl_ms=900",
        keeps: &[
            (RegularStrong, Assumptions::HARSH),
            (ReadYourWrites, Assumptions::HARSH),
            (MonotonicWrites, Assumptions::HARSH),
            (Converged, Assumptions::HARSH),
        ],
        breaks: &[
            (
                MonotonicReads,
                "s=cache_aside&n=3&k.leases=on&k.invalidate=all&k.ttl_ms=900&net=continent&sessions=4,1,1&\
                 ops=0&do=A.w.x@10,B.r.x@50,C.r.x@72,A.w.x@86,B.r.x@125&slow=B@52-56x8&seed=2",
            ),
            (
                PerKeySequential,
                "s=cache_aside&n=3&k.leases=on&k.invalidate=all&k.ttl_ms=900&net=continent&sessions=4,1,1&\
                 ops=0&do=A.w.x@10,B.r.x@50,C.r.x@72,A.w.x@86,B.r.x@125&slow=B@52-56x8&seed=2",
            ),
            (
                WritesFollowReads,
                "s=cache_aside&n=3&k.leases=on&k.invalidate=all&k.ttl_ms=900&net=worldwide&place=1,1,2&sessions=4,1,2&\
                 ops=0&do=C.r.x@10,A.w.x@20,B.r.x@155,B.w.y@165,C.r.y@210,C.r.x@245&seed=2",
            ),
        ],
        mutant: "k.invalidate=none",
    },
];

pub(crate) struct CacheAside;

impl Protocol for CacheAside {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

/// The store, which is on disk, or a cache, which is not: told apart by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    is_store: bool,
    store: Store,
    latest: Latest,
    writes: i64,
    cache: Cache,
}

impl Machine<CacheAside> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let is_store = cx.me == NodeId::Replica(PRIMARY);
        Self { is_store, store: Store::default(), latest: Latest::default(), writes: 0, cache: Cache::new(cx) }
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<CacheAside>) {
        match message {
            Message::Fetch { operation, key } if self.is_store => {
                let held = self.store.get(key);
                out.observe(operation, key, held.value);
                out.send(from, Message::Found { operation, key, held });
            }
            Message::Write { operation, key, value } if self.is_store => {
                let arrival = self.latest.arrival(from, operation);
                if arrival == Arrival::New {
                    self.writes += 1;
                    let version = Version { stamp: self.writes, counter: operation.0, writer: 0 };
                    out.stamp(operation, version);
                    self.store.put(key, Versioned { value, version });
                    out.apply(key, value, version);
                }
                if arrival != Arrival::Outdated {
                    out.send(from, Message::Written { operation, key });
                }
            }
            Message::Get { operation, key } if !self.is_store => self.cache.get(from, operation, key, out),
            Message::Fill { key, held, lease, .. } => self.cache.fill(key, held, lease, out),
            Message::Delete { operation, key } => {
                self.cache.delete(key, out);
                out.send(from, Message::Deleted { operation, key });
            }
            _ => {}
        }
    }

    fn on_timer(&mut self, _cx: &Context<'_>, timer: Timer, out: &mut Outbox<CacheAside>) {
        self.cache.on_timer(timer, out);
    }

    fn restart(self, _cx: &Context<'_>, _out: &mut Outbox<CacheAside>) -> Self {
        Self { cache: self.cache.emptied(), ..self }
    }

    fn holds(&self, key: Key) -> Option<Value> {
        if self.is_store { Some(self.store.get(key).value) } else { self.cache.holds(key) }
    }
}
