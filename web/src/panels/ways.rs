//! How long messages take between sessions and replicas, one way: the figures and the curve beside
//! the network's sliders.
//!
//! All pairs of a session and a replica count alike, and so do requests and answers of reads and
//! writes. The sample is of the network before it is stretched: stretching moves it in proportion.

use diagram::Scene;
use diagram::chart::density;
use scenario::{Leg, Links, Network, Scenario};
use yew::AttrValue;

/// How many delays are looked at, about.
const SAMPLES: u32 = 4_096;
/// The curve's size: the width of the column inside its padding.
const CURVE: (f64, f64) = (224.0, 46.0);

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
    /// Delays in nanoseconds, sorted: in microseconds a rack's would hardly differ.
    sorted_ns: Vec<u64>,
}

impl Way {
    /// What decides it in this scenario.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let network = Network { stretch: 1.0, loss: 0.0, duplication: 0.0, ..scenario.network.clone() };
        let sessions = scenario.sessions.iter().map(|session| session.region).collect();
        Self { network, sessions, placement: scenario.cluster.placement.clone(), n: scenario.cluster.nodes() }
    }
}

impl Ways {
    /// Works it out.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let links = Links::of(&Way::of(scenario).network);
        let regions: Vec<AttrValue> = links.regions().iter().map(|name| AttrValue::from(name.clone())).collect();
        let placement = scenario.placement(&links);
        let mut sorted_ns = delays_ns(scenario, &links, &placement);
        history::order::sort_by_key(&mut sorted_ns, |ns| *ns);
        Self { regions, placement, sorted_ns }
    }

    /// The delay that half of all messages stay below, in milliseconds, before it is stretched.
    pub(crate) fn median_ms(&self) -> f64 {
        let middle = self.sorted_ns.get(self.sorted_ns.len() / 2);
        middle.map_or(0.0, |ns| *ns as f64 / 1e6)
    }

    /// The density of the delays with median and 99th percentile, stretched.
    pub(crate) fn curve(&self, stretch: f64) -> Scene {
        let sorted_us: Vec<u64> = self.sorted_ns.iter().map(|ns| (*ns as f64 * stretch / 1e3).round() as u64).collect();
        density(&sorted_us, CURVE.0, CURVE.1)
    }
}

/// Delays at even steps of their probability, for every pair of places that has messages.
fn delays_ns(scenario: &Scenario, links: &Links, placement: &[u8]) -> Vec<u64> {
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
    let total = pairs.iter().sum::<u32>().max(1);
    let mut delays = Vec::new();
    for (index, pair) in pairs.into_iter().enumerate().filter(|(_, pair)| *pair > 0) {
        let [session, replica] = [index / count, index % count].map(|region| u8::try_from(region).unwrap_or(0));
        // Of the four legs, an acknowledgement and a response travel alike.
        let legs =
            [(session, replica, Leg::Write, 1), (session, replica, Leg::Read, 1), (replica, session, Leg::Response, 2)];
        for (from, to, leg, weight) in legs {
            let delay = links.delay(from, to, leg);
            let points = (SAMPLES * pair * weight / (4 * total)).max(1);
            let at_ns = |point: u32| (delay.at_ms((f64::from(point) + 0.5) / f64::from(points)) * 1e6).round() as u64;
            delays.extend((0..points).map(at_ns));
        }
    }
    delays
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

    fn p99_ms(ways: &Ways) -> f64 {
        ways.sorted_ns[ways.sorted_ns.len() * 99 / 100] as f64 / 1e6
    }

    #[test]
    fn figures_of_one_distribution_are_its_own_quantiles() {
        let ways = Ways::of(&custom(Distribution::LogNormal { median_ms: 40.0, tail: 2.5 }));
        assert!((ways.median_ms() / 40.0 - 1.0).abs() < 0.01, "{}", ways.median_ms());
        assert!((p99_ms(&ways) / 100.0 - 1.0).abs() < 0.01, "{}", p99_ms(&ways));
        let ways = Ways::of(&custom(Distribution::Uniform { low_ms: 10.0, high_ms: 20.0 }));
        assert!((ways.median_ms() - 15.0).abs() < 0.02 && (p99_ms(&ways) - 19.9).abs() < 0.02, "{ways:?}");
    }

    #[test]
    fn the_tail_of_a_mixture_counts_although_it_is_drawn_out_of_order() {
        // Half of the draws are a Pareto near 1 ms, half an exponential of mean 10 ms.
        let mixture =
            Distribution::ParetoExponential { pareto_share: 0.5, scale_ms: 1.0, shape: 50.0, rate_per_ms: 0.1 };
        let ways = Ways::of(&custom(mixture));
        // One in 50 exceeds t where 0.5·exp(−t/10) = 0.01.
        assert!((p99_ms(&ways) / (10.0 * 50.0_f64.ln()) - 1.0).abs() < 0.02, "{}", p99_ms(&ways));
    }

    #[test]
    fn stretching_a_network_leaves_its_figures_and_stretches_its_curve() {
        let mut scenario = Scenario::default();
        let ways = Ways::of(&scenario);
        scenario.network.stretch = 3.0;
        assert_eq!(Ways::of(&scenario), ways);
        assert!(ways.median_ms() > 10.0, "{}", ways.median_ms());
        assert_ne!(ways.curve(3.0).description, ways.curve(1.0).description);
    }

    #[test]
    fn a_rack_shrunk_to_a_tenth_keeps_its_median() {
        let mut scenario = Scenario::default();
        scenario.network.preset = "rack".to_owned();
        scenario.sessions.iter_mut().for_each(|session| session.region = 0);
        let median_ms = Ways::of(&scenario).median_ms();
        assert!((median_ms - 0.045).abs() < 0.000_1, "{median_ms}");
    }
}
