//! How long messages take between sessions and replicas, one way: the figures and the curve beside
//! the network's sliders.
//!
//! All pairs of a session and a replica count alike, requests and answers of reads and writes too.
//! Figures are of the network before it is stretched, since stretching moves them in proportion.

use scenario::{Leg, Links, Network, Scenario};
use yew::AttrValue;

/// How many delays are looked at, about.
const SAMPLES: usize = 4_096;
/// How many columns the curve has.
const COLUMNS: usize = 112;
/// The curve's own coordinates: its width, its height, and how much of the width lies below the
/// 99th percentile.
pub(crate) const CURVE: (f64, f64, f64) = (224.0, 30.0, 0.87);

/// What decides how long messages take, but for the stretch.
#[derive(Clone, PartialEq)]
pub(crate) struct Way {
    network: Network,
    sessions: Vec<u8>,
    placement: Vec<u8>,
    n: u8,
}

/// How long messages take, and between which places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ways {
    /// The names of the regions.
    pub(crate) regions: Vec<AttrValue>,
    /// Where each replica is.
    pub(crate) placement: Vec<u8>,
    /// The delay that half of all messages stay below, in ms.
    pub(crate) median_ms: f64,
    /// The delay that 99 of 100 messages stay below, in ms.
    pub(crate) p99_ms: f64,
    /// The density of the delays, as a path.
    pub(crate) curve: AttrValue,
}

impl Way {
    /// What decides it in this scenario.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let network = Network { stretch: 1.0, loss: 0.0, duplication: 0.0, ..scenario.network.clone() };
        let sessions = scenario.sessions.iter().map(|session| session.region).collect();
        Self { network, sessions, placement: scenario.cluster.placement.clone(), n: scenario.cluster.n }
    }
}

impl Ways {
    /// Works it out.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let links = Links::of(&Way::of(scenario).network);
        let regions: Vec<AttrValue> = links.regions().iter().map(|name| AttrValue::from(name.clone())).collect();
        let placement = scenario.placement(&links);
        let delays = delays(scenario, &links, &placement);
        let (median_ms, p99_ms) = (quantile(&delays, 0.5), quantile(&delays, 0.99));
        Self { regions, placement, median_ms, p99_ms, curve: curve(&delays, p99_ms).into() }
    }
}

/// Delays at even steps of their probability, for every pair of places that has messages.
fn delays(scenario: &Scenario, links: &Links, placement: &[u8]) -> Vec<(f64, u32)> {
    let count = links.regions().len();
    // How many pairs of a session and a replica each pair of regions stands for.
    let mut pairs = vec![0_u32; count * count];
    for session in &scenario.sessions {
        for replica in placement {
            if let Some(pair) = pairs.get_mut(usize::from(session.region) * count + usize::from(*replica)) {
                *pair += 1;
            }
        }
    }
    let used = pairs.iter().filter(|pair| **pair > 0).count().max(1);
    let points = (SAMPLES / (3 * used)).max(16);
    let mut delays = Vec::with_capacity(3 * used * points);
    for (index, pair) in pairs.into_iter().enumerate().filter(|(_, pair)| *pair > 0) {
        let [session, replica] = [index / count, index % count].map(|region| u8::try_from(region).unwrap_or(0));
        // Of the four legs, an acknowledgement and a response travel alike.
        let legs =
            [(session, replica, Leg::Write, 1), (session, replica, Leg::Read, 1), (replica, session, Leg::Response, 2)];
        for (from, to, leg, weight) in legs {
            let delay = links.delay(from, to, leg);
            let at = |point: usize| delay.at_ms((point as f64 + 0.5) / points as f64);
            delays.extend((0..points).map(|point| (at(point), pair * weight)));
        }
    }
    delays
}

