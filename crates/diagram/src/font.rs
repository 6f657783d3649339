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

/// Shortens words to a width, with a full stop where letters are left out: "Frankf.".
#[must_use]
pub fn abbreviate(text: &str, room: f64, size: f64, weight: u16) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    for count in (1..letters.len()).rev() {
        if letters[count - 1].is_whitespace() {
            continue;
        }
        let short: String = letters[..count].iter().chain(&['.']).collect();
        if width(&short, size, weight) <= room {
            return short;
        }
    }
    letters.first().map(char::to_string).unwrap_or_default()
}

fn advance(sign: char) -> (u16, u16) {
    let code = u32::from(sign);
    if let Some(index) = code.checked_sub(0x20).filter(|index| *index < 95) {
        let index = index as usize;
        return (REGULAR[index], BOLD[index]);
    }
    match OTHERS.binary_search_by_key(&sign, |entry| entry.0) {
        Ok(index) => (OTHERS[index].1, OTHERS[index].2),
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
    }
}
