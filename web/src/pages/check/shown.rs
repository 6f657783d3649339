//! The verdict on a history as a sentence, and the history as it was.

use std::rc::Rc;

use history::ModelId;
use yew::prelude::*;

use super::super::brought::{Brought, sentence};
use super::super::playground::NARROW;
use crate::components::{Mark, verdict_mark};
use crate::hooks::use_media;
use crate::panels::Timeline;
use crate::store::{Action, State};
use crate::words;

/// So many further problems are told at once.
const TOLD: usize = 8;

#[derive(PartialEq, Properties)]
pub(super) struct BroughtRunProps {
    pub(super) judged: Rc<Brought>,
    /// The model whose verdict is told.
    pub(super) model: Option<ModelId>,
    /// How it is looked at.
    pub(super) state: Rc<State>,
    pub(super) on: Callback<Action>,
}

/// Sentence and timeline.
#[component]
pub(super) fn BroughtRun(props: &BroughtRunProps) -> Html {
    let BroughtRunProps { judged, model, state, on } = props;
    let narrow = use_media(NARROW);
    let (mark, lead, words, second) = match &**judged {
        Brought::Wrong(problems) => {
            let mut more: Vec<String> = problems.iter().skip(1).take(TOLD).cloned().collect();
            more.extend(problems.len().checked_sub(TOLD + 2).map(|rest| words::check::more_problems(rest + 1)));
            (
                Mark::Unknown,
                words::check::CANNOT_BE_READ.to_owned(),
                problems.first().cloned().unwrap_or_default(),
                more.join("\n"),
            )
        }
        Brought::Run(run) => sentence(run, *model),
    };
    let run = judged.run().cloned();
    let has_times = run.as_ref().is_none_or(|run| run.story.clock.has_times());
    let lead_class = if mark == Mark::Violated { "finding-lead" } else { "finding-kept" };
    html! {
        <div class="column column-main">
            <div class="run-place"><div class="run">
                <div class="finding">
                    { verdict_mark(mark) }
                    <div class="finding-words">
                        <p class="finding-sentence" id="finding" aria-live="polite"><strong key="lead" class={lead_class}>{ lead }</strong><span key="words">{ for with_discs(&words) }</span></p>
                        <p class="finding-second is-lines" hidden={second.is_empty()}>{ second }</p>
                        <p class="finding-second finding-order" hidden={has_times}>{ words::check::ORDER_ALONE }</p>
                    </div>
                </div>
                <Timeline {run} {state} model={*model} {narrow} fixed=true {on} />
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