/// The smallest delay that a share of all do not exceed, by halving: sorting would cost the page
/// more code than this.
fn quantile(delays: &[(f64, u32)], share: f64) -> f64 {
    let weight_up_to =
        |limit: f64| delays.iter().filter(|(ms, _)| *ms <= limit).map(|(_, weight)| f64::from(*weight)).sum::<f64>();
    let mut high = delays.iter().fold(0.0, |most: f64, (ms, _)| most.max(*ms));
    let (mut low, wanted) = (0.0, share * weight_up_to(high));
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if weight_up_to(middle) >= wanted { high = middle } else { low = middle }
    }
    high
}

/// The density as a path over the curve's coordinates, smoothed a little.
fn curve(delays: &[(f64, u32)], p99_ms: f64) -> String {
    let (width, height, reach) = CURVE;
    let end_ms = p99_ms / reach;
    let mut columns = [0.0; COLUMNS];
    for (ms, weight) in delays {
        if let Some(column) = columns.get_mut((ms / end_ms * COLUMNS as f64) as usize) {
            *column += f64::from(*weight);
        }
    }
    for _ in 0..4 {
        let before = columns;
        for (index, column) in columns.iter_mut().enumerate() {
            let near = |place: Option<usize>| place.and_then(|place| before.get(place)).copied().unwrap_or(0.0);
            *column = (near(index.checked_sub(1)) + 2.0 * before[index] + near(Some(index + 1))) / 4.0;
        }
    }
    let highest = columns.iter().fold(f64::MIN_POSITIVE, |most: f64, column| most.max(*column));
    let mut path = String::from("M0 ");
    diagram::number::tenths(&mut path, height);
    for (index, column) in columns.iter().enumerate() {
        path.push('L');
        diagram::number::tenths(&mut path, (index as f64 + 0.5) / COLUMNS as f64 * width);
        path.push(' ');
        diagram::number::tenths(&mut path, height - column / highest * (height - 2.0));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenario::{CustomNetwork, Distribution};

    fn custom(one_way: Distribution) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.network.preset = Network::CUSTOM.to_owned();
        scenario.network.custom = Some(CustomNetwork { regions: vec!["Here".to_owned()], one_way, links: Vec::new() });
        scenario.sessions.iter_mut().for_each(|session| session.region = 0);
        scenario
    }

    #[test]
    fn figures_of_one_distribution_are_its_own_quantiles() {
        let ways = Ways::of(&custom(Distribution::LogNormal { median_ms: 40.0, tail: 2.5 }));
        assert!((ways.median_ms / 40.0 - 1.0).abs() < 0.01, "{}", ways.median_ms);
        assert!((ways.p99_ms / 100.0 - 1.0).abs() < 0.01, "{}", ways.p99_ms);
        let ways = Ways::of(&custom(Distribution::Uniform { low_ms: 10.0, high_ms: 20.0 }));
        assert!((ways.median_ms - 15.0).abs() < 0.02 && (ways.p99_ms - 19.9).abs() < 0.02, "{ways:?}");
    }

    #[test]
    fn the_tail_of_a_mixture_counts_although_it_is_drawn_out_of_order() {
        // Half of the draws are a Pareto near 1 ms, half an exponential of mean 10 ms.
        let mixture =
            Distribution::ParetoExponential { pareto_share: 0.5, scale_ms: 1.0, shape: 50.0, rate_per_ms: 0.1 };
        let ways = Ways::of(&custom(mixture));
        // One in 50 exceeds t where 0.5·exp(−t/10) = 0.01.
        assert!((ways.p99_ms / (10.0 * 50.0_f64.ln()) - 1.0).abs() < 0.02, "{}", ways.p99_ms);
    }

    #[test]
    fn stretching_a_network_leaves_its_figures() {
        let mut scenario = Scenario::default();
        let ways = Ways::of(&scenario);
        scenario.network.stretch = 3.0;
        assert_eq!(Ways::of(&scenario), ways);
        assert!(ways.median_ms > 10.0 && ways.p99_ms > ways.median_ms, "{ways:?}");
    }
}
