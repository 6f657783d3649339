//! The timeline: the run drawn true to time, with what can be pointed at, and the cursor.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::window::Window;
use diagram::{Aim, Annotation, InView, Orientation, Scene, Size, Viewport};
use history::{FaultId, Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::compare;
use super::legend::legend;
use super::moment_menu::{Moment, MomentMenu};
use super::playback::PlaybackBar;
use super::sheet::{Sheet, SheetProps};
use super::targets::{Change, Grip};
use super::timeline_keys::{self, Deed};
use super::transcript::{Sentences, Transcript};
use super::zoom::{self, Gestures, is_windowed, zoom_bar};
use crate::browser::focus;
use crate::hooks::{Evaluated, Moving, Pair, Shared, use_playback, use_size, use_window};
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
    let close_menu = use_closing(moment.setter(), &frame);
    let longer = longer(pair.as_ref(), run.as_ref());
    let cursor_end = longer.map_or(Instant::ZERO, end);
    let cursor = state.cursor.unwrap_or(cursor_end).min(cursor_end);
    let on_cursor = use_callback(on.clone(), |at: Instant, on| on.emit(Action::Look(Look::Cursor(Some(at)))));
    let moving = use_window(cursor_end);
    let playback = use_playback(cursor, cursor_end, moving.shown, &on_cursor);
    let sentences = use_mut_ref(Sentences::default);
    let on_step = use_stepping(&on_cursor, run, *model, &sentences, said.setter());
    if let Some(run) = run {
        zoom::follow(&moving, run, state.focus.map(|(id, _)| id), state.cursor);
    }
    let focus = hovered.map(|id| (id, false)).or(state.focus);
    let (orientation, small) = (state.orientation, *narrow || *embedded);
    let (run, model, pair, fixed) = (run.clone(), *model, pair.clone(), *fixed);
    // Two runs are shown whole.
    let (alone, window) = (run.clone().filter(|_| pair.is_none()), moving.shown.filter(|_| pair.is_none()));
    let shown = Shown { run: run.clone(), model, focus, orientation, size, small, fixed, window, pair: pair.clone() };
    let (scene, in_view) = use_scene(&shown);
    let hint = hovered.zip(scene.clone()).and_then(|(id, scene)| hint(&scene, id));
    let shown_at = (state.cursor.is_some() || playback.playing).then_some(cursor);
    let on_place = use_placing(moment.setter(), scene.clone().filter(|_| !fixed), shown_at, &moving);
    let on_target = use_choosing(state, on, &moving);
    let seen = use_mut_ref(Seen::default);
    *seen.borrow_mut() = (scene.clone(), shown_at);
    let on_fault = use_faults(state, on, &frame, moment.setter(), &seen);
    let (windowed, held) = gestures(&frame, &scene, &moving, &alone);
    let onkeydown = use_keys(Keyed {
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
        let (cursor, playing, scenario) = (shown_at, playback.playing, Rc::clone(&state.scenario));
        let line = *line;
        let sheet =
            SheetProps { scene, run, fixed, scenario, cursor, line, playing, on_target, on_hover, on_fault, on_place };
        match &pair {
            Some(pair) => compare::both(pair, &shown, sheet, *shows_a),
            None => html! { <Sheet ..sheet /> },
        }
    });
    let told = run.clone().filter(|_| *in_words).map(|run| {
        html! { <Transcript {run} {model} {cursor} {sentences} on_cursor={on_cursor.clone()} /> }
    });
    let top = pair.map(|pair| compare::top(&pair, (model, shown.stand()), &shows_a, *embedded, on));
    html! {
        <section class={classes!("timeline", embedded.then_some("is-embedded"))} aria-label="Timeline">
            <div class="compare-place">{ top.unwrap_or_default() }</div>
            <div class={classes!("timeline-frame", windowed.then_some("is-held"))} ref={frame} title={hint} tabindex="0" role="group" {onkeydown}
                onwheel={held.wheel} onpointerdown={held.press} onpointermove={held.drag} onpointerup={held.release.clone()} onpointercancel={held.release}
                aria-label="Timeline of the run. Space plays, left and right step, up and down choose a lifeline, Enter says what can happen there.">
                { picture.unwrap_or_else(|| html! { <div class="timeline-empty"></div> }) }
            </div>
            <p class="visually-hidden timeline-said" aria-live="polite">{ (*said).clone() }</p>
            <div class="moment-place">
                if let Some(moment) = &*moment {
                    <MomentMenu moment={moment.clone()} scenario={Rc::clone(&state.scenario)} end={cursor_end}
                        on={on.clone()} close={close_menu} />
                }
            </div>
            <div class="zoom-place">{ zoom_bar(alone.as_ref(), &moving, in_view, model, orientation) }</div>
            <div class="legend-place" hidden={*embedded}>{ legend(orientation, &in_words, on) }</div>
            <div class="transcript-place">{ told.unwrap_or_default() }</div>
            <PlaybackBar run={longer.cloned()} {cursor} end={cursor_end} {playback} {model} {window} {on_step} {on_cursor} />
        </section>
    }
}

