//! The response times of many runs together, and below them what the mathematics says, where it speaks.

use history::decimal::grouped;
use measure::PooledTimes;
use pipeline::{ExpectedTimes, Prospect, Series};
use yew::prelude::*;

use super::numbers::milliseconds;
use crate::words;

/// The quantiles that are shown, of ten thousand.
const QUANTILES: [(u32, &str); 5] =
    [(5_000, "p50"), (9_500, "p95"), (9_900, "p99"), (9_990, "p99.9"), (9_999, "p99.99")];

/// A table of both kinds; with dashes while there is no run.
pub(super) fn pooled(series: Option<&Series>, prospect: Option<&Prospect>) -> Html {
    let note = match series {
        Some(series) => words::numbers::ms_of_runs(&grouped(u64::from(series.runs))),
        None => "ms".to_owned(),
    };
    let heads = QUANTILES.iter().map(|(_, name)| html! { <th key={*name} scope="col">{ *name }</th> });
    let kinds = [
        (
            words::shared::READ,
            "swatch swatch-read",
            series.map(|series| &series.read_times),
            prospect.map(|p| &p.reads),
        ),
        (
            words::shared::WRITE,
            "swatch swatch-write",
            series.map(|series| &series.write_times),
            prospect.map(|p| &p.writes),
        ),
    ];
    html! {
        <section class="section" aria-labelledby="pooled-head">
            <div class="section-head">
                <h2 id="pooled-head">{ words::numbers::POOLED }</h2>
                <span class="section-note">{ note }</span>
            </div>
            <table class="figures">
                <thead><tr>
                    <th scope="col"><span class="visually-hidden">{ words::shared::KIND }</span></th>{ for heads }<th scope="col">{ "n" }</th>
                </tr></thead>
                <tbody>{ for kinds.into_iter().map(rows) }</tbody>
            </table>
            { unanswered(series) }
        </section>
    }
}

type Kind<'a> = (&'static str, &'static str, Option<&'a PooledTimes>, Option<&'a ExpectedTimes>);

fn rows((name, swatch, times, expected): Kind<'_>) -> Html {
    let figure = |of: u32| times.and_then(|times| times.answered.quantile_us(of));
    let cells = QUANTILES.iter().map(|(of, name)| html! { <td key={*name}>{ milliseconds(figure(*of)) }</td> });
    html! {
        <>
            <tr key={name}>
                <th scope="row"><span class={swatch} aria-hidden="true"></span>{ name }</th>
                { for cells }
                <td class="faint">{ times.map_or_else(|| "–".to_owned(), |times| grouped(times.answered.count())) }</td>
            </tr>
            { for expected.map(|expected| exact(name, expected)) }
        </>
    }
}

fn exact(name: &'static str, expected: &ExpectedTimes) -> Html {
    let figure = |of: u32| {
        let is_it = |(share, _): &&(f64, f64)| (share - f64::from(of) / 10_000.0).abs() < 1e-9;
        expected.quantiles.iter().find(is_it).map(|(_, ms)| (ms * 1_000.0).round() as u64)
    };
    let cells = QUANTILES.iter().map(|(of, name)| html! { <td key={*name}>{ milliseconds(figure(*of)) }</td> });
    html! { <tr key={words::numbers::in_theory(name)} class="pooled-theory"><th scope="row">{ words::numbers::THEORY }</th>{ for cells }<td></td></tr> }
}

/// The operations that have no place among the times.
fn unanswered(series: Option<&Series>) -> Html {
    let Some(series) = series else { return Html::default() };
    let (reads, writes) = (&series.read_times, &series.write_times);
    let line = |word: &str, of: fn(&PooledTimes) -> u64| {
        let (read, written) = (of(reads), of(writes));
        let of = [read, reads.begun(), written, writes.begun()].map(grouped);
        let said = || words::numbers::untimed(word, &of[0], &of[1], &of[2], &of[3]);
        (read + written > 0).then(said)
    };
    let lines = [
        line(words::shared::NEVER_ANSWERED, |times| times.timed_out + times.unfinished),
        line(words::shared::REFUSED, |times| times.failed),
    ];
    html! {
        <ul class="untimed">{ for lines.into_iter().flatten().map(|line| html! { <li key={line.clone()}>{ line }</li> }) }</ul>
    }
}
