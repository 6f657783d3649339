//! The ladder of guarantees, strongest on top: what this run keeps and what it breaks.

use check::{Verdict, Witness};
use history::{History, ModelId, OperationId};
use yew::prelude::*;

use crate::components::{Mark, verdict_mark};
use crate::hooks::{Evaluated, Shared};
use crate::words;

/// What stands beside the verdicts on one run: nothing, until there are many.
#[derive(Default)]
pub(crate) struct Column {
    /// What the verdicts are about, where it is no run.
    pub(crate) about: Option<&'static str>,
    /// Beside the head.
    pub(crate) head: Html,
    /// Beside each model, in their order.
    pub(crate) cells: Vec<Html>,
    /// Below the ladder.
    pub(crate) foot: Html,
    /// Below the numbers.
    pub(crate) numbers: Html,
}

/// One row a model; the chosen one says more below.
pub(crate) fn guarantees(
    run: Option<&Shared<Evaluated>>,
    chosen_model: Option<ModelId>,
    on_model: &Callback<ModelId>,
    column: &Column,
) -> Html {
    let judging = run.is_some_and(|run| run.judging);
    let rows = check::models().iter().enumerate().map(|(row, model)| {
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
                    <span class="rung-word">{ if judging { words::verdicts::JUDGING.to_owned() } else { word_of(verdict, mark) } }</span>
                    { column.cells.get(row).cloned().unwrap_or_default() }
                </button>
            </li>
        }
    });
    let detail = chosen_model.zip(run).map(|(model, run)| detail(run, model)).unwrap_or_default();
    html! {
        <section class="section guarantees" aria-labelledby="guarantees-head">
            <div class="section-head">
                <h2 id="guarantees-head">{ words::header::GUARANTEES }</h2>
                <span class="section-note">{ column.about.unwrap_or(words::shared::THIS_RUN) }</span>
                { column.head.clone() }
            </div>
            <ol class="ladder">{ for rows }</ol>
            <p class="section-foot">{ detail }</p>
            { column.foot.clone() }
        </section>
    }
}

pub(super) fn mark_of(verdict: Option<&Verdict>) -> Mark {
    match verdict {
        Some(Verdict::Holds(Witness::Examined { reads: 0 }) | Verdict::NotApplicable(_)) => Mark::NotApplicable,
        Some(Verdict::Holds(_)) => Mark::Holds,
        Some(Verdict::Measured(measured)) if measured.least.is_ideal() => Mark::Holds,
        Some(Verdict::Measured(_)) => Mark::Measured,
        Some(Verdict::Violated(_)) => Mark::Violated,
        Some(Verdict::Unknown(_)) | None => Mark::Unknown,
    }
}

/// A measure is its own word.
pub(super) fn word_of(verdict: Option<&Verdict>, mark: Mark) -> String {
    match verdict {
        Some(Verdict::Measured(measured)) => measured.least.to_string(),
        _ => mark.word().to_owned(),
    }
}

/// What the chosen verdict rests on.
fn detail(run: &Evaluated, model: ModelId) -> String {
    match run.report.judgement.get(model) {
        Some(Verdict::Holds(witness)) => rests_on(&run.report.history, witness),
        Some(Verdict::Violated(violation)) => violation.allowed.clone(),
        Some(Verdict::Measured(measured)) => match &measured.reason {
            Some(reason) => reason.allowed.clone(),
            None => rests_on(&run.report.history, &measured.witness),
        },
        Some(Verdict::Unknown(why) | Verdict::NotApplicable(why)) => why.sentence.clone(),
        None => String::new(),
    }
}

fn rests_on(history: &History, witness: &Witness) -> String {
    match witness {
        Witness::Order(orders) => {
            let words = orders
                .iter()
                .map(|entry| format!("{}: {}", history.key_name(entry.key), in_turn(history, &entry.order, false)));
            words::findings::each_in_order(&words.collect::<Vec<_>>().join("; "))
        }
        Witness::Sequence(order) => words::findings::one_order(&in_turn(history, order, history.keys.len() > 1)),
        Witness::Sources(sources) => words::findings::sources(sources.len()),
        Witness::Examined { reads: 0 } => words::findings::NO_READ_COULD.to_owned(),
        Witness::Examined { reads } => words::findings::examined(*reads),
        Witness::Causes { order } => words::findings::causes(&in_turn(history, order, history.keys.len() > 1)),
        Witness::Arbitration { order } => {
            words::findings::arbitration(&in_turn(history, order, history.keys.len() > 1))
        }
        Witness::Views(views) => words::findings::views(views.len()),
        Witness::Agreement { reads } => words::findings::agreement(reads.len()),
        Witness::Always => words::findings::ALWAYS.to_owned(),
    }
}

/// Operations in short: "Aw1 Br1", or "Awx1 Brx1" where keys have to be told apart.
fn in_turn(history: &History, order: &[OperationId], with_keys: bool) -> String {
    let operations = order.iter().filter_map(|id| history.operation(*id));
    let steps = operations.map(|operation| {
        let sign = if operation.is_write() { "w" } else { "r" };
        let key = if with_keys { history.key_name(operation.key) } else { "" };
        format!("{}{sign}{key}{}", history.session_name(operation.session), history.value_in_words(operation.value()))
    });
    steps.collect::<Vec<_>>().join(" ")
}
