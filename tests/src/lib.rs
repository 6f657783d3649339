//! What the whole-house tests share: where the project and its outside data are, its files, its
//! manifests, and a reader of Rust source that is exact about strings and comments.

pub mod files;
pub mod literals;
pub mod manifests;
pub mod rules;
pub mod rust_source;
pub mod words;

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The project's top level.
#[must_use]
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// The folder of data that is not part of the project: recorded histories, litmus tests, exact
/// values. It lies beside the project as `../shared/data`, or where `QUORATE_DATA` says.
///
/// Absent, it gives nothing and says so plainly on the terminal, also for a test that passes.
///
/// # Panics
///
/// If `QUORATE_DATA` names a folder that is not there: that is a mistake, not an absence.
#[must_use]
pub fn data_dir() -> Option<PathBuf> {
    if let Some(named) = env::var_os("QUORATE_DATA") {
        let folder = PathBuf::from(named);
        let shown = folder.display();
        assert!(folder.is_dir(), "QUORATE_DATA names {shown}, which is no folder");
        return Some(folder);
    }
    let folder = root().join("..").join("shared").join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // Not `eprintln!`: the test harness swallows that when the test passes.
    let line = format!("skipped: {test}: no ../shared/data beside the project, no QUORATE_DATA\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    None
}
