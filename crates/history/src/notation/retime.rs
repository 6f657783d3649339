//! One operation of a text moved or taken out, and nothing else of it touched: comments, spaces and the
//! order of the lines stay as somebody wrote them.

use super::{Milliseconds, read_span};
use crate::Instant;

/// Moves an operation of a text: the one of that session which begins at that moment. It keeps how long it
/// takes. `to` is its new session and its new begin; without that it is taken out. Nothing where the text has
/// no such operation, or where its new end would be no time.
#[must_use]
pub fn retime(text: &str, (session, invoked): (&str, Instant), to: Option<(&str, Instant)>) -> Option<String> {
    let is_it = |item: &Item<'_>| {
        item.words[0].1 == session && read_span(item.words[2].1).is_ok_and(|(begin, _)| begin == invoked)
    };
    let item = items(text).find(is_it)?;
    let Some((session, begin)) = to else { return Some(without(text, &item)) };
    let (_, end) = read_span(item.words[2].1).ok()?;
    let mut span = format!("{}..", Milliseconds(begin));
    if let Some(end) = end {
        let end_us = begin.as_us().checked_add(end.since(invoked).as_us())?;
        span.push_str(&Milliseconds(Instant::from_us(end_us)).to_string());
    }
    let [(at, old), _, (span_at, old_span)] = item.words;
    Some([&text[..at], session, &text[at + old.len()..span_at], &span, &text[span_at + old_span.len()..]].concat())
}

/// An operation in a text.
struct Item<'t> {
    /// Session, call and times, and where in the text each begins.
    words: [(usize, &'t str); 3],
    /// Where its words begin, and where the last of them ends.
    from: usize,
    to: usize,
}

fn items(text: &str) -> impl Iterator<Item = Item<'_>> {
    let place = |part: &str| part.as_ptr().addr() - text.as_ptr().addr();
    let pieces = text.lines().flat_map(|line| line.split('#').next().unwrap_or("").split(';'));
    pieces.map(str::trim).filter_map(move |piece| {
        let mut words = piece.split_whitespace().map(|word| (place(word), word));
        let words = [words.next()?, words.next()?, words.next()?];
        Some(Item { words, from: place(piece), to: place(piece) + piece.len() })
    })
}

/// A text without an operation; nor its line, if that says nothing else.
fn without(text: &str, item: &Item<'_>) -> String {
    let line_from = text[..item.from].rfind('\n').map_or(0, |end| end + 1);
    let line_to = text[item.to..].find('\n').map_or(text.len(), |end| item.to + end + 1);
    let rest = [&text[line_from..item.from], &text[item.to..line_to]];
    let is_all = rest.iter().all(|part| part.trim().is_empty());
    let (from, to) = if is_all { (line_from, line_to) } else { (item.from, item.to) };
    [&text[..from], &text[to..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_history;

    const TEXT: &str = "# Kept.\nA w(x,1)  0..10 # so\n  B r(x)=1 2.5..7 ; B r(x)=nil 20..\nA w(x,2) 30..40 fail\n";

    fn ms(ms: u64) -> Instant {
        Instant::from_us(ms * 1_000)
    }

    #[test]
    fn an_operation_moves_and_all_else_stays_as_it_was_written() {
        let moved = |from, to| retime(TEXT, from, Some(to)).expect("it is there");
        assert_eq!(moved(("A", ms(0)), ("A", ms(5))), TEXT.replace("0..10 #", "5..15 #"));
        let earlier = moved(("B", Instant::from_us(2_500)), ("A", Instant::from_us(500)));
        assert_eq!(earlier, TEXT.replace("B r(x)=1 2.5..7", "A r(x)=1 0.5..5"));
        assert_eq!(moved(("B", ms(20)), ("B", ms(21))), TEXT.replace("20..\n", "21..\n"));
        assert_eq!(moved(("A", ms(30)), ("C", ms(30))), TEXT.replace("A w(x,2)", "C w(x,2)"));
        assert!(parse_history(&earlier).is_ok());
    }

    #[test]
    fn an_operation_is_taken_out_with_its_line_if_that_says_nothing_else() {
        let gone = |from| retime(TEXT, from, None).expect("it is there");
        assert_eq!(gone(("A", ms(30))), TEXT.replace("A w(x,2) 30..40 fail\n", ""));
        assert_eq!(gone(("A", ms(0))), TEXT.replace("A w(x,1)  0..10", ""), "its comment stays");
        assert_eq!(gone(("B", ms(20))), TEXT.replace("B r(x)=nil 20..", ""));
        assert_eq!(parse_history(&gone(("B", ms(20)))).expect("it is well formed").operations.len(), 3);
    }

    #[test]
    fn what_is_not_there_is_not_moved() {
        assert_eq!(retime(TEXT, ("A", ms(1)), None), None);
        assert_eq!(retime(TEXT, ("D", ms(0)), Some(("A", ms(0)))), None);
        assert_eq!(retime("nonsense\n{:a 1}", ("A", ms(0)), None), None);
        assert_eq!(retime("A w(x,1) 0..9", ("A", ms(0)), Some(("A", Instant::from_us(u64::MAX)))), None);
    }
}
