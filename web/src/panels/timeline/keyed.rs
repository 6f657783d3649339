//! What the keys of the timeline do.

use diagram::Scene;
use history::{Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::super::moment_menu::Moment;
use super::super::timeline_keys::{self, Deed};
use super::super::zoom::{self, is_windowed};
use crate::hooks::{Evaluated, Moving, Shared};
use crate::store::{Action, Look};
use crate::words;

/// What the keys of the timeline act on.
pub(super) struct Keyed {
    pub(super) frame: NodeRef,
    pub(super) run: Option<Shared<Evaluated>>,
    pub(super) scene: Option<Shared<Scene>>,
    pub(super) model: Option<ModelId>,
    pub(super) cursor: Instant,
    pub(super) line: Option<NodeId>,
    /// Whether nothing can be changed.
    pub(super) fixed: bool,
    pub(super) toggle: Callback<()>,
    pub(super) step: Callback<Instant>,
    pub(super) said: UseStateSetter<String>,
    pub(super) set_line: UseStateSetter<Option<NodeId>>,
    pub(super) set_moment: UseStateSetter<Option<Moment>>,
    pub(super) moving: Moving,
    pub(super) on: Callback<Action>,
}

/// Keys of the timeline; they act only while it has the focus.
pub(super) fn keys(keyed: Keyed) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| keyed.take(&event))
}

impl Keyed {
    fn take(&self, event: &KeyboardEvent) {
        // A key pressed on something inside belongs to that; with others held down, to the browser.
        let inside = event.target() != self.frame.cast::<web_sys::Element>().map(Into::into);
        let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        let deed = timeline_keys::deed_of(&event.key(), inside).filter(|_| !chord);
        if deed.is_some_and(|deed| self.act(deed).is_some()) {
            event.prevent_default();
        }
    }

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
                self.said.set(
                    line.map(|node| words::timeline::node_at(run.story.name(node), self.cursor)).unwrap_or_default(),
                );
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
