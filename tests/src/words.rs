//! The words of the page stand in `web/src/words`: finds those that a component says itself.

use std::collections::BTreeSet;

use crate::files::TextFile;
use crate::literals::{Literal, literals};

/// Where nothing is said to people: the words themselves, and the calls of the browser.
const ELSEWHERE: [&str; 2] = ["web/src/words/", "web/src/browser/"];
/// What is handed to these is for machines: attributes of elements, selectors, files that are built
/// in, attributes of Rust, and what only a developer sees.
const MACHINES: [&str; 18] = [
    "#",
    "accept",
    "assert!",
    "class",
    "classes!",
    "d",
    "expect",
    "for",
    "href",
    "id",
    "include_str!",
    "key",
    "matches",
    "points",
    "query_selector",
    "style",
    "transform",
    "unreachable!",
];
/// What is handed to these is said to people, be it one word.
const PEOPLE: [&str; 5] = ["alt", "aria-label", "placeholder", "text", "title"];
/// What browsers call keys.
const KEYS: [&str; 12] = [
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "Backspace",
    "Delete",
    "End",
    "Enter",
    "Escape",
    "Home",
    "PageDown",
    "PageUp",
];
/// What looks like words and is none, with the file that has it.
const NO_WORDS: [(&str, &str); 2] = [
    // A question to the browser's style engine.
    ("web/src/pages/playground.rs", "screen and (max-width: 1023.98px)"),
    // A selector.
    ("web/src/panels/transcript.rs", "ol > li"),
];
/// In the place of a figure or a name.
const FIGURE: char = '\u{fffc}';

/// Every string of the page's components that looks like words for people, a line each; and every
/// exception that is none any more.
#[must_use]
pub fn said_by_components(files: &[TextFile]) -> Vec<String> {
    let classes: BTreeSet<&str> =
        files.iter().filter(|file| file.path.starts_with("web/style/")).flat_map(|file| classes(&file.text)).collect();
    let mut left: BTreeSet<(&str, &str)> = NO_WORDS.into();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| is_component(&file.path)) {
        for literal in literals(&file.text).iter().filter(|literal| is_said(literal, &classes)) {
            let (path, line, text) = (&file.path, literal.line, &literal.text);
            match NO_WORDS.iter().find(|(known, no_words)| known == path && no_words == text) {
                Some(exception) => drop(left.remove(exception)),
                None => found.push(format!("{path}:{line}: “{text}” belongs in web/src/words")),
            }
        }
    }
    found.extend(left.iter().map(|(path, text)| format!("{path}: “{text}” is an exception that nothing needs")));
    found
}

fn is_component(path: &str) -> bool {
    let of_the_page = path.starts_with("web/src/") && path.ends_with(".rs") && !path.ends_with("tests.rs");
    of_the_page && !ELSEWHERE.iter().any(|folder| path.starts_with(folder))
}

/// The names of the classes in a style sheet.
fn classes(sheet: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    sheet.split('.').skip(1).map(move |rest| &rest[..name(rest)]).filter(|name| !name.is_empty())
}

fn is_said(literal: &Literal, classes: &BTreeSet<&str>) -> bool {
    let within = |names: &[&str]| literal.within.iter().any(|name| names.contains(&name.as_str()));
    let text = literal.text.as_str();
    if within(&MACHINES) || literal.within.iter().any(|name| name.starts_with("data-")) || KEYS.contains(&text) {
        return false;
    }
    // A list of classes is one wherever it stands; a single class may be a word as well.
    if text.contains('-') && text.split_whitespace().all(|class| classes.contains(class)) {
        return false;
    }
    let (words, figures, capitalised) = words(text);
    let at_once = literal.within.iter().rev().find(|name| !name.is_empty());
    let to_people = at_once.is_some_and(|name| PEOPLE.contains(&name.as_str()));
    capitalised || words >= 2 || words == 1 && (figures > 0 || to_people)
}