/// What an operation is in whole: in the picture it may have no room.
fn hint(scene: &Scene, id: OperationId) -> Option<String> {
    scene.targets.iter().find(|target| target.aim == Aim::Operation(id)).map(|target| target.label.clone())
}

/// Moves the cursor to a moment, and says what happens there to those who do not see it.
#[hook]
fn use_stepping(
    on_cursor: &Callback<Instant>,
    run: &Option<Shared<Evaluated>>,
    model: Option<ModelId>,
    sentences: &Rc<RefCell<Sentences>>,
    said: UseStateSetter<String>,
) -> Callback<Instant> {
    let sentences = Rc::clone(sentences);
    use_callback((on_cursor.clone(), run.clone(), model, said), move |at: Instant, (on_cursor, run, model, said)| {
        on_cursor.emit(at);
        if let Some(run) = run {
            said.set(sentences.borrow_mut().spoken(run, *model, at));
        }
    })
}

/// Of two runs the longer one gives the time.
fn longer<'a>(pair: Option<&'a Shared<Pair>>, run: Option<&'a Shared<Evaluated>>) -> Option<&'a Shared<Evaluated>> {
    let a = pair.map(|pair| &pair.a).filter(|a| run.is_some_and(|run| end(a) > end(run)));
    a.or(run)
}

fn end(run: &Shared<Evaluated>) -> Instant {
    run.report.trace.end
}

/// Opens the menu where there is nothing else, if anything can be changed.
#[hook]
fn use_placing(
    moment: UseStateSetter<Option<Moment>>,
    scene: Option<Shared<Scene>>,
    cursor: Option<Instant>,
    moving: &Moving,
) -> Callback<(f64, f64)> {
    use_callback((moment, scene, cursor, moving.clone()), |(x, y): (f64, f64), (moment, scene, cursor, moving)| {
        if let Some(scene) = scene.as_ref().filter(|_| !moving.dragged()) {
            moment.set(Moment::at(scene, x, y, *cursor));
        }
    })
}

/// Closes the menu. Whoever came by keyboard goes on from the picture.
#[hook]
fn use_closing(moment: UseStateSetter<Option<Moment>>, frame: &NodeRef) -> Callback<()> {
    use_callback((moment, frame.clone()), |(): (), (moment, frame)| {
        moment.set(None);
        if let Some(frame) = frame.cast::<web_sys::Element>() {
            focus::take(&frame);
        }
    })
}

/// What choosing something in the picture does.
#[hook]
fn use_choosing(state: &State, on: &Callback<Action>, moving: &Moving) -> Callback<(Aim, bool)> {
    let chosen = (on.clone(), state.focus, moving.clone());
    use_callback(chosen, |(aim, keyboard): (Aim, bool), (on, focus, moving)| {
        if let Aim::Operation(id) = aim {
            if !keyboard && moving.dragged() {
                return;
            }
            let again = focus.is_some_and(|(focused, _)| focused == id);
            on.emit(Action::Look(Look::Focus((!again).then_some((id, keyboard)))));
        }
    })
}

/// What is on show, with the cursor: looked up when somebody asks, so that no callback changes with it.
type Seen = (Option<Shared<Scene>>, Option<Instant>);

