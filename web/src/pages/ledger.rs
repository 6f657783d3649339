//! What was found of the claims so far: workers put them to the test, so that a page that shows all of
//! them can be read meanwhile.

use std::collections::BTreeMap;
use std::rc::Rc;

use catalog::{Claim, SYSTEMS, System, SystemMode};
use yew::prelude::*;

use super::evidence::{Evidence, test_of};
/// Where a claim stands: the numbers of its system, its mode and itself.
pub(super) use crate::hooks::Place;
use crate::hooks::{Answers, Crew, Question, use_crew};

/// How often a page is drawn again, at most, while claims are put to the test, in ms.
const BUNDLE_MS: u32 = 100;

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
    type Action = Answers;

    fn reduce(self: Rc<Self>, answers: Self::Action) -> Rc<Self> {
        let mut next = (*self).clone();
        let read = |(place, parcel): (Place, Option<Vec<u8>>)| Some((place, Evidence::of(at(place)?.2, parcel)));
        next.0.extend(answers.into_iter().filter_map(read));
        Rc::new(next)
    }
}

/// The findings, and those who look for more.
#[derive(Clone, PartialEq)]
pub(super) struct Ledger {
    findings: UseReducerHandle<Findings>,
    crew: Crew,
}

impl std::ops::Deref for Ledger {
    type Target = Findings;
    fn deref(&self) -> &Findings {
        &self.findings
    }
}

/// The findings of all pages.
#[hook]
pub(super) fn use_ledger() -> Ledger {
    let findings = use_reducer(Findings::default);
    let dispatcher = findings.dispatcher();
    let crew = use_crew(BUNDLE_MS, Callback::from(move |answers| dispatcher.dispatch(answers)));
    Ledger { findings, crew }
}

/// Puts those of these claims to the test that are not yet, while the component is there.
#[hook]
pub(super) fn use_tests(ledger: &Ledger, wanted: impl Iterator<Item = Place>) {
    let ledger = ledger.clone();
    use_effect_with(wanted.collect::<Vec<Place>>(), move |wanted| {
        let open = wanted.iter().filter(|place| ledger.of(**place).is_none());
        ledger.crew.ask(open.filter_map(|place| {
            let (_, mode, claim) = at(*place)?;
            let (link, task) = test_of(mode, claim);
            Some(Question { place: *place, link, task })
        }));
        move || ledger.crew.ask([])
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
