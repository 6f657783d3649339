//! Operations that are carried by hand: to another moment, to another session, or away. The run is written down as
//! a script then, so that each has its own time; that changes nothing else of it.

use std::rc::Rc;

use diagram::{Aim, Area, Orientation, Scene};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use history::{Instant, NodeId, OperationId};
use pipeline::Written;
use scenario::{Node, Scenario, ScriptedOperation, limits};
use web_sys::Element;
use yew::prelude::*;

use super::super::targets::STILL;
use super::hands::{OnShow, Said, Table};
use crate::browser::{focus, pointer};
use crate::hooks::{Evaluated, Moving, Shared};
use crate::store::{Action, Carry, Edit};
use crate::words;

/// How far beyond its bar an operation is taken hold of, in px.
const BESIDE: f64 = 4.0;

/// What stays of operations that are carried, between two drawings.
#[derive(Default)]
pub(super) struct Carried {
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
    /// The same of a record.
    recorded: Option<(String, Instant)>,
    _listeners: Vec<EventListener>,
}

#[derive(Clone)]
struct Moved {
    entry: u16,
    script: Vec<ScriptedOperation>,
    begun_us: u64,
}

/// What is seen of a run that can be changed.
struct Seen {
    scene: Shared<Scene>,
    run: Shared<Evaluated>,
    scenario: Rc<Scenario>,
}

impl Seen {
    fn of(on_show: &OnShow) -> Option<Self> {
        let (scene, run) = (on_show.scene.clone()?, on_show.run.clone()?);
        if on_show.fixed && !is_record(&run) {
            return None;
        }
        Some(Self { scene, run, scenario: Rc::clone(&on_show.state.scenario) })
    }

    fn on(table: &Table) -> Option<Self> {
        Self::of(&table.on_show()?)
    }
}

/// Whether a run is what somebody recorded, with times that can be changed.
fn is_record(run: &Evaluated) -> bool {
    run.story.replicas.is_empty() && run.story.clock.has_times()
}

/// An operation of a record, by its session and its begin.
fn recorded(seen: &Seen, operation: OperationId) -> Option<(String, Instant)> {
    let history = &seen.run.report.history;
    let operation = history.operation(operation).filter(|_| is_record(&seen.run))?;
    Some((history.session_name(operation.session).to_owned(), operation.invoked))
}

fn session_name(seen: &Seen, node: Node) -> Option<String> {
    Some(seen.run.report.history.session_name(node.0.session()?).to_owned())
}

/// Another picture will stand there: what keys moved in it has the keyboard again then.
pub(super) fn shown(table: &Rc<Table>) {
    let mut carried = table.carried.borrow_mut();
    if carried.awaited.is_some() {
        let table = Rc::clone(table);
        carried.finding = Some(Timeout::new(0, move || {
            let _ = find(&table);
        }));
    }
}

/// A pointer comes down.
pub(super) fn press(table: &Rc<Table>, event: PointerEvent) {
    let _ = hold(table, &event);
}

