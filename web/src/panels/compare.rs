//! Two runs beside each other: run A, which is pinned, and this one, B. Nothing of it is on the page before
//! somebody pins.

mod changed;
mod column;
mod heads;
mod sheets;
mod times;

use yew::prelude::*;

use crate::components::{el, words};
use crate::words;

pub(crate) use changed::changed;
pub(crate) use column::compared;
pub(super) use heads::top;
pub(super) use sheets::{both, drawn, scene, view};
pub(crate) use times::times;

/// What the first part has no use for.
const STYLE: &str = concat!(include_str!("../../style/tokens-beside.css"), include_str!("../../style/compare.css"));

/// The letter of a run, in a sign of its own: sessions have letters too.
fn badge(of_a: bool) -> Html {
    let (class, letter) = if of_a { ("run-badge", "A") } else { ("run-badge is-b", "B") };
    el("span").class(class).text(letter).into()
}

/// A sentence in which " in A" and " in B" are said by the signs of the runs.
fn with_badges(sentence: &str) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, of_a, after)) = next_run(rest) {
        pieces.push(words(format!("{before}\u{a0}").into()));
        // What is said of a run, its sign, and what follows at once stay on one line.
        let (close, after) = after.split_at(usize::from(after.starts_with([',', ';'])));
        pieces
            .push(el("span").class("in-run").text(words::compare::IN).child(badge(of_a)).text(close.to_owned()).into());
        rest = after;
    }
    pieces.push(words(rest.to_owned().into()));
    pieces
}

/// What stands before the next run that is named, which it is, and what follows.
fn next_run(text: &str) -> Option<(&str, bool, &str)> {
    let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    let found = [(" in A", true), (" in B", false)].into_iter().filter_map(|(name, of_a)| {
        let (before, after) = text.split_once(name).filter(|(_, after)| ends(after))?;
        Some((before, of_a, after))
    });
    found.min_by_key(|(before, ..)| before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_in_sentences_and_words_that_begin_like_them_are_not() {
        assert_eq!(next_run("x=1 in A, x=2 in B"), Some(("x=1", true, ", x=2 in B")));
        assert_eq!(next_run(", x=2 in B"), Some((", x=2", false, "")));
        assert_eq!(next_run("held in Ashburn"), None);
    }
}
