//! Any text as litmus JSON: a history with its operations in order and one id each, or a reason.
#![no_main]

use history::litmus::LitmusFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(file) = serde_json::from_str::<LitmusFile>(text) else { return };
    match file.history() {
        Ok(history) => {
            assert_eq!(file.ids().len(), history.operations.len());
            for (number, operation) in (0..).zip(&history.operations) {
                assert_eq!(operation.id.0, number);
                assert!(operation.returned.is_none_or(|returned| operation.invoked <= returned), "{operation:?}");
                assert!(operation.session.index() < history.sessions.len(), "{operation:?}");
                assert!(operation.key.index() < history.keys.len(), "{operation:?}");
            }
            assert!(history.operations.is_sorted_by_key(|operation| operation.invoked), "{:?}", history.operations);
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
