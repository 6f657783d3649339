//! Every call to the browser. Each may be refused (sandboxed frames refuse storage, workers and
//! the clipboard), and none of them panics when it is.

pub(crate) mod address;
mod by_name;
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod entry;
pub(crate) mod file;
pub(crate) mod focus;
pub(crate) mod frame;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod media;
pub(crate) mod pointer;
pub(crate) mod raster;
pub(crate) mod save;
pub(crate) mod size;
pub(crate) mod storage;
pub(crate) mod tab;
pub(crate) mod worker;

use web_sys::{Document, Window};
use yew::BaseComponent;

/// The window. The page has one; a worker never asks.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Puts the app in place of the picture that was there before it arrived.
pub(crate) fn mount<App: BaseComponent<Properties = ()>>() {
    let Some(root) = document().and_then(|document| document.get_element_by_id("app")) else { return };
    yew::Renderer::<App>::with_root(root).render();
}

/// Whether all of the page's wasm is there. What nobody waits for begins when it is: asking for what is
/// not there yet would hold up the page.
pub(crate) fn is_whole() -> bool {
    document().is_some_and(|document| document.query_selector("[data-first]").is_ok_and(|mark| mark.is_none()))
}

/// How many processors the browser says that there are.
pub(crate) fn processors() -> usize {
    window().map_or(1, |window| window.navigator().hardware_concurrency().max(1.0) as usize)
}

/// The browser's clock, in ms: to see how long something took.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}