/// How many words a text has, how many figures or names are put in between, and whether a word is
/// capitalised. What is not of letters alone, as paths, colours and identifiers, is no word.
fn words(text: &str) -> (usize, usize, bool) {
    let (mut words, mut figures, mut capitalised) = (0, 0, false);
    for token in plain(text).split_whitespace() {
        let token =
            token.trim_start_matches(['(', '“', '‘']).trim_end_matches(['.', ',', ';', ':', '?', ')', '”', '…']);
        let mut letters = token.chars();
        let (first, second) = (letters.next(), letters.next());
        let of_letters = token.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''));
        if first == Some(FIGURE) && second.is_none() {
            figures += 1;
        } else if of_letters && first.is_some_and(char::is_alphabetic) && second.is_some() {
            words += 1;
            capitalised |= first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_lowercase);
        }
    }
    (words, figures, capitalised)
}

/// The text with blanks for escapes, and a mark for each figure or name that is put in.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                if rest.next() == Some('u') {
                    rest.by_ref().find(|c| *c == '}');
                }
                plain.push(' ');
            }
            '{' => {
                rest.by_ref().find(|c| *c == '}');
                plain.push(FIGURE);
            }
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = ".tool { top: .5em }\n.tool-words:hover, .is-on {}\n";

    /// What is found in a component that says this.
    fn found(code: &str) -> Vec<String> {
        let file = |path: &str, text: &str| TextFile { path: path.to_owned(), text: text.to_owned() };
        let component = format!("//! A component.\n{code}\n");
        let files = [file("web/style/base.css", STYLE), file("web/src/panels/a.rs", &component)];
        said_by_components(&files).into_iter().filter(|fault| !fault.ends_with("nothing needs")).collect()
    }

    #[test]
    fn words_for_people_are_found_wherever_a_component_says_them() {
        for code in [
            r#"html! { <p>{ "Response times" }</p> }"#,
            r#"html! { <p>{ "reads are fresh" }</p> }"#,
            r#"html! { <p title="Close" /> }"#,
            r#"html! { <p aria-label={if a { "close" } else { b }} /> }"#,
            r#"el("p").text("none")"#,
            r#"el("p").set("aria-label", "Share")"#,
            r#"Err("it must end after it begins".to_owned())"#,
            r#"format!("{count} versions")"#,
            r#"format!("{} of {all}, {percent:.1}", 1)"#,
            "const TOLD: &str = \"a read may \\\n    miss a write\";",
            r#"let words = "is-on or off";"#,
            r##"r#"More "words" here"#"##,
            r#"[("nothing\u{a0}left", 1)]"#,
        ] {
            assert_eq!(found(code).len(), 1, "in {code}");
        }
        let fault = "web/src/panels/a.rs:3: “Read on” belongs in web/src/words";
        assert_eq!(found("\ncall(\"Read on\");"), [fault]);
    }

    #[test]
    fn what_is_for_machines_is_left_alone() {
        for code in [
            r#"html! { <p class="thin holds" data-name="x y" key="a b">{ "–" }</p> }"#,
            r#"html! { <p class={classes!("tool", on.then_some("is on"))} style={format!("left:{x}px and {y}px")} /> }"#,
            r#"let class = if on { "tool is-on" } else { "tool tool-words" };"#,
            r#"el("svg").set("viewBox", "0 0 16 16").set("d", "M8 2.2 14.6 13.6H1.4zM8 6.4v3.4")"#,
            r#"format!("left:{}px;translate:{dx}px {dy}px", 1)"#,
            r#"format!("{lead}: {sentence}")"#,
            r#"match key { "ArrowUp" | "Home" => 1, _ => 2 }"#,
            r##"keep(&sheet, ".handle, .fault-body"); leave("#share, #share-panel")"##,
            r#"media::matches("(prefers-color-scheme: dark)"); include_str!("Some file.css")"#,
            r#"#[expect(clippy::all, reason = "Yew's macro wants it so")]"#,
            "// Words of a comment.\nlet a = words::shared::NONE;",
            "#[cfg(test)]\nmod tests { const A: &str = \"Words of a test\"; }",
        ] {
            assert_eq!(found(code), [""; 0], "in {code}");
        }
    }

    #[test]
    fn an_exception_that_nothing_needs_is_a_fault() {
        assert_eq!(said_by_components(&[]).len(), NO_WORDS.len());
    }
}
