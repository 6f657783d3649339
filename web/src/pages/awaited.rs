//! Words that are still to come, with room kept for them.

use yew::prelude::*;

/// What is known, or what stands there meanwhile, in the room of words as long as the known ones will be.
pub(super) fn awaited(words: Result<String, String>, as_long_as: &str) -> Html {
    match words {
        Ok(known) => html! { known },
        Err(meanwhile) => html! {
            <span class="awaited"><span>{ meanwhile }</span><span aria-hidden="true">{ as_long_as.to_owned() }</span></span>
        },
    }
}
