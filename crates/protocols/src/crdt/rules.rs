//! The knobs, as a replica asks for them.

use sim::Context;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    pub(crate) form: Form,
    pub(crate) policy: Policy,
    pub(crate) period_us: u64,
    pub(crate) fan_out: u32,
    /// An operation waits for all that its replica had carried out.
    pub(crate) causal: bool,
    /// What different replicas do is told apart.
    pub(crate) tags: bool,
    /// The same twice counts once: states are joined and not added, operations carried out once.
    pub(crate) once: bool,
    /// What may be lost is sent again.
    pub(crate) again: bool,
}

/// What spreads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    State,
    Delta,
    Operation,
}

/// What becomes of a thing that is added and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Policy {
    AddWins,
    RemoveWins,
    TwoPhase,
    GrowOnly,
}

impl Rules {
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let number = |id| u32::try_from(knobs.number(id)).unwrap_or(1);
        let without = knobs.choice("without");
        Self {
            form: match knobs.choice("form") {
                "operation" => Form::Operation,
                "delta" => Form::Delta,
                _ => Form::State,
            },
            policy: match knobs.choice("set") {
                "grow_only" => Policy::GrowOnly,
                "two_phase" => Policy::TwoPhase,
                "remove_wins" => Policy::RemoveWins,
                _ => Policy::AddWins,
            },
            period_us: u64::from(number("period_ms")) * 1000,
            fan_out: number("fan_out").min(u32::from(cx.cluster.n) - 1),
            causal: without != "causal_delivery",
            tags: without != "tags",
            once: without != "idempotence",
            again: without != "retransmission",
        }
    }
}
