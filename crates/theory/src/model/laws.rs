//! The laws of a model, each named by a number, and worked out by the first who needs it.

use std::rc::Rc;

use scenario::{Delay, Distribution};

use crate::law::{Law, TOLERANCE};

/// The number of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LawId(u32);

/// What a law is of.
#[derive(Clone, Debug, PartialEq)]
enum Recipe {
    /// One message's delay.
    Delay(Delay),
    /// The sum of two independent times.
    Sum(LawId, LawId),
    /// A time that is drawn from one of several, by their shares.
    Mixture(Vec<(f64, LawId)>),
}

/// Every law that a model needs.
#[derive(Clone, Debug)]
pub(crate) struct Laws {
    recipes: Vec<Recipe>,
    made: Vec<Option<Rc<Law>>>,
    /// How far off a probability may be.
    pub(crate) tolerance: f64,
}

impl Default for Laws {
    fn default() -> Self {
        Self { recipes: Vec::new(), made: Vec::new(), tolerance: TOLERANCE }
    }
}

impl Laws {
    /// The law of a delay.
    pub(crate) fn of(&mut self, delay: &Delay) -> LawId {
        self.add(Recipe::Delay(delay.clone()))
    }

    /// The law of the sum of two independent times.
    pub(crate) fn sum(&mut self, one: LawId, other: LawId) -> LawId {
        self.add(Recipe::Sum(one.min(other), one.max(other)))
    }

    /// The law of a time that is drawn from one of several, by their shares.
    pub(crate) fn mixture(&mut self, parts: Vec<(f64, LawId)>) -> LawId {
        match parts.first() {
            Some((_, first)) if parts.iter().all(|(_, id)| id == first) => *first,
            _ => self.add(Recipe::Mixture(parts)),
        }
    }

    /// The law of no time at all.
    pub(crate) fn nothing(&mut self) -> LawId {
        self.of(&Delay::of(Distribution::Constant { ms: 0.0 }))
    }

    fn add(&mut self, recipe: Recipe) -> LawId {
        let place = self.recipes.iter().position(|known| *known == recipe).unwrap_or_else(|| {
            self.recipes.push(recipe);
            self.made.push(None);
            self.recipes.len() - 1
        });
        LawId(place as u32)
    }

    /// The law with that number.
    pub(crate) fn get(&mut self, id: LawId) -> Rc<Law> {
        let place = id.0 as usize;
        if let Some(known) = &self.made[place] {
            return Rc::clone(known);
        }
        let tolerance = self.tolerance;
        let law = match self.recipes[place].clone() {
            Recipe::Delay(delay) => Law::of(&delay, tolerance),
            Recipe::Sum(one, other) => self.get(one).plus(&self.get(other), tolerance),
            Recipe::Mixture(parts) => {
                let held: Vec<(f64, Rc<Law>)> = parts.iter().map(|(share, id)| (*share, self.get(*id))).collect();
                let parts: Vec<(f64, &Law)> = held.iter().map(|(share, law)| (*share, &**law)).collect();
                Law::mixture(&parts, tolerance)
            }
        };
        let law = Rc::new(law);
        self.made[place] = Some(Rc::clone(&law));
        law
    }
}
