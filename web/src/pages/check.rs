//! Bring a history: one that was recorded elsewhere is judged and drawn here, and goes nowhere.

mod rail;
mod shown;
mod text;

use std::rc::Rc;

use check::Verdict;
use history::ModelId;
use yew::prelude::*;

use super::brought::{Brought, read};
use crate::panels::{Column, RecordFiles, RecordFilesProps, application, guarantees};
use crate::store::{Action, State, Theme};
use crate::words;
use rail::rail;
use shown::BroughtRun;
use text::use_text;

#[derive(PartialEq, Properties)]
pub(crate) struct CheckProps {
    /// The colours that were chosen, which saved pictures have too.
    pub(crate) theme: Theme,
}

/// The whole page.
#[component]
pub(crate) fn Check(props: &CheckProps) -> Html {
    let written = use_text();
    let judged = use_memo(written.resting.clone(), |text| read(text));
    // A model is chosen for one history.
    let chosen = use_state_eq(|| None::<(AttrValue, ModelId)>);
    let state = use_reducer(|| State::open(""));
    let on =
        use_callback((state.dispatcher(), written.carry.clone()), |action: Action, (dispatcher, carry)| match action {
            Action::Look(_) => dispatcher.dispatch(action),
            Action::Carry(carried) => carry.emit(Some(carried)),
            Action::Settle => carry.emit(None),
            _ => {}
        });
    let on_model = use_callback((chosen.setter(), written.resting.clone()), |model: ModelId, (chosen, text)| {
        chosen.set(Some((text.clone(), model)))
    });
    let of_this = chosen.as_ref().filter(|(text, _)| *text == written.resting).map(|(_, model)| *model);
    let model = of_this.or_else(|| judged.strongest_broken());
    let columns = [
        rail(&written, taken(&judged, model, &state, props.theme)),
        html! { <BroughtRun key="run" judged={Rc::clone(&judged)} {model} state={Rc::new((*state).clone())} {on} /> },
        html! {
            <div key="aside" class="column column-aside">
                { guarantees(judged.run(), model, &on_model, &Column { about: Some(words::check::THIS_HISTORY), ..Column::default() }) }
                { application(judged.run().and_then(|run| run.report.application.as_ref())) }
            </div>
        },
    ];
    html! { <div class="columns system-page check-page">{ for columns }</div> }
}

/// What can be taken along of a history that could be read.
fn taken(judged: &Brought, model: Option<ModelId>, state: &State, theme: Theme) -> Html {
    let orientation = state.orientation;
    let files = judged.run().cloned().map(|run| {
        let files = RecordFilesProps { run, model, orientation, theme };
        html! { <RecordFiles ..files /> }
    });
    html! {
        <section class="section" hidden={files.is_none()}>
            <div class="section-head"><h2>{ words::check::TAKE_ALONG }</h2></div>
            <div>{ files.unwrap_or_default() }</div>
        </section>
    }
}

impl Brought {
    /// The strongest model that the history breaks.
    fn strongest_broken(&self) -> Option<ModelId> {
        let judgement = &self.run()?.report.judgement.0;
        judgement.iter().find(|(_, verdict)| matches!(verdict, Verdict::Violated(_))).map(|(model, _)| *model)
    }
}
