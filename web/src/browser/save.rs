//! Files: those beside the page that are read again, and those that are saved.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Response, Url};

use super::{document, window};

/// How long the browser has to take what is saved, in ms.
const TAKEN_AFTER_MS: u32 = 60_000;

/// The bytes of a file beside the page; none where it cannot be had.
pub(crate) async fn read(address: &str) -> Vec<u8> {
    let read = async {
        let answer = JsFuture::from(window()?.fetch_with_str(address)).await.ok()?;
        let answer = answer.dyn_into::<Response>().ok().filter(Response::ok)?;
        let bytes = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    };
    read.await.unwrap_or_default()
}

/// The page's first stylesheet: its colours, and how marks look.
pub(crate) fn style() -> String {
    let style = document().and_then(|document| document.query_selector("style").ok().flatten());
    style.and_then(|style| style.text_content()).unwrap_or_default()
}

/// Saves a text as a file, as far as the browser lets it.
pub(crate) fn text(name: &str, kind: &str, text: &str) {
    let Some(address) = address_of(kind, text) else { return };
    link(name, &address);
    Timeout::new(TAKEN_AFTER_MS, move || forget(&address)).forget();
}

/// Saves what an address leads to as a file.
pub(crate) fn link(name: &str, address: &str) {
    let link = document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}

/// An address of a text, as of a file of that kind; until it is forgotten.
pub(super) fn address_of(kind: &str, text: &str) -> Option<String> {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Lets go of such an address.
pub(super) fn forget(address: &str) {
    let _ = Url::revoke_object_url(address);
}
