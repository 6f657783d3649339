//! The knobs, as clients and replicas ask for them.

use sim::Context;

use super::cart::Resolve;
use super::held::Versions;

/// Read once: knobs are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    pub(crate) versions: Versions,
    pub(crate) resolve: Resolve,
    pub(crate) read_repair: bool,
    /// Zero is never.
    pub(crate) period_us: u64,
    pub(crate) siblings_max: usize,
    pub(crate) w: u32,
    pub(crate) r: usize,
    /// A write says what its writer read.
    pub(crate) carries_knowledge: bool,
    /// What is concurrent stays side by side.
    pub(crate) side_by_side: bool,
}

impl Rules {
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let number = |id| u64::try_from(knobs.number(id)).unwrap_or(0);
        Self {
            versions: match knobs.choice("versions") {
                "server" => Versions::Server,
                "client" => Versions::Client,
                "object" => Versions::Object,
                "clock" => Versions::Clock,
                _ => Versions::Dotted,
            },
            resolve: match knobs.choice("resolve") {
                "observed_remove" => Resolve::ObservedRemove,
                "newest" => Resolve::Newest,
                _ => Resolve::Union,
            },
            read_repair: knobs.on("read_repair"),
            period_us: number("period_ms") * 1_000,
            siblings_max: number("siblings_max") as usize,
            w: cx.cluster.w.into(),
            r: cx.cluster.r.into(),
            carries_knowledge: knobs.choice("without") != "context",
            side_by_side: knobs.choice("without") != "siblings",
        }
    }
}
