//! Every problem of a scenario at once, in the words of whoever wrote it.

mod strategy;
mod workload;

use history::NodeId;
use history::decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::limits::{self as limit};
use crate::{FaultAction, Knobs, Links, Network, NetworkPreset, Node, ProtocolInfo, Scenario};

/// Something that keeps a scenario from running.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where in the scenario: `cluster.w`, `faults[2]`.
    pub field: String,
    /// What is wrong, and what would be right.
    pub sentence: String,
}

impl Problem {
    /// Where, as whoever wrote the scenario would call it; empty where the sentence says it. What is
    /// no field of a scenario is a part of a link, as it was typed.
    #[must_use]
    pub fn place(&self) -> String {
        let numbered = |start: &str| {
            let index = self.field.strip_prefix(start)?.strip_suffix(']')?;
            index.parse::<u8>().ok()
        };
        let lists =
            [("faults[", "fault"), ("workload.script[", "scripted operation"), ("network.custom.links[", "link")];
        for (start, name) in lists {
            if let Some(index) = numbered(start) {
                return format!("{name} {}", u32::from(index) + 1);
            }
        }
        if let Some(index) = numbered("sessions[") {
            return format!("session {}", Node(NodeId::Session(history::SessionId(index))));
        }
        let own = ["network.", "cluster.", "sessions", "timeout_ms", "settle_ms", "workload", "faults", "strategy."];
        if own.iter().any(|start| self.field.starts_with(start)) { String::new() } else { self.field.clone() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place() {
            place if place.is_empty() => f.write_str(&self.sentence),
            place => write!(f, "{place}: {}", self.sentence),
        }
    }
}

/// A scenario that can run, with everything worked out that running needs.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidScenario {
    scenario: Scenario,
    links: Links,
    knobs: Knobs,
    placement: Vec<u8>,
    info: ProtocolInfo,
}

impl ValidScenario {
    /// The scenario as written.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The delays of its network.
    #[must_use]
    pub const fn links(&self) -> &Links {
        &self.links
    }

    /// Every knob of its protocol, set.
    #[must_use]
    pub const fn knobs(&self) -> &Knobs {
        &self.knobs
    }

    /// Its protocol.
    #[must_use]
    pub const fn info(&self) -> &ProtocolInfo {
        &self.info
    }

    /// The region of a node, by number.
    #[must_use]
    pub fn region(&self, node: NodeId) -> u8 {
        match node {
            NodeId::Replica(id) => self.placement[id.index()],
            NodeId::Session(id) => self.scenario.sessions[id.index()].region,
        }
    }
}

impl Scenario {
    /// Checks everything, against the protocols there are.
    ///
    /// # Errors
    /// All problems at once.
    pub fn validate<'a>(
        &self,
        protocols: impl IntoIterator<Item = &'a ProtocolInfo>,
    ) -> Result<ValidScenario, Vec<Problem>> {
        let mut problems = Problems::default();
        let links = Links::of(&self.network);
        problems.network(&self.network);
        problems.cluster(self, &links);
        problems.sessions(self, &links);
        problems.workload(self);
        problems.faults(self);
        let info = problems.strategy(self, protocols);
        match (info, problems.0.is_empty()) {
            (Some(info), true) => Ok(ValidScenario {
                placement: self.placement(&links),
                knobs: Knobs::of(&info, &self.strategy.knobs),
                scenario: self.clone(),
                links,
                info,
            }),
            _ => Err(problems.0),
        }
    }

    /// The region of each replica and spare: as listed, then round the network's regions.
    #[must_use]
    pub fn placement(&self, links: &Links) -> Vec<u8> {
        let regions = links.regions().len().max(1);
        (0..self.cluster.nodes())
            .map(|replica| {
                let listed = self.cluster.placement.get(usize::from(replica)).copied();
                listed.unwrap_or_else(|| u8::try_from(usize::from(replica) % regions).unwrap_or(0))
            })
            .collect()
    }
}

