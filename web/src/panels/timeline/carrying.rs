//! Operations that are carried by hand: to another moment, to another session, or away. The run is written down as
//! a script then, so that each has its own time; that changes nothing else of it.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::{Aim, Area, Orientation, Scene};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use history::{NodeId, OperationId};
use pipeline::Written;
use scenario::{Node, Scenario, ScriptedOperation, limits};
use web_sys::Element;
use yew::prelude::*;

use super::super::targets::STILL;
use crate::browser::{focus, pointer};
use crate::hooks::{Evaluated, Moving, Shared};
use crate::store::{Action, Edit, State};
use crate::words;

/// How far beyond its bar an operation is taken hold of, in px.
const BESIDE: f64 = 4.0;

/// What is on show: looked up when a hand comes, so that no callback changes with it.
#[derive(Clone)]
pub(super) struct Seen {
    scene: Shared<Scene>,
    run: Shared<Evaluated>,
    scenario: Rc<Scenario>,
    /// The operation that is chosen.
    chosen: Option<OperationId>,
}

impl Seen {
    pub(super) fn of(scene: Shared<Scene>, run: Shared<Evaluated>, state: &State) -> Self {
        Self { scene, run, scenario: Rc::clone(&state.scenario), chosen: state.focus.map(|(id, _)| id) }
    }
}

/// What stays between two drawings.
#[derive(Default)]
struct Carried {
    seen: Option<Seen>,
    moving: Option<Moving>,
    hands: Option<Carrying>,
    /// What a pointer holds.
    held: Option<Held>,
    /// What keys moved: of this scenario, so far.
    keyed: Option<(Rc<Scenario>, Vec<ScriptedOperation>)>,
    /// The entry that keys moved last.
    last: Option<u16>,
    /// The entry whose bar the keyboard goes on from, once it is drawn.
    awaited: Option<u16>,
    finding: Option<Timeout>,
}

/// What a pointer holds, since it came down.
struct Held {
    pointer: i32,
    sheet: Element,
    /// The picture then: its axis gives the time as long as it is held, however the run changes under it.
    scene: Shared<Scene>,
    operation: OperationId,
    from: (f64, f64),
    /// What it moves, once it has gone far enough.
    moved: Option<Moved>,
    _listeners: Vec<EventListener>,
}

#[derive(Clone)]
struct Moved {
    entry: u16,
    script: Vec<ScriptedOperation>,
    begun_us: u64,
}

/// What hands do to operations.
#[derive(Clone)]
pub(super) struct Carrying {
    pub(super) on_press: Callback<PointerEvent>,
    pub(super) on_key: Callback<(OperationId, KeyboardEvent)>,
}

/// Carries the operations of a picture; nothing where nothing can be changed.
#[hook]
pub(super) fn use_carrying(
    seen: Option<Seen>,
    on: &Callback<Action>,
    frame: &NodeRef,
    moving: &Moving,
    said: UseStateSetter<String>,
) -> Carrying {
    let carried = use_mut_ref(Carried::default);
    let mut now = carried.borrow_mut();
    (now.seen, now.moving) = (seen, Some(moving.clone()));
    if now.awaited.is_some() {
        let (carried, frame) = (Rc::clone(&carried), frame.clone());
        // Its bar is there once this is drawn.
        now.finding = Some(Timeout::new(0, move || {
            let _ = find(&carried, &frame);
        }));
    }
    now.hands.get_or_insert_with(|| hands(&carried, on, frame, said)).clone()
}

/// Made once: a picture is not drawn again because a hand may come.
fn hands(
    carried: &Rc<RefCell<Carried>>,
    on: &Callback<Action>,
    frame: &NodeRef,
    said: UseStateSetter<String>,
) -> Carrying {
    let (press, pressed) = (Rc::clone(carried), on.clone());
    let on_press = Callback::from(move |event: PointerEvent| {
        let _ = hold(&press, &event, &pressed);
    });
    let (carried, on, frame) = (Rc::clone(carried), on.clone(), frame.clone());
    let on_key = Callback::from(move |(id, event): (OperationId, KeyboardEvent)| {
        if let Some(words) = key(&carried, id, &event, &on, &frame) {
            event.prevent_default();
            event.stop_propagation();
            said.set(words);
        }
    });
    Carrying { on_press, on_key }
}

/// The run that is seen, written down, as far as it can be; with what was moved since.
fn written(seen: &Seen) -> Option<Written> {
    let mut written = pipeline::written(&seen.run.scenario, &seen.run.report.trace)?;
    let workload = &seen.scenario.workload;
    if workload.random.operations == 0 && workload.script.len() == written.script.len() {
        written.script.clone_from(&workload.script);
    }
    Some(written)
}

