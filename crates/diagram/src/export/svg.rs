//! A picture as an SVG file: self-contained, with a title and a description for those who do not
//! see it, in light, in dark, or as the reader's system has it.

use crate::number::{coordinate, tenths};
use crate::scene::{Layer, Mark, Scene, Text};
use crate::tokens::{Class, Colour, Theme, scene_style};

/// Writes a picture.
#[must_use]
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let (width, height) = (coordinate(scene.width), coordinate(scene.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"quorate\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"q-title q-desc\">\n"
    );
    element(&mut out, "title", "q-title", &scene.title);
    element(&mut out, "desc", "q-desc", &scene.description);
    out.push_str("<style>\n");
    out.push_str(&scene_style(&classes(scene), theme));
    out.push_str("</style>\n");
    let surface = match theme {
        Theme::Auto => "var(--surface)",
        Theme::Light => Colour::Surface.light(),
        Theme::Dark => Colour::Surface.dark(),
    };
    out.push_str("<rect width=\"100%\" height=\"100%\" style=\"fill:");
    out.push_str(surface);
    out.push_str("\"/>\n");
    for layer in scene.layers.iter().filter(|layer| !layer.marks.is_empty()) {
        group(&mut out, layer);
    }
    out.push_str("</svg>\n");
    out
}

/// The classes that a picture uses, each once.
fn classes(scene: &Scene) -> Vec<Class> {
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let mut classes: Vec<Class> = marks
        .map(|mark| match mark {
            Mark::Path { class, .. } => *class,
            Mark::Text(text) => text.class,
        })
        .collect();
    history::order::sort_by_key(&mut classes, |class| *class);
    classes.dedup();
    classes
}

fn element(out: &mut String, name: &str, id: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push_str(" id=\"");
    out.push_str(id);
    out.push_str("\">");
    escape(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn group(out: &mut String, layer: &Layer) {
    out.push_str("<g id=\"q-");
    out.push_str(layer.name);
    out.push_str("\">\n");
    for mark in &layer.marks {
        match mark {
            Mark::Path { class, d } => {
                out.push_str("<path class=\"");
                out.push_str(class.name());
                out.push_str("\" d=\"");
                out.push_str(d);
                out.push_str("\"/>\n");
            }
            Mark::Text(text) => words(out, text),
        }
    }
    out.push_str("</g>\n");
}

fn words(out: &mut String, text: &Text) {
    out.push_str("<text class=\"");
    out.push_str(text.class.name());
    out.push('"');
    match text.transform() {
        Some(transform) => {
            out.push_str(" transform=\"");
            out.push_str(&transform);
            out.push('"');
        }
        None => {
            for (name, value) in [(" x=\"", text.x), (" y=\"", text.y)] {
                out.push_str(name);
                tenths(out, value);
                out.push('"');
            }
        }
    }
    out.push_str(" font-size=\"");
    tenths(out, text.size);
    out.push('"');
    if text.anchor != crate::scene::Anchor::Start {
        out.push_str(" text-anchor=\"");
        out.push_str(text.anchor.name());
        out.push('"');
    }
    out.push('>');
    escape(out, &text.text);
    out.push_str("</text>\n");
}

/// Writes text so that XML reads the same text. Signs that XML cannot hold at all are left out.
fn escape(out: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_is_escaped_for_xml() {
        let mut out = String::new();
        escape(&mut out, "a<b> & \"c\"\u{0}\u{7}\nd");
        assert_eq!(out, "a&lt;b&gt; &amp; &quot;c&quot; d");
    }
}
