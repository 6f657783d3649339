//! The top of the page: name, places, undo and redo, share, colours.

use std::rc::Rc;

use yew::prelude::*;

use super::share::SharePanel;
use crate::app::next_theme;
use crate::browser::focus;
use crate::components::{IconName, el, icon};
use crate::hooks::{Evaluated, Shared};
use crate::store::{Action, Pin, State};

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
    let toggle_share = use_callback((sharing.setter(), *sharing), |_: MouseEvent, (setter, open)| setter.set(!open));
    let act = |action: Action| on.reform(move |_: MouseEvent| action.clone());
    let pinned = state.pinned.is_some();
    let pin = if pinned { Pin::Unset } else { Pin::Set };
    html! {
        <header class="header">
            { masthead("/", &state.tail().unwrap_or_default()) }
            <h1 class="visually-hidden">{ "A playground for data consistency" }</h1>
            <div class="header-actions">
                <button type="button" class="tool" title="Undo (Ctrl+Z)" aria-label="Undo"
                    disabled={!state.past.can_undo()} onclick={act(Action::Undo)}>
                    { icon(IconName::Undo) }
                </button>
                <button type="button" class="tool" title="Redo (Ctrl+Shift+Z)" aria-label="Redo"
                    disabled={!state.past.can_redo()} onclick={act(Action::Redo)}>
                    { icon(IconName::Redo) }
                </button>
                <button type="button" class="tool tool-words" id="pin" title="Keep this run as A, and compare it with what you change"
                    aria-label="Pin as A" aria-pressed={pinned.to_string()} onclick={act(Action::Pin(pin))}>
                    { icon(IconName::Pin) }<span>{ "Pin as A" }</span>
                </button>
                <span class="header-rule" aria-hidden="true"></span>
                <button type="button" class="tool tool-words" id="share" aria-label="Share" aria-expanded={sharing.to_string()}
                    aria-controls="share-panel" onclick={toggle_share}>
                    { icon(IconName::Share) }<span>{ "Share" }</span>
                </button>
                <button type="button" class="tool" title="Colours: system, light or dark" aria-label="Change colours"
                    onclick={act(Action::Look(next_theme(state.theme)))}>
                    { icon(IconName::Theme) }
                </button>
            </div>
            <div id="share-panel">
                if *sharing {
                    <SharePanel state={Rc::clone(state)} run={run.clone()} />
                }
            </div>
        </header>
    }
}

/// The places of the site: path, name, and whether it shows the scenario that one comes with.
const PLACES: [(&str, &str, bool); 6] = [
    ("/", "Playground", true),
    ("/spectrum", "Spectrum", true),
    ("/systems", "Systems", false),
    ("/guarantees", "Guarantees", false),
    ("/decide", "Decide", false),
    ("/check", "Check", false),
];

/// What every page has on top: the name, and the way to the other places. On a narrow screen the
/// places lie behind a button; the browser opens and closes them.
pub(crate) fn masthead(here: &str, tail: &str) -> Html {
    let place = |(path, name, along): (&'static str, &'static str, bool)| {
        let href = share::join_fragment(path, if along { tail } else { "" });
        let current = (path == here).then_some(AttrValue::Static("page"));
        el("a").named(path).with("href", href).maybe("aria-current", current).text(name).into()
    };
    let name = el("a").class("wordmark").set("href", "#/").set("aria-label", "Quorate, the opening scenario");
    let menu = el("button").class("tool menu").set("type", "button").set("popovertarget", "places");
    el("div")
        .class("masthead")
        .add(menu.set("aria-label", "Places").child(icon(IconName::Menu)))
        .add(name.child(wordmark()).add(el("span").text("Quorate")))
        .add(
            el("nav")
                .set("id", "places")
                .set("popover", "auto")
                .set("aria-label", "Places")
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
