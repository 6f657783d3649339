//! The playground: controls, timeline, guarantees and numbers beside each other, or one at a time
//! on a narrow screen.

use std::rc::Rc;

use history::ModelId;
use yew::prelude::*;

use crate::hooks::{Evaluation, Pair, Shared, use_many, use_media};
use crate::panels::{
    Controls, Finding, Header, Numbers, Timeline, application, changed, column, compared, finding, guarantees,
    notice_bar, tabs, times,
};
use crate::store::{Action, Look, Panel, State};

/// Up to this width the columns are tabs; on paper, which nobody taps, they never are.
pub(crate) const NARROW: &str = "screen and (max-width: 1023.98px)";

#[derive(PartialEq, Properties)]
pub(crate) struct PageProps {
    pub(crate) state: Rc<State>,
    pub(crate) evaluation: Evaluation,
    /// The run with the one that is pinned beside it.
    pub(crate) pair: Option<Shared<Pair>>,
    pub(crate) on: Callback<Action>,
}

impl PageProps {
    /// The model on show: the one that was chosen, else the strongest that this run breaks, or the pinned one.
    pub(crate) fn model(&self) -> Option<ModelId> {
        let broken = self.evaluation.run.as_ref().and_then(|run| run.broken);
        self.state.model.or(broken).or(self.pair.as_ref().and_then(|pair| pair.a.broken))
    }
}

/// The playground.
#[component]
pub(crate) fn Playground(props: &PageProps) -> Html {
    let PageProps { state, evaluation, pair, on } = props;
    let narrow = use_media(NARROW);
    let shown = |panel| !narrow || state.panel == panel;
    let run = evaluation.run.clone();
    let model = props.model();
    let on_model = use_callback(on.clone(), |model: ModelId, on| on.emit(Action::Look(Look::Model(Some(model)))));
    let on_panel = use_callback(on.clone(), |panel: Panel, on| on.emit(Action::Look(Look::Panel(panel))));
    let healing = run.as_ref().filter(|_| !evaluation.busy).and_then(|run| run.healing);
    let many = use_many(&state.scenario);
    let column = many.as_ref().map(|many| column(many, &state.scenario, run.as_ref(), model, on)).unwrap_or_default();
    let column = match pair {
        Some(pair) => compared(pair, column),
        None => column,
    };
    let pair_told = |told: &dyn Fn(&Pair) -> Html| pair.as_ref().map(|pair| told(pair)).unwrap_or_default();
    // The right column and the tabs of a narrow screen never stand on the page together.
    let ladder = |there: bool| match there {
        true => html! {
            <div>
                <div class="compare-place">{ pair_told(&|pair| changed(pair, on)) }</div>
                { guarantees(run.as_ref(), model, &on_model, &column) }
                { Html::from(application(run.as_ref().and_then(|run| run.report.application.as_ref()))) }
            </div>
        },
        false => html! { <section></section> },
    };
    let numbers = |there: bool| match there {
        true => html! {
            <div>
                <div class="compare-place">{ pair_told(&times) }</div>
                <Numbers run={run.clone()} />
                { column.numbers.clone() }
            </div>
        },
        false => html! { <section></section> },
    };
    html! {
        <div class="page">
            <Header state={Rc::clone(state)} run={run.clone()} on={on.clone()} />
            { notice_bar(state.notice.as_ref(), on) }
            <div class="columns">
                <div class="column column-controls" hidden={!shown(Panel::Controls)}>
                    <Controls scenario={Rc::clone(&state.scenario)} on={on.clone()} {healing}
                        problems={evaluation.problems.clone()} />
                </div>
                <main class="column column-main" aria-busy={evaluation.busy.to_string()}>
                    { finding(&Finding {
                        run: run.as_ref(), model, busy: evaluation.busy, healing, kept: state.kept, seeks: true, narrow, on
                    }) }
                    <div class="stage" hidden={!shown(Panel::Timeline)}>
                        <Timeline run={run.clone()} state={Rc::clone(state)} {model} {narrow} pair={pair.clone()}
                            on={on.clone()} />
                    </div>
                    <div class="stage-aside">
                        <div class="aside-part" hidden={!narrow || !shown(Panel::Guarantees)}>{ ladder(narrow) }</div>
                        <div class="aside-part" hidden={!narrow || !shown(Panel::Numbers)}>{ numbers(narrow) }</div>
                    </div>
                </main>
                <aside class="column column-aside" aria-label="What this run shows" hidden={narrow}>
                    <div class="aside-both">{ ladder(!narrow) }{ numbers(!narrow) }</div>
                </aside>
            </div>
            { tabs(state.panel, narrow, &on_panel) }
        </div>
    }
}
