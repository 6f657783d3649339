//! What can be pointed at on the timeline: a thin layer of transparent boxes, one a thing.

use diagram::number::coordinate;
use diagram::{Aim, Area, Orientation, Scene, Target};
use history::{FaultId, Instant, OperationId};
use yew::prelude::*;

use crate::browser::pointer;
use crate::hooks::Shared;

/// An end of a fault at another moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retime {
    pub(crate) fault: FaultId,
    pub(crate) end: bool,
    /// Where to; nothing when the gesture is over.
    pub(crate) to: Option<Instant>,
}

#[derive(PartialEq, Properties)]
pub(crate) struct TargetsProps {
    pub(crate) scene: Shared<Scene>,
    pub(crate) on_target: Callback<(Aim, bool)>,
    pub(crate) on_hover: Callback<Option<OperationId>>,
    pub(crate) on_retime: Callback<Retime>,
}

/// Operations are buttons, the ends of faults are handles.
#[component]
pub(crate) fn Targets(props: &TargetsProps) -> Html {
    let all = &props.scene.targets;
    let targets = all.iter().enumerate().filter_map(|(index, target)| {
        // A cut that is not contiguous has a wall, with its ends, at every boundary.
        let copy = || all[..index].iter().filter(|other| other.aim == target.aim).count();
        match target.aim {
            Aim::Operation(id) => Some(operation(props, target, id)),
            Aim::FaultBegin(id) => Some(handle(props, target, id, false, copy())),
            Aim::FaultEnd(id) => Some(handle(props, target, id, true, copy())),
            Aim::Fault(_) => None,
        }
    });
    html! { <g class="targets">{ for targets }</g> }
}

fn operation(props: &TargetsProps, target: &Target, id: OperationId) -> Html {
    let Area { x, y, width, height } = target.area;
    let aim = target.aim;
    let onclick = props.on_target.reform(move |event: MouseEvent| {
        event.stop_propagation();
        (aim, false)
    });
    let on_target = props.on_target.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            on_target.emit((aim, true));
        }
    });
    // A finger has no place to hover; its tap chooses.
    let onpointerenter =
        props.on_hover.reform(move |event: PointerEvent| (event.pointer_type() == "mouse").then_some(id));
    let onpointerleave = props.on_hover.reform(|_: PointerEvent| None);
    html! {
        <rect key={format!("o{}", id.0)} class="target" x={coordinate(x - 4.0)} y={coordinate(y)}
            width={coordinate(width + 8.0)} height={coordinate(height)} tabindex="0" role="button"
            aria-label={target.label.clone()} {onclick} {onkeydown} {onpointerenter} {onpointerleave} />
    }
}

/// How far an arrow key moves the end of a fault, in microseconds; ten times as far with shift.
const KEY_STEP_US: u64 = 1_000;

fn handle(props: &TargetsProps, target: &Target, fault: FaultId, end: bool, copy: usize) -> Html {
    let Area { x, y, width, height } = target.area;
    let down = props.scene.axis.orientation == Orientation::Down;
    let at = props.scene.axis.instant(if down { y + height / 2.0 } else { x + width / 2.0 });
    let (on_retime, scene) = (props.on_retime.clone(), props.scene.clone());
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if let Some(place) = pointer::place_while_held(&event, scene.width, scene.height) {
            let along = if down { place.1 } else { place.0 };
            on_retime.emit(Retime { fault, end, to: Some(scene.axis.instant(along)) });
        }
    });
    let onpointerdown = Callback::from(|event: PointerEvent| pointer::hold(&event));
    let onpointerup = props.on_retime.reform(move |_: PointerEvent| Retime { fault, end, to: None });
    let on_retime = props.on_retime.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let step = if event.shift_key() { KEY_STEP_US * 10 } else { KEY_STEP_US };
        let to_us = match event.key().as_str() {
            "ArrowUp" | "ArrowLeft" => at.as_us().saturating_sub(step),
            "ArrowDown" | "ArrowRight" => at.as_us() + step,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        on_retime.emit(Retime { fault, end, to: Some(Instant::from_us(to_us)) });
    });
    let onclick = Callback::from(|event: MouseEvent| event.stop_propagation());
    html! {
        <rect key={format!("f{}{end}{copy}", fault.0)} class={classes!("target", "handle", (!down).then_some("is-across"))}
            x={coordinate(x)} y={coordinate(y)} width={coordinate(width)} height={coordinate(height)} tabindex="0"
            role="slider" aria-label={target.label.clone()} aria-valuenow={(at.as_us() / 1000).to_string()}
            aria-valuetext={at.to_string()} {onpointerdown} {onpointermove} {onpointerup} {onkeydown} {onclick} />
    }
}
