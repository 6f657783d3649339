//! Answers between two of their costs, each point a link that opens it.

use diagram::chart::{Choice, Costs, pareto};
use diagram::number::coordinate;
use pipeline::decide::{Advice, Answer, Requirements};
use yew::prelude::*;

use super::answers::{fragment, name, share_of, time};
use super::beside::open_with;
use crate::components::{Select, picture};
use crate::hooks::{Shared, use_size};
use crate::store::Action;
use crate::words;

/// The look of its marks, which the first load has no use for.
const STYLE: &str = include_str!("../../style/tokens-beside.css");
/// Answers in the plot, beside those that none beats.
const MOST: usize = 120;
const HEIGHT: f64 = 320.0;

#[derive(PartialEq, Properties)]
pub(super) struct PlotProps {
    pub(super) advice: Shared<Advice>,
    pub(super) requirements: Shared<Requirements>,
    pub(super) on: Callback<Action>,
}

/// What can be plotted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Times,
    ReadStale,
    WriteStale,
}

impl View {
    const ALL: [(Self, &'static str, Costs); 3] = [
        (
            Self::Times,
            words::answers::WRITES_AND_READS,
            Costs {
                across: words::answers::WRITES_MS,
                up: words::answers::READS_MS,
                size: words::answers::MESSAGES_AXIS,
            },
        ),
        (
            Self::ReadStale,
            words::answers::READS_AND_STALE,
            Costs {
                across: words::answers::READS_MS,
                up: words::answers::STALE_PERCENT,
                size: words::answers::MESSAGES_AXIS,
            },
        ),
        (
            Self::WriteStale,
            words::answers::WRITES_AND_STALE,
            Costs {
                across: words::answers::WRITES_MS,
                up: words::answers::STALE_PERCENT,
                size: words::answers::MESSAGES_AXIS,
            },
        ),
    ];

    fn costs(self, answer: &Answer) -> [f64; 3] {
        let figures = &answer.figures;
        let (write, read, stale) = (figures.write_ms.value, figures.read_ms.value, 100.0 * (1.0 - figures.fresh.value));
        match self {
            Self::Times => [write, read, answer.messages],
            Self::ReadStale => [read, stale, answer.messages],
            Self::WriteStale => [write, stale, answer.messages],
        }
    }
}

/// The plot.
#[component]
pub(super) fn Plot(props: &PlotProps) -> Html {
    let PlotProps { advice, requirements, on } = props;
    let place = use_node_ref();
    let width = use_size(&place).map_or(640.0, |(width, _)| width);
    let chosen = use_state_eq(|| 0_usize);
    let (view, _, costs) = View::ALL[(*chosen).min(View::ALL.len() - 1)];
    let shown: Vec<(usize, &Answer)> =
        advice.answers.iter().enumerate().filter(|(rank, answer)| answer.front || *rank < MOST).collect();
    let choices: Vec<Choice> = shown
        .iter()
        .map(|(rank, answer)| {
            let candidate = &advice.candidates[answer.candidate];
            let short = (rank + 1).to_string();
            let name = format!("{short} {} N={}", candidate.protocol.name, candidate.scenario.cluster.n);
            Choice { costs: view.costs(answer), name, short, best: answer.front }
        })
        .collect();
    let (scene, areas) = pareto(&choices, costs, width, HEIGHT);
    let points = shown.iter().zip(&areas).map(|((rank, answer), area)| {
        let candidate = &advice.candidates[answer.candidate];
        let figures = &answer.figures;
        let words = words::answers::point(
            rank + 1,
            &name(candidate),
            &candidate.sizes(),
            &time(figures.write_ms, figures.times),
            &time(figures.read_ms, figures.times),
            &share_of(figures.fresh, figures.freshness),
            &history::decimal::fixed(answer.messages, 1),
        );
        let style = format!(
            "left:{}px;top:{}px;width:{}px;height:{}px",
            coordinate(area.x), coordinate(area.y), coordinate(area.width), coordinate(area.height)
        );
        // The others stand in the list; whoever walks by keyboard need not pass all of them here too.
        let tab = if answer.front { "0" } else { "-1" };
        html! {
            <li key={answer.candidate}><a class="point" {style} href={fragment(candidate, requirements)} title={words.clone()} aria-label={words}
                tabindex={tab} onclick={open_with(on, None)}></a></li>
        }
    });
    let select = Select {
        id: "plot-view".into(),
        name: None,
        described_by: None,
        choices: View::ALL.iter().map(|(_, name, _)| AttrValue::Static(name)).collect(),
        taken: Some(*chosen),
        on_change: Callback::from({
            let setter = chosen.setter();
            move |taken| setter.set(taken)
        }),
    };
    html! {
        <section class="plot" aria-label={words::answers::PLOT}>
            <style>{ STYLE }</style>
            <div class="plot-head">
                <p class="section-note">{ words::answers::PLOT_TOLD }</p>
                <div class="table-filter"><label for="plot-view">{ words::answers::PLOT }</label>{ select.view() }</div>
            </div>
            <div class="plot-place" ref={place}>
                { picture(&scene) }
                <ul class="points" aria-label={words::answers::SETTINGS}>{ for points }</ul>
            </div>
        </section>
    }
}