/// A pointer comes down on an operation.
fn hold(carried: &Rc<RefCell<Carried>>, event: &PointerEvent, on: &Callback<Action>) -> Option<()> {
    let moving = carried.borrow().moving.clone()?;
    moving.hold().grip.borrow_mut().dragged = false;
    let seen = carried.borrow().seen.clone()?;
    if carried.borrow().held.is_some() || !event.is_primary() || event.button() != 0 {
        return None;
    }
    let scene = seen.scene.clone();
    let sheet = pointer::sheet_of(event)?;
    let from = pointer::place_in_sheet(&sheet, event, scene.width, scene.height);
    let operation = operation_at(&scene, from)?;
    // A finger moves what it has chosen before; all else it scrolls over.
    if event.pointer_type() != "mouse" && seen.chosen != Some(operation) {
        return None;
    }
    if seen.run.scenario.operations() > u64::from(limits::SCRIPT_MAX) {
        return None;
    }
    // Where the picture is one of a window, the press does not take hold of that.
    event.stop_propagation();
    let listen = |name: &'static str, over: bool| {
        let (carried, on, moving) = (Rc::clone(carried), on.clone(), moving.clone());
        let heard = move |event: &Event| {
            let event: &PointerEvent = pointer::of(event);
            let ours = carried.borrow().held.as_ref().is_some_and(|held| held.pointer == event.pointer_id());
            if ours && !over && event.buttons() != 0 {
                carry(&carried, event, &on, &moving);
            } else if ours {
                release(&carried, &on);
            }
        };
        EventListener::new(&sheet, name, heard)
    };
    let mut listeners = vec![listen("pointermove", false), listen("pointerup", true), listen("pointercancel", true)];
    listeners.push(pointer::keep_fingers(&sheet, ".target"));
    let held = Held { pointer: event.pointer_id(), sheet, scene, operation, from, moved: None, _listeners: listeners };
    carried.borrow_mut().held = Some(held);
    Some(())
}

fn operation_at(scene: &Scene, (x, y): (f64, f64)) -> Option<OperationId> {
    let inside = |area: &Area| {
        (area.x - BESIDE..=area.x + area.width + BESIDE).contains(&x) && (area.y..=area.y + area.height).contains(&y)
    };
    // What is drawn last lies on top.
    let target = scene.targets.iter().rev().find(|target| inside(&target.area))?;
    match target.aim {
        Aim::Operation(id) => Some(id),
        _ => None,
    }
}

/// The pointer moves on with what it holds.
fn carry(carried: &Rc<RefCell<Carried>>, event: &PointerEvent, on: &Callback<Action>, moving: &Moving) -> Option<()> {
    let mut carried = carried.borrow_mut();
    let seen = carried.seen.clone()?;
    let held = carried.held.as_mut()?;
    let (x, y) = pointer::place_in_sheet(&held.sheet, event, held.scene.width, held.scene.height);
    let down = held.scene.axis.orientation == Orientation::Down;
    let ((along, across), (from, from_across)) =
        if down { ((y, x), (held.from.1, held.from.0)) } else { ((x, y), held.from) };
    if held.moved.is_none() {
        if (along - from).abs().max((across - from_across).abs()) < STILL {
            return None;
        }
        let written = written(&seen)?;
        let entry = (*written.entries.get(held.operation.index())?)?;
        let begun_us = (*written.begun.get(usize::from(entry))?)?.as_us();
        held.moved = Some(Moved { entry, script: written.script, begun_us });
        // Not before: what is only pressed is chosen.
        pointer::hold_with(&held.sheet, event);
        let _ = held.sheet.set_attribute("style", "cursor:grabbing");
        moving.hold().grip.borrow_mut().dragged = true;
        on.emit(Action::Settle);
    }
    let Moved { entry, mut script, begun_us } = held.moved.clone()?;
    let place = script.get_mut(usize::from(entry))?;
    if (along - from).abs() >= STILL {
        let axis = &held.scene.axis;
        let (to_us, from_us, grain_us) = (axis.instant(along).as_us(), axis.instant(from).as_us(), axis.grain_us());
        let at_us = (begun_us + to_us).saturating_sub(from_us);
        place.at_us = (at_us + grain_us / 2) / grain_us * grain_us;
    }
    // A window that changed its size has the lifelines elsewhere.
    if let Some(node) = session_near(&seen.scene, across) {
        place.session = node;
    }
    drop(carried);
    on.emit(Action::Edit(Edit::Script(script)));
    Some(())
}

/// The session whose lifeline is nearest to a place across the axis.
fn session_near(scene: &Scene, across: f64) -> Option<Node> {
    let sessions = scene.columns.iter().filter(|column| column.node.session().is_some());
    let away = |position: f64| (position - across).abs();
    let nearest = sessions.min_by(|a, b| away(a.position).total_cmp(&away(b.position)))?;
    Some(Node(nearest.node))
}

