//! The seed of all chance, the next one, and the way back to the opening scenario.

use yew::prelude::*;

use super::desk::Desk;
use crate::components::{IconName, NumberField, Quantity, icon};
use crate::store::{Action, Edit};

/// The section of the seed. It keeps its place while what is above grows and shrinks: people press
/// its button again and again.
pub(crate) fn seed(desk: &Desk) -> Html {
    let seed = desk.scenario.seed;
    let quantity = Quantity::whole("Seed", 0.0, f64::from(u32::MAX));
    let next = desk.on.reform(move |_: MouseEvent| Action::Edit(Edit::Seed(seed.wrapping_add(1))));
    html! {
        <section class="section seed" aria-label="Seed">
            <div class="seed-row">
                <h2><label for="seed">{ "Seed" }</label></h2>
                <NumberField id="seed" {quantity} values={vec![f64::from(seed)]} problem={desk.problem("seed")}
                    on_change={desk.setting(Box::new(|seed| Edit::Seed(seed as u32)))} />
                <button type="button" class="seed-next" onclick={next}>{ icon(IconName::Next) }{ "Next seed" }</button>
            </div>
        </section>
    }
}

/// The way back to the opening scenario. Undo leads here again, so nothing asks whether it is meant.
pub(crate) fn reset(desk: &Desk) -> Html {
    let onclick = desk.on.reform(|_: MouseEvent| Action::Edit(Edit::Replace(Box::default())));
    html! {
        <div class="reset"><button type="button" class="quiet" {onclick}>{ "Reset all" }</button></div>
    }
}
