//! The advisor: what is needed at the left, and the settings that give it at the right, cheapest first.
//! What is asked is in the address.

use std::rc::Rc;

use pipeline::decide::Requirements;
use scenario::{Level, Scenario};
use yew::prelude::*;

use super::advice::{Findings, use_advice};
use super::answers::{finding, list};
use super::asked::form;
use super::playground::NARROW;
use super::plot::Plot;
use super::rejected::Others;
use crate::browser::worker::{asked_fragment, read_asked};
use crate::browser::{address, media};
use crate::components::sentence;
use crate::hooks::use_media;
use crate::store::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct DecideProps {
    /// What the playground shows.
    pub(crate) scenario: Rc<Scenario>,
    /// What is asked of its runs, where somebody asked.
    pub(crate) level: Option<Level>,
    pub(crate) on: Callback<Action>,
}

/// The whole page.
#[component]
pub(crate) fn Decide(props: &DecideProps) -> Html {
    let begin = {
        let (scenario, level) = (Rc::clone(&props.scenario), props.level);
        move |fragment: &str| begin(fragment, &scenario, level)
    };
    let asked = use_state(|| begin(&address::fragment()));
    let all = use_state_eq(|| false);
    use_following(&asked, begin);
    let (requirements, unread) = &*asked;
    let findings = use_advice(requirements);
    let change = {
        let (asked, all) = (asked.setter(), all.setter());
        Callback::from(move |next: Requirements| {
            address::replace_fragment(&asked_fragment(&next));
            asked.set((next, Vec::new()));
            all.set(false);
        })
    };
    let show_all = {
        let all = all.setter();
        Callback::from(move |_: Event| all.set(true))
    };
    let (narrow, touch) = (use_media(NARROW), use_media(media::TOUCH));
    let form = form(requirements, &props.scenario, &change);
    // The form is longer than a narrow screen, and would hide what is found and what can be asked.
    let form = if narrow {
        html! { <details class="fold"><summary>{ words::decide::ASKED }</summary>{ form }</details> }
    } else {
        form
    };
    html! {
        <div class="columns decide-page">
            <div key="asked" class="column column-controls">{ form }</div>
            <div key="found" class="column column-main">
                <header class="intro">
                    <h1>{ finding(&findings) }</h1>
                    { progress(&findings) }
                    { notes(&findings, unread, touch) }
                </header>
                { examples(requirements) }
                if let Some(advice) = findings.advice.clone() {
                    if !advice.answers.is_empty() {
                        <Plot key="plot" advice={advice.clone()} requirements={findings.requirements.clone()} on={props.on.clone()} />
                    }
                    { list(&findings, (*all, touch), &show_all, &props.on) }
                    <Others key="others" {advice} requirements={findings.requirements.clone()} on={props.on.clone()} />
                }
            </div>
        </div>
    }
}

/// Where an address begins that asks for nothing itself: at what is asked in the playground, among those who are
/// there, unless nobody has been to it.
fn begin(fragment: &str, scenario: &Scenario, level: Option<Level>) -> (Requirements, Vec<String>) {
    let asks = share::split_fragment(fragment) != ("/decide", "");
    if asks || (level.is_none() && *scenario == Scenario::default()) {
        return read(fragment);
    }
    (Requirements::of_level(&level.unwrap_or_default()).for_those_of(scenario.clone()), Vec::new())
}

/// The requirements of an address, and what of it cannot be read.
fn read(fragment: &str) -> (Requirements, Vec<String>) {
    let (_, tail) = share::split_fragment(fragment);
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (name.to_owned(), value.replace("%2C", ",").replace("%40", "@"))
    };
    let pairs: Vec<(String, String)> = tail.split('&').filter(|part| !part.is_empty()).map(pair).collect();
    match read_asked(&pairs) {
        Ok(requirements) => (requirements, Vec::new()),
        Err(problems) => (Requirements::default(), problems),
    }
}

/// Somebody else changed the address. Where it asks for nothing, what is asked instead goes into it.
#[hook]
fn use_following(
    asked: &UseStateHandle<(Requirements, Vec<String>)>,
    begin: impl Fn(&str) -> (Requirements, Vec<String>) + 'static,
) {
    let setter = asked.setter();
    let take = move |fragment: &str| {
        let found = begin(fragment);
        if share::split_fragment(fragment).1.is_empty() && found.0 != Requirements::default() {
            address::replace_fragment(&asked_fragment(&found.0));
        }
        found
    };
    use_effect_with((), move |()| {
        take(&address::fragment());
        let listener = address::on_fragment_change(move |fragment| {
            if share::split_fragment(&fragment).0 == "/decide" {
                setter.set(take(&fragment));
            }
        });
        move || drop(listener)
    });
}

/// Where to begin.
const EXAMPLES: [(&str, &str); 3] = [
    (
        "#/decide?needs=linearizable&p99-write=80&p99-read=50&survive=1&net=continent&n=3-5",
        words::decide::EXAMPLE_CONTINENT,
    ),
    (
        "#/decide?needs=read_your_writes,monotonic_reads&p99-read=10&lose-region=on&n=3-5",
        words::decide::EXAMPLE_SESSIONS,
    ),
    ("#/decide?p99-write=10&p99-read=10&fresh=0.99@10&survive=1&net=lnkd-disk&n=3", words::decide::EXAMPLE_DATACENTER),
];

