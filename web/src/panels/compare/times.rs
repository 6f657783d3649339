//! The response times of both runs, A beside B, and what else a run costs.

use measure::{Quantiles, ResponseTimes};
use yew::prelude::*;

use super::super::numbers::milliseconds;
use super::badge;
use crate::components::{Element, el};
use crate::hooks::{Evaluated, Pair};
use crate::words;

/// Reads or writes: their name, their sign, and their times in a run.
type Kind = (&'static str, &'static str, fn(&Evaluated) -> &ResponseTimes);

/// The section.
pub(crate) fn times(pair: &Pair) -> Html {
    let kind = el("th")
        .named("kind")
        .set("scope", "col")
        .add(el("span").class("visually-hidden").text(words::compare::KIND_AND_RUN));
    let heads = ["p50", "p95", "p99", "n"].map(|name| el("th").named(name).set("scope", "col").text(name).into());
    let heads: Vec<Html> = std::iter::once(kind.into()).chain(heads).collect();
    let kinds: [Kind; 2] = [
        (words::shared::READ, "swatch swatch-read", |run| &run.report.summary.reads),
        (words::shared::WRITE, "swatch swatch-write", |run| &run.report.summary.writes),
    ];
    let rows = kinds.into_iter().flat_map(|(name, swatch, of)| {
        [(true, &pair.a), (false, &pair.b)].map(|(of_a, run)| row(name, swatch, of_a, of(run)))
    });
    let costs = costs(pair).into_iter().map(|(name, [a, b])| {
        let head = el("th").set("scope", "row").text(name);
        el("tr").named(name).add(head).add(el("td").text(a)).add(el("td").text(b)).into()
    });
    let run = |of_a| el("th").set("scope", "col").child(badge(of_a));
    let runs = el("tr").add(el("td")).add(run(true)).add(run(false));
    el("section")
        .class("section compared-times")
        .set("aria-labelledby", "compared-times")
        .add(
            el("div")
                .class("section-head")
                .add(el("h2").set("id", "compared-times").text(words::compare::TIMES))
                .add(el("span").class("section-note").text(words::shared::MS)),
        )
        .add(
            el("table")
                .class("figures")
                .add(el("thead").add(el("tr").list(heads)))
                .add(el("tbody").list(rows.collect())),
        )
        .add(
            el("table")
                .class("figures compared-costs")
                .add(el("thead").add(runs))
                .add(el("tbody").list(costs.collect())),
        )
        .into()
}

fn row(name: &'static str, swatch: &'static str, of_a: bool, times: &ResponseTimes) -> Html {
    let figures = times
        .quantiles
        .map_or([None; 3], |Quantiles { p50_us, p95_us, p99_us, .. }| [p50_us, p95_us, p99_us].map(Some));
    let head: Element = el("th")
        .set("scope", "row")
        .add(el("span").class(swatch).set("aria-hidden", "true"))
        .text(name)
        .text(" ")
        .child(badge(of_a));
    let mut row = el("tr").named(&format!("{name} {of_a}")).add(head);
    for us in figures {
        row = row.add(el("td").text(milliseconds(us)));
    }
    row.add(el("td").class("faint").text(times.count.to_string())).into()
}

/// What else can be compared of two runs.
fn costs(pair: &Pair) -> [(&'static str, [String; 2]); 4] {
    let both = |of: fn(&Evaluated) -> String| [of(&pair.a), of(&pair.b)];
    [
        (
            words::shared::STALE_READS,
            both(|run| {
                let summary = &run.report.summary;
                words::shared::of(summary.stale_reads(), summary.reads.count)
            }),
        ),
        (
            words::compare::MESSAGES,
            both(|run| {
                let messages = run.report.summary.messages_per_operation();
                messages.map_or_else(|| "–".to_owned(), |count| history::decimal::fixed(count, 1))
            }),
        ),
        (
            words::compare::TIMED_OUT,
            both(|run| {
                let summary = &run.report.summary;
                (summary.reads.timed_out + summary.writes.timed_out).to_string()
            }),
        ),
        (words::compare::TAKES, both(|run| run.report.trace.end.to_string())),
    ]
}
