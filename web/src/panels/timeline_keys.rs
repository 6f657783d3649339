//! The keys of the timeline. They act only while it has the focus; [`KEYS`] is also what the list
//! behind the button says, so that it cannot say anything else.

use diagram::{Column, TimeAxis};
use history::{Instant, ModelId, NodeId, OperationId};
use yew::prelude::*;

use super::moment_menu::Moment;
use crate::browser::focus;
use crate::hooks::Evaluated;
use crate::words;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Toggle,
    Step(bool),
    Operation(bool),
    Ends(bool),
    Violation,
    Lifeline(bool),
    Zoom(bool),
    Pan(bool),
    Whole,
    Menu,
    Release,
}

/// The keys, as the browser names them, with what they do in words. Two in a row share their words.
const KEYS: [(&str, &str, Deed, &str); 17] = [
    (" ", words::timeline::SPACE, Deed::Toggle, words::timeline::PLAY_OR_PAUSE),
    ("ArrowLeft", "←", Deed::Step(false), ""),
    ("ArrowRight", "→", Deed::Step(true), words::timeline::STEP),
    ("p", "P", Deed::Operation(false), ""),
    ("n", "N", Deed::Operation(true), words::timeline::OPERATION),
    ("Home", words::timeline::HOME, Deed::Ends(false), ""),
    ("End", words::timeline::END, Deed::Ends(true), words::timeline::ENDS),
    ("v", "V", Deed::Violation, words::timeline::PROOF),
    ("ArrowUp", "↑", Deed::Lifeline(false), ""),
    ("ArrowDown", "↓", Deed::Lifeline(true), words::timeline::LIFELINE),
    ("-", "−", Deed::Zoom(false), ""),
    ("+", "+", Deed::Zoom(true), words::timeline::ZOOM_BY),
    ("PageUp", words::timeline::PAGE_UP, Deed::Pan(false), ""),
    ("PageDown", words::timeline::PAGE_DOWN, Deed::Pan(true), words::timeline::PAN),
    ("0", "0", Deed::Whole, words::timeline::WHOLE),
    ("Enter", words::timeline::ENTER, Deed::Menu, words::timeline::MENU),
    ("Escape", words::timeline::ESCAPE, Deed::Release, words::timeline::RELEASE),
];

/// What a key means. `inside` says that it was pressed on something inside the timeline, which has
/// its own use for the keys that press buttons.
pub(crate) fn deed_of(key: &str, inside: bool) -> Option<Deed> {
    // Where plus is typed with shift, its key is enough.
    let key = if key == "=" { "+" } else { key };
    let (.., deed, _) = KEYS.iter().find(|(name, ..)| *name == key || name.to_uppercase() == key)?;
    let belongs = inside && matches!(deed, Deed::Toggle | Deed::Menu | Deed::Lifeline(_));
    (!belongs).then_some(*deed)
}

/// The operation before or after a moment: of one session, or of all.
pub(crate) fn operation_at(
    run: &Evaluated,
    node: Option<NodeId>,
    cursor: Instant,
    forward: bool,
) -> Option<(OperationId, Instant)> {
    let session = node.and_then(NodeId::session);
    let operations = run.story.drawn().filter(|operation| session.is_none_or(|session| operation.session == session));
    let moments = operations.map(|operation| (operation.id, operation.invoked));
    match forward {
        true => moments.filter(|(_, at)| *at > cursor).min_by_key(|(id, at)| (*at, *id)),
        false => moments.filter(|(_, at)| *at < cursor).max_by_key(|(id, at)| (*at, *id)),
    }
}

/// When the last operation of a model's proof was over.
pub(crate) fn proof_end(run: &Evaluated, model: Option<ModelId>) -> Option<Instant> {
    let violation = run.report.judgement.get(model?)?.reason()?;
    let ends = violation.operations.iter().filter_map(|id| {
        let operation = run.report.history.operation(*id)?;
        Some(operation.returned.unwrap_or(operation.invoked))
    });
    ends.max()
}

