//! What can be made to happen at a moment of a lifeline: faults, and operations of a session.

use std::rc::Rc;

use diagram::{Orientation, Scene};
use history::{Instant, NodeId, ReplicaId};
use pipeline::Written;
use scenario::{CutDirection, Fault, FaultAction, Node, Object, Scenario, ScriptedAction, ScriptedOperation, Workload};
use yew::prelude::*;

use super::fault_kind;
use crate::browser::focus;
use crate::components::{IconName, icon};
use crate::store::{Action, Edit};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/moment.css");

/// How near to a lifeline a pointer must be to mean it, in px.
const REACH: f64 = 26.0;

/// How near to the cursor it must be to mean that very moment, in px.
const CURSOR_REACH: f64 = 8.0;

/// A moment of a lifeline, and where it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) node: NodeId,
    pub(crate) name: String,
    pub(crate) at: Instant,
}

impl Moment {
    /// The moment of the lifeline at a place of the scene, if one is near: the cursor's, if that is.
    pub(crate) fn at(scene: &Scene, x: f64, y: f64, cursor: Option<Instant>) -> Option<Self> {
        let (along, across) = match scene.axis.orientation {
            Orientation::Down => (y, x),
            Orientation::Across => (x, y),
        };
        let column = scene.column_near(across).filter(|column| (column.position - across).abs() <= REACH)?;
        let inside = along >= scene.axis.start() && along <= scene.axis.stop();
        let at = meant(scene, along, cursor);
        inside.then(|| Self { node: column.node, name: column.name.clone(), at })
    }

    /// A moment of what a fault strikes first; what strikes everything is asked about at the first replica.
    pub(crate) fn of(fault: &Fault, scene: &Scene, at: Instant, cursor: Option<Instant>) -> Self {
        let at = meant(scene, scene.axis.position(at), cursor);
        let node = fault.action.nodes().first().map_or(NodeId::Replica(ReplicaId(0)), |node| node.0);
        Self { node, name: node.to_string(), at }
    }
}

/// The moment that is meant by a place along the axis: the cursor's, if that is near.
fn meant(scene: &Scene, along: f64, cursor: Option<Instant>) -> Instant {
    let near = cursor.filter(|cursor| (scene.axis.position(*cursor) - along).abs() <= CURSOR_REACH);
    near.unwrap_or_else(|| scene.axis.pointed_at(along))
}

#[derive(PartialEq, Properties)]
pub(crate) struct MomentMenuProps {
    pub(crate) moment: Moment,
    pub(crate) scenario: Rc<Scenario>,
    /// The operations of the run, random ones too, where they can be written down.
    pub(crate) written: Option<Written>,
    /// The end of the run: new faults last a part of it.
    pub(crate) end: Instant,
    pub(crate) on: Callback<Action>,
    pub(crate) close: Callback<()>,
}

/// The choices for one moment, as a list of buttons.
#[component]
pub(crate) fn MomentMenu(props: &MomentMenuProps) -> Html {
    let MomentMenuProps { moment, end, close, .. } = props;
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with(moment.clone(), move |_| {
            if let Some(element) = first.cast::<web_sys::Element>() {
                focus::take(&element);
            }
        });
    }
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    let at_us = moment.at.as_us() / 100 * 100;
    let until_us = at_us + (end.as_us() / 5).max(1_000) / 100 * 100;
    let mut choices = standing(&props.scenario, moment.node, at_us);
    choices.extend(asked(&props.scenario.workload, props.written.as_ref(), moment.node, at_us));
    choices.extend(self::choices(&props.scenario.workload, moment.node, at_us, until_us));
    let buttons = choices.into_iter().enumerate().map(|(index, (label, edit))| {
        let (on, close) = (props.on.clone(), close.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            // A step of undo of its own, whatever was dragged before.
            on.emit(Action::Settle);
            on.emit(Action::Edit(edit.clone()));
            on.emit(Action::Settle);
            close.emit(());
        });
        let node_ref = if index == 0 { first.clone() } else { NodeRef::default() };
        html! { <li key={index}><button ref={node_ref} type="button" class="choice" {onclick}>{ label }</button></li> }
    });
    html! {
        <div class="moment-menu" role="group" aria-label={words::moment::at_on(moment.at, &moment.name)} {onkeydown}>
            <div class="moment-head">
                <p>{ words::moment::head(&moment.name, &history::decimal::fixed(at_us as f64 / 1000.0, 1)) }</p>
                <button type="button" class="tool" aria-label={words::shared::CLOSE} onclick={close.reform(|_: MouseEvent| ())}>
                    { icon(IconName::Close) }
                </button>
            </div>
            <ul>{ for buttons }</ul>
            <style>{ STYLE }</style>
        </div>
    }
}

/// What can be done about the faults that strike the node then, and about what was set by hand nearest to the moment.
fn standing(scenario: &Scenario, node: NodeId, at_us: u64) -> Vec<(String, Edit)> {
    let strikes = |fault: &Fault| {
        let nodes = fault.action.nodes();
        let there = nodes.is_empty() || nodes.iter().any(|other| other.0 == node);
        there && fault.at_us <= at_us && fault.until_us.is_none_or(|until_us| at_us <= until_us)
    };
    let mut standing = Vec::new();
    for (index, fault) in (0_u16..).zip(&scenario.faults).filter(|(_, fault)| strikes(fault)) {
        let words = fault_kind::words(&fault.action);
        if fault.at_us < at_us && fault.until_us != Some(at_us) {
            let label = match &fault.action {
                FaultAction::Crash { node, .. } => words::moment::restart(node),
                _ => words::moment::end_here(&words),
            };
            standing.push((label, Edit::SetFault(index, fault.moved(true, at_us))));
        }
        standing.push((words::moment::remove(&words), Edit::RemoveFault(index)));
    }
    // What was set by hand beside random work goes without that being written down.
    let workload = &scenario.workload;
    let by_hand = (0_u16..).zip(&workload.script).filter(|(_, it)| it.session.0 == node && beside_random(workload, it));
    if let Some((index, operation)) = by_hand.min_by_key(|(_, operation)| operation.at_us.abs_diff(at_us)) {
        let words = words::moment::deed(workload, operation.action, operation.key);
        let label = words::moment::remove_at(&words, Instant::from_us(operation.at_us));
        standing.push((label, Edit::RemoveOperation(index)));
    }
    standing
}

