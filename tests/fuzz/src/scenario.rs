//! Any text as a scenario file: it is read, and what is read can be looked through for mistakes and
//! written as the same scenario again; or every wrong field is named.
#![no_main]

#[path = "../../../crates/cli/src/scenario_file.rs"]
mod scenario_file;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match scenario_file::read(text) {
        Ok(scenario) => {
            let written = scenario_file::write(&scenario);
            assert_eq!(scenario_file::read(&written), Ok(scenario.clone()), "{written}");
            if let Err(problems) = scenario.validate(pipeline::protocols()) {
                assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.to_string().is_empty()));
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.is_empty()));
        }
    }
});
