//! The registry: every consistency model that has a checker, strongest first.

use history::{History, ModelId, Role};
use serde::{Deserialize, Serialize};

use crate::prepared::Prepared;
use crate::{
    Budget, Verdict, causal, causal_convergence, causal_memory, converged, linearizable, monotonic_reads,
    monotonic_writes, per_key_sequential, pram, read_your_writes, sequential, weak, why, writes_follow_reads,
};
use crate::{bounded_staleness, delta_atomicity, regular_strong, regular_weak, safe};

/// A consistency model with its checker.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// Which model it is.
    pub id: ModelId,
    /// What kind of promise it makes.
    pub family: Family,
    /// Where its definition comes from. A function, so that a page that says none of it need not hold it.
    pub source: fn() -> &'static str,
    /// What it promises, in one sentence.
    pub promise: &'static str,
    /// The words that lead the sentence of a violation: "Not linearizable".
    pub lead: &'static str,
    /// Decides a history, and takes its steps from the budget.
    pub(crate) check: fn(&Prepared<'_>, &mut Budget) -> Verdict,
}

/// What kind of promise a model makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// How fresh a read is, by the clock on the wall.
    Freshness,
    /// One order that all sessions share.
    Order,
    /// Causes come before effects.
    Causality,
    /// What one session sees of its own past.
    Session,
    /// What replicas agree on in the end.
    Convergence,
}

/// The models that can be decided, strongest first as a reading order.
static MODELS: &[Model] = &[
    linearizable::MODEL,
    bounded_staleness::MODEL,
    delta_atomicity::MODEL,
    regular_strong::MODEL,
    regular_weak::MODEL,
    safe::MODEL,
    sequential::MODEL,
    per_key_sequential::MODEL,
    causal_memory::MODEL,
    causal_convergence::MODEL,
    causal::MODEL,
    pram::MODEL,
    read_your_writes::MODEL,
    monotonic_reads::MODEL,
    monotonic_writes::MODEL,
    writes_follow_reads::MODEL,
    converged::MODEL,
    weak::MODEL,
];

/// Every model that has a checker, strongest first as a reading order.
#[must_use]
pub fn models() -> &'static [Model] {
    MODELS
}

/// The model with that name, if it has a checker.
#[must_use]
pub fn model(id: ModelId) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

/// The verdicts of all models for one history, strongest model first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Judgement(pub Vec<(ModelId, Verdict)>);

/// Judges a history by every model; each may spend the whole budget.
#[must_use]
pub fn judge(history: &History, budget: Budget) -> Judgement {
    let prepared = Prepared::new(history);
    Judgement(MODELS.iter().map(|model| (model.id, model.judge_prepared(&prepared, budget).0)).collect())
}

impl Model {
    /// Decides a history.
    #[must_use]
    pub fn judge(&self, history: &History, budget: Budget) -> Verdict {
        self.judge_counting(history, budget).0
    }

    /// Decides a history, and says how many steps that took.
    #[must_use]
    pub fn judge_counting(&self, history: &History, budget: Budget) -> (Verdict, u64) {
        self.judge_prepared(&Prepared::new(history), budget)
    }

    /// Decides a history that other models are asked about too, and says how many steps that took:
    /// as many as for this model alone.
    #[must_use]
    pub fn judge_prepared(&self, prepared: &Prepared<'_>, budget: Budget) -> (Verdict, u64) {
        let speaks = match self.id {
            ModelId::Weak => true,
            // Of what was asked what it holds: services that hold different things are not.
            ModelId::Converged => prepared.history.operations.iter().any(|operation| operation.role == Role::Probe),
            _ => false,
        };
        if prepared.holds_calls() && !speaks {
            return (Verdict::NotApplicable(why::calls_of_the_store()), 0);
        }
        let mut left = budget;
        let verdict = (self.check)(prepared, &mut left);
        (verdict, budget.left() - left.left())
    }
}

impl Judgement {
    /// The verdict of one model.
    #[must_use]
    pub fn get(&self, id: ModelId) -> Option<&Verdict> {
        self.0.iter().find_map(|(model, verdict)| (*model == id).then_some(verdict))
    }

    /// Whether a model was kept; nothing where that was not decided.
    #[must_use]
    pub fn kept(&self, id: ModelId) -> Option<bool> {
        match self.get(id)? {
            Verdict::Holds(_) => Some(true),
            Verdict::Violated(_) => Some(false),
            Verdict::Measured(_) | Verdict::Unknown(_) | Verdict::NotApplicable(_) => None,
        }
    }
}
