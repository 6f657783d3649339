//! The two drawings on one clock, in one frame: what scrolls one scrolls the other, and the cursor stands at
//! the same moment in both.

use diagram::{Aim, Orientation, Scene, Size, Viewport};
use history::{ModelId, OperationId};
use yew::prelude::*;

use super::super::sheet::{Hands, Sheet, SheetProps};
use super::super::timeline::{PHONE_WIDTH, Shown, annotation};
use super::heads::{Stand, head};
use crate::components::el;
use crate::hooks::{Pair, Shared};
use crate::words;

/// Below this width in px there is no room for both.
const LEAST_WIDTH: f64 = 620.0;
/// What lies between two drawings side by side, in px.
const GAP: f64 = 17.0;

/// The room of each of two drawings.
#[inline(never)]
pub(crate) fn view(shown: &Shown) -> Option<Viewport> {
    let (width, height) = shown.size?;
    let (width, height) = match shown.stand() {
        Stand::Beside => ((width - GAP) / 2.0, height),
        Stand::Stacked => (width, height / 2.0),
        Stand::Switched => (width, height),
    };
    // Two drawings above each other have half the room, however wide they are.
    let size = if width < PHONE_WIDTH || shown.stand() == Stand::Stacked { Size::Phone } else { Size::Embed };
    Some(Viewport { width, height, orientation: shown.orientation, size, window: None })
}

/// The drawing of one of two runs: what is focused in this one is focused in the other.
#[inline(never)]
pub(crate) fn scene(shown: &Shown, pair: &Pair, of_a: bool) -> Option<Scene> {
    Some(drawn(pair, (shown.model, shown.focus), &shown.view()?, of_a))
}

/// The same in any room.
pub(crate) fn drawn(
    pair: &Pair,
    (model, focus): (Option<ModelId>, Option<(OperationId, bool)>),
    view: &Viewport,
    of_a: bool,
) -> Scene {
    let in_a = focus.and_then(|(id, ring)| Some((pair.changes.counterpart(false, id)?, ring)));
    let mut notes = [(&pair.a, in_a), (&pair.b, focus)].map(|(run, focus)| annotation(run, model, focus));
    for (note, contrasts) in notes.iter_mut().zip(&pair.contrasts) {
        note.contrasts.clone_from(contrasts);
    }
    let [in_a, in_b] = [(&pair.a.story, &notes[0]), (&pair.b.story, &notes[1])];
    let (own, other) = if of_a { (in_a, in_b) } else { (in_b, in_a) };
    diagram::timeline::layout_beside(own.0, own.1, view, other)
}

/// Both drawings, of which that of this run is there already.
pub(crate) fn both(pair: &Shared<Pair>, shown: &Shown, of_b: SheetProps, shows_a: bool) -> Html {
    let stand = shown.stand();
    let class = match stand {
        Stand::Beside => "pair is-beside",
        Stand::Stacked => "pair is-stacked",
        Stand::Switched => "pair",
    };
    let a = html! {
        <PinnedSheet pair={pair.clone()} shown={shown.clone()} cursor={of_b.cursor} playing={of_b.playing}
            hands={of_b.hands.clone()} />
    };
    let b = html! { <Sheet ..of_b /> };
    let part = |of_a: bool, sheet: Html| {
        let name = if of_a { words::compare::RUN_A } else { words::compare::RUN_B };
        let apart = el("div").hidden(stand != Stand::Stacked).add(head(pair, shown.model, of_a));
        el("div")
            .class("pair-run")
            .named(if of_a { "a" } else { "b" })
            .set("role", "group")
            .set("aria-label", name)
            .hidden(stand == Stand::Switched && shows_a != of_a)
            .add(apart)
            .add(el("div").child(sheet))
            .into()
    };
    el("div").class(class).list(vec![part(true, a), part(false, b)]).into()
}

#[derive(PartialEq, Properties)]
struct PinnedProps {
    pair: Shared<Pair>,
    shown: Shown,
    cursor: Option<history::Instant>,
    playing: bool,
    /// What is done to the other run.
    hands: Shared<Hands>,
}

/// The pinned run: to look at, and not to change.
#[component]
fn PinnedSheet(props: &PinnedProps) -> Html {
    let PinnedProps { pair, shown, cursor, playing, hands } = props;
    let drawn = use_memo((pair.clone(), shown.clone()), |(pair, shown)| {
        let mut scene = scene(shown, pair, true)?;
        scene.targets.retain(|target| matches!(target.aim, Aim::Operation(_)));
        Some(Shared::new(scene))
    });
    let hands = use_memo((hands.clone(), pair.clone()), |given| Shared::new(at_pinned(given)));
    let Some(scene) = (*drawn).clone() else { return html! { <div class="timeline-empty"></div> } };
    html! {
        <Sheet {scene} run={pair.a.clone()} cursor={*cursor} playing={*playing} line={None} hands={(*hands).clone()}
            scenario={std::rc::Rc::clone(&pair.a.scenario)} fixed=true />
    }
}

/// What is done to the pinned run chooses what is like it in the other.
fn at_pinned((hands, pair): &(Shared<Hands>, Shared<Pair>)) -> Hands {
    let (like, other) = (pair.clone(), hands.clone());
    let on_target = Callback::from(move |(aim, keyboard)| {
        if let Aim::Operation(id) = aim
            && let Some(id) = like.changes.counterpart(true, id)
        {
            other.on_target.emit((Aim::Operation(id), keyboard));
        }
    });
    let (like, other) = (pair.clone(), hands.clone());
    let on_hover = Callback::from(move |operation: Option<OperationId>| {
        other.on_hover.emit(operation.and_then(|id| like.changes.counterpart(true, id)));
    });
    let (on_fault, on_place) = (Callback::noop(), Callback::noop());
    Hands { on_target, on_hover, on_fault, on_press: Callback::noop(), on_key: Callback::noop(), on_place }
}

impl Shown {
    /// How the two drawings stand in the frame.
    pub(crate) fn stand(&self) -> Stand {
        match (self.size, self.orientation) {
            (Some((width, _)), _) if width < LEAST_WIDTH => Stand::Switched,
            (_, Orientation::Down) => Stand::Beside,
            (_, Orientation::Across) => Stand::Stacked,
        }
    }
}
