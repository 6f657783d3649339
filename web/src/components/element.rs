//! Elements put together by calls.
//!
//! The macro writes out at every element how it is put together. The controls hold most of the
//! page's elements, and what a page's first load may weigh is counted in kilobytes.

use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, ListenerKind, VTag, VText};

/// An element that is being put together.
pub(crate) struct Element(Box<VTag>);

/// Begins an element.
#[inline(never)]
pub(crate) fn el(tag: &'static str) -> Element {
    Element(Box::new(VTag::new(tag)))
}

/// Nothing to see, in the place of something that comes and goes: an element all the same, so that
/// what stands beside it keeps its place.
pub(crate) fn nothing() -> Html {
    el("span").hidden(true).into()
}

/// Words, where an element is expected.
#[inline(never)]
pub(crate) fn words(words: AttrValue) -> Html {
    VText::new(words).into()
}

impl Element {
    /// An attribute as written here.
    #[inline(never)]
    pub(crate) fn set(self, name: &'static str, value: &'static str) -> Self {
        self.put(name, AttrValue::Static(value))
    }

    /// An attribute that is worked out.
    pub(crate) fn with(self, name: &'static str, value: impl Into<AttrValue>) -> Self {
        self.put(name, value.into())
    }

    /// An attribute that may be missing.
    #[inline(never)]
    pub(crate) fn maybe(self, name: &'static str, value: Option<AttrValue>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    #[inline(never)]
    fn put(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.add_attribute(name, value);
        self
    }

    /// Its class.
    #[inline(never)]
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.set("class", class)
    }

    /// Whether it is there only for its place.
    #[inline(never)]
    pub(crate) fn hidden(self, hidden: bool) -> Self {
        if hidden { self.set("hidden", "") } else { self }
    }

    /// What tells it from its siblings.
    #[inline(never)]
    pub(crate) fn key(mut self, key: usize) -> Self {
        self.0.key = Some(Key::from(key));
        self
    }

    /// The same by name.
    #[inline(never)]
    pub(crate) fn named(mut self, key: &str) -> Self {
        self.0.key = Some(Key::from(key));
        self
    }

    /// What stands in a field.
    #[inline(never)]
    pub(crate) fn value(mut self, value: AttrValue) -> Self {
        self.0.set_value(value);
        self
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub(crate) fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    /// A property of the element in the page.
    #[inline(never)]
    pub(crate) fn property(mut self, name: &'static str, value: &str) -> Self {
        self.0.add_property(name, value);
        self
    }

    /// What happens at an event.
    #[inline(never)]
    pub(crate) fn on(mut self, kind: ListenerKind, callback: Callback<Event>) -> Self {
        self.0.add_listener(std::rc::Rc::new(Handler { kind, callback }));
        self
    }

    /// Words inside it.
    pub(crate) fn text(self, text: impl Into<AttrValue>) -> Self {
        self.child(words(text.into()))
    }

    /// One more element inside it.
    #[inline(never)]
    pub(crate) fn child(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    /// The same for one that is put together here.
    #[inline(never)]
    pub(crate) fn add(self, child: Self) -> Self {
        self.child(child.into())
    }

    /// A list inside it; nothing else may be there.
    #[inline(never)]
    pub(crate) fn list(mut self, children: Vec<Html>) -> Self {
        self.0.add_children(children);
        self
    }
}

impl From<Element> for Html {
    #[inline(never)]
    fn from(Element(tag): Element) -> Self {
        (*tag).into()
    }
}

/// A listener of any kind: what it needs to know of an event it asks the browser.
struct Handler {
    kind: ListenerKind,
    callback: Callback<Event>,
}

impl Listener for Handler {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        self.callback.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}
