//! `quorate analyse --table`: the published table of Bailis et al. beside the exact figures.

use history::decimal::Decimal;
use scenario::{Scenario, Session};
use serde::Serialize;
use theory::{Model, PUBLISHED, Published, Question, WHICH_EXPONENT, WHY_LOWER};

use crate::analyse::digits;
use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::source;
use crate::table::table;

/// The networks that stand for each published fit, with their names here.
const NETWORKS: [(&str, &str, &str); 5] = [
    ("LNKD-SSD", "lnkd-ssd", "LNKD-SSD"),
    ("LNKD-DISK", "lnkd-disk", "LNKD-DISK"),
    ("YMMR", "ymmr-simulated", "YMMR as simulated"),
    ("YMMR", "ymmr", "YMMR as printed"),
    ("WAN", "wan", "WAN"),
];

#[derive(Debug, Serialize)]
struct Row {
    fit: &'static str,
    network: &'static str,
    r: u8,
    w: u8,
    read_ms: f64,
    write_ms: f64,
    visible_ms: Option<f64>,
    /// The probability that a read at once is consistent.
    at_once: f64,
    published: Published,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut rows = Vec::new();
    for (fit, network, name) in NETWORKS {
        let published = PUBLISHED.iter().find(|(known, _)| *known == fit).map_or(&[][..], |(_, rows)| rows);
        for published in published {
            rows.push(row(name, network, published)?);
        }
    }
    Ok(Answer::from(if arguments.has("json") { json(&rows)? } else { text(&rows) }))
}

/// One row: three replicas, each with a session beside it.
fn row(fit: &'static str, network: &'static str, published: &Published) -> Result<Row, Vec<String>> {
    let mut scenario = Scenario::default();
    scenario.network.preset = network.to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (3, published.w, published.r);
    let sites = if network == "wan" { 3 } else { 1 };
    scenario.sessions = (0..sites).map(|region| Session { region }).collect();
    let valid = scenario.validate(pipeline::protocols()).map_err(|problems| source::lines(&problems))?;
    let model = Model::of(&valid).ok_or_else(|| vec!["the strategy has no quorums".to_owned()])?;
    let analysis = model.analyse(&Question {
        times_ms: vec![0.0],
        probabilities: vec![0.999],
        quantiles: vec![0.999],
        ..Question::default()
    });
    let first = |list: &[(f64, f64)]| list.first().map_or(f64::NAN, |(_, value)| *value);
    Ok(Row {
        fit,
        network,
        r: published.r,
        w: published.w,
        read_ms: first(&analysis.latency_read),
        write_ms: first(&analysis.latency_write),
        visible_ms: analysis.t_visibility.first().and_then(|(_, t_ms)| *t_ms),
        at_once: first(&analysis.p_consistent),
        published: *published,
    })
}

fn text(rows: &[Row]) -> String {
    let head = ["", "R, W", "reads", "published", "writes", "published", "t", "published", "at once"];
    let mut cells = vec![head.map(str::to_owned).to_vec()];
    cells.extend(rows.iter().map(|row| {
        let Row { fit, r, w, read_ms, write_ms, visible_ms, at_once, published, .. } = row;
        vec![
            (*fit).to_owned(),
            format!("{r}, {w}"),
            digits(*read_ms),
            Decimal(published.read_ms).to_string(),
            digits(*write_ms),
            Decimal(published.write_ms).to_string(),
            visible_ms.map_or_else(|| "never".to_owned(), digits),
            Decimal(published.visible_ms).to_string(),
            format!("{} %", history::decimal::fixed(100.0 * at_once, 3)),
        ]
    }));
    format!(
        "N = 3; ms; reads and writes at the 99.9th percentile, t-visibility at 99.9 %. Exact, and as published in\n\
         Bailis et al., VLDB 2012, table 4.\n\n{}\n{WHY_LOWER}\n{WHICH_EXPONENT}\n",
        table(&cells)
    )
}
