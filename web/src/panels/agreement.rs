//! What somebody asks of the store, and whether many runs and the setting meet it.

mod asked;

use history::Duration;
use history::decimal::grouped;
use measure::Interval;
use pipeline::{Finding, Found, Term};
use yew::prelude::*;

use super::many::{percent, span};
use crate::browser::storage;
use crate::components::{Mark, NumberFieldProps, number_field, toggle, verdict_mark};
use crate::hooks::{Many, Shared};
use crate::words;
use asked::{Asked, FIELDS, Line};

/// Where the page remembers what was asked.
const KEY: &str = "agreement";

#[derive(PartialEq, Properties)]
pub(super) struct AgreementProps {
    /// Many runs of the present scenario; nothing while there are none.
    pub(super) many: Option<Shared<Many>>,
}

/// The statement, a line each, and below each what was found.
#[component]
pub(super) fn Agreement(props: &AgreementProps) -> Html {
    let asked = use_state_eq(|| storage::read(KEY).and_then(|text| Asked::read(&text)).unwrap_or_default());
    let set = {
        let asked = asked.setter();
        Callback::from(move |next: Asked| {
            storage::write(KEY, &next.text());
            asked.set(next);
        })
    };
    let many = props.many.as_ref().filter(|many| many.series.runs > 0);
    let judge = |term: Option<Term>| {
        let (term, many) = (term?, many?);
        Some((term, term.judge(&many.scenario, &many.series)))
    };
    let lines: Vec<(Line, Option<(Term, Finding)>)> =
        Line::ALL.iter().map(|line| (*line, judge(line.term(&asked)))).collect();
    let rows = lines.iter().map(|(line, judged)| {
        html! {
            <li key={format!("{line:?}")}>
                <div class="term">{ statement(*line, &asked, &set) }</div>
                { for judged.iter().map(|(term, finding)| found(*term, finding)) }
            </li>
        }
    });
    let findings = lines.iter().filter_map(|(_, judged)| judged.as_ref().map(|(_, finding)| finding.met));
    let note = many.map(|many| words::agreement::runs(&grouped(u64::from(many.series.runs)))).unwrap_or_default();
    html! {
        <section class="section agreement" aria-labelledby="agreement-head">
            <div class="section-head">
                <h2 id="agreement-head">{ words::agreement::SERVICE_LEVEL }</h2>
                <span class="section-note">{ note }</span>
            </div>
            <p class="agreement-sum" role="status">{ sum(&findings.collect::<Vec<_>>()) }</p>
            <ul>{ for rows }</ul>
        </section>
    }
}

/// All of it in one sentence.
fn sum(met: &[Option<bool>]) -> String {
    let count = |wanted: Option<bool>| met.iter().filter(|met| **met == wanted).count();
    let (kept, broken, open) = (count(Some(true)), count(Some(false)), count(None));
    match (kept, broken, open) {
        (0, 0, 0) => String::new(),
        (_, 0, 0) => words::agreement::all_met(kept),
        (_, 0, _) => words::agreement::some_met(kept, open),
        (_, _, 0) => words::agreement::not_met(broken, met.len()),
        _ => words::agreement::not_met_and_open(broken, met.len(), open),
    }
}

