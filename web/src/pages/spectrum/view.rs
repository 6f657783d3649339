//! The lattice on the page: the picture, and over it what can be pressed and reached by keyboard.

use catalog::lattice::PLACES;
use check::Judgement;
use check::lattice::IMPLICATIONS;
use diagram::Area;
use diagram::lattice::{Lattice, Place};
use diagram::number::coordinate;
use history::ModelId;
use yew::prelude::*;

use super::found::Found;
use super::map::{self, Choice, Way, beside, is_narrow};
use super::told::{lower, told};
use crate::browser::focus;
use crate::components::{IconName, picture, tool};
use crate::hooks::use_size;
use crate::words;

/// How wide what is said of a step is, beside the wide field.
const TOLD: f64 = 284.0;

#[derive(PartialEq, Properties)]
pub(super) struct MapProps {
    pub(super) found: Option<Found>,
    /// The verdicts of this run, where it is the one that is shown.
    pub(super) judgement: Option<Judgement>,
    pub(super) choice: Option<Choice>,
    pub(super) on_choice: Callback<Choice>,
    /// Takes back what somebody chose, where somebody did.
    pub(super) on_close: Option<Callback<Event>>,
}

/// The lattice with what is said of what is chosen.
#[component]
pub(super) fn Map(props: &MapProps) -> Html {
    let MapProps { found, judgement, choice, on_choice, on_close } = props;
    let room = use_node_ref();
    let width = use_size(&room).map(|(width, _)| width);
    let reached = use_state_eq(|| ModelId::Linearizable);
    let narrow = width.is_some_and(is_narrow);
    let on_arrow =
        use_callback((reached.setter(), *reached, narrow), |event: KeyboardEvent, (setter, from, narrow)| {
            let way = match event.key().as_str() {
                "ArrowUp" => Way::Up,
                "ArrowDown" => Way::Down,
                "ArrowLeft" => Way::Left,
                "ArrowRight" => Way::Right,
                _ => return,
            };
            event.prevent_default();
            if let Some(model) = beside(*from, way, *narrow) {
                setter.set(model);
                focus::take_by_id(&id_of(model));
            }
        });
    let Some(width) = width else {
        return html! { <div class="map" ref={room}></div> };
    };
    let lattice = map::draw(found.as_ref(), *choice, width);
    let on_node = pressed(&reached, on_choice);
    let said_width = if narrow { width.min(420.0) } else { TOLD };
    let said = choice.map(|choice| told(choice, found.as_ref(), judgement.as_ref(), said_width, on_choice));
    html! {
        <div class={if narrow { "map is-narrow" } else { "map" }} ref={room}>
            <div class="map-picture" style={format!("max-width:{w}px;aspect-ratio:{w}/{h}", w = coordinate(lattice.scene.width), h = coordinate(lattice.scene.height))}>
                <div key="picture" aria-hidden="true">{ picture(&lattice.scene) }</div>
                { strokes(&lattice, on_choice) }
                <div key="nodes" class="map-nodes" role="group" aria-label={words::spectrum::MODELS} onkeydown={on_arrow}>
                    { for PLACES.iter().zip(&lattice.nodes).map(|(placed, place)| {
                        button(placed.model, share_of(&lattice, place), &Button { found: found.as_ref(), choice: *choice, reached: *reached, on: &on_node })
                    }) }
                </div>
            </div>
            <div key="told" class="told">
                <div class="told-close">{ on_close.clone().filter(|_| !narrow).map(|close| Html::from(tool(words::shared::CLOSE, IconName::Close, close))).unwrap_or_default() }</div>
                <div class="told-words" aria-live="polite">{ said.unwrap_or_default() }</div>
            </div>
        </div>
    }
}

/// Whoever presses a model goes on from there.
fn pressed(reached: &UseStateHandle<ModelId>, on_choice: &Callback<Choice>) -> Callback<ModelId> {
    let (setter, on_choice) = (reached.setter(), on_choice.clone());
    Callback::from(move |model| {
        setter.set(model);
        on_choice.emit(Choice::Model(model));
    })
}

fn id_of(model: ModelId) -> String {
    format!("node-{}", model.key())
}

/// What a finger or a pointer may press beside the nodes: the steps, and the words.
fn strokes(lattice: &Lattice, on_choice: &Callback<Choice>) -> Html {
    let steps = lattice.steps.iter().zip(IMPLICATIONS).map(|([from, to], step)| {
        let choice = Choice::Step(step.stronger, step.weaker);
        let onclick = on_choice.reform(move |_: MouseEvent| choice);
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(coordinate);
        html! {
            <line key={format!("{}-{}", step.stronger.key(), step.weaker.key())} class="step-press" {x1} {y1} {x2} {y2} {onclick}>
                <title>{ words::spectrum::implies_why_not_back(step.stronger.name(), &lower(step.weaker)) }</title>
            </line>
        }
    });
    let words = lattice.nodes.iter().zip(PLACES).flat_map(|(place, placed)| {
        let choice = Choice::Model(placed.model);
        place.labels.iter().enumerate().map(move |(line, area)| (placed.model, line, *area, choice))
    });
    let words = words.map(|(model, line, Area { x, y, width, height }, choice)| {
        let onclick = on_choice.reform(move |_: MouseEvent| choice);
        let [x, y, width, height] = [x, y, width, height].map(coordinate);
        html! { <rect key={format!("{}-{line}", model.key())} class="words-press" {x} {y} {width} {height} {onclick} /> }
    });
    let view_box = format!("0 0 {} {}", coordinate(lattice.scene.width), coordinate(lattice.scene.height));
    html! { <svg key="strokes" class="map-strokes" viewBox={view_box} aria-hidden="true">{ for steps }{ for words }</svg> }
}

struct Button<'a> {
    found: Option<&'a Found>,
    choice: Option<Choice>,
    reached: ModelId,
    on: &'a Callback<ModelId>,
}

/// Where in the picture the middle of a node is, in hundredths of its width and height.
fn share_of(lattice: &Lattice, place: &Place) -> (f64, f64) {
    let Area { x, y, width, height } = place.shape;
    let share = |place: f64, all: f64| place / all.max(1.0) * 100.0;
    (share(x + width / 2.0, lattice.scene.width), share(y + height / 2.0, lattice.scene.height))
}

fn button(model: ModelId, (x, y): (f64, f64), of: &Button<'_>) -> Html {
    let chosen = of.choice == Some(Choice::Model(model));
    let words = of.found.map(|found| found.words(model)).unwrap_or_default();
    let name = if words.is_empty() { model.name().to_owned() } else { format!("{}: {words}", model.name()) };
    let onclick = of.on.reform(move |_: MouseEvent| model);
    html! {
        <button key={model.key()} type="button" id={id_of(model)} class="node-press" aria-pressed={chosen.to_string()}
            style={format!("left:{x:.3}%;top:{y:.3}%")} aria-label={name}
            tabindex={if of.reached == model { "0" } else { "-1" }} {onclick}></button>
    }
}
