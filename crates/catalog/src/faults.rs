//! One scenario for each kind of fault, in which the fault alone breaks a model and strikes while
//! a message is in flight. `tests/tests/faults.rs` runs every one of them.

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
}

/// A scenario for each kind of fault.
pub const FAULTS: &[FaultScenario] = &[
    FaultScenario {
        kind: "partition, both ways",
        sentence: "A replica is cut off while a write is on its way, and nobody sends it again.",
        link: "w=2&r=2&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&cut=r2@20-140",
        breaks: ModelId::Converged,
    },
    FaultScenario {
        kind: "partition, inward",
        sentence: "A replica that hears nothing still answers, and stays behind.",
        link: "w=1&r=1&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&cut=r1@20-140!in",
        breaks: ModelId::Converged,
    },
    FaultScenario {
        kind: "partition, outward",
        sentence: "The primary takes writes in but cannot send them on, so a backup answers with the old value.",
        link: "s=primary&n=3&k.reads=nearest&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&cut=r1@20-140!out",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "crash",
        sentence: "A write reaches every replica but the one that is down, and nobody sends it again.",
        link: "w=2&r=2&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&crash=r2@20-140",
        breaks: ModelId::Converged,
    },
    FaultScenario {
        kind: "crash, disk lost",
        sentence: "The only copy comes back empty, and an acknowledged write is gone.",
        link: "s=single_copy&n=3&net=worldwide&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&crash=r1@20-140!disk",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "pause",
        sentence: "A paused primary answers late, and a backup answers before it has heard.",
        link: "s=primary&n=3&k.reads=nearest&net=worldwide&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=18&pause=r1@20-140",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "slow",
        sentence: "A slow replica answers with what it held before the write.",
        link: "w=1&r=1&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=1&slow=r1@20-140x6",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "loss",
        sentence: "Lost messages leave a replica behind, and a read asks just that one.",
        link: "w=1&r=1&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&loss=0.6@20-140",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "clock step",
        sentence: "A clock stepped back stamps a later write as the older one.",
        link: "w=2&r=2&n=3&net=continent&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=0&clock=A@20+-150",
        breaks: ModelId::Linearizable,
    },
    FaultScenario {
        kind: "clock drift",
        sentence: "A clock that runs slow stamps later writes ever further in the past.",
        link: "w=2&r=2&n=3&net=worldwide&sessions=0,1,2&ops=3&writes=50\
               &timeout=250&seed=2&drift=A@20+-400000",
        breaks: ModelId::Linearizable,
    },
];
