//! The link, the frame for a page of documentation, the Mermaid text, and the files.

mod files;
mod frame;
mod pictures;
mod record;

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::browser::{address, clipboard};
use crate::components::{IconName, icon};
use crate::hooks::{Evaluated, Shared, use_pair};
use crate::store::State;
use crate::words;
use files::Files;
pub(crate) use record::{RecordFiles, RecordFilesProps};

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/share.css");

#[derive(PartialEq, Properties)]
pub(crate) struct ShareProps {
    pub(crate) state: Rc<State>,
    pub(crate) run: Option<Shared<Evaluated>>,
}

/// What can be taken along.
#[component]
pub(crate) fn SharePanel(props: &ShareProps) -> Html {
    let tail = props.state.tail();
    let link = |route: &str| {
        let tail = tail.as_deref()?;
        Some(address::with_fragment(&format!("#{}", share::join_fragment(route, tail).trim_start_matches('#'))))
    };
    let height = frame::height(&props.state, props.run.as_deref());
    let frame = link("/e").map(|address| words::share::frame(&address, height));
    let pair = use_pair(props.state.pinned.clone(), props.run.clone());
    let mermaid = |run: &Evaluated| {
        let sentence = told(&props.state, run).map(|(lead, sentence)| format!("{lead}: {sentence}"));
        diagram::export::mermaid(&run.story, sentence.as_deref())
    };
    let (of_a, of_b) = (pair.as_ref().map(|pair| mermaid(&pair.a)), props.run.as_ref().map(|run| mermaid(run)));
    let label = if pair.is_some() { words::share::MERMAID_B } else { words::share::MERMAID };
    let missing = words::share::TOO_LARGE;
    html! {
        <section class="share" aria-label={words::header::SHARE}>
            <style>{ STYLE }</style>
            <Offer id="share-link" label={if props.state.pinned.is_some() { words::share::LINK_TO_BOTH } else { words::share::LINK }} text={link("/").unwrap_or_else(|| missing.to_owned())} />
            <Offer id="share-frame" label={words::share::FRAME} text={frame.unwrap_or_else(|| missing.to_owned())} />
            <div>{ of_a.map(|text| html! { <Offer id="share-mermaid-a" label={words::share::MERMAID_A} {text} lines=true /> }).unwrap_or_default() }</div>
            <Offer id="share-mermaid" {label} text={of_b.unwrap_or_default()} lines=true />
            <Files state={Rc::clone(&props.state)} run={props.run.clone()} {pair} />
        </section>
    }
}

/// What the model on show says: its lead and its sentence.
fn told(state: &State, run: &Evaluated) -> Option<(String, String)> {
    let model = state.model.or(run.broken)?;
    run.report.judgement.get(model).and_then(|verdict| pipeline::told(model, verdict))
}

#[derive(PartialEq, Properties)]
struct OfferProps {
    id: &'static str,
    label: &'static str,
    text: String,
    /// Whether line ends matter, which a field of one line would lose.
    #[prop_or_default]
    lines: bool,
}

/// A text with a button that copies it; where copying is refused the text stands selected.
#[component]
fn Offer(props: &OfferProps) -> Html {
    let OfferProps { id, label, text, lines } = props;
    let field = use_node_ref();
    let said = use_state_eq(|| "");
    let onclick = {
        let (field, text, said) = (field.clone(), text.clone(), said.setter());
        Callback::from(move |_: MouseEvent| {
            let (field, text, said) = (field.clone(), text.clone(), said.clone());
            yew::platform::spawn_local(async move {
                let copied = clipboard::copy(text).await;
                if !copied && let Some(field) = field.cast::<Element>() {
                    clipboard::select(&field);
                }
                said.set(if copied { words::share::COPIED } else { words::share::SELECTED });
            });
        })
    };
    html! {
        <div class="offer">
            <label for={*id}>{ *label }</label>
            <div class="offer-row">
                if *lines {
                    <textarea id={*id} ref={field} rows="4" wrap="off" readonly=true value={text.clone()} spellcheck="false" />
                } else {
                    <input id={*id} ref={field} type="text" readonly=true value={text.clone()} spellcheck="false" />
                }
                <button type="button" class="tool tool-words" {onclick} aria-label={words::share::copy(label)}>
                    { icon(IconName::Copy) }<span>{ words::shared::COPY }</span>
                </button>
            </div>
            <p class="offer-said" role="status">{ *said }</p>
        </div>
    }
}
