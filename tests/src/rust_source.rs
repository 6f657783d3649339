//! Reads Rust source without a parser: blanks what is not code, then finds the functions.

/// A function and its length, from the line of `fn` to the closing brace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`, from 1.
    pub line: usize,
    /// How many lines it has.
    pub lines: usize,
}

/// Every function with a body, nested ones too.
#[must_use]
pub fn functions(source: &str) -> Vec<Function> {
    let code = blank(source);
    let starts = (0..code.len()).filter(|&at| is_word(&code, at, "fn"));
    starts.filter_map(|at| function_at(&code, at)).collect()
}

/// The source with comments, strings and character literals replaced by spaces, line for line.
#[must_use]
pub fn blank(source: &str) -> Vec<char> {
    let mut code: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < code.len() {
        let Some(end) = opaque_end(&code, at) else {
            at += 1;
            continue;
        };
        for hidden in &mut code[at..end] {
            if *hidden != '\n' {
                *hidden = ' ';
            }
        }
        at = end;
    }
    code
}

/// Where the comment or literal that starts here ends, if one starts here.
pub(crate) fn opaque_end(code: &[char], at: usize) -> Option<usize> {
    let next = code.get(at + 1).copied();
    match (code[at], next) {
        ('/', Some('/')) => Some(position(code, at, |c| c == '\n').unwrap_or(code.len())),
        ('/', Some('*')) => Some(block_comment_end(code, at)),
        ('"', _) => Some(quoted_end(code, at, '"')),
        ('\'', Some('\\')) => Some(quoted_end(code, at, '\'')),
        // `'a'` is a character, `'a` a lifetime or a label.
        ('\'', Some(_)) => (code.get(at + 2) == Some(&'\'')).then_some(at + 3),
        ('r' | 'b' | 'c', _) => raw_string_end(code, at),
        _ => None,
    }
}

fn block_comment_end(code: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < code.len() {
        let step = match (code[at], code.get(at + 1)) {
            ('/', Some('*')) => 1,
            ('*', Some('/')) => -1,
            _ => 0,
        };
        depth += step;
        at += if step == 0 { 1 } else { 2 };
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

fn quoted_end(code: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < code.len() && code[at] != quote {
        at += if code[at] == '\\' { 2 } else { 1 };
    }
    code.len().min(at + 1)
}

/// `r"…"`, `r#"…"#`, and the same after `b` or `c`; a raw identifier is none.
fn raw_string_end(code: &[char], start: usize) -> Option<usize> {
    if start > 0 && is_name(code[start - 1]) {
        return None;
    }
    let r = start + usize::from(code[start] != 'r');
    if code.get(r) != Some(&'r') {
        return None;
    }
    let quote = position(code, r + 1, |c| c != '#')?;
    if code[quote] != '"' {
        return None;
    }
    let hashes = quote - r - 1;
    let closes = |&at: &usize| {
        let tail = &code[at + 1..];
        code[at] == '"' && tail.iter().take_while(|c| **c == '#').count() >= hashes
    };
    let end = (quote + 1..code.len()).find(closes);
    Some(end.map_or(code.len(), |at| at + 1 + hashes))
}

fn function_at(code: &[char], at: usize) -> Option<Function> {
    let name_start = position(code, at + 2, |c| !c.is_whitespace())?;
    let name_end = position(code, name_start, |c| !is_name(c))?;
    if name_end == name_start {
        return None; // the type `fn(…)`
    }
    let end = body_end(code, name_end)?;
    let breaks = |range: &[char]| range.iter().filter(|c| **c == '\n').count();
    Some(Function {
        name: code[name_start..name_end].iter().collect(),
        line: 1 + breaks(&code[..at]),
        lines: 1 + breaks(&code[at..end]),
    })
}

/// The place of the body's closing brace; nothing for a declaration without a body.
fn body_end(code: &[char], from: usize) -> Option<usize> {
    let (mut braces, mut others) = (0_i32, 0_i32);
    for (at, c) in code.iter().enumerate().skip(from) {
        match c {
            ';' if braces == 0 && others == 0 => return None,
            '(' | '[' => others += 1,
            ')' | ']' => others -= 1,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_word(code: &[char], at: usize, word: &str) -> bool {
    let length = word.len();
    let starts = code[at..].iter().take(length).copied().eq(word.chars());
    let before = at.checked_sub(1).map(|index| code[index]);
    let after = code.get(at + length).copied();
    starts && !before.is_some_and(is_name) && !after.is_some_and(is_name)
}

pub(crate) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '#'
}

fn position(code: &[char], from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    (from..code.len()).find(|&at| wanted(code[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(&str, usize, usize)]) {
        let found = functions(source);
        let found: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(found, expected, "in {source}");
    }

    #[test]
    fn a_function_reaches_from_its_name_to_its_closing_brace() {
        check("fn a() {}\n\npub fn b(\n    x: u8,\n) {\n    x;\n}\n", &[("a", 1, 1), ("b", 3, 5)]);
    }

    #[test]
    fn a_nested_function_counts_in_itself_and_in_the_outer_one() {
        check("fn a() {\n    fn b() {\n    }\n}\n", &[("a", 1, 4), ("b", 2, 2)]);
    }

    #[test]
    fn declarations_and_function_types_have_no_body() {
        check("trait T {\n    fn a(x: [u8; 2]);\n}\ntype F = fn(u8) -> u8;\n", &[]);
    }

    #[test]
    fn braces_in_strings_and_comments_are_no_braces() {
        let source = r###"fn a() {
    let _ = "}}} \" }"; // }
    let _ = r#"} " }"#; /* } /* } */ } */
    let _ = (b"}", br"}\", c"}");
}
"###;
        check(source, &[("a", 1, 5)]);
    }

    #[test]
    fn characters_are_told_from_lifetimes() {
        let source =
            "fn a<'x>(s: &'x str) {\n    let _ = ('}', '\\'', b'}', '\\u{7d}');\n    'l: loop { break 'l; }\n}\n";
        check(source, &[("a", 1, 4)]);
    }

    #[test]
    fn raw_identifiers_are_neither_strings_nor_keywords() {
        check("fn a() {\n    let r#fn = 1;\n    let r#type = r#fn;\n}\n", &[("a", 1, 4)]);
    }

    #[test]
    fn an_unclosed_literal_ends_with_the_file() {
        for source in ["fn a() { \"", "fn a() { r#\"", "fn a() { /* ", "fn a() { '\\", "fn"] {
            check(source, &[]);
        }
    }
}
