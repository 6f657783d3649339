//! Where a history comes in: by hand, from a file, or as an example.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlTextAreaElement};
use yew::prelude::*;

use super::super::brought::EXAMPLES;
use super::text::{Deed, Written};
use crate::browser::{file, focus};
use crate::words;

/// The text notation by example.
const NOTATION: &str = "A w(x,1) 0..100\nB r(x)=1 10..20\nC r(x)=nil 30..40\nA w(x,2) 120..\nB w(x,3) 50..60 fail";

/// The rail; `taken` is what can be taken along.
pub(super) fn rail(written: &Written, taken: Html) -> Html {
    let desk = &written.desk;
    let examples = EXAMPLES.iter().map(|(name, example)| {
        let desk = desk.dispatcher();
        let onclick = move |_: MouseEvent| desk.dispatch(Deed::Replace((*example).to_owned()));
        html! { <li key={*name}><button type="button" class="example" {onclick}>{ *name }</button></li> }
    });
    html! {
        <div key="rail" class="column column-controls rail">
            <section class="section">
                <h1>{ words::check::BRING }</h1>
                <p class="rail-lead">{ words::check::PASTE }</p>
                { text_box(written) }
                { tools(written) }
            </section>
            { taken }
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

fn text_box(written: &Written) -> Html {
    let desk = written.desk.dispatcher();
    let oninput = move |event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        desk.dispatch(Deed::Type(area.map(|area| area.value()).unwrap_or_default()));
    };
    let ondrop = bring(written).reform(|event: DragEvent| {
        event.prevent_default();
        event.into()
    });
    html! {
        <div class="bring" {ondrop} ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
            <label for="history" class="visually-hidden">{ words::check::HISTORY }</label>
            <textarea id="history" spellcheck="false" autocomplete="off" value={written.desk.text.clone()} {oninput} />
        </div>
    }
}

/// What can be done with the text.
fn tools(written: &Written) -> Html {
    let desk = &written.desk;
    let onchange = bring(written).reform(|event: Event| event.target().map(Into::into).unwrap_or_default());
    let clear = {
        let desk = desk.dispatcher();
        move |_: MouseEvent| desk.dispatch(Deed::Replace(String::new()))
    };
    let undo = {
        let desk = desk.dispatcher();
        move |_: MouseEvent| {
            desk.dispatch(Deed::Undo);
            // The button goes with what it brought back.
            focus::take_by_id("history");
        }
    };
    html! {
        <div class="bring-tools">
            <label class="button bring-file">{ words::shared::OPEN_A_FILE }<input type="file" class="visually-hidden" {onchange} /></label>
            <button type="button" class="button" hidden={!desk.by_hand()} onclick={written.judge.clone()}>{ words::check::JUDGE }</button>
            <button type="button" class="button" onclick={written.share.clone()}>{ words::check::COPY_LINK }</button>
            <button type="button" class="button" disabled={desk.text.is_empty()} title={words::check::CLEAR_TOLD} onclick={clear}>{ words::check::CLEAR }</button>
            <button type="button" class="button" hidden={desk.before.is_none()} title={words::check::UNDO_TOLD} onclick={undo}>{ words::header::UNDO }</button>
            <span class="section-note" role="status">{ desk.said.clone() }</span>
        </div>
    }
}

/// Takes a file that somebody hands over.
fn bring(written: &Written) -> Callback<wasm_bindgen::JsValue> {
    let desk = written.desk.dispatcher();
    Callback::from(move |holder: wasm_bindgen::JsValue| {
        let (Some(file), desk) = (file::first_of(&holder), desk.clone()) else { return };
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(text) = file::text_of(file).await {
                desk.dispatch(Deed::Replace(text));
            }
        });
    })
}
