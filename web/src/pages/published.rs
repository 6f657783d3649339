//! The published table of quorum figures, with what the mathematics says in its place, worked out on
//! this page.

use gloo::timers::callback::Timeout;
use history::decimal::fixed;
use pipeline::{ExactRow, PublishedRow};
use theory::{Published as Figures, WHICH_EXPONENT, WHY_LOWER};
use yew::prelude::*;

use super::beside::open_with;
use crate::store::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct PublishedProps {
    pub(crate) on: Callback<Action>,
}

/// A row, and what was worked out.
type Row = (PublishedRow, ExactRow);

/// A time that is nearer than this to the published one is the same, as far as samples can tell.
const ALIKE: f64 = 0.02;

/// The whole page.
#[component]
pub(crate) fn Published(props: &PublishedProps) -> Html {
    let rows = use_rows();
    let fits = rows.chunk_by(|(one, _), (next, _)| one.fit == next.fit).map(|group| fit(group, &props.on));
    html! {
        <div class="published">
            <header class="intro">
                <h1>{ finding(&rows) }</h1>
                <p>
                    { words::published::ABOUT }
                </p>
                <p>{ WHY_LOWER.replace('\n', " ") }</p>
                <p>{ WHICH_EXPONENT.replace('\n', " ") }</p>
            </header>
            <div class="published-frame" tabindex="0" role="region" aria-label={words::published::TABLE}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" rowspan="2">{ words::published::QUORUMS }</th>
                            <th scope="colgroup" colspan="2">{ words::published::READS }</th>
                            <th scope="colgroup" colspan="2">{ words::published::WRITES }</th>
                            <th scope="colgroup" colspan="3">{ words::published::VISIBILITY }</th>
                            <th scope="col" rowspan="2">{ words::published::FRESH_AT_ONCE }</th>
                        </tr>
                        <tr>
                            { for (0..3).map(|place| html! { <>
                                <th key={2 * place} scope="col">{ words::numbers::EXACT }</th><th key={2 * place + 1} scope="col">{ words::published::PUBLISHED }</th>
                            </> }) }
                            <th scope="col">{ words::published::OFF_BY }</th>
                        </tr>
                    </thead>
                    { for fits }
                </table>
            </div>
        </div>
    }
}

/// The rows so far, one after the other, between frames.
#[hook]
fn use_rows() -> Vec<Row> {
    let rows = use_state(Vec::new);
    let setter = rows.setter();
    let (count, known) = (rows.len(), (*rows).clone());
    use_effect_with(count, move |count| {
        let next = PublishedRow::all().nth(*count);
        let timeout = next.map(|row| {
            Timeout::new(0, move || {
                if let Some(exact) = row.exact() {
                    setter.set(known.into_iter().chain([(row, exact)]).collect());
                }
            })
        });
        move || drop(timeout)
    });
    (*rows).clone()
}

/// By how much a published t is off; nothing where either is none.
fn off((row, exact): &Row) -> Option<f64> {
    let exact_ms = exact.visible_ms.filter(|ms| *ms > 0.0)?;
    (row.published.visible_ms > 0.0).then_some(row.published.visible_ms / exact_ms - 1.0)
}

/// The title says what is found.
fn finding(rows: &[Row]) -> String {
    let total = PublishedRow::all().count();
    if rows.len() < total {
        return words::published::worked_out(rows.len(), total);
    }
    let alike = |(row, exact): &&Row| {
        let Figures { read_ms, write_ms, .. } = row.published;
        [(read_ms, exact.read_ms), (write_ms, exact.write_ms)]
            .iter()
            .all(|(published, exact)| (published / exact - 1.0).abs() < ALIKE)
    };
    let of: Vec<&Row> = rows.iter().filter(|(row, _)| row.network != "ymmr").collect();
    let (count, low) =
        (of.iter().copied().filter(alike).count(), of.iter().filter_map(|row| off(row)).collect::<Vec<_>>());
    let (least, most) = (low.iter().copied().fold(f64::MIN, f64::max), low.iter().copied().fold(f64::MAX, f64::min));
    words::published::finding(count, of.len(), &fixed(-100.0 * least, 0), &fixed(-100.0 * most, 0))
}

fn fit(rows: &[Row], on: &Callback<Action>) -> Html {
    let name = rows.first().map_or("", |(row, _)| row.fit);
    html! {
        <tbody key={name}>
            <tr key="name" class="published-fit"><th scope="rowgroup" colspan="9">{ name }</th></tr>
            { for rows.iter().map(|row| line(row, on)) }
        </tbody>
    }
}

fn line(row: &Row, on: &Callback<Action>) -> Html {
    let (PublishedRow { published, .. }, exact) = row;
    let link = share::Link::from(row.0.scenario());
    let href = share::join_fragment("/", &share::encode(&link).unwrap_or_default());
    let name = format!("{}, {}", published.r, published.w);
    let time = |ms: f64| fixed(ms, if ms < 100.0 { 2 } else { 1 });
    let visible = exact.visible_ms.map_or_else(|| words::shared::NEVER.to_owned(), time);
    let off = off(row).map_or_else(
        || "–".to_owned(),
        |off| [if off < 0.0 { "−" } else { "+" }, &fixed(100.0 * off.abs(), 0), " %"].concat(),
    );
    html! {
        <tr key={name.clone()}>
            <th scope="row"><a {href} title={words::shared::OPEN_SETTINGS} onclick={open_with(on, None)}>{ name }</a></th>
            <td>{ time(exact.read_ms) }</td><td class="faint">{ time(published.read_ms) }</td>
            <td>{ time(exact.write_ms) }</td><td class="faint">{ time(published.write_ms) }</td>
            <td>{ visible }</td><td class="faint">{ time(published.visible_ms) }</td><td class="faint">{ off }</td>
            <td>{ format!("{} %", fixed(100.0 * exact.at_once, 2)) }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_counted_from_the_rows() {
        let rows: Vec<Row> = PublishedRow::all().filter_map(|row| Some((row, row.exact()?))).collect();
        assert_eq!(finding(&rows[..4]), "4 of 30 settings worked out");
        assert_eq!(
            finding(&rows),
            "The response times of 23 of 24 published settings are within 2 % of the exact ones; t is too low by 2 to 13 %"
        );
    }
}
