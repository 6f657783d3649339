//! Why the others are no answer: by what they do not give, each mode with a first size, and behind that its others.
//! What a fold holds is made once somebody opens it: there are thousands, and they come while one looks.

use std::rc::Rc;

use pipeline::decide::{Advice, Candidate, Check, Part, Rejected, Requirements};
use yew::prelude::*;

use super::answers::{fragment, name};
use super::beside::open_with;
use crate::hooks::Shared;
use crate::store::Action;
use crate::words;

/// Sizes of one mode that are listed.
const SIZES: usize = 36;

#[derive(PartialEq, Properties)]
pub(super) struct OthersProps {
    pub(super) advice: Shared<Advice>,
    pub(super) requirements: Shared<Requirements>,
    pub(super) on: Callback<Action>,
}

/// All of them, in groups.
#[component]
pub(super) fn Others(props: &OthersProps) -> Html {
    let OthersProps { advice, requirements, on } = props;
    let group = |place: &usize| {
        let rejected = &advice.rejected[*place];
        (rejected.part, matches!(rejected.check, Check::Unsure(_)))
    };
    let mut groups = parted((0..advice.rejected.len()).collect(), group);
    groups.sort_by_key(|(group, _)| *group);
    let groups = groups.into_iter().map(|((part, unsure), places): ((Part, bool), Rc<[usize]>)| {
        let asked = part.words(requirements);
        let head =
            AttrValue::from(if unsure { words::answers::too_close(&asked) } else { words::answers::not(&asked) });
        let (advice, requirements, on) = (advice.clone(), requirements.clone(), on.clone());
        let key = head.to_string();
        html! { <Fold {key} {head} {places} modes=true {advice} {requirements} {on} /> }
    });
    html! {
        <section class="others" hidden={advice.rejected.is_empty()}>
            <h2>{ words::answers::WHY_NOT }</h2>
            <div>{ for groups }</div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FoldProps {
    head: AttrValue,
    /// Of what does not meet everything, these.
    places: Rc<[usize]>,
    /// Whether they are of several modes.
    modes: bool,
    advice: Shared<Advice>,
    requirements: Shared<Requirements>,
    on: Callback<Action>,
}

/// Settings behind one line, made once somebody opens it.
#[component]
fn Fold(props: &FoldProps) -> Html {
    let opened = use_state_eq(|| false);
    let ontoggle = {
        let opened = opened.setter();
        Callback::from(move |_: Event| opened.set(true))
    };
    let body = match (*opened, props.modes) {
        (false, _) => html! { <ul></ul> },
        (true, true) => by_mode(props),
        (true, false) => sizes(props),
    };
    let count = if props.modes { props.places.len().to_string() } else { String::new() };
    html! {
        <details class="fold" {ontoggle}>
            <summary><span>{ &props.head }</span><span class="fold-count" hidden={!props.modes}>{ count }</span></summary>
            <div>{ body }</div>
        </details>
    }
}

/// One size of each mode, and the others of that mode behind it.
fn by_mode(props: &FoldProps) -> Html {
    let mode = |place: &usize| {
        let candidate = candidate(&props.advice, *place);
        (candidate.protocol.id, candidate.mode.id)
    };
    let modes = parted(props.places.to_vec(), mode);
    let items = modes.into_iter().map(|((protocol, mode), places)| {
        let candidate = candidate(&props.advice, places[0]);
        let told = told(props, &props.advice.rejected[places[0]]);
        let (more, on) = (places.len() - 1, open_with(&props.on, None));
        let head = AttrValue::from(words::answers::other_sizes(more));
        let fold = FoldProps { head, places: places[1..].into(), modes: false, ..props.clone() };
        html! {
            <li key={format!("{protocol} {mode}")}>
                <p class="fold-model"><a href={fragment(candidate, &props.requirements)} onclick={on}>{ name(candidate) }</a></p>
                <p>{ format!("{}. {told}", candidate.sizes()) }</p>
                <div hidden={more == 0}><Fold ..fold /></div>
            </li>
        }
    });
    html! { <ul>{ for items }</ul> }
}

/// The sizes of one mode.
fn sizes(props: &FoldProps) -> Html {
    let rest = props.places.len().saturating_sub(SIZES);
    let items = props.places.iter().take(SIZES).map(|place| {
        let (candidate, rejected) = (candidate(&props.advice, *place), &props.advice.rejected[*place]);
        let (told, on) = (told(props, rejected), open_with(&props.on, None));
        html! {
            <li key={rejected.candidate}>
                <p><a href={fragment(candidate, &props.requirements)} onclick={on}>{ candidate.sizes() }</a></p>
                <p>{ told }</p>
            </li>
        }
    });
    html! {
        <>
            <ul key="sizes">{ for items }</ul>
            <p key="rest" hidden={rest == 0}>{ words::answers::more_sizes(rest) }</p>
        </>
    }
}

/// What a setting gives of what was asked, as far as it was looked at, and what it lacks.
fn told(props: &FoldProps, rejected: &Rejected) -> String {
    let parts = props.requirements.parts();
    let given = parts.iter().take_while(|part| **part != rejected.part);
    let given: Vec<String> = given.map(|part| part.words(&props.requirements)).collect();
    let why = match &rejected.check {
        Check::Fails(why) | Check::Unsure(why) => why.as_str(),
        Check::Meets => "",
    };
    if given.is_empty() { why.to_owned() } else { format!("{} {why}", words::answers::gives(&given.join(", "))) }
}

fn candidate(advice: &Advice, place: usize) -> &Candidate {
    &advice.candidates[advice.rejected[place].candidate]
}

/// What has the same key stands together, in the order in which the first of each came.
fn parted<K: PartialEq>(places: Vec<usize>, key: impl Fn(&usize) -> K) -> Vec<(K, Rc<[usize]>)> {
    let mut groups: Vec<(K, Vec<usize>)> = Vec::new();
    for place in places {
        let of = key(&place);
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, list)) => list.push(place),
            None => groups.push((of, vec![place])),
        }
    }
    groups.into_iter().map(|(key, list)| (key, list.into())).collect()
}
