//! The project's own files: all of them but what is built, downloaded or written by a tool.

use std::fs;
use std::path::Path;

/// One text file.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Its path from the project's top, with `/` between the parts.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Folders that are built or downloaded, wherever they are.
const MADE: [&str; 5] = ["target", "dist", "node_modules", "artifacts", ".git"];
/// Files that a tool writes.
const LOCKS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Every text file under `root`, in the order of their paths. Binary files are left out.
///
/// # Panics
///
/// If a folder cannot be read.
#[must_use]
pub fn text_files(root: &Path) -> Vec<TextFile> {
    let mut found = Vec::new();
    collect(root, "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The names of what lies in a folder, but for what git ignores, sorted.
///
/// # Panics
///
/// If the folder cannot be read.
#[must_use]
pub fn entries(folder: &Path) -> Vec<String> {
    let reading = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let names = reading.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !MADE.contains(&name.as_str())).collect();
    names.sort();
    names
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<TextFile>) {
    for name in entries(folder) {
        let place = folder.join(&name);
        let path = format!("{prefix}{name}");
        if place.is_dir() {
            collect(&place, &format!("{path}/"), found);
        } else if !LOCKS.contains(&name.as_str())
            && let Ok(text) = fs::read_to_string(&place)
        {
            found.push(TextFile { path, text });
        }
    }
}
