//! All systems on one page: what their documents say of each mode, and what is found of it.

use catalog::{Claim, SYSTEMS, Says, System, SystemMode};
use yew::prelude::*;

use super::claim::{is_kept_up_to_there, sign};
use super::evidence::TRIALS;
use super::ledger::{Ledger, Place, places_of, use_tests};
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct SystemsProps {
    pub(crate) ledger: Ledger,
}

/// All systems.
#[component]
pub(crate) fn Systems(props: &SystemsProps) -> Html {
    let ledger = &props.ledger;
    use_tests(ledger, (0..SYSTEMS.len()).flat_map(places_of));
    let modes = SYSTEMS.iter().map(|system| system.modes.len()).sum::<usize>();
    html! {
        <div class="reading">
            <header class="intro">
                <h1>{ finding(ledger) }</h1>
                <p>
                    { words::systems::about(SYSTEMS.len(), modes, TRIALS) }
                </p>
            </header>
            <div class="systems-head" aria-hidden="true">
                <span>{ words::systems::SYSTEM }</span><span>{ words::systems::MODE }</span><span>{ words::systems::SAID_KEPT }</span><span>{ words::systems::SAID_BROKEN }</span>
            </div>
            <ul class="systems">{ for SYSTEMS.iter().enumerate().map(|(index, system)| line(index, system, ledger)) }</ul>
        </div>
    }
}

/// The title says what is found so far.
fn finding(ledger: &Ledger) -> String {
    let total = (0..SYSTEMS.len()).flat_map(places_of).count();
    let (tested, agree) = ledger.counts();
    match (tested < total, total - agree) {
        // About as long as what it will say, so that nothing moves then.
        (true, _) => words::systems::still_to_test(total - tested, total),
        (false, 0) => words::systems::all_as_said(total),
        (false, differ) => words::systems::some_differ(agree, total, differ),
    }
}

fn line(index: usize, system: &'static System, ledger: &Ledger) -> Html {
    let modes = system.modes.iter().enumerate().map(|(number, mode)| mode_line(system, (index, number), mode, ledger));
    let missing = system.not_simulated.iter().map(|missing| {
        html! {
            <li key={missing.name} class="mode is-missing">
                <span class="mode-name">{ missing.name }</span><span class="mode-note">{ words::systems::NOT_SIMULATED }</span>
            </li>
        }
    });
    html! {
        <li key={system.id} class="system">
            <div class="system-name">
                <h2><a href={format!("#/systems/{}", system.id)}>{ system.name }</a></h2>
                <p>{ system.mechanism }</p>
            </div>
            <ul class="system-modes">{ for modes.chain(missing) }</ul>
        </li>
    }
}

fn mode_line(system: &System, (index, number): (usize, usize), mode: &'static SystemMode, ledger: &Ledger) -> Html {
    let claims = |kept: bool| {
        let of_kind = mode.claims.iter().enumerate();
        let of_kind = of_kind.filter(move |(_, claim)| matches!(claim.says, Says::Keeps(_)) == kept);
        let items =
            of_kind.map(|(place, claim)| item(claim, mode.claims, (index, number, place), ledger)).collect::<Vec<_>>();
        let (class, head) = if kept {
            ("said said-kept", words::systems::SAID_KEPT)
        } else {
            ("said said-broken", words::systems::SAID_BROKEN)
        };
        html! {
            <div {class} hidden={items.is_empty()}>
                <span class="said-head">{ head }</span>
                <ul>{ for items }</ul>
            </div>
        }
    };
    html! {
        <li key={mode.name} class="mode">
            <a class="mode-name" href={format!("#/systems/{}/{}", system.id, mode.slug())}>{ mode.name }</a>
            { claims(true) }
            { claims(false) }
        </li>
    }
}

fn item(claim: &'static Claim, all: &[Claim], place: Place, ledger: &Ledger) -> Html {
    let evidence = ledger.of(place);
    let differs = evidence.is_some_and(|evidence| !evidence.agrees);
    html! {
        <li key={place.2} class="said-model">
            { sign(evidence) }<span>{ claim.model.name() }<small hidden={!is_kept_up_to_there(claim, all)}>{ words::systems::IF_MORE_GOES_WRONG }</small><em hidden={!differs}>{ words::systems::SIGN_DIFFERS }</em></span>
        </li>
    }
}
