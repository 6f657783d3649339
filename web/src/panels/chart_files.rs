//! The same data as a table to read, and as files to take along.

use diagram::chart::Chart;
use diagram::export::{Caption, svg_of_page};
use history::decimal::Decimal;
use yew::prelude::*;

use crate::browser::save;
use crate::components::{IconName, icon};
use crate::hooks::Shared;
use crate::words;

/// What a chart or a table shows, as rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    /// What its file is called, without an ending.
    pub(crate) name: &'static str,
    /// What it is, in words.
    pub(crate) caption: &'static str,
    pub(crate) heads: Vec<AttrValue>,
    /// One cell a column.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Nothing,
    /// A number as it is.
    Number(f64),
    /// A number that is shown with so many decimals.
    Rounded(f64, u32),
    Words(AttrValue),
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

impl Cell {
    /// With every digit there is.
    fn exact(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(number) | Self::Rounded(number, _) => Decimal(*number).to_string(),
            Self::Words(words) if words.contains([',', '"', '\n']) => format!("\"{}\"", words.replace('"', "\"\"")),
            Self::Words(words) => words.to_string(),
        }
    }

    fn shown(&self) -> Html {
        match self {
            Self::Nothing => html! { <td>{ "–" }</td> },
            Self::Number(number) => html! { <td>{ history::decimal::fixed(*number, 4) }</td> },
            Self::Rounded(number, places) => html! { <td>{ history::decimal::fixed(*number, *places) }</td> },
            Self::Words(words) => html! { <td class="sheet-words">{ words.clone() }</td> },
        }
    }
}

/// More rows than this stand in the file alone.
const ROWS: usize = 1_000;

impl Sheet {
    /// Gives the file.
    pub(crate) fn save_csv(&self) {
        save::text(&format!("{}.csv", self.name), "text/csv", &self.csv());
    }

    /// As a file of values with commas between them: every digit there is.
    fn csv(&self) -> String {
        let mut text = self.heads.iter().map(|head| head.replace(',', " ")).collect::<Vec<_>>().join(",") + "\n";
        for row in &self.rows {
            text.push_str(&row.iter().map(Cell::exact).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text
    }

    fn table(&self) -> Html {
        let is_words =
            |column: usize| matches!(self.rows.first().and_then(|row| row.get(column)), Some(Cell::Words(_)));
        let head = |(place, head): (usize, &AttrValue)| {
            let class = is_words(place).then_some("sheet-words");
            html! { <th key={place} scope="col" {class}>{ head.replace('_', " ") }</th> }
        };
        let row =
            |(place, row): (usize, &Vec<Cell>)| html! { <tr key={place}>{ for row.iter().map(Cell::shown) }</tr> };
        let rest = self.rows.len().saturating_sub(ROWS);
        html! {
            <>
            <div key="frame" class="sheet-frame" tabindex="0" role="region" aria-label={self.caption}>
                <table class="figures">
                    <thead><tr>{ for self.heads.iter().enumerate().map(head) }</tr></thead>
                    <tbody>{ for self.rows.iter().take(ROWS).enumerate().map(row) }</tbody>
                </table>
            </div>
            <p key="rest" class="section-foot" hidden={rest == 0}>{ words::watched::more_in_file(rest) }</p>
            </>
        }
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct ToolsProps {
    /// The picture; nothing where there are only rows.
    #[prop_or_default]
    pub(crate) chart: Option<Shared<Chart>>,
    pub(crate) sheet: Sheet,
}

/// What can be done with a chart: look at its numbers, and take it along.
#[component]
pub(crate) fn Tools(props: &ToolsProps) -> Html {
    let ToolsProps { chart, sheet } = props;
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let save_csv = {
        let sheet = sheet.clone();
        move |_: MouseEvent| sheet.save_csv()
    };
    let pictures = chart.as_ref().map(|chart| {
        let (chart, name, heading) = (chart.clone(), sheet.name, sheet.caption);
        let save_svg = move |_: MouseEvent| {
            let chart = chart.clone();
            yew::platform::spawn_local(async move {
                let font = save::read("inter.woff2").await;
                let caption = Caption { heading, sentence: &chart.scene.description, ..Caption::default() };
                let file = svg_of_page(&chart.scene, &save::style(), None, &font, caption);
                save::text(&format!("{name}.svg"), "image/svg+xml", &file);
            });
        };
        html! {
            <button key="svg" type="button" class="chart-tool" onclick={save_svg} aria-label={words::share::save_svg(sheet.caption)}>{ icon(IconName::Save) }{ words::shared::SVG }</button>
        }
    });
    html! {
        <div class="chart-tools">
            <button key="table" type="button" class="chart-tool" aria-expanded={open.to_string()} onclick={toggle}
                aria-label={words::share::table_of(sheet.caption)}>{ words::share::TABLE }</button>
            <button key="csv" type="button" class="chart-tool" onclick={save_csv} aria-label={words::share::save_csv(sheet.caption)}>{ icon(IconName::Save) }{ words::share::CSV }</button>
            { for pictures }
            { for (*open).then(|| html! { <div key="rows" class="sheet-rows">{ sheet.table() }</div> }) }
        </div>
    }
}
