//! What meets the requirements, cheapest first.

use pipeline::decide::{Advice, Answer, Candidate, Method, Requirements, Spread};
use share::Link;
use yew::prelude::*;

use super::advice::Findings;
use super::beside::open_with;
use crate::browser::pointer;
use crate::components::button;
use crate::store::Action;
use crate::words;

/// Answers that are listed before somebody asks for all.
pub(super) const LISTED: usize = 20;

/// The fragment that opens a candidate in the playground, which holds its runs against what was asked.
pub(super) fn fragment(candidate: &Candidate, requirements: &Requirements) -> String {
    let link = Link { level: Some(requirements.level()), ..Link::from(candidate.scenario.clone()) };
    share::join_fragment("/", &share::encode(&link).unwrap_or_default())
}

/// The strategy and its mode.
pub(super) fn name(candidate: &Candidate) -> String {
    format!("{}: {}", candidate.protocol.name, candidate.mode.name)
}

/// A time for people, with a sign where it comes from runs.
pub(super) fn time(spread: Spread, method: Method) -> String {
    match spread.value.is_finite() {
        true => format!("{}{}", about(spread, method), history::Duration::from_ms_f64(spread.value)),
        false => words::answers::NO_ANSWER.to_owned(),
    }
}

/// A share for people, never rounded up to all.
pub(super) fn share_of(spread: Spread, method: Method) -> String {
    let percent = (1e4 * spread.value).floor() / 100.0;
    format!("{}{}\u{a0}%", about(spread, method), history::decimal::plain(percent))
}

/// Of two times that came about in two ways, one may be exact.
fn is_estimate(spread: Spread, method: Method) -> bool {
    matches!(method, Method::Runs(_) | Method::Drawn(_)) && spread.low < spread.high
}

fn about(spread: Spread, method: Method) -> &'static str {
    match method {
        Method::AtLeast => "≥\u{a0}",
        _ if is_estimate(spread, method) => "≈\u{a0}",
        _ => "",
    }
}

/// What is found, in a sentence.
pub(super) fn finding(findings: &Findings) -> String {
    let (looked, all) = findings.progress;
    let met = findings.advice.as_ref().map_or(0, |advice| advice.answers.len());
    match (findings.problems.is_empty(), met, findings.done) {
        (false, ..) => words::answers::CANNOT_BE_LOOKED_FOR.to_owned(),
        (_, 0, true) if findings.advice.is_none() => words::answers::SAY_WHAT.to_owned(),
        (_, 0, true) if all == 0 => words::answers::NOTHING_LEFT.to_owned(),
        (_, 0, true) => words::answers::none(all),
        (_, 0, false) if looked == 0 => words::answers::LOOKING.to_owned(),
        (_, 0, false) => words::answers::none_so_far(looked),
        (_, 1, true) => words::answers::one(all),
        (_, met, true) => words::answers::some(met, all),
        (_, met, false) => words::answers::some_so_far(met, looked),
    }
}

/// The list of answers. Where nothing can hover over a figure, its interval stands below it.
pub(super) fn list(
    findings: &Findings,
    (all, touch): (bool, bool),
    show_all: &Callback<Event>,
    on: &Callback<Action>,
) -> Html {
    let Some(advice) = findings.advice.as_deref() else {
        return html! { <section key="answers" hidden=true></section> };
    };
    let asked = &*findings.requirements;
    let rows = advice.answers.iter().take(if all { usize::MAX } else { LISTED }).enumerate();
    let rows = rows.map(|(place, answer)| row((place + 1, touch), (advice, answer), asked, on));
    let more = advice.answers.len().saturating_sub(LISTED);
    let heads = [
        words::answers::RANK,
        words::answers::SETTING,
        words::answers::WRITES,
        words::answers::READS,
        words::answers::FRESH_READS,
        words::answers::GOES_ON_WITH,
        words::answers::MESSAGES,
    ];
    html! {
        <section key="answers" class="answers" aria-label={words::answers::ANSWERS} hidden={advice.answers.is_empty()}>
            <table>
                <thead><tr>{ for heads.iter().map(|head| html! { <th key={*head} scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="answers-more" hidden={all || more == 0}>
                { Html::from(button("button", show_all.clone()).text(words::answers::show_more(more))) }
            </p>
        </section>
    }
}

fn row(
    (place, touch): (usize, bool),
    (advice, answer): (&Advice, &Answer),
    asked: &Requirements,
    on: &Callback<Action>,
) -> Html {
    let candidate = &advice.candidates[answer.candidate];
    let (figures, survived) = (&answer.figures, answer.survived);
    let down = match (survived.writes, survived.reads) {
        (writes, reads) if writes == reads => words::answers::down(writes),
        (writes, reads) => words::answers::down_for_reads(writes, reads),
    };
    let cell = |name: &'static str, words: String, title: String| {
        html! { <td data-name={name} title={title}>{ words }</td> }
    };
    let figure = |name: &'static str, spread: Spread, method: Method, shown: &dyn Fn(Spread, Method) -> String| {
        let ends = [spread.low, spread.high].map(|end| shown(Spread::exact(end), Method::Exact));
        let below = if touch && is_estimate(spread, method) {
            words::answers::between(&ends[0], &ends[1])
        } else {
            String::new()
        };
        html! {
            <td data-name={name} title={about_figure(spread, method, &ends)}>
                { shown(spread, method) }<span class="between" hidden={below.is_empty()}>{ below }</span>
            </td>
        }
    };
    let best = answer.front;
    html! {
        <tr key={answer.candidate} class={best.then_some("is-best")} onclick={|event: MouseEvent| pointer::follow_row(&event)}>
            <td class="rank">{ place }</td>
            <th scope="row">
                <a href={fragment(candidate, asked)} onclick={open_with(on, None)}>{ name(candidate) }</a>
                <span class="sizes">{ candidate.sizes() }<em hidden={!best}>{ words::answers::BEATEN_BY_NONE }</em></span>
            </th>
            { figure(words::answers::WRITES, figures.write_ms, figures.times, &time) }
            { figure(words::answers::READS, figures.read_ms, figures.times, &time) }
            { figure(words::answers::FRESH_READS, figures.fresh, figures.freshness, &share_of) }
            { cell(words::answers::GOES_ON_WITH, down, String::new()) }
            { cell(words::answers::MESSAGES, history::decimal::fixed(answer.messages, 1), words::answers::FOR_EACH_OPERATION.to_owned()) }
        </tr>
    }
}

/// How a figure came about, and between which ends it lies.
fn about_figure(spread: Spread, method: Method, [low, high]: &[String; 2]) -> String {
    match method {
        _ if is_estimate(spread, method) => words::answers::with_confidence(low, high),
        Method::Exact | Method::Runs(_) | Method::Drawn(_) => words::answers::EXACTLY.to_owned(),
        Method::AtLeast => words::answers::AT_LEAST.to_owned(),
        Method::Promised => words::answers::FROM_WHAT_IT_KEEPS.to_owned(),
    }
}
