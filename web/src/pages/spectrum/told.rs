//! What is said of what is chosen on the lattice: a step with the history that shows why it does not
//! lead back up, a model with its promise and its neighbours.

use catalog::lattice::{Placed, Separating, separating};
use check::lattice::{IMPLICATIONS, Implication};
use check::{Budget, Judgement, Piece, RelationKind, Verdict, Violation};
use diagram::chart::{Bar, Tie, lanes};
use history::{History, ModelId, Operation, parse_history};
use yew::prelude::*;

use super::found::Found;
use super::map::Choice;
use crate::components::picture;
use crate::words;

/// What is said of a choice.
pub(super) fn told(
    choice: Choice,
    found: Option<&Found>,
    judgement: Option<&Judgement>,
    width: f64,
    on_choice: &Callback<Choice>,
) -> Html {
    match choice {
        Choice::Step(stronger, weaker) => {
            let step = IMPLICATIONS.iter().find(|step| (step.stronger, step.weaker) == (stronger, weaker));
            step.map(|step| told_step(step, width)).unwrap_or_default()
        }
        Choice::Model(model) => told_model(model, found, judgement, on_choice),
    }
}

/// A name inside a sentence.
pub(super) fn lower(model: ModelId) -> String {
    match model {
        ModelId::Pram => model.name().to_owned(),
        _ => {
            let mut signs = model.name().chars();
            signs.next().map_or_else(String::new, |first| first.to_lowercase().chain(signs).collect())
        }
    }
}

fn told_step(step: &Implication, width: f64) -> Html {
    let Some(shown) = separating(step.stronger, step.weaker).and_then(Shown::of) else { return Html::default() };
    let scene = shown.picture(width);
    html! {
        <div key={format!("{}-{}", step.stronger.key(), step.weaker.key())}>
            <p class="told-lead">{ words::spectrum::WHY_NOT_BACK }</p>
            <h3>{ words::spectrum::but_not(step.weaker.name(), &lower(step.stronger)) }</h3>
            <div class="told-history">{ picture(&scene) }</div>
            <p>{ for shown.violation.sentence.iter().enumerate().map(|(index, piece)| said(index, piece)) }</p>
            <p class="told-source">{ words::spectrum::least(&shown.bound(), step.source) }</p>
        </div>
    }
}

fn said(index: usize, piece: &Piece) -> Html {
    match piece {
        Piece::Text(text) => html! { <span key={index}>{ text.clone() }</span> },
        Piece::Operation { number, text, .. } => html! {
            <span key={index}><span class="disc">{ *number }</span>{ "\u{a0}" }{ text.clone() }</span>
        },
    }
}

/// A separating history, judged.
struct Shown {
    entry: &'static Separating,
    history: History,
    violation: Violation,
    kept: Verdict,
}

impl Shown {
    /// Judges it here and now; nothing where it does not tell the two models apart, which a test rules out.
    fn of(entry: &'static Separating) -> Option<Self> {
        let history = parse_history(entry.history).ok()?;
        let judge = |id| Some(check::model(id)?.judge(&history, Budget::default()));
        let Verdict::Violated(violation) = judge(entry.stronger)? else { return None };
        let kept = judge(entry.weaker)?;
        Some(Self { entry, history, violation, kept })
    }

    /// With which bound the weaker model is kept, where it is a scale.
    fn bound(&self) -> String {
        match &self.kept {
            Verdict::Measured(measured) => format!("{}: {}. ", self.entry.weaker.name(), measured.least),
            _ => String::new(),
        }
    }

    fn picture(&self, width: f64) -> diagram::Scene {
        let history = &self.history;
        let bars: Vec<Bar> = history.operations.iter().map(|operation| self.bar(operation)).collect();
        let place = |id: history::OperationId| u16::try_from(id.index()).ok();
        let session = |id| history.operation(id).map(|operation| operation.session);
        let apart = self.violation.edges.iter().filter(|edge| session(edge.from) != session(edge.to));
        let told = apart.filter(|edge| edge.kind != RelationKind::ReadsFrom);
        let ties: Vec<Tie> =
            told.filter_map(|edge| Some(Tie { from: place(edge.from)?, to: place(edge.to)? })).collect();
        let title = format!("{}: {}", self.entry.name, self.violation.plain());
        lanes(&history.sessions, &bars, &ties, width, &title, self.violation.plain())
    }

