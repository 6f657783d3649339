//! The runs behind `quorate quorums`: four settings of W and R, each under four variants.

use history::{ModelId, NodeId, SessionId};
use pipeline::Recording;
use scenario::{Cluster, Distribution, Fault, FaultAction, Network, Node, RandomWork, Scenario, Session, Workload};
use serde::Serialize;

/// The settings of (W, R) for five replicas.
pub(crate) const SETTINGS: [(u8, u8); 4] = [(3, 3), (2, 2), (1, 5), (5, 1)];

/// How the runs of a setting differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Variant {
    /// Versions by wall clock, nothing else.
    Plain,
    /// A read waits until W replicas hold what it is about to return.
    WriteBack,
    /// The same, with one session's clock stepped ahead.
    SteppedClock,
    /// The same stepped clock, with logical versions.
    Logical,
}

impl Variant {
    /// All of them, in the order of the table.
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::WriteBack, Self::SteppedClock, Self::Logical];

    /// Its column.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::WriteBack => "write-back",
            Self::SteppedClock => "stepped clock",
            Self::Logical => "logical",
        }
    }
}

/// What the runs of one setting and variant showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Tally {
    /// Runs.
    pub(crate) runs: u32,
    /// Answered reads.
    pub(crate) reads: u32,
    /// Reads during which a write of their key was under way.
    pub(crate) racing_reads: u32,
    /// Reads that met no write under way and began after an acknowledged one.
    pub(crate) following_reads: u32,
    /// Reads that returned a value older than one acknowledged before they began.
    pub(crate) stale_reads: u32,
    /// Runs that were not linearizable.
    pub(crate) not_linearizable: u32,
    /// The first of them.
    pub(crate) first_seed: Option<u32>,
    /// Runs without a verdict.
    pub(crate) undecided: u32,
}

/// Five replicas in one datacenter with the delays of a production store, whose writes lag far
/// more than its reads; five sessions on one contended key; no fault but the stepped clock.
pub(crate) fn scenario(w: u8, r: u8, variant: Variant) -> Scenario {
    let mut scenario = Scenario {
        cluster: Cluster { n: 5, w, r, spares: 0, placement: Vec::new() },
        network: Network { preset: "lnkd-disk".to_owned(), ..Network::default() },
        sessions: vec![Session::default(); 5],
        workload: Workload {
            random: RandomWork {
                operations: 8,
                write_percent: 30,
                keys: 1,
                think: Distribution::Exponential { mean_ms: 10.0 },
                open_loop: false,
            },
            ..Workload::default()
        },
        timeout_ms: 60_000,
        settle_ms: 0,
        ..Scenario::default()
    };
    let mut knob = |id: &str, value: &str| {
        scenario.strategy.knobs.insert(id.to_owned(), value.to_owned());
    };
    if variant != Variant::Plain {
        knob("write_back", "on");
    }
    if variant == Variant::Logical {
        knob("versions", "logical");
    }
    if matches!(variant, Variant::SteppedClock | Variant::Logical) {
        let node = Node(NodeId::Session(SessionId(0)));
        let action = FaultAction::ClockStep { node, by_us: 500_000 };
        scenario.faults.push(Fault { at_us: 30_000, until_us: None, action });
    }
    scenario
}

/// Runs one setting and variant over seeds from 1 on.
///
/// # Errors
/// Every problem of the scenario; there is none unless a registry was changed.
pub(crate) fn tally(w: u8, r: u8, variant: Variant, runs: u32) -> Result<Tally, Vec<scenario::Problem>> {
    let mut tally = Tally::default();
    let mut scenario = scenario(w, r, variant);
    for seed in 1..=runs {
        scenario.seed = seed;
        let report = pipeline::evaluate(&scenario, Recording::HistoryOnly)?;
        let summary = &report.summary;
        tally.runs += 1;
        tally.reads += summary.reads.count;
        tally.racing_reads += summary.meetings.racing_reads;
        tally.following_reads += summary.meetings.following_reads;
        tally.stale_reads += summary.stale_reads();
        match report.judgement.get(ModelId::Linearizable) {
            Some(verdict) if verdict.violation().is_some() => {
                tally.not_linearizable += 1;
                tally.first_seed.get_or_insert(seed);
            }
            Some(verdict) if verdict.holds() => {}
            _ => tally.undecided += 1,
        }
    }
    Ok(tally)
}
