//! What `--model` and `--fail-on` name: models, and for recorded calls invariants beside them.

use check::invariants::{Invariant, invariants};
use history::ModelId;

use crate::arguments::Arguments;

/// Models and invariants by name.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) models: Vec<ModelId>,
    pub(crate) invariants: Vec<&'static Invariant>,
    /// Whether it was `any` that named them.
    pub(crate) any: bool,
}

impl Asked {
    /// Every model and every invariant.
    pub(crate) fn all() -> Self {
        let models = check::models().iter().map(|model| model.id).collect();
        Self { models, invariants: invariants().iter().collect(), any: true }
    }

    /// The models and the invariants that an option names.
    ///
    /// # Errors
    /// Every name that is none.
    pub(crate) fn of(arguments: &Arguments, option: &str) -> Result<Self, Vec<String>> {
        let (mut asked, mut problems) = (Self::default(), Vec::new());
        let known = Self::all();
        for name in arguments.all(option) {
            let meant = name.replace('-', "_");
            let model = known.models.iter().find(|id| id.key() == meant);
            let invariant = known.invariants.iter().find(|invariant| invariant.key == meant);
            match (model, invariant) {
                (Some(model), _) => asked.models.push(*model),
                (_, Some(invariant)) => asked.invariants.push(invariant),
                _ if name == "any" => asked = Self::all(),
                _ => problems.push(known.refusal(option, name)),
            }
        }
        if problems.is_empty() { Ok(asked) } else { Err(problems) }
    }

    /// A name that none of these have.
    fn refusal(&self, option: &str, name: &str) -> String {
        let models: Vec<&str> = self.models.iter().map(|id| id.key()).collect();
        let invariants: Vec<&str> = self.invariants.iter().map(|invariant| invariant.key).collect();
        let models = models.join(", ");
        let invariants = invariants.join(", ");
        format!(
            "--{option}: there is no model or invariant `{name}`; there are {models}, the invariants {invariants}, and any"
        )
    }

    /// Whether it names an invariant.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.invariants.iter().any(|invariant| invariant.key == key)
    }

    /// Whether nothing was named.
    pub(crate) const fn is_empty(&self) -> bool {
        self.models.is_empty() && self.invariants.is_empty()
    }

    /// The names of those that another lacks.
    pub(crate) fn beyond(&self, other: &Self) -> Vec<&'static str> {
        let models = self.models.iter().filter(|id| !other.models.contains(id)).map(|id| id.key());
        let known = |key: &str| other.invariants.iter().any(|invariant| invariant.key == key);
        let invariants = self.invariants.iter().map(|invariant| invariant.key).filter(|key| !known(key));
        models.chain(invariants).collect()
    }
}
