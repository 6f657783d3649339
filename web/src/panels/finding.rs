//! The sentence on top: what this run shows, in words, with the operations that prove it.

use check::{Anomaly, Piece, Verdict, Violation};
use history::{ModelId, Role};
use pipeline::{Dial, Healing};
use yew::prelude::*;

use crate::components::{Mark, verdict_mark};
use crate::hooks::{Evaluated, Shared};
use crate::store::{Action, Edit, Look};

/// What the sentence is about.
pub(crate) struct Finding<'a> {
    pub(crate) run: Option<&'a Shared<Evaluated>>,
    /// The model whose verdict is told.
    pub(crate) model: Option<ModelId>,
    pub(crate) busy: bool,
    pub(crate) healing: Option<Healing>,
    pub(crate) narrow: bool,
    pub(crate) on: &'a Callback<Action>,
}

/// The verdict as a sentence, and on a narrow screen the invitation.
pub(crate) fn finding(props: &Finding<'_>) -> Html {
    let Some(run) = props.run else {
        return html! { <p class="finding" role="status">{ "Running the scenario." }</p> };
    };
    let told = props.model.unwrap_or(ModelId::Linearizable);
    let verdict = run.report.judgement.get(told);
    let (mark, sentence, second) = match verdict {
        Some(Verdict::Violated(violation)) => {
            let lead = check::model(told).map_or("Violated", |model| model.lead);
            (Mark::Violated, paint_sentence(lead, violation, props.on), reason(run, violation))
        }
        Some(Verdict::Measured(measured)) => match &measured.reason {
            Some(reason) => {
                let lead = format!("{told}, {}", measured.least);
                (Mark::Measured, paint_sentence(&lead, reason, props.on), reason.allowed.clone())
            }
            None => (Mark::Holds, held_sentence(run, told), held_caution(run)),
        },
        Some(Verdict::Holds(_)) => (Mark::Holds, held_sentence(run, told), held_caution(run)),
        Some(Verdict::Unknown(why) | Verdict::NotApplicable(why)) => {
            (Mark::Unknown, html! { <span>{ why.sentence.clone() }</span> }, String::new())
        }
        None => (Mark::Unknown, html! { <span>{ "No verdict." }</span> }, String::new()),
    };
    let class = if props.busy { "finding is-busy" } else { "finding" };
    html! {
        <div {class}>
            { verdict_mark(mark) }
            <div class="finding-words">
                <p class="finding-sentence" id="finding" aria-live="polite">{ sentence }</p>
                <p class="finding-second" hidden={second.is_empty()}>{ second }</p>
                <p class="finding-invitation" hidden={!props.narrow || props.healing.is_none()}>
                    { paint_invitation(props.healing, props.on) }
                </p>
            </div>
        </div>
    }
}

/// Where the write and the read of a stale read were counted; else what would have been allowed.
fn reason(run: &Evaluated, violation: &Violation) -> String {
    let last = |writes: bool| {
        let operations = violation.operations.iter().rev();
        operations.copied().find(|id| run.report.history.operation(*id).is_some_and(|op| op.is_write() == writes))
    };
    let stale = violation.anomaly == Anomaly::StaleRead;
    let met = last(true).zip(last(false)).filter(|_| stale);
    met.and_then(|(write, read)| pipeline::meeting(&run.report.trace, write, read))
        .unwrap_or_else(|| violation.allowed.clone())
}

fn paint_sentence(lead: &str, violation: &Violation, on: &Callback<Action>) -> Html {
    let pieces = violation.sentence.iter().enumerate().map(|(index, piece)| paint_piece(index, piece, on));
    html! { <><strong key="lead" class="finding-lead">{ format!("{lead}: ") }</strong><span key="pieces">{ for pieces }</span></> }
}

fn paint_piece(index: usize, piece: &Piece, on: &Callback<Action>) -> Html {
    match piece {
        Piece::Text(text) => html! { <span key={index}>{ text.clone() }</span> },
        Piece::Operation { id, number, text } => {
            let id = *id;
            let onclick = on.reform(move |_: MouseEvent| Action::Look(Look::Focus(Some((id, true)))));
            html! {
                <button key={index} type="button" class="operation-link" {onclick} aria-label={format!("Operation {number}: {text}")}>
                    <span class="disc" aria-hidden="true">{ *number }</span>{ " " }{ text.clone() }
                </button>
            }
        }
    }
}

/// The move that heals, as a button: on a wide screen it stands at the slider itself.
fn paint_invitation(healing: Option<Healing>, on: &Callback<Action>) -> Html {
    let Some(Healing { dial, to }) = healing else { return html! { <span></span> } };
    let (name, edit) = match dial {
        Dial::R => ("R", Edit::R(to)),
        Dial::W => ("W", Edit::W(to)),
    };
    let onclick = on.reform(move |_: MouseEvent| Action::Edit(edit.clone()));
    html! { <button type="button" class="invitation-link" {onclick}>{ format!("Move {name} to {to} and watch it heal") }</button> }
}

/// A kept promise is told with what it was put to: one run proves nothing of others.
fn held_sentence(run: &Evaluated, model: ModelId) -> Html {
    let operations = run.report.history.operations.iter().filter(|operation| operation.role == Role::Client).count();
    html! { <span><strong class="finding-kept">{ model.name() }</strong>{ format!(": held in this run of {operations} operations.") }</span> }
}

/// What follows from the quorums alone, said beside a verdict about one run.
fn held_caution(run: &Evaluated) -> String {
    let cluster = &run.scenario.cluster;
    let quorums = pipeline::protocol(&run.scenario.strategy.protocol).is_some_and(|info| info.quorums);
    let (n, w, r) = (cluster.n, cluster.w, cluster.r);
    match (quorums, w + r > n) {
        (false, _) => "Another seed or another fault may still break it.".to_owned(),
        (true, false) => format!("None seen here, but W + R = {} ≤ {n}: a read may still miss a write.", w + r),
        (true, true) => {
            format!("W + R = {} > {n}: without faults every read meets every completed write.", w + r)
        }
    }
}