    fn bar(&self, operation: &Operation) -> Bar {
        let history = &self.history;
        let what = format!("{}={}", history.key_name(operation.key), history.value_in_words(operation.value()));
        let verb = if operation.is_write() { words::spectrum::WRITE } else { words::spectrum::READ };
        Bar {
            lane: u16::from(operation.session.0),
            from: operation.invoked.as_us(),
            to: operation.returned.map(history::Instant::as_us),
            words: [format!("{verb} {what}"), what],
            write: operation.is_write(),
            number: self.violation.number_of(operation.id),
        }
    }
}

fn told_model(
    model: ModelId,
    found: Option<&Found>,
    judgement: Option<&Judgement>,
    on_choice: &Callback<Choice>,
) -> Html {
    let promise = check::model(model).map(|model| model.promise).unwrap_or_default();
    let available = Placed::of(model).map(|placed| placed.available.sentence()).unwrap_or_default();
    let found = found.map(|found| found.words(model)).unwrap_or_default();
    let why = match judgement.and_then(|judgement| judgement.get(model)) {
        Some(Verdict::Violated(violation)) => violation.plain(),
        Some(Verdict::Measured(measured)) => measured.reason.as_ref().map(Violation::plain).unwrap_or_default(),
        Some(Verdict::Unknown(why) | Verdict::NotApplicable(why)) => why.sentence.clone(),
        Some(Verdict::Holds(_)) | None => String::new(),
    };
    let steps = |up: bool| -> Vec<(ModelId, Choice)> {
        let joined =
            IMPLICATIONS.iter().filter(move |step| if up { step.weaker == model } else { step.stronger == model });
        joined
            .map(|step| (if up { step.stronger } else { step.weaker }, Choice::Step(step.stronger, step.weaker)))
            .collect()
    };
    html! {
        <div key={model.key()}>
            <h3>{ model.name() }</h3>
            <p class="told-lead">{ found }</p>
            <p>{ promise }</p>
            <p hidden={why.is_empty()}>{ words::spectrum::in_this_run_why(&why) }</p>
            <p class="told-source">{ available }</p>
            { neighbours(words::spectrum::FOLLOWS_FROM, &steps(true), on_choice) }
            { neighbours(words::spectrum::IMPLIES, &steps(false), on_choice) }
        </div>
    }
}

fn neighbours(head: &'static str, steps: &[(ModelId, Choice)], on_choice: &Callback<Choice>) -> Html {
    let items = steps.iter().map(|(model, choice)| {
        let choice = *choice;
        let onclick = on_choice.reform(move |_: MouseEvent| choice);
        html! {
            <li key={model.key()}>
                <button type="button" class="told-step" {onclick} title={words::spectrum::WHY_NOT_BACK}>{ model.name() }</button>
            </li>
        }
    });
    html! { <div class="told-neighbours" hidden={steps.is_empty()}><span>{ head }</span><ul>{ for items }</ul></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_told_by_a_history_that_fits_its_place() {
        for step in IMPLICATIONS {
            let entry = separating(step.stronger, step.weaker).expect("every step has a history");
            let shown = Shown::of(entry).expect("the checkers tell the models apart");
            let scale = matches!(step.weaker, ModelId::BoundedStaleness | ModelId::DeltaAtomicity);
            assert_eq!(!shown.bound().is_empty(), scale, "{}", step.weaker);
            let scene = shown.picture(284.0);
            assert!(scene.width <= 288.0, "{} → {}: {}", step.stronger, step.weaker, scene.width);
        }
    }

    #[test]
    fn names_begin_small_inside_a_sentence() {
        assert_eq!(lower(ModelId::Linearizable), "linearizable");
        assert_eq!(lower(ModelId::Pram), "PRAM");
    }
}
