//! The list of faults, with the form that adds one or changes one in its place.

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Fault, Node, Scenario};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::desk::Desk;
use super::fault_form::FaultForm;
use super::fault_kind::{FaultKind, words};
use crate::browser::entry;
use crate::components::{IconName, Quantity, button, el, icon, nothing, section, sifted};
use crate::store::Edit;
use crate::words;

/// Where the form stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Open {
    Nowhere,
    /// Above the list, for one more fault.
    New,
    /// In the place of a fault, by number when the form was opened. Faults before it may go since.
    At(usize, Fault),
}

impl Open {
    /// The number that its fault has now; nothing once that fault is gone or another one.
    fn place(&self, faults: &[Fault]) -> Option<usize> {
        let Self::At(index, fault) = self else { return None };
        if faults.get(*index) == Some(fault) { Some(*index) } else { faults.iter().position(|other| other == fault) }
    }
}

/// The section of faults.
pub(crate) fn faults(desk: &Desk, open: &UseStateHandle<Open>) -> Html {
    let faults = &desk.scenario.faults;
    let (now, place) = (&**open, open.place(faults));
    let adding = *now == Open::New;
    let add = opening(open, if adding { Open::Nowhere } else { Open::New });
    let plus = button("tool fault-add", add)
        .set("id", "fault-add")
        .set("aria-label", words::faults::ADD)
        .set("title", words::faults::ADD)
        .set("aria-expanded", if adding { "true" } else { "false" })
        .child(icon(IconName::Add));
    let row = |(index, fault): (usize, &Fault)| -> Html {
        // The open form keeps what is typed into it when its fault gets another number.
        match place == Some(index) {
            true => el("li").named("open").child(form(desk, open, Some(index))).into(),
            false => el("li").key(index).child(row(desk, index, fault, open)).into(),
        }
    };
    let none = el("span").class("section-note").hidden(!faults.is_empty()).text(words::shared::NONE);
    let end = el("span").class("fault-head").add(none).add(plus);
    let body = el("div")
        .add(el("div").child(if adding { form(desk, open, None) } else { nothing() }))
        .add(el("div").child(if faults.is_empty() { nothing() } else { style() }))
        .add(el("ul").class("faults").list(faults.iter().enumerate().map(row).collect()));
    section(words::faults::FAULTS, None, end.into(), body)
}

/// What the first part has no use for.
#[inline(never)]
fn style() -> Html {
    el("style").text(include_str!("../../style/faults.css")).into()
}

/// Opens the form, and goes to its first field.
fn opening(open: &UseStateHandle<Open>, at: Open) -> Callback<Event> {
    let open = open.clone();
    Callback::from(move |_| {
        open.set(at.clone());
        entry::go_to_soon("fault-kind".to_owned());
    })
}

/// The form, for a fault of the list or one more.
fn form(desk: &Desk, open: &UseStateHandle<Open>, index: Option<usize>) -> Html {
    let close = {
        let open = open.clone();
        Callback::from(move |()| {
            open.set(Open::Nowhere);
            // Back to the button that opened the form.
            entry::go_to_soon(index.map_or("fault-add".to_owned(), row_id));
        })
    };
    let number = index.and_then(|index| u16::try_from(index).ok());
    let set = {
        let (choose, close) = (desk.choosing(Box::new(|edit: Edit| edit)), close.clone());
        Callback::from(move |edit: Edit| {
            choose.emit(edit);
            close.emit(());
        })
    };
    let on_save = set.reform(move |fault| match number {
        Some(at) => Edit::SetFault(at, fault),
        None => Edit::AddFault(fault),
    });
    let on_remove = number.map(|at| set.reform(move |()| Edit::RemoveFault(at)));
    // A new fault lasts about as long as a message and its answer travel.
    let length_ms = (2.0 * desk.ways.median_ms() * desk.scenario.network.stretch).round().max(1.0);
    html! {
        <FaultForm initial={index.and_then(|index| desk.scenario.faults.get(index)).cloned()}
            nodes={nodes(desk.scenario)} length_us={length_ms as u64 * 1_000} {on_save} on_cancel={close} {on_remove} />
    }
}

/// A fault as it stands in the list: a button that changes it, and one that takes it away.
fn row(desk: &Desk, index: usize, fault: &Fault, open: &UseStateHandle<Open>) -> Html {
    let (words, span) = (words(&fault.action), span(fault));
    let at = u16::try_from(index).unwrap_or(u16::MAX);
    // On to the fault that takes its number, or the one before it, or the button that adds one.
    let last = desk.scenario.faults.len() - 1;
    let next = if index < last { Some(index) } else { last.checked_sub(1) };
    let remove = desk.choosing(Box::new(move |()| {
        entry::go_to_soon(next.map_or("fault-add".to_owned(), row_id));
        Edit::RemoveFault(at)
    }));
    let on_key = sifted(&remove, |event| matches!(entry::key(event).as_str(), "Delete" | "Backspace").then_some(()));
    let says = desk.problem(&format!("faults[{index}]"));
    let change = button("fault-row", opening(open, Open::At(index, fault.clone())))
        .with("id", row_id(index))
        .set("title", words::faults::CHANGE_THIS)
        .on(ListenerKind::onkeydown, on_key)
        .child(FaultKind::of(&fault.action).mark())
        .add(el("span").class("fault-words").text(words.clone()))
        .add(el("span").class("fault-time").text(span));
    let cross = button("fault-remove", remove.reform(|_| ()))
        .with("aria-label", words::faults::remove(&words))
        .set("title", words::faults::REMOVE)
        .child(icon(IconName::Close));
    el("div")
        .class("fault")
        .add(change)
        .add(cross)
        .add(el("p").class("says").hidden(says.is_none()).text(says.unwrap_or_default()))
        .into()
}

fn row_id(index: usize) -> String {
    format!("fault-{index}")
}

/// When it acts: "84–168 ms".
fn span(fault: &Fault) -> String {
    let ms = |us: u64, unit| Quantity::of("", 0.0, 0.0, 1.0, unit).text(&[us as f64 / 1000.0]);
    match fault.until_us {
        Some(until_us) => format!("{}–{}", ms(fault.at_us, ""), ms(until_us, "ms")),
        None => words::faults::from(&ms(fault.at_us, "ms")),
    }
}

/// All nodes that a fault can name, replicas first.
fn nodes(scenario: &Scenario) -> Vec<Node> {
    let replicas = (0..scenario.cluster.nodes()).map(|id| NodeId::Replica(ReplicaId(id)));
    let sessions =
        (0..scenario.sessions.len()).filter_map(|id| u8::try_from(id).ok()).map(|id| NodeId::Session(SessionId(id)));
    replicas.chain(sessions).map(Node).collect()
}
