//! The embed: the timeline with its verdict and a way to the whole page, made for a frame in a
//! page of documentation.

use yew::prelude::*;

use super::playground::PageProps;
use crate::browser::address;
use crate::panels::{Finding, Timeline, finding};

/// Sentence, timeline, link. No chrome.
#[component]
pub(crate) fn Embed(props: &PageProps) -> Html {
    let PageProps { state, evaluation, on } = props;
    let run = evaluation.run.clone();
    let model = state.model.or(run.as_ref().and_then(|run| run.broken));
    let tail = state.tail().unwrap_or_default();
    let href = address::with_fragment(&share::join_fragment("/", &tail));
    html! {
        <main class="embed">
            <h1 class="visually-hidden">{ "A replicated store at work" }</h1>
            <div class="embed-head">
                { finding(&Finding { run: run.as_ref(), model, busy: evaluation.busy, healing: None, narrow: true, on }) }
                <a class="embed-open" {href} target="_blank" rel="noopener">{ "Open in Quorate" }</a>
            </div>
            <Timeline {run} state={state.clone()} {model} narrow={true} on={on.clone()} embedded={true} />
        </main>
    }
}
