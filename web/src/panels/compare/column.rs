//! The ladder of guarantees with a column for each of the two runs.

use check::{Measure, Verdict};
use yew::prelude::*;

use super::super::guarantees::{Column, mark_of, word_of};
use super::badge;
use crate::components::{Element, el, verdict_mark};
use crate::hooks::Pair;
use crate::words;

/// The verdicts on both in the place of what many runs say; what stands below the ladder stays.
pub(crate) fn compared(pair: &Pair, many: Column) -> Column {
    let cells = check::models().iter().map(|model| {
        let [in_a, in_b] = [&pair.a, &pair.b].map(|run| run.report.judgement.get(model.id));
        let said = |verdict| word_of(verdict, mark_of(verdict));
        let changed = said(in_a) != said(in_b);
        el("span")
            .class(if changed { "rung-pair is-changed" } else { "rung-pair" })
            .add(el("span").class("visually-hidden").text(words::compare::in_a(&said(in_a))))
            .add(run(in_a))
            .add(run(in_b))
            .into()
    });
    // What many runs bring along is their styles too.
    let heads = el("div").class("rung-runs").add(head(true)).add(head(false));
    Column {
        about: Some(""),
        head: heads.add(el("div").hidden(true).child(many.head)).into(),
        cells: cells.collect::<Vec<Html>>(),
        ..many
    }
}

fn head(of_a: bool) -> Element {
    el("span").class("rung-run").child(badge(of_a))
}

/// The verdict of one run: its sign and a short word. The row says both in full.
fn run(verdict: Option<&Verdict>) -> Element {
    let mark = mark_of(verdict);
    let word = match verdict {
        Some(Verdict::Measured(measured)) => match measured.least {
            Measure::Delay(delay) => delay.to_string(),
            versions => versions.to_string(),
        },
        _ => mark.word().to_owned(),
    };
    let word = el("span").class(mark.class()).text(word);
    el("span").class("rung-run").set("aria-hidden", "true").child(verdict_mark(mark)).add(word)
}
