//! The rules that keep the house tidy: each takes one file and says what is wrong with it.

use crate::files::TextFile;
use crate::rust_source::functions;

/// The most lines that a file of code may have.
pub const MAX_FILE_LINES: usize = 400;
/// The most lines that a function may have.
pub const MAX_FUNCTION_LINES: usize = 70;

const CODE: [&str; 6] = ["rs", "js", "mjs", "css", "html", "toml"];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"];
/// What may lie at the top, beside files whose name starts with a dot.
const TOP: [&str; 10] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Trunk.toml",
    "crates",
    "index.html",
    "tests",
    "web",
];
// Written in two parts, so that this file keeps its own rules.
const LEFT_FOR_LATER: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];
const LEFT_FOR_LATER_IN_RUST: [&str; 5] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("dbg", "!("),
    concat!("#[", "ignore"),
    concat!("#[should", "_panic"),
];
const LEFT_FOR_LATER_IN_SCRIPTS: [&str; 4] =
    [concat!(".on", "ly("), concat!(".sk", "ip("), concat!(".to", "do("), concat!("sk", "ip: true")];
const MACHINE_PATHS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/tm", "p/")];

/// Everything that is wrong with one file, a line each.
#[must_use]
pub fn faults(file: &TextFile) -> Vec<String> {
    let rules: [fn(&TextFile) -> Vec<String>; 5] = [long_file, long_functions, missing_docs, empty_names, banned_words];
    rules.iter().flat_map(|rule| rule(file)).collect()
}

/// What lies at the top and does not belong there.
#[must_use]
pub fn strangers_at_the_top(names: &[String]) -> Vec<String> {
    let strange = |name: &&String| !name.starts_with('.') && !TOP.contains(&name.as_str());
    let explain = |name: &String| format!("{name}: not one of the agreed top-level entries");
    names.iter().filter(strange).map(explain).collect()
}

fn long_file(file: &TextFile) -> Vec<String> {
    let count = file.text.lines().count();
    if !CODE.contains(&kind(file)) || count <= MAX_FILE_LINES {
        return Vec::new();
    }
    vec![format!("{}: {count} lines, more than {MAX_FILE_LINES}", file.path)]
}

fn long_functions(file: &TextFile) -> Vec<String> {
    if kind(file) != "rs" {
        return Vec::new();
    }
    let long = functions(&file.text).into_iter().filter(|f| f.lines > MAX_FUNCTION_LINES);
    let explain = |f: crate::rust_source::Function| {
        let (path, line, name, lines) = (&file.path, f.line, f.name, f.lines);
        format!("{path}:{line}: `{name}` has {lines} lines, more than {MAX_FUNCTION_LINES}")
    };
    long.map(explain).collect()
}

fn missing_docs(file: &TextFile) -> Vec<String> {
    if kind(file) != "rs" || file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{}: does not start with what it is (`//! …`)", file.path)]
}

fn empty_names(file: &TextFile) -> Vec<String> {
    let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    let empty = parts.filter(|name| EMPTY_NAMES.contains(name));
    let explain = |name| format!("{}: `{name}` says nothing about what is inside", file.path);
    empty.map(explain).collect()
}

fn banned_words(file: &TextFile) -> Vec<String> {
    let by_kind: &[&str] = match kind(file) {
        "rs" => &LEFT_FOR_LATER_IN_RUST,
        "js" | "mjs" => &LEFT_FOR_LATER_IN_SCRIPTS,
        _ => &[],
    };
    let mut found = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let place = format!("{}:{}", file.path, index + 1);
        let left = by_kind.iter().filter(|word| line.contains(**word));
        let left = left.chain(LEFT_FOR_LATER.iter().filter(|word| stands_alone(line, word)));
        found.extend(left.map(|word| format!("{place}: `{word}` is work left for later")));
        let paths = MACHINE_PATHS.iter().filter(|path| starts_a_path(line, path));
        found.extend(paths.map(|path| format!("{place}: `{path}` is a path of one machine")));
    }
    found
}

/// Whether the word is there and is no part of a longer one.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether an absolute path starts so; a web address or a relative path that goes on so is none.
fn starts_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "_.-~}/".contains(c))
    })
}

fn kind(file: &TextFile) -> &str {
    file.path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: &[&str]) {
        let (path, text) = (path.to_owned(), text.to_owned());
        assert_eq!(faults(&TextFile { path, text }), expected);
    }

    fn body(lines: usize) -> String {
        format!("//! A file.\nfn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_file_may_have_four_hundred_lines_and_no_more() {
        check("web/style.css", &"a {}\n".repeat(400), &[]);
        let fault = "web/style.css: 401 lines, more than 400";
        check("web/style.css", &"a {}\n".repeat(401), &[fault]);
        check("tests/suite/models/long.md", &"line\n".repeat(401), &[]);
    }

    #[test]
    fn a_function_may_have_seventy_lines_and_no_more() {
        check("crates/a/src/b.rs", &body(70), &[]);
        let fault = "crates/a/src/b.rs:2: `long` has 71 lines, more than 70";
        check("crates/a/src/b.rs", &body(71), &[fault]);
    }

    #[test]
    fn a_rust_file_starts_by_saying_what_it_is() {
        let fault = "crates/a/src/b.rs: does not start with what it is (`//! …`)";
        check("crates/a/src/b.rs", "use std::fmt;\n", &[fault]);
        check("crates/a/src/b.rs", "//! A file.\n", &[]);
    }

    #[test]
    fn a_name_that_says_nothing_is_refused_for_files_and_folders() {
        let fault = "web/src/utils.rs: `utils` says nothing about what is inside";
        check("web/src/utils.rs", "//! A file.\n", &[fault]);
        let fault = "web/common/x.mjs: `common` says nothing about what is inside";
        check("web/common/x.mjs", "", &[fault]);
        check("web/src/commonplace.rs", "//! A file.\n", &[]);
    }

    #[test]
    fn work_left_for_later_is_found_in_the_language_that_has_it() {
        for word in LEFT_FOR_LATER_IN_RUST {
            let fault = format!("a.rs:2: `{word}` is work left for later");
            check("a.rs", &format!("//! A file.\n{word}"), &[&fault]);
        }
        for word in LEFT_FOR_LATER_IN_SCRIPTS {
            let fault = format!("a.mjs:1: `{word}` is work left for later");
            check("a.mjs", &format!("test{word}"), &[&fault]);
        }
        // An iterator's method, not a test that does not run.
        check("a.rs", &format!("//! A file.\nlist{}1);", concat!(".sk", "ip(")), &[]);
        for word in LEFT_FOR_LATER {
            let fault = format!("a.md:1: `{word}` is work left for later");
            check("a.md", &format!("({word}: later)"), &[&fault]);
            check("a.md", &format!("A{word}Z"), &[]);
        }
    }

    #[test]
    fn a_path_of_one_machine_is_found_and_a_web_address_is_not() {
        for path in MACHINE_PATHS {
            let fault = format!("a.md:1: `{path}` is a path of one machine");
            check("a.md", &format!("see {path}notes"), &[&fault]);
            check("a.md", &format!("\"{path}notes\""), &[&fault]);
            check("a.md", &format!("https://example.org{path}notes"), &[]);
            check("a.md", &format!("..{path}notes"), &[]);
        }
    }

    #[test]
    fn only_the_agreed_entries_and_dotfiles_lie_at_the_top() {
        let names = ["Cargo.toml", "Makefile", ".gitignore"].map(str::to_owned);
        let fault = "Makefile: not one of the agreed top-level entries";
        assert_eq!(strangers_at_the_top(&names), [fault]);
    }
}
