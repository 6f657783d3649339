//! What is folded away below the chart: response times by region and by session, and the stale reads.

use diagram::chart::Chart;
use history::{Duration, Operation};
use measure::{GroupLatencies, Latencies, Percentiles, StaleRead};
use pipeline::Report;
use yew::prelude::*;

use super::super::chart_files::Tools;
use super::super::numbers::milliseconds;
use super::sheets::{all_times_sheet, stale_sheet, times_sheet};
use crate::hooks::Shared;
use crate::words;

/// More rows than this stand in the file alone.
const ROWS: usize = 200;

/// Response times: of all as the chart above has them, and group by group, each list under a line that says whose answers were slowest.
pub(super) fn times_by(latencies: &Latencies, report: &Report, chart: &Shared<Chart>) -> Html {
    let meant: Vec<GroupLatencies> = latencies.intended.iter().cloned().collect();
    let lists = [
        (words::watched::FROM_WHEN_MEANT, meant.as_slice()),
        (words::watched::BY_REGION, latencies.regions.as_slice()),
        (words::watched::BY_SESSION, latencies.sessions.as_slice()),
    ];
    let list = lists.into_iter().filter(|(_, groups)| !groups.is_empty()).map(|(title, groups)| {
        html! {
            <details key={title} class="more watched-more">
                <summary><span>{ title }</span><span class="more-now">{ slowest(groups) }</span></summary>
                <div class="watched-table" tabindex="0" role="region" aria-label={words::watched::times_of(title)}>
                    <table class="figures">
                        <thead><tr>
                            <th scope="col"><span class="visually-hidden">{ words::watched::WHOSE }</span></th>
                            <th scope="col">{ "p50" }</th><th scope="col">{ "p95" }</th><th scope="col">{ "p99" }</th>
                            <th scope="col">{ "n" }</th>
                        </tr></thead>
                        <tbody>{ for groups.iter().flat_map(rows) }</tbody>
                    </table>
                </div>
            </details>
        }
    });
    html! {
        <div class="watched-times">
            <div class="watched-lag-head"><h3>{ words::shared::RESPONSE_TIMES }</h3><span class="section-note">{ "ms" }</span></div>
            <Tools chart={chart.clone()} sheet={all_times_sheet(&report.summary)} />
            <div>{ for list }</div>
            <Tools sheet={times_sheet(latencies)} />
        </div>
    }
}

/// Whose p99 is longest, for the line that folds the rest away.
fn slowest(groups: &[GroupLatencies]) -> String {
    let p99 = |group: &GroupLatencies| [group.reads, group.writes].into_iter().flatten().map(|told| told.p99_us).max();
    let worst = groups.iter().filter_map(|group| Some((p99(group)?, group))).max_by_key(|(us, _)| *us);
    let Some((us, group)) = worst else { return words::watched::NO_ANSWERS.to_owned() };
    let time = Duration::from_us(us);
    if group.of.is_empty() || groups.len() == 1 {
        format!("p99 {time}")
    } else {
        words::watched::p99_up_to(time, &group.of)
    }
}

fn rows(group: &GroupLatencies) -> Vec<Html> {
    let kinds = [
        (words::shared::READS, "swatch swatch-read", group.reads),
        (words::shared::WRITES, "swatch swatch-write", group.writes),
    ];
    kinds.into_iter().filter_map(|(kind, swatch, told)| row(&group.of, kind, swatch, told?)).collect()
}

fn row(of: &str, kind: &'static str, swatch: &'static str, told: Percentiles) -> Option<Html> {
    let cells = [told.p50_us, told.p95_us, told.p99_us].map(|us| html! { <td>{ milliseconds(Some(us)) }</td> });
    let name = if of.is_empty() { kind.to_owned() } else { format!("{of} {kind}") };
    Some(html! {
        <tr key={name.clone()}>
            <th scope="row"><span class={swatch} aria-hidden="true"></span>{ name }</th>
            { for cells }
            <td class="faint">{ told.count }</td>
        </tr>
    })
}

/// The stale reads with what was read, in order of time.
pub(super) fn stale(report: &Report) -> impl Iterator<Item = (&StaleRead, &Operation)> {
    let list = report.summary.staleness.stale.iter();
    list.filter_map(|told| Some((told, report.history.operation(told.read)?)))
}

/// How stale each read was, by time and by versions.
pub(super) fn stale_reads(report: &Report) -> Html {
    let staleness = &report.summary.staleness;
    let count = staleness.stale.len();
    let oldest = staleness.stale.iter().map(|stale| stale.by_us).max();
    let most = staleness.stale.iter().map(|stale| stale.versions).max().unwrap_or(0);
    let now = match oldest {
        None => words::watched::all_fresh(staleness.fresh),
        Some(us) => words::watched::stale(count, Duration::from_us(us), &words::watched::versions(most)),
    };
    let name = |place: usize| report.trace.sessions.get(place).map_or("", |line| line.name.as_str()).to_owned();
    let key = |place: usize| report.trace.keys.get(place).cloned().unwrap_or_default();
    let rows = stale(report).take(ROWS).map(|(told, read)| {
        html! {
            <tr key={read.id.index()}>
                <th scope="row">{ words::watched::read_of(&name(read.session.index()), &key(read.key.index())) }</th>
                <td>{ milliseconds(Some(read.invoked.as_us())) }</td>
                <td>{ milliseconds(Some(told.by_us)) }</td>
                <td>{ told.versions }</td>
            </tr>
        }
    });
    let rest = count.saturating_sub(ROWS);
    html! {
        <details class="more watched-more">
            <summary><span>{ words::shared::STALE_READS }</span><span class="more-now">{ now }</span></summary>
            <p class="section-foot" hidden={count > 0}>{ words::watched::ALL_NEWEST }</p>
            <div class="watched-table" tabindex="0" role="region" aria-label={words::shared::STALE_READS} hidden={count == 0}>
                <table class="figures">
                    <thead><tr>
                        <th scope="col"><span class="visually-hidden">{ words::shared::READ }</span></th>
                        <th scope="col">{ words::watched::BEGUN }</th><th scope="col">{ words::watched::OLDER_BY }</th><th scope="col">{ words::watched::VERSIONS }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <p class="section-foot" hidden={rest == 0}>{ words::watched::more_in_file(rest) }</p>
            <div hidden={count == 0}><Tools sheet={stale_sheet(report)} /></div>
        </details>
    }
}
