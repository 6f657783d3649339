//! The window of a run that is too large to be drawn whole, or that somebody zoomed into: its buttons, its
//! gestures, and how much it shows.

use diagram::number::grouped;
use diagram::window::{self, Window};
use diagram::{InView, Orientation, Scene, timeline};
use history::{Clock, Duration, Instant, ModelId, OperationId};
use yew::prelude::*;

use super::places;
use crate::browser::pointer;
use crate::components::{IconName, icon};
use crate::hooks::{Evaluated, Moving, Shared};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/zoom.css");

/// One press of a button or a key shows so many times as much.
pub(crate) const STEP: f64 = 2.0;
/// And moves by such a share of a window.
pub(crate) const PAN_SHARE: f64 = 0.5;
/// How much a px of a wheel zooms.
const WHEEL: f64 = 0.003;
/// One notch of a wheel that counts lines, in px.
const LINE_PX: f64 = 24.0;
/// Below so many px a press is no drag.
const SLACK: f64 = 4.0;
/// A window around one operation is at least so many times as long.
const AROUND: u64 = 4;
/// And no window around anything is shorter, in microseconds.
const LEAST_US: u64 = 1_000;

/// The stretch that a model's reason takes: from its first invocation to its last return.
pub(crate) fn proof(run: &Evaluated, model: Option<ModelId>) -> Option<Window> {
    let note = run.report.judgement.get(model?).map(pipeline::annotate)?;
    let operations = || note.numbered.iter().filter_map(|id| run.report.history.operation(*id));
    let from = operations().map(|operation| operation.invoked).min()?;
    let to = operations().map(|operation| operation.returned.unwrap_or(operation.invoked)).max()?;
    Some((from, to.max(from)))
}

/// The window around the proof of a model.
pub(crate) fn around_proof(run: &Evaluated, model: Option<ModelId>) -> Option<Window> {
    let stretch = proof(run, model)?;
    window::around(stretch, run.report.trace.end, Duration::from_us(LEAST_US))
}

/// Brings what is chosen into sight, whenever that changes: an operation in a window around it, a cursor by
/// moving on.
pub(crate) fn follow(moving: &mut Moving, run: &Evaluated, focus: Option<OperationId>, cursor: Option<Instant>) {
    let before = moving.hold().followed.replace((focus, cursor));
    if before == (focus, cursor) || !is_windowed(run, moving) {
        return;
    }
    let end = run.report.trace.end;
    let chosen = focus.filter(|_| before.0 != focus).and_then(|id| run.story.operations.get(id.index()));
    if let Some(operation) = chosen {
        let (from, to) = (operation.invoked, operation.returned.unwrap_or(operation.invoked));
        let seen = moving.window();
        if moving.shown.is_none() || from < seen.0 || seen.1 < to {
            let least = Duration::from_us((AROUND * to.since(from).as_us()).max(LEAST_US));
            moving.turn_to(window::around((from, to), end, least));
        }
    } else if let (Some(at), Some(shown)) = (cursor.filter(|_| before.1 != cursor), moving.shown) {
        moving.turn_to(window::follow(shown, end, at));
    }
}

/// Whether a picture is one of a window.
pub(crate) fn is_windowed(run: &Evaluated, moving: &Moving) -> bool {
    moving.shown.is_some() || run.story.is_large()
}

/// What gestures on a picture act on.
pub(crate) struct Gestures<'a> {
    pub(crate) frame: &'a NodeRef,
    pub(crate) scene: &'a Scene,
    pub(crate) moving: &'a Moving,
    pub(crate) windowed: bool,
}

