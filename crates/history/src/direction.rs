//! Names in sentences: those that run from right to left, and those that are longer than anyone reads.

use std::borrow::Cow;

use crate::History;
use crate::calls::Calls;

/// Opens and closes a stretch whose direction is its own affair.
const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// No name in a sentence has more signs. Of a longer one its beginning and its end are said.
const LONGEST: usize = 60;
const BEGINNING: usize = 42;
const END: usize = LONGEST - BEGINNING - 1;

/// A name that can stand among other words: where it may run from right to left, in an isolate of its own, or it
/// would turn round what stands beside it (Unicode Standard Annex 9, explicit directional isolates).
#[must_use]
pub fn isolated(name: &str) -> Cow<'_, str> {
    if may_turn(name) { apart(name) } else { Cow::Borrowed(name) }
}

/// Whether a name may run from right to left: nothing below the first sign that does is asked about more nearly.
fn may_turn(name: &str) -> bool {
    name.bytes().any(|byte| byte >= 0xd6)
}

/// The same for a sentence, of no more signs than anyone reads.
#[must_use]
pub fn in_short(name: &str) -> Cow<'_, str> {
    if name.len() <= LONGEST { isolated(name) } else { shortened(name) }
}

impl History {
    /// With its names as they are said: [`isolated`] in pictures, [`in_short`] in sentences.
    #[must_use]
    pub fn named(mut self, said: fn(&str) -> Cow<'_, str>) -> Self {
        rename(&mut self.keys, said);
        rename(&mut self.sessions, said);
        rename(&mut self.contents, isolated);
        self
    }
}

impl Calls {
    /// With its names as they are said: [`isolated`] in pictures, [`in_short`] in sentences.
    #[must_use]
    pub fn named(mut self, said: fn(&str) -> Cow<'_, str>) -> Self {
        rename(&mut self.keys, said);
        rename(&mut self.processes, said);
        rename(&mut self.words, isolated);
        self
    }
}

fn rename(names: &mut [String], said: fn(&str) -> Cow<'_, str>) {
    for name in names {
        *name = said(name).into_owned();
    }
}

#[inline(never)]
fn apart(name: &str) -> Cow<'_, str> {
    if !name.chars().any(turns) {
        return Cow::Borrowed(name);
    }
    let mut text = String::from(OPEN);
    // One of its own would close ours, or leave it open.
    text.extend(name.chars().filter(|sign| !matches!(sign, '\u{2066}'..='\u{2069}')));
    text.push(CLOSE);
    Cow::Owned(text)
}

#[inline(never)]
fn shortened(name: &str) -> Cow<'_, str> {
    let signs: Vec<char> = name.chars().collect();
    if signs.len() <= LONGEST {
        return isolated(name);
    }
    let (beginning, end) = (&signs[..BEGINNING], &signs[signs.len() - END..]);
    let text: String = beginning.iter().chain(&['…']).chain(end).collect();
    Cow::Owned(isolated(&text).into_owned())
}

/// Whether a sign runs from right to left, or makes others do so.
const fn turns(sign: char) -> bool {
    matches!(sign,
        '\u{590}'..='\u{8ff}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_may_turn_are_set_apart() {
        for name in ["", "x", "São Paulo", "東京", "🦀", "r1"] {
            assert!(matches!(isolated(name), Cow::Borrowed(same) if same == name));
        }
        assert_eq!(isolated("תל אביב"), "\u{2068}תל אביב\u{2069}");
        assert_eq!(isolated("دبي 1"), "\u{2068}دبي 1\u{2069}");
    }

    #[test]
    fn of_a_long_name_its_beginning_and_its_end_are_said() {
        let name = |signs: usize| "n".repeat(signs - 1) + "z";
        assert_eq!(in_short(&name(60)), name(60));
        assert_eq!(in_short(&name(200)), format!("{}…{}", "n".repeat(42), &name(17)));
        assert_eq!(in_short(&"ש".repeat(61)), format!("\u{2068}{}…{}\u{2069}", "ש".repeat(42), "ש".repeat(17)));
        assert_eq!(in_short(&"ü".repeat(40)), "ü".repeat(40), "bytes are no signs");
    }

    #[test]
    fn a_name_cannot_get_out_of_its_isolate() {
        assert_eq!(isolated("a\u{2069}\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
        assert_eq!(isolated("a\u{2067}b"), "\u{2068}ab\u{2069}");
    }
}
