//! What can be saved of a run: its picture, and its data in the forms that programs read.

use std::rc::Rc;

use diagram::Viewport;
use history::ModelId;
use history::calls::Calls;
use history::formats::write_edn;
use pipeline::{Inscription, RunJson};
use share::Link;
use yew::prelude::*;

use super::super::{broken_on_top, compare};
use super::pictures::{Pictured, buttons, caption, taking, view};
use crate::browser::save;
use crate::components::{IconName, el};
use crate::hooks::{Evaluated, Pair, Shared};
use crate::store::State;
use crate::words;

/// How what differs between two runs is marked: the page's first stylesheet does not know.
const MARKS: &str = include_str!("../../../style/tokens-beside.css");

#[derive(PartialEq, Properties)]
pub(super) struct FilesProps {
    pub(super) state: Rc<State>,
    pub(super) run: Option<Shared<Evaluated>>,
    /// The run with the one that is pinned beside it.
    pub(super) pair: Option<Shared<Pair>>,
}

/// The files, a button each.
#[component]
pub(super) fn Files(props: &FilesProps) -> Html {
    let said = use_state_eq(|| "");
    let pictured = |what: Pictured| {
        let (state, run, pair, said) = (Rc::clone(&props.state), props.run.clone(), props.pair.clone(), said.setter());
        Callback::from(move |_: Event| {
            let Some(run) = run.clone() else { return };
            let (state, pair, said) = (Rc::clone(&state), pair.clone(), said.clone());
            said.set("");
            yew::platform::spawn_local(async move {
                said.set(what.take(&picture(&state, &run, pair.as_deref(), what).await).await);
            });
        })
    };
    let both = props.pair.is_some();
    let of = |one: &'static str, both_of: &'static str| if both { both_of } else { one };
    let (svg, png, copy) = (
        of(words::share::SAVE_SVG, words::share::SAVE_SVG_OF_BOTH),
        of(words::share::SAVE_PNG, words::share::SAVE_PNG_OF_BOTH),
        of(words::share::COPY_PICTURE, words::share::COPY_PICTURE_OF_BOTH),
    );
    let data = |name: &'static str, kind: &'static str, text: fn(&Evaluated) -> Option<String>| {
        let run = props.run.clone();
        Callback::from(move |_: Event| {
            if let Some(text) = run.as_ref().and_then(|run| text(run)) {
                save::text(name, kind, &text);
            }
        })
    };
    let pictures = buttons([svg, png, copy], pictured);
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
        .add(el("p").class("offer-told").hidden(!both).text(words::share::OF_BOTH))
        .add(el("p").class("offer-told").set("role", "status").text(*said))
        .into()
}

/// The picture as an SVG file, with the page's own font inside; of two runs that are compared, both.
async fn picture(state: &State, run: &Evaluated, pair: Option<&Pair>, what: Pictured) -> String {
    let font = save::read("inter.woff2").await;
    let (theme, view) = (what.theme(state.theme), view(state.orientation));
    let model = state.model.or(run.broken);
    if let Some(pair) = pair {
        return of_both(state, pair, model, &view, (theme, &font));
    }
    let note = crate::panels::timeline::annotation(run, model, state.focus);
    let said = said(state, run);
    let scene = diagram::timeline::layout(&run.story, &note, &view);
    diagram::export::svg_of_page(&scene, &save::style(), theme, &font, caption(&said, ""))
}

/// What ran, what was found and why, as the page has it on top: what applications lose goes before what models say,
/// unless one was chosen.
fn said(state: &State, run: &Evaluated) -> Inscription {
    let said = pipeline::inscription(&run.scenario, &run.report, state.model.or(run.broken));
    let application = run.report.application.as_ref().filter(|_| state.model.is_none());
    match application.and_then(broken_on_top) {
        Some([lead, sentence, second]) => Inscription { lead, sentence, second, ..said },
        None => said,
    }
}

/// Both runs as the page compares them, under their headings: B's says which settings differ.
fn of_both(
    state: &State,
    pair: &Pair,
    model: Option<ModelId>,
    view: &Viewport,
    (theme, font): (Option<&str>, &[u8]),
) -> String {
    let model = model.or(pair.a.broken);
    let scenes = [true, false].map(|of_a| compare::drawn(pair, (model, state.focus), view, of_a));
    let settings: Vec<String> = pair.settings.iter().map(ToString::to_string).collect();
    let mut headings = [words::compare::RUN_A.to_owned(), words::compare::RUN_B.to_owned()];
    if !settings.is_empty() {
        headings[1] = format!("{}: {}", headings[1], settings.join(" · "));
    }
    let said = [&pair.a, &pair.b].map(|run| said(state, run));
    let captioned = |place: usize| (&scenes[place], caption(&said[place], &headings[place]));
    let style = [save::style().as_str(), MARKS].concat();
    diagram::export::svg_of_pair([captioned(0), captioned(1)], &style, theme, font)
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
