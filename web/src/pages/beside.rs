//! The pages beside the playground: what all of them have, and which one a path asks for.
//!
//! Nothing of them is needed to open the playground, so they come with the late part, and bring
//! their own styles along.

use std::rc::Rc;

use catalog::System;
use yew::prelude::*;

use super::check::Check;
use super::decide::Decide;
use super::guarantees::Guarantees;
use super::ledger::use_ledger;
use super::published::Published;
use super::spectrum::Spectrum;
use super::system::SystemPage;
use super::systems::Systems;
use crate::app::next_theme;
use crate::browser::{address, focus};
use crate::components::{IconName, MEDIA_STYLE, icon};
use crate::panels::masthead;
use crate::store::{Action, Look, State};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = concat!(include_str!("../../style/beside.css"), include_str!("../../style/decide.css"));
/// The title of the playground, as the document has it from the start.
const PLAYGROUND: &str = words::pages::PLAYGROUND;

#[derive(PartialEq, Properties)]
pub(crate) struct BesideProps {
    /// What stands behind the address.
    pub(crate) fragment: AttrValue,
    /// What the playground shows, to go back to.
    pub(crate) state: Rc<State>,
    pub(crate) on: Callback<Action>,
}

/// Whether a path leads to a page beside the playground.
pub(crate) fn is_beside(path: &str) -> bool {
    ["/spectrum", "/systems", "/guarantees", "/decide", "/check", "/published"]
        .iter()
        .any(|place| path.starts_with(place))
}

/// What a path asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asked {
    Systems,
    System(&'static System),
    Guarantees,
    Check,
    Spectrum,
    Published,
    Decide,
}

impl Asked {
    /// What a path asks for; where nothing is there, the page above, and the word that leads nowhere.
    fn of(path: &str) -> (Self, &str, Option<&str>) {
        let mut steps = path.split('/').skip(1);
        let (place, first, second) = (steps.next(), steps.next().unwrap_or(""), steps.next().unwrap_or(""));
        if place == Some("spectrum") {
            return (Self::Spectrum, "", (!first.is_empty()).then_some(first));
        }
        if place == Some("guarantees") {
            let known = first.is_empty() || pipeline::protocol(first).is_some();
            return (Self::Guarantees, if known { first } else { "" }, (!known).then_some(first));
        }
        if place == Some("check") {
            return (Self::Check, "", (!first.is_empty()).then_some(first));
        }
        if place == Some("published") {
            return (Self::Published, "", (!first.is_empty()).then_some(first));
        }
        if place == Some("decide") {
            return (Self::Decide, "", (!first.is_empty()).then_some(first));
        }
        match System::find(first) {
            Some(system) => {
                let known = second.is_empty() || system.mode(second).is_some();
                (Self::System(system), if known { second } else { "" }, (!known).then_some(second))
            }
            None => (Self::Systems, "", (place != Some("systems") || !first.is_empty()).then_some(path)),
        }
    }

    /// The place in the head of the page that it belongs to.
    const fn place(self) -> &'static str {
        match self {
            Self::Systems | Self::System(_) => "/systems",
            Self::Guarantees => "/guarantees",
            Self::Check => "/check",
            Self::Spectrum => "/spectrum",
            Self::Published => "/published",
            Self::Decide => "/decide",
        }
    }

    fn title(self) -> String {
        match self {
            Self::Systems => words::pages::SYSTEMS.to_owned(),
            Self::System(system) => words::pages::of_a_system(system.name),
            Self::Guarantees => words::pages::GUARANTEES.to_owned(),
            Self::Check => words::pages::CHECK.to_owned(),
            Self::Spectrum => words::pages::SPECTRUM.to_owned(),
            Self::Published => words::pages::PUBLISHED.to_owned(),
            Self::Decide => words::pages::DECIDE.to_owned(),
        }
    }
}

