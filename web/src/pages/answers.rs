//! What meets the requirements, cheapest first, and why the others do not.

use pipeline::decide::{Advice, Answer, Candidate, Check, Method, Part, Requirements, Spread};
use yew::prelude::*;

use super::advice::Findings;
use super::beside::open_with;
use crate::components::button;
use crate::store::Action;

/// Answers that are listed before somebody asks for all.
pub(super) const LISTED: usize = 20;
/// Settings that stand for a group of those that fail.
const EXAMPLES: usize = 8;

/// The fragment that opens a candidate in the playground.
pub(super) fn fragment(candidate: &Candidate) -> String {
    let link = share::Link::from(candidate.scenario.clone());
    share::join_fragment("/", &share::encode(&link).unwrap_or_default())
}

/// The strategy and its mode.
pub(super) fn name(candidate: &Candidate) -> String {
    format!("{}: {}", candidate.protocol.name, candidate.mode.name)
}

/// A time for people, with a sign where it comes from runs.
pub(super) fn time(spread: Spread, method: Method) -> String {
    let about = if matches!(method, Method::Runs(_) | Method::Drawn(_)) { "≈\u{a0}" } else { "" };
    match spread.value.is_finite() {
        true => format!("{about}{}", history::Duration::from_ms_f64(spread.value)),
        false => "no answer".to_owned(),
    }
}

/// A share for people, never rounded up to all.
pub(super) fn share_of(spread: Spread, method: Method) -> String {
    let about = if matches!(method, Method::Runs(_) | Method::Drawn(_)) { "≈\u{a0}" } else { "" };
    let percent = (1e4 * spread.value).floor() / 100.0;
    format!("{about}{}\u{a0}%", history::decimal::plain(percent))
}

/// What is found, in a sentence.
pub(super) fn finding(findings: &Findings) -> String {
    let (looked, all) = findings.progress;
    let met = findings.advice.as_ref().map_or(0, |advice| advice.answers.len());
    match (findings.problems.is_empty(), met, findings.done) {
        (false, ..) => "This cannot be looked for".to_owned(),
        (_, 0, true) if findings.advice.is_none() => "Say what you need, and see which settings give it".to_owned(),
        (_, 0, true) if all == 0 => "Nothing is left to choose from".to_owned(),
        (_, 0, true) => format!("None of {all} settings gives all of it"),
        (_, 0, false) => format!("None of {looked} settings so far gives all of it"),
        (_, 1, true) => format!("One of {all} settings gives all of it"),
        (_, met, true) => format!("{met} of {all} settings give all of it"),
        (_, met, false) => format!("{met} of {looked} settings so far give all of it"),
    }
}

