//! What pointers and fingers do in the picture, and choosing what is in it.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::{Aim, Scene};
use history::{FaultId, Instant};
use yew::prelude::*;

use super::super::moment_menu::Moment;
use super::super::targets::{Change, Grip};
use super::super::zoom::{Gestures, is_windowed};
use crate::browser::focus;
use crate::hooks::{Evaluated, Moving, Shared};
use crate::store::{Action, Edit, Look, State};

/// What is done where there is nothing, to what can be chosen, and to faults.
pub(super) struct Pointers {
    pub(super) on_place: Callback<(f64, f64)>,
    pub(super) on_target: Callback<(Aim, bool)>,
    pub(super) on_fault: Callback<(FaultId, Change)>,
}

/// What the picture shows, and where.
pub(super) struct Place<'a> {
    pub(super) frame: &'a NodeRef,
    pub(super) scene: &'a Option<Shared<Scene>>,
    /// The cursor, if it is shown.
    pub(super) cursor: Option<Instant>,
    pub(super) moving: &'a Moving,
    /// Whether nothing can be changed.
    pub(super) fixed: bool,
}

/// All of it for one picture.
#[hook]
pub(super) fn use_pointers(
    state: &State,
    on: &Callback<Action>,
    moment: UseStateSetter<Option<Moment>>,
    place: &Place<'_>,
) -> Pointers {
    let Place { frame, scene, cursor, moving, fixed } = *place;
    let on_place = use_placing(moment.clone(), scene.clone().filter(|_| !fixed), cursor, moving);
    let on_target = use_choosing(state, on, moving);
    let seen = use_mut_ref(Seen::default);
    *seen.borrow_mut() = (scene.clone(), cursor);
    let on_fault = use_faults(state, on, frame, moment, &seen);
    Pointers { on_place, on_target, on_fault }
}

/// Opens the menu where there is nothing else, if anything can be changed.
#[hook]
fn use_placing(
    moment: UseStateSetter<Option<Moment>>,
    scene: Option<Shared<Scene>>,
    cursor: Option<Instant>,
    moving: &Moving,
) -> Callback<(f64, f64)> {
    use_callback((moment, scene, cursor, moving.clone()), |(x, y): (f64, f64), (moment, scene, cursor, moving)| {
        if let Some(scene) = scene.as_ref().filter(|_| !moving.dragged()) {
            moment.set(Moment::at(scene, x, y, *cursor));
        }
    })
}

/// Closes the menu. Whoever came by keyboard goes on from the picture.
pub(super) fn closing(moment: UseStateSetter<Option<Moment>>, frame: &NodeRef) -> Callback<()> {
    let frame = frame.clone();
    Callback::from(move |()| {
        moment.set(None);
        if let Some(frame) = frame.cast::<web_sys::Element>() {
            focus::take(&frame);
        }
    })
}

/// What choosing something in the picture does.
#[hook]
fn use_choosing(state: &State, on: &Callback<Action>, moving: &Moving) -> Callback<(Aim, bool)> {
    let chosen = (on.clone(), state.focus, moving.clone());
    use_callback(chosen, |(aim, keyboard): (Aim, bool), (on, focus, moving)| {
        if let Aim::Operation(id) = aim {
            if !keyboard && moving.dragged() {
                return;
            }
            let again = focus.is_some_and(|(focused, _)| focused == id);
            on.emit(Action::Look(Look::Focus((!again).then_some((id, keyboard)))));
        }
    })
}

/// What is on show, with the cursor: looked up when somebody asks, so that no callback changes with it.
type Seen = (Option<Shared<Scene>>, Option<Instant>);

/// What is done to a fault in the picture.
#[hook]
fn use_faults(
    state: &State,
    on: &Callback<Action>,
    frame: &NodeRef,
    moment: UseStateSetter<Option<Moment>>,
    seen: &Rc<RefCell<Seen>>,
) -> Callback<(FaultId, Change)> {
    let (given, seen) = ((on.clone(), Rc::clone(&state.scenario), frame.clone(), moment), Rc::clone(seen));
    use_callback(given, move |(id, change): (FaultId, Change), (on, scenario, frame, moment)| {
        let Some(fault) = scenario.faults.get(id.index()) else { return };
        match change {
            Change::Moved(grip, to) => {
                let moved = match grip {
                    Grip::Begin | Grip::End => fault.moved(grip == Grip::End, to.as_us()),
                    Grip::Whole => fault.shifted(to.as_us()),
                };
                on.emit(Action::Edit(Edit::SetFault(id.0, moved)));
            }
            Change::Gone => {
                on.emit(Action::Edit(Edit::RemoveFault(id.0)));
                // What had the keyboard leaves the page.
                if let Some(frame) = frame.cast::<web_sys::Element>() {
                    focus::take(&frame);
                }
            }
            Change::Asked(at) => {
                let (scene, cursor) = seen.borrow().clone();
                moment.set(scene.map(|scene| Moment::of(fault, &scene, at, cursor)));
            }
            Change::Settled => on.emit(Action::Settle),
        }
    })
}

/// What the wheel does on a picture, and the pointers, where it shows a window.
pub(super) struct Held {
    pub(super) wheel: Callback<WheelEvent>,
    pub(super) press: Option<Callback<PointerEvent>>,
    pub(super) drag: Option<Callback<PointerEvent>>,
    pub(super) release: Option<Callback<PointerEvent>>,
}

/// The gestures, and whether the picture is one of a window.
pub(super) fn gestures(
    frame: &NodeRef,
    scene: &Option<Shared<Scene>>,
    moving: &Moving,
    run: &Option<Shared<Evaluated>>,
) -> (bool, Held) {
    let windowed = run.as_ref().is_some_and(|run| is_windowed(run, moving));
    let on = Rc::new(Gestures { frame: frame.clone(), scene: scene.clone(), moving: moving.clone(), windowed });
    let wheel = {
        let on = Rc::clone(&on);
        Callback::from(move |event: WheelEvent| {
            on.wheel(&event);
        })
    };
    if !windowed {
        // Whoever still holds the window lets go of nothing.
        moving.hold().grip.borrow_mut().down.clear();
        return (windowed, Held { wheel, press: None, drag: None, release: None });
    }
    let (press, drag, release) = dragging(&on);
    (windowed, Held { wheel, press: Some(press), drag: Some(drag), release: Some(release) })
}

type OnPointer = Callback<PointerEvent>;

/// What the pointers do on a picture of a window. Nobody listens to them elsewhere.
fn dragging(on: &Rc<Gestures>) -> (OnPointer, OnPointer, OnPointer) {
    let [press, drag, release] = [on, on, on].map(Rc::clone);
    (
        Callback::from(move |event: PointerEvent| press.press(&event)),
        Callback::from(move |event: PointerEvent| {
            drag.drag(&event);
        }),
        Callback::from(move |event: PointerEvent| release.release(&event)),
    )
}
