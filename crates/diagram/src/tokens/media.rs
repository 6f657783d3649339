//! The colours for those who ask for more contrast, for systems that force their own, and for paper.
//! They come late and take the place of the others; nothing else of the page needs to know them.

use std::fmt::Write as _;

use super::colour::{Colour, Theme};
use super::css::value;
use super::rule::Opacity;

/// The stylesheet of these colours.
#[must_use]
pub fn css_media() -> String {
    let mut text = String::from("/* Written from crates/diagram/src/tokens; a test holds the two equal. */\n");
    text.push_str("@media (prefers-contrast: more) {\n");
    let dark = "@media (prefers-color-scheme: dark) { :root:not([data-theme=\"light\"])";
    for (scope, theme, end) in [
        (":root, :root[data-theme=\"light\"]", Theme::Light, "}\n"),
        (dark, Theme::Dark, "} }\n"),
        (":root[data-theme=\"dark\"]", Theme::Dark, "}\n"),
    ] {
        let _ = writeln!(text, "  {scope} {{");
        properties(&mut text, |colour| more(colour, theme), clear);
        text.push_str(end);
    }
    text.push_str(
        "}\n@media (forced-colors: active) {\n  :root, :root[data-theme] {\n    forced-color-adjust: none;\n",
    );
    properties(&mut text, forced, clear);
    text.push_str("}\n  svg text { forced-color-adjust: none }\n}\n");
    text.push_str("@media print {\n  :root, :root[data-theme] {\n    color-scheme: light;\n");
    properties(&mut text, paper, |opacity| opacity.values().1);
    text.push_str("}\n}\n");
    text
}

fn properties(text: &mut String, of: impl Fn(Colour) -> &'static str, strength: impl Fn(Opacity) -> &'static str) {
    for colour in Colour::ALL {
        let _ = writeln!(text, "    --{}: {};", colour.name(), of(colour));
    }
    for opacity in Opacity::PARTIAL {
        let _ = writeln!(text, "    --{}: {};", opacity.values().0, strength(opacity));
    }
}

/// What steps back on a screen of little contrast stays readable.
const fn clear(opacity: Opacity) -> &'static str {
    match opacity {
        Opacity::Full => "1",
        Opacity::Late => "0.85",
        Opacity::Dimmed | Opacity::DimmedBar => "0.5",
    }
}

/// Ink on white: what lies behind a page on a screen would only cost toner.
fn paper(colour: Colour) -> &'static str {
    match colour {
        Colour::Surface => "#ffffff",
        other => value(other, Theme::Light),
    }
}

/// A colour for more contrast: words at least 7 against the surface, all that bounds or leads at
/// least 3; a test computes them.
pub(super) const fn more(colour: Colour, theme: Theme) -> &'static str {
    let (light, dark) = match colour {
        Colour::Surface => ("#ffffff", "#000000"),
        Colour::Raised => ("#eeeeec", "#202327"),
        Colour::Hairline => ("#8a8a86", "#6d7278"),
        Colour::HairlineStrong => ("#5c5e5e", "#a0a6ac"),
        Colour::Grid => ("#d8d8d4", "#2c3034"),
        Colour::Lifeline => ("#747774", "#8b9097"),
        Colour::Ink => ("#000000", "#ffffff"),
        Colour::Ink2 => ("#2c3035", "#d6d9dc"),
        Colour::Ink3 => ("#3b4046", "#c3c7cc"),
        Colour::Accent => ("#2b2fb4", "#c2c4ff"),
        Colour::AccentTint => ("#eeeefc", "#1d1f38"),
        Colour::AccentLine => ("#4a4fd8", "#989cff"),
        Colour::Holds => ("#00513d", "#7fe6c6"),
        Colour::Violated => ("#8c1f00", "#ffb199"),
        Colour::Unknown => ("#3b3e44", "#c9cdd2"),
        Colour::Read => ("#004a74", "#a3dcff"),
        Colour::Write => ("#5c3b00", "#ffd27f"),
        Colour::Fault => ("#6f1159", "#ffb3e3"),
        Colour::ReadFill => ("#e4f1f8", "#10283a"),
        Colour::WriteFill => ("#fbf1dc", "#33270f"),
    };
    match theme {
        Theme::Dark => dark,
        Theme::Light | Theme::Auto => light,
    }
}

/// A colour of the reader's system. There are few, and of two on its canvas the specification promises
/// nothing but that words can be read: shapes tell the rest apart.
const fn forced(colour: Colour) -> &'static str {
    match colour {
        Colour::Surface | Colour::Raised | Colour::AccentTint | Colour::ReadFill | Colour::WriteFill => "Canvas",
        Colour::Hairline | Colour::Lifeline => "GrayText",
        // Lines behind all else must not shout.
        Colour::Grid => "color-mix(in srgb, GrayText 40%, Canvas)",
        Colour::Accent | Colour::AccentLine | Colour::Read => "LinkText",
        Colour::Fault => "VisitedText",
        Colour::HairlineStrong | Colour::Ink | Colour::Ink2 | Colour::Ink3 => "CanvasText",
        Colour::Holds | Colour::Violated | Colour::Unknown | Colour::Write => "CanvasText",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::colour::tests::contrast;

    #[test]
    fn more_contrast_is_more() {
        use Colour::*;
        for theme in [Theme::Light, Theme::Dark] {
            let of = |colour| contrast(more(colour, theme), more(Surface, theme));
            for colour in [Ink, Ink2, Ink3, Accent, Holds, Violated, Unknown, Read, Write, Fault] {
                assert!(of(colour) >= 7.0, "{colour:?}: {:.2}", of(colour));
                assert!(of(colour) > contrast(value(colour, theme), value(Surface, theme)), "{colour:?}");
            }
            for colour in [Hairline, HairlineStrong, Lifeline, AccentLine] {
                assert!(of(colour) >= 3.0, "{colour:?}: {:.2}", of(colour));
            }
            for (word, ground) in [(Write, WriteFill), (Accent, AccentTint), (Ink, Raised), (Ink2, Raised)] {
                assert!(contrast(more(word, theme), more(ground, theme)) >= 7.0, "{word:?} on {ground:?}");
            }
        }
    }
}
