//! The run in sentences beside its picture, in step with the cursor.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::transcript::{self, Entry};
use history::{Clock, Instant, ModelId};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use crate::browser::list;
use crate::components::el;
use crate::hooks::{Evaluated, Shared};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/transcript.css");

/// Moments in the list at a time: a long run has more than a page can hold.
const SHOWN: usize = 900;
/// The list begins at a multiple of so many.
const STRIDE: usize = 300;

/// The sentences of the run on show, made when somebody first asks for them.
#[derive(Default, PartialEq)]
pub(crate) struct Sentences(Option<Told>);

/// The sentences of one run, with what a model says of it.
#[derive(PartialEq)]
struct Told {
    run: Shared<Evaluated>,
    model: Option<ModelId>,
    entries: Shared<Vec<Entry>>,
}

impl Sentences {
    /// The sentences of a run, with what a model says of it.
    fn of(&mut self, run: &Shared<Evaluated>, model: Option<ModelId>) -> Shared<Vec<Entry>> {
        match &self.0 {
            Some(told) if told.run == *run && told.model == model => told.entries.clone(),
            _ => {
                let verdict = model.and_then(|model| Some((model, run.report.judgement.get(model)?)));
                let entries = Shared::new(pipeline::transcript(&run.story, verdict));
                self.0 = Some(Told { run: run.clone(), model, entries: entries.clone() });
                entries
            }
        }
    }

    /// What is said to whoever steps to a moment and does not see it.
    pub(super) fn spoken(&mut self, run: &Shared<Evaluated>, model: Option<ModelId>, moment: Instant) -> String {
        transcript::spoken(&run.story, &self.of(run, model), moment)
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct TranscriptProps {
    pub(crate) run: Shared<Evaluated>,
    /// The model whose verdict is told.
    pub(crate) model: Option<ModelId>,
    pub(crate) cursor: Instant,
    pub(crate) sentences: Rc<RefCell<Sentences>>,
    pub(crate) on_cursor: Callback<Instant>,
}

/// A list of moments; the one at the cursor is marked and in sight, and a press on one goes there.
#[component]
pub(crate) fn Transcript(props: &TranscriptProps) -> Html {
    let TranscriptProps { run, model, cursor, sentences, on_cursor } = props;
    let entries = sentences.borrow_mut().of(run, *model);
    let place = use_node_ref();
    let current = entries.partition_point(|entry| entry.at <= *cursor).saturating_sub(1);
    let from = (current / STRIDE).saturating_sub(1) * STRIDE;
    // The list is long, and the mark moves with every frame: it is moved without drawing the list anew.
    use_effect_with((entries.clone(), current - from, place.clone()), |(_, current, place)| {
        if let Some(place) = place.cast::<web_sys::Element>() {
            list::mark(&place, "ol > li", *current);
        }
    });
    html! {
        <div class="transcript" id="transcript" role="region" aria-label={words::transcript::TRANSCRIPT} tabindex="0" ref={place}>
            <style>{ STYLE }</style>
            <Entries {entries} clock={run.story.clock} {from} {on_cursor} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct EntriesProps {
    entries: Shared<Vec<Entry>>,
    /// What its moments are.
    clock: Clock,
    /// The first that is shown.
    from: usize,
    on_cursor: Callback<Instant>,
}

#[component]
fn Entries(props: &EntriesProps) -> Html {
    let EntriesProps { entries, clock, from, on_cursor } = props;
    let row = |(index, entry): (usize, &Entry)| {
        let at = entry.at;
        let onclick = on_cursor.reform(move |_: Event| at);
        let class = if entry.wrong { "moment is-wrong" } else { "moment" };
        let button = el("button").class(class).set("type", "button").on(ListenerKind::onclick, onclick);
        let at = el("span").class("moment-at").text(clock.moment(entry.at));
        el("li").key(index).add(button.add(at).add(el("span").text(entry.words.clone()))).into()
    };
    let shown = entries.iter().enumerate().skip(*from).take(SHOWN);
    let (first, last, all) = (from + 1, (from + SHOWN).min(entries.len()), entries.len());
    let part = (all > SHOWN).then(|| words::transcript::part(first, last, all));
    html! {
        <div>
            <p class="moments-part" hidden={part.is_none()}>{ part.unwrap_or_default() }</p>
            { Html::from(el("ol").with("start", first.to_string()).list(shown.map(row).collect())) }
        </div>
    }
}
