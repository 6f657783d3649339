//! What stands below the staleness curve: times by probability, and what follows besides.

use diagram::chart::{level_words, share_words, time_words};
use pipeline::Prospect;
use yew::prelude::*;

use crate::words;

/// After how long a write is seen, by probability; one of them is marked in the chart.
pub(super) fn visible(prospect: &Prospect, level: usize, on_level: &Callback<usize>) -> Html {
    let cells = prospect.t_visibility.iter().enumerate().map(|(place, (share, t_ms))| {
        let words = match t_ms {
            None => words::shared::NEVER.to_owned(),
            Some(ms) if *ms > 0.0 => time_words(*ms),
            Some(_) => words::numbers::AT_ONCE.to_owned(),
        };
        let onclick = on_level.reform(move |_: MouseEvent| place);
        html! {
            <li key={place}>
                <button type="button" class="level" aria-pressed={(place == level).to_string()} {onclick}>
                    <span class="level-share">{ level_words(*share) }</span>
                    <span class="level-time">{ words }</span>
                </button>
            </li>
        }
    });
    html! {
        <>
            <p class="levels-head">{ words::numbers::FRESH_AFTER }</p>
            <ul class="levels" aria-label={words::numbers::FRESH_LEVELS}>{ for cells }</ul>
        </>
    }
}

/// What follows besides.
pub(super) fn facts(prospect: &Prospect) -> Html {
    let least = |p: f64| ["≥ ", &share_words(p)].concat();
    let at_once = prospect.p_consistent.first().map(|(_, p)| (words::numbers::FRESH_AT_ONCE, share_words(*p)));
    let two = prospect.k_staleness.iter().find(|(versions, _)| *versions == 2);
    let two = two.map(|(_, p)| (words::numbers::WITHIN_TWO_VERSIONS, least(*p)));
    let monotonic = prospect.monotonic_reads.map(|p| (words::numbers::MONOTONIC_READS, least(p)));
    let facts = [at_once, two, monotonic].into_iter().flatten().map(|(name, figure)| {
        html! { <div key={name}><dt>{ name }</dt><dd>{ figure }</dd></div> }
    });
    html! { <dl class="keys">{ for facts }</dl> }
}
