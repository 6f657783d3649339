//! How long something takes on the page.

/// Milliseconds since some moment.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}
