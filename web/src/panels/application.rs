//! What an application on top of the store sees of this run: whether its calls are linearizable as
//! calls, and whether what it takes for granted held.

use history::calls::Calls;
use pipeline::{Application, Report};

use crate::components::{Element, Mark, el, verdict_mark};
use crate::words;

/// The section below the ladder; empty where sessions only read and write.
pub(crate) fn application(application: Option<&Application>) -> Element {
    let Some(told) = application else { return el("section").hidden(true) };
    let title = check::objects::object(&told.object).map_or(told.object.as_str(), |object| object.title);
    let heading = words::application::each_key_as(title);
    let heading = if told.serializable.is_some() { words::application::all_keys_as(title) } else { heading };
    let mut counts = vec![words::application::calls(told.calls), words::application::done(told.done)];
    counts.extend((told.refused > 0).then(|| words::application::refused(told.refused)));
    counts.extend((told.unanswered > 0).then(|| words::application::unanswered(told.unanswered)));
    counts.extend((told.taken > 0).then(|| words::application::taken(told.taken)));
    let row = |name: &str, judged: &check::Verdict| {
        let violation = judged.violation();
        let mark = match (judged, violation) {
            (_, Some(_)) => Mark::Violated,
            (verdict, _) if verdict.holds() => Mark::Holds,
            _ => Mark::Unknown,
        };
        verdict(name.to_owned(), mark, violation.map(check::Violation::plain))
    };
    let mut rows = Vec::new();
    if told.sagas.is_none() {
        rows.push(row(told.linearizable_name(), &told.linearizable));
    }
    rows.extend(told.serializable.as_ref().map(|judged| row(words::application::SERIALIZABLE, judged)));
    rows.extend(told.invariants.iter().map(|invariant| {
        let mark = if invariant.broken.is_some() { Mark::Violated } else { Mark::Holds };
        verdict(invariant.name.clone(), mark, invariant.broken.as_ref().map(|(sentence, _)| sentence.clone()))
    }));
    let rows = rows.into_iter().enumerate().map(|(index, row)| row.key(index).into()).collect();
    el("section")
        .class("section application")
        .set("aria-labelledby", "application-head")
        .add(el("div").class("section-head").add(el("h2").set("id", "application-head").text(heading)))
        .add(el("p").class("section-foot").text(counts.join(", ")))
        .add(
            el("p")
                .class("section-foot")
                .hidden(told.sagas.is_none())
                .text(told.sagas.map(words::application::sagas).unwrap_or_default()),
        )
        .add(el("ul").class("ladder").list(rows))
}

/// What is broken on top of a store that keeps its promises, for the sentence above the picture: a
/// lead, what happened, and what would have been allowed.
pub(crate) fn broken(application: &Application) -> Option<[String; 3]> {
    let invariant = application.invariants.iter().find_map(|invariant| {
        let (sentence, allowed) = invariant.broken.clone()?;
        Some([words::application::broken(&invariant.name.to_lowercase()), sentence, allowed])
    });
    let call = || {
        let violation = application.linearizable.violation()?;
        let lead = match application.serializable {
            Some(_) => words::application::NOT_SERIALIZABLE,
            None => words::application::NOT_LINEARIZABLE,
        };
        Some([lead.to_owned(), violation.plain(), violation.allowed.clone()])
    };
    invariant.or_else(call)
}

/// What was put somewhere, confirmed, and is gone: a lead, what it was, and what to make of it.
pub(crate) fn lost(report: &Report) -> Option<[String; 3]> {
    let puts = report.lost.as_ref().map(|lost| lost.puts.as_slice()).filter(|puts| !puts.is_empty())?;
    let calls = Calls::of_trace(&report.trace)?;
    let told = puts.iter().take(LOST_TOLD).filter_map(|id| calls.calls.get(id.index()));
    let mut told: Vec<String> = told.map(|call| format!("{} {}", calls.who(call), calls.deed(call))).collect();
    if puts.len() > LOST_TOLD {
        told.push(words::application::more(puts.len() - LOST_TOLD));
    }
    Some([
        words::application::LOST.to_owned(),
        words::application::lost(&told.join(", ")),
        words::shared::KEEPS_SINGLE_OPERATIONS.to_owned(),
    ])
}

/// So many of what is lost are told one by one.
const LOST_TOLD: usize = 3;

/// What to say of a run whose store carries out calls itself, so that no model of registers speaks of it.
pub(crate) fn summed_up(application: &Application) -> Option<(Mark, String, String)> {
    if let Some(told) = application.sagas {
        let mark = if told.open + told.standing == 0 { Mark::Holds } else { Mark::Unknown };
        return Some((mark, words::application::ALL_OR_NOTHING.to_owned(), words::application::sagas(told)));
    }
    let name = application.linearizable_name();
    let said = words::application::held(application.calls);
    application.linearizable.holds().then(|| (Mark::Holds, name.to_owned(), said))
}

/// A line with its sign and its word, and below it what happened.
fn verdict(name: String, mark: Mark, sentence: Option<String>) -> Element {
    let line = el("div")
        .with("class", ["rung ", mark.class()].concat())
        .child(verdict_mark(mark))
        .add(el("span").class("rung-name").text(name))
        .add(el("span").class("rung-word").text(mark.word()));
    let told = el("p").class("rung-told").hidden(sentence.is_none()).text(sentence.unwrap_or_default());
    el("li").add(line).add(told)
}
