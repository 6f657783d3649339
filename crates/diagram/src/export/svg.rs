//! A picture as an SVG file: self-contained, with a title and a description for those who do not
//! see it, in light, in dark, or as the reader's system has it.

use super::base64::base64;
use super::caption::{Caption, Drawn};
use crate::number::{coordinate, tenths};
use crate::scene::{Layer, Mark, Scene, Text};
use crate::tokens::{Class, Colour, Theme, scene_style};
use crate::view::Orientation;

/// Writes a picture for a page that has the font.
#[must_use]
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let style = scene_style(&classes(&scene.layers), theme);
    let paper = Paper { style: &style, surface: surface(theme), theme: None, margin: 0.0, font: &[] };
    paper.write(&[Sheet::new(scene, None)])
}

/// Writes a picture as a file of its own, with its caption, a margin, and its font (the bytes of a
/// WOFF2 file): its words then fit on every machine. Without bytes the reader's own fonts stand in.
#[must_use]
pub fn svg_file(scene: &Scene, theme: Theme, font: &[u8], caption: Caption<'_>) -> String {
    let layers = [scene.layers.as_slice(), &drawn(scene, caption).layers[..]].concat();
    let style = scene_style(&classes(&layers), theme);
    let paper = Paper { style: &style, surface: surface(theme), theme: None, margin: MARGIN, font };
    paper.write(&[Sheet::new(scene, Some(caption))])
}

/// The same in the colours of a page, whose stylesheet is [`crate::tokens::css`]: `theme` is what
/// its root has chosen, if anything. The page need not know how marks look.
#[must_use]
pub fn svg_of_page(scene: &Scene, style: &str, theme: Option<&str>, font: &[u8], caption: Caption<'_>) -> String {
    let paper = Paper { style, surface: "var(--surface)", theme, margin: MARGIN, font };
    paper.write(&[Sheet::new(scene, Some(caption))])
}

/// The same of two pictures on one clock: side by side where time runs down, else one above the other.
#[must_use]
pub fn svg_of_pair(pictures: [(&Scene, Caption<'_>); 2], style: &str, theme: Option<&str>, font: &[u8]) -> String {
    let mut sheets = pictures.map(|(scene, caption)| Sheet::new(scene, Some(caption)));
    let [first, second] = &mut sheets;
    if first.scene.axis.orientation == Orientation::Down {
        // A moment stands at one height in both, however long the words above them are.
        first.above = first.above.max(second.above);
        second.x = first.scene.width + APART;
    } else {
        second.y = first.scene.height + first.below + APART + second.above;
    }
    second.name = "b-";
    Paper { style, surface: "var(--surface)", theme, margin: MARGIN, font }.write(&sheets)
}

/// What lies between two pictures, in px.
const APART: f64 = 32.0;

/// The margin of a file, in px.
const MARGIN: f64 = 16.0;

const fn surface(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "var(--surface)",
        Theme::Light => Colour::Surface.light(),
        Theme::Dark => Colour::Surface.dark(),
    }
}

/// The caption of a picture; a chart has no lifelines, and no use for their signs.
fn drawn(scene: &Scene, caption: Caption<'_>) -> Drawn {
    caption.draw((scene.width, scene.height), !scene.columns.is_empty())
}

/// A picture in its place.
struct Sheet<'a> {
    scene: &'a Scene,
    caption: Option<Caption<'a>>,
    /// Where its upper left corner lies.
    x: f64,
    y: f64,
    /// How far its caption reaches above it, and below.
    above: f64,
    below: f64,
    /// What the names of its layers begin with, so that each stands once in a file.
    name: &'static str,
}

impl<'a> Sheet<'a> {
    fn new(scene: &'a Scene, caption: Option<Caption<'a>>) -> Self {
        let Drawn { above, below, .. } = caption.map(|caption| drawn(scene, caption)).unwrap_or_default();
        Self { scene, caption, x: 0.0, y: 0.0, above, below, name: "" }
    }

    fn title(&self) -> &str {
        self.caption.map(|caption| caption.heading).filter(|heading| !heading.is_empty()).unwrap_or(&self.scene.title)
    }