/// A page beside the playground.
#[component]
pub(crate) fn Beside(props: &BesideProps) -> Html {
    let BesideProps { fragment, state, on } = props;
    let (path, tail) = share::split_fragment(fragment);
    let (asked, rest, nowhere) = Asked::of(path);
    let ledger = use_ledger();
    // What is on the page has not been measured yet, and drawn for that size: who sees it sees it move.
    let coming = use_state_eq(|| true);
    let measured = coming.setter();
    use_effect_with((), move |()| measured.set(false));
    use_title(asked.title());
    use_arrival(fragment, *coming);
    let shown = match asked {
        Asked::Systems => html! { <Systems key="systems" ledger={ledger.clone()} /> },
        Asked::System(system) => html! {
            <SystemPage key={system.id} {system} mode={AttrValue::from(rest.to_owned())} ledger={ledger.clone()} on={on.clone()} />
        },
        Asked::Decide => {
            html! { <Decide key="decide" scenario={Rc::clone(&state.scenario)} level={state.level} on={on.clone()} /> }
        }
        Asked::Guarantees => html! {
            <Guarantees key="guarantees" protocol={AttrValue::from(rest.to_owned())} on={on.clone()} />
        },
        Asked::Check => html! { <Check key={format!("check-{tail}")} theme={state.theme} /> },
        Asked::Spectrum => {
            html! { <Spectrum key={format!("spectrum-{tail}")} tail={AttrValue::from(tail.to_owned())} /> }
        }
        Asked::Published => html! { <Published key="published" on={on.clone()} /> },
    };
    // A page that shows a scenario takes its own along to the next place.
    let along = if asked == Asked::Spectrum { tail.to_owned() } else { state.tail().unwrap_or_default() };
    let theme = on.reform({
        let theme = state.theme;
        move |_: MouseEvent| Action::Look(next_theme(theme))
    });
    html! {
        <div class="page beside">
            <style key="style">{ STYLE }</style>
            <header key="header" class="header">
                { masthead(asked.place(), &along) }
                <div class="header-actions">
                    <button type="button" class="tool" title={words::shared::COLOURS} aria-label={words::shared::CHANGE_COLOURS}
                        onclick={theme}>{ icon(IconName::Theme) }</button>
                </div>
            </header>
            <div key="nowhere" role="status">
                <p class="notice notice-lead" hidden={nowhere.is_none()}>
                    { words::pages::nothing_called(nowhere.unwrap_or_default()) }
                </p>
            </div>
            <main key="main" id="main" class={if *coming { "beside-main is-coming" } else { "beside-main" }} tabindex="-1">{ shown }</main>
            <style key="media">{ MEDIA_STYLE }</style>
        </div>
    }
}

/// The title of the document, while the page is there.
#[hook]
fn use_title(title: String) {
    use_effect_with(title, |title| {
        address::set_title(title);
        || address::set_title(PLAYGROUND)
    });
}

/// Whoever came by a link finds the keyboard at the beginning of what is new, once it can be seen.
#[hook]
fn use_arrival(path: &AttrValue, coming: bool) {
    use_effect_with((path.clone(), coming), |(_, coming)| {
        if !*coming {
            focus::take_if_lost("main");
        }
    });
}

/// How a link is opened: the fragment of the playground, and the model that it shall show first.
pub(super) fn open_with(on: &Callback<Action>, model: Option<history::ModelId>) -> Callback<MouseEvent> {
    on.reform(move |_: MouseEvent| Action::Look(Look::Model(model)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, asked: Asked, rest: &str, nowhere: Option<&str>) {
        assert!(is_beside(path), "{path}");
        assert_eq!(Asked::of(path), (asked, rest, nowhere), "{path}");
    }

    #[test]
    fn a_path_leads_to_its_page_or_to_the_one_above() {
        let etcd = System::find("etcd").expect("it is listed");
        check("/systems", Asked::Systems, "", None);
        check("/systems/", Asked::Systems, "", None);
        check("/systems/etcd", Asked::System(etcd), "", None);
        let slug = etcd.modes[1].slug();
        check(&format!("/systems/etcd/{slug}"), Asked::System(etcd), &slug, None);
        check("/systems/etcd/none", Asked::System(etcd), "", Some("none"));
        check("/systems/oracle", Asked::Systems, "", Some("/systems/oracle"));
        check("/systemsx", Asked::Systems, "", Some("/systemsx"));
        check("/guarantees", Asked::Guarantees, "", None);
        check("/guarantees/raft", Asked::Guarantees, "raft", None);
        check("/check", Asked::Check, "", None);
        check("/guarantees/none", Asked::Guarantees, "", Some("none"));
        check("/spectrum", Asked::Spectrum, "", None);
        check("/spectrum/none", Asked::Spectrum, "", Some("none"));
        check("/published", Asked::Published, "", None);
        check("/published/pbs", Asked::Published, "", Some("pbs"));
        check("/decide", Asked::Decide, "", None);
        check("/decide/none", Asked::Decide, "", Some("none"));
    }
}
