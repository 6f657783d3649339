//! Who may import whom: the manifests against the very table of `crates/README.md`.

use std::fs;
use tests::files::{entries, text_files};
use tests::manifests::{arrows, faults, packages};
use tests::root;

#[test]
fn every_manifest_keeps_to_the_table_of_arrows() {
    let page = fs::read_to_string(root().join("crates/README.md")).expect("the page is there");
    let (table, packages) = (arrows(&page), packages(&root()));
    assert!(packages.len() >= 15, "the workspace has more packages than {}", packages.len());
    let faults = faults(&table, &packages);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_room_has_a_line_on_the_page() {
    let page = fs::read_to_string(root().join("crates/README.md")).expect("the page is there");
    for room in entries(&root().join("crates")) {
        let is_room = root().join("crates").join(&room).is_dir();
        assert!(!is_room || page.contains(&format!("\n| `{room}` |")), "no line for {room}");
    }
}

#[test]
fn only_the_native_door_and_the_tasks_stand_outside_the_wall() {
    // Clippy reads the nearest of these files, so one in a room would take the wall down there.
    let files = text_files(&root());
    let walls = files.iter().filter(|file| file.path.ends_with("clippy.toml"));
    let found: Vec<&str> = walls.map(|file| file.path.as_str()).collect();
    let expected =
        ["crates/cli/clippy.toml", "crates/clippy.toml", "crates/split/clippy.toml", "crates/xtask/clippy.toml"];
    assert_eq!(found, expected);
}
