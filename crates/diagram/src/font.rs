//! How wide words are, from the font's own table: labels then fit alike in every browser and in
//! every export.

mod widths;

use widths::{BOLD, OTHERS, REGULAR};

/// The width of a line of words in px, without kerning, which could only narrow it.
#[must_use]
pub fn width(text: &str, size: f64, weight: u16) -> f64 {
    let (mut regular, mut bold) = (0_u32, 0_u32);
    for sign in text.chars() {
        let (thin, thick) = advance(sign);
        regular += u32::from(thin);
        bold += u32::from(thick);
    }
    let share = (f64::from(weight.clamp(400, 650)) - 400.0) / 250.0;
    let units = f64::from(regular) + (f64::from(bold) - f64::from(regular)) * share;
    units * size / 2048.0
}

/// Shortens words to a width, with a full stop where letters are left out: "Frankf.". What belongs to
/// one sign, a letter with its accents or an emoji of several, is kept or left out together.
#[must_use]
pub fn abbreviate(text: &str, room: f64, size: f64, weight: u16) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let stop = width(".", size, weight);
    let (mut wide, mut first, mut kept) = (0.0, text.len(), None);
    let mut before: Option<char> = None;
    for (place, sign) in text.char_indices() {
        let joined = before == Some(JOINER) || is_mark(sign);
        if let Some(last) = before.filter(|_| !joined) {
            first = first.min(place);
            if wide + stop <= room && !last.is_whitespace() {
                kept = Some(place);
            }
        }
        if wide > room && kept.is_some() && first < text.len() {
            break;
        }
        wide += width(sign.encode_utf8(&mut [0; 4]), size, weight);
        before = Some(sign);
    }
    if let Some(kept) = kept {
        return [&text[..kept], "."].concat();
    }
    let first = &text[..first];
    let fits = |words: &str| width(words, size, weight) <= room;
    if !fits(first) && fits("…") { "…".to_owned() } else { first.to_owned() }
}

/// Joins emoji to one sign.
const JOINER: char = '\u{200d}';

/// Whether a sign only changes the one before it, or the direction of those around it, and has no
/// width of its own: accents, joiners, variants, directions.
const fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

fn advance(sign: char) -> (u16, u16) {
    let code = u32::from(sign);
    if let Some(index) = code.checked_sub(0x20).filter(|index| *index < 95) {
        let index = index as usize;
        return (REGULAR[index], BOLD[index]);
    }
    match OTHERS.binary_search_by_key(&sign, |entry| entry.0) {
        Ok(index) => (OTHERS[index].1, OTHERS[index].2),
        Err(_) if is_mark(sign) => (0, 0),
        // A sign that another font supplies; wide, so that nothing is promised too little room.
        Err(_) if code > 0x2e7f => (2048, 2048),
        Err(_) => (1400, 1450),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_size_and_weight() {
        let plain = width("write x=2", 12.0, 400);
        assert!((width("write x=2", 24.0, 400) - 2.0 * plain).abs() < 1e-9);
        let (medium, bold) = (width("write x=2", 12.0, 525), width("write x=2", 12.0, 650));
        assert!(plain < medium && medium < bold);
        assert!((medium - (plain + bold) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn digits_are_all_of_one_width() {
        for digit in '0'..='9' {
            assert_eq!(advance(digit), advance('0'));
        }
    }

    #[test]
    fn the_signs_of_the_drawings_are_in_the_table() {
        for sign in "\u{a0}→≤≥×·−–—…µ✓⇒±°".chars() {
            assert!(OTHERS.binary_search_by_key(&sign, |entry| entry.0).is_ok(), "{sign}");
        }
    }

    #[test]
    fn long_names_are_shortened_with_a_full_stop() {
        assert_eq!(abbreviate("Tokyo", 80.0, 10.0, 400), "Tokyo");
        assert_eq!(abbreviate("Frankfurt", 38.0, 10.0, 400), "Frankf.");
        assert_eq!(abbreviate("Frankfurt", 1.0, 10.0, 400), "F");
        assert_eq!(abbreviate("", 1.0, 10.0, 400), "");
        assert_eq!(abbreviate("São Paulo", 24.0, 10.0, 400), "São.");
    }

    #[test]
    fn signs_of_several_parts_are_not_torn() {
        let family = "\u{1f469}\u{200d}\u{1f467}";
        let two = [family, family].concat();
        assert_eq!(abbreviate(&two, 30.0, 10.0, 400), [family, "."].concat());
        assert_eq!(abbreviate(&two, 1.0, 10.0, 400), family);
        assert_eq!(abbreviate(&two, 12.0, 10.0, 400), "…");
        assert_eq!(abbreviate("e\u{301}e\u{301}e\u{301}", 12.0, 10.0, 400), "e\u{301}.");
        assert_eq!(width("e\u{301}", 10.0, 400), width("e", 10.0, 400));
    }
}
