//! How large an element is, kept up to date.

use yew::prelude::*;

use crate::browser::size::Watch;

/// The inner width and height of an element in px; nothing before it is on the page.
#[hook]
pub(crate) fn use_size(node: &NodeRef) -> Option<(f64, f64)> {
    let size = use_state_eq(|| None);
    let (setter, node) = (size.setter(), node.clone());
    use_effect_with((), move |()| {
        let element = node.cast::<web_sys::Element>();
        let watch = element.and_then(|element| {
            setter.set(Some((f64::from(element.client_width()), f64::from(element.client_height()))));
            Watch::start(&element, move |width, height| setter.set(Some((width, height))))
        });
        move || drop(watch)
    });
    *size
}
