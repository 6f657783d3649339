//! What the mathematics says of a scenario before it runs: how likely a read is to be stale, and how
//! long operations take.

use scenario::Scenario;
use serde::{Deserialize, Serialize};
use theory::{Method, Model, Question};

use crate::evaluate;

/// The quantiles that are told by name.
const QUANTILES: [f64; 6] = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999];
/// A curve of response times begins here: not at nothing, which is beyond what was ever drawn,
const BEGIN: f64 = 1e-4;
/// goes on by so many even steps of a hundredth,
const EVEN: u32 = 96;
/// and ends by so many that each leave five sixths of what is left: a little beyond 0.9999.
const TAIL: u32 = 33;

/// What a scenario implies without any run. Times are in milliseconds, probabilities from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prospect {
    /// `[t_ms, p]`, 128 of them, t ascending and closer together at first: the probability that a read
    /// that begins t after the answer of a write returns it or something newer.
    pub p_consistent: Vec<(f64, f64)>,
    /// `[p, t_ms]` for 0.9, 0.99, 0.999 and 0.9999: how long after its answer a write is seen with
    /// probability p; none where it never is.
    pub t_visibility: Vec<(f64, Option<f64>)>,
    /// How long reads take.
    pub reads: ExpectedTimes,
    /// How long writes take.
    pub writes: ExpectedTimes,
    /// The probability that a session's next read is not older than its last one, at least; none
    /// where the scenario has no random reads.
    pub monotonic_reads: Option<f64>,
    /// `[k, p]` for k from 1 to 5: the probability that a read returns one of the last k versions or
    /// something newer, at least.
    pub k_staleness: Vec<(u32, f64)>,
    /// How the figures came about.
    pub method: Method,
    /// How far a probability may be off.
    pub error: f64,
    /// What the figures take for granted, and what the scenario has that they leave aside.
    pub assumptions: Vec<String>,
}

/// How long operations of one kind take, by the mathematics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpectedTimes {
    /// `[quantile, ms]` for p50, p90, p95, p99, p99.9 and p99.99.
    pub quantiles: Vec<(f64, f64)>,
    /// `[ms, p]`, both ascending: the share p that takes no longer, up to a little beyond 0.9999.
    pub curve: Vec<(f64, f64)>,
}

/// What the mathematics says of a scenario; nothing where its strategy has no quorums, or where it
/// cannot run.
#[must_use]
pub fn prospect(scenario: &Scenario) -> Option<Prospect> {
    let valid = evaluate::validate(scenario).ok()?;
    let model = Model::of(&valid)?;
    let quantiles = QUANTILES.into_iter().chain(shares()).collect();
    let analysis = model.analyse(&Question { quantiles, ..Question::default() });
    Some(Prospect {
        p_consistent: analysis.p_consistent,
        t_visibility: analysis.t_visibility,
        reads: ExpectedTimes::of(analysis.latency_read),
        writes: ExpectedTimes::of(analysis.latency_write),
        monotonic_reads: analysis.monotonic_reads,
        k_staleness: analysis.k_staleness,
        method: analysis.method,
        error: analysis.error,
        assumptions: analysis.assumptions,
    })
}

/// The shares at which a curve of response times has its points.
fn shares() -> impl Iterator<Item = f64> {
    let even = (1..=EVEN).map(|step| f64::from(step) / 100.0);
    let mut left = 1.0 - f64::from(EVEN) / 100.0;
    let tail = (0..TAIL).map(move |_| {
        left *= 5.0 / 6.0;
        1.0 - left
    });
    [BEGIN].into_iter().chain(even).chain(tail)
}

