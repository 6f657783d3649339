//! What is asked of a store, and what is wrong with what is asked.

use history::ModelId;
use history::decimal::Decimal;
use scenario::{
    Assumptions, Cluster, Distribution, FreshReads, Level, Links, Network, Problem, RandomWork, Scenario, Session,
    Workload, limits,
};

use super::judge::Part;

/// Sessions: half of a probing run's read and half of them write.
const SESSIONS_MAX: usize = limits::SESSIONS_MAX as usize / 2;
/// How long a client waits: longer than any latency that is worth asking for.
pub(super) const TIMEOUT_MS: u32 = 10_000;
/// How long a session thinks before each operation of the usual work, on average.
const THINK_MS: f64 = 20.0;
/// Operations of each session in a scenario that is opened.
const OPERATIONS: u16 = 10;

/// What is asked of a store, where its clients and replicas are, and what may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirements {
    /// The models that it must keep.
    pub needs: Vec<ModelId>,
    /// What may go wrong while they are kept.
    pub under: Assumptions,
    /// Which quantile of the response times counts: 0.99 is p99.
    pub quantile: f64,
    /// The most that it may be for reads, in milliseconds.
    pub read_ms: Option<f64>,
    /// The most that it may be for writes, in milliseconds.
    pub write_ms: Option<f64>,
    /// How many reads must be fresh, and how soon.
    pub fresh: Option<Fresh>,
    /// How many replicas may be down while reads go on.
    pub down_reads: u8,
    /// How many replicas may be down while writes go on.
    pub down_writes: u8,
    /// Whether reads and writes must go on in all other regions when one is lost.
    pub without_region: bool,
    /// How long messages take.
    pub network: Network,
    /// The region of each replica; those not listed take the network's own order.
    pub placement: Vec<u8>,
    /// Where the clients are.
    pub sessions: Vec<Session>,
    /// How many of a hundred operations read.
    pub read_percent: u8,
    /// The protocols that may be chosen; all of them where none is named.
    pub strategies: Vec<String>,
    /// The least and the most replicas.
    pub replicas: (u8, u8),
}

/// So many reads that begin so long after the answer of a write return it or something newer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fresh {
    /// The share of reads, below 1.
    pub share: f64,
    /// How long after, in milliseconds.
    pub within_ms: f64,
}

impl Default for Requirements {
    fn default() -> Self {
        Self {
            needs: Vec::new(),
            under: Assumptions::RIGHT_CLOCKS,
            quantile: 0.99,
            read_ms: None,
            write_ms: None,
            fresh: None,
            down_reads: 0,
            down_writes: 0,
            without_region: false,
            network: Network::default(),
            placement: Vec::new(),
            sessions: Self::beside(&Network::default()),
            read_percent: 60,
            strategies: Vec::new(),
            replicas: (1, limits::REPLICAS_MAX),
        }
    }
}

impl Requirements {
    /// A session in each of the first three regions, where the first replicas are.
    #[must_use]
    pub fn beside(network: &Network) -> Vec<Session> {
        let regions = Links::of(network).regions().len().clamp(1, 3);
        (0..regions).map(|region| Session { region: region as u8 }).collect()
    }

    /// How long after a write's answer a read begins of which is asked whether it is fresh.
    #[must_use]
    pub fn within_ms(&self) -> f64 {
        self.fresh.map_or(0.0, |fresh| fresh.within_ms)
    }

