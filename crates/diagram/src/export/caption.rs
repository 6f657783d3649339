//! What stands around a picture in a file of its own: above it what the colours mean, below it what ran,
//! what was found and why, which the page says elsewhere. Without it nobody could tell what the numbers
//! number, nor run the same again. A chart has its words above, as it has no signs.

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
    /// What it rests on, or what would have been allowed instead.
    pub second: &'a str,
    /// What ran: the strategy and its sizes, the network, the seed.
    pub ran: &'a str,
}

/// A caption as marks, and how far it reaches beyond the picture.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) layers: Vec<Layer>,
    pub(super) above: f64,
    pub(super) below: f64,
}

impl Caption<'_> {
    /// All of it for those who do not see the picture, what was found first.
    pub(super) fn plain(&self) -> String {
        let found = if self.lead.is_empty() { String::new() } else { [self.lead, ": ", self.sentence].concat() };
        let ran = if self.ran.is_empty() { String::new() } else { [self.ran, "."].concat() };
        [found.as_str(), self.second, &ran].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The marks around a picture of this size: with the signs of a run above and its words below or, of a
    /// chart, with its words above.
    pub(super) fn draw(&self, (width, height): (f64, f64), signs: bool) -> Drawn {
        let mut head = broken(split(Plain::WordsName, self.heading), width);
        let mut foot = broken(split(Plain::WordsName, self.ran), width);
        let told = [self.found(width), broken(split(Plain::WordsLength, self.second), width)].concat();
        if signs { &mut foot } else { &mut head }.extend(told);
        let above = head.len() as f64 * LINE + if signs { LEGEND } else { GAP };
        let mut inks = Inks::default();
        inks.lines(head, SIZE - above);
        if signs {
            inks.legend(LEGEND / 2.0 - 2.0 - LEGEND);
        }
        let below = if foot.is_empty() { 0.0 } else { BELOW + foot.len() as f64 * LINE };
        let mut under = Inks::default();
        under.lines(foot, height + BELOW + SIZE);
        Drawn { layers: vec![inks.layer("caption"), under.layer("foot")], above, below }
    }

    /// What was found, in lines no wider than the picture.
    fn found(&self, width: f64) -> Vec<Vec<Word<'_>>> {
        let colon = (!self.lead.is_empty()).then_some(":");
        let lead = split(Plain::WordsWrong, self.lead).chain(colon.map(|text| (Plain::WordsWrong, text)));
        broken(lead.chain(split(Plain::WordsNote, self.sentence)), width)
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
        let mut disc = disc.take();
        let mut before = if disc.is_some() { 2.0 * DISC + 4.0 } else { 0.0 };
        let mut text = text;
        // What is longer than a line begins one, and goes on below.
        while let Some(fits) = cut(text, width - before, class) {
            let (part, rest) = text.split_at(fits);
            lines.push(vec![Word { class, text: part, x: before, disc: disc.take() }]);
            (text, before, x) = (rest, 0.0, f64::INFINITY);
        }
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

/// Where a word that is longer than a line has to be cut; nothing where it is not, or no letter fits.
fn cut(word: &str, room: f64, class: Plain) -> Option<usize> {
    let fits = |end: usize| font::width(&word[..end], SIZE, Class::from(class).weight()) <= room;
    if fits(word.len()) {
        return None;
    }
    word.char_indices().map(|(end, _)| end).take_while(|end| fits(*end)).last().filter(|end| *end > 0)
}

/// A word in its line.
#[derive(Clone, Copy)]
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
/// What lies between a picture and the words below it.
const BELOW: f64 = 12.0;
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

    /// Lines of words, of which the first stands at this height.
    fn lines(&mut self, lines: Vec<Vec<Word<'_>>>, first: f64) {
        for (index, line) in (0_u32..).zip(lines) {
            line.into_iter().for_each(|word| self.word(word, first + f64::from(index) * LINE));
        }
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

    fn layer(mut self, name: &'static str) -> Layer {
        self.paths.append(&mut self.words);
        Layer { name, marks: self.paths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::bounds;

    const STALE: Caption<'_> = Caption {
        heading: "Run B",
        lead: "Not linearizable",
        sentence: "② B read x=1, although ① A had already written x=2, which was over 14\u{a0}ms before.",
        second: "The write was counted at r4 and r5, the read at r1 and r3: no replica in common.",
        ran: "Quorum, N=5 W=2 R=2, network worldwide, 3 sessions, seed 16",
    };
    const HEIGHT: f64 = 500.0;

    fn texts(layer: &Layer) -> Vec<crate::scene::Text> {
        let texts = layer.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text.clone()),
            Mark::Path { .. } => None,
        });
        texts.collect()
    }

    /// The words of a layer as they are read, without the numbers on discs and the names of signs.
    fn said(layer: &Layer) -> Vec<String> {
        texts(layer).into_iter().filter(|text| text.size == SIZE).map(|text| text.text).collect()
    }

    #[test]
    fn every_word_stands_beside_the_picture_within_its_width_and_upon_no_other() {
        let long = "n".repeat(300);
        for (width, caption) in [160.0, 300.0, 824.0]
            .into_iter()
            .flat_map(|width| [STALE, Caption { sentence: &long, ..STALE }].map(|caption| (width, caption)))
        {
            let drawn = caption.draw((width, HEIGHT), true);
            for (layer, from, to) in
                [(&drawn.layers[0], -drawn.above, 0.0), (&drawn.layers[1], HEIGHT, HEIGHT + drawn.below)]
            {
                let texts = texts(layer).into_iter().filter(|text| text.size == SIZE || from > 0.0);
                let boxes: Vec<_> = texts.map(|text| bounds(&text)).collect();
                for (place, area) in boxes.iter().enumerate() {
                    assert!(area.x >= 0.0 && area.x + area.width <= width + 0.01, "{area:?}");
                    assert!(area.y >= from && area.y + area.height <= to, "{area:?}");
                    let apart = |other: &Area| {
                        other.x >= area.x + area.width - 0.01
                            || area.x >= other.x + other.width - 0.01
                            || other.y >= area.y + area.height
                            || area.y >= other.y + other.height
                    };
                    assert!(boxes[..place].iter().all(apart), "{area:?} lies on another at {width}");
                }
            }
        }
    }

    #[test]
    fn below_stands_what_ran_and_what_was_found_whole() {
        let layers = STALE.draw((300.0, HEIGHT), true).layers;
        let [above, below] = layers.as_slice() else { panic!("one above, one below") };
        assert_eq!(said(above).join(" "), "Run B");
        let told = [STALE.ran, "Not linearizable :", STALE.sentence, STALE.second].join(" ");
        assert_eq!(said(below).join(" "), told.replace("② ", "").replace("① ", ""));
        assert!(STALE.plain().starts_with("Not linearizable: ② B read") && STALE.plain().ends_with("seed 16."));
        let discs = texts(below).into_iter().filter(|text| text.class == Plain::WordsNumber.into());
        assert_eq!(discs.map(|text| text.text).collect::<Vec<_>>(), ["2", "1"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_told_to_its_end() {
        let long = "n".repeat(100);
        let caption = Caption { ran: &long, ..Caption::default() };
        let lines = said(&caption.draw((160.0, HEIGHT), true).layers[1]);
        assert!(lines.len() > 4, "{lines:?}");
        assert_eq!(lines.concat(), long);
    }

    #[test]
    fn a_picture_that_proves_nothing_still_says_what_its_signs_mean() {
        let drawn = Caption::default().draw((600.0, HEIGHT), true);
        let signs: Vec<String> = texts(&drawn.layers[0]).into_iter().map(|text| text.text).collect();
        assert_eq!(signs, ["write", "read", "request", "answer", "lost"]);
        assert!(drawn.above < 40.0 && drawn.below == 0.0);
        let chart = Caption { heading: "Costs", sentence: "of all", ..Caption::default() }.draw((600.0, HEIGHT), false);
        assert_eq!(said(&chart.layers[0]), ["Costs", "of", "all"]);
        assert!(texts(&chart.layers[1]).is_empty());
    }
}