/// What is done to a fault in the picture.
#[hook]
fn use_faults(
    state: &State,
    on: &Callback<Action>,
    frame: &NodeRef,
    moment: UseStateSetter<Option<Moment>>,
    seen: &Rc<RefCell<Seen>>,
) -> Callback<(FaultId, Change)> {
    let (given, seen) = ((on.clone(), Rc::clone(&state.scenario), frame.clone(), moment), Rc::clone(seen));
    use_callback(given, move |(id, change): (FaultId, Change), (on, scenario, frame, moment)| {
        let Some(fault) = scenario.faults.get(id.index()) else { return };
        match change {
            Change::Moved(grip, to) => {
                let moved = match grip {
                    Grip::Begin | Grip::End => fault.moved(grip == Grip::End, to.as_us()),
                    Grip::Whole => fault.shifted(to.as_us()),
                };
                on.emit(Action::Edit(Edit::SetFault(id.0, moved)));
            }
            Change::Gone => {
                on.emit(Action::Edit(Edit::RemoveFault(id.0)));
                // What had the keyboard leaves the page.
                if let Some(frame) = frame.cast::<web_sys::Element>() {
                    focus::take(&frame);
                }
            }
            Change::Asked(at) => {
                let (scene, cursor) = seen.borrow().clone();
                moment.set(scene.map(|scene| Moment::of(fault, &scene, at, cursor)));
            }
            Change::Settled => on.emit(Action::Settle),
        }
    })
}

/// What decides a drawing.
#[derive(Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) run: Option<Shared<Evaluated>>,
    pub(super) model: Option<ModelId>,
    pub(super) focus: Option<(OperationId, bool)>,
    pub(super) orientation: Orientation,
    pub(super) size: Option<(f64, f64)>,
    pub(super) small: bool,
    fixed: bool,
    window: Option<Window>,
    pub(super) pair: Option<Shared<Pair>>,
}

/// Below this width in px a drawing takes the sizes of a phone.
pub(super) const PHONE_WIDTH: f64 = 560.0;

impl Shown {
    /// The room of the drawing, or of each of two.
    pub(super) fn view(&self) -> Option<Viewport> {
        if self.pair.is_some() {
            return compare::view(self);
        }
        let (width, height) = self.size?;
        let size = match (width < PHONE_WIDTH, self.small) {
            (true, _) => Size::Phone,
            (false, true) => Size::Embed,
            (false, false) => Size::Desktop,
        };
        Some(Viewport { width, height, orientation: self.orientation, size, window: self.window })
    }
}

/// The drawing of a run that stands alone.
fn drawn(run: &Evaluated, shown: &Shown, view: &Viewport) -> (Scene, Option<InView>) {
    let note = annotation(run, shown.model, shown.focus);
    if shown.window.is_some() || run.story.is_large() {
        let (scene, seen) = diagram::timeline::windowed(&run.story, run.index(), &note, view);
        return (scene, Some(seen));
    }
    (diagram::timeline::layout(&run.story, &note, view), None)
}

/// The drawing of a run, made again only when something of it changes; and how much is in view, where it
/// shows a window, or a run that is too large to be drawn as a whole.
#[hook]
fn use_scene(shown: &Shown) -> (Option<Shared<Scene>>, Option<InView>) {
    let scene = use_memo(shown.clone(), |shown| {
        let (run, view) = (shown.run.as_ref()?, shown.view()?);
        let (mut scene, seen) = match &shown.pair {
            Some(pair) => (compare::scene(shown, pair, false)?, None),
            None => drawn(run, shown, &view),
        };
        if shown.fixed {
            scene.targets.retain(|target| matches!(target.aim, Aim::Operation(_)));
        }
        Some((Shared::new(scene), seen))
    });
    match &*scene {
        Some((scene, seen)) => (Some(scene.clone()), *seen),
        None => (None, None),
    }
}

/// What the pointers do on a picture of a window.
struct Held {
    wheel: Callback<WheelEvent>,
    press: Callback<PointerEvent>,
    drag: Callback<PointerEvent>,
    release: Callback<PointerEvent>,
}

/// The gestures, and whether the picture is one of a window.
fn gestures(
    frame: &NodeRef,
    scene: &Option<Shared<Scene>>,
    moving: &Moving,
    run: &Option<Shared<Evaluated>>,
) -> (bool, Held) {
    let windowed = run.as_ref().is_some_and(|run| is_windowed(run, moving));
    let on = Rc::new(Gestures { frame: frame.clone(), scene: scene.clone(), moving: moving.clone(), windowed });
    let [wheel, press, drag, release] = [&on, &on, &on, &on].map(Rc::clone);
    let held = Held {
        wheel: Callback::from(move |event: WheelEvent| {
            wheel.wheel(&event);
        }),
        press: Callback::from(move |event: PointerEvent| press.press(&event)),
        drag: Callback::from(move |event: PointerEvent| {
            drag.drag(&event);
        }),
        release: Callback::from(move |event: PointerEvent| release.release(&event)),
    };
    (windowed, held)
}

