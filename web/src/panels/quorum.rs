//! N, W and R: how many replicas, and how many of them answer. With the invitation to heal.

use pipeline::{Dial, Healing};
use scenario::{Cluster, limits};
use yew::prelude::*;

use super::desk::{Desk, Field, labelled};
use crate::components::{Element, Quantity, Scale, Slider, button, el, nothing};
use crate::store::{Action, Edit, spares_max};
use crate::words;

const N: Quantity = Quantity::whole(words::quorum::N, 1.0, limits::REPLICAS_MAX as f64);
const W: Quantity = Quantity::whole(words::quorum::W, 1.0, 1.0);
const R: Quantity = Quantity::whole(words::quorum::R, 1.0, 1.0);

/// The rows of N, W and R, as far as the strategy knows them.
pub(crate) fn quorum(desk: &Desk, healing: Option<Healing>) -> Element {
    let dials = el("div").class("dials");
    let dials = if desk.info.is_some_and(|info| info.quorums) {
        dials.add(dial_row(desk, Dial::W, healing).key(0)).add(dial_row(desk, Dial::R, healing).key(1))
    } else {
        dials.add(el("p").key(2).class("section-note").text(words::quorum::NO_DIALS))
    };
    el("div").class("quorum").child(replicas_row(desk)).add(dials).add(spares(desk))
}

/// Spare nodes, where the settings have a use for them.
fn spares(desk: &Desk) -> Element {
    let (cluster, place) = (&desk.scenario.cluster, el("div"));
    if cluster.spares == 0 && !pipeline::lacks_a_spare(desk.scenario) {
        return place.hidden(true);
    }
    let quantity = Quantity::whole(words::quorum::SPARES, 0.0, f64::from(spares_max(cluster.n)));
    let of = Field { quantity, value: f64::from(cluster.spares), field: "cluster.spares" };
    let field = desk.field("spares", of, Box::new(|spares| Edit::Spares(spares as u8)));
    place.add(labelled("spares", words::quorum::SPARES_LABEL, field))
}

fn replicas_row(desk: &Desk) -> Html {
    Slider {
        id: "n",
        label: "N",
        quantity: N,
        value: f64::from(desk.scenario.cluster.n),
        ends: (N.low, N.high),
        scale: Scale::Even,
        default: f64::from(Cluster::default().n),
        ghost: None,
        problem: desk.problem("cluster.n"),
        on_input: desk.moving(Box::new(|n| Edit::N(n as u8))),
        on_settle: desk.settling(),
    }
    .row()
}

/// W or R, with the invitation if it is this one that heals.
#[inline(never)]
fn dial_row(desk: &Desk, dial: Dial, healing: Option<Healing>) -> Element {
    let (cluster, default) = (&desk.scenario.cluster, Cluster::default());
    let high = f64::from(cluster.n);
    let (id, label, quantity, field, value, default) = match dial {
        Dial::W => ("w", "W", W, "cluster.w", cluster.w, default.w),
        Dial::R => ("r", "R", R, "cluster.r", cluster.r, default.r),
    };
    let healing = healing.filter(|healing| healing.dial == dial);
    let slider = Slider {
        id,
        label,
        quantity: Quantity { high, ..quantity },
        value: f64::from(value),
        ends: (1.0, high),
        scale: Scale::Even,
        default: f64::from(default.min(cluster.n)),
        ghost: healing.map(|healing| f64::from(healing.to)),
        problem: desk.problem(field),
        on_input: desk.moving(Box::new(move |value| edit(dial, value as u8))),
        on_settle: desk.settling(),
    };
    let place = healing.map_or(0.0, |healing| slider.share(f64::from(healing.to)));
    let invitation = el("div")
        .class("invitation")
        .with("style", format!("--at:{}", history::decimal::Decimal(place)))
        .hidden(healing.is_none())
        .child(healing.map_or_else(nothing, |healing| callout(healing, label, desk.on)));
    el("div").child(slider.row()).add(invitation)
}

fn callout(Healing { dial, to }: Healing, letter: &str, on: &Callback<Action>) -> Html {
    let on = on.clone();
    let heal = Callback::from(move |_| {
        on.emit(Action::Edit(edit(dial, to)));
        on.emit(Action::Settle);
    });
    button("callout", heal).text(words::quorum::drag_to_heal(letter, to)).into()
}

fn edit(dial: Dial, value: u8) -> Edit {
    match dial {
        Dial::W => Edit::W(value),
        Dial::R => Edit::R(value),
    }
}