impl Gestures<'_> {
    /// The wheel moves the window; with the control key held, as a pinch on a pad comes in, it zooms.
    pub(crate) fn wheel(&self, event: &WheelEvent) -> Option<()> {
        let scene = self.scene;
        let zooms = event.ctrl_key() || event.meta_key();
        if !zooms && self.moving.shown.is_none() {
            return None;
        }
        event.prevent_default();
        let across = scene.axis.orientation == Orientation::Across;
        let (along, aside) = (event.delta_y(), event.delta_x());
        let px = if across && aside.abs() > along.abs() { aside } else { along };
        let px = if event.delta_mode() == 0 { px } else { px * LINE_PX };
        if zooms {
            let factor = 1.0 + WHEEL * px.abs();
            let at = self.moment(scene, self.place(scene, event)?);
            self.moving.zoom(if px > 0.0 { factor } else { 1.0 / factor }, at);
        } else {
            self.moving.pan(px / self.room(scene));
        }
        Some(())
    }

    pub(crate) fn press(&self, event: &PointerEvent) -> Option<()> {
        let place = self.place(self.scene, event).filter(|_| self.windowed)?;
        let mut grip = self.moving.hold().grip.borrow_mut();
        if grip.down.is_empty() {
            (grip.dragged, grip.from) = (false, place);
        }
        grip.down.retain(|(id, _)| *id != event.pointer_id());
        grip.down.push((event.pointer_id(), place));
        Some(())
    }

    /// One pointer drags the window, two pinch it.
    pub(crate) fn drag(&self, event: &PointerEvent) -> Option<()> {
        let scene = self.scene;
        let place = self.place(scene, event).filter(|_| self.windowed)?;
        let mut grip = self.moving.hold().grip.borrow_mut();
        let held = grip.down.iter().position(|(id, _)| *id == event.pointer_id())?;
        if event.buttons() == 0 {
            grip.down.clear();
            return None;
        }
        if !grip.dragged && grip.down.len() == 1 && (place - grip.from).abs() < SLACK {
            return None;
        }
        if !grip.dragged {
            pointer::hold(event);
            grip.dragged = true;
        }
        let before = std::mem::replace(&mut grip.down[held].1, place);
        match grip.down[..] {
            [_] => self.moving.pan((before - place) / self.room(scene)),
            [(_, one), (_, other)] => {
                let still = if held == 0 { other } else { one };
                let apart = |place: f64| (place - still).abs().max(8.0);
                self.moving.zoom(apart(before) / apart(place), self.moment(scene, f64::midpoint(one, other)));
            }
            _ => {}
        }
        Some(())
    }

    pub(crate) fn release(&self, event: &PointerEvent) -> Option<()> {
        self.moving.hold().grip.borrow_mut().down.retain(|(id, _)| *id != event.pointer_id());
        Some(())
    }

    /// Where a pointer is along the time axis of the picture.
    fn place(&self, scene: &Scene, event: &MouseEvent) -> Option<f64> {
        let frame = self.frame.cast::<web_sys::Element>()?;
        let sheet = frame.query_selector(".sheet-body").ok()??;
        let (x, y) = pointer::place_in_sheet(&sheet, event, scene.width, scene.height);
        Some(if scene.axis.orientation == Orientation::Down { y } else { x })
    }

    fn room(&self, scene: &Scene) -> f64 {
        (scene.axis.stop() - scene.axis.start()).max(1.0)
    }

    /// The moment at a place, of the newest window, which may not be drawn yet.
    fn moment(&self, scene: &Scene, place: f64) -> Instant {
        if self.moving.shown.is_none() && !self.windowed {
            return scene.axis.instant(place);
        }
        let (from, to) = self.moving.window();
        let share = ((place - scene.axis.start()) / self.room(scene)).clamp(0.0, 1.0);
        from + Duration::from_us((to.since(from).as_us() as f64 * share) as u64)
    }
}

