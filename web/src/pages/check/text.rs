//! The text that is judged: where it comes from, where it is kept, and how it comes back when something else
//! took its place.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::super::brought::{Brought, EXAMPLES, read};
use crate::browser::keys::{PageKey, on_page_key};
use crate::browser::{address, clipboard, tab};
use crate::store::Carry;
use crate::words;

/// Under which name the tab remembers it.
const KEPT: &str = "history";
/// The path of the page.
const PATH: &str = "/check";
/// A text up to this length is judged while it is written.
pub(super) const AT_ONCE_BYTES: usize = 20_000;
/// How long a text rests before it is judged and kept, in ms.
const REST_MS: u32 = 250;

/// What lies on the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Desk {
    pub(super) text: AttrValue,
    /// What another text took the place of, as a whole.
    pub(super) before: Option<AttrValue>,
    /// What was there before that came back.
    after: Option<AttrValue>,
    /// What has to be said of it.
    pub(super) said: AttrValue,
    /// Whether anybody changed it: what was only opened is kept nowhere.
    touched: bool,
}

/// What is done to it.
pub(super) enum Deed {
    /// It is written on.
    Type(String),
    /// Something else takes its place.
    Replace(String),
    /// An operation is carried elsewhere: the text with that, and the text before somebody took hold of it.
    Carry(AttrValue, AttrValue),
    /// What was there comes back.
    Undo,
    /// And goes again.
    Redo,
    Say(AttrValue),
    /// An address brings one.
    Open(Desk),
}

impl Reducible for Desk {
    type Action = Deed;

    fn reduce(self: Rc<Self>, deed: Deed) -> Rc<Self> {
        let new = |text: AttrValue, before| Self { text, before, touched: true, ..Self::default() };
        match deed {
            Deed::Type(text) => new(text.into(), None),
            Deed::Replace(text) if *text == *self.text => return self,
            Deed::Replace(text) => {
                let before = Some(self.text.clone()).filter(|text| !text.trim().is_empty());
                new(text.into(), before.or_else(|| self.before.clone()))
            }
            Deed::Carry(text, before) => new(text, Some(before)),
            Deed::Undo => match &self.before {
                Some(before) => Self { after: Some(self.text.clone()), ..new(before.clone(), None) },
                None => return self,
            },
            Deed::Redo => match &self.after {
                Some(after) => new(after.clone(), Some(self.text.clone())),
                None => return self,
            },
            Deed::Say(said) => Self { said, ..(*self).clone() },
            Deed::Open(desk) => desk,
        }
        .into()
    }
}

impl Desk {
    /// What an address brings; where it brings nothing, what the tab remembers, and else the first example.
    fn of(fragment: &str, kept: impl FnOnce() -> Option<String>) -> Self {
        let (_, tail) = share::split_fragment(fragment);
        let desk = |text: String, said: AttrValue| Self { text: text.into(), said, ..Self::default() };
        let example = || EXAMPLES.first().map(|(_, text)| (*text).to_owned()).unwrap_or_default();
        if tail.is_empty() {
            return match kept().filter(|text| !text.trim().is_empty()) {
                Some(text) => desk(text, words::check::AS_LEFT.into()),
                None => desk(example(), AttrValue::default()),
            };
        }
        match share::read_text(tail) {
            Ok(text) => desk(text, AttrValue::default()),
            Err(error) => desk(example(), words::check::example_instead(&error).into()),
        }
    }

    /// Whether it is judged only when somebody asks for it.
    pub(super) fn by_hand(&self) -> bool {
        self.text.len() > AT_ONCE_BYTES
    }

    /// The fragment that brings it again, as far as there is room in an address.
    fn fragment(&self) -> String {
        let packed = if self.text.trim().is_empty() { None } else { share::write_text(&self.text).ok() };
        share::join_fragment(PATH, &packed.unwrap_or_default())
    }
}

/// The desk, and what of it is judged.
pub(super) struct Written {
    pub(super) desk: UseReducerHandle<Desk>,
    pub(super) resting: AttrValue,
    pub(super) judge: Callback<MouseEvent>,
    /// An operation is carried elsewhere; nothing: it is let go.
    pub(super) carry: Callback<Option<Carry>>,
    pub(super) share: Callback<MouseEvent>,
}

