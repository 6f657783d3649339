//! What the signs of the timeline mean, and which way it runs.

use diagram::Orientation;
use yew::prelude::*;

use crate::components::{IconName, icon};
use crate::store::{Action, Look};

/// A line of signs.
pub(crate) fn legend(now: Orientation, in_words: &UseStateHandle<bool>, on: &Callback<Action>) -> Html {
    let toggle_words = {
        let (setter, open) = (in_words.setter(), **in_words);
        Callback::from(move |_: MouseEvent| setter.set(!open))
    };
    let turn = |orientation, sign, label: &'static str| {
        let onclick = on.reform(move |_: MouseEvent| Action::Look(Look::Orientation(orientation)));
        let pressed = (now == orientation).to_string();
        html! {
            <button type="button" class="turn" aria-pressed={pressed} {onclick}>{ icon(sign) }<span>{ label }</span></button>
        }
    };
    html! {
        <div class="legend">
            <ul class="legend-signs" aria-label="Legend">
                <li><svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><path class="sign-line" d="M1 5h20" /><path class="sign-head" d="M20 2l7 3-7 3z" /></svg>{ "request" }</li>
                <li><svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><path class="sign-line sign-dashed" d="M1 5h24" /><path class="sign-line" d="M20 2l6 3-6 3" /></svg>{ "answer" }</li>
                <li><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><path class="sign-lost" d="M1.5 1.5l7 7M8.5 1.5l-7 7" /></svg>{ "lost" }</li>
                <li><svg viewBox="0 0 8 14" width="8" height="14" aria-hidden="true"><rect class="sign-write" width="8" height="14" rx="2" /></svg>{ "write" }</li>
                <li><svg viewBox="0 0 8 14" width="8" height="14" aria-hidden="true"><rect class="sign-read" x=".75" y=".75" width="6.5" height="12.5" rx="2" /></svg>{ "read" }</li>
            </ul>
            <button type="button" class="turn turn-words" aria-expanded={in_words.to_string()} onclick={toggle_words}>{ "Transcript" }</button>
            <div class="legend-turn" role="group" aria-label="Time runs">
                { turn(Orientation::Down, IconName::Down, "Down") }
                { turn(Orientation::Across, IconName::Across, "Across") }
            </div>
        </div>
    }
}
