//! What stands above a picture in a file of its own: the verdict's sentence, which the page says
//! elsewhere, and what the colours mean. Without it nobody could tell what the numbers number.

use crate::font;
use crate::path::{Path, Point};
use crate::scene::{Anchor, Area, Layer, Mark};
use crate::timeline::words;
use crate::tokens::{Class, Hue, Part, Plain, Strength};

/// What a picture shows, in words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Caption<'a> {
    /// Which of several pictures it is. Empty: it stands alone.
    pub heading: &'a str,
    /// What is broken: "Not linearizable". Empty: the picture proves nothing.
    pub lead: &'a str,
    /// The sentence, with circled digits for the numbered discs.
    pub sentence: &'a str,
}

impl Caption<'_> {
    /// Lead and sentence in one.
    pub(super) fn plain(&self) -> String {
        if self.lead.is_empty() { String::new() } else { [self.lead, ": ", self.sentence].concat() }
    }

    /// The marks, all above the upper edge of a picture of this width, and how high they reach: with the signs of
    /// a run or, above a chart, without.
    pub(super) fn draw(&self, width: f64, signs: bool) -> (Layer, f64) {
        let lines = self.lines(width);
        let above = lines.len() as f64 * LINE + if signs { LEGEND } else { GAP };
        let mut inks = Inks::default();
        for (index, line) in (0_u32..).zip(lines) {
            let y = SIZE + f64::from(index) * LINE - above;
            line.into_iter().for_each(|word| inks.word(word, y));
        }
        if signs {
            inks.legend(LEGEND / 2.0 - 2.0 - LEGEND);
        }
        (inks.layer(), above)
    }

    /// The words in lines no wider than the picture.
    fn lines(&self, width: f64) -> Vec<Vec<Word<'_>>> {
        let heading = split(Plain::WordsName, self.heading);
        let colon = (!self.lead.is_empty()).then_some(":");
        let lead = split(Plain::WordsWrong, self.lead).chain(colon.map(|text| (Plain::WordsWrong, text)));
        let mut lines = broken(heading, width);
        lines.extend(broken(lead.chain(split(Plain::WordsNote, self.sentence)), width));
        lines
    }
}

fn split(class: Plain, text: &str) -> impl Iterator<Item = (Plain, &str)> {
    text.split(' ').filter(|word| !word.is_empty()).map(move |word| (class, word))
}

/// Words in lines of no more than a width; a disc stays with the word that it numbers.
fn broken<'a>(words: impl Iterator<Item = (Plain, &'a str)>, width: f64) -> Vec<Vec<Word<'a>>> {
    let mut lines: Vec<Vec<Word<'a>>> = Vec::new();
    let space = font::width(" ", SIZE, Class::from(Plain::WordsNote).weight());
    let (mut x, mut disc) = (f64::INFINITY, None);
    for (class, text) in words {
        if let Some(number) = number(text) {
            disc = Some(number);
            continue;
        }
        let disc = disc.take();
        let before = if disc.is_some() { 2.0 * DISC + 4.0 } else { 0.0 };
        let long = before + font::width(text, SIZE, Class::from(class).weight());
        // The colon follows its word at once.
        let gap = if text == ":" { 0.0 } else { space };
        let breaks = x + gap + long > width;
        let at = if breaks { 0.0 } else { x + gap };
        x = at + long;
        let word = Word { class, text, x: at + before, disc };
        match lines.last_mut().filter(|_| !breaks) {
            Some(line) => line.push(word),
            None => lines.push(vec![word]),
        }
    }
    lines
}

/// A word in its line.
struct Word<'a> {
    class: Plain,
    text: &'a str,
    x: f64,
    disc: Option<u32>,
}

/// The size of the words, from line to line, and of the row of signs.
const SIZE: f64 = 14.0;
const LINE: f64 = 21.0;
const LEGEND: f64 = 36.0;
/// What lies between the words and a picture without signs.
const GAP: f64 = 8.0;
const SMALL: f64 = 11.0;
/// The radius of a disc.
const DISC: f64 = 8.0;

/// The number of a circled digit.
fn number(text: &str) -> Option<u32> {
    let mut signs = text.chars();
    let number = u32::from(signs.next()?).checked_sub(0x245f)?;
    (signs.next().is_none() && (1..=20).contains(&number)).then_some(number)
}

/// Marks in the making.
#[derive(Default)]
struct Inks {
    paths: Vec<Mark>,
    words: Vec<Mark>,
}

impl Inks {
    fn path(&mut self, class: impl Into<Class>, draw: impl FnOnce(&mut Path)) {
        let mut path = Path::default();
        draw(&mut path);
        self.paths.extend(path.mark(class));
    }

