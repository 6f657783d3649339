//! What was found of the claims so far: one after the other, between frames, so that a page that
//! shows all of them can be read meanwhile.

use std::collections::BTreeMap;
use std::rc::Rc;

use catalog::{Claim, SYSTEMS, System, SystemMode};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::evidence::{Evidence, put_to_the_test};

/// Where a claim stands: the numbers of its system, its mode and itself.
pub(super) type Place = (usize, usize, usize);

/// The findings so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Findings(BTreeMap<Place, Evidence>);

impl Findings {
    /// What was found of a claim, if it was its turn.
    pub(super) fn of(&self, place: Place) -> Option<&Evidence> {
        self.0.get(&place)
    }

    /// How many claims were put to the test, and how many are as they say.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.0.len(), self.0.values().filter(|evidence| evidence.agrees).count())
    }
}

impl Reducible for Findings {
    type Action = (Place, Evidence);

    fn reduce(self: Rc<Self>, (place, evidence): Self::Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.0.insert(place, evidence);
        Rc::new(next)
    }
}

/// The findings, and how a page asks for more.
pub(super) type Ledger = UseReducerHandle<Findings>;

/// The findings of all pages.
#[hook]
pub(super) fn use_ledger() -> Ledger {
    use_reducer(Findings::default)
}

/// Puts these claims to the test, one at a time, until all are.
#[hook]
pub(super) fn use_tests(ledger: &Ledger, wanted: impl Iterator<Item = Place>) {
    let next = wanted.into_iter().find(|place| ledger.of(*place).is_none());
    let dispatcher = ledger.dispatcher();
    use_effect_with(next, move |next| {
        let timeout = next.and_then(|place| {
            let (_, mode, claim) = at(place)?;
            Some(Timeout::new(0, move || dispatcher.dispatch((place, put_to_the_test(mode, claim)))))
        });
        move || drop(timeout)
    });
}

/// The places of the claims of a system, in their order.
pub(super) fn places_of(system: usize) -> impl Iterator<Item = Place> {
    let modes = SYSTEMS.get(system).map_or(&[][..], |system| system.modes);
    let claims = |(mode, of): (usize, &'static SystemMode)| (0..of.claims.len()).map(move |claim| (mode, claim));
    modes.iter().enumerate().flat_map(claims).map(move |(mode, claim)| (system, mode, claim))
}

/// What stands at a place.
pub(super) fn at((system, mode, claim): Place) -> Option<(&'static System, &'static SystemMode, &'static Claim)> {
    let system = SYSTEMS.get(system)?;
    let mode = system.modes.get(mode)?;
    Some((system, mode, mode.claims.get(claim)?))
}
