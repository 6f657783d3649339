//! A cell of the guarantee table in words and signs.

use history::ModelId;
use pipeline::Guarantee;
use scenario::Assumptions;
use yew::prelude::*;

use super::beside::open_with;
use super::claim::kept_through;
use super::evidence::fragment_of;
use crate::store::Action;
use crate::words;

const KEPT: &str = "M3 8.5 6.5 12 13 4.5";
const BROKEN: &str = "M4 4l8 8M12 4l-8 8";

/// A sign without a disc: a table has hundreds.
pub(super) fn thin(kept: bool) -> Html {
    html! {
        <svg class={if kept { "thin holds" } else { "thin violated" }} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={if kept { KEPT } else { BROKEN }} />
        </svg>
    }
}

/// Through what a model is kept, and because of which.
pub(super) fn kept_words(model: ModelId, (by, under): (ModelId, Assumptions)) -> String {
    let because = if by == model { String::new() } else { words::guarantees::as_by(by) };
    capital(&format!("{}{because}", kept_through(under)))
}

/// What the run behind a broken cell breaks.
pub(super) fn broken_words(model: ModelId, by: ModelId) -> String {
    if by == model { words::guarantees::open_broken(model) } else { words::guarantees::open_broken_with(by) }
}

/// A cell: kept, with what it is kept through where that is not all; broken, with the way to a run.
pub(super) fn cell(cell: &Guarantee, on: &Callback<Action>) -> Html {
    let kept = cell.kept.map(|kept| {
        let words = kept_words(cell.model, kept);
        html! {
            <span key="kept" class="kept" title={words.clone()}>
                { thin(true) }<span class="visually-hidden">{ words }</span>
                <span class="kept-short" aria-hidden="true">{ kept.1.in_short() }</span>
            </span>
        }
    });
    let broken = cell.broken.map(|(by, link)| {
        let words = broken_words(cell.model, by);
        html! {
            <a key="broken" class="broken" href={fragment_of(link)} title={words.clone()} aria-label={words}
                onclick={open_with(on, Some(by))}>{ thin(false) }</a>
        }
    });
    let untold = (cell.kept.is_none() && cell.broken.is_none())
        .then(|| html! { <span key="untold" title={words::guarantees::NO_RUN_CAN_TELL}><span aria-hidden="true">{ "–" }</span><span class="visually-hidden">{ words::guarantees::NO_RUN_CAN_TELL }</span></span> });
    html! { <div class="cell">{ for [kept, broken, untold].into_iter().flatten() }</div> }
}

/// A sentence begins large.
pub(super) fn capital(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_follows_from_another_model_says_from_which() {
        let harsh = Assumptions::HARSH;
        assert!(!kept_words(ModelId::Safe, (ModelId::Safe, harsh)).contains(", as "));
        let words = kept_words(ModelId::Safe, (ModelId::Linearizable, harsh));
        assert!(words.starts_with("Kept through crashes") && words.ends_with(", as Linearizable is"), "{words}");
        assert_eq!(broken_words(ModelId::Safe, ModelId::Safe), "Broken: open a run that breaks Safe");
        let words = broken_words(ModelId::Linearizable, ModelId::Safe);
        assert_eq!(words, "Broken with Safe: open a run that breaks that");
    }
}
