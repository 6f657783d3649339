//! The run in sentences beside its picture, in step with the cursor.

use diagram::transcript::{self, Entry};
use history::{Instant, ModelId};
use yew::prelude::*;

use crate::browser::list;
use crate::components::el;
use crate::hooks::{Evaluated, Shared};

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/transcript.css");

#[derive(PartialEq, Properties)]
pub(crate) struct TranscriptProps {
    pub(crate) run: Shared<Evaluated>,
    /// The model whose verdict is told.
    pub(crate) model: Option<ModelId>,
    pub(crate) cursor: Instant,
    pub(crate) on_cursor: Callback<Instant>,
}

/// A list of moments; the one at the cursor is marked and in sight, and a press on one goes there.
#[component]
pub(crate) fn Transcript(props: &TranscriptProps) -> Html {
    let TranscriptProps { run, model, cursor, on_cursor } = props;
    let entries = use_memo((run.clone(), *model), |(run, model)| Shared::new(entries(run, *model)));
    let entries = (*entries).clone();
    let place = use_node_ref();
    let current = entries.partition_point(|entry| entry.at <= *cursor).saturating_sub(1);
    // The list is long, and the mark moves with every frame: it is moved without drawing the list anew.
    use_effect_with((entries.clone(), current, place.clone()), |(_, current, place)| {
        if let Some(place) = place.cast::<web_sys::Element>() {
            list::mark(&place, "ol > li", *current);
        }
    });
    html! {
        <div class="transcript" id="transcript" role="region" aria-label="Transcript" tabindex="0" ref={place}>
            <style>{ STYLE }</style>
            <Entries {entries} {on_cursor} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct EntriesProps {
    entries: Shared<Vec<Entry>>,
    on_cursor: Callback<Instant>,
}

#[component]
fn Entries(props: &EntriesProps) -> Html {
    let row = |(index, entry): (usize, &Entry)| {
        let at = entry.at;
        let onclick = props.on_cursor.reform(move |_: Event| at);
        let class = if entry.wrong { "moment is-wrong" } else { "moment" };
        let button =
            el("button").class(class).set("type", "button").on(yew::virtual_dom::ListenerKind::onclick, onclick);
        let at = el("span").class("moment-at").text(entry.at.to_string());
        el("li").key(index).add(button.add(at).add(el("span").text(entry.words.clone()))).into()
    };
    el("ol").list(props.entries.iter().enumerate().map(row).collect()).into()
}

/// A run in sentences, with what a model says of it.
fn entries(run: &Evaluated, model: Option<ModelId>) -> Vec<Entry> {
    let verdict = model.and_then(|model| Some((model, run.report.judgement.get(model)?)));
    pipeline::transcript(&run.story, verdict)
}

/// What is said to whoever steps to a moment and does not see it.
pub(super) fn spoken(run: &Evaluated, model: Option<ModelId>, moment: Instant) -> String {
    transcript::spoken(&run.story, &entries(run, model), moment)
}
