//! The past of what runs and of what is asked of it: what undo goes back to.

use std::rc::Rc;

use scenario::{Level, Scenario};

/// How many steps are kept.
const STEPS_MAX: usize = 100;

/// What runs, what it is compared with, and what is asked of it.
pub(crate) type Runs = (Rc<Scenario>, Option<Rc<Scenario>>, Option<Level>);

/// What ran before, and what was taken back. While a slider is dragged its edits are one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Past {
    before: Vec<Runs>,
    after: Vec<Runs>,
    /// The gesture that the last step belongs to, while it lasts.
    gesture: Option<&'static str>,
}

impl Past {
    /// What runs now is about to change.
    pub(crate) fn push(&mut self, present: Runs, gesture: Option<&'static str>) {
        if gesture.is_none() || gesture != self.gesture {
            self.before.push(present);
            if self.before.len() > STEPS_MAX {
                self.before.remove(0);
            }
        }
        self.after.clear();
        self.gesture = gesture;
    }

    /// The gesture is over.
    pub(crate) fn settle(&mut self) {
        self.gesture = None;
    }

    pub(crate) fn undo(&mut self, present: Runs) -> Option<Runs> {
        self.settle();
        let runs = self.before.pop()?;
        self.after.push(present);
        Some(runs)
    }

    pub(crate) fn redo(&mut self, present: Runs) -> Option<Runs> {
        self.settle();
        let runs = self.after.pop()?;
        self.before.push(present);
        Some(runs)
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }
}
