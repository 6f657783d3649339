//! The sentence on top: what this run shows, in words, with the operations that prove it.

use check::{Piece, Verdict, Violation};
use history::ModelId;
use pipeline::{Dial, Healing};
use yew::prelude::*;

use super::application;
use super::held::{held, unanswered, way_on};
use super::timeline_keys::proof_end;
use crate::components::{Mark, nothing, verdict_mark};
use crate::hooks::{Evaluated, Shared};
use crate::store::{Action, Edit, Look, Panel};
use crate::words;

/// What the sentence is about.
pub(crate) struct Finding<'a> {
    pub(crate) run: Option<&'a Shared<Evaluated>>,
    /// The model whose verdict is told.
    pub(crate) model: Option<ModelId>,
    pub(crate) busy: bool,
    pub(crate) healing: Option<Healing>,
    /// The model that further seeds were tried for in vain, and how many.
    pub(crate) kept: Option<(ModelId, u32)>,
    /// Whether other seeds may be tried here.
    pub(crate) seeks: bool,
    pub(crate) narrow: bool,
    pub(crate) on: &'a Callback<Action>,
}

/// The verdict as a sentence, and on a narrow screen the invitation.
pub(crate) fn finding(props: &Finding<'_>) -> Html {
    let Some(run) = props.run.filter(|run| !run.judging) else {
        let words = if props.run.is_some() { words::findings::JUDGING } else { words::findings::RUNNING };
        return html! { <p class="finding" role="status">{ words }</p> };
    };
    let told = props.model.unwrap_or(ModelId::Linearizable);
    let verdict = run.report.judgement.get(told);
    let mut doubtful = false;
    let mut kept = |verdict| {
        let kept = held(run, told, verdict);
        doubtful = kept.doubtful;
        (kept.mark, kept.sentence, kept.second)
    };
    let (mark, sentence, second) = match verdict {
        Some(Verdict::Violated(violation)) => {
            let lead = check::model(told).map_or(words::shared::VIOLATED, |model| model.lead);
            (
                Mark::Violated,
                paint_sentence((run, told), lead, violation, props.on),
                pipeline::because(&run.report, violation),
            )
        }
        Some(verdict @ Verdict::Measured(measured)) => match &measured.reason {
            Some(reason) => {
                let lead = format!("{told}, {}", measured.least);
                (Mark::Measured, paint_sentence((run, told), &lead, reason, props.on), reason.allowed.clone())
            }
            None => kept(verdict),
        },
        Some(verdict @ Verdict::Holds(_)) => kept(verdict),
        Some(Verdict::NotApplicable(why)) => {
            not_applicable(props, run, &words::findings::untested(told, &why.sentence))
        }
        Some(Verdict::Unknown(why)) => (Mark::Unknown, html! { <span>{ why.sentence.clone() }</span> }, String::new()),
        None => (Mark::Unknown, html! { <span>{ words::shared::NO_VERDICT }</span> }, String::new()),
    };
    // A store may keep every promise of its registers, and the money be gone all the same.
    let (mark, sentence, second) = match on_top(props, run) {
        Some([lead, sentence, allowed]) => {
            (Mark::Violated, led("finding-lead", &format!("{lead}. "), sentence), allowed)
        }
        None => (mark, sentence, second),
    };
    let unanswered = unanswered(run);
    let gap = if unanswered.is_empty() || second.is_empty() { "" } else { " " };
    let second = format!("{unanswered}{gap}{second}");
    let way_on = match props.seeks && doubtful && !props.busy {
        true => way_on(told, pipeline::seeds_at_once(&run.scenario), props.kept, props.on),
        false => nothing(),
    };
    let class = if props.busy { "finding is-busy" } else { "finding" };
    html! {
        <div {class}>
            { verdict_mark(mark) }
            <div class="finding-words">
                <p class="finding-sentence" id="finding" aria-live="polite">{ sentence }</p>
                <p class="finding-second" hidden={second.is_empty()}><span>{ second }</span>{ way_on }</p>
                <p class="finding-invitation" hidden={!props.narrow || props.healing.is_none()}>
                    { paint_invitation(props.healing, props.on) }
                </p>
            </div>
        </div>
    }
}

/// What is broken or lost on top of the store, unless a model was chosen.
fn on_top(props: &Finding<'_>, run: &Evaluated) -> Option<[String; 3]> {
    let application = run.report.application.as_ref().filter(|_| props.model.is_none())?;
    let broken = application::broken(application).map(|[lead, sentence, allowed]| {
        [lead, sentence, format!("{allowed} {}", words::shared::KEEPS_SINGLE_OPERATIONS)]
    });
    broken.or_else(|| application::lost(&run.report))
}

/// Where no model of registers speaks of the run: what its calls come to.
fn not_applicable(props: &Finding<'_>, run: &Evaluated, why: &str) -> (Mark, Html, String) {
    let told = run.report.application.as_ref().filter(|_| props.model.is_none()).and_then(application::summed_up);
    match told {
        Some((mark, lead, sentence)) => (mark, led("finding-kept", &format!("{lead}: "), sentence), String::new()),
        None => (Mark::NotApplicable, html! { <span>{ why.to_owned() }</span> }, String::new()),
    }
}

/// A sentence with a lead.
fn led(class: &'static str, lead: &str, sentence: String) -> Html {
    html! { <><strong key="lead" {class}>{ lead.to_owned() }</strong><span key="pieces">{ sentence }</span></> }
}

/// The sentence. Its lead takes whoever presses it to the moment where the proof ends.
fn paint_sentence(
    (run, model): (&Shared<Evaluated>, ModelId),
    lead: &str,
    violation: &Violation,
    on: &Callback<Action>,
) -> Html {
    let pieces = violation.sentence.iter().enumerate().map(|(index, piece)| paint_piece(index, piece, on));
    let (run, on) = (run.clone(), on.clone());
    let onclick = Callback::from(move |_: MouseEvent| show_end(&run, model, &on));
    html! {
        <>
            <button key="lead" type="button" class="operation-link" title={words::findings::TO_THE_PROOF} {onclick}>
                <strong class="finding-lead">{ format!("{lead}:") }</strong>
            </button>
            <span key="pieces">{ " " }{ for pieces }</span>
        </>
    }
}

/// The timeline at the moment where a model's proof ends.
fn show_end(run: &Evaluated, model: ModelId, on: &Callback<Action>) {
    let Some(at) = proof_end(run, Some(model)) else { return };
    let at = at.min(run.report.trace.end);
    for look in [Look::Panel(Panel::Timeline), Look::Focus(None), Look::Cursor(Some(at))] {
        on.emit(Action::Look(look));
    }
}

fn paint_piece(index: usize, piece: &Piece, on: &Callback<Action>) -> Html {
    match piece {
        Piece::Text(text) => html! { <span key={index}>{ text.clone() }</span> },
        Piece::Operation { id, number, text } => {
            let id = *id;
            let onclick = on.reform(move |_: MouseEvent| Action::Look(Look::Focus(Some((id, true)))));
            html! {
                <button key={index} type="button" class="operation-link" {onclick} aria-label={words::findings::operation(*number, text)}>
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
    html! { <button type="button" class="invitation-link" {onclick}>{ words::findings::move_to_heal(name, to) }</button> }
}
