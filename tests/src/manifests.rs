//! The workspace's manifests against the table of arrows in `crates/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// Crates that exist only in a browser: the page has them, and nothing else.
const BROWSER: [&str; 5] = ["gloo", "js-sys", "wasm-bindgen", "web-sys", "yew"];
/// Crates that bring the operating system's chance, its clocks or its threads.
const IMPURE: [&str; 9] = ["chrono", "crossbeam", "fastrand", "getrandom", "instant", "rand", "rayon", "time", "tokio"];
/// The rooms outside the wall.
const OUTSIDE: [&str; 4] = ["cli", "tests", "web", "xtask"];

/// Who may import whom: a package, and the packages that its row allows.
pub type Arrows = BTreeMap<String, BTreeSet<String>>;

/// One package: its name and its manifest.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its manifest.
    pub manifest: Table,
}

/// Every package of the workspace.
///
/// # Panics
///
/// If a manifest cannot be read or parsed, or has no name.
#[must_use]
pub fn packages(root: &Path) -> Vec<Package> {
    let crates = fs::read_dir(root.join("crates")).expect("crates/ is a folder");
    let mut folders: Vec<_> = crates.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.extend([root.join("web"), root.join("tests")]);
    let mut files: Vec<_> = folders.iter().map(|folder| folder.join("Cargo.toml")).collect();
    files.retain(|file| file.is_file());
    files.sort();
    files.iter().map(|file| package(file)).collect()
}

fn package(file: &Path) -> Package {
    let text = fs::read_to_string(file).expect("a manifest can be read");
    let manifest: Table = text.parse().unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let name = manifest["package"]["name"].as_str().expect("a package has a name");
    Package { name: name.to_owned(), manifest }
}

/// The table under the heading `## Arrows`: a row may import the columns that have a mark.
#[must_use]
pub fn arrows(page: &str) -> Arrows {
    let section = page.split("\n## ").find(|part| part.starts_with("Arrows"));
    let lines = section.unwrap_or_default().lines();
    let mut rows = lines.filter(|line| line.starts_with('|')).map(cells);
    let columns = rows.next().unwrap_or_default();
    let mut table = Arrows::new();
    for row in rows.filter(|row| !row[0].starts_with([':', '-'])) {
        let marked = columns.iter().zip(&row).skip(1).filter(|(_, mark)| *mark == "●");
        let allowed = marked.map(|(name, _)| name.clone()).collect();
        table.insert(row[0].clone(), allowed);
    }
    table
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    let cell = |text: &str| text.trim().trim_matches('`').to_owned();
    inner.split('|').map(cell).collect()
}

/// Everything in the manifests that the table or the wall forbids, a line each.
#[must_use]
pub fn faults(table: &Arrows, packages: &[Package]) -> Vec<String> {
    let own: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut found = Vec::new();
    for row in table.keys().filter(|row| !own.contains(row.as_str())) {
        found.push(format!("the table has a row for `{row}`, which is no package"));
    }
    for package in packages {
        let name = &package.name;
        let Some(allowed) = table.get(name) else {
            found.push(format!("`{name}` has no row in the table"));
            continue;
        };
        for (dependency, source) in dependencies(&package.manifest) {
            if own.contains(dependency.as_str()) && !allowed.contains(&dependency) {
                found.push(format!("`{name}` must not know `{dependency}`"));
            }
            if BROWSER.contains(&dependency.as_str()) && name != "web" {
                found.push(format!("`{name}` names the browser crate `{dependency}`"));
            }
            if IMPURE.contains(&dependency.as_str()) && !OUTSIDE.contains(&name.as_str()) {
                found.push(format!("`{name}` names `{dependency}`, which breaks the wall"));
            }
            if !from_workspace(&source) {
                found.push(format!("`{name}` states the version of `{dependency}` itself"));
            }
        }
        if !package.manifest.get("lints").is_some_and(from_workspace) {
            found.push(format!("`{name}` does not take the workspace's lints"));
        }
    }
    found
}

/// Every dependency of a manifest, whatever for: normal, for tests, for the build, for one target.
fn dependencies(manifest: &Table) -> Vec<(String, Value)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let mut found = Vec::new();
    for part in targets.chain([manifest]) {
        let tables = kinds.iter().filter_map(|kind| part.get(*kind)?.as_table());
        found.extend(tables.flatten().map(|(name, source)| (name.clone(), source.clone())));
    }
    found
}

fn from_workspace(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# X\n\n## Rooms\n\n| a | b |\n\n## Arrows: row may import column\n\n\
        |  | low | `mid` |\n|---|:-:|:-:|\n| low | – | |\n| `mid` | ● | – |\n| top | | ● |\n\n\
        ## After\n\n| low | ● | ● |\n";

    fn named(name: &str, manifest: &str) -> Package {
        let manifest = format!("lints.workspace = true\n{manifest}");
        Package { name: name.to_owned(), manifest: manifest.parse().expect("the test's manifest is TOML") }
    }

    fn check(name: &str, manifest: &str, expected: &[&str]) {
        let mut packages = vec![named("low", ""), named("mid", ""), named("top", "")];
        packages.retain(|package| package.name != name);
        packages.push(named(name, manifest));
        assert_eq!(faults(&arrows(PAGE), &packages), expected);
    }

    #[test]
    fn the_table_is_read_from_its_own_section() {
        let table = arrows(PAGE);
        let rows: Vec<_> = table.iter().map(|(row, set)| (row.as_str(), set.len())).collect();
        assert_eq!(rows, [("low", 0), ("mid", 1), ("top", 1)]);
        assert!(table["mid"].contains("low"));
    }

    #[test]
    fn an_arrow_without_a_mark_is_refused_for_every_kind_of_dependency() {
        check("mid", "[dependencies]\nlow.workspace = true", &[]);
        let fault = ["`top` must not know `low`"];
        check("top", "[dependencies]\nlow.workspace = true", &fault);
        check("top", "[dev-dependencies]\nlow.workspace = true", &fault);
        check("top", "[build-dependencies]\nlow.workspace = true", &fault);
        check("top", "[target.'cfg(unix)'.dependencies]\nlow.workspace = true", &fault);
    }

    #[test]
    fn a_package_without_a_row_and_a_row_without_a_package_are_refused() {
        check("attic", "", &["`attic` has no row in the table"]);
        let alone = [named("low", ""), named("mid", "")];
        let fault = "the table has a row for `top`, which is no package";
        assert_eq!(faults(&arrows(PAGE), &alone), [fault]);
    }

    #[test]
    fn the_browser_and_chance_stay_outside_the_wall() {
        let fault = ["`low` names the browser crate `web-sys`"];
        check("low", "[dependencies]\nweb-sys.workspace = true", &fault);
        let fault = ["`low` names `getrandom`, which breaks the wall"];
        check("low", "[dependencies]\ngetrandom.workspace = true", &fault);
    }

    #[test]
    fn versions_are_stated_once_for_the_whole_workspace() {
        let fault = ["`low` states the version of `libm` itself"];
        check("low", "[dependencies]\nlibm = \"1\"", &fault);
    }

    #[test]
    fn lints_are_the_workspaces() {
        let bare = Package { name: "low".to_owned(), manifest: Table::new() };
        let packages = [bare, named("mid", ""), named("top", "")];
        let fault = "`low` does not take the workspace's lints";
        assert_eq!(faults(&arrows(PAGE), &packages), [fault]);
    }
}
