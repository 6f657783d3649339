//! Any text as a history in the text notation: it is read or every wrong line is named, and what is
//! read can be written and read again as the same operations.
#![no_main]

use history::{Action, History, Instant, Operation, Outcome, ProcessId, parse_history, write_history};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse_history(text) {
        Ok(history) => {
            let written = write_history(&history);
            let again = parse_history(&written).unwrap_or_else(|errors| panic!("{written}: {errors:?}"));
            assert_eq!(named(&again), named(&history), "{written}");
        }
        Err(errors) => {
            let lines = text.lines().count();
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| (1..=lines).contains(&(error.line as usize))), "{errors:?}");
        }
    }
});

type Named<'a> = (ProcessId, &'a str, &'a str, Action, Instant, Option<Instant>, Outcome);

/// The operations with names in the place of numbers, which follow the order of the lines.
fn named(history: &History) -> Vec<Named<'_>> {
    let named = |it: &Operation| {
        let (session, key) = (history.session_name(it.session), history.key_name(it.key));
        (it.process, session, key, it.action, it.invoked, it.returned, it.outcome)
    };
    history.operations.iter().map(named).collect()
}