/// The text of the page. What is judged and kept follows what is written once that rests; a long text is
/// judged only when asked.
#[hook]
pub(super) fn use_text() -> Written {
    let desk = use_reducer(|| Desk::of(&address::fragment(), || tab::read(KEPT)));
    let resting = use_state_eq(|| desk.text.clone());
    let written = use_mut_ref(address::fragment);
    {
        let (judged, written, at) = (resting.setter(), Rc::clone(&written), desk.dispatcher());
        use_effect_with((*desk).clone(), move |desk| {
            let desk = desk.clone();
            let waiting = Timeout::new(REST_MS, move || {
                if !desk.by_hand() {
                    judged.set(desk.text.clone());
                }
                if desk.touched && !keep(&desk, &mut written.borrow_mut()) {
                    at.dispatch(Deed::Say(words::check::NOT_KEPT.into()));
                }
            });
            move || drop(waiting)
        });
    }
    use_links(&desk, &resting, &written);
    use_keys(&desk);
    let judge = {
        let (desk, judged) = (desk.clone(), resting.setter());
        Callback::from(move |_: MouseEvent| judged.set(desk.text.clone()))
    };
    let share = {
        let (desk, written) = (desk.clone(), Rc::clone(&written));
        Callback::from(move |_: MouseEvent| copy_link(&desk, &mut written.borrow_mut()))
    };
    let carry = use_carrying(&desk, &resting);
    Written { desk, resting: (*resting).clone(), judge, carry, share }
}

/// What is carried on the timeline changes the text, as long as that can be judged still: it is judged at once.
#[hook]
fn use_carrying(desk: &UseReducerHandle<Desk>, resting: &UseStateHandle<AttrValue>) -> Callback<Option<Carry>> {
    let held = use_mut_ref(|| None::<AttrValue>);
    use_callback((desk.clone(), resting.clone()), move |carry: Option<Carry>, (desk, judged)| {
        let Some(Carry { from, to }) = carry else {
            *held.borrow_mut() = None;
            return;
        };
        // What is on show may be older than the text, for a moment.
        if desk.by_hand() || (held.borrow().is_none() && **judged != desk.text) {
            return;
        }
        let before = held.borrow_mut().get_or_insert_with(|| desk.text.clone()).clone();
        let to = to.as_ref().map(|(session, at)| (session.as_str(), *at));
        match history::retime(&before, (&from.0, from.1), to) {
            Some(text) if matches!(read(&text), Brought::Run(_)) => {
                let text = AttrValue::from(text);
                judged.set(text.clone());
                desk.dispatch(Deed::Carry(text, before));
            }
            // Its session is at work there.
            Some(_) => {}
            None => desk.dispatch(Deed::Say(words::check::CARRIED_IN_NOTATION.into())),
        }
    })
}

/// Undo and redo, where the field has no undo of its own.
#[hook]
fn use_keys(desk: &UseReducerHandle<Desk>) {
    let desk = desk.dispatcher();
    use_effect_with((), move |()| {
        let listener = on_page_key(move |key| {
            desk.dispatch(match key {
                PageKey::Undo => Deed::Undo,
                PageKey::Redo => Deed::Redo,
            });
        });
        move || drop(listener)
    });
}

/// An address that somebody else writes brings its own text.
#[hook]
fn use_links(
    desk: &UseReducerHandle<Desk>,
    resting: &UseStateHandle<AttrValue>,
    written: &Rc<std::cell::RefCell<String>>,
) {
    let (desk, resting, written) = (desk.dispatcher(), resting.setter(), Rc::clone(written));
    use_effect_with((), move |()| {
        let listener = address::on_fragment_change(move |fragment| {
            if *written.borrow() == fragment || share::split_fragment(&fragment).0 != PATH {
                return;
            }
            let opened = Desk::of(&fragment, || tab::read(KEPT));
            resting.set(opened.text.clone());
            desk.dispatch(Deed::Open(opened));
            *written.borrow_mut() = fragment;
        });
        move || drop(listener)
    });
}

