//! A sentence with fields or links in it, in the order in which its words have them.

use yew::prelude::*;

use super::el;
use crate::words::{Piece, pieces};

/// The sentence; `paint` is asked for what stands in each place, and told the words that are its own.
pub(crate) fn sentence(words: &'static str, mut paint: impl FnMut(usize, &'static str) -> Html) -> Html {
    let painted = pieces(words).into_iter().enumerate().map(|(index, piece)| match piece {
        Piece::Words(words) => html! { <span key={index}>{ words }</span> },
        Piece::Place(place, own) => el("span").key(index).child(paint(place, own)).into(),
    });
    painted.collect()
}
