//! `quorate analyse --table`: the published table of Bailis et al. beside the exact figures.

use history::decimal::Decimal;
use pipeline::{ExactRow, PublishedRow};
use serde::Serialize;
use theory::{Published, WHICH_EXPONENT, WHY_LOWER};

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::table::table;
use history::decimal::five_digits as digits;

#[derive(Debug, Serialize)]
struct Row {
    fit: &'static str,
    network: &'static str,
    r: u8,
    w: u8,
    #[serde(flatten)]
    exact: ExactRow,
    published: Published,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let row = |PublishedRow { fit, network, published }: PublishedRow, exact| {
        let Published { r, w, .. } = published;
        Row { fit, network, r, w, exact, published }
    };
    let rows: Vec<Row> = PublishedRow::all().filter_map(|published| Some(row(published, published.exact()?))).collect();
    Ok(Answer::from(if arguments.has("json") { json(&rows)? } else { text(&rows) }))
}

fn text(rows: &[Row]) -> String {
    let head = ["", "R, W", "reads", "published", "writes", "published", "t", "published", "at once"];
    let mut cells = vec![head.map(str::to_owned).to_vec()];
    cells.extend(rows.iter().map(|Row { fit, r, w, exact, published, .. }| {
        vec![
            (*fit).to_owned(),
            format!("{r}, {w}"),
            digits(exact.read_ms),
            Decimal(published.read_ms).to_string(),
            digits(exact.write_ms),
            Decimal(published.write_ms).to_string(),
            exact.visible_ms.map_or_else(|| "never".to_owned(), digits),
            Decimal(published.visible_ms).to_string(),
            format!("{} %", history::decimal::fixed(100.0 * exact.at_once, 3)),
        ]
    }));
    format!(
        "N = 3; ms; reads and writes at the 99.9th percentile, t-visibility at 99.9 %. Exact, and as published in\n\
         Bailis et al., VLDB 2012, table 4.\n\n{}\n{WHY_LOWER}\n{WHICH_EXPONENT}\n",
        table(&cells)
    )
}