/// Some requirements to begin with, where there are none.
fn examples(requirements: &Requirements) -> Html {
    let links = EXAMPLES.iter().map(|(href, words)| html! { <li key={*href}><a href={*href}>{ *words }</a></li> });
    html! {
        <section key="examples" class="others" aria-label={words::shared::EXAMPLES} hidden={!requirements.parts().is_empty()}>
            <h2>{ words::decide::FOR_EXAMPLE }</h2>
            <ul class="examples">{ for links }</ul>
        </section>
    }
}

fn progress(findings: &Findings) -> Html {
    let (looked, all) = findings.progress;
    let said = match (all, findings.done) {
        (0, true) if !findings.problems.is_empty() => words::decide::NOT_BEGUN.to_owned(),
        (0, true) if findings.advice.is_none() => words::decide::NOTHING_ASKED.to_owned(),
        (0, true) => words::decide::NOTHING_TO_LOOK_AT.to_owned(),
        (0, false) => words::decide::LISTING.to_owned(),
        _ => words::decide::looked_at(looked, all),
    };
    html! {
        <div key="progress" class="looking">
            <span>{ said }</span>
            <progress hidden={findings.done} aria-label={words::decide::LOOKED_AT} max={all.max(1).to_string()} value={looked.to_string()}></progress>
        </div>
    }
}

/// What is wrong, what excludes what, and how the figures come about.
fn notes(findings: &Findings, unread: &[String], touch: bool) -> Html {
    let problems = unread.iter().chain(&findings.problems);
    let problems = problems.map(|problem| html! { <li key={problem.clone()}>{ problem }</li> });
    let problems = problems.collect::<Vec<_>>();
    let excluded = findings.advice.as_ref().and_then(|advice| advice.exclusion.as_ref());
    let excluded = excluded.map(|exclusion| exclusion.sentence(&findings.requirements)).unwrap_or_default();
    let (first_ms, all_ms) = findings.took_ms;
    let first = first_ms.map(|ms| ms.round().to_string()).unwrap_or_default();
    html! {
        <div key="notes">
            <ul class="notice notice-list" role="alert" hidden={problems.is_empty()}>{ for problems }</ul>
            <p class="excluded" role="status" hidden={excluded.is_empty()}>{ excluded }</p>
            <p data-first-ms={first} data-all-ms={all_ms.round().to_string()} data-done={findings.done.to_string()} class="decide-notes">
                { sentence(words::decide::figures_come_from(touch), |_, table| html! { <a href="#/guarantees">{ table }</a> }) }
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_for_nothing_begins_at_what_the_playground_asks() {
        let scenario = |tail: &str| share::decode(tail).expect("it opens").link.scenario;
        assert_eq!(begin("#/decide", &Scenario::default(), None).0, Requirements::default());
        let level = Some(Level { read_ms: Some(20.0), down_writes: 1, ..Level::default() });
        let address = |tail: &str| asked_fragment(&begin("#/decide", &scenario(tail), level).0);
        assert_eq!(address("n=3&net=zones&sessions=0,1,1&writes=10"), {
            "#/decide?p99-read=20&survive-writes=1&net=zones&sessions=0,1,1&reads=90"
        });
        // What has no name in an address comes as a link.
        let lossy = begin("#/decide", &scenario("loss=0.05"), level).0;
        assert!(asked_fragment(&lossy).starts_with("#/decide?p99-read=20&survive-writes=1&from=1."));
        assert_eq!(read(&asked_fragment(&lossy)), (lossy, Vec::new()));
        assert_eq!(begin("#/decide?survive=2", &scenario("net=zones"), level), read("#/decide?survive=2"));
    }

    #[test]
    fn an_address_keeps_what_is_asked() {
        for address in ["#/decide", "#/decide?needs=linearizable&p99-write=80&fresh=0.99@100&survive=1&net=zones"] {
            let (requirements, problems) = read(address);
            assert_eq!((asked_fragment(&requirements).as_str(), problems.as_slice()), (address, [].as_slice()));
        }
        let own =
            share::decode("region=Here&region=There&way=exp:5&net=custom&link=0,1@exp:9&lat=2&place=0,1&sessions=1")
                .expect("it opens");
        let mut requirements = Requirements { down_writes: 1, ..Requirements::default() }.among(own.link.scenario);
        requirements.read_percent = 90;
        let address = asked_fragment(&requirements);
        assert!(address.starts_with("#/decide?survive-writes=1&from=1."), "{address}");
        assert_eq!(read(&address), (requirements, Vec::new()));
        assert_eq!(read("#/decide?from=1.x&p99-read=5").1.len(), 1);
        assert_eq!(read("#/decide?needs=linearizable%2Csafe&fresh=0.9%405").1, [""; 0]);
        assert_eq!(read("#/decide?needs=magic&colour").1.len(), 2);
        for (address, _) in EXAMPLES {
            let (requirements, problems) = read(address);
            assert_eq!(
                (asked_fragment(&requirements).as_str(), problems.len(), requirements.problems().len()),
                (address, 0, 0)
            );
        }
    }
}
