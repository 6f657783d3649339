//! "What changed": the verdicts that turned, and the operations that were answered differently or took
//! another time, a sentence each.

use pipeline::{Difference, OperationChange, Turn, VerdictChange};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{badge, with_badges};
use crate::components::{Element, Mark, el, verdict_mark, words};
use crate::hooks::Pair;
use crate::store::{Action, Look, Panel};
use crate::words;

/// So many operations are told at once; the rest is behind a line that unfolds, and no more than so many.
const AT_ONCE: usize = 6;
const AT_MOST: usize = 60;

/// The section.
pub(crate) fn changed(pair: &Pair, on: &Callback<Action>) -> Html {
    let changes = &pair.changes;
    let shown = changes.operations.iter().take(AT_MOST).enumerate();
    let operations: Vec<Html> = shown.map(|(index, change)| operation(index, change, on)).collect();
    let (first, rest) = operations.split_at(operations.len().min(AT_ONCE));
    let untold = changes.operations.len() - operations.len();
    let more = el("details")
        .class("changed-more")
        .hidden(rest.is_empty())
        .add(el("summary").text(words::compare::more(rest.len() + untold)))
        .add(el("ul").class("changed-list").list(rest.to_vec()))
        .add(el("p").class("changed-sum").hidden(untold == 0).text(words::compare::not_listed(untold)));
    let head = el("div")
        .class("section-head")
        .add(el("h2").set("id", "changed-head").text(words::compare::CHANGED))
        .add(el("span").class("section-note changed-runs").child(badge(true)).text(" → ").child(badge(false)));
    let turns = [(Turn::Healed, Mark::Holds), (Turn::Broken, Mark::Violated), (Turn::Untold, Mark::Unknown)];
    let turns = turns.map(|(turn, mark)| turned(&changes.verdicts, turn, mark, on));
    el("section")
        .class("section changed")
        .set("aria-labelledby", "changed-head")
        .add(head)
        .add(el("p").class("changed-sum").set("role", "status").text(sum(pair)))
        .add(el("ul").class("changed-list").list(turns.into_iter().flatten().collect()))
        .add(el("ul").class("changed-list").list(first.to_vec()))
        .add(more)
        .into()
}

/// All of it in one sentence.
fn sum(pair: &Pair) -> String {
    let changes = &pair.changes;
    if changes.is_empty() {
        return words::compare::NOTHING.to_owned();
    }
    let count = |of: &dyn Fn(&OperationChange) -> bool| changes.operations.iter().filter(|change| of(change)).count();
    let (answers, slower) = (count(&|change| change.what != Difference::Time), count(&is_slower));
    let faster = count(&|change| change.what == Difference::Time) - slower;
    let parts = [
        (answers, words::compare::ANSWERED_DIFFERENTLY),
        (slower, words::compare::SLOWER),
        (faster, words::compare::FASTER),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let mut parts: Vec<String> = parts.collect();
    parts.push(words::compare::alike(changes.alike));
    format!("{}.", parts.join(", "))
}

/// Whether only its length differs, and it takes longer in B.
fn is_slower(change: &OperationChange) -> bool {
    let took = |seen: &Option<pipeline::Seen>| seen.as_ref().and_then(|seen| seen.took);
    change.what == Difference::Time && took(&change.a) < took(&change.b)
}

/// The verdicts that turned one way, in one sentence; each name leads to its proof.
fn turned(verdicts: &[VerdictChange], turn: Turn, mark: Mark, on: &Callback<Action>) -> Option<Html> {
    let turned: Vec<&VerdictChange> = verdicts.iter().filter(|change| change.turn == turn).collect();
    let (last, before) = turned.split_last()?;
    let lead = match (turn, turned.len()) {
        (Turn::Healed, _) => words::compare::BETTER_IN,
        (Turn::Broken, _) => words::compare::WORSE_IN,
        (Turn::Untold, _) => words::compare::TOLD_OF_ONE,
    };
    let mut names = el("span").class("changed-words").add(el("strong").text(lead).child(badge(false))).text(": ");
    for change in before {
        names = names.add(name(change, on)).text(" ");
    }
    Some(el("li").named(lead).class("changed-verdict").child(verdict_mark(mark)).add(names.add(name(last, on))).into())
}

fn name(change: &VerdictChange, on: &Callback<Action>) -> Element {
    let sentence = change.sentence();
    let Some(model) = change.model else {
        return el("span").class("changed-name").with("title", sentence).text(change.name.clone());
    };
    let on = on.reform(move |_: Event| Action::Look(Look::Model(Some(model))));
    el("button")
        .class("changed-name operation-link")
        .set("type", "button")
        .with("title", sentence.clone())
        .with("aria-label", sentence)
        .on(ListenerKind::onclick, on)
        .text(change.name.clone())
}

/// An operation: a press points it out in both drawings.
fn operation(index: usize, change: &OperationChange, on: &Callback<Action>) -> Html {
    let sentence = change.sentence();
    let (name, rest) = sentence.split_once(": ").unwrap_or((&sentence, ""));
    let (sign, class) = match change.what {
        Difference::Time if is_slower(change) => ("+", "changed-sign is-time"),
        Difference::Time => ("−", "changed-sign is-time"),
        _ => ("≠", "changed-sign"),
    };
    let focus = change.b.as_ref().map(|seen| (seen.operation, true));
    let on = on.clone();
    let show = Callback::from(move |_: Event| {
        on.emit(Action::Look(Look::Focus(focus)));
        on.emit(Action::Look(Look::Panel(Panel::Timeline)));
    });
    let mut told = el("span").class("changed-words").add(el("strong").text(name.to_owned())).child(words(": ".into()));
    for piece in with_badges(rest) {
        told = told.child(piece);
    }
    el("li")
        .key(index)
        .add(
            el("button")
                .class("changed-operation")
                .set("type", "button")
                .with("aria-label", sentence.clone())
                .on(ListenerKind::onclick, show)
                .add(el("span").class(class).set("aria-hidden", "true").text(sign))
                .add(told),
        )
        .into()
}
