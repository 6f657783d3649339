//! The map of models: the line from strong to weak, the lattice, and what consistency costs, all lit
//! by one scenario.

mod cost;
mod costs;
mod found;
mod line;
mod list;
mod map;
mod series;
mod sheet;
mod told;
mod view;

use std::rc::Rc;

use history::ModelId;
use scenario::{Level, NetworkPreset, Scenario};
use share::Link;
use yew::prelude::*;

use self::cost::CostOfConsistency;
use self::costs::use_costs;
use self::found::Found;
use self::line::line;
use self::list::{implications, legend};
use self::map::Choice;
use self::series::{RUNS, use_runs};
use self::told::lower;
use self::view::Map;
use super::playground::NARROW;
use crate::browser::address;
use crate::browser::frame::Coalesced;
use crate::hooks::{Shared, use_evaluation, use_media};
use crate::panels::{Ways, notice_bar};
use crate::store::{Action, State};
use crate::words;

/// What only this page has a use for.
const STYLE: &str = concat!(
    include_str!("../../style/tokens-beside.css"),
    include_str!("../../style/readable.css"),
    include_str!("../../style/chart_files.css"),
    include_str!("../../style/spectrum.css"),
);

#[derive(PartialEq, Properties)]
pub(crate) struct SpectrumProps {
    /// The link behind the route; the opening scenario where it is empty.
    pub(crate) tail: AttrValue,
}

/// A part of the page; on a narrow screen one of them is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Line,
    Lattice,
    Cost,
}

/// The page.
#[component]
pub(crate) fn Spectrum(props: &SpectrumProps) -> Html {
    let opened = use_memo(props.tail.clone(), |tail| State::open(&share::join_fragment("/", tail)));
    let scenario = use_state(|| Rc::clone(&opened.scenario));
    let narrow = use_media(NARROW);
    let (part, many, choice) = (use_state_eq(|| Part::Line), use_state_eq(|| false), use_state_eq(|| None));
    let evaluation = use_evaluation(&scenario);
    let costs = use_costs(&scenario);
    let counted = use_runs(&scenario, *many);
    let judged = evaluation.run.as_ref().filter(|run| !run.judging);
    let one = judged.map(|run| Found::of_run(&run.report.judgement));
    let found = if *many { counted.as_ref().map(Found::of_runs) } else { one };
    let frontier = found.as_ref().and_then(Found::frontier).map(|step| Choice::Step(step.stronger, step.weaker));
    let on_choice = use_callback((choice.setter(), part.setter()), |made: Choice, (choice, part)| {
        choice.set(Some(made));
        part.set(Part::Lattice);
    });
    let close = choice.setter();
    let on_close = choice.map(|_| Callback::from(move |_: Event| close.set(None)));
    let (on_stretch, on_settle) = use_stretch(&scenario, opened.level);
    let base_ms = use_memo(scenario.cluster.clone(), |_| 2.0 * Ways::of(&scenario).median_ms());
    let shown = |wanted: Part| !narrow || *part == wanted;
    let judgement = judged.filter(|_| !*many).map(|run| run.report.judgement.clone());
    let dismissed = use_state_eq(|| false);
    let notice = opened.notice.as_ref().filter(|_| !*dismissed);
    let dismiss = use_callback(dismissed.setter(), |_: Action, dismissed| dismissed.set(true));
    html! {
        <div class="spectrum">
            <style key="style">{ STYLE }</style>
            { notice_bar(notice, &dismiss) }
            <header key="head" class="spectrum-head">
                <h1>{ finding(found.as_ref()) }</h1>
                { tools((&scenario, opened.level), *many, counted.as_ref().map_or(0, |counted| counted.runs), &many.setter()) }
            </header>
            <div key="line" class="spectrum-line" hidden={!shown(Part::Line)}>{ line(found.as_ref(), &costs, &on_choice) }</div>
            <div key="columns" class="spectrum-columns">
                <section class="spectrum-map" aria-labelledby="map-head" hidden={!shown(Part::Lattice)}>
                    <div class="spectrum-section-head">
                        <h2 id="map-head">{ words::spectrum::WHAT_IMPLIES_WHAT }</h2>
                        <span class="section-note">{ words::spectrum::A_LINE_DOWN }</span>
                    </div>
                    <Map {found} {judgement} choice={choice.or(frontier)} {on_choice} {on_close} />
                    { legend() }
                    { implications() }
                </section>
                <div class="spectrum-costs" hidden={!shown(Part::Cost)}>
                    <CostOfConsistency scenario={Rc::clone(&scenario)} {costs} base_ms={*base_ms} {on_stretch} {on_settle} />
                </div>
            </div>
            { tabs(*part, narrow, &part.setter()) }
        </div>
    }
}

