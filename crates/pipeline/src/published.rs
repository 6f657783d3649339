//! A published table of quorum figures, held against what the mathematics says of the same settings.

use scenario::{Scenario, Session};
use serde::{Deserialize, Serialize};
use theory::{Model, PUBLISHED, Published, Question};

use crate::evaluate;

/// The networks that stand for each published fit, with their names here.
const NETWORKS: [(&str, &str, &str); 5] = [
    ("LNKD-SSD", "lnkd-ssd", "LNKD-SSD"),
    ("LNKD-DISK", "lnkd-disk", "LNKD-DISK"),
    ("YMMR", "ymmr-simulated", "YMMR as simulated"),
    ("YMMR", "ymmr", "YMMR as printed"),
    ("WAN", "wan", "WAN"),
];

/// The percentile of response times, and of t-visibility, in that table.
const QUANTILE: f64 = 0.999;

/// A row of the published table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PublishedRow {
    /// What the fit of its delays is called.
    pub fit: &'static str,
    /// The network of that fit.
    pub network: &'static str,
    /// What was published.
    pub published: Published,
}

/// What the mathematics says in its place. Times are in milliseconds, at 99.9 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExactRow {
    /// The response time of reads.
    pub read_ms: f64,
    /// The response time of writes.
    pub write_ms: f64,
    /// The t-visibility; none if a write never is that likely to be seen.
    pub visible_ms: Option<f64>,
    /// The probability that a read at once is consistent.
    pub at_once: f64,
}

impl PublishedRow {
    /// All rows: six of each fit; those of Yammer twice, with the exponent that was simulated and with
    /// the one that was printed.
    pub fn all() -> impl Iterator<Item = Self> {
        NETWORKS.into_iter().flat_map(|(known, network, fit)| {
            let rows = PUBLISHED.into_iter().filter(move |(name, _)| *name == known);
            rows.flat_map(|(_, rows)| rows).map(move |published| Self { fit, network, published })
        })
    }

    /// The settings of a row: three replicas, and a session beside each; where all are in one place, one.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.network.preset = self.network.to_owned();
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (3, self.published.w, self.published.r);
        let sites = if self.network == "wan" { 3 } else { 1 };
        scenario.sessions = (0..sites).map(|region| Session { region }).collect();
        scenario
    }

    /// What the mathematics says; nothing where the settings have no quorums.
    #[must_use]
    pub fn exact(&self) -> Option<ExactRow> {
        ExactRow::of(&self.scenario())
    }
}

impl ExactRow {
    /// What the mathematics says of a scenario; nothing where it has no quorums.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let model = Model::of(&evaluate::validate(scenario).ok()?)?;
        let analysis = model.analyse(&Question {
            times_ms: vec![0.0],
            probabilities: vec![QUANTILE],
            quantiles: vec![QUANTILE],
            ..Question::default()
        });
        let first = |list: &[(f64, f64)]| list.first().map(|(_, value)| *value);
        Some(Self {
            read_ms: first(&analysis.latency_read)?,
            write_ms: first(&analysis.latency_write)?,
            visible_ms: analysis.t_visibility.first().and_then(|(_, t_ms)| *t_ms),
            at_once: first(&analysis.p_consistent)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 1.4 of what the table was recomputed with: quadrature, by hand of somebody else.
    #[test]
    fn the_rows_are_those_of_the_paper_and_the_figures_the_exact_ones() {
        let rows: Vec<PublishedRow> = PublishedRow::all().collect();
        assert_eq!(rows.len(), 30);
        let row = |network: &str, r: u8, w: u8| {
            let found = rows.iter().find(|row| (row.network, row.published.r, row.published.w) == (network, r, w));
            found.and_then(PublishedRow::exact).expect("it is a row, and has quorums")
        };
        for (network, r, w, at_once, visible_ms, write_ms) in [
            ("lnkd-ssd", 1, 1, 0.973_607, 1.9683, 0.65491),
            ("lnkd-disk", 2, 1, 0.762_719, 14.139, 10.93413),
            ("ymmr-simulated", 1, 1, 0.892_970, 1460.41, 10.76759),
            ("ymmr", 1, 1, 0.887_221, 1460.38, 11.11524),
            ("wan", 1, 1, 0.333_64, 116.02, 54.971),
        ] {
            let exact = row(network, r, w);
            assert!((exact.at_once - at_once).abs() < 1e-5, "{network}: {exact:?}");
            assert!((exact.visible_ms.expect("it is seen") / visible_ms - 1.0).abs() < 2e-4, "{network}: {exact:?}");
            assert!((exact.write_ms / write_ms - 1.0).abs() < 2e-4, "{network}: {exact:?}");
        }
        // W + R > N: always seen.
        assert_eq!(row("lnkd-disk", 2, 2).visible_ms, Some(0.0));
    }
}
