//! The lattice in words: every step with where it is stated, for those who read rather than look.

use catalog::lattice::{AVAILABILITY_SOURCE, Availability};
use check::lattice::IMPLICATIONS;
use diagram::lattice::Outcome;
use yew::prelude::*;

use super::line::node_picture;
use super::told::lower;

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
            <ul aria-label="Signs">
                { sign(Outcome::Kept, "held") }{ sign(Outcome::Broken, "broken") }{ sign(Outcome::Measured, "measured") }
                { sign(Outcome::Unknown, "undecided") }{ sign(Outcome::Untested, "nothing to check") }
            </ul>
            <ul aria-label="Shapes: who answers during a partition">
                <li key="lead" class="map-legend-lead">{ "During a partition answers" }</li>
                { shape(Availability::Majority, "the majority side only") }
                { shape(Availability::Sticky, "every side, to its own sessions") }
                { shape(Availability::Every, "every replica") }
            </ul>
        </div>
    }
}

/// Every step as a sentence, with its source.
pub(super) fn implications() -> Html {
    let steps = IMPLICATIONS.iter().map(|step| {
        html! {
            <li key={format!("{}-{}", step.stronger.key(), step.weaker.key())}>
                { format!("{} implies {}.", step.stronger.name(), lower(step.weaker)) }{ " " }
                <span class="section-note">{ step.source }</span>
            </li>
        }
    });
    html! {
        <details class="spectrum-more">
            <summary>{ "The same as a list, with sources" }</summary>
            <ul class="implications">{ for steps }</ul>
            <p>{ "What is not listed and does not follow from the list is not implied: no order implies that replicas agree in the end, since a finite run may stop before." }</p>
            <p class="section-note">{ AVAILABILITY_SOURCE }</p>
        </details>
    }
}
