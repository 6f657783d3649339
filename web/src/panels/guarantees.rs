//! The ladder of guarantees, strongest on top: what this run keeps and what it breaks.

use check::{Verdict, Witness};
use history::ModelId;
use yew::prelude::*;

use crate::components::{Mark, verdict_mark};
use crate::hooks::{Evaluated, Shared};

/// One row a model; the chosen one says more below.
pub(crate) fn guarantees(
    run: Option<&Shared<Evaluated>>,
    chosen_model: Option<ModelId>,
    on_model: &Callback<ModelId>,
) -> Html {
    let rows = check::models().iter().map(|model| {
        let verdict = run.and_then(|run| run.report.judgement.get(model.id));
        let (mark, chosen) = (mark_of(verdict), chosen_model == Some(model.id));
        let id = model.id;
        let onclick = on_model.reform(move |_: MouseEvent| id);
        let class = classes!("rung", mark.class(), chosen.then_some("is-chosen"));
        html! {
            <li key={id.key()}>
                <button type="button" {class} {onclick} aria-pressed={chosen.to_string()} title={model.promise}>
                    { verdict_mark(mark) }
                    <span class="rung-name">{ id.name() }</span>
                    <span class="rung-word">{ mark.word() }</span>
                </button>
            </li>
        }
    });
    let detail = chosen_model.zip(run).map(|(model, run)| detail(run, model)).unwrap_or_default();
    html! {
        <section class="section guarantees" aria-labelledby="guarantees-head">
            <div class="section-head">
                <h2 id="guarantees-head">{ "Guarantees" }</h2>
                <span class="section-note">{ "this run" }</span>
            </div>
            <ol class="ladder">{ for rows }</ol>
            <p class="section-foot">{ detail }</p>
        </section>
    }
}

fn mark_of(verdict: Option<&Verdict>) -> Mark {
    match verdict {
        Some(Verdict::Holds(Witness::Examined { reads: 0 }) | Verdict::NotApplicable(_)) => Mark::NotApplicable,
        Some(Verdict::Holds(_)) => Mark::Holds,
        Some(Verdict::Violated(_)) => Mark::Violated,
        Some(Verdict::Unknown(_)) | None => Mark::Unknown,
    }
}

/// What the chosen verdict rests on.
fn detail(run: &Evaluated, model: ModelId) -> String {
    let history = &run.report.history;
    match run.report.judgement.get(model) {
        Some(Verdict::Holds(Witness::Order(orders))) => {
            let words = orders.iter().map(|entry| {
                let values = entry.order.iter().filter_map(|id| history.operation(*id));
                let steps: Vec<String> = values
                    .map(|operation| {
                        let sign = if operation.is_write() { "w" } else { "r" };
                        format!("{}{sign}{}", history.session_name(operation.session), operation.value())
                    })
                    .collect();
                format!("{}: {}", history.key_name(entry.key), steps.join(" "))
            });
            format!("An order that explains every answer — {}", words.collect::<Vec<_>>().join("; "))
        }
        Some(Verdict::Holds(Witness::Examined { reads })) => {
            format!("{reads} reads could have shown otherwise, and none did.")
        }
        Some(Verdict::Holds(Witness::Agreement { reads })) => {
            format!("{} reads of the settled store agree.", reads.len())
        }
        Some(Verdict::Holds(Witness::Always)) => "Every history satisfies it.".to_owned(),
        Some(Verdict::Violated(violation)) => violation.allowed.clone(),
        Some(Verdict::Unknown(why) | Verdict::NotApplicable(why)) => why.sentence.clone(),
        None => String::new(),
    }
}
