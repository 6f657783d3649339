//! The published table of quorum figures, with what the mathematics says in its place, worked out on
//! this page.

use std::rc::Rc;

use history::decimal::fixed;
use pipeline::{ExactRow, PublishedRow};
use theory::{Published as Figures, WHICH_EXPONENT, WHY_LOWER};
use yew::prelude::*;

use super::awaited::awaited;
use super::beside::open_with;
use crate::browser::worker::Task;
use crate::hooks::{Answers, Question, use_crew};
use crate::store::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct PublishedProps {
    pub(crate) on: Callback<Action>,
}

/// A row, and what is worked out of it.
type Row = (PublishedRow, Option<ExactRow>);

/// How often the table is drawn again, at most, while it is worked out, in ms.
const BUNDLE_MS: u32 = 100;

/// A time that is nearer than this to the published one is the same, as far as samples can tell.
const ALIKE: f64 = 0.02;

/// The network of the rows that stand in the table once more, as the paper prints them, and are not counted.
const AGAIN: &str = "ymmr";

/// The whole page.
#[component]
pub(crate) fn Published(props: &PublishedProps) -> Html {
    let rows = use_rows();
    let links = use_memo((), |()| PublishedRow::all().map(|row| share::join_fragment("/", &tail_of(&row))).collect());
    let links: &Vec<String> = &links;
    let lines: Vec<(&Row, &str)> = rows.iter().zip(links.iter().map(String::as_str)).collect();
    let fits = lines.chunk_by(|(one, _), (next, _)| one.0.fit == next.0.fit).map(|group| fit(group, &props.on));
    html! {
        <div class="published">
            <header class="intro">
                <h1>{ awaited(finding(&rows).ok_or_else(|| so_far(&rows)), &words::published::finding("00", "00", "00", "00")) }</h1>
                <p>
                    { words::published::ABOUT }
                </p>
                <p>{ awaited(counted(&rows).ok_or_else(String::new), &room_for_counted(&rows)) }</p>
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

/// The rows, with what is worked out of them.
#[hook]
fn use_rows() -> Vec<Row> {
    let rows = use_reducer(|| Rows(PublishedRow::all().map(|row| (row, None)).collect()));
    let dispatcher = rows.dispatcher();
    let crew = use_crew(BUNDLE_MS, Callback::from(move |answers| dispatcher.dispatch(answers)));
    use_effect_with((), move |()| {
        crew.ask(PublishedRow::all().enumerate().map(|(number, row)| Question {
            place: (number, 0, 0),
            link: tail_of(&row),
            task: Task::Exact,
        }));
    });
    rows.0.clone()
}

struct Rows(Vec<Row>);

impl Reducible for Rows {
    type Action = Answers;

    fn reduce(self: Rc<Self>, answers: Answers) -> Rc<Self> {
        let mut rows = self.0.clone();
        for ((number, ..), parcel) in answers {
            if let Some((_, exact)) = rows.get_mut(number) {
                *exact = parcel.and_then(|parcel| pipeline::unpack(&parcel));
            }
        }
        Rc::new(Self(rows))
    }
}

/// The link that opens the settings of a row.
fn tail_of(row: &PublishedRow) -> String {
    share::encode(&share::Link::from(row.scenario())).unwrap_or_default()
}

/// By how much a published t is off; nothing where either is none.
fn off(row: &PublishedRow, exact: &ExactRow) -> Option<f64> {
    let exact_ms = exact.visible_ms.filter(|ms| *ms > 0.0)?;
    (row.published.visible_ms > 0.0).then_some(row.published.visible_ms / exact_ms - 1.0)
}

/// What is found, once all is worked out: the title.
fn finding(rows: &[Row]) -> Option<String> {
    let known: Vec<(&PublishedRow, ExactRow)> =
        rows.iter().map(|(row, exact)| Some((row, (*exact)?))).collect::<Option<_>>()?;
    let of: Vec<(&PublishedRow, ExactRow)> = known.into_iter().filter(|(row, _)| row.network != AGAIN).collect();
    let (count, low) = (
        of.iter().filter(|(row, exact)| is_alike(row, exact)).count(),
        of.iter().filter_map(|(row, exact)| off(row, exact)),
    );
    let (least, most) = low.fold((f64::MIN, f64::MAX), |(least, most), off| (least.max(off), most.min(off)));
    let [count, all] = [count, of.len()].map(|number| number.to_string());
    Some(words::published::finding(&count, &all, &fixed(-100.0 * least, 0), &fixed(-100.0 * most, 0)))
}

/// Whether both response times are the exact ones, as far as samples can tell.
fn is_alike(row: &PublishedRow, exact: &ExactRow) -> bool {
    let Figures { read_ms, write_ms, .. } = row.published;
    let times = [(read_ms, exact.read_ms), (write_ms, exact.write_ms)];
    times.iter().all(|(published, exact)| (published / exact - 1.0).abs() < ALIKE)
}

/// What the title counts, and which it leaves out; once all is worked out.
fn counted(rows: &[Row]) -> Option<String> {
    rows.iter().all(|(_, exact)| exact.is_some()).then(|| {
        let counted: Vec<&Row> = rows.iter().filter(|(row, _)| row.network != AGAIN).collect();
        let others = counted.iter().filter(|(row, exact)| exact.is_some_and(|exact| !is_alike(row, &exact)));
        let others: Vec<String> = others.map(|(row, _)| words::published::at(row.fit, &name(row))).collect();
        words::published::counted(rows.len(), counted.len(), &others)
    })
}

/// The title until then.
fn so_far(rows: &[Row]) -> String {
    let known = rows.iter().filter(|(_, exact)| exact.is_some()).count();
    words::published::worked_out(known, rows.len())
}

fn fit(lines: &[(&Row, &str)], on: &Callback<Action>) -> Html {
    let (name, again) = lines.first().map_or(("", false), |((row, _), _)| (row.fit, row.network == AGAIN));
    let note = if again { words::published::NOT_COUNTED } else { "" };
    html! {
        <tbody key={name}>
            <tr key="name" class="published-fit"><th scope="rowgroup" colspan="9">{ name }<span class="section-note">{ note }</span></th></tr>
            { for lines.iter().map(|((row, exact), href)| line(row, exact.as_ref(), href, on)) }
        </tbody>
    }
}

/// What takes as many lines as [`counted`] will: one row is named, of the longest name.
fn room_for_counted(rows: &[Row]) -> String {
    let longest = rows.iter().map(|(row, _)| row.fit).max_by_key(|fit| fit.len()).unwrap_or_default();
    words::published::counted(0, 0, &[words::published::at(longest, "0, 0")])
}

fn name(row: &PublishedRow) -> String {
    format!("{}, {}", row.published.r, row.published.w)
}

fn line(row: &PublishedRow, exact: Option<&ExactRow>, href: &str, on: &Callback<Action>) -> Html {
    let published = row.published;
    let name = name(row);
    let time = |ms: f64| fixed(ms, if ms < 100.0 { 2 } else { 1 });
    let [read, write, visible, by, at_once] = exact.map_or_else(Default::default, |exact| {
        let by = off(row, exact).map_or_else(
            || "–".to_owned(),
            |off| [if off < 0.0 { "−" } else { "+" }, &fixed(100.0 * off.abs(), 0), " %"].concat(),
        );
        let visible = exact.visible_ms.map_or_else(|| words::shared::NEVER.to_owned(), time);
        [time(exact.read_ms), time(exact.write_ms), visible, by, format!("{} %", fixed(100.0 * exact.at_once, 2))]
    });
    let href = href.to_owned();
    html! {
        <tr key={name.clone()}>
            <th scope="row"><a {href} title={words::shared::OPEN_SETTINGS} onclick={open_with(on, None)}>{ name }</a></th>
            <td>{ read }</td><td class="faint">{ time(published.read_ms) }</td>
            <td>{ write }</td><td class="faint">{ time(published.write_ms) }</td>
            <td>{ visible }</td><td class="faint">{ time(published.visible_ms) }</td><td class="faint">{ by }</td>
            <td>{ at_once }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_counted_from_the_rows() {
        let mut rows: Vec<Row> = PublishedRow::all().map(|row| (row, None)).collect();
        for (row, exact) in rows.iter_mut().take(4) {
            *exact = row.exact();
        }
        assert_eq!((finding(&rows), so_far(&rows).as_str()), (None, "4 of 30 settings worked out"));
        for (row, exact) in &mut rows {
            *exact = row.exact();
        }
        assert_eq!(
            finding(&rows).as_deref(),
            Some(
                "The response times of 23 of 24 published settings are within 2 % of the exact ones; t is too low by 2 to 13 %"
            )
        );
    }

    #[test]
    fn what_is_counted_and_what_is_not_are_all_rows() {
        let mut rows: Vec<Row> = PublishedRow::all().map(|row| (row, None)).collect();
        assert_eq!(counted(&rows), None);
        for (row, exact) in &mut rows {
            *exact = row.exact();
        }
        let again = rows.iter().filter(|(row, _)| row.network == AGAIN).count();
        let told = counted(&rows).expect("all is worked out");
        assert_eq!((rows.len(), again), (30, 6));
        assert!(
            told.starts_with("The table has 30 rows: the 24 published settings, and 6 of these once more"),
            "{told}"
        );
        // The title says 23 of 24: one is named.
        let (_, others) = told.split_once("Further off: ").expect("one is further off");
        assert_eq!(others.matches("R, W").count(), 1, "{others}");
    }
}
