//! What the run costs: response times, stale reads, messages, answers.

use measure::{Quantiles, ResponseTimes, Summary};
use yew::prelude::*;

use crate::components::{el, picture};
use crate::hooks::{Evaluated, Shared};
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct NumbersProps {
    pub(crate) run: Option<Shared<Evaluated>>,
}

/// The width of the right column inside its padding, in px.
pub(super) const CHART_WIDTH: f64 = 304.0;
pub(super) const CHART_HEIGHT: f64 = 112.0;

/// Response times with their histogram, and the key figures of the run.
#[component]
pub(crate) fn Numbers(props: &NumbersProps) -> Html {
    let chart = use_memo(props.run.clone(), |run| {
        let summary = &run.as_ref()?.report.summary;
        let scene =
            diagram::chart::histogram(&summary.reads.sorted_us, &summary.writes.sorted_us, CHART_WIDTH, CHART_HEIGHT);
        Some(Shared::new(scene))
    });
    let Some(run) = &props.run else { return html! { <section class="section"></section> } };
    let summary = &run.report.summary;
    let drawn = chart.as_ref().as_ref().map(|scene| picture(scene));
    html! {
        <div class="numbers">
            <section class="section" aria-labelledby="times-head">
                <div class="section-head">
                    <h2 id="times-head">{ words::shared::RESPONSE_TIMES }</h2>
                    <span class="section-note">{ words::numbers::MS_THIS_RUN }</span>
                </div>
                <div class="chart">{ drawn.unwrap_or_default() }</div>
                <table class="figures">
                    <thead><tr>
                        <th scope="col"><span class="visually-hidden">{ words::shared::KIND }</span></th>
                        <th scope="col">{ "p50" }</th><th scope="col">{ "p95" }</th><th scope="col">{ "p99" }</th>
                        <th scope="col">{ "p99.9" }</th><th scope="col">{ words::shared::MEAN }</th><th scope="col">{ "n" }</th>
                    </tr></thead>
                    <tbody>
                        { row(words::shared::READ, "swatch swatch-read", &summary.reads) }
                        { row(words::shared::WRITE, "swatch swatch-write", &summary.writes) }
                    </tbody>
                </table>
                { untimed(summary) }
            </section>
            <dl class="keys">{ for keys(run).into_iter().map(|(name, figure)| html! {
                <div key={name}><dt>{ name }</dt><dd>{ figure }</dd></div>
            }) }</dl>
        </div>
    }
}

fn row(name: &'static str, swatch: &'static str, times: &ResponseTimes) -> Html {
    let figures =
        times.quantiles.map_or([const { None }; 5], |Quantiles { mean_us, p50_us, p95_us, p99_us, p99_9_us }| {
            [p50_us, p95_us, p99_us, p99_9_us, mean_us].map(Some)
        });
    let cells = figures.iter().enumerate().map(|(index, us)| html! { <td key={index}>{ milliseconds(*us) }</td> });
    html! {
        <tr>
            <th scope="row"><span class={swatch} aria-hidden="true"></span>{ name }</th>
            { for cells }
            <td class="faint">{ history::decimal::grouped(u64::from(times.count)) }</td>
        </tr>
    }
}

/// The operations that have no place among the times, by what they were.
fn untimed(summary: &Summary) -> Html {
    let (reads, writes) = (&summary.reads, &summary.writes);
    let line = |word, of: fn(&ResponseTimes) -> u32| {
        let (read, written) = (of(reads), of(writes));
        let said = || words::numbers::untimed(word, read, reads.begun(), written, writes.begun());
        (read + written > 0).then(said)
    };
    let lines = [
        line(words::shared::NEVER_ANSWERED, |times| times.timed_out + times.unfinished),
        line(words::shared::REFUSED, |times| times.failed),
    ];
    let paint = |(index, line): (usize, String)| el("li").key(index).text(line).into();
    el("ul").class("untimed").list(lines.into_iter().flatten().enumerate().map(paint).collect()).into()
}

/// Three figures, so that a rack and a planet read alike.
pub(super) fn milliseconds(us: Option<u64>) -> String {
    match us {
        None => "–".to_owned(),
        Some(us @ 0..10_000) => format!("{}.{:02}", us / 1000, us % 1000 / 10),
        Some(us @ 10_000..100_000) => format!("{}.{}", us / 1000, us % 1000 / 100),
        Some(us) => ((us + 500) / 1000).to_string(),
    }
}

fn keys(run: &Evaluated) -> Vec<(&'static str, String)> {
    let summary = &run.report.summary;
    let begun = summary.reads.begun() + summary.writes.begun();
    let answered = summary.reads.count + summary.writes.count;
    let worst = summary.staleness.stale.iter().map(|stale| stale.by_us).max();
    let messages =
        summary.messages_per_operation().map_or_else(|| "–".to_owned(), |count| history::decimal::fixed(count, 1));
    let lost = summary.messages.map_or(0, |messages| messages.lost);
    let mut keys = vec![
        (words::numbers::STALE_READS, words::shared::of(summary.stale_reads(), summary.reads.count)),
        (
            words::numbers::OLDEST_BY,
            worst.map_or_else(|| "–".to_owned(), |us| history::Duration::from_us(us).to_string()),
        ),
        (words::numbers::ANSWERED, words::shared::of(answered, begun)),
        (words::numbers::MESSAGES_PER_OPERATION, messages),
        (words::numbers::MESSAGES_LOST, lost.to_string()),
        (words::numbers::TIMED_OUT, (summary.reads.timed_out + summary.writes.timed_out).to_string()),
    ];
    if let Some(lost) = &run.report.lost {
        let counts = [
            (words::numbers::OVERWRITTEN, lost.writes.len()),
            (words::numbers::THINGS_LOST, lost.puts.len()),
            (words::numbers::CAME_BACK, lost.returned.len()),
        ];
        keys.extend(counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| (name, count.to_string())));
    }
    keys
}
