//! Whether a media query holds, kept up to date.

use yew::prelude::*;

use crate::browser::media;

/// Whether a media query holds.
#[hook]
pub(crate) fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| media::matches(query));
    let setter = holds.setter();
    use_effect_with((), move |()| {
        let listener = media::on_change(query, move |now| setter.set(now));
        move || drop(listener)
    });
    *holds
}
