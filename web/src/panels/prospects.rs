//! What the mathematics says of the settings, beside what many runs show: how long operations take, and
//! how likely a read is to be stale.

mod seen;
mod sheets;
mod tables;

use diagram::chart::{Cdf, Chart, Freshness, Taken, cdf, staleness};
use pipeline::Prospect;
use theory::Method;
use yew::prelude::*;

use super::chart_files::Tools;
use crate::components::{Readable, nothing};
use crate::hooks::{Many, Progress, Shared};
use crate::words;
use seen::Seen;
use sheets::{freshness, times};
use tables::{facts, visible};

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/prospects.css");
/// The room of the charts in the right column, in px.
const WIDTH: f64 = 304.0;
const HEIGHT: f64 = 164.0;
/// Of 90, 99, 99.9 and 99.99 %, the one that is marked at first.
const MARKED: usize = 2;

#[derive(PartialEq, Properties)]
pub(super) struct ProspectsProps {
    /// Many runs of the present scenario, with what the mathematics says; nothing while there are none.
    pub(super) many: Option<Shared<Many>>,
}

/// Both sections. While another scenario is at rest they keep their places, dimmed; a strategy that has no
/// quorums has neither.
#[component]
pub(super) fn Prospects(props: &ProspectsProps) -> Html {
    let kept = use_mut_ref(|| None::<Shared<Many>>);
    let now = props.many.as_ref();
    let is_known = now.is_some_and(|many| many.prospect.is_some());
    let is_over = now.is_some_and(|many| many.progress != Progress::Running);
    if is_known || is_over {
        *kept.borrow_mut() = now.cloned();
    }
    let shown = kept.borrow().as_ref().and_then(|many| Some((many.clone(), many.prospect.clone()?)));
    match shown {
        Some((many, prospect)) => html! { <Sections {many} {prospect} waiting={!is_known} /> },
        None => nothing(),
    }
}

#[derive(PartialEq, Properties)]
struct SectionsProps {
    many: Shared<Many>,
    prospect: Shared<Prospect>,
    /// Whether this is of the scenario before.
    waiting: bool,
}

#[component]
fn Sections(props: &SectionsProps) -> Html {
    let SectionsProps { many, prospect, waiting } = props;
    let level = use_state_eq(|| MARKED);
    let seen = use_memo((many.clone(), prospect.clone()), |(many, prospect)| Seen::of(&many.series, prospect));
    let charts = use_memo((many.clone(), prospect.clone(), *level), |(_, prospect, level)| {
        (Shared::new(times_chart(prospect, &seen)), Shared::new(fresh_chart(prospect, &seen, *level)))
    });
    let on_level = {
        let level = level.setter();
        Callback::from(move |chosen| level.set(chosen))
    };
    let method = match prospect.method {
        Method::Exact => words::numbers::EXACT,
        Method::MonteCarlo => words::numbers::DRAWN,
    };
    let assumptions =
        prospect.assumptions.iter().map(|sentence| html! { <li key={sentence.clone()}>{ sentence.clone() }</li> });
    html! {
        <div class="prospects" aria-busy={waiting.to_string()}>
            <style>{ STYLE }</style>
            <section class="section" aria-labelledby="expected-head">
                <div class="section-head">
                    <h2 id="expected-head">{ words::numbers::EXPECTED }</h2>
                    <span class="section-note">{ words::numbers::theory(method) }</span>
                </div>
                <Readable label={words::numbers::EXPECTED_CHART} chart={charts.0.clone()} />
                <Tools chart={charts.0.clone()} sheet={times(prospect, &seen)} />
            </section>
            <section class="section" aria-labelledby="staleness-head">
                <div class="section-head">
                    <h2 id="staleness-head">{ words::numbers::FRESH_READS }</h2>
                    <span class="section-note">{ words::numbers::fresh_by_time(method) }</span>
                </div>
                <Readable label={words::numbers::FRESH_CHART} chart={charts.1.clone()} />
                { visible(prospect, *level, &on_level) }
                { facts(prospect) }
                <Tools chart={charts.1.clone()} sheet={freshness(prospect, &seen)} />
                <div hidden={prospect.assumptions.is_empty()}>
                    <h3>{ words::numbers::WHERE_RUNS_DIFFER }</h3>
                    <ul class="assumptions">{ for assumptions }</ul>
                </div>
                <p class="section-foot"><a href="#/published">{ words::numbers::HELD_AGAINST }</a></p>
            </section>
        </div>
    }
}

fn times_chart(prospect: &Prospect, seen: &Seen) -> Chart {
    let [reads, writes] = [(&prospect.reads, &seen.reads), (&prospect.writes, &seen.writes)]
        .map(|(expected, seen)| Taken { expected: &expected.curve, seen: &seen.steps, count: seen.count });
    let drawn = prospect.method == Method::MonteCarlo;
    cdf(&Cdf { reads, writes, drawn, runs: seen.runs }, WIDTH, HEIGHT)
}

fn fresh_chart(prospect: &Prospect, seen: &Seen, level: usize) -> Chart {
    let drawn = (prospect.method == Method::MonteCarlo).then_some(prospect.error);
    let mark = prospect.t_visibility.get(level).copied();
    staleness(&Freshness { expected: &prospect.p_consistent, drawn, seen: &seen.points, mark }, WIDTH, HEIGHT)
}
