//! Numbers as text: the fewest digits that tell a number from its neighbours.

use std::fmt;

use super::large::Large;
use super::read;

/// Writes a number as the standard library does: the fewest digits that tell it from its
/// neighbours, without an exponent.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Decimal(pub f64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0))
    }
}

/// A number in full: `0.25`, `-3`, `NaN`, `inf`.
#[must_use]
pub fn plain(number: f64) -> String {
    let mut text = sign(number);
    let Some((digits, point)) = shortest(number, &mut text) else {
        return text;
    };
    for place in point.min(0)..point.max(digits.len() as i64) {
        if place == point {
            text.push_str(if text.ends_with(|sign: char| sign.is_ascii_digit()) { "." } else { "0." });
        }
        let digit = usize::try_from(place).ok().and_then(|place| digits.as_bytes().get(place));
        text.push(digit.map_or('0', |digit| char::from(*digit)));
    }
    text
}

/// A number with an exponent: `2.5e-7`.
#[must_use]
pub fn scientific(number: f64) -> String {
    let mut text = sign(number);
    let Some((digits, point)) = shortest(number, &mut text) else {
        return text;
    };
    let (first, rest) = digits.split_at(1);
    text.push_str(first);
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    text.push('e');
    text.push_str(&(point - 1).to_string());
    text
}

/// A number that is not negative, with five significant digits, and none behind the fifth place.
#[must_use]
pub fn five_digits(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let places = [(10_000.0, 0), (1_000.0, 1), (100.0, 2), (10.0, 3), (1.0, 4)];
    fixed(number, places.iter().find(|(least, _)| number >= *least).map_or(5, |(_, places)| *places))
}

/// A number with so many decimals, halves rounded up in size: `12.0`.
#[must_use]
pub fn fixed(number: f64, places: u32) -> String {
    let unit = 10_u64.pow(places.min(9));
    // `as` saturates and maps NaN to zero, alike on every target.
    let size = (number.abs() * unit as f64 + 0.5) as u64;
    let mut text = String::from(if number < 0.0 && size > 0 { "-" } else { "" });
    text.push_str(&(size / unit).to_string());
    let mut rest = size % unit;
    if places > 0 {
        text.push('.');
    }
    let mut place = unit / 10;
    while place > 0 {
        text.push(char::from(b'0' + (rest / place) as u8));
        rest %= place;
        place /= 10;
    }
    text
}

fn sign(number: f64) -> String {
    let negative = number.is_sign_negative() && !number.is_nan();
    String::from(if negative { "-" } else { "" })
}

/// The fewest digits that read back as the size of a number, and where the point stands after
/// them; `text` has it already where there are none.
fn shortest(number: f64, text: &mut String) -> Option<(String, i64)> {
    let size = number.abs();
    if !size.is_finite() {
        text.push_str(if size.is_nan() { "NaN" } else { "inf" });
        return None;
    }
    if size == 0.0 {
        return Some(("0".to_owned(), 1));
    }
    if let Some(found) = short(size) {
        return Some(found);
    }
    let (digits, point) = exact(size);
    let reads_back = |(digits, point): &(String, i64)| read(&format!("0.{digits}e{point}")) == Some(size);
    for count in 1..digits.len() {
        let (below, rest) = digits.split_at(count);
        let mut pair = [(below.to_owned(), point), next(below, point)];
        // The nearer one first; of two alike the greater.
        if !rest.starts_with(['0', '1', '2', '3', '4']) {
            pair.reverse();
        }
        if let Some(found) = pair.into_iter().find(reads_back) {
            return Some(found);
        }
    }
    Some((digits, point))
}

/// A count as people read it, with a comma after every three digits.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The digits of a number that has up to nine decimals, and with them no more than fifteen digits:
/// so few tell one number from all others. Most numbers are such, and soon written.
fn short(size: f64) -> Option<(String, i64)> {
    let mut unit = 1.0;
    for places in 0..10 {
        let whole = (size * unit + 0.5).floor();
        if whole < 1e15 && whole / unit == size {
            let digits = (whole as u64).to_string();
            return Some((digits.trim_end_matches('0').to_owned(), digits.len() as i64 - places));
        }
        unit *= 10.0;
    }
    None
}

/// The next greater number of so many digits.
fn next(digits: &str, point: i64) -> (String, i64) {
    let kept = digits.trim_end_matches('9');
    match kept.as_bytes() {
        [] => ("1".to_owned(), point + 1),
        [front @ .., last] => {
            let digits = front.iter().copied().chain([*last + 1]);
            (digits.map(char::from).collect(), point)
        }
    }
}

/// All digits of a positive number, and where the point stands among them.
pub(super) fn exact(number: f64) -> (String, i64) {
    let bits = number.to_bits();
    let (biased, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    let mut digits = Large::from(if biased == 0 { fraction } else { fraction | 1 << 52 });
    let power = biased.max(1) - 1075;
    // Halves are fives, one place on.
    match u64::try_from(power) {
        Ok(twos) => digits.shift(twos),
        Err(_) => (power..0).for_each(|_| digits.multiply_add(5, 0)),
    }
    let mut text = Vec::new();
    while digits.bits() > 0 {
        text.push(b'0' + digits.divide_by_ten());
    }
    let point = text.len() as i64 + power.min(0);
    let text: String = text.iter().rev().map(|digit| char::from(*digit)).collect();
    (text.trim_end_matches('0').to_owned(), point)
}
