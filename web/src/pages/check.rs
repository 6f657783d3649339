//! Bring a history: one that was recorded elsewhere is judged and drawn here, and goes nowhere.

use std::rc::Rc;

use check::Verdict;
use gloo::timers::callback::Timeout;
use history::ModelId;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlTextAreaElement};
use yew::prelude::*;

use super::brought::{Brought, EXAMPLES, read, sentence};
use super::playground::NARROW;
use crate::browser::{address, clipboard, file};
use crate::components::{Mark, verdict_mark};
use crate::hooks::use_media;
use crate::panels::{Column, Timeline, application, guarantees};
use crate::store::{Action, State};
use crate::words;

/// A text up to this length is judged while it is written.
const AT_ONCE_BYTES: usize = 20_000;
/// How long a text rests before it is judged, in ms.
const REST_MS: u32 = 250;

/// The whole page.
#[component]
pub(crate) fn Check() -> Html {
    let brought = use_memo((), |()| first_text());
    let text = use_state(|| brought.0.clone());
    let resting = use_state_eq(|| (*text).clone());
    let judged = use_memo((*resting).clone(), |text| read(text));
    let chosen = use_state_eq(|| None::<ModelId>);
    let shared = use_state_eq(|| brought.1.clone());
    use_rest(&text, &resting);
    let take = {
        let (text, chosen, shared) = (text.setter(), chosen.setter(), shared.setter());
        Callback::from(move |new: String| {
            text.set(new);
            chosen.set(None);
            shared.set(AttrValue::default());
        })
    };
    let judge = {
        let (text, resting) = (text.clone(), resting.setter());
        Callback::from(move |_: MouseEvent| resting.set((*text).clone()))
    };
    let share = {
        let (text, shared) = (text.clone(), shared.setter());
        Callback::from(move |_: MouseEvent| share_text(&text, shared.clone()))
    };
    let on_model = use_callback(chosen.setter(), |model: ModelId, chosen| chosen.set(Some(model)));
    let model = (*chosen).or_else(|| judged.strongest_broken());
    let by_hand = text.len() > AT_ONCE_BYTES;
    let columns = [
        rail(&text, &take, &judge, by_hand, &share, (*shared).clone()),
        html! { <BroughtRun key="run" judged={Rc::clone(&judged)} {model} /> },
        html! {
            <div key="aside" class="column column-aside">
                { guarantees(judged.run(), model, &on_model, &Column { about: Some(words::check::THIS_HISTORY), ..Column::default() }) }
                { application(judged.run().and_then(|run| run.report.application.as_ref())) }
            </div>
        },
    ];
    html! { <div class="columns system-page check-page">{ for columns }</div> }
}

/// What the address brings, or the first example, with what is to be said of it.
fn first_text() -> (String, AttrValue) {
    let fragment = address::fragment();
    let (_, tail) = share::split_fragment(&fragment);
    let example = || EXAMPLES.first().map(|(_, text)| (*text).to_owned()).unwrap_or_default();
    match share::read_text(tail) {
        Ok(text) => (text, AttrValue::default()),
        Err(_) if tail.is_empty() => (example(), AttrValue::default()),
        Err(error) => (example(), words::check::example_instead(&error).into()),
    }
}

/// What is judged follows what is written once that rests; a long text only when asked.
#[hook]
fn use_rest(text: &UseStateHandle<String>, resting: &UseStateHandle<String>) {
    let resting = resting.setter();
    use_effect_with(text.clone(), move |text| {
        let text = text.clone();
        let waiting =
            (text.len() <= AT_ONCE_BYTES).then(|| Timeout::new(REST_MS, move || resting.set((*text).clone())));
        move || drop(waiting)
    });
}

/// Puts the history into the address, and the address on the clipboard.
fn share_text(text: &str, told: UseStateSetter<AttrValue>) {
    let Ok(packed) = share::write_text(text) else {
        return told.set(words::check::TOO_LONG.into());
    };
    let fragment = share::join_fragment("/check", &packed);
    address::replace_fragment(&fragment);
    let whole = address::with_fragment(&fragment);
    wasm_bindgen_futures::spawn_local(async move {
        let copied = clipboard::copy(whole).await;
        told.set(if copied { words::check::LINK_COPIED } else { words::check::LINK_IN_ADDRESS }.into());
    });
}

