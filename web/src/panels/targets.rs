//! What can be pointed at on the timeline: a thin layer of transparent boxes, one a thing.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::number::coordinate;
use diagram::{Aim, Area, Orientation, Scene, Target};
use history::{FaultId, Instant, OperationId};
use scenario::Scenario;
use yew::prelude::*;

use super::sheet::Hands;
use crate::browser::pointer;
use crate::hooks::{Rest, Shared};
use crate::words;

/// What part of a fault is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grip {
    Begin,
    End,
    /// Begin and end together.
    Whole,
}

/// What becomes of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A part of it is at another moment; of the whole, its begin.
    Moved(Grip, Instant),
    /// It goes.
    Gone,
    /// Somebody asks what can be done about it, at a moment.
    Asked(Instant),
    /// The gesture is over.
    Settled,
}

#[derive(PartialEq, Properties)]
pub(crate) struct TargetsProps {
    pub(crate) scene: Shared<Scene>,
    /// Its faults stand where they were moved last, before the picture shows it.
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) rest: Rest,
    pub(crate) hands: Shared<Hands>,
}

/// The pointer that holds something. Another one that comes down meanwhile moves nothing.
#[derive(Clone, Copy, Default)]
struct Held {
    pointer: Option<i32>,
    /// How far behind the begin of the fault it took hold, in microseconds.
    behind_us: u64,
    /// Where it came down, until it has gone far enough to mean a move.
    still: Option<f64>,
    /// What keys moved, where from, and where to: further keys of the same frame go on from there.
    keyed: Option<(FaultId, Grip, Instant, Instant)>,
}

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/grips.css");

/// How far a pointer goes before it moves a whole fault, in px: less is a click.
pub(super) const STILL: f64 = 4.0;

/// Operations are buttons; faults are moved, and their ends are.
#[component]
pub(crate) fn Targets(props: &TargetsProps) -> Html {
    let held = use_mut_ref(Held::default);
    let all = &props.scene.targets;
    let targets = all.iter().enumerate().map(|(index, target)| {
        // A cut that is not contiguous has a wall, with its ends, at every boundary.
        let copy = || all[..index].iter().filter(|other| other.aim == target.aim).count();
        let part = |fault, grip| Part { target, fault, grip, copy: copy() };
        match target.aim {
            Aim::Operation(id) => operation(props, target, id),
            Aim::Fault(id) => part(id, Grip::Whole).view(props, &held),
            Aim::FaultBegin(id) => part(id, Grip::Begin).view(props, &held),
            Aim::FaultEnd(id) => part(id, Grip::End).view(props, &held),
        }
    });
    html! { <g class="targets">{ for targets }</g> }
}

fn operation(props: &TargetsProps, target: &Target, id: OperationId) -> Html {
    let Area { x, y, width, height } = target.area;
    let aim = target.aim;
    let (hands, rest) = (props.hands.clone(), props.rest.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        // A finger that rested asks what can be done at that moment, as it does beside an operation.
        if !rest.is_over() {
            event.stop_propagation();
            hands.on_target.emit((aim, false));
        }
    });
    let hands = props.hands.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            hands.on_target.emit((aim, true));
        } else {
            hands.on_key.emit((id, event));
        }
    });
    // A finger has no place to hover; its tap chooses.
    let onpointerenter =
        props.hands.on_hover.reform(move |event: PointerEvent| (event.pointer_type() == "mouse").then_some(id));
    let onpointerleave = props.hands.on_hover.reform(|_: PointerEvent| None);
    html! {
        <rect key={format!("o{}", id.0)} class="target" x={coordinate(x - 4.0)} y={coordinate(y)}
            width={coordinate(width + 8.0)} height={coordinate(height)} tabindex="0" role="button"
            aria-label={target.label.clone()} {onclick} {onkeydown} {onpointerenter} {onpointerleave} />
    }
}

/// A part of a fault that can be moved.
struct Part<'a> {
    target: &'a Target,
    fault: FaultId,
    grip: Grip,
    copy: usize,
}

