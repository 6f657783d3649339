//! One scenario for each kind of fault, in which the fault alone breaks a model and strikes while
//! a message is in flight. `tests/tests/faults.rs` runs every one of them.
//!
//! All have three replicas, in Virginia, Ireland and Tokyo, and two sessions, A in Virginia and B
//! in Tokyo, that do two to four operations at given times: small enough to follow every arrow.

use history::ModelId;

/// A fault worth looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultScenario {
    /// What kind of fault it is.
    pub kind: &'static str,
    /// What it does here, in one sentence.
    pub sentence: &'static str,
    /// The readable link of the scenario.
    pub link: &'static str,
    /// The model that holds without the fault and is broken with it.
    pub breaks: ModelId,
    /// The reason that the checker of that model gives.
    pub shows: &'static str,
}

/// A scenario for each kind of fault.
pub const FAULTS: &[FaultScenario] = &[
    FaultScenario {
        kind: "partition, both ways",
        sentence: "Tokyo is cut off while a write is on its way there, and a read of one replica asks just that one.",
        link: "n=3&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@150&cut=r3@40-80&seed=38",
        breaks: ModelId::Linearizable,
        shows: "② B read x=1 at 152 ms, but ① x=2 had been acknowledged to A at 73 ms.",
    },
    FaultScenario {
        kind: "partition, inward",
        sentence: "A backup that hears nothing for a moment still answers, until the primary sends again.",
        link: "s=primary&n=3&k.reads=nearest&place=0,1,3&sessions=0,3&ops=0\
               &do=A.w.x@10,B.r.x@100&cut=r3@40-80!in&seed=20",
        breaks: ModelId::Linearizable,
        shows: "② B read x=1 at 102 ms, but ① x=2 had been acknowledged to A at 16 ms.",
    },
    FaultScenario {
        kind: "partition, outward",
        sentence: "Nothing leaves A any more: the write that it has an answer to never reaches the last replica.",
        link: "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@240&cut=A@70-110!out&seed=11",
        breaks: ModelId::Converged,
        shows: "① r1 held x=2 at 1243 ms and ② r3 held x=1 at 1243 ms, after the last write was over.",
    },
    FaultScenario {
        kind: "crash",
        sentence: "A replica is down when a write arrives, restarts with its disk intact, and stays behind.",
        link: "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@140&crash=r3@90-130&seed=22",
        breaks: ModelId::Linearizable,
        shows: "② B read x=1 at 143 ms, but ① x=2 had been acknowledged to A at 17 ms.",
    },
    FaultScenario {
        kind: "crash, disk lost",
        sentence: "One of the two replicas that acknowledged a write comes back empty, and W + R > N does not help.",
        link: "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@110&crash=r1@85-105!disk&seed=15",
        breaks: ModelId::Linearizable,
        shows: "② B read x=1 at 204 ms, but ① x=2 had been acknowledged to A at 89 ms.",
    },
    FaultScenario {
        kind: "pause",
        sentence: "The replica next to A pauses, so one that has not heard of A's write answers first.",
        link: "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=A.w.x@10,A.r.x@20&pause=r1@20-140&seed=40",
        breaks: ModelId::ReadYourWrites,
        shows: "② A read x=1 at 77 ms, but had itself written ① x=2 by 15 ms.",
    },
    FaultScenario {
        kind: "slow",
        sentence: "The replica next to A is slow to answer, so one that still holds the old value is faster.",
        link: "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=B.w.x@10,A.r.x@100&slow=r1@80-300x10&seed=38",
        breaks: ModelId::Linearizable,
        shows: "② A read x=1 at 160 ms, but ① x=2 had been acknowledged to B at 13 ms.",
    },
    FaultScenario {
        kind: "loss",
        sentence: "A's questions to two replicas get lost; the third answers before the write has reached it.",
        link: "n=3&w=1&r=1&place=0,1,3&sessions=0,3&ops=0&do=B.w.x@10,A.r.x@70&loss=0.6@65-165&seed=5",
        breaks: ModelId::Linearizable,
        shows: "② A read x=1 at 138 ms, but ① x=2 had been acknowledged to B at 12 ms.",
    },
    FaultScenario {
        kind: "clock step",
        sentence: "B's clock is stepped back when it writes, so its write counts as older than the one before.",
        link: "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0\
               &do=A.w.x@10,B.w.x@110,B.r.x@250&clock=B@90-150+-150&seed=39",
        breaks: ModelId::Linearizable,
        shows: "③ B read x=2 at 361 ms, but ② x=3 had been acknowledged to B itself at 239 ms, replacing ① x=2.",
    },
    FaultScenario {
        kind: "clock drift",
        sentence: "B's clock runs at half speed for a while, so its later write counts as older than A's.",
        link: "n=3&w=2&r=2&place=0,1,3&sessions=0,3&ops=0\
               &do=B.r.x@10,A.w.x@150,B.w.x@220,A.r.x@390&drift=B@70-310+-500000&seed=24",
        breaks: ModelId::Linearizable,
        shows: "③ A read x=2 at 489 ms, but ② x=3 had been acknowledged to B at 371 ms, replacing ① x=2.",
    },
];

/// A network that doubles messages changes verdicts too: a second copy can arrive before the first,
/// and here A has its acknowledgement sooner, before B reads.
pub const DOUBLED: FaultScenario = FaultScenario {
    kind: "duplication",
    sentence: "A second copy overtakes the first: A is told of its write before B reads, and B still sees nothing of it.",
    link: "n=3&w=2&r=1&place=0,1,3&dup=0.5&sessions=0,3&ops=0&do=A.w.x@10,B.r.x@70&seed=11",
    breaks: ModelId::Linearizable,
    shows: "② B read x=1 at 72 ms, but ① x=2 had been acknowledged to A at 60 ms.",
};
