//! The tokens as text: the page's stylesheet, and the style inside an exported picture.

use std::fmt::Write as _;

use super::class::Class;
use super::colour::{Colour, Theme};
use super::rule::{Cap, Opacity, Rule};

/// The fonts of every word.
pub(crate) const FONT: &str = "Inter, system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif";

/// Sizes and times that the page takes besides the colours.
const PAGE: &[(&str, &str)] = &[
    // The second stands in for the first until that has come: the page gives it the same measures.
    ("font", "Inter, \"Inter near\", system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif"),
    ("mono", "ui-monospace, \"SF Mono\", Menlo, Consolas, monospace"),
    ("type-wordmark", "650 16px/24px var(--font)"),
    ("type-title", "600 22px/28px var(--font)"),
    ("type-sentence", "450 16px/24px var(--font)"),
    ("type-sentence-phone", "450 14px/20px var(--font)"),
    ("type-head", "600 13px/20px var(--font)"),
    ("type-body", "400 13px/20px var(--font)"),
    ("type-body-phone", "400 14px/20px var(--font)"),
    ("type-label", "500 12px/16px var(--font)"),
    ("type-small", "400 11px/16px var(--font)"),
    ("type-figure", "600 16px/24px var(--font)"),
    ("grid-step", "8px"),
    ("header", "48px"),
    ("header-phone", "52px"),
    ("tab-bar", "56px"),
    ("rail-left", "272px"),
    ("rail-right", "344px"),
    ("padding", "24px"),
    ("padding-right", "20px"),
    ("row-guarantee", "27px"),
    ("row-table", "22px"),
    ("touch", "44px"),
    ("radius-bar", "2px"),
    ("radius-field", "4px"),
    ("radius-callout", "6px"),
];

/// The stylesheet of the tokens: custom properties for both themes, and how every class of mark
/// looks.
#[must_use]
pub fn css() -> String {
    let mut text = String::from(
        "/* Written from crates/diagram/src/tokens; a test holds the two equal. */\n:root {\n  color-scheme: light;\n",
    );
    properties(&mut text, "  ", Theme::Light);
    for (name, value) in PAGE {
        let _ = writeln!(text, "  --{name}: {value};");
    }
    text.push_str("  --dim: 120ms;\n}\n");
    text.push_str("@media (prefers-color-scheme: dark) {\n  :root {\n    color-scheme: dark;\n");
    properties(&mut text, "    ", Theme::Dark);
    text.push_str("  }\n}\n");
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let _ = writeln!(text, ":root[data-theme=\"{name}\"] {{\n  color-scheme: {name};");
        properties(&mut text, "  ", theme);
        text.push_str("}\n");
    }
    text.push_str("@media (prefers-reduced-motion: reduce) {\n  :root {\n    --dim: 0ms;\n  }\n}\n");
    looks(&mut text, Class::playground().collect());
    text
}

/// The stylesheet of the marks on the pages beside the playground, which take their colours from
/// [`css`].
#[must_use]
pub fn css_beside() -> String {
    let mut text = String::from("/* Written from crates/diagram/src/tokens; a test holds the two equal. */\n");
    looks(&mut text, Class::beside().collect());
    text
}

fn looks(text: &mut String, classes: Vec<Class>) {
    let words = classes.iter().filter(|class| class.rule().weight.is_some());
    let names: Vec<String> = words.map(|class| format!(".{}", class.name())).collect();
    let _ = writeln!(text, "{} {{ font-family: var(--font); font-variant-numeric: tabular-nums }}", names.join(", "));
    for class in classes {
        rule(text, "", class, None);
    }
}

/// The style inside an exported picture: the rules of the classes it uses, its colours written out
/// where the theme is decided, and following the reader's system where it is not.
pub(crate) fn scene_style(classes: &[Class], theme: Theme) -> String {
    let mut text = String::new();
    let _ = writeln!(text, ".quorate text {{ font-family: {FONT}; font-variant-numeric: tabular-nums }}");
    if theme == Theme::Auto {
        text.push_str(".quorate {\n");
        properties(&mut text, "  ", Theme::Light);
        text.push_str("}\n@media (prefers-color-scheme: dark) { .quorate {\n");
        properties(&mut text, "  ", Theme::Dark);
        text.push_str("} }\n");
    }
    let fixed = (theme != Theme::Auto).then_some(theme);
    for class in classes {
        rule(&mut text, ".quorate ", *class, fixed);
    }
    text
}

fn properties(text: &mut String, indent: &str, theme: Theme) {
    for colour in Colour::ALL {
        let value = value(colour, theme);
        let _ = writeln!(text, "{indent}--{}: {value};", colour.name());
    }
    for opacity in Opacity::PARTIAL {
        let (name, light, dark) = opacity.values();
        let value = if theme == Theme::Dark { dark } else { light };
        let _ = writeln!(text, "{indent}--{name}: {value};");
    }
}

pub(crate) const fn value(colour: Colour, theme: Theme) -> &'static str {
    match theme {
        Theme::Dark => colour.dark(),
        Theme::Light | Theme::Auto => colour.light(),
    }
}

/// One rule; colours by name, or written out for a decided theme.
fn rule(text: &mut String, scope: &str, class: Class, theme: Option<Theme>) {
    let Rule { fill, stroke, width, dash, cap, opacity, weight, halo } = class.rule();
    let paint = |colour: Option<Colour>| match (colour, theme) {
        (None, _) => String::from("none"),
        (Some(colour), Some(theme)) => String::from(value(colour, theme)),
        (Some(colour), None) => format!("var(--{})", colour.name()),
    };
    let _ = write!(text, "{scope}.{} {{ fill: {}", class.name(), paint(fill));
    if stroke.is_some() {
        let _ = write!(text, "; stroke: {}; stroke-width: {width}", paint(stroke));
    }
    if let Some(dash) = dash {
        let _ = write!(text, "; stroke-dasharray: {dash}");
    }
    if cap == Cap::Round {
        text.push_str("; stroke-linecap: round; stroke-linejoin: round");
    }
    if opacity != Opacity::Full {
        let (name, light, dark) = opacity.values();
        let _ = match theme {
            Some(Theme::Dark) => write!(text, "; opacity: {dark}"),
            Some(_) => write!(text, "; opacity: {light}"),
            None => write!(text, "; opacity: var(--{name})"),
        };
    }
    if let Some(weight) = weight {
        let _ = write!(text, "; font-weight: {weight}");
    }
    if halo {
        let surface = paint(Some(Colour::Surface));
        let _ = write!(text, "; paint-order: stroke; stroke: {surface}; stroke-width: 4; stroke-linejoin: round");
    }
    text.push_str(" }\n");
}
