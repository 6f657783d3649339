//! What hands do to the picture. All of it is made once and looks up what is on show when a hand comes: no callback
//! changes with the picture, and nothing is drawn again because a hand may come.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::Orientation;
use history::{Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::super::moment_menu::Moment;
use super::super::sheet::Hands;
use super::super::transcript::Sentences;
use super::super::zoom::{Gestures, is_windowed};
use super::carrying::{self, Carried};
use super::{keyed, pointers};
use crate::browser::{focus, list};
use crate::hooks::{Evaluated, Moving, Shared};
use crate::store::{Action, Look, State};

/// What the caption at the cursor covers, at most, of the picture's end, in px.
const BELOW: f64 = 48.0;

/// What is on show when a hand comes, and what it can change.
#[derive(Clone)]
pub(super) struct OnShow {
    pub(super) state: Rc<State>,
    pub(super) run: Option<Shared<Evaluated>>,
    pub(super) scene: Option<Shared<diagram::Scene>>,
    pub(super) model: Option<ModelId>,
    pub(super) cursor: Instant,
    /// The cursor, if it is shown.
    pub(super) shown_at: Option<Instant>,
    pub(super) line: Option<NodeId>,
    /// Whether nothing can be changed.
    pub(super) fixed: bool,
    /// Whether the run stands alone: two are shown whole.
    pub(super) alone: bool,
    pub(super) moving: Moving,
    pub(super) toggle: Callback<()>,
    pub(super) on: Callback<Action>,
}

/// What a timeline itself remembers of hands.
#[derive(Clone, PartialEq)]
pub(super) struct Told {
    pub(super) hovered: UseStateSetter<Option<OperationId>>,
    pub(super) moment: UseStateSetter<Option<Moment>>,
    pub(super) line: UseStateSetter<Option<NodeId>>,
    pub(super) said: UseStateSetter<Said>,
}

/// What is told in words: to everybody as long as the cursor stands where it is about, else to those who do not see
/// the picture.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Said {
    pub(super) words: String,
    pub(super) at: Option<Instant>,
}

/// What lies before those who use the picture.
pub(super) struct Table {
    pub(super) frame: NodeRef,
    pub(super) told: Told,
    on_show: RefCell<Option<OnShow>>,
    pub(super) sentences: Rc<RefCell<Sentences>>,
    pub(super) carried: RefCell<Carried>,
}

/// Everything that hands do.
pub(super) struct All {
    pub(super) table: Rc<Table>,
    pub(super) sheet: Shared<Hands>,
    pub(super) frame: OnFrame,
    pub(super) on_cursor: Callback<Instant>,
    /// Moves the cursor, and says what happens there to those who do not see it.
    pub(super) on_step: Callback<Instant>,
    /// Closes the menu.
    pub(super) on_close: Callback<()>,
}

/// What they do to the picture's frame: its keys and its wheel, and the pointers where it shows a window.
pub(super) struct OnFrame {
    pub(super) key: Callback<KeyboardEvent>,
    pub(super) wheel: Callback<WheelEvent>,
    pub(super) press: Callback<PointerEvent>,
    pub(super) drag: Callback<PointerEvent>,
    pub(super) release: Callback<PointerEvent>,
}

/// The hands of a timeline.
#[hook]
pub(super) fn use_hands(frame: &NodeRef, told: Told) -> Rc<All> {
    use_memo((), |()| All::at(frame.clone(), told))
}

impl All {
    fn at(frame: NodeRef, told: Told) -> Self {
        let table = Rc::new(Table {
            frame,
            told,
            on_show: RefCell::default(),
            sentences: Rc::default(),
            carried: RefCell::default(),
        });
        let sheet = Hands {
            on_target: on(&table, pointers::choose),
            on_hover: on(&table, |table, operation| table.told.hovered.set(operation)),
            on_fault: on(&table, pointers::change),
            on_press: on(&table, carrying::press),
            on_key: on(&table, carrying::key),
            on_place: on(&table, pointers::ask),
        };
        let frame = OnFrame {
            key: on(&table, keyed::take),
            wheel: on(&table, |table, event| table.gesture(|on| on.wheel(&event))),
            press: on(&table, |table, event| table.gesture(|on| on.press(&event))),
            drag: on(&table, |table, event| table.gesture(|on| on.drag(&event))),
            release: on(&table, |table, event| table.gesture(|on| on.release(&event))),
        };
        let on_cursor = on(&table, |table, at| table.look(Look::Cursor(Some(at))));
        let (on_step, on_close) = (on(&table, |table, at| table.step(at)), on(&table, |table, ()| table.close()));
        Self { sheet: Shared::new(sheet), frame, on_cursor, on_step, on_close, table }
    }
}

fn on<IN: 'static>(table: &Rc<Table>, deed: fn(&Rc<Table>, IN)) -> Callback<IN> {
    let table = Rc::clone(table);
    Callback::from(move |given| deed(&table, given))
}

impl Table {
    /// Tells what is on show from now on.
    pub(super) fn show(self: &Rc<Self>, on_show: OnShow) {
        if !on_show.windowed() {
            // Whoever still holds the window lets go of nothing.
            on_show.moving.hold().grip.borrow_mut().down.clear();
        }
        *self.on_show.borrow_mut() = Some(on_show);
        carrying::shown(self);
    }

    pub(super) fn on_show(&self) -> Option<OnShow> {
        self.on_show.borrow().clone()
    }

    pub(super) fn act(&self, action: Action) {
        if let Some(on_show) = self.on_show() {
            on_show.on.emit(action);
        }
    }

    pub(super) fn look(&self, look: Look) {
        self.act(Action::Look(look));
    }

    pub(super) fn step(&self, at: Instant) {
        self.look(Look::Cursor(Some(at)));
        if let Some((run, model)) = self.on_show().and_then(|on_show| Some((on_show.run?, on_show.model))) {
            let words = self.sentences.borrow_mut().spoken(&run, model, at);
            self.told.said.set(Said { words, at: Some(at) });
            self.keep_in_sight(at);
        }
    }

    /// Scrolls a picture that is longer than its frame after the cursor.
    fn keep_in_sight(&self, at: Instant) {
        let scene = self.on_show().and_then(|on_show| on_show.scene);
        if let (Some(scene), Some(frame)) = (scene, self.frame.cast::<web_sys::Element>()) {
            let down = scene.axis.orientation == Orientation::Down;
            list::keep_in_sight(&frame, down, scene.axis.position(at), [scene.head, BELOW]);
        }
    }

    /// Closes the menu. Whoever came by keyboard goes on from the picture.
    fn close(&self) {
        self.told.moment.set(None);
        self.go_on_from_the_frame();
    }

    pub(super) fn go_on_from_the_frame(&self) {
        if let Some(frame) = self.frame.cast::<web_sys::Element>() {
            focus::take(&frame);
        }
    }

    /// What is on show is only looked at: a gesture moves the window at the next frame.
    fn gesture(&self, deed: impl FnOnce(&Gestures<'_>) -> Option<()>) {
        let on_show = self.on_show.borrow();
        let Some(OnShow { scene: Some(scene), moving, .. }) = &*on_show else { return };
        let windowed = on_show.as_ref().is_some_and(OnShow::windowed);
        deed(&Gestures { frame: &self.frame, scene, moving, windowed });
    }
}

impl OnShow {
    /// Whether the picture is one of a window.
    pub(super) fn windowed(&self) -> bool {
        self.alone && self.run.as_ref().is_some_and(|run| is_windowed(run, &self.moving))
    }
}
