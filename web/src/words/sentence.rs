//! Sentences around something that is no words: a field, a figure, or a link with words of its own.
//!
//! Where it stands is marked in the sentence, `{0}` for the first of them and `{0:so}` for one that says "so", and
//! is the sentence's own affair; what stands there is that of whoever shows it.

/// A piece of such a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Words(&'static str),
    /// The place of something else, with the words that are its own.
    Place(usize, &'static str),
}

/// The pieces of a sentence, in its order.
pub(crate) fn pieces(sentence: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, part) in sentence.split('{').enumerate() {
        let rest = match part.split_once('}').filter(|_| index > 0) {
            Some((mark, rest)) => {
                let (place, own) = mark.split_once(':').unwrap_or((mark, ""));
                pieces.push(Piece::Place(place.parse().unwrap_or(0), own));
                rest
            }
            None => part,
        };
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest));
        }
    }
    pieces
}

/// A sentence with words in its places too.
pub(crate) fn filled(sentence: &'static str, words: &[String]) -> String {
    let piece = |piece: Piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Place(place, own) => words.get(place).cloned().unwrap_or_else(|| own.to_owned()),
    };
    pieces(sentence).into_iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_where_something_stands_and_in_which_order() {
        let found = pieces("{1} of reads, after {0:the table}.");
        let wanted =
            [Piece::Place(1, ""), Piece::Words(" of reads, after "), Piece::Place(0, "the table"), Piece::Words(".")];
        assert_eq!(found, wanted);
        assert_eq!(pieces("Plain words."), [Piece::Words("Plain words.")]);
    }

    #[test]
    fn its_places_can_be_filled_with_words() {
        let words = ["100 ms".to_owned(), "99 %".to_owned()];
        assert_eq!(filled("{1} of reads within {0}", &words), "99 % of reads within 100 ms");
        assert_eq!(filled("As in {0:the table}.", &[]), "As in the table.");
    }
}