    /// The parts that a candidate has to meet, in the order in which they are looked at: what is
    /// cheapest to know comes first.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = self.needs.iter().copied().map(Part::Keeps).collect();
        let rest = [
            (Part::DownWrites, self.down_writes > 0),
            (Part::DownReads, self.down_reads > 0),
            (Part::Region, self.without_region),
            (Part::WriteTime, self.write_ms.is_some()),
            (Part::ReadTime, self.read_ms.is_some()),
            (Part::Fresh, self.fresh.is_some()),
        ];
        parts.extend(rest.iter().filter(|(_, asked)| *asked).map(|(part, _)| *part));
        parts
    }

    /// What of it a run can be held against later, beside the models: of another quantile than the 99th nothing.
    #[must_use]
    pub fn level(&self) -> Level {
        let p99 = |ms: Option<f64>| ms.filter(|_| self.quantile == 0.99);
        Level {
            fresh: self.fresh.map(|Fresh { share, within_ms }| FreshReads { share, within_ms }),
            read_ms: p99(self.read_ms),
            write_ms: p99(self.write_ms),
            down_writes: self.down_writes,
            down_reads: self.down_reads,
            without_region: self.without_region,
            ..Level::default()
        }
    }

    /// What a service level asks, as far as a setting can be looked for by it: how much is answered, and for how
    /// much of the time, cannot.
    #[must_use]
    pub fn of_level(level: &Level) -> Self {
        let Level { fresh, read_ms, write_ms, down_reads, down_writes, without_region, answered: _, up: _ } = *level;
        let fresh = fresh.map(|FreshReads { share, within_ms }| Fresh { share, within_ms });
        Self { fresh, read_ms, write_ms, down_reads, down_writes, without_region, ..Self::default() }
    }

    /// The same for a scenario that somebody comes with: among its clients and replicas. Where there are more
    /// clients than a search looks at, one of each region stands for all of them.
    #[must_use]
    pub fn for_those_of(self, scenario: Scenario) -> Self {
        let mut asked = self.among(scenario);
        if asked.sessions.len() > SESSIONS_MAX {
            asked.sessions.sort_by_key(|session| session.region);
            asked.sessions.dedup();
        }
        asked
    }

    /// The same of clients and replicas that are where those of a scenario are, over its network, with its share of
    /// reads.
    #[must_use]
    pub fn among(self, scenario: Scenario) -> Self {
        let Scenario { network, cluster, sessions, workload, .. } = scenario;
        let read_percent = 100 - workload.random.write_percent.min(100);
        Self { network, placement: cluster.placement, sessions, read_percent, ..self }
    }

    /// The scenario of which a candidate changes the strategy and the sizes.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let random = RandomWork {
            operations: OPERATIONS,
            write_percent: 100 - self.read_percent.min(100),
            keys: 1,
            think: Distribution::Exponential { mean_ms: THINK_MS },
            ..RandomWork::default()
        };
        Scenario {
            cluster: Cluster { placement: self.placement.clone(), ..Cluster::default() },
            network: self.network.clone(),
            sessions: self.sessions.clone(),
            workload: Workload { random, ..Workload::default() },
            timeout_ms: TIMEOUT_MS,
            ..Scenario::default()
        }
    }

    /// Everything that is wrong, in the user's words; nothing if it can be searched for.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut range = |name: &str, value: f64, low: f64, high: f64| {
            if !(low..=high).contains(&value) {
                let [value, low, high] = [value, low, high].map(Decimal);
                problems.push(format!("{name} is {value}; it can be from {low} to {high}"));
            }
        };
        let most_ms = f64::from(limits::TIMEOUT_MS_MAX);
        range("the quantile", self.quantile, 0.5, 0.999);
        for (name, ms) in [("the time of a read in ms", self.read_ms), ("the time of a write in ms", self.write_ms)] {
            range(name, ms.unwrap_or(1.0), 0.001, most_ms);
        }
        if let Some(fresh) = self.fresh {
            range("the share of fresh reads", fresh.share, 0.0, 0.9999);
            range("the time after a write at which reads are fresh, in ms,", fresh.within_ms, 0.0, most_ms);
        }
        range("the share of reads in %", f64::from(self.read_percent), 0.0, 100.0);
        let (least, most) = self.replicas;
        range("the least number of replicas", f64::from(least), 1.0, f64::from(limits::REPLICAS_MAX));
        range("the most replicas", f64::from(most), 1.0, f64::from(limits::REPLICAS_MAX));
        if least > most {
            problems.push(format!("the least number of replicas, {least}, is above the most, {most}"));
        }
        for (kind, down) in [("writes", self.down_writes), ("reads", self.down_reads)] {
            if down >= most {
                problems.push(format!("{kind} are to go on with {down} replicas down, but there are at most {most}"));
            }
        }
        if self.sessions.len() > SESSIONS_MAX {
            problems.push(format!("there are {} sessions; there can be 1 to {SESSIONS_MAX}", self.sessions.len()));
        }
        problems.extend(self.infinite_mean());
        for id in self.strategies.iter().filter(|id| crate::protocol(id).is_none()) {
            let ids: Vec<&str> = crate::protocols().map(|info| info.id).collect();
            problems.push(format!("there is no strategy `{id}`; there are {}", ids.join(", ")));
        }
        let mut place = self.scenario();
        // A placement is of the largest cluster; whether it is one is all that is asked here.
        (place.cluster.n, place.cluster.w, place.cluster.r) = (limits::REPLICAS_MAX, 1, 1);
        let found = place.validate(crate::protocols()).err().unwrap_or_default();
        problems.extend(found.iter().map(Problem::to_string));
        problems
    }

    /// Nobody waits for a time that is infinite on average.
    fn infinite_mean(&self) -> Option<String> {
        let infinite = |one_way: &Distribution| matches!(one_way, Distribution::ParetoExponential { pareto_share, shape, .. } if *pareto_share > 0.0 && *shape <= 1.0);
        let custom = self.network.custom.as_ref()?;
        let any = infinite(&custom.one_way) || custom.links.iter().any(|link| infinite(&link.one_way));
        any.then(|| "a delay's mean is infinite; the Pareto shape has to be above 1".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_held_against_what_was_asked_of_the_setting() {
        let asked = Requirements {
            write_ms: Some(80.0),
            fresh: Some(Fresh { share: 0.99, within_ms: 100.0 }),
            down_writes: 1,
            without_region: true,
            ..Requirements::default()
        };
        let level = asked.level();
        assert_eq!((level.write_ms, level.read_ms, level.down_writes, level.down_reads), (Some(80.0), None, 1, 0));
        assert_eq!(level.fresh.map(|fresh| (fresh.share, fresh.within_ms)), Some((0.99, 100.0)));
        assert!(level.without_region);
        let median = Requirements { quantile: 0.5, ..asked }.level();
        assert_eq!((median.write_ms, median.down_writes), (None, 1), "a median is no 99th percentile");
        assert_eq!(Requirements::default().level(), Level::default());
    }

    #[test]
    fn what_is_asked_of_a_run_is_looked_for_among_settings() {
        let level = Level {
            fresh: Some(FreshReads { share: 0.99, within_ms: 100.0 }),
            read_ms: Some(20.0),
            down_writes: 2,
            without_region: true,
            ..Level::default()
        };
        assert_eq!(Requirements::of_level(&level).level(), level);
        let more = Level { answered: Some(0.999), ..level };
        assert_eq!(Requirements::of_level(&more), Requirements::of_level(&level));
        let there = Scenario { sessions: vec![Session { region: 4 }], ..Scenario::default() };
        assert_eq!(Requirements::of_level(&level).for_those_of(there.clone()).sessions, there.sessions);
    }

    #[test]
    fn of_a_crowd_of_clients_one_in_each_region_is_looked_at() {
        let crowd = |count: u8| {
            let sessions = (0..count).map(|number| Session { region: number % 3 }).collect();
            Requirements::default().for_those_of(Scenario { sessions, ..Scenario::default() })
        };
        assert_eq!(crowd(SESSIONS_MAX as u8).sessions.len(), SESSIONS_MAX);
        let regions: Vec<u8> = crowd(SESSIONS_MAX as u8 + 1).sessions.iter().map(|session| session.region).collect();
        assert_eq!(regions, [0, 1, 2]);
        assert_eq!(crowd(limits::SESSIONS_MAX as u8).problems(), [""; 0]);
    }
}
