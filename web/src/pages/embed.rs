//! The embed: the timeline with its verdict and a way to the whole page, made for a frame in a
//! page of documentation.

use yew::prelude::*;

use super::playground::PageProps;
use crate::browser::address;
use crate::components::{MEDIA_STYLE, el};
use crate::panels::{Finding, Timeline, finding, notice_bar};
use crate::store::Notice;
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/embed.css");

/// Sentence, timeline, link. No chrome.
#[component]
pub(crate) fn Embed(props: &PageProps) -> Html {
    let PageProps { state, evaluation, pair, on } = props;
    if let Some(notice) = state.notice.as_ref().filter(|notice| notice.instead.is_some()) {
        return refusal(notice);
    }
    let run = evaluation.run.clone();
    let model = props.model();
    let tail = state.tail().unwrap_or_default();
    let href = address::with_fragment(&share::join_fragment("/", &tail));
    html! {
        <main class="embed">
            <style>{ STYLE }</style>
            <style>{ MEDIA_STYLE }</style>
            <h1 class="visually-hidden">{ words::pages::EMBEDDED }</h1>
            { notice_bar(state.notice.as_ref(), on) }
            <div class="embed-head">
                { finding(&Finding {
                    run: run.as_ref(), model, busy: evaluation.busy, healing: None, kept: None, seeks: false, narrow: true, on
                }) }
                <a class="embed-open" {href} target="_blank" rel="noopener">{ words::pages::OPEN_IN_QUORATE }</a>
            </div>
            <Timeline {run} state={state.clone()} {model} narrow={true} pair={pair.clone()} on={on.clone()} embedded={true} />
        </main>
    }
}

/// In the place of the run that a link does not describe: any other one would be taken for it.
fn refusal(notice: &Notice) -> Html {
    let problems = notice.problems.iter().enumerate();
    let line = |(index, problem): (usize, &scenario::Problem)| el("li").key(index).text(problem.to_string()).into();
    el("main")
        .class("embed embed-refusal")
        .add(el("style").text(STYLE))
        .add(el("h1").class("notice-lead").text(words::pages::CANNOT_BE_SHOWN))
        .add(el("p").text(notice.lead.clone()))
        .add(el("ul").list(problems.map(line).collect()))
        .into()
}
