//! Many runs of the scenario, in parts for workers.

use std::cell::RefCell;
use std::rc::Rc;

use pipeline::Strength;
use scenario::Scenario;
use yew::prelude::*;

use super::tail_of;
use crate::browser::worker::Task;
use crate::hooks::{Answers, Question, use_crew};

/// How many runs there are in all.
pub(super) const RUNS: u32 = 1_000;
/// Up to so many steps are a part.
const STEPS_AT_ONCE: u64 = 2 * pipeline::STEPS_IN_A_FRAME;
/// How often the runs so far are shown, at most, in ms.
const BUNDLE_MS: u32 = 100;

/// The number of the scenario, and what its runs show so far.
type Counted = Rc<RefCell<(usize, Strength)>>;

/// What the runs so far show; nothing before they are wanted.
#[hook]
pub(super) fn use_runs(scenario: &Rc<Scenario>, wanted: bool) -> Option<Strength> {
    let counted: Counted = use_mut_ref(Default::default);
    let known = use_mut_ref(|| Rc::clone(scenario));
    if *known.borrow() != *scenario {
        *known.borrow_mut() = Rc::clone(scenario);
        let number = counted.borrow().0;
        *counted.borrow_mut() = (number + 1, Strength::default());
    }
    let (turned, answered) = (use_force_update(), Rc::clone(&counted));
    let tell = Callback::from(move |answers: Answers| {
        let mut counted = answered.borrow_mut();
        for ((number, ..), parcel) in answers {
            if let Some(part) = parcel.and_then(|parcel| pipeline::unpack(&parcel)).filter(|_| number == counted.0) {
                counted.1.add(&part);
            }
        }
        drop(counted);
        turned.force_update();
    });
    let crew = use_crew(BUNDLE_MS, tell);
    let asked = use_mut_ref(|| None::<usize>);
    {
        let counted = Rc::clone(&counted);
        use_effect_with((Rc::clone(scenario), wanted), move |(scenario, wanted)| {
            let number = counted.borrow().0;
            // Who looks away and back finds them counted.
            if *wanted && asked.replace(Some(number)) != Some(number) {
                crew.ask(parts(scenario, number));
            }
        });
    }
    let strength = counted.borrow().1.clone();
    (wanted && strength.runs > 0).then_some(strength)
}

/// All runs, in parts of about the same work.
fn parts(scenario: &Scenario, number: usize) -> impl Iterator<Item = Question> {
    let at_once = STEPS_AT_ONCE / pipeline::estimated_steps(scenario).max(1);
    let count = u32::try_from(at_once).unwrap_or(RUNS).clamp(1, RUNS);
    let link = tail_of(scenario, None);
    (0..RUNS).step_by(count as usize).map(move |first| Question {
        place: (number, first as usize, 0),
        link: link.clone(),
        task: Task::Strength { first, count: count.min(RUNS - first) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_all_runs_once() {
        let mut next = 0;
        for question in parts(&Scenario::default(), 0) {
            let Task::Strength { first, count } = question.task else { panic!("{question:?}") };
            assert!(first == next && count > 0, "{question:?}");
            next += count;
        }
        assert_eq!(next, RUNS);
    }
}