/// The slider's two callbacks: the network follows once a frame, the address when it rests.
#[hook]
fn use_stretch(scenario: &UseStateHandle<Rc<Scenario>>, level: Option<Level>) -> (Callback<f64>, Callback<()>) {
    let newest = use_mut_ref(|| Rc::clone(scenario));
    let moves = {
        let (setter, newest) = (scenario.setter(), Rc::clone(&newest));
        use_memo((), move |()| {
            Shared::new(Coalesced::new(move |stretch: f64| {
                let mut scenario = (**newest.borrow()).clone();
                scenario.network.stretch = stretch;
                *newest.borrow_mut() = Rc::new(scenario);
                setter.set(Rc::clone(&newest.borrow()));
            }))
        })
    };
    let offered = Rc::clone(&moves);
    let on_stretch = Callback::from(move |stretch| offered.offer(stretch));
    let on_settle = Callback::from(move |()| {
        moves.flush();
        address::replace_fragment(&share::join_fragment("/spectrum", &tail_of(&newest.borrow(), level)));
    });
    (on_stretch, on_settle)
}

fn tail_of(scenario: &Scenario, level: Option<Level>) -> String {
    share::encode(&Link { level, ..Link::from(scenario.clone()) }).unwrap_or_default()
}

/// The title says where the scenario stands: what it keeps, and the next stronger that it breaks.
fn finding(found: Option<&Found>) -> Html {
    let Some(found) = found else { return html! { words::spectrum::RUNNING } };
    let named = |class: &'static str, words: String| html! { <span {class}>{ words }</span> };
    match (found.frontier(), found.runs) {
        (Some(step), 1) => html! {
            <>{ named("holds", step.weaker.name().to_owned()) }{ words::spectrum::HELD_IN_THIS_RUN }
            { named("violated", lower(step.stronger)) }{ words::spectrum::BROKE }</>
        },
        (Some(step), _) => html! {
            <>{ named("holds", step.weaker.name().to_owned()) }{ format!(" {}; ", found.words(step.weaker)) }
            { named("violated", lower(step.stronger)) }{ words::spectrum::broke_in(&found.share(step.stronger)) }</>
        },
        (None, _) if found.outcome(ModelId::Linearizable) == diagram::lattice::Outcome::Kept => {
            html! { <>{ named("holds", words::spectrum::LINEARIZABLE.to_owned()) }{ format!(" {}", found.words(ModelId::Linearizable)) }</> }
        }
        (None, _) => html! { words::spectrum::NONE_TOLD_APART },
    }
}

/// Which scenario, and whether one run is shown or many.
fn tools((scenario, level): (&Scenario, Option<Level>), many: bool, runs: u32, setter: &UseStateSetter<bool>) -> Html {
    let name = pipeline::protocol(&scenario.strategy.protocol).map_or("", |info| info.name);
    let network =
        NetworkPreset::find(&scenario.network.preset).map_or(words::spectrum::OWN_NETWORK, NetworkPreset::name);
    let href = share::join_fragment("/", &tail_of(scenario, level));
    let choose = |wanted: bool| {
        let setter = setter.clone();
        Callback::from(move |_: MouseEvent| setter.set(wanted))
    };
    let counting =
        if many && runs < RUNS { words::spectrum::so_many_runs(runs) } else { words::spectrum::ALL_RUNS.to_owned() };
    html! {
        <div class="spectrum-tools">
            <p>{ words::spectrum::SCENARIO }<a {href} title={words::spectrum::OPEN_IN_PLAYGROUND}>{ words::spectrum::scenario(name, scenario.cluster.n, network) }</a></p>
            <div class="runs-choice" role="group" aria-label={words::spectrum::SHOWN}>
                <button key="one" type="button" aria-pressed={(!many).to_string()} onclick={choose(false)}>{ words::spectrum::THIS_RUN }</button>
                <button key="many" type="button" aria-pressed={many.to_string()} onclick={choose(true)}>{ counting }</button>
            </div>
        </div>
    }
}

fn tabs(shown: Part, narrow: bool, setter: &UseStateSetter<Part>) -> Html {
    let tabs = [
        (Part::Line, words::spectrum::LINE),
        (Part::Lattice, words::spectrum::LATTICE),
        (Part::Cost, words::spectrum::COST),
    ]
    .map(|(part, name)| {
        let setter = setter.clone();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(part));
        let current = (part == shown).then_some("page");
        html! { <button key={name} type="button" class="tab" aria-current={current} {onclick}>{ name }</button> }
    });
    html! { <nav key="tabs" class="tabs spectrum-tabs" aria-label={words::spectrum::PARTS} hidden={!narrow}>{ for tabs }</nav> }
}