fn statement(line: Line, asked: &Asked, set: &Callback<Asked>) -> Html {
    let field = |index: usize| {
        let (set, asked, quantity) = (set.clone(), asked.clone(), FIELDS[index]);
        number_field(NumberFieldProps {
            id: format!("agreement-{index}").into(),
            quantity,
            label: None,
            values: asked.numbers[index].into_iter().collect(),
            empty: Some(words::shared::ANY),
            problem: None,
            on_change: Callback::from(move |values: Vec<f64>| {
                let mut next = asked.clone();
                next.numbers[index] = values.first().copied();
                set.emit(next);
            }),
        })
    };
    match line {
        Line::Fresh => html! { <>{ field(0) }{ words::agreement::FRESH_WITHIN }{ field(1) }</> },
        Line::Reads => html! { <>{ words::agreement::P99_READS }{ field(2) }</> },
        Line::Writes => html! { <>{ words::agreement::P99_WRITES }{ field(3) }</> },
        Line::Answered => html! { <>{ field(4) }{ words::agreement::ANSWERED }</> },
        Line::Available => html! { <>{ field(5) }{ words::agreement::AVAILABLE }{ field(6) }</> },
        Line::Region => {
            let (set, asked) = (set.clone(), asked.clone());
            let on = asked.region;
            let flip = Callback::from(move |region: bool| set.emit(Asked { region, ..asked.clone() }));
            toggle(words::agreement::SURVIVES, AttrValue::Static("agreement-head"), on, &flip)
        }
    }
}

/// What was found, with its sign, and by how much it differs from what was asked.
fn found(term: Term, finding: &Finding) -> Html {
    let (mark, word) = match finding.met {
        Some(true) => (Mark::Holds, words::agreement::MET),
        Some(false) => (Mark::Violated, words::agreement::NOT_MET),
        None => (Mark::Unknown, words::agreement::OPEN),
    };
    let word_class = if finding.met == Some(false) { "term-broken" } else { "" };
    html! {
        <p class="term-found">
            { verdict_mark(mark) }
            <span><strong class={word_class}>{ word }</strong>{ ": " }{ in_words(term, finding) }</span>
        </p>
    }
}

fn in_words(term: Term, finding: &Finding) -> String {
    match (&finding.found, term) {
        (Found::Share { share, between }, Term::Fresh { share: wanted, .. } | Term::Answered { share: wanted }) => {
            let near = if finding.met.is_none() { words::agreement::TOO_NEAR } else { "" };
            format!("{near}{}, {}; {}.", percent(*share), points(*share - wanted), interval(*between))
        }
        (Found::Time { us, low_us, high_us }, Term::Reads { p99_ms } | Term::Writes { p99_ms }) => {
            let near = if finding.met.is_none() { words::agreement::TOO_NEAR } else { "" };
            let wanted_us = (p99_ms * 1_000.0).round() as u64;
            let apart = Duration::from_us(us.abs_diff(wanted_us));
            let side = if *us <= wanted_us { words::agreement::BELOW } else { words::agreement::ABOVE };
            let [us, low, high] = [us, low_us, high_us].map(|us| Duration::from_us(*us));
            words::agreement::time(near, us, apart, side, low, high)
        }
        (Found::Exactly { share }, Term::Available { share: wanted, .. }) => {
            words::agreement::exactly(&percent(*share), &points(*share - wanted))
        }
        (Found::Regions(regions), _) => {
            let lost = |writes: bool| {
                let stops = regions.iter().filter(|region| !if writes { region.writes } else { region.reads });
                stops.map(|region| region.region.clone()).collect::<Vec<_>>().join(", ")
            };
            let (writes, reads) = (lost(true), lost(false));
            let count = regions.len();
            match (writes.is_empty(), reads.is_empty()) {
                (true, true) => words::agreement::without_any_region(count),
                (false, true) => words::agreement::no_writes(&writes),
                (true, false) => words::agreement::no_reads(&reads),
                (false, false) if writes == reads => words::agreement::neither(&writes),
                (false, false) => words::agreement::no_writes_no_reads(&writes, &reads),
            }
        }
        (Found::Untold(why), _) => (*why).to_owned(),
        _ => words::agreement::NOTHING_OF_THE_KIND.to_owned(),
    }
}

fn interval(between: Interval) -> String {
    words::agreement::interval(&span(between, words::shared::TO))
}

/// A difference of shares, in hundredths.
fn points(difference: f64) -> String {
    let side = if difference >= 0.0 { words::agreement::ABOVE } else { words::agreement::BELOW };
    let points = percent(difference.abs());
    words::agreement::points(points.trim_end_matches(['%', '\u{a0}']), side)
}