impl ExpectedTimes {
    /// Takes the quantiles of the question apart again.
    fn of(mut quantiles: Vec<(f64, f64)>) -> Self {
        let curve = quantiles.split_off(QUANTILES.len());
        Self { quantiles, curve: curve.into_iter().map(|(share, ms)| (ms, share)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenario::{CustomNetwork, Distribution, Network, Session};

    /// Two replicas, one answer each, every message as long as the next: P(stale at once) is 11/72.
    fn memoryless() -> Scenario {
        let mut scenario = Scenario::default();
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (2, 1, 1);
        scenario.sessions = vec![Session::default()];
        let custom = CustomNetwork {
            regions: vec!["Here".to_owned()],
            one_way: Distribution::Exponential { mean_ms: 10.0 },
            links: Vec::new(),
        };
        let preset = Network::CUSTOM.to_owned();
        scenario.network = Network { preset, custom: Some(custom), ..Network::default() };
        scenario
    }

    #[test]
    fn the_simplest_store_has_its_closed_form() {
        let prospect = prospect(&memoryless()).expect("it has quorums");
        assert_eq!(prospect.method, Method::Exact);
        for (t_ms, p) in &prospect.p_consistent {
            let stale = 11.0 / 72.0 * libm::exp(-t_ms / 10.0);
            assert!((1.0 - p - stale).abs() < 1e-6, "at {t_ms} ms {p} is not {}", 1.0 - stale);
        }
        // The first of two sums of two such messages: P(longer than x) = ((1 + x/10) e^(-x/10))^2.
        for times in [&prospect.reads, &prospect.writes] {
            for (ms, share) in &times.curve {
                let longer = (1.0 + ms / 10.0) * libm::exp(-ms / 10.0);
                assert!((1.0 - share - longer * longer).abs() < 1e-6, "{share} within {ms} ms");
            }
        }
        for (p, t_ms) in &prospect.t_visibility {
            let expected = (10.0 * libm::log(11.0 / 72.0 / (1.0 - p))).max(0.0);
            assert!((t_ms.expect("it is seen in the end") / expected - 1.0).abs() < 1e-3, "{p}: {t_ms:?}");
        }
    }

    #[test]
    fn curves_ascend_and_go_through_the_quantiles() {
        let prospect = prospect(&Scenario::default()).expect("it opens on quorums");
        assert_eq!(prospect.p_consistent.len(), 128);
        assert!(prospect.p_consistent.is_sorted() && prospect.p_consistent.iter().map(|(_, p)| p).is_sorted());
        assert_eq!(prospect.t_visibility.iter().map(|(p, _)| *p).collect::<Vec<_>>(), [0.9, 0.99, 0.999, 0.9999]);
        for times in [&prospect.reads, &prospect.writes] {
            assert_eq!(times.quantiles.iter().map(|(p, _)| *p).collect::<Vec<_>>(), QUANTILES);
            assert!(times.curve.is_sorted() && times.curve.iter().map(|(_, share)| share).is_sorted());
            for (quantile, ms) in &times.quantiles {
                let below = times.curve.partition_point(|(_, share)| *share < quantile - 1e-9);
                let least = times.curve[below.saturating_sub(1)].0;
                let most = times.curve.get(below).map_or(f64::INFINITY, |(ms, _)| *ms);
                assert!((least..=most + 1e-6).contains(ms), "p{quantile} is {ms} ms, not from {least} to {most}");
            }
        }
    }

    #[test]
    fn a_prospect_comes_out_of_a_parcel_as_it_went_in() {
        let prospect = prospect(&Scenario::default()).expect("it opens on quorums");
        let bytes = postcard::to_stdvec(&prospect).expect("plain data fits into memory");
        assert_eq!(postcard::from_bytes(&bytes), Ok(prospect));
    }

    #[test]
    fn there_is_none_without_quorums_or_without_a_run() {
        for info in crate::protocols() {
            let mut scenario = Scenario::default();
            scenario.strategy.protocol = info.id.to_owned();
            assert!(prospect(&scenario).is_none() || info.quorums, "{}", info.id);
        }
        let mut broken = Scenario::default();
        broken.cluster.w = 99;
        assert_eq!(prospect(&broken), None);
    }
}
