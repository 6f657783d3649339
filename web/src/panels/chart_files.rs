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
            Self::Number(number) => Decimal(*number).to_string(),
            Self::Words(words) if words.contains([',', '"', '\n']) => format!("\"{}\"", words.replace('"', "\"\"")),
            Self::Words(words) => words.to_string(),
        }
    }

    fn shown(&self, places: u32) -> Html {
        match self {
            Self::Nothing => html! { <td>{ "–" }</td> },
            Self::Number(number) => html! { <td>{ history::decimal::fixed(*number, places) }</td> },
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

    /// How many decimals the numbers of a column are shown with: four digits of the largest of them. Nothing for
    /// a column of words.
    fn places(&self, column: usize) -> Option<u32> {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let sizes = cells.filter_map(|cell| match cell {
            Cell::Number(number) => Some(number.abs()),
            Cell::Nothing | Cell::Words(_) => None,
        });
        let largest = sizes.reduce(f64::max)?;
        Some([1.0, 10.0, 100.0, 1_000.0].iter().filter(|bound| largest < **bound).count() as u32)
    }

    fn table(&self) -> Html {
        let places: Vec<Option<u32>> = (0..self.heads.len()).map(|column| self.places(column)).collect();
        let head = |(place, head): (usize, &AttrValue)| {
            let class = places[place].is_none().then_some("sheet-words");
            html! { <th key={place} scope="col" {class}>{ head.replace('_', " ") }</th> }
        };
        let row = |(place, row): (usize, &Vec<Cell>)| {
            let cells = row.iter().zip(&places).map(|(cell, places)| cell.shown(places.unwrap_or_default()));
            html! { <tr key={place}>{ for cells }</tr> }
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_shown_with_as_many_decimals_as_its_largest_number_needs() {
        let rows = [[0.04, 268.073, 0.5], [0.0004, 4.0, 1_203.25]].map(|row| row.map(Cell::from).to_vec());
        let heads = ["a", "b", "c", "d"].map(AttrValue::from).to_vec();
        let mut sheet = Sheet { name: "", caption: "", heads, rows: rows.to_vec() };
        sheet.rows[0].push(Cell::Words("x".into()));
        sheet.rows[1].push(Cell::Nothing);
        assert_eq!([0, 1, 2, 3].map(|column| sheet.places(column)), [Some(4), Some(1), Some(0), None]);
    }
}
