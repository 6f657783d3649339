//! The timeline: the run drawn true to time, with what can be pointed at, and the cursor.

mod carrying;
mod drawn;
mod hands;
mod keyed;
mod pointers;

use std::rc::Rc;

use history::{Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::compare;
use super::legend::legend;
use super::moment_menu::{Moment, MomentMenu};
use super::playback::PlaybackBar;
use super::sheet::{Sheet, SheetProps};
use super::transcript::Transcript;
use super::zoom::{self, zoom_bar};
use crate::browser::is_whole;
use crate::components::{Element, el};
use crate::hooks::{Evaluated, Moving, Pair, Playback, Shared, use_playback, use_size, use_window};
use crate::store::{Action, State};
use crate::words;
pub(super) use drawn::{PHONE_WIDTH, Shown, annotation};
use drawn::{end, hint, longer, use_scene};
use hands::{All, OnShow, Said, Told, use_hands};

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
    let (hovered, moment) = (use_state_eq(|| None::<OperationId>), use_state_eq(|| None::<Moment>));
    let (line, shows_a) = (use_state_eq(|| None::<NodeId>), use_state_eq(|| false));
    let (in_words, said) = (use_state_eq(|| false), use_state_eq(Said::default));
    let told = Told { hovered: hovered.setter(), moment: moment.setter(), line: line.setter(), said: said.setter() };
    let hands = use_hands(&frame, told);
    let longer = longer(pair.as_ref(), run.as_ref());
    let Time { end, cursor, moving, playback } = use_time(state, run.as_ref(), longer, &hands, on);
    let focus = hovered.map(|id| (id, false)).or(state.focus);
    let (orientation, small) = (state.orientation, *narrow || *embedded);
    let (run, model, pair, fixed) = (run.clone(), *model, pair.clone(), *fixed);
    // Two runs are shown whole.
    let (alone, window) = (run.clone().filter(|_| pair.is_none()), moving.shown.filter(|_| pair.is_none()));
    let shown = Shown { run: run.clone(), model, focus, orientation, size, small, fixed, window, pair: pair.clone() };
    let (scene, in_view) = use_scene(&shown);
    let hint = hovered.zip(scene.clone()).and_then(|(id, scene)| hint(&scene, id));
    let on_show = OnShow {
        state: Rc::clone(state),
        run: run.clone(),
        scene: scene.clone(),
        model,
        cursor,
        shown_at: (state.cursor.is_some() || playback.playing).then_some(cursor),
        line: *line,
        fixed,
        alone: pair.is_none(),
        moving: moving.clone(),
        toggle: playback.toggle.clone(),
        on: on.clone(),
    };
    let (windowed, cursor_line) = (on_show.windowed(), on_show.shown_at);
    hands.table.show(on_show);
    let picture = scene.zip(run.clone()).map(|(scene, run)| {
        let (cursor, line, playing, scenario) = (cursor_line, *line, playback.playing, Rc::clone(&state.scenario));
        let sheet = SheetProps { scene, run, fixed, scenario, cursor, line, playing, hands: hands.sheet.clone() };
        sheets(pair.as_ref(), &shown, sheet, *shows_a)
    });
    let told = run.clone().filter(|_| *in_words).map(|run| {
        let (sentences, on_cursor) = (Rc::clone(&hands.table.sentences), hands.on_cursor.clone());
        html! { <Transcript {run} {model} {cursor} {sentences} {on_cursor} /> }
    });
    let top = pair.map(|pair| compare::top(&pair, (model, shown.stand()), &shows_a, *embedded, on));
    let menu = (*moment).clone().map(|at| menu(at, run.as_ref(), state, end, hands.on_close.clone(), on));
    let (playing, sentences) = (playback.playing, &hands.table.sentences);
    let spoken = |at: Instant| {
        let happens = |run: &&Shared<Evaluated>| at < end && run.story.steps.binary_search(&at).is_ok();
        let run = run.as_ref().filter(|run| !playing && !run.story.is_large()).filter(happens)?;
        Some(sentences.borrow_mut().spoken(run, model, at))
    };
    let said = caption(&said, cursor_line.filter(|_| !*in_words), spoken);
    let framed = picture_frame(&frame, (windowed, &hands), hint, picture);
    let (on_cursor, on_step) = (hands.on_cursor.clone(), hands.on_step.clone());
    let bar = html! { <PlaybackBar run={longer.cloned()} {cursor} {end} {playback} {model} {window} {on_step} {on_cursor} /> };
    let place = |class: &'static str, body: Html| el("div").class(class).child(body);
    el("section")
        .class(if *embedded { "timeline is-embedded" } else { "timeline" })
        .set("aria-label", words::header::TIMELINE)
        .add(place("compare-place", top.unwrap_or_default()))
        .child(framed)
        .add(said)
        .add(place("moment-place", menu.unwrap_or_default()))
        .add(place("zoom-place", zoom_bar(alone.as_ref(), &moving, in_view, model, orientation)))
        .add(place("legend-place", legend(orientation, &in_words, on)).hidden(*embedded))
        .add(place("transcript-place", told.unwrap_or_default()))
        .child(bar)
        .into()
}

/// What is said of a moment; where the cursor stands at it, and no transcript shows it, over the picture as well.
/// Whoever comes to a moment by a link, or from the sentence on top, is told the same as who steps there.
fn caption(said: &Said, cursor: Option<Instant>, spoken: impl FnOnce(Instant) -> Option<String>) -> Element {
    let told = || Some(said.words.clone()).filter(|words| said.at == cursor && !words.is_empty());
    let here = cursor.filter(|_| is_whole()).and_then(|at| told().or_else(|| spoken(at)));
    let class = if here.is_some() { "timeline-said is-here" } else { "timeline-said visually-hidden" };
    let words = here.unwrap_or_else(|| said.words.clone());
    el("p").class(class).set("aria-live", "polite").add(el("span").text(words))
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
    (windowed, hands): (bool, &All),
    hint: Option<String>,
    picture: Option<Html>,
) -> Html {
    let on = &hands.frame;
    let held = |deed: &Callback<PointerEvent>| windowed.then(|| deed.clone());
    html! {
        <div class={if windowed { "timeline-frame is-held" } else { "timeline-frame" }} ref={frame} title={hint} tabindex="0" role="group"
            onkeydown={on.key.clone()} onwheel={on.wheel.clone()} onpointerdown={held(&on.press)} onpointermove={held(&on.drag)}
            onpointerup={held(&on.release)} onpointercancel={held(&on.release)} aria-label={words::timeline::PICTURE}>
            { picture.unwrap_or_else(|| html! { <div class="timeline-empty"></div> }) }
        </div>
    }
}

/// When: the cursor and whoever moves it, and the window that is shown.
struct Time {
    end: Instant,
    cursor: Instant,
    moving: Moving,
    playback: Playback,
}

/// The time of a run, or of the longer one of two.
#[hook]
fn use_time(
    state: &State,
    run: Option<&Shared<Evaluated>>,
    longer: Option<&Shared<Evaluated>>,
    hands: &All,
    on: &Callback<Action>,
) -> Time {
    let end = longer.map_or(Instant::ZERO, end);
    let cursor = state.cursor.unwrap_or(end).min(end);
    let mut moving = use_window(end, state, on);
    if let Some(run) = run {
        zoom::follow(&mut moving, run, state.focus.map(|(id, _)| id), state.cursor);
    }
    let playback = use_playback(cursor, end, moving.shown, &hands.on_cursor);
    Time { end, cursor, moving, playback }
}
