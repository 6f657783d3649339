//! Where the pointer is, in the coordinates of what is drawn.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent, SvgElement};

/// The place of a pointer in a drawing of that size, however large it is shown.
pub(crate) fn place_in_sheet(sheet: &Element, event: &MouseEvent, width: f64, height: f64) -> (f64, f64) {
    let rect = sheet.get_bounding_client_rect();
    let scaled = |client: i32, edge: f64, shown: f64, drawn: f64| {
        let place = f64::from(client) - edge;
        if shown > 0.0 { place * drawn / shown } else { place }
    };
    (
        scaled(event.client_x(), rect.left(), rect.width(), width),
        scaled(event.client_y(), rect.top(), rect.height(), height),
    )
}

/// Keeps a pointer's events with what it pressed until it is let go.
pub(crate) fn hold(event: &PointerEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// The same for a sheet that stays, whatever becomes of what was pressed on it.
pub(crate) fn hold_with(sheet: &Element, event: &PointerEvent) {
    let _ = sheet.set_pointer_capture(event.pointer_id());
}

/// The drawing that was pressed.
pub(crate) fn sheet_of(event: &PointerEvent) -> Option<Element> {
    let element = event.target()?.dyn_into::<SvgElement>().ok()?;
    element.owner_svg_element().map(Into::into)
}

/// A click somewhere in a row does what a click on the row's link would, unless it is on something that has a use of
/// its own, or ends selecting words. With a key held it may mean something else, which is left to the link itself.
pub(crate) fn follow_row(event: &MouseEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = |element: &Element| element.closest("a, button").is_ok_and(|found| found.is_some());
    let row = element.filter(|element| !own(element)).and_then(|element| element.closest("tr").ok().flatten());
    let link = row.and_then(|row| row.query_selector("a").ok().flatten());
    let selected = super::window().and_then(|window| window.get_selection().ok().flatten());
    let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
    if let (true, Some(link)) = (plain && selected.is_none_or(|words| words.is_collapsed()), link) {
        link.unchecked_ref::<HtmlElement>().click();
    }
}

/// An event that is known to be one of a pointer.
pub(crate) fn of(event: &web_sys::Event) -> &PointerEvent {
    event.unchecked_ref()
}

/// Keeps fingers that move something within a drawing from scrolling it. Browsers heed `touch-action` of
/// the drawing as a whole, not of its parts.
pub(crate) fn keep_fingers(sheet: &Element, selector: &'static str) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(sheet, "touchmove", options, move |event| {
        let touched = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if touched.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some())) {
            event.prevent_default();
        }
    })
}

/// The place of a held pointer in the drawing that its element is part of; nothing while no button
/// is down.
pub(crate) fn place_while_held(event: &PointerEvent, width: f64, height: f64) -> Option<(f64, f64)> {
    if event.buttons() == 0 { None } else { place_of(event, width, height) }
}

/// The same of any pointer.
pub(crate) fn place_of(event: &MouseEvent, width: f64, height: f64) -> Option<(f64, f64)> {
    let element = event.target()?.dyn_into::<SvgElement>().ok()?;
    Some(place_in_sheet(&element.owner_svg_element()?.into(), event, width, height))
}
