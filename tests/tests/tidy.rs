//! The house is tidy: short files and functions, documented modules, speaking names, no loose ends.

use tests::files::{entries, text_files};
use tests::{root, rules, words};

#[test]
fn every_file_keeps_the_rules_of_the_house() {
    let files = text_files(&root());
    // A walk that finds nothing would find nothing wrong either.
    assert!(files.iter().any(|file| file.path == "tests/tests/tidy.rs"));
    assert!(files.iter().any(|file| file.path == "crates/history/src/lib.rs"));
    let faults: Vec<String> = files.iter().flat_map(rules::faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_page_says_its_words_in_one_place() {
    let faults = words::said_by_components(&text_files(&root()));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn only_the_agreed_entries_lie_at_the_top() {
    let faults = rules::strangers_at_the_top(&entries(&root()));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
