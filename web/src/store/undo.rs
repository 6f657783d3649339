//! The past of a scenario: what undo goes back to.

use std::rc::Rc;

use scenario::Scenario;

/// How many steps are kept.
const STEPS_MAX: usize = 100;

/// What ran before, and what was taken back. While a slider is dragged its edits are one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Past {
    before: Vec<Rc<Scenario>>,
    after: Vec<Rc<Scenario>>,
    /// The gesture that the last step belongs to, while it lasts.
    gesture: Option<&'static str>,
}

impl Past {
    /// The present scenario is about to change.
    pub(crate) fn push(&mut self, present: &Rc<Scenario>, gesture: Option<&'static str>) {
        if gesture.is_none() || gesture != self.gesture {
            self.before.push(Rc::clone(present));
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

    pub(crate) fn undo(&mut self, present: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.settle();
        let scenario = self.before.pop()?;
        self.after.push(Rc::clone(present));
        Some(scenario)
    }

    pub(crate) fn redo(&mut self, present: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.settle();
        let scenario = self.after.pop()?;
        self.before.push(Rc::clone(present));
        Some(scenario)
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }
}