    fn text(&mut self, class: Plain, size: f64, anchor: Anchor, at: Point, text: &str) {
        self.words.push(Mark::Text(words(class, size, anchor, at, text)));
    }

    fn word(&mut self, word: Word<'_>, y: f64) {
        if let Some(number) = word.disc {
            let centre = (word.x - 4.0 - DISC, y - SIZE * 0.36);
            self.path(Plain::Disc, |path| path.circle(centre, DISC));
            let at = (centre.0, centre.1 + SMALL * 0.36);
            self.text(Plain::WordsNumber, SMALL, Anchor::Middle, at, &number.to_string());
        }
        self.text(word.class, SIZE, Anchor::Start, (word.x, y), word.text);
    }

    /// One row: what a colour and a line mean.
    fn legend(&mut self, y: f64) {
        let line = |part| Class::Message(Hue::Control, Strength::Counted, part);
        let bar = |x: f64| Area { x: x + 2.0, y: y - 6.0, width: 6.0, height: 12.0 };
        self.path(Plain::BarWrite, |path| path.area(bar(0.0), 2.0));
        let mut x = self.name(14.0, y, "write");
        self.path(Plain::BarRead, |path| path.area(bar(x), 2.0));
        x = self.name(x + 14.0, y, "read");
        self.path(line(Part::Line), |path| path.line(&[(x, y), (x + 18.0, y)]));
        self.path(line(Part::Head), |path| {
            path.polygon(&[(x + 17.0, y - 3.0), (x + 24.0, y), (x + 17.0, y + 3.0)]);
        });
        x = self.name(x + 30.0, y, "request");
        self.path(line(Part::Dash), |path| path.line(&[(x, y), (x + 23.0, y)]));
        self.path(line(Part::Line), |path| {
            path.line(&[(x + 18.0, y - 3.0), (x + 24.0, y), (x + 18.0, y + 3.0)]);
        });
        x = self.name(x + 30.0, y, "answer");
        self.path(Plain::Lost, |path| path.cross((x + 5.0, y), 3.5));
        self.name(x + 16.0, y, "lost");
    }

    /// Names a sign, and says where the next one begins.
    fn name(&mut self, x: f64, y: f64, text: &str) -> f64 {
        self.text(Plain::WordsNote, SMALL, Anchor::Start, (x, y + SMALL * 0.36), text);
        x + font::width(text, SMALL, Class::from(Plain::WordsNote).weight()) + 18.0
    }

    fn layer(mut self) -> Layer {
        self.paths.append(&mut self.words);
        Layer { name: "caption", marks: self.paths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::bounds;

    const STALE: Caption<'_> = Caption {
        heading: "",
        lead: "Not linearizable",
        sentence: "② B read x=1, although ① A had already written x=2, which was over 14\u{a0}ms before.",
    };

    fn texts(layer: &Layer) -> Vec<crate::scene::Text> {
        let texts = layer.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text.clone()),
            Mark::Path { .. } => None,
        });
        texts.collect()
    }

    #[test]
    fn every_word_stands_above_the_picture_and_within_its_width() {
        for width in [160.0, 300.0, 824.0] {
            let (layer, above) = STALE.draw(width, true);
            for text in texts(&layer).into_iter().filter(|text| text.size == SIZE) {
                let bounds = bounds(&text);
                assert!(bounds.x >= 0.0 && bounds.x + bounds.width <= width, "{text:?}");
                assert!(bounds.y >= -above && bounds.y + bounds.height <= 0.0, "{text:?}");
            }
        }
    }

    #[test]
    fn the_words_are_those_of_the_sentence_with_discs_for_its_numbers() {
        let (layer, _) = STALE.draw(300.0, true);
        let said: Vec<String> =
            texts(&layer).into_iter().filter(|text| text.size == SIZE).map(|text| text.text).collect();
        let told = STALE.plain().replace("linearizable:", "linearizable :").replace("② ", "").replace("① ", "");
        assert_eq!(said.join(" "), told);
        let discs = texts(&layer).into_iter().filter(|text| text.class == Plain::WordsNumber.into());
        assert_eq!(discs.map(|text| text.text).collect::<Vec<_>>(), ["2", "1"]);
    }

    #[test]
    fn a_picture_that_proves_nothing_still_says_what_its_signs_mean() {
        let (layer, above) = Caption::default().draw(600.0, true);
        let said: Vec<String> = texts(&layer).into_iter().map(|text| text.text).collect();
        assert_eq!(said, ["write", "read", "request", "answer", "lost"]);
        assert!(above < 40.0);
        assert!(texts(&Caption::default().draw(600.0, false).0).is_empty());
    }
}
