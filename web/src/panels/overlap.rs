//! The overlap of quorums: as few replicas as W and R can have in common, drawn and said.

use diagram::chart::{Replicas, overlap as draw};
use scenario::Cluster;
use yew::prelude::*;

use super::desk::Desk;
use crate::components::{Element, el, nothing, picture, setting_mark};
use crate::words;

/// The width of the column inside its padding, in px.
const WIDTH: f64 = 224.0;

/// The section of the overlap, for strategies that count answers and settings where it matters.
pub(crate) fn overlap_section(desk: &Desk) -> Html {
    let quorums = pipeline::overlap_matters(desk.scenario);
    let section = el("section").class("section").set("aria-label", words::quorum::OVERLAP).hidden(!quorums);
    if quorums { section.add(overlap(&desk.scenario.cluster)) } else { section.child(nothing()) }.into()
}

fn overlap(cluster: &Cluster) -> Element {
    let Cluster { n, w, r, .. } = *cluster;
    let sum = u32::from(w) + u32::from(r);
    let meets = sum > u32::from(n);
    let (relation, words) = match meets {
        true => (">", words::quorum::MEETS),
        false => ("≤", words::quorum::MISSES),
    };
    let sentence = words::quorum::sum(sum, relation, n, words);
    let said = el("p").class("overlap-sentence").child(setting_mark(meets)).add(el("span").text(sentence));
    let honest = el("p").class("section-note").hidden(!meets).text(words::quorum::FAULT_FREE);
    let scene = draw(n, Replicas::Worst { w, r }, WIDTH);
    el("div").class("overlap").child(picture(&scene)).add(said).add(honest)
}
