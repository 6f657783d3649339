//! A picture as pixels: the browser paints an SVG file into a canvas.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::by_name::{ask, call, make, of};
use super::{document, window};

/// The longest edge of a canvas that browsers agree on, in px.
const EDGE_MAX: f64 = 16_384.0;
/// And the largest area, in px.
const AREA_MAX: f64 = 67_108_864.0;

/// An SVG file as the address of a PNG, `scale` times as large; as large as browsers can where that is
/// too large. Nothing where this browser cannot.
pub(crate) async fn png(svg: &str, scale: f64) -> Option<String> {
    let address = super::save::address_of("image/svg+xml", svg)?;
    let painted = paint(&address, scale).await;
    super::save::forget(&address);
    painted
}

async fn paint(address: &str, scale: f64) -> Option<String> {
    let document = document()?;
    let image = document.create_element("img").ok()?;
    image.set_attribute("src", address).ok()?;
    ask(&image, "decode", &[]).await?;
    let length = |name| of(&image, name)?.as_f64().filter(|length| *length > 0.0);
    let (width, height) = (length("naturalWidth")?, length("naturalHeight")?);
    let most = (EDGE_MAX / width.max(height)).min((AREA_MAX / (width * height)).sqrt());
    let [width, height] = [width, height].map(|length| (length * scale.min(most)).floor());
    let canvas = document.create_element("canvas").ok()?;
    for (name, length) in [("width", width), ("height", height)] {
        canvas.set_attribute(name, &length.to_string()).ok()?;
    }
    let brush = call(&canvas, "getContext", &["2d".into()])?;
    call(&brush, "drawImage", &[image.into(), 0.0.into(), 0.0.into(), width.into(), height.into()])?;
    let png = call(&canvas, "toDataURL", &["image/png".into()])?.as_string()?;
    png.starts_with("data:image/png").then_some(png)
}

/// Whether this browser takes pictures into the clipboard.
pub(crate) fn can_copy() -> bool {
    window().is_some_and(|window| of(&window.into(), "ClipboardItem").is_some())
}

/// Copies a PNG, and says whether that worked.
pub(crate) async fn copy(png: &str) -> bool {
    let copied = async {
        let window = window()?;
        let clipboard = of(&window.navigator().into(), "clipboard")?;
        let answer = ask(&window.into(), "fetch", &[png.into()]).await?;
        let bytes = ask(&answer, "blob", &[]).await?;
        let forms: JsValue = Object::new().into();
        Reflect::set(&forms, &"image/png".into(), &bytes).ok()?;
        let item = make("ClipboardItem", &[forms])?;
        ask(&clipboard, "write", &[js_sys::Array::of1(&item).into()]).await
    };
    copied.await.is_some()
}
