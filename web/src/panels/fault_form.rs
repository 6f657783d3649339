//! The form that makes a fault or changes one. It stands among the controls or at a lifeline, and
//! never in the way of anything.

use scenario::{Fault, Node, limits};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::desk::labelled;
use super::fault_kind::{FaultKind, Takes};
use crate::browser::entry;
use crate::components::{Element, NumberFieldProps, Quantity, Select, button, el, nothing, number_field, sifted};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/fault_form.css");

/// How long a new fault lasts where nobody says otherwise, in microseconds.
const LENGTH_US: u64 = 80_000;

const FROM: &str = "fault-from";
const UNTIL: &str = "fault-until";
const MOMENT: Quantity = Quantity::of(words::faults::FROM, 0.0, limits::TIME_US_MAX as f64 / 1000.0, 1.0, "ms");

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
        let action = self.kind.action(&self.nodes, self.amount).ok_or(words::faults::CHOOSE_A_NODE)?;
        if self.until_ms.is_some_and(|until_ms| us(until_ms) <= us(self.from_ms)) {
            return Err(words::faults::MUST_END_AFTER);
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
    let on_submit = {
        let (sketch, objection, on_save) = (sketch.clone(), objection.setter(), props.on_save.clone());
        Callback::from(move |event: Event| {
            event.prevent_default();
            match sketch.fault() {
                _ if entry::holds_wrong(&event) => objection.set(Some(words::faults::MEND_FIRST)),
                Ok(fault) => on_save.emit(fault),
                Err(sentence) => objection.set(Some(sentence)),
            }
        })
    };
    let on_key = sifted(&props.on_cancel, |event| (entry::key(event) == "Escape").then_some(()));
    let (label, verb) = if props.initial.is_some() {
        (words::faults::CHANGE_TITLE, words::faults::CHANGE)
    } else {
        (words::faults::NEW, words::faults::ADD_THIS)
    };
    let remove = match &props.on_remove {
        Some(on_remove) => button("quiet", on_remove.reform(|_| ())).text(words::faults::REMOVE).into(),
        None => nothing(),
    };
    let end = el("div")
        .class("fault-form-end")
        .add(el("button").set("type", "submit").class("button").text(verb))
        .add(button("quiet", props.on_cancel.reform(|_| ())).text(words::faults::CANCEL))
        .add(el("span").class("fault-form-remove").child(remove));
    let says =
        el("p").class("says").set("role", "status").hidden(objection.is_none()).text(objection.unwrap_or_default());
    el("form")
        .class("fault-form")
        .add(el("style").text(STYLE))
        .set("aria-label", label)
        .on(ListenerKind::onsubmit, on_submit)
        .on(ListenerKind::onkeydown, on_key)
        .add(kind_row(&sketch, &change))
        .add(nodes_row(&sketch, &props.nodes, &change))
        .add(amount_row(&sketch, &change))
        .add(span_row(&sketch, &change))
        .add(says)
        .add(end)
        .into()
}

fn kind_row(sketch: &Sketch, change: &Callback<Sketch>) -> Element {
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
    el("div")
        .add(labelled("fault-kind", words::faults::KIND, select.view()))
        .add(el("p").class("section-note").set("id", "fault-help").text(sketch.kind.help()))
}

fn nodes_row(sketch: &Sketch, nodes: &[Node], change: &Callback<Sketch>) -> Element {
    let takes = sketch.kind.takes();
    let (kind, key) = if takes == Takes::Several { ("checkbox", 0) } else { ("radio", 1) };
    let fitting = nodes.iter().filter(|node| takes != Takes::Replica || node.0.replica().is_some());
    let chip = |node: &Node| -> Html {
        let (node, next) = (*node, sketch.clone());
        let name = node.to_string();
        let on_change = change.reform(move |_| {
            let mut next = next.clone();
            next.choose(node);
            next
        });
        let input = el("input")
            .set("type", kind)
            .set("name", "fault-node")
            .checked(sketch.nodes.contains(&node))
            .on(ListenerKind::onchange, on_change);
        el("label").named(&name).class("chip").add(input).add(el("span").text(name)).into()
    };
    el("fieldset")
        .class("chips")
        .hidden(takes == Takes::None)
        .add(el("legend").key(2).class("visually-hidden").text(words::faults::STRIKES))
        .add(el("div").key(key).class("chips-row").list(fitting.map(chip).collect()))
}

/// A field that changes the sketch.
#[inline(never)]
fn field(
    (id, quantity): (&'static str, Quantity),
    value: Option<f64>,
    sketch: &Sketch,
    change: &Callback<Sketch>,
    set: fn(&mut Sketch, Option<f64>),
) -> Html {
    let next = sketch.clone();
    number_field(NumberFieldProps {
        id: id.into(),
        quantity,
        label: None,
        values: value.into_iter().collect(),
        empty: (id == UNTIL).then_some(words::faults::NO_END),
        problem: None,
        on_change: change.reform(move |values: Vec<f64>| {
            let mut next = next.clone();
            set(&mut next, values.first().copied());
            next
        }),
    })
}

fn amount_row(sketch: &Sketch, change: &Callback<Sketch>) -> Element {
    let Some((quantity, _)) = sketch.kind.amount() else { return el("div").hidden(true) };
    let amount = field(("fault-amount", quantity), Some(sketch.amount), sketch, change, |sketch, value| {
        sketch.amount = value.unwrap_or(sketch.amount);
    });
    labelled("fault-amount", quantity.name, amount)
}

fn span_row(sketch: &Sketch, change: &Callback<Sketch>) -> Element {
    let from = field((FROM, MOMENT), Some(sketch.from_ms), sketch, change, |sketch, value| {
        sketch.from_ms = value.unwrap_or(sketch.from_ms);
    });
    let end = Quantity { name: words::faults::TO_OR_NO_END, ..MOMENT };
    let until = field((UNTIL, end), sketch.until_ms, sketch, change, |sketch, value| sketch.until_ms = value);
    el("div")
        .class("fault-span")
        .add(el("label").set("for", FROM).text(words::faults::FROM))
        .child(from)
        .add(el("label").set("for", UNTIL).text(words::faults::TO))
        .child(until)
}
