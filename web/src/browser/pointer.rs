//! Where the pointer is, in the coordinates of what is drawn.

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, PointerEvent, SvgElement};

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

/// The place of a held pointer in the drawing that its element is part of; nothing while no button
/// is down.
pub(crate) fn place_while_held(event: &PointerEvent, width: f64, height: f64) -> Option<(f64, f64)> {
    if event.buttons() == 0 {
        return None;
    }
    let element = event.target()?.dyn_into::<SvgElement>().ok()?;
    Some(place_in_sheet(&element.owner_svg_element()?.into(), event, width, height))
}
