//! The guarantee table: every mode of every strategy beside every model, as it is declared, with a
//! run behind each cell that is broken.

use std::ops::Range;

use history::ModelId;
use history::decimal::grouped;
use pipeline::{GuaranteeRow, guarantee_models, guarantees};
use scenario::{Assumptions, ProtocolInfo};
use yew::prelude::*;

use super::beside::open_with;
use super::cell::{broken_words, cell, kept_words, thin};
use super::evidence::fragment_of;
use super::playground::NARROW;
use crate::browser::address;
use crate::components::Select;
use crate::hooks::{Shared, use_media, use_slices};
use crate::store::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct GuaranteesProps {
    /// The protocol that the table is about; all of them where it is empty.
    pub(crate) protocol: AttrValue,
    pub(crate) on: Callback<Action>,
}

/// The whole page.
#[component]
pub(crate) fn Guarantees(props: &GuaranteesProps) -> Html {
    let GuaranteesProps { protocol, on } = props;
    let narrow = use_media(NARROW);
    let rows = use_memo(protocol.clone(), |protocol| {
        let mut rows = guarantees();
        rows.retain(|row| protocol.is_empty() || row.protocol.id == protocol.as_str());
        Shared::new(rows)
    });
    let groups = groups(&rows);
    // Thousands of elements: a strategy a frame.
    let shown = use_slices(protocol, groups.len());
    let (busy, groups) = (shown < groups.len(), &groups[..shown]);
    let cells = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.kept.is_some() || cell.broken.is_some());
    html! {
        <div class="guarantees-page" aria-busy={busy.to_string()}>
            <header class="intro">
                <h1>{ finding(&rows) }</h1>
                <p>
                    { words::guarantees::about(&grouped(cells.count() as u64)) }
                    <code>{ words::guarantees::COMMAND }</code>{ words::guarantees::CHECKS_ANEW }
                </p>
                <div class="table-tools">
                    { filter(protocol) }
                    <ul class="table-legend" aria-label={words::shared::LEGEND}>
                        <li>{ thin(true) }<span>{ words::guarantees::KEPT }</span></li>
                        <li>{ thin(false) }<span>{ words::guarantees::BROKEN }</span></li>
                    </ul>
                </div>
            </header>
            { if narrow { folds(&rows, groups, on) } else { table(&rows, groups, on) } }
        </div>
    }
}

/// The title says how much of the strongest model is kept.
fn finding(rows: &[GuaranteeRow]) -> String {
    let strongest = |row: &&GuaranteeRow| row.cells.iter().find(|cell| cell.model == ModelId::Linearizable).copied();
    let kept: Vec<_> = rows.iter().filter_map(|row| strongest(&row)?.kept).collect();
    let always = kept.iter().filter(|(_, under)| *under == Assumptions::HARSH).count();
    let (total, some) = (rows.len(), kept.len() - always);
    match (always, some) {
        (0, 0) if total == 1 => words::guarantees::ITS_ONE_MODE_NOT.to_owned(),
        (0, 0) => words::guarantees::none(total),
        (_, 0) => words::guarantees::always(always, total),
        (_, some) => words::guarantees::always_and_some(always, total, some),
    }
}

/// Which protocol: a page each, so that back and links work.
fn filter(protocol: &str) -> Html {
    let choice = Select {
        id: "table-protocol".into(),
        name: None,
        described_by: None,
        choices: std::iter::once(words::guarantees::ALL_STRATEGIES.into())
            .chain(pipeline::protocols().map(|info| info.name.into()))
            .collect(),
        taken: Some(pipeline::protocols().position(|info| info.id == protocol).map_or(0, |place| place + 1)),
        on_change: Callback::from(|taken: usize| {
            let id = taken.checked_sub(1).and_then(|place| pipeline::protocols().nth(place)).map(|info| info.id);
            address::go(&id.map_or_else(|| "#/guarantees".to_owned(), |id| format!("#/guarantees/{id}")));
        }),
    };
    html! { <div class="table-filter"><label for="table-protocol">{ words::strategy::STRATEGY }</label>{ choice.view() }</div> }
}

