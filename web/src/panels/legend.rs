//! What the signs of the timeline mean, and which way it runs.

use diagram::Orientation;
use yew::prelude::*;

use crate::components::{Element, IconName, button, el, icon};
use crate::store::{Action, Look};
use crate::words;

/// A line of signs.
pub(crate) fn legend(now: Orientation, in_words: &UseStateHandle<bool>, on: &Callback<Action>) -> Html {
    let toggle_words = {
        let (setter, open) = (in_words.setter(), **in_words);
        Callback::from(move |_: Event| setter.set(!open))
    };
    let turn = |orientation, sign, label: &'static str| {
        let onclick = on.reform(move |_: Event| Action::Look(Look::Orientation(orientation)));
        let pressed = if now == orientation { "true" } else { "false" };
        button("turn", onclick).set("aria-pressed", pressed).child(icon(sign)).add(el("span").text(label))
    };
    let words = button("turn turn-words", toggle_words)
        .set("aria-expanded", if **in_words { "true" } else { "false" })
        .text(words::transcript::TRANSCRIPT);
    let turns = el("div")
        .class("legend-turn")
        .set("role", "group")
        .set("aria-label", words::timeline::TIME_RUNS)
        .add(turn(Orientation::Down, IconName::Down, words::timeline::DOWN))
        .add(turn(Orientation::Across, IconName::Across, words::timeline::ACROSS));
    el("div").class("legend").add(signs()).add(words).add(turns).into()
}

/// What each sign is.
fn signs() -> Element {
    const LINE: &str = "sign-line";
    let parts = |name, width, height, size, paths: &[(&'static str, &'static str)]| {
        let svg = el("svg").set("viewBox", size).set("width", width).set("height", height).set("aria-hidden", "true");
        let svg = paths.iter().fold(svg, |svg, (class, d)| svg.add(el("path").class(class).set("d", d)));
        el("li").add(svg).text(name)
    };
    let message = |name, paths| parts(name, "28", "10", "0 0 28 10", paths);
    el("ul")
        .class("legend-signs")
        .set("aria-label", words::shared::LEGEND)
        .add(message(words::timeline::REQUEST, &[(LINE, "M1 5h20"), ("sign-head", "M20 2l7 3-7 3z")]))
        .add(message(words::timeline::ANSWER, &[("sign-line sign-dashed", "M1 5h24"), (LINE, "M20 2l6 3-6 3")]))
        .add(parts(words::timeline::LOST, "10", "10", "0 0 10 10", &[("sign-lost", "M1.5 1.5l7 7M8.5 1.5l-7 7")]))
        .add(parts(words::timeline::WRITE, "8", "14", "0 0 8 14", &[("sign-write", WRITE)]))
        .add(parts(words::timeline::READ, "8", "14", "0 0 8 14", &[("sign-read", READ)]))
}

/// Bars with round corners, filled and outlined.
const WRITE: &str = "M2 0h4a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-4a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2z";
const READ: &str = "M2.75.75h2.5a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-2.5a2 2 0 0 1-2-2v-8.5a2 2 0 0 1 2-2z";
