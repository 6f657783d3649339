//! Which verdicts differ between two runs, and for better or worse.

use check::Verdict;
use history::ModelId;
use serde::Serialize;

use crate::{Application, Report};

/// A verdict that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// What it is about, for people: "Linearizable".
    pub name: String,
    /// The model; nothing where it is something that applications take for granted.
    pub model: Option<ModelId>,
    /// What A shows of it: "violated".
    pub a: String,
    /// What B shows.
    pub b: String,
    /// Which way it turned, from A to B.
    pub turn: Turn,
}

/// Which way a verdict turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// What A broke, B keeps, or breaks less.
    Healed,
    /// What A kept, B breaks, or breaks more.
    Broken,
    /// One of the two does not say.
    Untold,
}

impl VerdictChange {
    /// The change as a sentence: "Linearizable: violated in A, held in B".
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { name, a, b, .. } = self;
        format!("{name}: {a} in A, {b} in B")
    }
}

/// How bad a verdict is, and its words; no number where it says nothing.
type Standing = (Option<u64>, String);

/// The verdicts that differ.
pub(super) fn changed(a: &Report, b: &Report) -> Vec<VerdictChange> {
    let models = a.judgement.0.iter().filter_map(|(model, verdict)| {
        let other = b.judgement.get(*model)?;
        change(model.name().to_owned(), Some(*model), standing(verdict), standing(other))
    });
    let applications = a.application.iter().zip(&b.application).flat_map(|(a, b)| invariants(a, b));
    models.chain(applications).collect()
}

fn change(name: String, model: Option<ModelId>, a: Standing, b: Standing) -> Option<VerdictChange> {
    if a.1 == b.1 {
        return None;
    }
    let turn = match (a.0, b.0) {
        (Some(in_a), Some(in_b)) if in_a > in_b => Turn::Healed,
        (Some(in_a), Some(in_b)) if in_a < in_b => Turn::Broken,
        _ => Turn::Untold,
    };
    Some(VerdictChange { name, model, a: a.1, b: b.1, turn })
}

fn standing(verdict: &Verdict) -> Standing {
    match verdict {
        Verdict::NotApplicable(_) => (None, "untested".to_owned()),
        verdict if verdict.is_untested() => (None, "untested".to_owned()),
        Verdict::Holds(_) => (Some(0), "held".to_owned()),
        Verdict::Violated(_) => (Some(u64::MAX), "violated".to_owned()),
        Verdict::Measured(measured) => {
            let least = match measured.least {
                check::Measure::Versions(versions) => u64::from(versions.saturating_sub(1)),
                check::Measure::Delay(delay) => delay.as_us(),
            };
            (Some(least), measured.least.to_string())
        }
        Verdict::Unknown(_) => (None, "unknown".to_owned()),
    }
}

/// What both applications take for granted.
fn invariants<'a>(a: &'a Application, b: &'a Application) -> impl Iterator<Item = VerdictChange> + 'a {
    let calls = change(a.linearizable_name().to_owned(), None, standing(&a.linearizable), standing(&b.linearizable));
    let named = a.invariants.iter().filter_map(|invariant| {
        let other = b.invariants.iter().find(|other| other.key == invariant.key)?;
        let standing =
            |broken: bool| if broken { (Some(1), "broken".to_owned()) } else { (Some(0), "held".to_owned()) };
        change(invariant.name.clone(), None, standing(invariant.broken.is_some()), standing(other.broken.is_some()))
    });
    calls.into_iter().filter(|_| a.object == b.object).chain(named)
}