fn release(carried: &Rc<RefCell<Carried>>, on: &Callback<Action>) {
    let held = carried.borrow_mut().held.take();
    if let Some(held) = held.filter(|held| held.moved.is_some()) {
        let _ = held.sheet.remove_attribute("style");
        on.emit(Action::Settle);
    }
}

/// What a key does to an operation: with shift, arrows move it to the next grain or to the next session, ten grains
/// with the control key; Delete takes it away. What became of it, in words.
fn key(
    carried: &Rc<RefCell<Carried>>,
    id: OperationId,
    event: &KeyboardEvent,
    on: &Callback<Action>,
    frame: &NodeRef,
) -> Option<String> {
    let name = event.key();
    let seen = carried.borrow().seen.clone()?;
    let down = seen.scene.axis.orientation == Orientation::Down;
    let gone = matches!(name.as_str(), "Delete" | "Backspace");
    let (in_time, later) = match name.as_str() {
        _ if gone => (false, false),
        _ if !event.shift_key() || event.alt_key() => return None,
        "ArrowUp" => (down, false),
        "ArrowDown" => (down, true),
        "ArrowLeft" => (!down, false),
        "ArrowRight" => (!down, true),
        _ => return None,
    };
    let Written { mut script, entries, begun } = written(&seen)?;
    let entry = (*entries.get(id.index())?)?;
    let mut carried = carried.borrow_mut();
    // Keys of the same frame go on from one another.
    if let Some((_, keyed)) = carried.keyed.take().filter(|(of, _)| Rc::ptr_eq(of, &seen.scenario)) {
        script = keyed;
    }
    let new_step = carried.last.replace(entry) != Some(entry) || gone;
    let place = script.get_mut(usize::from(entry))?;
    let words = if gone {
        script.remove(usize::from(entry));
        (carried.awaited, carried.last) = (None, None);
        words::timeline::REMOVED.to_owned()
    } else if in_time {
        let grain_us = seen.scene.axis.grain_us();
        let step_us = if event.ctrl_key() || event.meta_key() { grain_us * 10 } else { grain_us };
        let begun_us = begun.get(usize::from(entry)).copied().flatten().map_or(0, |begun| begun.as_us());
        place.at_us = match later {
            // From where it stands: it may have waited for its session.
            true => place.at_us.max(begun_us) / grain_us * grain_us + step_us,
            false => (place.at_us.div_ceil(grain_us) * grain_us).saturating_sub(step_us),
        }
        .min(limits::TIME_US_MAX);
        format!("{}, {}", place.session, history::Instant::from_us(place.at_us))
    } else {
        place.session = session_beside(&seen.scene, place.session, later)?;
        format!("{}, {}", place.session, history::Instant::from_us(place.at_us))
    };
    if !gone {
        carried.awaited = Some(entry);
    }
    carried.keyed = Some((Rc::clone(&seen.scenario), script.clone()));
    drop(carried);
    if new_step {
        on.emit(Action::Settle);
    }
    on.emit(Action::Edit(Edit::Script(script)));
    if let Some(frame) = frame.cast::<Element>().filter(|_| gone) {
        on.emit(Action::Settle);
        focus::take(&frame);
    }
    Some(words)
}

/// The session on the next lifeline of one.
fn session_beside(scene: &Scene, of: Node, later: bool) -> Option<Node> {
    let sessions: Vec<NodeId> =
        scene.columns.iter().map(|column| column.node).filter(|node| node.session().is_some()).collect();
    let place = sessions.iter().position(|node| *node == of.0)?;
    let next = if later { place + 1 } else { place.checked_sub(1)? };
    sessions.get(next).map(|node| Node(*node))
}

/// The bar that the keyboard goes on from: another element than before, where operations changed their order.
fn find(carried: &Rc<RefCell<Carried>>, frame: &NodeRef) -> Option<()> {
    let (seen, entry) = (carried.borrow().seen.clone()?, carried.borrow().awaited?);
    if !Rc::ptr_eq(&seen.run.scenario, &seen.scenario) {
        return None;
    }
    carried.borrow_mut().awaited = None;
    let entries = written(&seen)?.entries;
    let comes = |aim: Aim| matches!(aim, Aim::Operation(id) if entries.get(id.index()) == Some(&Some(entry)));
    let place = seen.scene.targets.iter().position(|target| comes(target.aim))?;
    let frame = frame.cast::<Element>()?;
    let bar = frame.query_selector(&format!(
        ".pair-run:last-child .targets > :nth-child({0}), .timeline-frame > .sheet .targets > :nth-child({0})",
        place + 1
    ));
    focus::take(&bar.ok()??);
    Some(())
}
