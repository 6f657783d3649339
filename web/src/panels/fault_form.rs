//! The form that makes a fault or changes one. It stands among the controls or at a lifeline, and
//! never in the way of anything.

use scenario::{Fault, Node, limits};
use yew::prelude::*;

use super::fault_kind::{FaultKind, Takes};
use crate::browser::entry;
use crate::components::{NumberField, Quantity, Select, sifted};

/// How long a new fault lasts where nobody says otherwise, in microseconds.
const LENGTH_US: u64 = 80_000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FaultFormProps {
    /// The fault to change; without one, a new one is made.
    pub(crate) initial: Option<Fault>,
    /// The nodes of the run.
    pub(crate) nodes: Vec<Node>,
    /// When a new fault begins.
    #[prop_or_default]
    pub(crate) at_us: Option<u64>,
    /// How long a new fault lasts.
    #[prop_or(LENGTH_US)]
    pub(crate) length_us: u64,
    /// Which node a new fault strikes.
    #[prop_or_default]
    pub(crate) node: Option<Node>,
    pub(crate) on_save: Callback<Fault>,
    pub(crate) on_cancel: Callback<()>,
    /// Takes the fault away, where there is one to take away.
    #[prop_or_default]
    pub(crate) on_remove: Option<Callback<()>>,
}

/// The fault as it is being put together.
#[derive(Clone, PartialEq)]
struct Sketch {
    kind: FaultKind,
    nodes: Vec<Node>,
    amount: f64,
    from_ms: f64,
    until_ms: Option<f64>,
}

impl Sketch {
    fn of(props: &FaultFormProps) -> Self {
        let ms = |us: u64| us as f64 / 1000.0;
        match &props.initial {
            Some(fault) => Self {
                kind: FaultKind::of(&fault.action),
                nodes: fault.action.nodes().to_vec(),
                amount: FaultKind::amount_of(&fault.action).unwrap_or(0.0),
                from_ms: ms(fault.at_us),
                until_ms: fault.until_us.map(ms),
            },
            None => {
                let at_us = props.at_us.unwrap_or(props.length_us);
                let node = props.node.or_else(|| props.nodes.iter().rfind(|node| node.0.replica().is_some()).copied());
                let (from_ms, until_ms) = (ms(at_us), Some(ms(at_us + props.length_us)));
                Self { kind: FaultKind::Partition, nodes: node.into_iter().collect(), amount: 0.0, from_ms, until_ms }
            }
        }
    }

    /// The same as another kind: its nodes as far as that kind takes them.
    fn become_kind(&mut self, kind: FaultKind) {
        self.kind = kind;
        self.amount = kind.amount().map_or(0.0, |(_, begin)| begin);
        match kind.takes() {
            Takes::Replica => self.nodes.retain(|node| node.0.replica().is_some()),
            Takes::None => self.nodes.clear(),
            Takes::Several | Takes::One => {}
        }
        if kind.takes() != Takes::Several {
            self.nodes.truncate(1);
        }
    }

    fn choose(&mut self, node: Node) {
        let chosen = self.nodes.contains(&node);
        if self.kind.takes() != Takes::Several {
            self.nodes = vec![node];
        } else if chosen {
            self.nodes.retain(|other| *other != node);
        } else {
            let place = self.nodes.partition_point(|other| *other < node);
            self.nodes.insert(place, node);
        }
    }

    /// The fault.
    ///
    /// # Errors
    /// A sentence, if something is still missing.
    fn fault(&self) -> Result<Fault, &'static str> {
        let us = |ms: f64| (ms * 1000.0).round() as u64;
        let action = self.kind.action(&self.nodes, self.amount).ok_or("Choose a node that it strikes.")?;
        if self.until_ms.is_some_and(|until_ms| us(until_ms) <= us(self.from_ms)) {
            return Err("It must end after it begins.");
        }
        Ok(Fault { at_us: us(self.from_ms), until_us: self.until_ms.map(us), action })
    }
}

