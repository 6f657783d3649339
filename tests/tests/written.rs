//! A run that is written down as a script runs as it did: random work can be taken in hand without changing anything.

mod random;

use history::{Instant, Role};
use pipeline::{Recording, Written, written};
use proptest::prelude::*;
use scenario::{Object, Scenario};

use random::{any_scenario, cases, run};

/// The same work as a script alone.
fn scripted(scenario: &Scenario, written: &Written) -> Scenario {
    let mut scripted = scenario.clone();
    scripted.workload.random.operations = 0;
    scripted.workload.script.clone_from(&written.script);
    scripted
}

fn holds(scenario: &Scenario) {
    let trace = run(scenario, Recording::Full);
    let down = written(scenario, &trace).expect("a small run that is finished");
    let scripted = scripted(scenario, &down);
    assert_eq!(run(&scripted, Recording::Full), trace, "{scenario:?}");
    let again = written(&scripted, &trace).expect("the same run");
    assert_eq!((&again.script, &again.entries), (&down.script, &down.entries));
    // Each entry began with the first operation that comes from it.
    for (entry, begun) in (0_u16..).zip(&down.begun) {
        let first = down.entries.iter().position(|of| *of == Some(entry));
        let invoked = first.map(|id| history::History::of(&trace).operations[id].invoked);
        assert_eq!(invoked, *begun, "{entry}");
        assert!(begun.is_none_or(|begun| Instant::from_us(down.script[usize::from(entry)].at_us) <= begun));
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn a_run_runs_as_its_script_does(scenario in any_scenario(), open_loop in any::<bool>()) {
        let mut scenario = scenario;
        scenario.workload.random.open_loop = open_loop;
        holds(&scenario);
    }
}

#[test]
fn calls_on_every_object_are_written_down_too() {
    for info in pipeline::protocols() {
        for (object, _) in Object::ALL {
            for seed in 1..4 {
                let mut scenario = Scenario { seed, ..Scenario::default() };
                scenario.strategy.protocol = info.id.to_owned();
                scenario.workload.object = object;
                scenario.workload.amount = 5;
                scenario.workload.random.keys = 2;
                if scenario.validate(pipeline::protocols()).is_ok() {
                    holds(&scenario);
                }
            }
        }
    }
}

#[test]
fn every_operation_of_a_client_comes_from_an_entry() {
    let scenario = Scenario::default();
    let trace = run(&scenario, Recording::Full);
    let down = written(&scenario, &trace).expect("a small run");
    let clients = history::History::of(&trace).operations.into_iter().filter(|operation| operation.role != Role::Probe);
    let mut seen = 0;
    for operation in clients {
        let entry = down.entries[operation.id.index()].expect("an entry");
        assert_eq!(down.script[usize::from(entry)].session.0.session(), Some(operation.session));
        seen += 1;
    }
    assert_eq!((seen, down.script.len()), (9, 9));
}
