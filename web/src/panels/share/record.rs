//! What can be taken along of a history that was recorded elsewhere: its picture, its Mermaid text, and its data.

use diagram::Orientation;
use history::ModelId;
use history::calls::Calls;
use history::formats::write_edn;
use pipeline::{Inscription, RecordJson};
use yew::prelude::*;

use super::super::broken_on_top;
use super::pictures::{Pictured, buttons, caption, taking, view};
use super::{Offer, STYLE};
use crate::browser::save;
use crate::components::{IconName, el};
use crate::hooks::{Evaluated, Shared};
use crate::store::Theme;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct RecordFilesProps {
    pub(crate) run: Shared<Evaluated>,
    /// The model whose verdict is told.
    pub(crate) model: Option<ModelId>,
    /// Which way time runs on the page.
    pub(crate) orientation: Orientation,
    pub(crate) theme: Theme,
}

/// The files, a button each, and the text.
#[component]
pub(crate) fn RecordFiles(props: &RecordFilesProps) -> Html {
    let RecordFilesProps { run, model, orientation, theme } = props;
    let said = use_state_eq(|| "");
    let pictured = |what: Pictured| {
        let (run, model, orientation, theme, said) = (run.clone(), *model, *orientation, *theme, said.setter());
        Callback::from(move |_: Event| {
            let (run, said) = (run.clone(), said.clone());
            said.set("");
            yew::platform::spawn_local(async move {
                let font = save::read("inter.woff2").await;
                said.set(what.take(&picture(&run, model, orientation, (what.theme(theme), &font))).await);
            });
        })
    };
    let data = |name: &'static str, kind: &'static str, text: fn(&Evaluated) -> Option<String>| {
        let (run, said) = (run.clone(), said.setter());
        Callback::from(move |_: Event| match text(&run) {
            Some(text) => {
                said.set("");
                save::text(name, kind, &text);
            }
            None => said.set(words::share::NO_EDN),
        })
    };
    let names = [words::share::SAVE_SVG, words::share::SAVE_PNG, words::share::COPY_PICTURE];
    let (json_name, json_kind) = (words::files::RECORD_JSON, "application/json");
    let logs = el("div")
        .class("offer offer-files")
        .add(el("span").class("offer-name").text(words::check::HISTORY))
        .add(taking(
            IconName::Save,
            words::share::JSON,
            words::share::SAVE_RECORD_JSON,
            data(json_name, json_kind, json),
        ))
        .add(taking(
            IconName::Save,
            words::share::EDN,
            words::share::SAVE_RECORD_EDN,
            data(words::files::RECORD_EDN, "application/edn", edn),
        ));
    let Inscription { lead, sentence, .. } = inscription(run, *model);
    let sentence = if lead.is_empty() { sentence } else { format!("{lead}: {sentence}") };
    let mermaid = diagram::export::mermaid(&run.story, Some(&sentence));
    html! {
        <div class="record-files">
            <style>{ STYLE }</style>
            { buttons(names, pictured) }
            { logs }
            <p class="offer-told" role="status">{ *said }</p>
            <Offer id="check-mermaid" label={words::share::MERMAID} text={mermaid} lines=true />
        </div>
    }
}

/// What is written below the picture, as the page has it on top.
fn inscription(run: &Evaluated, model: Option<ModelId>) -> Inscription {
    let said = pipeline::inscription_of_record(&run.report, model);
    let application = run.report.application.as_ref().filter(|_| model.is_none());
    match application.and_then(broken_on_top) {
        Some([lead, sentence, second]) => Inscription { lead, sentence, second, ..said },
        None => said,
    }
}

fn picture(
    run: &Evaluated,
    model: Option<ModelId>,
    orientation: Orientation,
    (theme, font): (Option<&str>, &[u8]),
) -> String {
    let note = crate::panels::timeline::annotation(run, model, None);
    let scene = diagram::timeline::layout(&run.story, &note, &view(orientation));
    let said = inscription(run, model);
    diagram::export::svg_of_page(&scene, &save::style(), theme, font, caption(&said, ""))
}

fn json(run: &Evaluated) -> Option<String> {
    serde_json::to_string(&RecordJson::of(&run.report)).ok().map(|text| text + "\n")
}

fn edn(run: &Evaluated) -> Option<String> {
    let report = &run.report;
    let calls = Calls::of_trace(&report.trace).unwrap_or_else(|| Calls::of(&report.history));
    write_edn(&Calls { clock: report.history.clock, ..calls })
}
