//! The timeline: the run drawn true to time, with what can be pointed at, and the cursor.

use std::rc::Rc;

use diagram::{Aim, Annotation, Orientation, Scene, Size, Viewport};
use history::{Instant, ModelId, OperationId};
use yew::prelude::*;

use super::legend::legend;
use super::moment_menu::{Moment, MomentMenu};
use super::playback::PlaybackBar;
use super::sheet::Sheet;
use super::targets::Retime;
use crate::hooks::{Evaluated, Shared, use_playback, use_size};
use crate::store::{Action, Edit, Look, State};

#[derive(PartialEq, Properties)]
pub(crate) struct TimelineProps {
    pub(crate) run: Option<Shared<Evaluated>>,
    pub(crate) state: Rc<State>,
    /// The model whose proof is pointed out.
    pub(crate) model: Option<ModelId>,
    pub(crate) narrow: bool,
    #[prop_or_default]
    pub(crate) embedded: bool,
    pub(crate) on: Callback<Action>,
}

/// The picture of a run with its playback.
#[component]
pub(crate) fn Timeline(props: &TimelineProps) -> Html {
    let TimelineProps { run, state, model, narrow, embedded, on } = props;
    let frame = use_node_ref();
    let size = use_size(&frame);
    let hovered = use_state_eq(|| None::<OperationId>);
    let moment = use_state_eq(|| None::<Moment>);
    let on_hover = use_callback(hovered.setter(), |operation, setter| setter.set(operation));
    let close_menu = use_callback(moment.setter(), |(): (), setter| setter.set(None));

    let cursor_end = run.as_ref().map_or(Instant::ZERO, |run| run.report.trace.end);
    let cursor = state.cursor.unwrap_or(cursor_end).min(cursor_end);
    let on_cursor = use_callback(on.clone(), |at: Instant, on| on.emit(Action::Look(Look::Cursor(Some(at)))));
    let playback = use_playback(cursor, cursor_end, &on_cursor);

    let focus = hovered.map(|id| (id, false)).or(state.focus);
    let orientation = state.orientation;
    let scene =
        use_scene(&Shown { run: run.clone(), model: *model, focus, orientation, size, small: *narrow || *embedded });
    let on_place = {
        let (moment, scene) = (moment.setter(), scene.clone());
        use_callback((moment, scene), |(x, y): (f64, f64), (moment, scene)| {
            if let Some(scene) = scene {
                moment.set(Moment::at(scene, x, y));
            }
        })
    };
    let on_target = use_callback((on.clone(), state.focus), |(aim, keyboard): (Aim, bool), (on, focus)| {
        if let Aim::Operation(id) = aim {
            let again = focus.is_some_and(|(focused, _)| focused == id);
            on.emit(Action::Look(Look::Focus((!again).then_some((id, keyboard)))));
        }
    });
    let on_retime = use_callback((on.clone(), Rc::clone(&state.scenario)), |retime: Retime, (on, scenario)| {
        let Retime { fault, end, to: Some(to) } = retime else { return on.emit(Action::Settle) };
        if let Some(moved) = scenario.faults.get(fault.index()).map(|fault| fault.moved(end, to.as_us())) {
            on.emit(Action::Edit(Edit::SetFault(fault.0, moved)));
        }
    });
    let onkeydown = use_keys(&frame, run, cursor, &playback.toggle, on);
    let show_cursor = state.cursor.is_some() || playback.playing;
    let picture = scene.zip(run.clone()).map(|(scene, run)| {
        html! {
            <Sheet {scene} {run} cursor={show_cursor.then_some(cursor)} playing={playback.playing}
                {on_target} on_hover={on_hover} {on_retime} {on_place} />
        }
    });
    html! {
        <section class={classes!("timeline", embedded.then_some("is-embedded"))} aria-label="Timeline">
            <div class="timeline-frame" ref={frame} tabindex="0" role="group" {onkeydown}
                aria-label="Timeline of the run. Space plays, left and right step, Home and End go to the ends.">
                { picture.unwrap_or_else(|| html! { <div class="timeline-empty"></div> }) }
            </div>
            <div class="moment-place">
                if let Some(moment) = &*moment {
                    <MomentMenu moment={moment.clone()} scenario={Rc::clone(&state.scenario)} end={cursor_end}
                        on={on.clone()} close={close_menu} />
                }
            </div>
            <div class="legend-place" hidden={*embedded}>
                { legend(orientation, on) }
            </div>
            <PlaybackBar run={run.clone()} {cursor} end={cursor_end} {playback} model={*model} {on_cursor} />
        </section>
    }
}

/// What decides the drawing.
#[derive(Clone, PartialEq)]
struct Shown {
    run: Option<Shared<Evaluated>>,
    model: Option<ModelId>,
    focus: Option<(OperationId, bool)>,
    orientation: Orientation,
    size: Option<(f64, f64)>,
    small: bool,
}

/// Below this width in px a drawing takes the sizes of a phone.
const PHONE_WIDTH: f64 = 560.0;

/// The drawing of a run, made again only when something of it changes.
#[hook]
fn use_scene(shown: &Shown) -> Option<Shared<Scene>> {
    let scene = use_memo(shown.clone(), |shown| {
        let (run, (width, height)) = (shown.run.as_ref()?, shown.size?);
        let size = match (width < PHONE_WIDTH, shown.small) {
            (true, _) => Size::Phone,
            (false, true) => Size::Embed,
            (false, false) => Size::Desktop,
        };
        let view = Viewport { width, height, orientation: shown.orientation, size, window: None };
        let note = annotation(run, shown.model, shown.focus);
        Some(Shared::new(diagram::timeline::layout(&run.story, &note, &view)))
    });
    (*scene).clone()
}

/// What to point out: the proof of the chosen model, and what is focused.
pub(super) fn annotation(run: &Evaluated, model: Option<ModelId>, focus: Option<(OperationId, bool)>) -> Annotation {
    let verdict = model.and_then(|model| run.report.judgement.get(model));
    let mut annotation = verdict.map(pipeline::annotate).unwrap_or_default();
    annotation.focus = focus.map(|(id, _)| id);
    annotation.ring = focus.is_some_and(|(_, keyboard)| keyboard);
    annotation
}

/// Keys of the timeline; they act only while it has the focus.
#[hook]
fn use_keys(
    frame: &NodeRef,
    run: &Option<Shared<Evaluated>>,
    cursor: Instant,
    toggle: &Callback<()>,
    on: &Callback<Action>,
) -> Callback<KeyboardEvent> {
    let deps = (frame.clone(), run.clone(), cursor, toggle.clone(), on.clone());
    use_callback(deps, |event: KeyboardEvent, (frame, run, cursor, toggle, on)| {
        let Some(run) = run else { return };
        let end = run.report.trace.end;
        let go_to = |at| on.emit(Action::Look(Look::Cursor(Some(at))));
        // A key pressed on something inside belongs to that.
        let inside = event.target() != frame.cast::<web_sys::Element>().map(Into::into);
        match (event.key().as_str(), inside) {
            (" ", false) => toggle.emit(()),
            ("ArrowLeft", _) => go_to(run.story.step_before(*cursor).unwrap_or(Instant::ZERO)),
            ("ArrowRight", _) => go_to(run.story.step_after(*cursor).unwrap_or(end)),
            ("Home", _) => go_to(Instant::ZERO),
            ("End", _) => go_to(end),
            ("Escape", _) => on.emit(Action::Look(Look::Focus(None))),
            _ => return,
        }
        event.prevent_default();
    })
}
