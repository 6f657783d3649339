//! The link, the frame for a page of documentation, and the Mermaid text.

use std::rc::Rc;

use diagram::{Size, Viewport};
use history::calls::Calls;
use history::formats::write_edn;
use web_sys::Element;
use yew::prelude::*;

use crate::browser::{address, clipboard, save};
use crate::components::{self, IconName, button, el, icon};
use crate::hooks::{Evaluated, Shared};
use crate::store::{State, Theme};

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
    let frame = link("/e").map(|address| {
        format!("<iframe src=\"{address}\" title=\"A replicated store at work\" loading=\"lazy\" style=\"width:100%;height:520px;border:0\"></iframe>")
    });
    let mermaid = props.run.as_ref().map(|run| {
        let sentence = told(&props.state, run).map(|(lead, sentence)| format!("{lead}: {sentence}"));
        diagram::export::mermaid(&run.story, sentence.as_deref())
    });
    let missing = "This scenario is too large for a link.";
    html! {
        <section class="share" aria-label="Share">
            <style>{ STYLE }</style>
            <Offer id="share-link" label="Link to this run" text={link("/").unwrap_or_else(|| missing.to_owned())} />
            <Offer id="share-frame" label="Frame for a page of documentation" text={frame.unwrap_or_else(|| missing.to_owned())} />
            <Offer id="share-mermaid" label="Mermaid text" text={mermaid.unwrap_or_default()} lines=true />
            { picture(props) }
        </section>
    }
}

/// What the model on show says: its lead and its sentence.
fn told(state: &State, run: &Evaluated) -> Option<(String, String)> {
    let model = state.model.or(run.broken)?;
    run.report.judgement.get(model).and_then(|verdict| pipeline::told(model, verdict))
}

/// The room of a saved picture, in px; it takes more where the run needs it.
const PICTURE: (f64, f64) = (824.0, 820.0);

/// The picture as a file, with the page's own font inside.
fn picture(props: &ShareProps) -> Html {
    let (state, run) = (Rc::clone(&props.state), props.run.clone());
    let save = Callback::from(move |_| {
        let (Some(run), theme, orientation) = (run.clone(), state.theme, state.orientation) else { return };
        let note = super::timeline::annotation(&run, state.model.or(run.broken), state.focus);
        let (lead, sentence) = told(&state, &run).unwrap_or_default();
        yew::platform::spawn_local(async move {
            let font = save::read("inter.woff2").await;
            let theme = match theme {
                Theme::System => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            };
            let (width, height) = PICTURE;
            let view = Viewport { width, height, orientation, size: Size::Desktop, window: None };
            let scene = diagram::timeline::layout(&run.story, &note, &view);
            let caption = diagram::export::Caption { lead: &lead, sentence: &sentence };
            let file = diagram::export::svg_of_page(&scene, &save::style(), theme, &font, caption);
            save::text("quorate.svg", "image/svg+xml", &file);
        });
    });
    let (edn, shiviz) = logs(&props.run);
    el("div")
        .class("offer offer-picture")
        .add(el("span").class("offer-name").text("Files"))
        .add(saving("Save SVG", "Save SVG of the timeline", save))
        .add(saving("EDN", "Save EDN of what clients saw, as Jepsen records it", edn))
        .add(saving("ShiViz", "Save a log with vector clocks for ShiViz", shiviz))
        .into()
}

/// The run as logs that other tools read: what clients saw, and what every node did.
fn logs(run: &Option<Shared<Evaluated>>) -> (Callback<Event>, Callback<Event>) {
    let of = |name: &'static str, kind: &'static str, text: fn(&Evaluated) -> Option<String>| {
        let run = run.clone();
        Callback::from(move |_: Event| {
            if let Some(text) = run.as_ref().and_then(|run| text(run)) {
                save::text(name, kind, &text);
            }
        })
    };
    let edn = of("quorate.edn", "application/edn", |run| {
        let report = &run.report;
        write_edn(&Calls::of_trace(&report.trace).unwrap_or_else(|| Calls::of(&report.history)))
    });
    let shiviz =
        of("quorate-shiviz.log", "text/plain", |run| Some(diagram::export::shiviz(&run.report.trace, &run.story)));
    (edn, shiviz)
}

fn saving(words: &'static str, label: &'static str, save: Callback<Event>) -> components::Element {
    button("tool tool-words", save)
        .set("aria-label", label)
        .set("title", label)
        .child(icon(IconName::Save))
        .add(el("span").text(words))
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
                said.set(if copied { "Copied" } else { "Selected: copy it with Ctrl+C" });
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
                <button type="button" class="tool tool-words" {onclick} aria-label={format!("Copy: {label}")}>
                    { icon(IconName::Copy) }<span>{ "Copy" }</span>
                </button>
            </div>
            <p class="offer-said" role="status">{ *said }</p>
        </div>
    }
}
