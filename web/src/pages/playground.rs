//! The playground: controls, timeline, guarantees and numbers beside each other, or one at a time
//! on a narrow screen.

use std::rc::Rc;

use history::ModelId;
use yew::prelude::*;

use crate::components::{Element, el};
use crate::hooks::{Evaluation, Pair, Shared, use_many, use_media};
use crate::panels::{
    Controls, Finding, Header, Numbers, Timeline, application, asked_above, changed, column, compared, finding,
    guarantees, notice_bar, tabs, times,
};
use crate::store::{Action, Look, Panel, State};
use crate::words;

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
    let column = many.as_ref().map(|many| column(many, state, run.as_ref(), model, on)).unwrap_or_default();
    let column = match pair {
        Some(pair) => compared(pair, column),
        None => column,
    };
    let pair_told = |told: &dyn Fn(&Pair) -> Html| pair.as_ref().map(|pair| told(pair)).unwrap_or_default();
    // The right column and the tabs of a narrow screen never stand on the page together.
    let ladder = |there: bool| match there {
        true => el("div")
            .add(el("div").class("compare-place").child(pair_told(&|pair| changed(pair, on))))
            .child(guarantees(run.as_ref(), model, &on_model, &column))
            .child(application(run.as_ref().and_then(|run| run.report.application.as_ref())).into()),
        false => el("section"),
    };
    let numbers = |there: bool| match there {
        true => el("div")
            .add(el("div").class("compare-place").child(pair_told(&times)))
            .child(html! { <Numbers run={run.clone()} /> })
            .child(column.numbers.clone()),
        false => el("section"),
    };
    let kept = state.kept;
    let found = Finding { run: run.as_ref(), model, busy: evaluation.busy, healing, kept, seeks: true, narrow, on };
    let found = match &state.level {
        Some(level) => asked_above(level, many.as_deref(), state, on, finding(&found)),
        None => finding(&found),
    };
    let part = |panel, body: Element| el("div").class("aside-part").hidden(!narrow || !shown(panel)).add(body);
    let controls = html! {
        <Controls scenario={Rc::clone(&state.scenario)} on={on.clone()} {healing} problems={evaluation.problems.clone()} />
    };
    let timeline = html! {
        <Timeline run={run.clone()} state={Rc::clone(state)} {model} {narrow} pair={pair.clone()} on={on.clone()} />
    };
    let main = el("main")
        .class("column column-main")
        .set("aria-busy", if evaluation.busy { "true" } else { "false" })
        .child(found)
        .add(el("div").class("stage").hidden(!shown(Panel::Timeline)).child(timeline))
        .add(
            el("div")
                .class("stage-aside")
                .add(part(Panel::Guarantees, ladder(narrow)))
                .add(part(Panel::Numbers, numbers(narrow))),
        );
    let aside = el("aside")
        .class("column column-aside")
        .set("aria-label", words::pages::THIS_RUN_SHOWS)
        .hidden(narrow)
        .add(el("div").class("aside-both").add(ladder(!narrow)).add(numbers(!narrow)));
    let controls = el("div").class("column column-controls").hidden(!shown(Panel::Controls)).child(controls);
    el("div")
        .class("page")
        .child(html! { <Header state={Rc::clone(state)} run={run.filter(|run| !run.judging)} on={on.clone()} /> })
        .child(notice_bar(state.notice.as_ref(), on))
        .add(el("div").class("columns").add(controls).add(main).add(aside))
        .child(tabs(state.panel, narrow, &on_panel))
        .into()
}
