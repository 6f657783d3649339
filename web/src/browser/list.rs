//! What is read along with something that moves.

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

/// Scrolls a box, and nothing else, so far that a place in it is in sight: beyond what stays at its begin,
/// and so many px before its end. `down` or across.
pub(crate) fn keep_in_sight(place: &Element, down: bool, at: f64, [begin, end]: [f64; 2]) {
    let (from, room) =
        if down { (place.scroll_top(), place.client_height()) } else { (place.scroll_left(), place.client_width()) };
    let (from, room) = (f64::from(from), f64::from(room));
    if at >= from + begin && at <= from + room - end {
        return;
    }
    let to = (at - begin - (room - begin) / 3.0) as i32;
    if down { place.set_scroll_top(to) } else { place.set_scroll_left(to) }
}
