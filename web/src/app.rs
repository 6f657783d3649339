//! The whole page: the state, the route, and what stays in step with both.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::browser::frame::Coalesced;
use crate::browser::keys::{PageKey, on_page_key};
use crate::browser::{address, media, storage};
use crate::hooks::{Shared, use_evaluation, use_pair};
use crate::pages::{self, Beside, Embed, Playground};
use crate::store::{Action, Look, State, Theme};

/// Where the page remembers its colours.
const THEME_KEY: &str = "theme";
/// How long the state rests before the address follows, in ms: browsers limit how often it may.
const ADDRESS_AFTER_MS: u32 = 150;

/// What the fragment asks to see.
#[derive(Clone, PartialEq)]
enum Route {
    Playground,
    Embed,
    /// A page beside the playground, by its fragment. It shows runs of its own.
    Beside(AttrValue),
}

impl Route {
    fn of(fragment: &str) -> Self {
        match share::split_fragment(fragment).0 {
            "/e" => Self::Embed,
            path if pages::is_beside(path) => Self::Beside(fragment.to_owned().into()),
            _ => Self::Playground,
        }
    }
}

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let route = use_state_eq(|| Route::of(&address::fragment()));
    let state = use_reducer(|| {
        let beside = matches!(*route, Route::Beside(_));
        let mut state = State::open(&if beside { String::new() } else { address::fragment() });
        state.theme = match storage::read(THEME_KEY).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        state
    });
    let written = use_mut_ref(address::fragment);
    let evaluation = use_evaluation(&state.scenario);
    let on = use_dispatch(&state);

    use_follow_links(&route, &written, &on);
    use_address(&route, &state, &written);
    use_theme(state.theme);
    let beside = matches!(*route, Route::Beside(_));
    let pair = use_pair(state.pinned.clone().filter(|_| !beside), evaluation.run.clone());
    use_page_keys(&on, beside);
    let run = evaluation.run.as_ref().filter(|_| !evaluation.busy && !beside);
    let digest = run.map(|run| run.report.digest.to_string());
    use_effect_with(digest, move |digest| {
        // A page beside says itself which run it shows.
        if !beside {
            media::set_root_attribute("data-digest", digest.as_deref());
        }
    });

    let state: Rc<State> = Rc::new((*state).clone());
    match &*route {
        Route::Playground => html! { <Playground {state} {evaluation} {pair} {on} /> },
        Route::Embed => html! { <Embed {state} {evaluation} {pair} {on} /> },
        Route::Beside(fragment) => html! { <Beside fragment={fragment.clone()} {state} {on} /> },
    }
}

/// The way into the reducer. What a dragged slider says is taken once a frame, newest wins; all
/// else goes in at once, after what was waiting.
#[hook]
fn use_dispatch(state: &UseReducerHandle<State>) -> Callback<Action> {
    let dispatcher = state.dispatcher();
    let moves = use_memo((), |()| Shared::new(Coalesced::new(move |action| dispatcher.dispatch(action))));
    use_callback((state.dispatcher(), (*moves).clone()), |action: Action, (dispatcher, moves)| match action {
        Action::Edit(edit) if edit.gesture().is_some() => moves.offer(Action::Edit(edit)),
        other => {
            moves.flush();
            dispatcher.dispatch(other);
        }
    })
}

/// Someone else changed the address: follow it.
#[hook]
fn use_follow_links(route: &UseStateHandle<Route>, written: &Rc<std::cell::RefCell<String>>, on: &Callback<Action>) {
    let (route, written, on) = (route.setter(), Rc::clone(written), on.clone());
    use_effect_with((), move |()| {
        let listener = address::on_fragment_change(move |fragment| {
            if *written.borrow() == fragment {
                return;
            }
            let next = Route::of(&fragment);
            if !matches!(next, Route::Beside(_)) {
                on.emit(Action::Open(fragment.clone()));
            }
            route.set(next);
            *written.borrow_mut() = fragment;
        });
        move || drop(listener)
    });
}

/// The address follows the state, a little later. A page that was opened without a link and not
/// touched keeps its plain address; one that does not show the state keeps its own.
#[hook]
fn use_address(route: &Route, state: &UseReducerHandle<State>, written: &Rc<std::cell::RefCell<String>>) {
    let link = state.link();
    let written = Rc::clone(written);
    let path = match route {
        Route::Playground => Some("/"),
        Route::Embed => Some("/e"),
        Route::Beside(_) => None,
    };
    // A link that could not be opened stays in the address, to be looked at and mended.
    let path = path.filter(|_| state.notice.is_none());
    use_effect_with((path, link), move |(path, link)| {
        let link = link.clone();
        let timeout = path.map(|path| {
            Timeout::new(ADDRESS_AFTER_MS, move || {
                let Ok(tail) = share::encode(&link) else { return };
                let fragment = share::join_fragment(path, &tail);
                let untouched = written.borrow().is_empty() && link == share::Link::default();
                // Somebody may be gone from here already, and the page not know yet, or not have drawn it.
                let here = address::fragment();
                let gone = here != *written.borrow() || matches!(Route::of(&here), Route::Beside(_));
                if !gone && !untouched && *written.borrow() != fragment {
                    address::replace_fragment(&fragment);
                    *written.borrow_mut() = address::fragment();
                }
            })
        });
        move || drop(timeout)
    });
}

/// Undo and redo, where what they change is on the page.
#[hook]
fn use_page_keys(on: &Callback<Action>, beside: bool) {
    let on = on.clone();
    use_effect_with(beside, move |beside| {
        let listener = (!beside).then(|| {
            on_page_key(move |key| {
                on.emit(match key {
                    PageKey::Undo => Action::Undo,
                    PageKey::Redo => Action::Redo,
                });
            })
        });
        move || drop(listener)
    });
}

#[hook]
fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        let (attribute, remembered) = match theme {
            Theme::System => (None, "system"),
            Theme::Light => (Some("light"), "light"),
            Theme::Dark => (Some("dark"), "dark"),
        };
        media::set_root_attribute("data-theme", attribute);
        storage::write(THEME_KEY, remembered);
    });
}

/// The next choice of colours: what the page does not show now, then the system's again.
pub(crate) fn next_theme(theme: Theme) -> Look {
    let dark = media::matches("(prefers-color-scheme: dark)");
    Look::Theme(match theme {
        Theme::System if dark => Theme::Light,
        Theme::System => Theme::Dark,
        Theme::Light | Theme::Dark => Theme::System,
    })
}
