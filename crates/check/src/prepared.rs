//! A history made ready once for all checkers that are asked about it: each part of that is made
//! when the first of them wants it, and kept for the others.

use std::cell::OnceCell;

use history::{History, Role};

use crate::index::Index;
use crate::observed::{Columns, Observed};
use crate::sessions::Sessions;
use crate::zones::Zones;
use crate::{Budget, Verdict, Why, why};

/// A history that several models are asked about.
///
/// A model spends of its budget what making ready costs, whether or not another has done it before:
/// a verdict does not depend on what else was asked.
pub struct Prepared<'h> {
    pub(crate) history: &'h History,
    index: OnceCell<Result<Index<'h>, Why>>,
    zones: OnceCell<Zones>,
    sessions: OnceCell<Result<Sessions, Verdict>>,
    columns: OnceCell<Columns>,
}

impl<'h> Prepared<'h> {
    /// A history that nothing has been made of yet.
    #[must_use]
    pub const fn new(history: &'h History) -> Self {
        Self {
            history,
            index: OnceCell::new(),
            zones: OnceCell::new(),
            sessions: OnceCell::new(),
            columns: OnceCell::new(),
        }
    }

    /// Whether the store carried out calls itself: then all its operations are such calls.
    pub(crate) fn holds_calls(&self) -> bool {
        self.history.operations.first().is_some_and(|operation| operation.role == Role::Call)
    }

    /// Its operations by key and value, for a checker that looks at each of them so many times in
    /// all.
    ///
    /// # Errors
    /// The verdict, where the budget is too small or an operation ends before it starts.
    pub(crate) fn index(&self, looks: usize, budget: &mut Budget) -> Result<&Index<'h>, Verdict> {
        let whole = *budget;
        if !budget.spend(looks * self.history.operations.len()) {
            return Err(why::out_of_steps(whole));
        }
        let index = self.index.get_or_init(|| Index::new(self.history));
        index.as_ref().map_err(|why| Verdict::NotApplicable(why.clone()))
    }

    /// The zones of an index of this history.
    pub(crate) fn zones(&self, index: &Index<'_>) -> &Zones {
        self.zones.get_or_init(|| Zones::new(index))
    }

    /// The sessions of an index of this history.
    ///
    /// # Errors
    /// The verdict where a process does two things at once.
    pub(crate) fn sessions(&self, index: &Index<'_>) -> Result<&Sessions, Verdict> {
        self.sessions.get_or_init(|| Sessions::new(index)).as_ref().map_err(Verdict::clone)
    }

    /// What was observed, for a checker that looks at each operation so many times in all.
    ///
    /// # Errors
    /// The verdict, as for the index and the sessions.
    pub(crate) fn observed(&self, looks: usize, budget: &mut Budget) -> Result<Observed<'_>, Verdict> {
        let index = self.index(looks, budget)?;
        let sessions = self.sessions(index)?;
        Ok(Observed::new(index, sessions, self.columns.get_or_init(|| Columns::new(index, sessions))))
    }
}
