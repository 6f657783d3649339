//! What few visitors ask of the browser, by name: bindings of their own would weigh on everybody's
//! first load.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property of an object; nothing where it is not there.
pub(super) fn of(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}

/// Calls a method; nothing where there is none, or where it is refused.
pub(super) fn call(object: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let method: Function = of(object, name)?.dyn_into().ok()?;
    Reflect::apply(&method, object, &list(with)).ok()
}

/// The same for one that answers later.
pub(super) async fn ask(object: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let promise: Promise = call(object, name, with)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Makes a thing of a class that the window knows.
pub(super) fn make(class: &str, with: &[JsValue]) -> Option<JsValue> {
    let class: Function = of(&super::window()?.into(), class)?.dyn_into().ok()?;
    Reflect::construct(&class, &list(with)).ok()
}

fn list(items: &[JsValue]) -> Array {
    items.iter().collect()
}
