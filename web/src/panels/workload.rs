//! What the sessions do: how much, of what kind, on how many keys, and how patiently.

use scenario::limits;
use yew::prelude::*;

use super::desk::Desk;
use super::distribution::DistributionRows;
use crate::components::{NumberField, Quantity};
use crate::store::{Action, Edit};

/// The rows of the work, folded away until they are asked for.
pub(crate) fn workload(desk: &Desk) -> Html {
    let scenario = desk.scenario;
    let work = &scenario.workload.random;
    let writes = Quantity::of("Writes", 0.0, 100.0, 5.0, "%").text(&[f64::from(work.write_percent)]);
    let now = format!("{} each, {writes} writes", work.operations);
    let operations_max = f64::from(limits::OPERATIONS_MAX.min(u32::from(u16::MAX)));
    let wait = |name| Quantity::of(name, 0.0, f64::from(limits::TIMEOUT_MS_MAX), 100.0, "ms");
    let timeout = Quantity { low: f64::from(limits::TIMEOUT_MS_MIN), ..wait("Client timeout") };
    let think = DistributionRows {
        id: "think",
        label: "Think time",
        value: work.think.clone(),
        on_change: desk.choosing(Box::new(Edit::Think)),
    };
    html! {
        <>
            <details class="more">
                <summary><span>{ "Work" }</span><span class="more-now">{ now }</span></summary>
                { row(desk, "operations", Quantity::whole("Operations each", 0.0, operations_max),
                    f64::from(work.operations), "workload.random.operations", |count| Edit::Operations(count as u16)) }
                { row(desk, "writes", Quantity::of("Share of writes", 0.0, 100.0, 5.0, "%"),
                    f64::from(work.write_percent), "workload.random.write_percent",
                    |percent| Edit::Writes(percent.round() as u8)) }
                { row(desk, "keys", Quantity::whole("Keys", 1.0, f64::from(limits::KEYS_MAX)),
                    f64::from(work.keys), "workload.random.keys", |keys| Edit::Keys(keys as u8)) }
                { think.rows() }
                { row(desk, "timeout", timeout, f64::from(scenario.timeout_ms), "timeout_ms",
                    |ms| Edit::Timeout(ms.round() as u32)) }
                { row(desk, "settling", wait("Settling time"), f64::from(scenario.settle_ms), "settle_ms",
                    |ms| Edit::SettleTime(ms.round() as u32)) }
            </details>
            { script(desk) }
            { desk.problems(|field| {
                let shown = ["workload.random.write_percent", "workload.random.keys"];
                field.starts_with("workload") && !shown.contains(&field)
            }) }
        </>
    }
}

/// A label with its field.
fn row(desk: &Desk, id: &'static str, quantity: Quantity, value: f64, field: &str, edit: fn(f64) -> Edit) -> Html {
    html! {
        <div class="choice-row">
            <label for={id}>{ quantity.name }</label>
            <NumberField {id} {quantity} values={vec![value]} problem={desk.problem(field)}
                on_change={desk.setting(Box::new(edit))} />
        </div>
    }
}

/// Operations that were set by hand, if there are any.
fn script(desk: &Desk) -> Html {
    let count = desk.scenario.workload.script.len();
    let words = match count {
        1 => "1 operation set by hand".to_owned(),
        count => format!("{count} operations set by hand"),
    };
    html! {
        <div class="choice-row" hidden={count == 0}>
            <span>{ words }</span>
            <button type="button" class="quiet" aria-label="Remove the operations set by hand"
                onclick={desk.on.reform(|_: MouseEvent| Action::Edit(Edit::ClearScript))}>{ "Remove" }</button>
        </div>
    }
}