/// Where a history comes in.
fn rail(
    text: &str,
    take: &Callback<String>,
    judge: &Callback<MouseEvent>,
    by_hand: bool,
    share: &Callback<MouseEvent>,
    shared: AttrValue,
) -> Html {
    let oninput = take.reform(|event: InputEvent| {
        event
            .target()
            .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
            .map(|area| area.value())
            .unwrap_or_default()
    });
    let bring = {
        let take = take.clone();
        Callback::from(move |holder: wasm_bindgen::JsValue| {
            let (Some(file), take) = (file::first_of(&holder), take.clone()) else { return };
            wasm_bindgen_futures::spawn_local(async move {
                if let Some(text) = file::text_of(file).await {
                    take.emit(text);
                }
            });
        })
    };
    let onchange = bring.reform(|event: Event| event.target().map(Into::into).unwrap_or_default());
    let ondrop = bring.reform(|event: DragEvent| {
        event.prevent_default();
        event.into()
    });
    let examples = EXAMPLES.iter().map(|(name, example)| {
        let onclick = take.reform(|_: MouseEvent| (*example).to_owned());
        html! { <li key={*name}><button type="button" class="example" {onclick}>{ *name }</button></li> }
    });
    html! {
        <div key="rail" class="column column-controls rail">
            <section class="section">
                <h1>{ words::check::BRING }</h1>
                <p class="rail-lead">{ words::check::PASTE }</p>
                <div class="bring" {ondrop} ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
                    <label for="history" class="visually-hidden">{ words::check::HISTORY }</label>
                    <textarea id="history" spellcheck="false" autocomplete="off" value={text.to_owned()} {oninput} />
                </div>
                <div class="bring-tools">
                    <label class="button bring-file">{ words::shared::OPEN_A_FILE }<input type="file" class="visually-hidden" {onchange} /></label>
                    <button type="button" class="button" hidden={!by_hand} onclick={judge.clone()}>{ words::check::JUDGE }</button>
                    <button type="button" class="button" onclick={share.clone()}>{ words::check::COPY_LINK }</button>
                    <span class="section-note" role="status">{ shared }</span>
                </div>
            </section>
            <section class="section">
                <div class="section-head"><h2>{ words::shared::EXAMPLES }</h2></div>
                <ul class="examples">{ for examples }</ul>
            </section>
            <section class="section">
                <div class="section-head"><h2>{ words::check::CAN_BE_READ }</h2></div>
                <pre class="notation">{ NOTATION }</pre>
                <p class="rail-lead">{ words::check::OTHER_FORMS }<code>{ "ops" }</code>{ "." }</p>
            </section>
        </div>
    }
}

/// The text notation by example.
const NOTATION: &str = "A w(x,1) 0..100\nB r(x)=1 10..20\nC r(x)=nil 30..40\nA w(x,2) 120..\nB w(x,3) 50..60 fail";

#[derive(PartialEq, Properties)]
struct BroughtRunProps {
    judged: Rc<Brought>,
    /// The model whose verdict is told.
    model: Option<ModelId>,
}

/// The verdict as a sentence, and the history as it was.
#[component]
fn BroughtRun(props: &BroughtRunProps) -> Html {
    let BroughtRunProps { judged, model } = props;
    let narrow = use_media(NARROW);
    let state = use_reducer(|| State::open(""));
    let on = use_callback(state.dispatcher(), |action: Action, dispatcher| {
        if matches!(action, Action::Look(_)) {
            dispatcher.dispatch(action);
        }
    });
    let (mark, lead, words, second) = match &**judged {
        Brought::Wrong(problems) => {
            let more = problems.iter().skip(1).take(8).cloned().collect::<Vec<_>>().join("\n");
            (
                Mark::Unknown,
                words::check::CANNOT_BE_READ.to_owned(),
                problems.first().cloned().unwrap_or_default(),
                more,
            )
        }
        Brought::Run(run) => sentence(run, *model),
    };
    let run = judged.run().cloned();
    let lead_class = if mark == Mark::Violated { "finding-lead" } else { "finding-kept" };
    html! {
        <div class="column column-main">
            <div class="run-place"><div class="run">
                <div class="finding">
                    { verdict_mark(mark) }
                    <div class="finding-words">
                        <p class="finding-sentence" id="finding" aria-live="polite"><strong key="lead" class={lead_class}>{ lead }</strong><span key="words">{ for with_discs(&words) }</span></p>
                        <p class="finding-second is-lines" hidden={second.is_empty()}>{ second }</p>
                    </div>
                </div>
                <Timeline {run} state={Rc::new((*state).clone())} model={*model} {narrow} fixed=true {on} />
            </div></div>
        </div>
    }
}

/// A sentence in which the numbers of operations stand in discs, as they do in the picture.
fn with_discs(sentence: &str) -> Vec<Html> {
    let number = |sign: char| (1..=20).find(|number| check::circled(*number) == sign);
    let mut pieces = Vec::new();
    for (index, part) in sentence.split_inclusive(|sign| number(sign).is_some()).enumerate() {
        let found = part.chars().next_back().and_then(number);
        let plain = part.trim_end_matches(|sign| found.is_some() && number(sign).is_some());
        pieces.push(html! { <span key={index}>{ plain.to_owned() }</span> });
        if let Some(number) = found {
            pieces.push(html! { <span key={format!("{index}-disc")} class="disc">{ number }</span> });
        }
    }
    pieces
}

impl Brought {
    /// The strongest model that the history breaks.
    fn strongest_broken(&self) -> Option<ModelId> {
        let judgement = &self.run()?.report.judgement.0;
        judgement.iter().find(|(_, verdict)| matches!(verdict, Verdict::Violated(_))).map(|(model, _)| *model)
    }
}