impl Part<'_> {
    fn view(&self, props: &TargetsProps, held: &Rc<RefCell<Held>>) -> Html {
        let Area { x, y, width, height } = self.target.area;
        let down = props.scene.axis.orientation == Orientation::Down;
        let at = self.at(&props.scenario);
        // It stands where the keys moved it.
        let moved =
            held.borrow().keyed.is_some_and(|keyed| (keyed.0, keyed.1) == (self.fault, self.grip) && keyed.2 != at);
        if moved {
            held.borrow_mut().keyed = None;
        }
        let (name, class) = match self.grip {
            Grip::Begin => ("false", "handle"),
            Grip::End => ("true", "handle"),
            Grip::Whole => ("whole", "fault-body"),
        };
        let label = match self.grip {
            Grip::Whole => words::faults::all_of(&self.target.label),
            Grip::Begin | Grip::End => self.target.label.clone(),
        };
        let [onpointerdown, onpointermove, onpointerup] = self.pointer(props, held);
        let (onpointercancel, onkeydown) = (onpointerup.clone(), self.keys(props, held, at));
        let onclick = self.click(props, held);
        let fault = self.fault;
        // What keys moved is one step of undo, until they are used elsewhere.
        let onblur = props.hands.on_fault.reform(move |_: FocusEvent| (fault, Change::Settled));
        html! {
            <g key={format!("f{}{name}{}", self.fault.0, self.copy)}>
            <style>{ STYLE }</style>
            <rect class={classes!("target", class, (!down).then_some("is-across"))}
                x={coordinate(x)} y={coordinate(y)} width={coordinate(width)} height={coordinate(height)} tabindex="0"
                role="slider" aria-label={label} aria-valuenow={(at.as_us() / 1000).to_string()}
                aria-valuetext={at.to_string()} {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}
                {onkeydown} {onclick} {onblur} />
            </g>
        }
    }

    /// The moment that it stands at; of the whole, its begin.
    fn at(&self, scenario: &Scenario) -> Instant {
        let fault = scenario.faults.get(self.fault.index());
        let at_us = fault.and_then(|fault| if self.grip == Grip::End { fault.until_us } else { Some(fault.at_us) });
        Instant::from_us(at_us.unwrap_or_default())
    }

    /// What a pointer does that comes down, moves, and is let go or taken away.
    fn pointer(&self, props: &TargetsProps, held: &Rc<RefCell<Held>>) -> [Callback<PointerEvent>; 3] {
        let (fault, grip, begin) = (self.fault, self.grip, self.at(&props.scenario));
        let down = {
            let (scene, held) = (props.scene.clone(), Rc::clone(held));
            Callback::from(move |event: PointerEvent| {
                let Some(place) = place_along(&event, &scene).filter(|_| event.is_primary()) else { return };
                pointer::hold(&event);
                // Where the picture is one of a window, the press does not take hold of that.
                event.stop_propagation();
                let behind_us = scene.axis.instant(place).as_us().saturating_sub(begin.as_us());
                *held.borrow_mut() =
                    Held { pointer: Some(event.pointer_id()), behind_us, still: Some(place), keyed: None };
            })
        };
        let moving = {
            let (scene, held, on_fault) = (props.scene.clone(), Rc::clone(held), props.hands.on_fault.clone());
            Callback::from(move |event: PointerEvent| {
                let Some(place) = place_along(&event, &scene) else { return };
                let mut held = held.borrow_mut();
                let rests = grip == Grip::Whole && held.still.is_some_and(|from| (place - from).abs() < STILL);
                if held.pointer != Some(event.pointer_id()) || rests {
                    return;
                }
                held.still = None;
                let pointed_us = scene.axis.pointed_at(place).as_us();
                let grain_us = scene.axis.grain_us();
                let to_us = match grip {
                    Grip::Begin | Grip::End => pointed_us,
                    Grip::Whole => {
                        let begin_us = scene.axis.instant(place).as_us().saturating_sub(held.behind_us);
                        (begin_us + grain_us / 2) / grain_us * grain_us
                    }
                };
                drop(held);
                on_fault.emit((fault, Change::Moved(grip, Instant::from_us(to_us))));
            })
        };
        let up = {
            let (held, on_fault) = (Rc::clone(held), props.hands.on_fault.clone());
            Callback::from(move |event: PointerEvent| {
                if held.borrow().pointer == Some(event.pointer_id()) {
                    held.borrow_mut().pointer = None;
                    on_fault.emit((fault, Change::Settled));
                }
            })
        };
        [down, moving, up]
    }

    /// A press that moved nothing asks what can be done about a fault.
    fn click(&self, props: &TargetsProps, held: &Rc<RefCell<Held>>) -> Callback<MouseEvent> {
        let (fault, held) = (self.fault, Rc::clone(held));
        let (scene, on_fault) = (props.scene.clone(), props.hands.on_fault.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let still = held.borrow_mut().still.take().is_some();
            if let Some(place) = pointer::place_of(&event, scene.width, scene.height).filter(|_| still) {
                on_fault.emit((fault, Change::Asked(scene.axis.pointed_at(along(&scene, place)))));
            }
        })
    }

    /// Arrows move it to the next grain, ten times as far with shift; Delete takes the fault away.
    fn keys(&self, props: &TargetsProps, held: &Rc<RefCell<Held>>, at: Instant) -> Callback<KeyboardEvent> {
        let (fault, grip, held, on_fault) = (self.fault, self.grip, Rc::clone(held), props.hands.on_fault.clone());
        let grain_us = props.scene.axis.grain_us();
        Callback::from(move |event: KeyboardEvent| {
            let step_us = if event.shift_key() { grain_us * 10 } else { grain_us };
            let keyed = held.borrow().keyed.filter(|keyed| (keyed.0, keyed.1, keyed.2) == (fault, grip, at));
            let at_us = keyed.map_or(at, |keyed| keyed.3).as_us();
            // From wherever it stands to where a pointer could have put it.
            let (before_us, after_us) = (at_us.div_ceil(grain_us) * grain_us, at_us / grain_us * grain_us);
            let moved = |to_us| {
                let to = Instant::from_us(to_us);
                held.borrow_mut().keyed = Some((fault, grip, at, to));
                Change::Moved(grip, to)
            };
            let change = match event.key().as_str() {
                "ArrowUp" | "ArrowLeft" => moved(before_us.saturating_sub(step_us)),
                "ArrowDown" | "ArrowRight" => moved(after_us + step_us),
                "Delete" | "Backspace" => Change::Gone,
                "Enter" | " " => Change::Asked(at),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            on_fault.emit((fault, change));
        })
    }
}

fn along(scene: &Scene, (x, y): (f64, f64)) -> f64 {
    if scene.axis.orientation == Orientation::Down { y } else { x }
}

/// Where along the axis a pointer is that is pressed.
fn place_along(event: &PointerEvent, scene: &Scene) -> Option<f64> {
    pointer::place_while_held(event, scene.width, scene.height).map(|place| along(scene, place))
}
