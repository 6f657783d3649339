//! Numbers as text, from integers: small in wasm, and the same digits on every target.

/// Writes a coordinate, rounded to a tenth.
pub fn tenths(out: &mut String, value: f64) {
    decimal(out, value, 1);
}

/// Writes a factor, rounded to a thousandth.
pub fn thousandths(out: &mut String, value: f64) {
    decimal(out, value, 3);
}

/// A coordinate, rounded to a tenth, as text.
#[must_use]
pub fn coordinate(value: f64) -> String {
    let mut text = String::new();
    tenths(&mut text, value);
    text
}

/// Writes a whole number with a comma before every third digit, as people read it.
#[must_use]
pub fn grouped(value: u64) -> String {
    let mut plain = String::new();
    whole(&mut plain, value);
    let mut text = String::new();
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && (plain.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number moved to the nearer end where it lies outside; to the lower one if it is undefined.
/// `f64::clamp` can panic, and its message holds a number: the page would download how to write one.
#[must_use]
pub const fn within(value: f64, low: f64, high: f64) -> f64 {
    value.max(low).min(high)
}

fn decimal(out: &mut String, value: f64, places: u32) {
    let unit = 10_i64.pow(places);
    // `as` saturates and maps NaN to zero, alike on every target.
    let scaled = (value * unit as f64 + 0.5).floor() as i64;
    if scaled < 0 {
        out.push('-');
    }
    let size = scaled.unsigned_abs();
    let unit = unit.unsigned_abs();
    whole(out, size / unit);
    let mut rest = size % unit;
    if rest > 0 {
        out.push('.');
        let mut place = unit / 10;
        while rest > 0 {
            out.push(digit(rest / place));
            rest %= place;
            place /= 10;
        }
    }
}

fn whole(out: &mut String, value: u64) {
    if value >= 10 {
        whole(out, value / 10);
    }
    out.push(digit(value % 10));
}

fn digit(value: u64) -> char {
    // Below ten by construction.
    char::from(b'0' + (value % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, expected: &str) {
        assert_eq!(coordinate(value), expected);
    }

    #[test]
    fn coordinates_have_at_most_one_decimal() {
        check(0.0, "0");
        check(12.0, "12");
        check(12.34, "12.3");
        check(12.35, "12.4");
        check(-0.04, "0");
        check(-0.26, "-0.3");
        check(-12.5, "-12.5");
        check(f64::NAN, "0");
        check(1e300, "922337203685477580.7");
    }

    #[test]
    fn factors_keep_three_decimals_without_trailing_zeros() {
        let mut text = String::new();
        thousandths(&mut text, 0.05);
        text.push(' ');
        thousandths(&mut text, -0.7654);
        assert_eq!(text, "0.05 -0.765");
    }

    #[test]
    fn large_counts_are_grouped_by_threes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