/// The buttons of the window, and how much is in it; nothing where the whole run is drawn.
pub(crate) fn zoom_bar(
    run: Option<&Shared<Evaluated>>,
    moving: &Moving,
    seen: Option<InView>,
    model: Option<ModelId>,
    orientation: Orientation,
) -> Html {
    let (Some(run), Some(seen)) = (run, seen) else { return html! { <div></div> } };
    let press = |deed: fn(&Moving)| {
        let moving = moving.clone();
        Callback::from(move |_: MouseEvent| deed(&moving))
    };
    let middle = |moving: &Moving| {
        let (from, to) = moving.window();
        from + Duration::from_us(to.since(from).as_us() / 2)
    };
    let to_proof = {
        let (moving, to) = (moving.clone(), around_proof(run, model));
        Callback::from(move |_: MouseEvent| moving.show(to))
    };
    let zoom = |factor: f64| {
        let moving = moving.clone();
        Callback::from(move |_: MouseEvent| moving.zoom(factor, middle(&moving)))
    };
    let (whole, clock) = (moving.shown.is_none(), run.story.clock);
    let (from, to) = moving.shown.unwrap_or((Instant::ZERO, run.report.trace.end));
    let stretch = if clock.has_times() { stretch(from, to) } else { places::stretch(clock, from, to) };
    html! {
        <div class="zoom">
            <style>{ STYLE }</style>
            <div class="zoom-keys" role="group" aria-label={words::timeline::ZOOM}>
                <button type="button" class="tool" aria-label={words::timeline::ZOOM_OUT} disabled={whole} onclick={zoom(STEP)}>
                    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"><path d="M2.5 8h11" /></svg>
                </button>
                <button type="button" class="tool" aria-label={words::timeline::ZOOM_IN} onclick={zoom(1.0 / STEP)}>{ icon(IconName::Add) }</button>
                <button type="button" class="tool" aria-label={words::timeline::EARLIER} disabled={whole} onclick={press(|moving| moving.pan(-PAN_SHARE))}><span class="zoom-turned">{ icon(IconName::Across) }</span></button>
                <button type="button" class="tool" aria-label={words::timeline::LATER} disabled={whole} onclick={press(|moving| moving.pan(PAN_SHARE))}>{ icon(IconName::Across) }</button>
                <button type="button" class="tool tool-words" disabled={whole} onclick={press(|moving| moving.show(None))}>{ words::timeline::WHOLE_RUN }</button>
                <button type="button" class="tool tool-words" hidden={proof(run, model).is_none()} onclick={to_proof}>{ words::timeline::TO_THE_PROOF }</button>
            </div>
            <p class="zoom-words">
                <strong>{ timeline::in_view(seen) }</strong>
                <span>{ format!(", {stretch}.") }</span>
                <span class="zoom-how">{ how(seen, clock, orientation) }</span>
            </p>
        </div>
    }
}

/// From when to when, in numbers that tell the two apart: "61.20 to 64.80 s", "62,405.118 to 62,405.128 ms".
fn stretch(from: Instant, to: Instant) -> String {
    let (unit_us, unit, decimals) = match to.since(from).as_us() {
        10_000_000.. => (1_000_000, "s", 1),
        1_000_000.. => (1_000_000, "s", 2),
        10_000.. => (1_000, "ms", 0),
        _ => (1_000, "ms", 3),
    };
    let number = |at: Instant| {
        let (whole, rest) = (grouped(at.as_us() / unit_us), at.as_us() % unit_us);
        let fraction = rest * 10_u64.pow(decimals) / unit_us;
        if decimals == 0 { whole } else { format!("{whole}.{fraction:0width$}", width = decimals as usize) }
    };
    words::timeline::stretch(&number(from), &number(to), unit)
}

/// How to read a picture that counts.
fn how(seen: InView, clock: Clock, orientation: Orientation) -> String {
    let (before, after) = match orientation {
        Orientation::Down => (words::timeline::LEFT, words::timeline::RIGHT),
        Orientation::Across => (words::timeline::ABOVE, words::timeline::BELOW),
    };
    match seen.dense {
        true => words::timeline::counted(&bar(seen.bar, clock), before, after),
        false => String::new(),
    }
}

/// How long a stretch is that a bar counts.
fn bar(length: Duration, clock: Clock) -> String {
    match length.as_us() {
        _ if !clock.has_times() => places::length(clock, length),
        1_000_000.. => words::timeline::seconds(&history::decimal::fixed(length.as_us() as f64 / 1e6, 1)),
        _ => length.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_said_in_numbers_that_tell_its_ends_apart() {
        let said = |from, to| stretch(Instant::from_us(from), Instant::from_us(to)).replace('\u{a0}', " ");
        assert_eq!(said(0, 86_400_000_000), "0.0 to 86,400.0 s");
        assert_eq!(said(61_200_000, 64_800_000), "61.20 to 64.80 s");
        assert_eq!(said(61_200_000, 61_280_000), "61,200 to 61,280 ms");
        assert_eq!(said(62_405_118, 62_405_128), "62,405.118 to 62,405.128 ms");
    }
}
