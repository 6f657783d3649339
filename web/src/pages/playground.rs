//! The playground: controls, timeline, guarantees and numbers beside each other, or one at a time
//! on a narrow screen.

use std::rc::Rc;

use history::ModelId;
use yew::prelude::*;

use crate::hooks::{Evaluation, use_media};
use crate::panels::{Controls, Finding, Guarantees, Header, NoticeBar, Numbers, Tabs, Timeline};
use crate::store::{Action, Look, Panel, State};

/// Up to this width the columns are tabs.
pub(crate) const NARROW: &str = "(max-width: 1023.98px)";

#[derive(PartialEq, Properties)]
pub(crate) struct PageProps {
    pub(crate) state: Rc<State>,
    pub(crate) evaluation: Evaluation,
    pub(crate) on: Callback<Action>,
}

/// The playground.
#[component]
pub(crate) fn Playground(props: &PageProps) -> Html {
    let PageProps { state, evaluation, on } = props;
    let narrow = use_media(NARROW);
    let shown = |panel| !narrow || state.panel == panel;
    let run = evaluation.run.clone();
    let model = state.model.or(run.as_ref().and_then(|run| run.broken));
    let on_model = use_callback(on.clone(), |model: ModelId, on| on.emit(Action::Look(Look::Model(Some(model)))));
    let on_panel = use_callback(on.clone(), |panel: Panel, on| on.emit(Action::Look(Look::Panel(panel))));
    let healing = run.as_ref().filter(|_| !evaluation.busy).and_then(|run| run.healing);
    html! {
        <div class="page">
            <Header state={Rc::clone(state)} run={run.clone()} on={on.clone()} />
            <NoticeBar notice={state.notice.clone()} on={on.clone()} />
            <div class="columns">
                <div class="column column-controls" hidden={!shown(Panel::Controls)}>
                    <Controls scenario={Rc::clone(&state.scenario)} on={on.clone()} {healing}
                        problems={evaluation.problems.clone()} />
                </div>
                <main class="column column-main" aria-busy={evaluation.busy.to_string()}>
                    <Finding run={run.clone()} {model} busy={evaluation.busy} {healing} {narrow} on={on.clone()} />
                    <div class="stage" hidden={!shown(Panel::Timeline)}>
                        <Timeline run={run.clone()} state={Rc::clone(state)} {model} {narrow} on={on.clone()} />
                    </div>
                    <div class="stage-aside">
                        <div class="aside-part" hidden={!narrow || !shown(Panel::Guarantees)}>
                            { if narrow { html! {
                                <Guarantees run={run.clone()} {model} on_model={on_model.clone()} />
                            } } else { html! { <span hidden=true /> } } }
                        </div>
                        <div class="aside-part" hidden={!narrow || !shown(Panel::Numbers)}>
                            { if narrow { html! { <Numbers run={run.clone()} /> } } else { html! { <span hidden=true /> } } }
                        </div>
                    </div>
                </main>
                <aside class="column column-aside" aria-label="What this run shows" hidden={narrow}>
                    { if narrow { html! { <span hidden=true /> } } else { html! {
                        <div class="aside-both">
                            <Guarantees run={run.clone()} {model} {on_model} />
                            <Numbers {run} />
                        </div>
                    } } }
                </aside>
            </div>
            <Tabs panel={state.panel} {narrow} {on_panel} />
        </div>
    }
}
