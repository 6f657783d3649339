//! N, W and R: how many replicas, and how many of them answer. With the invitation to heal.

use pipeline::{Dial, Healing};
use scenario::{Cluster, Scenario, limits};
use yew::prelude::*;

use super::desk::Desk;
use crate::components::{Quantity, Scale, Slider};
use crate::store::{Action, Edit};

/// The rows of N, W and R, as far as the strategy knows them.
pub(crate) fn quorum(desk: &Desk, healing: Option<Healing>) -> Html {
    let quorums = desk.info.is_some_and(|info| info.quorums);
    let dial = |dial| html! { <div class="dial">{ dial_row(desk, dial, healing) }</div> };
    html! {
        <div class="quorum">
            { replicas_row(desk) }
            <div class="dials">
                { if quorums { html! { <>{ dial(Dial::W) }{ dial(Dial::R) }</> } } else { html! {
                    <p class="section-note">{ "W and R mean nothing to this strategy." }</p>
                } } }
            </div>
        </div>
    }
}

fn replicas_row(desk: &Desk) -> Html {
    let high = f64::from(limits::REPLICAS_MAX);
    Slider {
        id: "n",
        label: "N",
        quantity: Quantity::whole("N, the number of replicas", 1.0, high),
        value: f64::from(desk.scenario.cluster.n),
        ends: (1.0, high),
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
pub(crate) fn dial_row(desk: &Desk, dial: Dial, healing: Option<Healing>) -> Html {
    let Scenario { cluster, .. } = desk.scenario;
    let high = f64::from(cluster.n);
    let (id, label, name, field, value, default): (_, _, _, _, _, u8) = match dial {
        Dial::W => {
            ("w", "W", "W, the acknowledgements a write waits for", "cluster.w", cluster.w, Cluster::default().w)
        }
        Dial::R => ("r", "R", "R, the answers a read waits for", "cluster.r", cluster.r, Cluster::default().r),
    };
    let healing = healing.filter(|healing| healing.dial == dial);
    let slider = Slider {
        id,
        label,
        quantity: Quantity::whole(name, 1.0, high),
        value: f64::from(value),
        ends: (1.0, high),
        scale: Scale::Even,
        default: f64::from(default.min(cluster.n)),
        ghost: healing.map(|healing| f64::from(healing.to)),
        problem: desk.problem(field),
        on_input: desk.moving(Box::new(move |value| edit(dial, value as u8))),
        on_settle: desk.settling(),
    };
    let ghost = format!("--at:{}", healing.map_or(0.0, |healing| slider.share(f64::from(healing.to))));
    html! {
        <>
            { slider.row() }
            <div class="invitation" style={ghost} hidden={healing.is_none()}>
                { match healing {
                    Some(healing) => callout(healing, desk.on),
                    None => html! { <span hidden=true /> },
                } }
            </div>
        </>
    }
}

fn callout(Healing { dial, to }: Healing, on: &Callback<Action>) -> Html {
    let on = on.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        on.emit(Action::Edit(edit(dial, to)));
        on.emit(Action::Settle);
    });
    let letter = match dial {
        Dial::W => "W",
        Dial::R => "R",
    };
    html! {
        <button type="button" class="callout" {onclick}>{ format!("Drag {letter} to {to} and watch it heal") }</button>
    }
}

fn edit(dial: Dial, value: u8) -> Edit {
    match dial {
        Dial::W => Edit::W(value),
        Dial::R => Edit::R(value),
    }
}