/// The form.
#[component]
pub(crate) fn FaultForm(props: &FaultFormProps) -> Html {
    let sketch = use_state(|| Sketch::of(props));
    let objection = use_state_eq(|| None::<&'static str>);

    let change = {
        let (sketch, objection) = (sketch.clone(), objection.setter());
        Callback::from(move |next: Sketch| {
            sketch.set(next);
            objection.set(None);
        })
    };
    let onsubmit = {
        let (sketch, objection, on_save) = (sketch.clone(), objection.setter(), props.on_save.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match sketch.fault() {
                _ if entry::holds_wrong(&event) => objection.set(Some("Mend what is marked first.")),
                Ok(fault) => on_save.emit(fault),
                Err(sentence) => objection.set(Some(sentence)),
            }
        })
    };
    let onkeydown = sifted(&props.on_cancel, |event: KeyboardEvent| (event.key() == "Escape").then_some(()));
    let editing = props.initial.is_some();
    html! {
        <form class="fault-form" aria-label={if editing { "Change the fault" } else { "New fault" }} {onsubmit} {onkeydown}>
            { kind_row(&sketch, &change) }
            { nodes_row(&sketch, &props.nodes, &change) }
            { amount_row(&sketch, &change) }
            { span_row(&sketch, &change) }
            <p class="says" role="status" hidden={objection.is_none()}>{ objection.unwrap_or_default() }</p>
            <div class="fault-form-end">
                <button type="submit" class="button">{ if editing { "Change" } else { "Add" } }</button>
                <button type="button" class="quiet" onclick={props.on_cancel.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
                <span class="fault-form-remove">
                    { match &props.on_remove {
                        Some(on_remove) => html! {
                            <button type="button" class="quiet" onclick={on_remove.reform(|_: MouseEvent| ())}>{ "Remove" }</button>
                        },
                        None => html! { <span hidden=true /> },
                    } }
                </span>
            </div>
        </form>
    }
}

fn kind_row(sketch: &Sketch, change: &Callback<Sketch>) -> Html {
    let next = sketch.clone();
    let select = Select {
        id: "fault-kind".into(),
        name: None,
        described_by: Some("fault-help".into()),
        choices: FaultKind::ALL.iter().map(|kind| kind.label().into()).collect(),
        taken: FaultKind::ALL.iter().position(|kind| *kind == sketch.kind),
        on_change: change.reform(move |index: usize| {
            let mut next = next.clone();
            next.become_kind(FaultKind::ALL.get(index).copied().unwrap_or(FaultKind::Partition));
            next
        }),
    };
    html! {
        <div>
            <div class="choice-row"><label for="fault-kind">{ "Kind" }</label>{ select.view() }</div>
            <p class="section-note" id="fault-help">{ sketch.kind.help() }</p>
        </div>
    }
}

fn nodes_row(sketch: &Sketch, nodes: &[Node], change: &Callback<Sketch>) -> Html {
    let takes = sketch.kind.takes();
    let kind = if takes == Takes::Several { "checkbox" } else { "radio" };
    let fitting = nodes.iter().filter(|node| takes != Takes::Replica || node.0.replica().is_some());
    let chip = |node: &Node| {
        let (node, next) = (*node, sketch.clone());
        let onchange = change.reform(move |_: Event| {
            let mut next = next.clone();
            next.choose(node);
            next
        });
        html! {
            <label key={node.to_string()} class="chip">
                <input type={kind} name="fault-node" checked={sketch.nodes.contains(&node)} {onchange} />
                <span>{ node.to_string() }</span>
            </label>
        }
    };
    html! {
        <fieldset class="chips" hidden={takes == Takes::None}>
            <legend class="visually-hidden">{ "Strikes" }</legend>
            <div class="chips-row" key={kind}>{ for fitting.map(chip) }</div>
        </fieldset>
    }
}

fn amount_row(sketch: &Sketch, change: &Callback<Sketch>) -> Html {
    let Some((quantity, _)) = sketch.kind.amount() else { return html! { <div hidden=true /> } };
    let next = sketch.clone();
    let on_change = change.reform(move |values: Vec<f64>| {
        let amount = values.first().copied().unwrap_or(next.amount);
        Sketch { amount, ..next.clone() }
    });
    html! {
        <div class="choice-row">
            <label for="fault-amount">{ quantity.name }</label>
            <NumberField id="fault-amount" {quantity} values={vec![sketch.amount]} {on_change} />
        </div>
    }
}

fn span_row(sketch: &Sketch, change: &Callback<Sketch>) -> Html {
    let moment = |name| Quantity::of(name, 0.0, limits::TIME_US_MAX as f64 / 1000.0, 1.0, "ms");
    let (begin, end) = (sketch.clone(), sketch.clone());
    let on_from = change.reform(move |values: Vec<f64>| {
        let from_ms = values.first().copied().unwrap_or(begin.from_ms);
        Sketch { from_ms, ..begin.clone() }
    });
    let on_until = change.reform(move |values: Vec<f64>| Sketch { until_ms: values.first().copied(), ..end.clone() });
    html! {
        <div class="fault-span">
            <label for="fault-from">{ "From" }</label>
            <NumberField id="fault-from" quantity={moment("From")} values={vec![sketch.from_ms]} on_change={on_from} />
            <label for="fault-until">{ "to" }</label>
            <NumberField id="fault-until" quantity={moment("to, or no end")} empty={Some("no end")}
                values={sketch.until_ms.into_iter().collect::<Vec<_>>()} on_change={on_until} />
        </div>
    }
}