/// What to point out: the proof of the chosen model, and what is focused.
pub(super) fn annotation(run: &Evaluated, model: Option<ModelId>, focus: Option<(OperationId, bool)>) -> Annotation {
    let verdict = model.and_then(|model| run.report.judgement.get(model));
    let mut annotation = verdict.map(pipeline::annotate).unwrap_or_default();
    annotation.focus = focus.map(|(id, _)| id);
    annotation.ring = focus.is_some_and(|(_, keyboard)| keyboard);
    annotation
}

/// What the keys of the timeline act on.
#[derive(Clone, PartialEq)]
struct Keyed {
    frame: NodeRef,
    run: Option<Shared<Evaluated>>,
    scene: Option<Shared<Scene>>,
    model: Option<ModelId>,
    cursor: Instant,
    line: Option<NodeId>,
    /// Whether nothing can be changed.
    fixed: bool,
    toggle: Callback<()>,
    step: Callback<Instant>,
    said: UseStateSetter<String>,
    set_line: UseStateSetter<Option<NodeId>>,
    set_moment: UseStateSetter<Option<Moment>>,
    moving: Moving,
    on: Callback<Action>,
}

/// Keys of the timeline; they act only while it has the focus.
#[hook]
fn use_keys(keyed: Keyed) -> Callback<KeyboardEvent> {
    use_callback(keyed, |event: KeyboardEvent, keyed| {
        // A key pressed on something inside belongs to that; with others held down, to the browser.
        let inside = event.target() != keyed.frame.cast::<web_sys::Element>().map(Into::into);
        let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        let deed = timeline_keys::deed_of(&event.key(), inside).filter(|_| !chord);
        if deed.is_some_and(|deed| keyed.act(deed).is_some()) {
            event.prevent_default();
        }
    })
}

impl Keyed {
    /// Does what a key means; nothing where there is nothing to do it with.
    fn act(&self, deed: Deed) -> Option<()> {
        let (run, scene) = (self.run.as_ref()?, self.scene.as_ref()?);
        let end = run.report.trace.end;
        let go_to = |at| self.step.emit(at);
        let show = |(id, at): (OperationId, Instant)| {
            self.on.emit(Action::Look(Look::Focus(Some((id, true)))));
            go_to(at.min(end));
        };
        match deed {
            Deed::Toggle => self.toggle.emit(()),
            Deed::Step(false) => go_to(run.story.step_before(self.cursor).unwrap_or(Instant::ZERO)),
            Deed::Step(true) => go_to(run.story.step_after(self.cursor).unwrap_or(end)),
            Deed::Operation(forward) => {
                show(timeline_keys::operation_at(run, self.line, self.cursor, forward)?);
            }
            Deed::Ends(last) => go_to(if last { end } else { Instant::ZERO }),
            // What is focused would hide the rest of the proof.
            Deed::Violation => {
                let at = timeline_keys::proof_end(run, self.model)?;
                if is_windowed(run, &self.moving) {
                    self.moving.show(zoom::around_proof(run, self.model));
                }
                self.on.emit(Action::Look(Look::Focus(None)));
                go_to(at.min(end));
            }
            Deed::Lifeline(forward) => {
                let line = timeline_keys::next_line(&scene.columns, self.line, forward);
                self.set_line.set(line);
                self.on.emit(Action::Look(Look::Cursor(Some(self.cursor))));
                self.said
                    .set(line.map(|node| format!("{} at {}", run.story.name(node), self.cursor)).unwrap_or_default());
            }
            Deed::Menu if self.fixed => return None,
            Deed::Menu => {
                self.set_moment.set(Some(timeline_keys::moment(&scene.axis, &scene.columns, self.line, self.cursor)?));
            }
            Deed::Zoom(closer) => {
                let (from, to) = self.moving.window();
                let middle = Instant::from_us(from.as_us().midpoint(to.as_us()));
                let at = if from < self.cursor && self.cursor < to { self.cursor } else { middle };
                self.moving.zoom(if closer { 1.0 / zoom::STEP } else { zoom::STEP }, at);
            }
            Deed::Whole => self.moving.show(None),
            Deed::Pan(later) => {
                self.moving.shown?;
                self.moving.pan(if later { zoom::PAN_SHARE } else { -zoom::PAN_SHARE });
            }
            Deed::Release => {
                self.set_line.set(None);
                self.on.emit(Action::Look(Look::Focus(None)));
            }
        }
        Some(())
    }
}
