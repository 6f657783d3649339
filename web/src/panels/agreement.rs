//! What somebody asks of the store, and whether many runs and the setting meet it.

mod asked;

use std::rc::Rc;

use history::Duration;
use history::decimal::grouped;
use measure::Interval;
use pipeline::decide::Survived;
use pipeline::{Finding, Found, Term};
use scenario::{Level, Scenario};
use yew::prelude::*;

use super::many::{percent, span};
use crate::components::{Mark, NumberFieldProps, number_field, toggle, verdict_mark};
use crate::hooks::{Many, Shared};
use crate::store::Action;
use crate::words;
use asked::{EXAMPLE, Field, Line};

#[derive(PartialEq, Properties)]
pub(super) struct AgreementProps {
    /// Many runs of the present scenario; nothing while there are none.
    pub(super) many: Option<Shared<Many>>,
    /// What is asked, where somebody asked.
    pub(super) level: Option<Level>,
    pub(super) on: Callback<Action>,
}

/// The statement, a line each, and below each what was found.
#[component]
pub(super) fn Agreement(props: &AgreementProps) -> Html {
    let level = props.level.unwrap_or(EXAMPLE);
    let set = props.on.reform(|level: Level| Action::Ask(level));
    let many = props.many.as_ref().filter(|many| many.series.runs > 0);
    let terms = Line::ALL.map(|line| (line, line.term(&level)));
    let seen = use_seen(many.map(|many| &many.scenario), props.level.is_some(), &terms);
    let judge = |term: Option<Term>| {
        let (term, many) = (term?, many?);
        let finding = term.judge(&many.scenario, &many.series);
        let untold = matches!(finding.found, Found::Untold(_));
        let seen = seen.filter(|_| untold).and_then(|survived| term.judge_seen(survived));
        Some((term, seen.unwrap_or(finding)))
    };
    let lines: Vec<(Line, Option<(Term, Finding)>)> = terms.iter().map(|(line, term)| (*line, judge(*term))).collect();
    let rows = lines.iter().map(|(line, judged)| {
        html! {
            <li key={format!("{line:?}")}>
                <div class="term">{ statement(*line, level, &set) }</div>
                { for judged.iter().map(|(term, finding)| found(*term, finding)) }
            </li>
        }
    });
    let findings = lines.iter().filter_map(|(_, judged)| judged.as_ref().map(|(_, finding)| finding.met));
    let note = many.map(|many| words::agreement::runs(&grouped(u64::from(many.series.runs)))).unwrap_or_default();
    let nothing = terms.iter().all(|(_, term)| term.is_none());
    html! {
        <section class="section agreement" aria-labelledby="agreement-head">
            <div class="section-head">
                <h2 id="agreement-head">{ words::agreement::SERVICE_LEVEL }</h2>
                <span class="section-note">{ note }</span>
            </div>
            <p class="agreement-sum" role="status">
                { if nothing { words::agreement::NOTHING_ASKED.to_owned() } else { sum(&findings.collect::<Vec<_>>()) } }
            </p>
            <ul>{ for rows }</ul>
        </section>
    }
}

/// What goes on while replicas are down, as runs show it; only where somebody asked for that himself, and the
/// setting alone does not tell: it takes as long as some dozens of runs.
#[hook]
fn use_seen(scenario: Option<&Rc<Scenario>>, asked: bool, terms: &[(Line, Option<Term>)]) -> Option<Survived> {
    let asks = |term: &Option<Term>| matches!(term, Some(Term::GoesOn { .. } | Term::SurvivesRegion));
    let asked = asked && terms.iter().any(|(_, term)| asks(term));
    let scenario = scenario.filter(|_| asked).map(Rc::clone);
    *use_memo(scenario, |scenario| {
        let scenario = scenario.as_ref().filter(|scenario| pipeline::without_region(scenario).is_err())?;
        Survived::of_store(scenario)
    })
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

fn statement(line: Line, level: Level, set: &Callback<Level>) -> Html {
    let field = |field: Field| {
        number_field(NumberFieldProps {
            id: format!("agreement-{field:?}").to_lowercase().into(),
            quantity: field.quantity(),
            label: None,
            values: field.value(&level).into_iter().collect(),
            empty: Some(words::shared::ANY),
            problem: None,
            on_change: set.reform(move |values: Vec<f64>| field.put(level, values.first().copied())),
        })
    };
    match line {
        Line::Fresh => {
            html! { <>{ field(Field::FreshShare) }{ words::agreement::FRESH_WITHIN }{ field(Field::FreshMs) }</> }
        }
        Line::Reads => html! { <>{ words::agreement::P99_READS }{ field(Field::Reads) }</> },
        Line::Writes => html! { <>{ words::agreement::P99_WRITES }{ field(Field::Writes) }</> },
        Line::Answered => html! { <>{ field(Field::Answered) }{ words::agreement::ANSWERED }</> },
        Line::Up => html! { <>{ field(Field::UpShare) }{ words::agreement::AVAILABLE }{ field(Field::Failure) }</> },
        Line::Down => html! {
            <>
                { words::agreement::REPLICAS_DOWN }{ field(Field::DownWrites) }
                { words::agreement::AND_FOR_READS }{ field(Field::DownReads) }
            </>
        },
        Line::Region => {
            let flip = set.reform(move |without_region: bool| Level { without_region, ..level });
            toggle(words::agreement::SURVIVES, AttrValue::Static("agreement-head"), level.without_region, &flip)
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
        (Found::Replicas { writes, reads }, _) => words::agreement::may_be_down(*writes, *reads),
        (Found::Seen(survived), Term::SurvivesRegion) => words::agreement::seen_without_a_region(survived.region),
        (Found::Seen(survived), _) => words::agreement::seen_down(survived.writes, survived.reads),
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