/// Keeps a text: in the address as far as it fits, and in the tab, which has room for more. Says whether a
/// reload brings it back.
fn keep(desk: &Desk, written: &mut String) -> bool {
    let fragment = desk.fragment();
    let in_address = !share::split_fragment(&fragment).1.is_empty();
    if share::split_fragment(&address::fragment()).0 == PATH && *written != fragment {
        address::replace_fragment(&fragment);
        *written = fragment;
    }
    if desk.text.trim().is_empty() {
        tab::forget(KEPT);
        return true;
    }
    tab::write(KEPT, &desk.text) || in_address
}

/// Puts the text into the address, and the address on the clipboard.
fn copy_link(desk: &UseReducerHandle<Desk>, written: &mut String) {
    let fragment = desk.fragment();
    if share::split_fragment(&fragment).1.is_empty() {
        return desk.dispatch(Deed::Say(words::check::TOO_LONG.into()));
    }
    address::replace_fragment(&fragment);
    let (whole, desk) = (address::with_fragment(&fragment), desk.dispatcher());
    *written = fragment;
    wasm_bindgen_futures::spawn_local(async move {
        let copied = clipboard::copy(whole).await;
        let said = if copied { words::check::LINK_COPIED } else { words::check::LINK_IN_ADDRESS };
        desk.dispatch(Deed::Say(said.into()));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(deeds: impl IntoIterator<Item = Deed>) -> Desk {
        let desk = Rc::new(Desk { text: "A w(x,1) 0..1".into(), ..Desk::default() });
        (*deeds.into_iter().fold(desk, Desk::reduce)).clone()
    }

    #[test]
    fn what_something_else_took_the_place_of_comes_back() {
        let cleared = after([Deed::Type("mine".to_owned()), Deed::Replace(String::new())]);
        assert_eq!((&*cleared.text, cleared.before.as_deref()), ("", Some("mine")));
        let example = Rc::new(cleared).reduce(Deed::Replace("an example".to_owned()));
        assert_eq!(example.before.as_deref(), Some("mine"), "emptiness is nothing to come back to");
        let again = example.reduce(Deed::Undo);
        assert_eq!((&*again.text, &again.before), ("mine", &None));
        assert_eq!(after([Deed::Replace("other".to_owned()), Deed::Type("on".to_owned())]).before, None);
        let there = || [Deed::Carry("moved".into(), "A w(x,1) 0..1".into()), Deed::Undo];
        assert_eq!(&*after(there()).text, "A w(x,1) 0..1");
        let back = after(there().into_iter().chain([Deed::Redo]));
        assert_eq!((&*back.text, back.before.as_deref()), ("moved", Some("A w(x,1) 0..1")));
        assert_eq!(after([Deed::Redo, Deed::Undo]), after([]), "there is nothing to go to");
    }

    #[test]
    fn an_address_goes_before_what_the_tab_remembers_and_that_before_an_example() {
        let kept = || Some("kept".to_owned());
        let packed = share::join_fragment(PATH, &share::write_text("linked").expect("it fits"));
        assert_eq!(&*Desk::of(&packed, kept).text, "linked");
        assert_eq!(&*Desk::of("#/check", kept).text, "kept");
        assert_eq!(&*Desk::of("#/check", || None).text, EXAMPLES[0].1);
        let broken = Desk::of("#/check?1.eJwAAAA", kept);
        assert_eq!((&*broken.text, broken.said.is_empty()), (EXAMPLES[0].1, false));
    }

    #[test]
    fn the_address_brings_a_text_again_as_far_as_it_fits() {
        let desk = |text: &str| Desk { text: text.to_owned().into(), ..Desk::default() };
        assert_eq!(Desk::of(&desk("A w(x,1) 0..1").fragment(), || None).text, "A w(x,1) 0..1");
        assert_eq!(desk(" \n").fragment(), "#/check");
        assert_eq!(desk(&"x".repeat(70_000)).fragment(), "#/check");
    }
}
