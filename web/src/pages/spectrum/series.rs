//! Many runs of the scenario, a few at a time between frames.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use pipeline::Strength;
use scenario::Scenario;
use yew::prelude::*;

/// How many runs there are in all.
pub(super) const RUNS: u32 = 1_000;
/// Up to so many steps are taken at a time.
const STEPS_AT_ONCE: u64 = pipeline::STEPS_IN_A_FRAME / 2;

/// What the runs so far show; nothing before they are wanted.
#[hook]
pub(super) fn use_runs(scenario: &Rc<Scenario>, wanted: bool) -> Option<Strength> {
    let strength: Rc<RefCell<Strength>> = use_mut_ref(Strength::default);
    let known = use_mut_ref(|| Rc::clone(scenario));
    if *known.borrow() != *scenario {
        *known.borrow_mut() = Rc::clone(scenario);
        *strength.borrow_mut() = Strength::default();
    }
    let turned = use_force_update();
    let runs = strength.borrow().runs;
    {
        let strength = Rc::clone(&strength);
        use_effect_with((Rc::clone(scenario), wanted, runs), move |(scenario, wanted, runs)| {
            let timeout = (*wanted && *runs < RUNS).then(|| {
                let scenario = Rc::clone(scenario);
                Timeout::new(0, move || {
                    let at_once = (STEPS_AT_ONCE / pipeline::estimated_steps(&scenario).max(1)).max(1);
                    let mut strength = strength.borrow_mut();
                    for _ in 0..at_once {
                        if strength.runs >= RUNS || strength.run(&scenario).is_err() {
                            break;
                        }
                    }
                    drop(strength);
                    turned.force_update();
                })
            });
            move || drop(timeout)
        });
    }
    let counted = strength.borrow().clone();
    (wanted && counted.runs > 0).then_some(counted)
}
