//! The drawing of a run, or of a window of it.

use diagram::window::Window;
use diagram::{Aim, Annotation, InView, Orientation, Scene, Size, Viewport};
use history::{Instant, ModelId, OperationId};
use yew::prelude::*;

use super::super::compare;
use crate::hooks::{Evaluated, Pair, Shared};

/// What decides a drawing.
#[derive(Clone, PartialEq)]
pub(in crate::panels) struct Shown {
    pub(in crate::panels) run: Option<Shared<Evaluated>>,
    pub(in crate::panels) model: Option<ModelId>,
    pub(in crate::panels) focus: Option<(OperationId, bool)>,
    pub(in crate::panels) orientation: Orientation,
    pub(in crate::panels) size: Option<(f64, f64)>,
    pub(in crate::panels) small: bool,
    pub(super) fixed: bool,
    pub(super) window: Option<Window>,
    pub(in crate::panels) pair: Option<Shared<Pair>>,
}

/// Below this width in px a drawing takes the sizes of a phone.
pub(in crate::panels) const PHONE_WIDTH: f64 = 560.0;

impl Shown {
    /// The room of the drawing, or of each of two.
    pub(in crate::panels) fn view(&self) -> Option<Viewport> {
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
pub(super) fn use_scene(shown: &Shown) -> (Option<Shared<Scene>>, Option<InView>) {
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

/// What to point out: the proof of the chosen model, and what is focused.
pub(in crate::panels) fn annotation(
    run: &Evaluated,
    model: Option<ModelId>,
    focus: Option<(OperationId, bool)>,
) -> Annotation {
    let verdict = model.and_then(|model| run.report.judgement.get(model));
    let mut annotation = verdict.map(pipeline::annotate).unwrap_or_default();
    annotation.focus = focus.map(|(id, _)| id);
    annotation.ring = focus.is_some_and(|(_, keyboard)| keyboard);
    annotation
}

/// What an operation is in whole: in the picture it may have no room.
pub(super) fn hint(scene: &Scene, id: OperationId) -> Option<String> {
    scene.targets.iter().find(|target| target.aim == Aim::Operation(id)).map(|target| target.label.clone())
}

/// Of two runs the longer one gives the time.
pub(super) fn longer<'a>(
    pair: Option<&'a Shared<Pair>>,
    run: Option<&'a Shared<Evaluated>>,
) -> Option<&'a Shared<Evaluated>> {
    let a = pair.map(|pair| &pair.a).filter(|a| run.is_some_and(|run| end(a) > end(run)));
    a.or(run)
}

pub(super) fn end(run: &Shared<Evaluated>) -> Instant {
    run.report.trace.end
}
