//! The timeline: the run drawn true to time, with what can be pointed at, and the cursor.

mod carrying;
mod drawn;
mod keyed;
mod pointers;

use std::cell::RefCell;
use std::rc::Rc;

use history::{Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::compare;
use super::legend::legend;
use super::moment_menu::{Moment, MomentMenu};
use super::playback::PlaybackBar;
use super::sheet::{Hands, Sheet, SheetProps};
use super::transcript::{Sentences, Transcript};
use super::zoom::{self, zoom_bar};
use crate::components::el;
use crate::hooks::{Evaluated, Moving, Pair, Playback, Shared, use_playback, use_size, use_window};
use crate::store::{Action, Look, State};
use crate::words;
use carrying::{Carrying, Seen, use_carrying};
pub(super) use drawn::{PHONE_WIDTH, Shown, annotation};
use drawn::{end, hint, longer, use_scene};
use keyed::{Keyed, keys};
use pointers::{Held, Place, Pointers, closing, gestures, use_pointers};

#[derive(PartialEq, Properties)]
pub(crate) struct TimelineProps {
    pub(crate) run: Option<Shared<Evaluated>>,
    pub(crate) state: Rc<State>,
    /// The model whose proof is pointed out.
    pub(crate) model: Option<ModelId>,
    pub(crate) narrow: bool,
    #[prop_or_default]
    pub(crate) embedded: bool,
    /// Whether the run is only looked at: nothing of it can be changed here.
    #[prop_or_default]
    pub(crate) fixed: bool,
    /// The run with the one that is pinned beside it.
    #[prop_or_default]
    pub(crate) pair: Option<Shared<Pair>>,
    pub(crate) on: Callback<Action>,
}

/// The picture of a run with its playback.
#[component]
pub(crate) fn Timeline(props: &TimelineProps) -> Html {
    let TimelineProps { run, state, model, narrow, embedded, fixed, pair, on } = props;
    let frame = use_node_ref();
    let size = use_size(&frame);
    let hovered = use_state_eq(|| None::<OperationId>);
    let moment = use_state_eq(|| None::<Moment>);
    let on_hover = use_callback(hovered.setter(), |operation, setter| setter.set(operation));
    let (line, shows_a) = (use_state_eq(|| None::<NodeId>), use_state_eq(|| false));
    let (in_words, said) = (use_state_eq(|| false), use_state_eq(String::new));
    let longer = longer(pair.as_ref(), run.as_ref());
    let Time { end, cursor, on_cursor, moving, playback, sentences, on_step } =
        use_time(state, (run.as_ref(), *model), longer, said.setter(), on);
    let focus = hovered.map(|id| (id, false)).or(state.focus);
    let (orientation, small) = (state.orientation, *narrow || *embedded);
    let (run, model, pair, fixed) = (run.clone(), *model, pair.clone(), *fixed);
    // Two runs are shown whole.
    let (alone, window) = (run.clone().filter(|_| pair.is_none()), moving.shown.filter(|_| pair.is_none()));
    let shown = Shown { run: run.clone(), model, focus, orientation, size, small, fixed, window, pair: pair.clone() };
    let (scene, in_view) = use_scene(&shown);
    let hint = hovered.zip(scene.clone()).and_then(|(id, scene)| hint(&scene, id));
    let shown_at = (state.cursor.is_some() || playback.playing).then_some(cursor);
    let place = Place { frame: &frame, scene: &scene, cursor: shown_at, moving: &moving, fixed };
    let Pointers { on_place, on_target, on_fault } = use_pointers(state, on, moment.setter(), &place);
    let seen = scene.clone().zip(run.clone()).filter(|_| !fixed);
    let seen = seen.map(|(scene, run)| Seen::of(scene, run, state));
    let Carrying { on_press, on_key } = use_carrying(seen, on, &frame, &moving, said.setter());
    let (windowed, held) = gestures(&frame, &scene, &moving, &alone);
    let onkeydown = keys(Keyed {
        frame: frame.clone(),
        run: run.clone(),
        scene: scene.clone(),
        model,
        cursor,
        line: *line,
        fixed,
        toggle: playback.toggle.clone(),
        step: on_step.clone(),
        said: said.setter(),
        set_line: line.setter(),
        set_moment: moment.setter(),
        moving: moving.clone(),
        on: on.clone(),
    });
    let picture = scene.zip(run.clone()).map(|(scene, run)| {
        let (cursor, line, playing, scenario) = (shown_at, *line, playback.playing, Rc::clone(&state.scenario));
        let hands = Hands { on_target, on_hover, on_fault, on_press, on_key, on_place };
        let sheet = SheetProps { scene, run, fixed, scenario, cursor, line, playing, hands };
        sheets(pair.as_ref(), &shown, sheet, *shows_a)
    });
    let told = run.clone().filter(|_| *in_words).map(|run| {
        html! { <Transcript {run} {model} {cursor} {sentences} on_cursor={on_cursor.clone()} /> }
    });
    let top = pair.map(|pair| compare::top(&pair, (model, shown.stand()), &shows_a, *embedded, on));
    let menu = (*moment).clone().map(|at| menu(at, run.as_ref(), state, end, closing(moment.setter(), &frame), on));
    let (framed, said) = (picture_frame(&frame, (windowed, held), hint, onkeydown, picture), (*said).clone());
    let bar = html! { <PlaybackBar run={longer.cloned()} {cursor} {end} {playback} {model} {window} {on_step} {on_cursor} /> };
    let place = |class: &'static str, body: Html| el("div").class(class).child(body);
    el("section")
        .class(if *embedded { "timeline is-embedded" } else { "timeline" })
        .set("aria-label", words::header::TIMELINE)
        .add(place("compare-place", top.unwrap_or_default()))
        .child(framed)
        .add(el("p").class("visually-hidden timeline-said").set("aria-live", "polite").text(said))
        .add(place("moment-place", menu.unwrap_or_default()))
        .add(place("zoom-place", zoom_bar(alone.as_ref(), &moving, in_view, model, orientation)))
        .add(place("legend-place", legend(orientation, &in_words, on)).hidden(*embedded))
        .add(place("transcript-place", told.unwrap_or_default()))
        .child(bar)
        .into()
}

/// What can be done at a moment.
fn menu(
    moment: Moment,
    run: Option<&Shared<Evaluated>>,
    state: &State,
    end: Instant,
    close: Callback<()>,
    on: &Callback<Action>,
) -> Html {
    let written = run.and_then(|run| pipeline::written(&run.scenario, &run.report.trace));
    html! { <MomentMenu {moment} scenario={Rc::clone(&state.scenario)} {written} {end} on={on.clone()} {close} /> }
}

/// One sheet, or that of the pinned run beside it.
fn sheets(pair: Option<&Shared<Pair>>, shown: &Shown, sheet: SheetProps, shows_a: bool) -> Html {
    match pair {
        Some(pair) => compare::both(pair, shown, sheet, shows_a),
        None => html! { <Sheet ..sheet /> },
    }
}

/// The picture in its frame, which takes the keys and, where it shows a window, the gestures that move it.
fn picture_frame(
    frame: &NodeRef,
    (windowed, held): (bool, Held),
    hint: Option<String>,
    onkeydown: Callback<KeyboardEvent>,
    picture: Option<Html>,
) -> Html {
    html! {
        <div class={if windowed { "timeline-frame is-held" } else { "timeline-frame" }} ref={frame} title={hint} tabindex="0" role="group" {onkeydown}
            onwheel={held.wheel} onpointerdown={held.press} onpointermove={held.drag} onpointerup={held.release.clone()} onpointercancel={held.release}
            aria-label={words::timeline::PICTURE}>
            { picture.unwrap_or_else(|| html! { <div class="timeline-empty"></div> }) }
        </div>
    }
}

/// When: the cursor and whoever moves it, and the window that is shown.
struct Time {
    end: Instant,
    cursor: Instant,
    on_cursor: Callback<Instant>,
    moving: Moving,
    playback: Playback,
    sentences: Rc<RefCell<Sentences>>,
    on_step: Callback<Instant>,
}

/// The time of a run, or of the longer one of two.
#[hook]
fn use_time(
    state: &State,
    told: (Option<&Shared<Evaluated>>, Option<ModelId>),
    longer: Option<&Shared<Evaluated>>,
    said: UseStateSetter<String>,
    on: &Callback<Action>,
) -> Time {
    let ((run, model), end) = (told, longer.map_or(Instant::ZERO, end));
    let cursor = state.cursor.unwrap_or(end).min(end);
    let on_cursor = use_callback(on.clone(), |at: Instant, on| on.emit(Action::Look(Look::Cursor(Some(at)))));
    let moving = use_window(end, state, on);
    let playback = use_playback(cursor, end, moving.shown, &on_cursor);
    let sentences = use_mut_ref(Sentences::default);
    let on_step = use_stepping(&on_cursor, run, model, &sentences, said);
    if let Some(run) = run {
        zoom::follow(&moving, run, state.focus.map(|(id, _)| id), state.cursor);
    }
    Time { end, cursor, on_cursor, moving, playback, sentences, on_step }
}

/// Moves the cursor to a moment, and says what happens there to those who do not see it.
#[hook]
fn use_stepping(
    on_cursor: &Callback<Instant>,
    run: Option<&Shared<Evaluated>>,
    model: Option<ModelId>,
    sentences: &Rc<RefCell<Sentences>>,
    said: UseStateSetter<String>,
) -> Callback<Instant> {
    let sentences = Rc::clone(sentences);
    use_callback((on_cursor.clone(), run.cloned(), model, said), move |at: Instant, (on_cursor, run, model, said)| {
        on_cursor.emit(at);
        if let Some(run) = run {
            said.set(sentences.borrow_mut().spoken(run, *model, at));
        }
    })
}
