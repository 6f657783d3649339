//! What is lit, and how much detail there is room for.

use history::{OperationId, Role, order};

use crate::story::Story;
use crate::view::Annotation;

/// Which operations are lit; the rest is dimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lit {
    /// Nothing is pointed out: everything.
    All,
    /// Those of a violation, in order of their start.
    Numbered(Vec<OperationId>),
    /// The one that is focused.
    Focus(OperationId),
}

impl Lit {
    /// What an annotation lights. It may name operations that are not drawn; they are left out.
    pub(super) fn of(story: &Story, note: &Annotation) -> Self {
        let drawn = |id: OperationId| story.drawn().any(|operation| operation.id == id);
        if let Some(focus) = note.focus.filter(|id| drawn(*id)) {
            return Self::Focus(focus);
        }
        let known = |id: &OperationId| {
            let operation = story.operations.get(id.index());
            operation.is_some_and(|operation| operation.role != Role::Probe || story.probed(operation).is_some())
        };
        let mut numbered: Vec<_> = note.numbered.iter().copied().filter(known).collect();
        order::sort_by_key(&mut numbered, |id| (story.operations[id.index()].invoked, *id));
        numbered.dedup();
        if numbered.is_empty() { Self::All } else { Self::Numbered(numbered) }
    }

    /// Whether an operation is lit. What serves none, a heartbeat or a vote, never is.
    pub(super) fn holds(&self, operation: Option<OperationId>) -> bool {
        match (self, operation) {
            (_, None) => false,
            (Self::All, _) => true,
            (Self::Numbered(ids), Some(id)) => ids.contains(&id),
            (Self::Focus(focus), Some(id)) => *focus == id,
        }
    }

    /// Whether nothing is pointed out.
    pub(super) fn is_all(&self) -> bool {
        *self == Self::All
    }

    /// Whether an operation is focused.
    pub(super) fn is_focus(&self) -> bool {
        matches!(self, Self::Focus(_))
    }

    /// The operations of a violation, unless a focus steps before it.
    pub(super) fn numbered(&self) -> &[OperationId] {
        match self {
            Self::Numbered(ids) => ids,
            Self::All | Self::Focus(_) => &[],
        }
    }

    /// The number of an operation in a violation, from 1.
    pub(super) fn number(&self, operation: OperationId) -> Option<usize> {
        let place = self.numbered().iter().position(|id| *id == operation)?;
        Some(place + 1)
    }

    /// The read to blame: the last one of the violation.
    pub(super) fn blamed(&self, story: &Story) -> Option<OperationId> {
        let mut ids = self.numbered().iter().rev().copied();
        ids.find(|id| story.operations[id.index()].is_read())
    }
}

/// How much detail there is room for, by messages in the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    /// Whether late messages are drawn.
    pub(super) late: bool,
    /// Whether dimmed messages are drawn.
    pub(super) dimmed: bool,
    /// Whether even the messages that counted are drawn faintly where nothing is pointed out: so many
    /// would hide the operations that they serve.
    pub(super) faint: bool,
}

impl Detail {
    /// Late messages go above this many messages in the view.
    const MOST_WITH_LATE: f64 = 150.0;
    /// Dimmed messages go above this many.
    const MOST_WITH_DIMMED: f64 = 400.0;
    /// Everything, as in a window, which is drawn only where it holds few enough.
    pub(super) const FULL: Self = Self { late: true, dimmed: true, faint: false };
    /// All messages are drawn faintly above this many.
    const MOST_IN_FULL: f64 = 600.0;

    /// The detail for a story of which such a share is in the view at once. Heartbeats beyond the
    /// end are in no view, and those before it crowd out only each other.
    pub(super) fn of(story: &Story, share: f64) -> Self {
        let seen = story.messages.iter().filter(|message| message.sent <= story.end);
        let (work, upkeep): (Vec<_>, Vec<_>) = seen.partition(|message| message.label.operation.is_some());
        let in_view = |count: usize| count as f64 * share;
        Self {
            late: in_view(work.len()) <= Self::MOST_WITH_LATE,
            dimmed: in_view(work.len() + upkeep.len()) <= Self::MOST_WITH_DIMMED,
            faint: in_view(work.len()) > Self::MOST_IN_FULL,
        }
    }
}