/// A key is pressed on an operation.
pub(super) fn key(table: &Rc<Table>, (id, event): (OperationId, KeyboardEvent)) {
    if let Some(words) = keyed(table, id, &event) {
        event.prevent_default();
        event.stop_propagation();
        table.told.said.set(Said { words, at: None });
    }
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
fn hold(table: &Rc<Table>, event: &PointerEvent) -> Option<()> {
    let on_show = table.on_show()?;
    on_show.moving.hold().grip.borrow_mut().dragged = false;
    let seen = Seen::of(&on_show)?;
    if table.carried.borrow().held.is_some() || !event.is_primary() || event.button() != 0 {
        return None;
    }
    let scene = seen.scene.clone();
    let sheet = pointer::sheet_of(event)?;
    let from = pointer::place_in_sheet(&sheet, event, scene.width, scene.height);
    let operation = operation_at(&scene, from)?;
    // A finger moves what it has chosen before; all else it scrolls over.
    if event.pointer_type() != "mouse" && on_show.state.focus.map(|(id, _)| id) != Some(operation) {
        return None;
    }
    if !is_record(&seen.run) && seen.run.scenario.operations() > u64::from(limits::SCRIPT_MAX) {
        return None;
    }
    // Where the picture is one of a window, the press does not take hold of that.
    event.stop_propagation();
    let listen = |name: &'static str, over: bool| {
        let (table, moving) = (Rc::clone(table), on_show.moving.clone());
        let heard = move |event: &Event| {
            let event: &PointerEvent = pointer::of(event);
            let ours = table.carried.borrow().held.as_ref().is_some_and(|held| held.pointer == event.pointer_id());
            if ours && !over && event.buttons() != 0 {
                carry(&table, event, &moving);
            } else if ours {
                release(&table);
            }
        };
        EventListener::new(&sheet, name, heard)
    };
    let mut listeners = vec![listen("pointermove", false), listen("pointerup", true), listen("pointercancel", true)];
    listeners.push(pointer::keep_fingers(&sheet, ".target"));
    let held = Held {
        pointer: event.pointer_id(),
        sheet,
        scene,
        operation,
        from,
        moved: None,
        recorded: None,
        _listeners: listeners,
    };
    table.carried.borrow_mut().held = Some(held);
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
fn carry(table: &Table, event: &PointerEvent, moving: &Moving) -> Option<()> {
    let seen = Seen::on(table)?;
    let mut carried = table.carried.borrow_mut();
    let held = carried.held.as_mut()?;
    let (x, y) = pointer::place_in_sheet(&held.sheet, event, held.scene.width, held.scene.height);
    let down = held.scene.axis.orientation == Orientation::Down;
    let ((along, across), (from, from_across)) =
        if down { ((y, x), (held.from.1, held.from.0)) } else { ((x, y), held.from) };
    if held.moved.is_none() && held.recorded.is_none() {
        if (along - from).abs().max((across - from_across).abs()) < STILL {
            return None;
        }
        held.recorded = recorded(&seen, held.operation);
        if held.recorded.is_none() {
            let written = written(&seen)?;
            let entry = (*written.entries.get(held.operation.index())?)?;
            let begun_us = (*written.begun.get(usize::from(entry))?)?.as_us();
            held.moved = Some(Moved { entry, script: written.script, begun_us });
        }
        // Not before: what is only pressed is chosen.
        pointer::hold_with(&held.sheet, event);
        let _ = held.sheet.set_attribute("style", "cursor:grabbing");
        moving.hold().grip.borrow_mut().dragged = true;
        table.act(Action::Settle);
    }
    let to_us = |begun_us: u64| {
        let axis = &held.scene.axis;
        let (to_us, from_us, grain_us) = (axis.instant(along).as_us(), axis.instant(from).as_us(), axis.grain_us());
        let at_us = (begun_us + to_us).saturating_sub(from_us);
        (at_us + grain_us / 2) / grain_us * grain_us
    };
    let goes = (along - from).abs() >= STILL;
    if let Some(record) = held.recorded.clone() {
        let at = if goes { Instant::from_us(to_us(record.1.as_us())) } else { record.1 };
        let session = session_near(&seen.scene, across).and_then(|node| session_name(&seen, node));
        drop(carried);
        let to = Some((session.unwrap_or_else(|| record.0.clone()), at));
        table.act(Action::Carry(Carry { from: record, to }));
        return Some(());
    }
    let Moved { entry, mut script, begun_us } = held.moved.clone()?;
    let place = script.get_mut(usize::from(entry))?;
    if goes {
        place.at_us = to_us(begun_us);
    }
    // A window that changed its size has the lifelines elsewhere.
    if let Some(node) = session_near(&seen.scene, across) {
        place.session = node;
    }
    drop(carried);
    table.act(Action::Edit(Edit::Script(script)));
    Some(())
}

/// The session whose lifeline is nearest to a place across the axis.
fn session_near(scene: &Scene, across: f64) -> Option<Node> {
    let sessions = scene.columns.iter().filter(|column| column.node.session().is_some());
    let away = |position: f64| (position - across).abs();
    let nearest = sessions.min_by(|a, b| away(a.position).total_cmp(&away(b.position)))?;
    Some(Node(nearest.node))
}

fn release(table: &Table) {
    let held = table.carried.borrow_mut().held.take();
    if let Some(held) = held.filter(|held| held.moved.is_some() || held.recorded.is_some()) {
        let _ = held.sheet.remove_attribute("style");
        table.act(Action::Settle);
    }
}

/// What a key does to an operation: with shift, arrows move it to the next grain or to the next session, ten grains
/// with the control key; Delete takes it away. What became of it, in words.
fn keyed(table: &Rc<Table>, id: OperationId, event: &KeyboardEvent) -> Option<String> {
    let name = event.key();
    let seen = Seen::on(table)?;
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
    if let Some(record) = recorded(&seen, id) {
        return keyed_record(table, &seen, record, (gone, in_time, later, event.ctrl_key() || event.meta_key()));
    }
    let Written { mut script, entries, begun } = written(&seen)?;
    let entry = (*entries.get(id.index())?)?;
    let mut carried = table.carried.borrow_mut();
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
        format!("{}, {}", place.session, Instant::from_us(place.at_us))
    } else {
        place.session = session_beside(&seen.scene, place.session, later)?;
        format!("{}, {}", place.session, Instant::from_us(place.at_us))
    };
    if !gone {
        carried.awaited = Some(entry);
    }
    carried.keyed = Some((Rc::clone(&seen.scenario), script.clone()));
    drop(carried);
    if new_step {
        table.act(Action::Settle);
    }
    table.act(Action::Edit(Edit::Script(script)));
    if gone {
        table.act(Action::Settle);
        table.go_on_from_the_frame();
    }
    Some(words)
}

