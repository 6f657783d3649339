//! What the sessions do: how much, of what kind, on how many keys, and how patiently.

use history::decimal::grouped;
use scenario::{Object, limits};
use yew::AttrValue;

use super::desk::{Desk, Field, labelled};
use super::distribution::DistributionRows;
use crate::components::{Element, Quantity, Select, button, el, folded};
use crate::store::{Action, Edit};
use crate::words;

const OPERATIONS: Quantity = Quantity::whole(words::workload::OPERATIONS, 0.0, u16::MAX as f64);
const WRITES: Quantity = Quantity::of(words::workload::WRITE_SHARE, 0.0, 100.0, 5.0, "%");
const KEYS: Quantity = Quantity::whole(words::workload::KEYS, 1.0, limits::KEYS_MAX as f64);
const AMOUNT_MAX: f64 = limits::AMOUNT_MAX as f64;
const INITIAL: Quantity = Quantity::whole(words::workload::INITIAL, -AMOUNT_MAX, AMOUNT_MAX);
const AMOUNT: Quantity = Quantity::whole(words::workload::AMOUNT, 1.0, AMOUNT_MAX);
const SETTLING: Quantity = Quantity::of(words::workload::SETTLING, 0.0, limits::TIMEOUT_MS_MAX as f64, 100.0, "ms");
const TIMEOUT: Quantity = Quantity { name: words::workload::TIMEOUT, low: limits::TIMEOUT_MS_MIN as f64, ..SETTLING };

/// Adds the rows of the work, folded away until they are asked for.
pub(crate) fn workload(desk: &Desk, body: Element) -> Element {
    let scenario = desk.scenario;
    let work = &scenario.workload.random;
    let writes = WRITES.text(&[f64::from(work.write_percent)]);
    let think = DistributionRows {
        id: "think",
        label: words::workload::THINK,
        value: work.think.clone(),
        on_change: desk.choosing(Box::new(Edit::Think)),
    };
    let row = |id, quantity: Quantity, value, field, edit: fn(f64) -> Edit| {
        labelled(id, quantity.name, desk.field(id, Field { quantity, value, field }, Box::new(edit)))
    };
    let object = scenario.workload.object;
    let calls = object != Object::Register;
    let called = |row: Element| row.hidden(!calls);
    let each = grouped(u64::from(work.operations));
    let summary = match object {
        Object::Register => words::workload::reads_and_writes(&each, &writes),
        _ => words::workload::calls(&each, object_name(object)),
    };
    let rows = folded(words::workload::WORK, summary)
        .add(labelled("object", words::workload::OBJECT, object_choice(desk)))
        .add(called(row("initial", INITIAL, scenario.workload.initial as f64, "workload.initial", |held| {
            Edit::Initial(held as i64)
        })))
        .add(called(row("amount", AMOUNT, scenario.workload.amount as f64, "workload.amount", |most| {
            Edit::Amount(most as i64)
        })))
        .add(row("operations", OPERATIONS, f64::from(work.operations), "workload.random.operations", |count| {
            Edit::Operations(count as u16)
        }))
        .add(row("writes", WRITES, f64::from(work.write_percent), "workload.random.write_percent", |percent| {
            Edit::Writes(percent.round() as u8)
        }))
        .add(row("keys", KEYS, f64::from(work.keys), "workload.random.keys", |keys| Edit::Keys(keys as u8)))
        .add(think.rows())
        .add(row("timeout", TIMEOUT, f64::from(scenario.timeout_ms), "timeout_ms", |ms| {
            Edit::Timeout(ms.round() as u32)
        }))
        .add(row("settling", SETTLING, f64::from(scenario.settle_ms), "settle_ms", |ms| {
            Edit::SettleTime(ms.round() as u32)
        }));
    body.add(rows).add(script(desk)).add(desk.problems(|field| {
        let shown = ["workload.random.write_percent", "workload.random.keys"];
        field.starts_with("workload") && !shown.contains(&field)
    }))
}

const fn object_name(object: Object) -> &'static str {
    match object {
        Object::Register => words::workload::REGISTER,
        Object::Counter => words::workload::COUNTER,
        Object::Account => words::workload::ACCOUNT,
        Object::Stock => words::workload::STOCK,
        Object::Set => words::workload::SET,
        Object::List => words::workload::LIST,
        Object::Order => words::workload::ORDER,
        Object::Text => words::workload::TEXT,
        Object::Bank => words::workload::BANK,
        Object::CasRegister => words::workload::CAS_REGISTER,
    }
}

fn object_choice(desk: &Desk) -> yew::Html {
    let object = desk.scenario.workload.object;
    let objects = Object::ALL.map(|(object, _)| object);
    let choice = Select {
        id: "object".into(),
        name: None,
        described_by: None,
        choices: objects.map(|object| AttrValue::Static(object_name(object))).to_vec(),
        taken: objects.iter().position(|other| *other == object),
        on_change: desk.choosing(Box::new(|index: usize| {
            Edit::Object(Object::ALL.get(index).map_or(Object::Register, |(object, _)| *object))
        })),
    };
    choice.view()
}

/// Operations that were set by hand, if there are any.
fn script(desk: &Desk) -> Element {
    let count = desk.scenario.workload.script.len();
    let clear = button("quiet", desk.on.reform(|_| Action::Edit(Edit::ClearScript)))
        .set("aria-label", words::workload::REMOVE_SCRIPT)
        .text(words::workload::REMOVE);
    el("div").class("choice-row").hidden(count == 0).add(el("span").text(words::workload::scripted(count))).add(clear)
}
