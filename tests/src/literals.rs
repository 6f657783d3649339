//! The strings of Rust source, and what each is handed to.

use crate::rust_source::{is_name, opaque_end};

/// A string, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What stands between its quotes, escapes and all.
    pub text: String,
    /// What it is in, outermost first and itself last: for each the name that stands before it, as
    /// `text` for `.text("…")`, `format!` for `format!("…")`, `class` for `class={if a { "…" }}`,
    /// and `#` for an attribute of Rust. Nothing where no name does.
    pub within: Vec<String>,
}

/// Every string of the source, but those of the tests at its end.
#[must_use]
pub fn literals(source: &str) -> Vec<Literal> {
    let code: Vec<char> = source.split("#[cfg(test)]").next().unwrap_or_default().chars().collect();
    let (mut found, mut open) = (Vec::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    while at < code.len() {
        let end = opaque_end(&code, at);
        let piece = &code[at..end.unwrap_or(at + 1)];
        match code[at] {
            _ if end.is_some() => {
                if let Some(text) = quoted(piece) {
                    let within = open.iter().cloned().chain([name_before(&code, at)]).collect();
                    found.push(Literal { line, text, within });
                }
            }
            '(' | '[' | '{' => open.push(name_before(&code, at)),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        line += piece.iter().filter(|c| **c == '\n').count();
        at += piece.len();
    }
    found
}

/// What stands between the quotes of a string; nothing for a comment or a character.
fn quoted(piece: &[char]) -> Option<String> {
    if matches!(piece[0], '/' | '\'') {
        return None;
    }
    let quote = |c: &char| *c == '"';
    let (first, last) = (piece.iter().position(quote)?, piece.iter().rposition(quote)?);
    Some(piece[first + 1..last.max(first + 1)].iter().collect())
}

/// The name before a place: of a call, of a macro with its mark, or of the attribute of an element,
/// which has no space before its sign of equality as an assignment has.
fn name_before(code: &[char], at: usize) -> String {
    let before = &code[..at];
    let (before, attribute) = match before.split_last() {
        Some(('=', before)) => (before, true),
        Some(('#', _)) => return "#".to_owned(),
        _ => (before, false),
    };
    let part = |c: &&char| is_name(**c) || **c == '!' || (attribute && **c == '-');
    let name: Vec<char> = before.iter().rev().take_while(part).copied().collect();
    name.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(usize, &str, &[&str])]) {
        let found = literals(source);
        let found: Vec<(usize, &str, Vec<&str>)> = found
            .iter()
            .map(|literal| (literal.line, literal.text.as_str(), literal.within.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(line, text, within)| (*line, *text, within.to_vec())).collect();
        assert_eq!(found, expected, "in {source}");
    }

    #[test]
    fn a_string_knows_what_it_is_handed_to() {
        check("el(\"p\")\n.text(\"a b\")", &[(1, "p", &["el", ""]), (2, "a b", &["text", ""])]);
        check("format!(\"{a}\", f(\"b\"))", &[(1, "{a}", &["format!", ""]), (1, "b", &["format!", "f", ""])]);
        check(
            "<p class=\"a\" aria-label={if x { \"b\" }}>",
            &[(1, "a", &["class"]), (1, "b", &["aria-label", "", ""])],
        );
        check("#[expect(x, reason = \"a b\")]", &[(1, "a b", &["#", "expect", ""])]);
        check("let class = \"a b\";", &[(1, "a b", &[""])]);
    }

    #[test]
    fn comments_characters_and_tests_hold_no_strings() {
        check("// \"a\"\n/* \"b\" */ '\"' r#\"c \"d\" e\"#", &[(2, "c \"d\" e", &[""])]);
        check("\"a\\\"b\"\n#[cfg(test)]\nmod tests { \"c\" }", &[(1, "a\\\"b", &[""])]);
    }
}