    fn description(&self) -> String {
        let told = self.caption.map(|caption| caption.plain()).filter(|told| !told.is_empty());
        told.map_or_else(|| self.scene.description.clone(), |told| [&told, " ", &self.scene.description].concat())
    }

    fn write(&self, out: &mut String) {
        let moved = self.x > 0.0 || self.y > 0.0;
        if moved {
            out.push_str("<g transform=\"translate(");
            tenths(out, self.x);
            out.push(' ');
            tenths(out, self.y);
            out.push_str(")\">\n");
        }
        let caption = self.caption.map(|caption| drawn(self.scene, caption).layers);
        for layer in caption.iter().flatten().chain(&self.scene.layers).filter(|layer| !layer.marks.is_empty()) {
            group(out, layer, self.name);
        }
        if moved {
            out.push_str("</g>\n");
        }
    }
}

/// What pictures are written on.
struct Paper<'a> {
    style: &'a str,
    surface: &'a str,
    theme: Option<&'a str>,
    margin: f64,
    font: &'a [u8],
}

impl Paper<'_> {
    /// Writes pictures, of which the first stands at the origin with its caption above it.
    fn write(&self, sheets: &[Sheet<'_>]) -> String {
        let above = sheets.first().map_or(0.0, |sheet| sheet.above);
        let far = |end: fn(&Sheet<'_>) -> f64| sheets.iter().map(end).fold(0.0, f64::max);
        let right = far(|sheet| sheet.x + sheet.scene.width);
        let foot = above + far(|sheet| sheet.y + sheet.scene.height + sheet.below);
        let [corner, top] = [0.0, above].map(|above| coordinate(-self.margin - above));
        let [width, height] = [right, foot].map(|length| coordinate(length + 2.0 * self.margin));
        let mut out = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"quorate\"");
        let view = [corner.as_str(), &top, &width, &height].join(" ");
        for (name, value) in [("data-theme", self.theme.unwrap_or_default()), ("viewBox", &view)] {
            attribute(&mut out, name, value);
        }
        for (name, value) in [("width", width.as_str()), ("height", &height), ("role", "img")] {
            attribute(&mut out, name, value);
        }
        attribute(&mut out, "aria-labelledby", "q-title q-desc");
        out.push_str(">\n");
        let all = |words: Vec<String>, between: &str| words.join(between);
        element(
            &mut out,
            "title",
            "q-title",
            &all(sheets.iter().map(|sheet| sheet.title().to_owned()).collect(), " · "),
        );
        element(&mut out, "desc", "q-desc", &all(sheets.iter().map(Sheet::description).collect(), " "));
        out.push_str("<style>\n");
        if !self.font.is_empty() {
            out.push_str("@font-face { font-family: Inter; font-weight: 400 650; src: url(data:font/woff2;base64,");
            base64(&mut out, self.font);
            out.push_str(") format(\"woff2\") }\n");
        }
        out.push_str(self.style);
        out.push_str("</style>\n<rect");
        if self.margin > 0.0 {
            attribute(&mut out, "x", &corner);
            attribute(&mut out, "y", &top);
        }
        out.push_str(" width=\"100%\" height=\"100%\" style=\"fill:");
        out.push_str(self.surface);
        out.push_str("\"/>\n");
        sheets.iter().for_each(|sheet| sheet.write(&mut out));
        out.push_str("</svg>\n");
        out
    }
}

/// Writes an attribute that has a value, of signs that need no escape.
fn attribute(out: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    for part in [" ", name, "=\"", value, "\""] {
        out.push_str(part);
    }
}

/// The classes that a picture uses, each once.
fn classes(layers: &[Layer]) -> Vec<Class> {
    let marks = layers.iter().flat_map(|layer| &layer.marks);
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

fn group(out: &mut String, layer: &Layer, name: &str) {
    out.push_str("<g id=\"q-");
    out.push_str(name);
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
    if let Some(whole) = &text.whole {
        out.push_str("<title>");
        escape(out, whole);
        out.push_str("</title>");
    }
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