/// The same of an operation of a record.
fn keyed_record(
    table: &Rc<Table>,
    seen: &Seen,
    (session, at): (String, Instant),
    (gone, in_time, later, far): (bool, bool, bool, bool),
) -> Option<String> {
    let grain_us = seen.scene.axis.grain_us();
    let step_us = if far { grain_us * 10 } else { grain_us };
    let at_us = match (in_time, later) {
        (false, _) => at.as_us(),
        (true, true) => at.as_us() / grain_us * grain_us + step_us,
        (true, false) => (at.as_us().div_ceil(grain_us) * grain_us).saturating_sub(step_us),
    };
    let mut to = (session.clone(), Instant::from_us(at_us));
    if !in_time && !gone {
        let of =
            seen.scene.columns.iter().find(|column| session_name(seen, Node(column.node)).as_ref() == Some(&session));
        to.0 = session_name(seen, session_beside(&seen.scene, Node(of?.node), later)?)?;
    }
    let words = if gone { words::timeline::REMOVED.to_owned() } else { format!("{}, {}", to.0, to.1) };
    table.act(Action::Settle);
    table.act(Action::Carry(Carry { from: (session, at), to: (!gone).then_some(to) }));
    if gone {
        table.go_on_from_the_frame();
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
fn find(table: &Table) -> Option<()> {
    let (seen, entry) = (Seen::on(table)?, table.carried.borrow().awaited?);
    if !Rc::ptr_eq(&seen.run.scenario, &seen.scenario) {
        return None;
    }
    table.carried.borrow_mut().awaited = None;
    let entries = written(&seen)?.entries;
    let comes = |aim: Aim| matches!(aim, Aim::Operation(id) if entries.get(id.index()) == Some(&Some(entry)));
    let place = seen.scene.targets.iter().position(|target| comes(target.aim))?;
    let frame = table.frame.cast::<Element>()?;
    let bar = frame.query_selector(&format!(
        ".pair-run:last-child .targets > :nth-child({0}), .timeline-frame > .sheet .targets > :nth-child({0})",
        place + 1
    ));
    focus::take(&bar.ok()??);
    Some(())
}
