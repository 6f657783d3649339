//! What can be saved of a run: its picture, and its data in the forms that programs read.

use std::rc::Rc;

use diagram::{Size, Viewport};
use history::calls::Calls;
use history::formats::write_edn;
use pipeline::RunJson;
use share::Link;
use yew::prelude::*;

use super::{ShareProps, told};
use crate::browser::{media, raster, save};
use crate::components::{Element, IconName, button, el, icon};
use crate::hooks::Evaluated;
use crate::store::{State, Theme};
use crate::words;

/// The room of a saved picture, in px; it takes more where the run needs it.
const PICTURE: (f64, f64) = (824.0, 820.0);
/// How many pixels of a PNG make one of the picture, each way.
const SCALE: f64 = 2.0;

/// The files, a button each.
#[component]
pub(super) fn Files(props: &ShareProps) -> Html {
    let said = use_state_eq(|| "");
    let pictured = |what: Pictured| {
        let (state, run, said) = (Rc::clone(&props.state), props.run.clone(), said.setter());
        Callback::from(move |_: Event| {
            let Some(run) = run.clone() else { return };
            let (state, said) = (Rc::clone(&state), said.clone());
            said.set("");
            yew::platform::spawn_local(async move { said.set(what.take(&picture(&state, &run, what).await).await) });
        })
    };
    let data = |name: &'static str, kind: &'static str, text: fn(&Evaluated) -> Option<String>| {
        let run = props.run.clone();
        Callback::from(move |_: Event| {
            if let Some(text) = run.as_ref().and_then(|run| text(run)) {
                save::text(name, kind, &text);
            }
        })
    };
    let pictures = el("div")
        .class("offer offer-files")
        .add(el("span").class("offer-name").text(words::share::PICTURE))
        .add(taking(IconName::Save, words::shared::SVG, words::share::SAVE_SVG, pictured(Pictured::Svg)))
        .add(taking(IconName::Save, words::share::PNG, words::share::SAVE_PNG, pictured(Pictured::Png)))
        .add(
            taking(IconName::Copy, words::shared::COPY, words::share::COPY_PICTURE, pictured(Pictured::Copied))
                .hidden(!raster::can_copy()),
        );
    let logs = el("div")
        .class("offer offer-files")
        .add(el("span").class("offer-name").text(words::share::RUN))
        .add(taking(
            IconName::Save,
            words::share::JSON,
            words::share::SAVE_JSON,
            data(words::files::RUN_JSON, "application/json", json),
        ))
        .add(taking(
            IconName::Save,
            words::share::EDN,
            words::share::SAVE_EDN,
            data(words::files::RUN_EDN, "application/edn", edn),
        ))
        .add(taking(
            IconName::Save,
            words::share::SHIVIZ,
            words::share::SAVE_SHIVIZ,
            data(words::files::RUN_SHIVIZ, "text/plain", |run| {
                Some(diagram::export::shiviz(&run.report.trace, &run.story))
            }),
        ));
    el("div")
        .class("offers")
        .add(pictures)
        .add(logs)
        .add(el("p").class("offer-told").set("role", "status").text(*said))
        .into()
}

/// What becomes of a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pictured {
    Svg,
    Png,
    Copied,
}

impl Pictured {
    /// Does it, and says what has to be said of it.
    async fn take(self, svg: &str) -> &'static str {
        if self == Self::Svg {
            save::text(words::files::PICTURE_SVG, "image/svg+xml", svg);
            return "";
        }
        let Some(png) = raster::png(svg, SCALE).await else {
            return words::share::NO_PAINT;
        };
        match self {
            Self::Copied if raster::copy(&png).await => words::share::PICTURE_COPIED,
            Self::Copied => words::share::NO_CLIPBOARD,
            _ => {
                save::link(words::files::PICTURE_PNG, &png);
                ""
            }
        }
    }
}

/// The picture as an SVG file, with the page's own font inside.
async fn picture(state: &State, run: &Evaluated, what: Pictured) -> String {
    let note = crate::panels::timeline::annotation(run, state.model.or(run.broken), state.focus);
    let (lead, sentence) = told(state, run).unwrap_or_default();
    let font = save::read("inter.woff2").await;
    let theme = match state.theme {
        // Pixels cannot follow the system of whoever looks at them.
        Theme::System if what != Pictured::Svg => {
            Some(if media::matches("(prefers-color-scheme: dark)") { "dark" } else { "light" })
        }
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let (width, height) = PICTURE;
    let view = Viewport { width, height, orientation: state.orientation, size: Size::Desktop, window: None };
    let scene = diagram::timeline::layout(&run.story, &note, &view);
    let caption = diagram::export::Caption { lead: &lead, sentence: &sentence };
    diagram::export::svg_of_page(&scene, &save::style(), theme, &font, caption)
}

/// The run as `quorate run --json` prints it, to the byte: of the browser's own numbers the large ones
/// are not exact.
fn json(run: &Evaluated) -> Option<String> {
    let link = Link::from((*run.scenario).clone());
    let link = share::encode(&link).ok().map(|tail| share::join_fragment("/", &tail));
    serde_json::to_string(&RunJson::of(&run.scenario, &run.report, link)).ok().map(|text| text + "\n")
}

/// What clients saw.
fn edn(run: &Evaluated) -> Option<String> {
    let report = &run.report;
    write_edn(&Calls::of_trace(&report.trace).unwrap_or_else(|| Calls::of(&report.history)))
}

fn taking(sign: IconName, words: &'static str, label: &'static str, take: Callback<Event>) -> Element {
    button("tool tool-words", take)
        .set("aria-label", label)
        .set("title", label)
        .child(icon(sign))
        .add(el("span").text(words))
}
