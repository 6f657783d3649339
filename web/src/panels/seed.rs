//! The seed of all chance, the next one, and the way back to the opening scenario.

use yew::prelude::*;

use super::desk::{Desk, Field};
use crate::components::{IconName, Quantity, button, el, icon, words};
use crate::store::{Action, Edit};
use crate::words;

const SEED: Quantity = Quantity::whole(words::seed::SEED, 0.0, u32::MAX as f64);

/// The section of the seed. It keeps its place while what is above grows and shrinks: people press
/// its button again and again.
pub(crate) fn seed(desk: &Desk) -> Html {
    let seed = desk.scenario.seed;
    let of = Field { quantity: SEED, value: f64::from(seed), field: "seed" };
    let next = desk.on.reform(move |_| Action::Edit(Edit::Seed(seed.wrapping_add(1))));
    let row = el("div")
        .class("seed-row")
        .add(el("h2").add(el("label").set("for", "seed").text(words::seed::SEED)))
        .child(desk.field("seed", of, Box::new(|seed| Edit::Seed(seed as u32))))
        .add(button("seed-next", next).child(icon(IconName::Next)).child(words(words::seed::NEXT.into())));
    el("section").class("section seed").set("aria-label", words::seed::SEED).add(row).into()
}

/// The way back to the opening scenario. Undo leads here again, so nothing asks whether it is meant.
pub(crate) fn reset(desk: &Desk) -> Html {
    let reset = desk.on.reform(|_| Action::Edit(Edit::Replace(Box::default())));
    el("div").class("reset").add(button("quiet", reset).text(words::seed::RESET_ALL)).into()
}
