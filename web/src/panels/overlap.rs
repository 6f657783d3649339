//! The overlap of quorums: as few replicas as W and R can have in common, drawn and said.

use diagram::chart::{Replicas, overlap as draw};
use scenario::Cluster;
use yew::prelude::*;

use super::desk::Desk;
use crate::components::{Mark, picture, verdict_mark};

/// The width of the column inside its padding, in px.
const WIDTH: f64 = 224.0;

/// The section of the overlap, for strategies that count answers.
pub(crate) fn overlap_section(desk: &Desk) -> Html {
    let quorums = desk.info.is_some_and(|info| info.quorums);
    html! {
        <section class="section" aria-label="Overlap of writes and reads" hidden={!quorums}>
            { if quorums { overlap(&desk.scenario.cluster) } else { html! { <span hidden=true /> } } }
        </section>
    }
}

fn overlap(cluster: &Cluster) -> Html {
    let Cluster { n, w, r, .. } = *cluster;
    let scene = draw(n, Replicas::Worst { w, r }, WIDTH);
    let sum = u32::from(w) + u32::from(r);
    let meets = sum > u32::from(n);
    let (relation, mark, words) = match meets {
        true => (">", Mark::Holds, "every read meets every write"),
        false => ("≤", Mark::Violated, "a read may miss the latest write"),
    };
    let sentence = format!("W\u{a0}+\u{a0}R\u{a0}=\u{a0}{sum}\u{a0}{relation}\u{a0}{n}: {words}");
    html! {
        <div class="overlap">
            { picture(&scene) }
            <p class="overlap-sentence">{ verdict_mark(mark) }<span>{ sentence }</span></p>
            <p class="section-note" hidden={!meets}>{ "In fault-free runs. Overlap alone is not linearizability." }</p>
        </div>
    }
}
