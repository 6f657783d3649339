//! What pointers and fingers do in the picture, and choosing what is in it.

use std::rc::Rc;

use diagram::Aim;
use history::FaultId;

use super::super::moment_menu::Moment;
use super::super::targets::{Change, Grip};
use super::hands::Table;
use crate::store::{Action, Edit, Look};

/// Opens the menu where there is nothing else, if anything can be changed.
pub(super) fn ask(table: &Rc<Table>, (x, y): (f64, f64)) {
    let Some(on_show) = table.on_show().filter(|on_show| !on_show.fixed && !on_show.moving.dragged()) else { return };
    if let Some(scene) = on_show.scene {
        table.told.moment.set(Moment::at(&scene, x, y, on_show.shown_at));
    }
}

/// Chooses something, by keyboard or not; what was chosen, no more.
pub(super) fn choose(table: &Rc<Table>, (aim, keyboard): (Aim, bool)) {
    let (Aim::Operation(id), Some(on_show)) = (aim, table.on_show()) else { return };
    if keyboard || !on_show.moving.dragged() {
        let again = on_show.state.focus.is_some_and(|(focused, _)| focused == id);
        table.look(Look::Focus((!again).then_some((id, keyboard))));
    }
}

/// What is done to a fault in the picture.
pub(super) fn change(table: &Rc<Table>, (id, change): (FaultId, Change)) {
    let Some(on_show) = table.on_show() else { return };
    let Some(fault) = on_show.state.scenario.faults.get(id.index()) else { return };
    match change {
        Change::Moved(grip, to) => {
            let moved = match grip {
                Grip::Begin | Grip::End => fault.moved(grip == Grip::End, to.as_us()),
                Grip::Whole => fault.shifted(to.as_us()),
            };
            table.act(Action::Edit(Edit::SetFault(id.0, moved)));
        }
        Change::Gone => {
            table.act(Action::Edit(Edit::RemoveFault(id.0)));
            // What had the keyboard leaves the page.
            table.go_on_from_the_frame();
        }
        Change::Asked(at) => {
            let moment = on_show.scene.map(|scene| Moment::of(fault, &scene, at, on_show.shown_at));
            table.told.moment.set(moment);
        }
        Change::Settled => table.act(Action::Settle),
    }
}
