//! A run that is only looked at: its sentence and its timeline, judged and drawn here.

use history::ModelId;
use yew::prelude::*;

use crate::browser::media;
use crate::hooks::use_evaluation;
use crate::panels::{Finding, Timeline, finding};
use crate::store::{Action, State};

#[derive(PartialEq, Properties)]
pub(crate) struct RunProps {
    /// The fragment that opens it in the playground.
    pub(crate) fragment: AttrValue,
    /// The model whose verdict is told.
    pub(crate) model: ModelId,
    pub(crate) narrow: bool,
}

/// A run with its verdict. What is looked at stays with it; nothing of the run changes.
#[component]
pub(crate) fn Run(props: &RunProps) -> Html {
    let RunProps { fragment, model, narrow } = props;
    let state = use_reducer(|| State::open(fragment));
    let evaluation = use_evaluation(&state.scenario);
    let on = use_callback(state.dispatcher(), |action: Action, dispatcher| {
        if matches!(action, Action::Look(_)) {
            dispatcher.dispatch(action);
        }
    });
    let run = evaluation.run.clone();
    let digest = run.as_ref().filter(|_| !evaluation.busy).map(|run| run.report.digest.to_string());
    use_effect_with(digest, |digest| {
        media::set_root_attribute("data-digest", digest.as_deref());
        || media::set_root_attribute("data-digest", None)
    });
    let sentence = finding(&Finding {
        run: run.as_ref(),
        model: Some(*model),
        busy: evaluation.busy,
        healing: None,
        kept: None,
        seeks: false,
        narrow: *narrow,
        on: &on,
    });
    html! {
        <div class="run" aria-busy={evaluation.busy.to_string()}>
            { sentence }
            <Timeline {run} state={std::rc::Rc::new((*state).clone())} model={Some(*model)} narrow={*narrow} fixed=true {on} />
        </div>
    }
}