/// The list of answers.
pub(super) fn list(advice: &Advice, all: bool, show_all: &Callback<Event>, on: &Callback<Action>) -> Html {
    let rows = advice.answers.iter().take(if all { usize::MAX } else { LISTED }).enumerate();
    let rows = rows.map(|(place, answer)| row(place + 1, &advice.candidates[answer.candidate], answer, on));
    let more = advice.answers.len().saturating_sub(LISTED);
    let heads = ["Rank", "Setting", "Writes", "Reads", "Fresh", "Goes on with", "Messages"];
    html! {
        <section key="answers" class="answers" aria-label="Answers" hidden={advice.answers.is_empty()}>
            <table>
                <thead><tr>{ for heads.iter().map(|head| html! { <th key={*head} scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="answers-more" hidden={all || more == 0}>
                { Html::from(button("button", show_all.clone()).text(format!("Show {more} more"))) }
            </p>
        </section>
    }
}

fn row(place: usize, candidate: &Candidate, answer: &Answer, on: &Callback<Action>) -> Html {
    let (figures, survived) = (&answer.figures, answer.survived);
    let down = match (survived.writes, survived.reads) {
        (writes, reads) if writes == reads => format!("{writes} down"),
        (writes, reads) => format!("{writes} down, reads {reads}"),
    };
    let cell = |name: &'static str, words: String, title: String| {
        html! { <td data-name={name} title={title}>{ words }</td> }
    };
    let between = |spread: Spread, method: Method, words: &dyn Fn(f64) -> String| match method {
        Method::Runs(_) | Method::Drawn(_) => {
            format!("{} to {}, with 95\u{a0}% confidence", words(spread.low), words(spread.high))
        }
        Method::Exact => "worked out exactly".to_owned(),
        Method::Promised => "follows from what it keeps".to_owned(),
    };
    let ms = |ms: f64| time(Spread::exact(ms), Method::Exact);
    let percent = |share: f64| share_of(Spread::exact(share), Method::Exact);
    let best = answer.front;
    html! {
        <tr key={answer.candidate} class={best.then_some("is-best")}>
            <td class="rank">{ place }</td>
            <th scope="row">
                <a href={fragment(candidate)} onclick={open_with(on, None)}>{ name(candidate) }</a>
                <span class="sizes">{ candidate.sizes() }<em hidden={!best}>{ "beaten by none" }</em></span>
            </th>
            { cell("Writes", time(figures.write_ms, figures.times), between(figures.write_ms, figures.times, &ms)) }
            { cell("Reads", time(figures.read_ms, figures.times), between(figures.read_ms, figures.times, &ms)) }
            { cell("Fresh", share_of(figures.fresh, figures.freshness), between(figures.fresh, figures.freshness, &percent)) }
            { cell("Goes on with", down, String::new()) }
            { cell("Messages", history::decimal::fixed(answer.messages, 1), "for each operation of a run of 200".to_owned()) }
        </tr>
    }
}

/// Why the others are no answer: by what they do not give, with one size of each mode.
pub(super) fn others(advice: &Advice, requirements: &Requirements, on: &Callback<Action>) -> Html {
    let mut groups: Vec<((Part, bool), Vec<usize>)> = Vec::new();
    for (place, rejected) in advice.rejected.iter().enumerate() {
        let group = (rejected.part, matches!(rejected.check, Check::Unsure(_)));
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, list)) => list.push(place),
            None => groups.push((group, vec![place])),
        }
    }
    groups.sort_by_key(|(group, _)| *group);
    let groups = groups.into_iter().map(|((part, unsure), list)| {
        let head = if unsure { "too close to tell:" } else { "not" };
        let words = format!("{head} {}", part.words(requirements));
        html! {
            <details key={words.clone()} class="fold">
                <summary><span>{ words }</span><span class="fold-count">{ list.len() }</span></summary>
                { examples(advice, &list, on) }
            </details>
        }
    });
    html! {
        <section key="others" class="others" hidden={advice.rejected.is_empty()}>
            <h2>{ "Why the others do not" }</h2>
            { for groups }
        </section>
    }
}

fn examples(advice: &Advice, list: &[usize], on: &Callback<Action>) -> Html {
    let mut modes: Vec<(usize, usize)> = Vec::new();
    for place in list {
        let mode = |place: usize| {
            let candidate = &advice.candidates[advice.rejected[place].candidate];
            (candidate.protocol.id, candidate.mode.id)
        };
        match modes.iter_mut().find(|(known, _)| mode(*known) == mode(*place)) {
            Some((_, count)) => *count += 1,
            None => modes.push((*place, 1)),
        }
    }
    let rest = modes.len().saturating_sub(EXAMPLES);
    let items = modes.iter().take(EXAMPLES).map(|(place, count)| {
        let rejected = &advice.rejected[*place];
        let candidate = &advice.candidates[rejected.candidate];
        let why = match &rejected.check {
            Check::Fails(why) | Check::Unsure(why) => why.as_str(),
            Check::Meets => "",
        };
        let sizes = match count {
            1 => candidate.sizes(),
            _ => format!("{}, and {} more sizes", candidate.sizes(), count - 1),
        };
        html! {
            <li key={rejected.candidate}>
                <p class="fold-model"><a href={fragment(candidate)} onclick={open_with(on, None)}>{ name(candidate) }</a></p>
                <p>{ format!("{sizes}. {why}") }</p>
            </li>
        }
    });
    html! {
        <ul>
            { for items }
            <li key="rest" hidden={rest == 0}><p>{ format!("And {rest} more modes.") }</p></li>
        </ul>
    }
}