fn ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    #[inline(never)]
    fn add(&mut self, field: &str, sentence: String) {
        self.0.push(Problem { field: field.to_owned(), sentence });
    }

    fn range<T: PartialOrd + std::fmt::Display>(&mut self, field: &str, name: &str, value: T, low: T, high: T) {
        // Written so that NaN, which compares with nothing, is out of range.
        if !(value >= low && value <= high) {
            self.out_of_range(field, name, [&value, &low, &high]);
        }
    }

    fn float_range(&mut self, field: &str, name: &str, value: f64, low: f64, high: f64) {
        self.range(field, name, Decimal(value), Decimal(low), Decimal(high));
    }

    /// Times are kept in µs and written in ms.
    fn time_range(&mut self, field: &str, name: &str, at_us: u64) {
        self.float_range(field, name, ms(at_us), 0.0, ms(limit::TIME_US_MAX));
    }

    #[inline(never)]
    fn out_of_range(&mut self, field: &str, name: &str, [value, low, high]: [&dyn std::fmt::Display; 3]) {
        self.add(field, format!("{name} is {value}; it can be from {low} to {high}"));
    }

    fn network(&mut self, network: &Network) {
        let known = NetworkPreset::find(&network.preset).is_some();
        match (&network.custom, known, network.preset == Network::CUSTOM) {
            (_, true, _) => {}
            (Some(custom), false, true) => self.custom_network(custom),
            (None, false, true) => {
                self.add("network.custom", "the network is custom, but its links are missing".to_owned())
            }
            _ => {
                let ids: Vec<&str> = crate::network_presets().iter().map(NetworkPreset::id).collect();
                let sentence =
                    format!("there is no network `{}`; there are {}, custom", network.preset, ids.join(", "));
                self.add("network.preset", sentence);
            }
        }
        let (low, high) = limit::STRETCH_RANGE;
        self.float_range("network.stretch", "the stretch of the network", network.stretch, low, high);
        if let Some(tail) = network.tail {
            self.float_range(
                "network.tail",
                "the tail (p99 over median)",
                tail,
                limit::TAIL_RANGE.0,
                limit::TAIL_RANGE.1,
            );
        }
        self.float_range("network.loss", "the share of messages lost", network.loss, 0.0, limit::SHARE_MAX);
        self.float_range(
            "network.duplication",
            "the share of messages doubled",
            network.duplication,
            0.0,
            limit::SHARE_MAX,
        );
    }

    fn custom_network(&mut self, custom: &crate::CustomNetwork) {
        let count = custom.regions.len();
        if count == 0 || count > limit::REGIONS_MAX as usize {
            let most = limit::REGIONS_MAX;
            self.add("network.custom.regions", format!("there are {count} regions; there can be 1 to {most}"));
        }
        for name in &custom.regions {
            if name.trim().is_empty() || name.chars().count() > limit::NAME_CHARS_MAX as usize {
                let most = limit::NAME_CHARS_MAX;
                self.add("network.custom.regions", format!("a region's name needs 1 to {most} letters"));
            }
        }
        for problem in custom.one_way.problems() {
            self.add("network.custom.one_way", problem);
        }
        for (index, link) in custom.links.iter().enumerate() {
            let field = format!("network.custom.links[{index}]");
            if usize::from(link.from.max(link.to)) >= count {
                self.add(&field, format!("it joins regions {} and {}, but there are {count}", link.from, link.to));
            }
            for problem in link.one_way.problems() {
                self.add(&field, problem);
            }
        }
    }

    fn cluster(&mut self, scenario: &Scenario, links: &Links) {
        let cluster = &scenario.cluster;
        self.range("cluster.n", "N, the number of replicas,", cluster.n, 1, limit::REPLICAS_MAX);
        for (field, name, value) in [
            ("cluster.w", "W, the acknowledgements a write waits for,", cluster.w),
            ("cluster.r", "R, the answers a read waits for,", cluster.r),
        ] {
            if value < 1 {
                self.add(field, format!("{name} is 0; it must be at least 1"));
            } else if value > cluster.n {
                self.add(field, format!("{name} is {value}, but there are only {} replicas", cluster.n));
            }
        }
        self.range("cluster.spares", "the number of spare nodes", cluster.spares, 0, limit::SPARES_MAX);
        let (n, spares) = (cluster.n, cluster.spares);
        if n <= limit::REPLICAS_MAX && spares <= limit::SPARES_MAX && cluster.nodes() > limit::REPLICAS_MAX {
            let most = limit::REPLICAS_MAX;
            self.add("cluster.spares", format!("{n} replicas and {spares} spare nodes are more than {most} nodes"));
        }
        if cluster.placement.len() > usize::from(cluster.nodes()) {
            let sentence = match spares {
                0 => format!("{} replicas are placed, but there are {n}", cluster.placement.len()),
                _ => format!("{} nodes are placed, but there are {}", cluster.placement.len(), cluster.nodes()),
            };
            self.add("cluster.placement", sentence);
        }
        let regions = links.regions().len();
        for (index, region) in cluster.placement.iter().enumerate() {
            if usize::from(*region) >= regions && regions > 0 {
                let sentence =
                    format!("r{} is placed in region {region}, but the regions are 0 to {}", index + 1, regions - 1);
                self.add(&format!("cluster.placement[{index}]"), sentence);
            }
        }
    }

    fn sessions(&mut self, scenario: &Scenario, links: &Links) {
        let count = u32::try_from(scenario.sessions.len()).unwrap_or(u32::MAX);
        self.range("sessions", "the number of sessions", count, 1, limit::SESSIONS_MAX);
        let regions = links.regions().len();
        for (index, session) in scenario.sessions.iter().enumerate() {
            if usize::from(session.region) >= regions && regions > 0 {
                let sentence = format!("its region is {}, but the regions are 0 to {}", session.region, regions - 1);
                self.add(&format!("sessions[{index}]"), sentence);
            }
        }
        let (low, high) = (limit::TIMEOUT_MS_MIN, limit::TIMEOUT_MS_MAX);
        self.range("timeout_ms", "the client timeout in ms", scenario.timeout_ms, low, high);
        self.range("settle_ms", "the settling time in ms", scenario.settle_ms, 0, high);
    }

    fn node(&mut self, scenario: &Scenario, field: &str, node: Node) {
        let (index, count, what) = match node.0 {
            NodeId::Session(id) => (id.index(), scenario.sessions.len(), "sessions"),
            NodeId::Replica(id) if scenario.cluster.spares > 0 => {
                (id.index(), usize::from(scenario.cluster.nodes()), "replicas and spares")
            }
            NodeId::Replica(id) => (id.index(), usize::from(scenario.cluster.n), "replicas"),
        };
        if index >= count {
            self.add(field, format!("it names {node}, but there are only {count} {what}"));
        }
    }

    fn faults(&mut self, scenario: &Scenario) {
        let count = u32::try_from(scenario.faults.len()).unwrap_or(u32::MAX);
        self.range("faults", "the number of faults", count, 0, limit::FAULTS_MAX);
        for (index, fault) in scenario.faults.iter().enumerate() {
            let field = format!("faults[{index}]");
            self.time_range(&field, "its begin in ms", fault.at_us);
            if let Some(until_us) = fault.until_us {
                self.time_range(&field, "its end in ms", until_us);
                if until_us <= fault.at_us {
                    let (end, begin) = (Decimal(ms(until_us)), Decimal(ms(fault.at_us)));
                    let sentence = format!("it ends at {end} ms, not after its begin at {begin} ms");
                    self.add(&field, sentence);
                }
            }
            for node in fault.action.nodes() {
                self.node(scenario, &field, *node);
            }
            self.fault_action(&field, &fault.action);
        }
    }

    fn fault_action(&mut self, field: &str, action: &FaultAction) {
        match action {
            FaultAction::Partition { nodes, .. } if nodes.is_empty() => {
                self.add(field, "it cuts off no node".to_owned())
            }
            FaultAction::Partition { .. } => {}
            FaultAction::Crash { node, .. } | FaultAction::Pause { node } => {
                if node.0.replica().is_none() {
                    self.add(field, format!("{node} is a session; only replicas crash or pause"));
                }
            }
            FaultAction::Slow { factor, .. } => {
                let (low, high) = limit::SLOW_FACTOR_RANGE;
                self.float_range(field, "how many times as long messages take", *factor, low, high);
            }
            FaultAction::Loss { share } => {
                self.float_range(field, "the share of messages lost", *share, 0.0, limit::SHARE_MAX);
            }
            FaultAction::ClockStep { by_us, .. } => {
                let (by, most) = (*by_us as f64 / 1_000.0, limit::CLOCK_STEP_US_MAX as f64 / 1_000.0);
                self.float_range(field, "the step of the clock in ms", by, -most, most);
            }
            FaultAction::ClockDrift { rate_ppm, .. } => {
                let most = limit::CLOCK_DRIFT_PPM_MAX;
                self.range(field, "the drift of the clock in µs a second", *rate_ppm, -most, most);
            }
        }
    }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
