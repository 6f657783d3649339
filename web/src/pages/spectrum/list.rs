//! The lattice in words: every step with where it is stated, for those who read rather than look.

use catalog::lattice::{AVAILABILITY_SOURCE, Availability};
use check::lattice::IMPLICATIONS;
use diagram::lattice::Outcome;
use yew::prelude::*;

use super::line::node_picture;
use super::told::lower;
use crate::words;

/// What fills, signs and shapes mean.
pub(super) fn legend() -> Html {
    let sign = |outcome: Outcome, words: &'static str| {
        html! { <li key={words}><span aria-hidden="true">{ node_picture(Availability::Every, outcome) }</span>{ words }</li> }
    };
    let shape = |available: Availability, words: &'static str| {
        html! { <li key={words}><span aria-hidden="true">{ node_picture(available, Outcome::Unsigned) }</span>{ words }</li> }
    };
    html! {
        <div class="map-legend">
            <ul aria-label={words::spectrum::SIGNS}>
                { sign(Outcome::Kept, words::verdicts::HELD) }{ sign(Outcome::Broken, words::spectrum::BROKEN) }{ sign(Outcome::Measured, words::verdicts::MEASURED) }
                { sign(Outcome::Unknown, words::verdicts::UNDECIDED) }{ sign(Outcome::Untested, words::spectrum::NOTHING_TO_CHECK) }
            </ul>
            <ul aria-label={words::spectrum::SHAPES}>
                <li key="lead" class="map-legend-lead">{ words::spectrum::DURING_A_PARTITION }</li>
                { shape(Availability::Majority, words::spectrum::MAJORITY) }
                { shape(Availability::Sticky, words::spectrum::STICKY) }
                { shape(Availability::Every, words::spectrum::EVERY) }
            </ul>
        </div>
    }
}

/// Every step as a sentence, with its source.
pub(super) fn implications() -> Html {
    let steps = IMPLICATIONS.iter().map(|step| {
        html! {
            <li key={format!("{}-{}", step.stronger.key(), step.weaker.key())}>
                { words::spectrum::implies(step.stronger.name(), &lower(step.weaker)) }{ " " }
                <span class="section-note">{ step.source }</span>
            </li>
        }
    });
    html! {
        <details class="spectrum-more">
            <summary>{ words::spectrum::AS_A_LIST }</summary>
            <ul class="implications">{ for steps }</ul>
            <p>{ words::spectrum::NOT_LISTED }</p>
            <p class="section-note">{ AVAILABILITY_SOURCE }</p>
        </details>
    }
}
