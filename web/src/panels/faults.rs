//! The list of faults, with the form that adds one or changes one in its place.

use std::rc::Rc;

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Fault, Node, Problem, Scenario};
use yew::prelude::*;

use super::fault_form::FaultForm;
use super::fault_kind::{FaultKind, words};
use crate::browser::focus;
use crate::components::{Icon, IconName, Quantity, section, sifted};
use crate::store::{Action, Edit};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FaultsProps {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) problems: Vec<Problem>,
    /// How long a new fault lasts, in microseconds: about as long as messages take.
    pub(crate) length_us: u64,
    pub(crate) on: Callback<Action>,
}

/// Where the form stands.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nowhere,
    New,
    /// In the place of this fault.
    At(usize),
}

/// The section of faults.
#[component]
pub(crate) fn Faults(props: &FaultsProps) -> Html {
    let faults = &props.scenario.faults;
    let open = use_state_eq(|| Open::Nowhere);
    let close = {
        let open = open.clone();
        Callback::from(move |()| {
            // Back to the button that opened the form, or to the one that is always there.
            let back = match *open {
                Open::At(index) => row_id(index),
                _ => "fault-add".to_owned(),
            };
            open.set(Open::Nowhere);
            gloo::timers::callback::Timeout::new(0, move || focus::take_by_id(&back)).forget();
        })
    };
    let form = |index: Option<usize>| {
        let set = {
            let (on, close) = (props.on.clone(), close.clone());
            Callback::from(move |edit: Edit| {
                on.emit(Action::Edit(edit));
                on.emit(Action::Settle);
                close.emit(());
            })
        };
        let number = index.and_then(|index| u16::try_from(index).ok());
        let on_save = set.reform(move |fault| match number {
            Some(at) => Edit::SetFault(at, fault),
            None => Edit::AddFault(fault),
        });
        let on_remove = number.map(|at| set.reform(move |()| Edit::RemoveFault(at)));
        html! {
            <FaultForm initial={index.and_then(|index| faults.get(index)).cloned()} nodes={nodes(&props.scenario)}
                length_us={props.length_us} {on_save} on_cancel={close.clone()} {on_remove} />
        }
    };
    let add = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(if *open == Open::New { Open::Nowhere } else { Open::New }))
    };
    let plus = html! {
        <button type="button" class="tool fault-add" id="fault-add" aria-label="Add a fault" title="Add a fault"
            aria-expanded={(*open == Open::New).to_string()} onclick={add}><Icon name={IconName::Add} /></button>
    };
    let row = |(index, fault): (usize, &Fault)| {
        let shown = if *open == Open::At(index) { form(Some(index)) } else { closed_row(props, index, fault, &open) };
        html! { <li key={index}>{ shown }</li> }
    };
    let body = html! {
        <>
            <div>{ if *open == Open::New { form(None) } else { html! { <span hidden=true /> } } }</div>
            <ul class="faults">{ for faults.iter().enumerate().map(row) }</ul>
            <p class="section-note" hidden={!faults.is_empty() || *open == Open::New}>{ "Nothing goes wrong in this run." }</p>
        </>
    };
    section("Faults", None, plus, body)
}

fn closed_row(props: &FaultsProps, index: usize, fault: &Fault, open: &UseStateHandle<Open>) -> Html {
    let (words, span) = (words(&fault.action), span(fault));
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Open::At(index)))
    };
    let at = u16::try_from(index).unwrap_or(u16::MAX);
    let remove = {
        let on = props.on.clone();
        Callback::from(move |()| {
            on.emit(Action::Edit(Edit::RemoveFault(at)));
            on.emit(Action::Settle);
            focus::take_by_id("fault-add");
        })
    };
    let onkeydown =
        sifted(&remove, |event: KeyboardEvent| matches!(event.key().as_str(), "Delete" | "Backspace").then_some(()));
    let field = format!("faults[{index}]");
    let problems = props.problems.iter().filter(|problem| problem.field == field);
    html! {
        <div class="fault">
            <button type="button" class="fault-row" id={row_id(index)} title="Change this fault" {onclick} {onkeydown}>
                { FaultKind::of(&fault.action).mark() }
                <span class="fault-words">{ words.clone() }</span>
                <span class="fault-time">{ span }</span>
            </button>
            <button type="button" class="fault-remove" aria-label={format!("Remove {words}")} title="Remove"
                onclick={remove.reform(|_: MouseEvent| ())}><Icon name={IconName::Close} /></button>
            <ul class="fault-says" aria-live="polite">
                { for problems.enumerate().map(|(key, problem)| html! { <li {key} class="says">{ problem.sentence.clone() }</li> }) }
            </ul>
        </div>
    }
}

fn row_id(index: usize) -> String {
    format!("fault-{index}")
}

/// When it acts: "84–168 ms".
fn span(fault: &Fault) -> String {
    let ms = |us: u64, unit| Quantity::of("", 0.0, 0.0, 1.0, unit).text(&[us as f64 / 1000.0]);
    match fault.until_us {
        Some(until_us) => format!("{}–{}", ms(fault.at_us, ""), ms(until_us, "ms")),
        None => format!("from {}", ms(fault.at_us, "ms")),
    }
}

/// All nodes that a fault can name, replicas first.
pub(crate) fn nodes(scenario: &Scenario) -> Vec<Node> {
    let replicas = (0..scenario.cluster.n).map(|id| NodeId::Replica(ReplicaId(id)));
    let sessions =
        (0..scenario.sessions.len()).filter_map(|id| u8::try_from(id).ok()).map(|id| NodeId::Session(SessionId(id)));
    replicas.chain(sessions).map(Node).collect()
}