/// The next lifeline in a direction; the first or the last where none is chosen.
pub(crate) fn next_line(columns: &[Column], chosen: Option<NodeId>, forward: bool) -> Option<NodeId> {
    let place = columns.iter().position(|column| Some(column.node) == chosen);
    let last = columns.len().checked_sub(1)?;
    let next = match (place, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(place), true) => (place + 1).min(last),
        (Some(place), false) => place.saturating_sub(1),
    };
    Some(columns[next].node)
}

/// The moment that the menu is about: the chosen lifeline at the cursor.
pub(crate) fn moment(axis: &TimeAxis, columns: &[Column], chosen: Option<NodeId>, cursor: Instant) -> Option<Moment> {
    let column = columns.iter().find(|column| Some(column.node) == chosen)?;
    let at = if axis.shows(cursor) { cursor } else { axis.begin() };
    Some(Moment { node: column.node, name: column.name.clone(), at })
}

/// The list of keys, behind a button that everybody sees.
pub(crate) fn list(open: &UseStateHandle<bool>) -> Html {
    let toggle = {
        let (setter, open) = (open.setter(), **open);
        Callback::from(move |_: MouseEvent| setter.set(!open))
    };
    html! {
        <div class="key-help">
            <button type="button" class="tool tool-words" title={words::timeline::KEYS_TOLD} aria-expanded={open.to_string()}
                onclick={toggle}>{ words::timeline::KEYS }</button>
            <div class="key-help-list" hidden={!**open}>
                { for (**open).then(|| opened(open)) }
            </div>
        </div>
    }
}

/// The list that is open. It is made when somebody looks, so that what it says comes late.
#[inline(never)]
fn opened(open: &UseStateHandle<bool>) -> Html {
    let setter = open.setter();
    html! { <KeyList key="list" close={Callback::from(move |()| setter.set(false))} /> }
}

#[derive(PartialEq, Properties)]
struct KeyListProps {
    close: Callback<()>,
}

/// What the keys do, until Escape, or a press elsewhere, closes it.
#[component]
fn KeyList(props: &KeyListProps) -> Html {
    use_effect_with(props.close.clone(), |close| {
        let close = close.clone();
        let leaving = focus::on_leave(".key-help", move |_| close.emit(()));
        // What is listed can be tried at once.
        focus::take_first(".timeline-frame");
        move || drop(leaving)
    });
    html! { <ul>{ for rows() }</ul> }
}

fn rows() -> Vec<Html> {
    let mut pressed: Vec<&str> = Vec::new();
    let style = html! { <style>{ include_str!("../../style/keys.css") }</style> };
    let when = html! { <li key="when" class="key-help-when">{ style }{ words::timeline::WHILE_IT_HAS_THE_FOCUS }</li> };
    let rows = KEYS.iter().filter_map(|(_, name, _, words)| {
        pressed.push(name);
        (!words.is_empty()).then(|| {
            let keys = pressed.drain(..).map(|name| html! { <kbd key={name}>{ name }</kbd> });
            html! { <li key={*name}><span class="key-help-names">{ for keys }</span><span>{ *words }</span></li> }
        })
    });
    let on_one = [
        (words::timeline::KEY_SHIFT, words::timeline::SHIFT_TOLD),
        (words::timeline::KEY_DELETE, words::timeline::DELETE_TOLD),
    ];
    let on_one = on_one.map(|(name, words)| {
        html! { <li key={name}><span class="key-help-names"><kbd>{ name }</kbd></span><span>{ words }</span></li> }
    });
    std::iter::once(when).chain(rows).chain(on_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_one_meaning_and_its_words() {
        for (place, (key, ..)) in KEYS.iter().enumerate() {
            assert!(KEYS[..place].iter().all(|(other, ..)| other != key), "{key}");
            assert!(deed_of(key, false).is_some());
        }
        assert_eq!(deed_of("V", true), Some(Deed::Violation));
        assert_eq!((deed_of("Enter", true), deed_of("q", false)), (None, None));
        assert!(KEYS.last().is_some_and(|(.., words)| !words.is_empty()));
    }
}
