//! A list that is read along with something that moves.

use js_sys::Reflect;
use web_sys::Element;

/// Marks one of the elements that a selector finds in a box as the current one, and scrolls the box,
/// and nothing else, so far that it is in sight.
pub(crate) fn mark(place: &Element, selector: &str, index: usize) {
    if let Ok(Some(before)) = place.query_selector("[aria-current]") {
        let _ = before.remove_attribute("aria-current");
    }
    let Ok(Some(now)) = place.query_selector(&format!("{selector}:nth-child({})", index + 1)) else { return };
    let _ = now.set_attribute("aria-current", "step");
    let of = |element: &Element, name: &str| Reflect::get(element, &name.into()).ok().and_then(|value| value.as_f64());
    let (Some(top), Some(high)) = (of(&now, "offsetTop"), of(&now, "offsetHeight")) else { return };
    let (Some(from), Some(room)) = (of(place, "scrollTop"), of(place, "clientHeight")) else { return };
    if top < from || top + high > from + room {
        let _ = Reflect::set(place, &"scrollTop".into(), &(top - room / 3.0).into());
    }
}
