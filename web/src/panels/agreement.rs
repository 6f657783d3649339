//! What somebody asks of the store, and whether many runs and the setting meet it.

mod asked;
mod judged;
mod verdict;

use std::rc::Rc;

use history::Duration;
use history::decimal::grouped;
use pipeline::decide::Requirements;
use pipeline::{Finding, Found, Term};
use scenario::{Level, Scenario};
use yew::prelude::*;

use super::many::{percent, span};
use crate::browser::worker::asked_fragment;
use crate::components::{Mark, NumberFieldProps, nothing, number_field, sentence, toggle, verdict_mark};
use crate::hooks::{Ask, Many, Shared, Survey};
use crate::store::Action;
use crate::words;
use asked::{EXAMPLE, Line};
use judged::{judged, needs_survey};
pub(crate) use verdict::asked_above;

#[derive(PartialEq, Properties)]
pub(super) struct AgreementProps {
    pub(super) scenario: Rc<Scenario>,
    /// Many runs of it; nothing while there are none.
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
    use_survey(&level, many.filter(|_| props.level.is_some()));
    let lines = judged(&level, many.map(|many| &**many));
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
    let asks_nothing = level == Level::default();
    html! {
        <section class="section agreement" aria-labelledby="agreement-head">
            <div class="section-head">
                <h2 id="agreement-head" tabindex="-1">{ words::agreement::SERVICE_LEVEL }</h2>
                <span class="section-note">{ note }</span>
            </div>
            <p class="agreement-sum" role="status">
                { if asks_nothing { words::agreement::NOTHING_ASKED.to_owned() } else { sum(&findings.collect::<Vec<_>>()) } }
            </p>
            <p class="agreement-find" hidden={asks_nothing}>{ to_settings(&props.scenario, &level) }</p>
            <ul>{ for rows }</ul>
        </section>
    }
}

/// Asks what goes on while replicas are down, where somebody asked for that, and the setting alone does not tell.
#[hook]
fn use_survey(level: &Level, many: Option<&Shared<Many>>) {
    let unasked = many.filter(|many| many.survey == Survey::Unasked && needs_survey(level, &many.scenario));
    use_effect_with(unasked.map(|many| many.on.clone()), |ask| {
        ask.iter().for_each(|ask| ask.emit(Ask::Survey));
    });
}

/// The way to settings that meet the same, for the same clients.
fn to_settings(scenario: &Rc<Scenario>, level: &Level) -> Html {
    let asked = Requirements::of_level(level).for_those_of((**scenario).clone());
    let is_all = level.answered.is_none() && level.up.is_none();
    let without = if is_all { String::new() } else { words::agreement::apart_from_what_is_not_looked_for() };
    html! {
        <>
            <a key="find" href={asked_fragment(&asked)} hidden={asked.parts().is_empty()}>{ words::agreement::FIND_SETTINGS }</a>
            <span key="without">{ without }</span>
        </>
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

fn statement(line: Line, level: Level, set: &Callback<Level>) -> Html {
    if line == Line::Region {
        let flip = set.reform(move |without_region: bool| Level { without_region, ..level });
        return toggle(line.sentence(), AttrValue::Static("agreement-head"), level.without_region, &flip);
    }
    sentence(line.sentence(), |place, _| {
        let Some(field) = line.fields().get(place).copied() else { return nothing() };
        number_field(NumberFieldProps {
            id: format!("agreement-{field:?}").to_lowercase().into(),
            quantity: field.quantity(),
            label: None,
            values: field.value(&level).into_iter().collect(),
            empty: Some(words::shared::ANY),
            problem: None,
            on_change: set.reform(move |values: Vec<f64>| field.put(level, values.first().copied())),
        })
    })
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
    let too_near = finding.met.is_none();
    match (&finding.found, term) {
        (Found::Share { share, between }, Term::Fresh { share: wanted, .. } | Term::Answered { share: wanted }) => {
            let between = span(*between, words::shared::TO);
            let (points, above) = points(*share - wanted);
            words::agreement::share(too_near, &percent(*share), (&points, above), &between)
        }
        (Found::Time { us, low_us, high_us }, Term::Reads { p99_ms } | Term::Writes { p99_ms }) => {
            let wanted_us = (p99_ms * 1_000.0).round() as u64;
            let [time, apart, low, high] = [*us, us.abs_diff(wanted_us), *low_us, *high_us].map(Duration::from_us);
            words::agreement::time(too_near, [time, apart], *us > wanted_us, [low, high])
        }
        (Found::Exactly { share }, Term::Available { share: wanted, .. }) => {
            let (points, above) = points(*share - wanted);
            words::agreement::exactly(&percent(*share), (&points, above))
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

/// A difference of shares, in hundredths, and whether it is one more.
fn points(difference: f64) -> (String, bool) {
    let points = percent(difference.abs());
    (points.trim_end_matches(['%', '\u{a0}']).to_owned(), difference >= 0.0)
}
