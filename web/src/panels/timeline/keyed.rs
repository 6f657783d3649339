//! What the keys of the timeline do.

use std::rc::Rc;

use history::{Instant, OperationId};
use yew::prelude::*;

use super::super::timeline_keys::{self, Deed};
use super::super::zoom::{self, is_windowed};
use super::hands::{OnShow, Said, Table};
use crate::store::Look;
use crate::words;

/// Keys of the timeline; they act only while it has the focus.
pub(super) fn take(table: &Rc<Table>, event: KeyboardEvent) {
    // A key pressed on something inside belongs to that; with others held down, to the browser.
    let inside = event.target() != table.frame.cast::<web_sys::Element>().map(Into::into);
    let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
    let deed = timeline_keys::deed_of(&event.key(), inside).filter(|_| !chord);
    if deed.and_then(|deed| act(table, table.on_show()?, deed)).is_some() {
        event.prevent_default();
    }
}

/// Does what a key means; nothing where there is nothing to do it with.
fn act(table: &Table, on_show: OnShow, deed: Deed) -> Option<()> {
    let OnShow { run, scene, model, cursor, line, fixed, moving, toggle, .. } = on_show;
    let (run, scene) = (&run?, scene?);
    let end = run.report.trace.end;
    let go_to = |at| table.step(at);
    let show = |(id, at): (OperationId, Instant)| {
        table.look(Look::Focus(Some((id, true))));
        go_to(at.min(end));
    };
    match deed {
        Deed::Toggle => toggle.emit(()),
        Deed::Step(false) => go_to(run.story.step_before(cursor).unwrap_or(Instant::ZERO)),
        Deed::Step(true) => go_to(run.story.step_after(cursor).unwrap_or(end)),
        Deed::Operation(forward) => {
            show(timeline_keys::operation_at(run, line, cursor, forward)?);
        }
        Deed::Ends(last) => go_to(if last { end } else { Instant::ZERO }),
        // What is focused would hide the rest of the proof.
        Deed::Violation => {
            let at = timeline_keys::proof_end(run, model)?;
            if is_windowed(run, &moving) {
                moving.show(zoom::around_proof(run, model));
            }
            table.look(Look::Focus(None));
            go_to(at.min(end));
        }
        Deed::Lifeline(forward) => {
            let line = timeline_keys::next_line(&scene.columns, line, forward);
            table.told.line.set(line);
            table.look(Look::Cursor(Some(cursor)));
            let words = line.map(|node| words::timeline::node_at(run.story.name(node), cursor));
            table.told.said.set(Said { words: words.unwrap_or_default(), at: Some(cursor) });
        }
        Deed::Menu if fixed => return None,
        Deed::Menu => {
            table.told.moment.set(Some(timeline_keys::moment(&scene.axis, &scene.columns, line, cursor)?));
        }
        Deed::Zoom(closer) => {
            let (from, to) = moving.window();
            let middle = Instant::from_us(from.as_us().midpoint(to.as_us()));
            let at = if from < cursor && cursor < to { cursor } else { middle };
            moving.zoom(if closer { 1.0 / zoom::STEP } else { zoom::STEP }, at);
        }
        Deed::Whole => moving.show(None),
        Deed::Pan(later) => {
            moving.shown?;
            moving.pan(if later { zoom::PAN_SHARE } else { -zoom::PAN_SHARE });
        }
        Deed::Release => {
            table.told.line.set(None);
            table.look(Look::Focus(None));
        }
    }
    Some(())
}
