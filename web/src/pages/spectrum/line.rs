//! The line from strong to weak: six stops in the order in which people read of them, each with what
//! was found and the quickest strategy here that keeps it.

use catalog::lattice::{Availability, Placed};
use diagram::lattice::{Chosen, Field, Node, Outcome, Side, lattice};
use history::{Duration, ModelId};
use yew::prelude::*;

use super::costs::Costs;
use super::found::{Found, word};
use super::map::{Choice, shape};
use crate::components::picture;
use crate::words;

/// A stop: its name, the models that it stands for, and which of them a press leads to.
struct Stop {
    name: &'static str,
    models: &'static [ModelId],
}

const SESSION: &[ModelId] =
    &[ModelId::ReadYourWrites, ModelId::MonotonicReads, ModelId::MonotonicWrites, ModelId::WritesFollowReads];

/// How many of the four.
const NUMBERS: [&str; 5] = [
    words::spectrum::NO_MODEL,
    words::spectrum::ONE,
    words::spectrum::TWO,
    words::spectrum::THREE,
    words::spectrum::ALL,
];

const STOPS: [Stop; 6] = [
    Stop { name: words::spectrum::LINEARIZABLE, models: &[ModelId::Linearizable] },
    Stop { name: words::spectrum::SEQUENTIAL, models: &[ModelId::Sequential] },
    Stop { name: words::spectrum::CAUSAL, models: &[ModelId::Causal] },
    Stop { name: words::spectrum::SESSION_GUARANTEES, models: SESSION },
    Stop { name: words::spectrum::EVENTUAL, models: &[ModelId::Converged] },
    Stop { name: words::spectrum::WEAK, models: &[ModelId::Weak] },
];

/// The line.
pub(super) fn line(found: Option<&Found>, costs: &Costs, on_choice: &Callback<Choice>) -> Html {
    let outcomes: Vec<Outcome> = STOPS.iter().map(|stop| outcome(stop, found)).collect();
    let stops = STOPS.iter().enumerate().map(|(place, stop)| {
        let (here, next) = (outcomes[place], outcomes.get(place + 1).copied());
        // Solid from kept to kept, dotted from what is broken, thin where nothing is promised.
        let way = match (here, next) {
            (Outcome::Kept, Some(Outcome::Kept)) => "is-kept",
            (Outcome::Broken, Some(_)) => "is-broken",
            (_, Some(_)) => "is-open",
            (_, None) => "is-last",
        };
        let choice = Choice::Model(stop.models[0]);
        let onclick = on_choice.reform(move |_: MouseEvent| choice);
        html! {
            <li key={stop.name} class={classes!("stop", way, tone(here))}>
                <button type="button" class="stop-name" {onclick}>{ stop.name }</button>
                <span class="stop-mark" aria-hidden="true">{ mark(stop, here) }</span>
                <p class="stop-found">{ words(stop, here, found) }</p>
                { times(stop, costs) }
            </li>
        }
    });
    html! { <ol class="line" aria-label={words::spectrum::FROM_STRONG_TO_WEAK}>{ for stops }</ol> }
}

fn outcome(stop: &Stop, found: Option<&Found>) -> Outcome {
    let Some(found) = found else { return Outcome::Untested };
    let all: Vec<Outcome> = stop.models.iter().map(|model| found.outcome(*model)).collect();
    // One broken promise breaks the stop; one that was not put to the test leaves the others.
    let some = |wanted: Outcome| all.contains(&wanted);
    let worst = [Outcome::Broken, Outcome::Unknown, Outcome::Kept].into_iter().find(|wanted| some(*wanted));
    worst.unwrap_or(all[0])
}

const fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "holds",
        Outcome::Broken => "violated",
        Outcome::Measured | Outcome::Unknown | Outcome::Untested | Outcome::Unsigned => "unknown",
    }
}

fn words(stop: &Stop, outcome: Outcome, found: Option<&Found>) -> String {
    let Some(found) = found else { return String::new() };
    let [one] = stop.models else {
        let of = |wanted: Outcome| stop.models.iter().filter(|model| found.outcome(**model) == wanted).count();
        let runs = if found.runs > 1 { words::spectrum::IN_ALL_RUNS } else { words::spectrum::IN_THIS_RUN };
        return match outcome {
            Outcome::Broken => words::spectrum::some_broken(NUMBERS[of(Outcome::Broken)]),
            Outcome::Kept if of(Outcome::Kept) == stop.models.len() => words::spectrum::all_held(runs),
            Outcome::Kept => words::spectrum::some_held(NUMBERS[of(Outcome::Kept)]),
            other => word(other).to_owned(),
        };
    };
    found.words(*one)
}

/// How long reads and writes take with the quickest strategy that keeps it.
fn times(stop: &Stop, costs: &Costs) -> Html {
    let models: &[ModelId] = if stop.models == [ModelId::Weak] { &[] } else { stop.models };
    let quickest = costs.quickest(models).and_then(|(name, times)| Some((name, times.reads?, times.writes?)));
    match quickest {
        Some((name, reads, writes)) => html! {
            <div class="stop-times">
                <p>
                    <span class="is-read">{ words::spectrum::read(&bare(reads.p50_us)) }</span>{ " · " }
                    <span class="is-write">{ words::spectrum::write(&bare(writes.p50_us)) }</span>{ "\u{a0}ms" }
                </p>
                <p class="stop-with">{ words::spectrum::with(&name) }</p>
            </div>
        },
        None if costs.is_ranked() => {
            html! { <div class="stop-times"><p class="stop-with">{ words::spectrum::NO_STRATEGY }</p></div> }
        }
        None => html! { <div class="stop-times"><p class="stop-with">{ words::spectrum::MEASURING }</p></div> },
    }
}

/// Milliseconds without their unit.
pub(super) fn bare(us: u64) -> String {
    if (1..1_000).contains(&us) {
        return format!("{:.2}", us as f64 / 1_000.0);
    }
    Duration::from_us(us).to_string().replace("\u{a0}ms", "")
}

fn mark(stop: &Stop, outcome: Outcome) -> Html {
    let available = Placed::of(stop.models[0]).map_or(Availability::Every, |placed| placed.available);
    node_picture(available, outcome)
}

/// A node alone, for the line and the legend.
pub(super) fn node_picture(available: Availability, outcome: Outcome) -> Html {
    let node = Node {
        x: 12.0,
        y: 12.0,
        lines: Vec::new(),
        note: String::new(),
        side: Side::Right,
        lift: 0.0,
        shape: shape(available),
        outcome,
    };
    let field = Field { width: 24.0, height: 24.0, ..Field::default() };
    picture(&lattice(&field, &[node], &[], Chosen::Nothing).scene)
}