/// Whether it was set by hand where random work is, too.
fn beside_random(workload: &Workload, operation: &ScriptedOperation) -> bool {
    workload.random.operations > 0 && operation.drawn.is_none()
}

/// What can be done about what a session asked nearest to the moment.
fn asked(workload: &Workload, written: Option<&Written>, node: NodeId, at_us: u64) -> Vec<(String, Edit)> {
    let Some(written) = written else { return Vec::new() };
    let begun = |entry: usize| written.begun.get(entry).copied().flatten().map(Instant::as_us);
    let mine = written.script.iter().enumerate().filter(|(_, operation)| operation.session.0 == node);
    let timed = mine.map(|(entry, operation)| (entry, operation, begun(entry).unwrap_or(operation.at_us)));
    let Some((entry, operation, began_us)) = timed.min_by_key(|(.., began_us)| began_us.abs_diff(at_us)) else {
        return Vec::new();
    };
    let words = words::moment::deed(workload, operation.action, operation.key);
    let with = |change: fn(&mut Vec<ScriptedOperation>, usize, u64)| {
        let mut script = written.script.clone();
        change(&mut script, entry, at_us);
        Edit::Script(script)
    };
    let mut choices = Vec::new();
    if began_us != at_us {
        let label = words::moment::move_here(&words, Instant::from_us(began_us));
        choices.push((label, with(|script, entry, at_us| script[entry].at_us = at_us)));
    }
    if beside_random(workload, operation) {
        return choices;
    }
    let label = words::moment::remove_at(&words, Instant::from_us(began_us));
    choices.push((
        label,
        with(|script, entry, _| {
            script.remove(entry);
        }),
    ));
    choices
}

fn choices(workload: &Workload, node: NodeId, at_us: u64, until_us: u64) -> Vec<(String, Edit)> {
    let name = Node(node);
    let span = words::moment::lasting(history::Duration::from_us(until_us - at_us));
    let fault = |label: String, until_us: Option<u64>, action: FaultAction| {
        (label, Edit::AddFault(Fault { at_us, until_us, action }))
    };
    let cut = |direction| FaultAction::Partition { nodes: vec![name], direction };
    let step = |by_us| FaultAction::ClockStep { node: name, by_us };
    let mut choices = Vec::new();
    match node {
        NodeId::Replica(_) => {
            choices.push(fault(
                words::moment::crash(name, &span),
                Some(until_us),
                FaultAction::Crash { node: name, disk_lost: false },
            ));
            let lost = FaultAction::Crash { node: name, disk_lost: true };
            choices.push(fault(words::moment::crash_disk_lost(name, &span), Some(until_us), lost));
            choices.push(fault(words::moment::pause(name, &span), Some(until_us), FaultAction::Pause { node: name }));
        }
        NodeId::Session(_) => {
            for (words, action) in operations(workload) {
                let operation = ScriptedOperation { session: name, at_us, action, key: 0, drawn: None };
                choices.push((words::moment::from_session(&words, name), Edit::AddOperation(operation)));
            }
        }
    }
    choices.push(fault(words::moment::cut_off(name, &span), Some(until_us), cut(CutDirection::Both)));
    choices.push(fault(words::moment::cut_inward(name, &span), Some(until_us), cut(CutDirection::Inward)));
    choices.push(fault(words::moment::cut_outward(name, &span), Some(until_us), cut(CutDirection::Outward)));
    choices.push(fault(
        words::moment::slow(name, &span),
        Some(until_us),
        FaultAction::Slow { node: name, factor: 5.0 },
    ));
    choices.push(fault(words::moment::lose_half(&span), Some(until_us), FaultAction::Loss { share: 0.5 }));
    choices.push(fault(words::moment::clock_back(name), None, step(-200_000)));
    choices.push(fault(words::moment::clock_on(name), None, step(200_000)));
    choices.push(fault(
        words::moment::clock_slow(name),
        None,
        FaultAction::ClockDrift { node: name, rate_ppm: -200_000 },
    ));
    choices
}

/// What a session can do with the first key, in words.
fn operations(workload: &Workload) -> Vec<(String, ScriptedAction)> {
    let amount = workload.amount;
    let (adds, takes) = (ScriptedAction::Add(amount), ScriptedAction::Take(amount));
    let one = [ScriptedAction::Add(1), ScriptedAction::Take(1)];
    let mut all = match workload.object {
        Object::Register => vec![ScriptedAction::Write],
        Object::Counter => vec![adds, takes],
        Object::Account | Object::Stock | Object::Bank => vec![takes, adds],
        Object::Set | Object::Text => one.to_vec(),
        Object::List | Object::CasRegister => vec![adds],
        Object::Order => vec![ScriptedAction::Add(1)],
    };
    all.push(ScriptedAction::Read);
    all.into_iter().map(|action| (words::moment::deed(workload, action, 0), action)).collect()
}