/// Rows that follow each other and are of one protocol.
type Group = (&'static ProtocolInfo, Range<usize>);

fn groups(rows: &[GuaranteeRow]) -> Vec<Group> {
    let mut end = 0;
    let group = |group: &[GuaranteeRow]| {
        let begin = end;
        end += group.len();
        Some((group.first()?.protocol, begin..end))
    };
    rows.chunk_by(|one, next| one.protocol == next.protocol).filter_map(group).collect()
}

/// The rows of one protocol, drawn once.
#[derive(PartialEq, Properties)]
struct GroupProps {
    rows: Shared<Vec<GuaranteeRow>>,
    group: Range<usize>,
    on: Callback<Action>,
}

impl GroupProps {
    fn rows(&self) -> &[GuaranteeRow] {
        self.rows.get(self.group.clone()).unwrap_or_default()
    }
}

/// The name of a mode, which opens its settings.
fn mode_link(row: &GuaranteeRow, on: &Callback<Action>) -> Html {
    let href = fragment_of(&row.mode.link(row.protocol.id));
    html! { <a {href} title={words::shared::OPEN_SETTINGS} onclick={open_with(on, None)}>{ row.mode.name }</a> }
}

fn table(rows: &Shared<Vec<GuaranteeRow>>, groups: &[Group], on: &Callback<Action>) -> Html {
    let heads = guarantee_models().map(|model| {
        let promise = check::model(model).map(|model| model.promise);
        html! { <th key={model.key()} scope="col" title={promise}>{ model.name() }</th> }
    });
    let bodies = groups.iter().map(|(protocol, group)| {
        html! { <Body key={protocol.id} rows={rows.clone()} group={group.clone()} on={on.clone()} /> }
    });
    html! {
        <div key="table" class="table-frame" tabindex="0" role="region" aria-label={words::guarantees::TABLE}>
            <table>
                <thead key="head"><tr><th scope="col">{ words::systems::MODE }</th>{ for heads }</tr></thead>
                { for bodies }
            </table>
        </div>
    }
}

#[component]
fn Body(props: &GroupProps) -> Html {
    let lines = props.rows().iter().map(|row| {
        let cells = row
            .cells
            .iter()
            .map(|guarantee| html! { <td key={guarantee.model.key()}>{ cell(guarantee, &props.on) }</td> });
        html! { <tr key={row.mode.id}><th scope="row">{ mode_link(row, &props.on) }</th>{ for cells }</tr> }
    });
    let (name, summary) = props.rows().first().map_or(("", ""), |row| (row.protocol.name, (row.protocol.summary)()));
    let count = guarantee_models().count() + 1;
    html! {
        <tbody>
            <tr key="name" class="table-group"><th scope="rowgroup" colspan={count.to_string()}>
                <div><span>{ name }</span><span class="section-note">{ summary }</span></div>
            </th></tr>
            { for lines }
        </tbody>
    }
}

/// On a narrow screen a mode is a line that unfolds.
fn folds(rows: &Shared<Vec<GuaranteeRow>>, groups: &[Group], on: &Callback<Action>) -> Html {
    let folds = groups.iter().map(|(protocol, group)| {
        html! { <Folds key={protocol.id} rows={rows.clone()} group={group.clone()} on={on.clone()} /> }
    });
    html! { <div key="folds" class="folds">{ for folds }</div> }
}

#[component]
fn Folds(props: &GroupProps) -> Html {
    let modes = props.rows().iter().map(|row| fold(row, &props.on));
    let name = props.rows().first().map_or("", |row| row.protocol.name);
    html! {
        <section class="fold-group" aria-label={name}>
            <h2>{ name }</h2>
            <ul>{ for modes }</ul>
        </section>
    }
}

fn fold(row: &GuaranteeRow, on: &Callback<Action>) -> Html {
    let kept = row.cells.iter().filter(|cell| cell.kept.is_some()).count();
    let broken = row.cells.iter().filter(|cell| cell.broken.is_some()).count();
    let lines = row.cells.iter().map(|cell| {
        let kept = cell.kept.map(|kept| kept_words(cell.model, kept)).unwrap_or_default();
        let broken = cell.broken.map(|(by, link)| {
            let words = broken_words(cell.model, by);
            html! { <a href={fragment_of(link)} onclick={open_with(on, Some(by))}>{ words }</a> }
        });
        html! {
            <li key={cell.model.key()}>
                <span class="fold-signs">{ if cell.kept.is_some() { thin(true) } else { thin(false) } }</span>
                <div>
                    <p class="fold-model">{ cell.model.name() }</p>
                    <p hidden={kept.is_empty()}>{ kept }</p>
                    <p hidden={broken.is_none()}>{ broken.unwrap_or_default() }</p>
                </div>
            </li>
        }
    });
    html! {
        <li key={row.mode.id}>
            <details class="fold">
                <summary><span class="fold-name">{ row.mode.name }</span><span class="fold-count">{ words::guarantees::kept_and_broken(kept, broken) }</span></summary>
                <p class="fold-open">{ link_words(row, on) }</p>
                <ul>{ for lines }</ul>
            </details>
        </li>
    }
}

fn link_words(row: &GuaranteeRow, on: &Callback<Action>) -> Html {
    let href = fragment_of(&row.mode.link(row.protocol.id));
    html! { <a {href} onclick={open_with(on, None)}>{ words::shared::OPEN_SETTINGS }</a> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_counted_from_the_table() {
        let of = |id: &str| {
            let mut rows = guarantees();
            rows.retain(|row| row.protocol.id == id);
            finding(&rows)
        };
        assert_eq!(of("single_copy"), "The one mode is linearizable whatever goes wrong");
        assert_eq!(of("weak"), "Its one mode is not linearizable");
        assert_eq!(of("causal"), "None of 2 modes is linearizable");
        assert_eq!(of("raft"), "2 of 4 modes are linearizable whatever goes wrong, 1 more if less does");
    }

    #[test]
    fn every_broken_cell_opens_a_run_that_can_be_read() {
        for row in guarantees() {
            for (_, link) in row.cells.iter().filter_map(|cell| cell.broken) {
                let fragment = fragment_of(link);
                let tail = share::split_fragment(&fragment).1;
                let opened = share::decode(tail).map(|decoded| (decoded.problems.is_empty(), decoded.link.scenario));
                let stored = share::decode(link).map(|decoded| (true, decoded.link.scenario));
                assert_eq!(opened, stored, "{link}");
            }
        }
    }
}
