//! A timeline as a file of its own: as lines, as pixels, or in the clipboard.

use diagram::export::Caption;
use diagram::{Orientation, Size, Viewport};
use pipeline::Inscription;
use yew::prelude::*;

use crate::browser::{media, raster, save};
use crate::components::{Element, IconName, button, el, icon};
use crate::store::Theme;
use crate::words;

/// The room of a saved picture, in px; it takes more where the run needs it.
const PICTURE: (f64, f64) = (824.0, 820.0);
/// How many pixels of a PNG make one of the picture, each way.
const SCALE: f64 = 2.0;

/// What becomes of a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictured {
    Svg,
    Png,
    Copied,
}

impl Pictured {
    /// Which colours it has, where that is not left to the system.
    pub(super) fn theme(self, chosen: Theme) -> Option<&'static str> {
        match chosen {
            // Pixels cannot follow the system of whoever looks at them.
            Theme::System if self != Self::Svg => {
                Some(if media::matches("(prefers-color-scheme: dark)") { "dark" } else { "light" })
            }
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    /// Does it, and says what has to be said of it.
    pub(super) async fn take(self, svg: &str) -> &'static str {
        if self == Self::Svg {
            save::text(words::files::PICTURE_SVG, "image/svg+xml", svg);
            return "";
        }
        let Some(png) = raster::png(svg, SCALE).await else {
            return words::share::NO_PAINT;
        };
        match self {
            Self::Copied if raster::copy(&png).await => words::share::PICTURE_COPIED,
            Self::Copied => words::share::NO_CLIPBOARD,
            _ => {
                save::link(words::files::PICTURE_PNG, &png);
                ""
            }
        }
    }
}

/// The room of a picture.
pub(super) const fn view(orientation: Orientation) -> Viewport {
    let (width, height) = PICTURE;
    Viewport { width, height, orientation, size: Size::Desktop, window: None }
}

/// What stands around it.
pub(super) fn caption<'a>(said: &'a Inscription, heading: &'a str) -> Caption<'a> {
    let Inscription { ran, lead, sentence, second } = said;
    Caption { heading, lead, sentence, second, ran }
}

/// A button for each, with what is said of it to those who do not see it.
pub(super) fn buttons([svg, png, copy]: [&'static str; 3], take: impl Fn(Pictured) -> Callback<Event>) -> Element {
    el("div")
        .class("offer offer-files")
        .add(el("span").class("offer-name").text(words::share::PICTURE))
        .add(taking(IconName::Save, words::shared::SVG, svg, take(Pictured::Svg)))
        .add(taking(IconName::Save, words::share::PNG, png, take(Pictured::Png)))
        .add(taking(IconName::Copy, words::shared::COPY, copy, take(Pictured::Copied)).hidden(!raster::can_copy()))
}

/// A button that takes something along.
pub(super) fn taking(sign: IconName, words: &'static str, label: &'static str, take: Callback<Event>) -> Element {
    button("tool tool-words", take)
        .set("aria-label", label)
        .set("title", label)
        .child(icon(sign))
        .add(el("span").text(words))
}
