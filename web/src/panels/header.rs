//! The top of the page: name, places, undo and redo, share, colours.

use std::rc::Rc;

use yew::prelude::*;

use super::share::SharePanel;
use crate::app::next_theme;
use crate::browser::focus;
use crate::components::{IconName, el, icon, tool};
use crate::hooks::{Evaluated, Shared};
use crate::store::{Action, Pin, State};
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct HeaderProps {
    pub(crate) state: Rc<State>,
    pub(crate) run: Option<Shared<Evaluated>>,
    pub(crate) on: Callback<Action>,
}

/// The top of the page.
#[component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { state, run, on } = props;
    let sharing = use_state_eq(|| false);
    {
        let setter = sharing.setter();
        use_effect_with(*sharing, move |open| {
            let listeners = open.then(|| {
                focus::on_leave("#share, #share-panel", move |by_key| {
                    setter.set(false);
                    if by_key {
                        focus::take_by_id("share");
                    }
                })
            });
            move || drop(listeners)
        });
    }
    let toggle_share = {
        let (setter, open) = (sharing.setter(), *sharing);
        Callback::from(move |_: Event| setter.set(!open))
    };
    let act = |action: Action| on.reform(move |_: Event| action.clone());
    let (pinned, can_undo, can_redo) = (state.pinned.is_some(), state.past.can_undo(), state.past.can_redo());
    let pin = if pinned { Pin::Unset } else { Pin::Set };
    let shown = |shown: bool| if shown { "true" } else { "false" };
    let share = tool(words::header::SHARE, IconName::Share, toggle_share)
        .class("tool tool-words")
        .set("id", "share")
        .set("aria-expanded", shown(*sharing))
        .set("aria-controls", "share-panel")
        .add(el("span").text(words::header::SHARE));
    let pin = tool(words::header::PIN, IconName::Pin, act(Action::Pin(pin)))
        .class("tool tool-words")
        .set("id", "pin")
        .set("title", words::header::PIN_TOLD)
        .set("aria-pressed", shown(pinned))
        .add(el("span").text(words::header::PIN));
    let undo = tool(words::header::UNDO, IconName::Undo, act(Action::Undo)).set("title", words::header::UNDO_KEYS);
    let redo = tool(words::header::REDO, IconName::Redo, act(Action::Redo)).set("title", words::header::REDO_KEYS);
    let colours = tool(words::shared::CHANGE_COLOURS, IconName::Theme, act(Action::Look(next_theme(state.theme))));
    let actions = el("div")
        .class("header-actions")
        .add(if can_undo { undo } else { undo.set("disabled", "") })
        .add(if can_redo { redo } else { redo.set("disabled", "") })
        .add(pin)
        .add(el("span").class("header-rule").set("aria-hidden", "true"))
        .add(share)
        .add(colours.set("title", words::shared::COLOURS));
    let panel = sharing.then(|| html! { <SharePanel state={Rc::clone(state)} run={run.clone()} /> });
    el("header")
        .class("header")
        .child(masthead("/", &state.tail().unwrap_or_default()))
        .add(el("h1").class("visually-hidden").text(words::header::TITLE))
        .add(actions)
        .add(el("div").set("id", "share-panel").child(panel.unwrap_or_default()))
        .into()
}

/// The places of the site: path, name, and whether it shows the scenario that one comes with.
const PLACES: [(&str, &str, bool); 6] = [
    ("/", words::header::PLAYGROUND, true),
    ("/spectrum", words::header::SPECTRUM, true),
    ("/systems", words::header::SYSTEMS, false),
    ("/guarantees", words::header::GUARANTEES, false),
    ("/decide", words::header::DECIDE, false),
    ("/check", words::header::CHECK, false),
];

/// What every page has on top: the name, and the way to the other places. On a narrow screen the
/// places lie behind a button; the browser opens and closes them.
pub(crate) fn masthead(here: &str, tail: &str) -> Html {
    let place = |(path, name, along): (&'static str, &'static str, bool)| {
        let href = share::join_fragment(path, if along { tail } else { "" });
        let current = (path == here).then_some(AttrValue::Static("page"));
        el("a").named(path).with("href", href).maybe("aria-current", current).text(name).into()
    };
    let name = el("a").class("wordmark").set("href", "#/").set("aria-label", words::header::HOME);
    let menu = el("button").class("tool menu").set("type", "button").set("popovertarget", "places");
    el("div")
        .class("masthead")
        .add(menu.set("aria-label", words::header::PLACES).child(icon(IconName::Menu)))
        .add(name.child(wordmark()).add(el("span").text(words::header::QUORATE)))
        .add(
            el("nav")
                .set("id", "places")
                .set("popover", "auto")
                .set("aria-label", words::header::PLACES)
                .list(PLACES.map(place).into()),
        )
        .into()
}

/// Three replicas joined, two of them asked.
fn wordmark() -> Html {
    html! {
        <svg class="wordmark-sign" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
            <path class="wordmark-line" d="M4 9.5 12 4l8 5.5" />
            <path class="wordmark-dot" d="M4 9.5h0M12 4h0M20 9.5h0" />
            <path class="wordmark-ring" d="M6.3 16a2.2 2.2 0 1 0 4.4 0 2.2 2.2 0 1 0-4.4 0m7 0a2.2 2.2 0 1 0 4.4 0 2.2 2.2 0 1 0-4.4 0" />
        </svg>
    }
}
