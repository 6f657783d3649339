//! The same data as a table to read, and as files to take along.

use diagram::chart::{self, Chart};
use diagram::export::{Caption, svg_of_page};
use history::decimal::Decimal;
use pipeline::Prospect;
use yew::prelude::*;

use super::seen::Seen;
use crate::browser::save;
use crate::components::{IconName, icon};
use crate::hooks::Shared;

/// What a chart shows, as rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sheet {
    /// What its file is called, without an ending.
    name: &'static str,
    /// What it is, in words.
    caption: &'static str,
    heads: Vec<&'static str>,
    /// Numbers as they are, one a column; nothing where there is none.
    rows: Vec<Vec<Option<f64>>>,
}

impl Sheet {
    /// Response times: by share, what is expected, and what runs show.
    pub(super) fn times(prospect: &Prospect, seen: &Seen) -> Self {
        let expected = prospect.reads.curve.iter().zip(&prospect.writes.curve);
        let rows = expected.map(|((read_ms, share), (write_ms, _))| {
            let [read, written] = [&seen.reads, &seen.writes].map(|steps| steps.quantile(*share));
            vec![Some(*share), Some(*read_ms), read, Some(*write_ms), written]
        });
        Self {
            name: "quorate-response-times",
            caption: "Response times by share of operations, in ms",
            heads: vec!["share", "read_ms", "read_ms_runs", "write_ms", "write_ms_runs"],
            rows: rows.collect(),
        }
    }

    /// Freshness by time after the answer of a write: what is expected, and what runs show around a time,
    /// with an interval of 95 %.
    pub(super) fn freshness(prospect: &Prospect, seen: &Seen) -> Self {
        let expected =
            prospect.p_consistent.iter().map(|(t_ms, p)| vec![Some(*t_ms), Some(*p), None, None, None, None]);
        let seen = seen.points.iter().map(|point| {
            let chart::Seen { t_ms, reads, share, low, high } = *point;
            vec![Some(t_ms), None, Some(share), Some(low), Some(high), Some(reads as f64)]
        });
        let mut rows: Vec<Vec<Option<f64>>> = expected.chain(seen).collect();
        rows.sort_by(|one, next| one[0].unwrap_or(0.0).total_cmp(&next[0].unwrap_or(0.0)));
        Self {
            name: "quorate-staleness",
            caption: "The probability that a read is fresh, by how many ms after the answer of a write it begins",
            heads: vec!["t_ms", "fresh", "fresh_runs", "low_runs", "high_runs", "reads_runs"],
            rows,
        }
    }

    /// As a file of values with commas between them: every digit there is.
    fn csv(&self) -> String {
        let mut text = self.heads.join(",") + "\n";
        for row in &self.rows {
            let cells = row.iter().map(|cell| cell.map_or_else(String::new, |number| Decimal(number).to_string()));
            text.push_str(&cells.collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text
    }

    fn table(&self) -> Html {
        let cell =
            |number: &Option<f64>| number.map_or_else(|| "–".to_owned(), |number| history::decimal::fixed(number, 4));
        html! {
            <div class="sheet-frame" tabindex="0" role="region" aria-label={self.caption}>
                <table class="figures">
                    <thead><tr>{ for self.heads.iter().map(|head| html! { <th key={*head} scope="col">{ head.replace('_', " ") }</th> }) }</tr></thead>
                    <tbody>{ for self.rows.iter().enumerate().map(|(place, row)| html! {
                        <tr key={place}>{ for row.iter().enumerate().map(|(place, number)| html! { <td key={place}>{ cell(number) }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
        }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ToolsProps {
    pub(super) chart: Shared<Chart>,
    pub(super) sheet: Sheet,
}

/// What can be done with a chart: look at its numbers, and take it along.
#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let ToolsProps { chart, sheet } = props;
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let save_csv = {
        let sheet = sheet.clone();
        move |_: MouseEvent| save::text(&format!("{}.csv", sheet.name), "text/csv", &sheet.csv())
    };
    let save_svg = {
        let (chart, name) = (chart.clone(), sheet.name);
        move |_: MouseEvent| {
            let chart = chart.clone();
            yew::platform::spawn_local(async move {
                let font = save::read("inter.woff2").await;
                let caption = Caption { lead: "", sentence: &chart.scene.description };
                let file = svg_of_page(&chart.scene, &save::style(), None, &font, caption);
                save::text(&format!("{name}.svg"), "image/svg+xml", &file);
            });
        }
    };
    html! {
        <div class="chart-tools">
            <button type="button" class="chart-tool" aria-expanded={open.to_string()} onclick={toggle}>{ "Table" }</button>
            <button type="button" class="chart-tool" onclick={save_csv} aria-label={format!("Save CSV: {}", sheet.caption)}>{ icon(IconName::Save) }{ "CSV" }</button>
            <button type="button" class="chart-tool" onclick={save_svg} aria-label={format!("Save SVG: {}", sheet.caption)}>{ icon(IconName::Save) }{ "SVG" }</button>
            { if *open { sheet.table() } else { Html::default() } }
        </div>
    }
}
