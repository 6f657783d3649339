//! One system: its modes, what is documented and what is found of the chosen one, and a run of it.

use catalog::{SYSTEMS, Says, System, SystemMode};
use pipeline::GuaranteeRow;
use yew::prelude::*;

use super::beside::open_with;
use super::cell::capital;
use super::claim::{documented, found, in_the_table, sign};
use super::evidence::{fragment_of, row_of, run_of};
use super::ledger::{Ledger, Place, places_of, use_tests};
use super::playground::NARROW;
use super::run::Run;
use crate::hooks::use_media;
use crate::store::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct SystemProps {
    pub(crate) system: &'static System,
    /// The end of its mode's address; empty for the first.
    pub(crate) mode: AttrValue,
    pub(crate) ledger: Ledger,
    pub(crate) on: Callback<Action>,
}

/// A mode of a system, and which of its claims is looked at.
struct Shown<'a> {
    system: usize,
    number: usize,
    mode: &'static SystemMode,
    claim: usize,
    /// The row of the guarantee table with the same settings.
    row: Option<GuaranteeRow>,
    ledger: &'a Ledger,
    choose: Callback<(usize, usize)>,
    on: &'a Callback<Action>,
}

/// One system.
#[component]
pub(crate) fn SystemPage(props: &SystemProps) -> Html {
    let SystemProps { system, mode, ledger, on } = props;
    let narrow = use_media(NARROW);
    let number = system.modes.iter().position(|other| other.slug() == *mode).unwrap_or(0);
    let chosen = use_state_eq(|| (number, None::<usize>));
    let choose = use_callback(chosen.setter(), |(mode, claim), setter| setter.set((mode, Some(claim))));
    let index = SYSTEMS.iter().position(|other| other == *system).unwrap_or(0);
    use_tests(ledger, places_of(index).filter(move |(_, mode, _)| *mode == number));
    let shown = system.modes.get(number).map(|mode| {
        let claim = chosen.1.filter(|_| chosen.0 == number).unwrap_or_else(|| first_claim(mode));
        Shown { system: index, number, mode, claim, row: row_of(mode), ledger, choose: choose.clone(), on }
    });
    let rail = rail(system, number);
    let (run, aside) = match &shown {
        Some(shown) => (shown.run(narrow), shown.aside()),
        None => (nothing_to_run(system), html! { <div key="aside" class="column column-aside"></div> }),
    };
    // On a narrow screen what is chosen stands before what it shows.
    let columns = if narrow { [rail, aside, run] } else { [rail, run, aside] };
    html! { <div class="columns system-page">{ for columns }</div> }
}

/// A run that breaks something says more than one that keeps it.
fn first_claim(mode: &SystemMode) -> usize {
    mode.claims.iter().position(|claim| matches!(claim.says, Says::Breaks(_))).unwrap_or(0)
}

fn rail(system: &'static System, shown: usize) -> Html {
    let modes = system.modes.iter().enumerate().map(|(number, mode)| {
        let href = format!("#/systems/{}/{}", system.id, mode.slug());
        let current = (number == shown).then_some("true");
        html! { <li key={mode.name}><a class="mode-choice" {href} aria-current={current}>{ mode.name }</a></li> }
    });
    let missing = system.not_simulated.iter().map(|missing| {
        html! { <li key={missing.name}><p>{ missing.name }</p><p class="section-note">{ missing.reason }</p></li> }
    });
    html! {
        <div key="rail" class="column column-controls rail">
            <section class="section">
                <p class="crumb"><a href="#/systems">{ words::header::SYSTEMS }</a></p>
                <h1>{ system.name }</h1>
                <p class="rail-lead">{ system.mechanism }</p>
            </section>
            <section class="section" hidden={system.modes.is_empty()}>
                <div class="section-head"><h2>{ words::systems::MODES }</h2></div>
                <nav aria-label={words::systems::MODES}><ul>{ for modes }</ul></nav>
            </section>
            <section class="section" hidden={system.not_simulated.is_empty()}>
                <div class="section-head"><h2>{ words::systems::NOT_SIMULATED_TITLE }</h2></div>
                <ul class="missing">{ for missing }</ul>
            </section>
        </div>
    }
}

