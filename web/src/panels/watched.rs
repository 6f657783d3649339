//! What an operator watches of this run: replication lag, conflicts, violations; response times by region and by
//! session; how stale each stale read was. Measured once the run has come to rest, never while a slider moves.

mod sheets;
mod tables;

use diagram::chart::{Along, Chart, LagRow, histogram, lag};
use history::ModelId;
use measure::Monitoring;
use yew::prelude::*;

use super::chart_files::Tools;
use super::numbers::{CHART_HEIGHT, CHART_WIDTH};
use crate::components::{Readable, nothing};
use crate::hooks::{Evaluated, Shared};
use crate::words;
use sheets::lag_sheet;
use tables::{stale_reads, times_by};

/// The width of the right column inside its padding, in px.
const WIDTH: f64 = 304.0;
/// So many names of violated models stand in a line; the ladder has them all.
const NAMED: usize = 4;

#[derive(PartialEq, Properties)]
pub(super) struct WatchedProps {
    pub(super) run: Option<Shared<Evaluated>>,
    /// Whether this run is of the scenario that is at rest.
    pub(super) settled: bool,
}

/// The section. While another scenario is on its way, what the one before showed keeps its place, dimmed.
#[component]
pub(super) fn Watched(props: &WatchedProps) -> Html {
    let kept = use_mut_ref(|| None::<Shared<Evaluated>>);
    if props.settled {
        kept.borrow_mut().clone_from(&props.run);
    }
    let shown = kept.borrow().clone();
    match shown {
        Some(run) => html! { <Sections {run} waiting={!props.settled} /> },
        None => nothing(),
    }
}

/// What is measured, and the chart of it.
struct Measured {
    watched: Monitoring,
    chart: Option<Shared<Chart>>,
    /// The histogram of the run's response times, which stands above.
    times: Shared<Chart>,
    violated: Vec<ModelId>,
}

impl Measured {
    fn of(run: &Evaluated) -> Self {
        let report = &run.report;
        let watched = pipeline::monitoring(&run.scenario, report);
        let chart = watched.lag.as_ref().map(|replicas| {
            let row = |one: &measure::ReplicaLag| LagRow {
                replica: one.replica.clone(),
                windows_us: one.windows_us.clone(),
                missing: one.missing,
            };
            let rows: Vec<LagRow> = replicas.iter().map(row).collect();
            Shared::new(lag(&rows, watched.window_us, report.trace.end.as_us(), WIDTH))
        });
        let (reads, writes) = (&report.summary.reads.sorted_us, &report.summary.writes.sorted_us);
        let scene = histogram(reads, writes, CHART_WIDTH, CHART_HEIGHT);
        let times = Chart { span: (0.0, scene.height), scene, readings: Vec::new(), along: Along::Across };
        let violated = report.judgement.0.iter().filter(|(_, verdict)| verdict.violation().is_some());
        Self { violated: violated.map(|(model, _)| *model).collect(), watched, chart, times: Shared::new(times) }
    }
}

#[derive(PartialEq, Properties)]
struct SectionsProps {
    run: Shared<Evaluated>,
    /// Whether this is of the scenario before.
    waiting: bool,
}

#[component]
fn Sections(props: &SectionsProps) -> Html {
    let SectionsProps { run, waiting } = props;
    let measured = use_memo(run.clone(), |run| Measured::of(run));
    let Measured { watched, chart, times, violated } = &*measured;
    let window = history::Duration::from_us(watched.window_us);
    html! {
        <section class="section watched" aria-labelledby="watched-head" aria-busy={waiting.to_string()}>
            <div class="section-head">
                <h2 id="watched-head">{ words::watched::WATCHED }</h2>
                <span class="section-note">{ words::shared::THIS_RUN }</span>
            </div>
            { keys(watched, violated) }
            <p class="section-foot" hidden={violated.is_empty()}>{ violations(violated) }</p>
            <div class="watched-lag">{ match (chart, &watched.lag) {
                (Some(chart), Some(lag)) => html! {
                    <div key="lag">
                        <div class="watched-lag-head">
                            <h3>{ words::watched::LAG }</h3>
                            <span class="section-note">{ words::watched::longest_in_each(window) }</span>
                        </div>
                        <Readable label={words::watched::LAG_CHART} chart={chart.clone()} />
                        <Tools chart={chart.clone()} sheet={lag_sheet(watched.window_us, run.report.trace.end.as_us(), lag)} />
                    </div>
                },
                _ => html! {
                    <p key="none" class="section-foot">
                        { words::watched::NOT_TOLD }
                    </p>
                },
            } }</div>
            { times_by(&watched.latencies, &run.report, times) }
            { stale_reads(&run.report) }
        </section>
    }
}

/// The trio, in figures.
fn keys(watched: &Monitoring, violated: &[ModelId]) -> Html {
    let worst = watched.lag.as_ref().and_then(|lag| lag.iter().map(|one| one.worst_us).max());
    let lag = match worst {
        None => "–".to_owned(),
        Some(0) => words::shared::NONE.to_owned(),
        Some(us) => history::Duration::from_us(us).to_string(),
    };
    let conflicts = watched
        .conflicts
        .as_ref()
        .map_or_else(|| "–".to_owned(), |conflicts| words::shared::of(conflicts.writes.len(), conflicts.stored));
    let keys = [
        (words::watched::WORST_LAG, lag),
        (words::watched::IN_CONFLICT, conflicts),
        (words::watched::MODELS_VIOLATED, words::shared::of(violated.len(), check::models().len())),
    ];
    html! {
        <dl class="keys">{ for keys.into_iter().map(|(name, figure)| html! {
            <div key={name}><dt>{ name }</dt><dd>{ figure }</dd></div>
        }) }</dl>
    }
}

/// The violated models by name, strongest first.
fn violations(violated: &[ModelId]) -> String {
    let names: Vec<&str> = violated.iter().take(NAMED).map(|model| model.name()).collect();
    match (names.as_slice(), violated.len().saturating_sub(NAMED)) {
        ([], _) => String::new(),
        (names, 0) => words::watched::violated(&names.join(", ")),
        (names, more) => words::watched::violated_and_more(&names.join(", "), more),
    }
}
