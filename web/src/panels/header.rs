//! The top of the page: name, undo and redo, share, colours.

use std::rc::Rc;

use yew::prelude::*;

use super::share::SharePanel;
use crate::app::next_theme;
use crate::browser::focus;
use crate::components::{IconName, icon};
use crate::hooks::{Evaluated, Shared};
use crate::store::{Action, State};

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
    html! {
        <header class="header">
            <a class="wordmark" href="#/" aria-label="Quorate, the opening scenario">
                { wordmark() }
                <span>{ "Quorate" }</span>
            </a>
            <h1 class="tagline">{ "A playground for data consistency" }</h1>
            <div class="header-actions">
                <button type="button" class="tool" title="Undo (Ctrl+Z)" aria-label="Undo"
                    disabled={!state.past.can_undo()} onclick={act(Action::Undo)}>
                    { icon(IconName::Undo) }
                </button>
                <button type="button" class="tool" title="Redo (Ctrl+Shift+Z)" aria-label="Redo"
                    disabled={!state.past.can_redo()} onclick={act(Action::Redo)}>
                    { icon(IconName::Redo) }
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

/// Three replicas joined, two of them asked.
fn wordmark() -> Html {
    html! {
        <svg class="wordmark-sign" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
            <path class="wordmark-line" d="M4 9.5 12 4l8 5.5" />
            <circle class="wordmark-dot" cx="4" cy="9.5" r="3" />
            <circle class="wordmark-dot" cx="12" cy="4" r="3" />
            <circle class="wordmark-dot" cx="20" cy="9.5" r="3" />
            <circle class="wordmark-ring" cx="8.5" cy="16" r="2.2" />
            <circle class="wordmark-ring" cx="15.5" cy="16" r="2.2" />
        </svg>
    }
}