fn nothing_to_run(system: &System) -> Html {
    html! {
        <div key="run" class="column column-main">
            <div class="nothing">
                <h2>{ words::systems::NO_MODE_SIMULATED }</h2>
                <p>{ words::systems::not_approximated(system.name) }</p>
            </div>
        </div>
    }
}

impl Shown<'_> {
    fn run(&self, narrow: bool) -> Html {
        let Some(claim) = self.mode.claims.get(self.claim) else { return html! { <div key="run"></div> } };
        let fragment = AttrValue::from(fragment_of(&run_of(self.mode, claim)));
        let key = format!("{} {fragment}", claim.model.key());
        let open = open_with(self.on, Some(claim.model));
        html! {
            <div key="run" class="column column-main">
                <div class="run-head">
                    <h2>{ self.mode.name }</h2>
                    <a class="button" href={fragment.clone()} onclick={open}>{ words::spectrum::OPEN_IN_PLAYGROUND }</a>
                </div>
                <div class="run-place">
                    <Run {key} {fragment} model={claim.model} {narrow} />
                </div>
            </div>
        }
    }

    fn aside(&self) -> Html {
        let settings = fragment_of(self.mode.settings);
        let words = self.mode.settings.replace('&', " ");
        html! {
            <div key="aside" class="column column-aside">
                <section class="section">
                    <div class="section-head"><h2>{ words::systems::CLAIMS }</h2><span class="section-note">{ words::systems::FOUND_HERE }</span></div>
                    <ol class="claims">{ for (0..self.mode.claims.len()).map(|claim| self.claim(claim)) }</ol>
                </section>
                <section class="section">
                    <div class="section-head"><h2>{ words::systems::LEFT_OUT }</h2></div>
                    <p class="rail-lead">{ format!("{}.", capital(self.mode.leaves_out)) }</p>
                </section>
                <section class="section">
                    <div class="section-head"><h2>{ words::systems::SETTINGS }</h2></div>
                    <p class="settings">{ words }</p>
                    <p class="rail-lead">{ self.table_row() }</p>
                    <p><a href={settings} onclick={open_with(self.on, None)}>{ words::shared::OPEN_SETTINGS }</a></p>
                </section>
            </div>
        }
    }

    fn table_row(&self) -> Html {
        match &self.row {
            Some(row) => html! {
                <span>{ words::systems::IN_THE_TABLE }<a href={format!("#/guarantees/{}", row.protocol.id)}>
                    { format!("{}, {}", row.protocol.name, row.mode.name) }</a>{ "." }</span>
            },
            None => html! { <span>{ words::systems::NOT_IN_THE_TABLE }</span> },
        }
    }

    fn claim(&self, number: usize) -> Html {
        let claim = &self.mode.claims[number];
        let place: Place = (self.system, self.number, number);
        let evidence = self.ledger.of(place);
        let chosen = self.claim == number;
        let word = match evidence.map(|evidence| (evidence.agrees, evidence.kept)) {
            None => "",
            Some((true, Some(true))) => words::systems::KEPT_AS_DOCUMENTED,
            Some((true, _)) => words::systems::BROKEN_AS_DOCUMENTED,
            Some((false, _)) => words::systems::DIFFERS,
        };
        let choose = self.choose.reform({
            let mode = self.number;
            move |_: MouseEvent| (mode, number)
        });
        let table = self.row.as_ref().and_then(|row| in_the_table(row, claim));
        let fact = |head: &'static str, words: String| {
            html! { <div hidden={words.is_empty()}><dt>{ head }</dt><dd>{ words }</dd></div> }
        };
        html! {
            <li key={number} class="claim">
                <button type="button" class={if chosen { "rung is-chosen" } else { "rung" }} aria-pressed={chosen.to_string()} onclick={choose}>
                    { sign(evidence) }<span class="rung-name">{ claim.model.name() }</span><span class="rung-word">{ word }</span>
                </button>
                <dl class="facts">
                    { fact(words::systems::DOCUMENTED, documented(claim, self.mode.claims)) }
                    { fact(words::systems::FOUND, found(evidence)) }
                    { fact(words::systems::TABLE, table.unwrap_or_default()) }
                    { fact(words::systems::BUT_HERE, claim.differs.unwrap_or_default().to_owned()) }
                    { fact(words::systems::SOURCE, claim.source.to_owned()) }
                </dl>
            </li>
        }
    }
}
