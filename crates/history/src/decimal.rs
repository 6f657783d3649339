//! Numbers as text and back, exactly: the digits that the standard library writes, and the number
//! nearest to what is written.
//!
//! The library's own way is faster and rests on ten kilobytes of tables, which no compression
//! makes smaller and every page would download. This one calculates with large integers, as in
//! W. D. Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990 (algorithm M), and
//! G. L. Steele and J. L. White, "How to Print Floating-Point Numbers Accurately", PLDI 1990.

mod large;
mod write;

use std::cmp::Ordering;

use large::Large;
pub use write::{Decimal, five_digits, fixed, grouped, plain, scientific};

/// No halfway point between two numbers has more digits than this; beyond, only whether anything
/// follows can matter.
const DIGITS_MAX: usize = 800;

/// Reads a finite number: `2`, `-0.5`, `1e-3`. Nothing, if it is none.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let mut digits = Large::default();
    let (mut count, mut more) = (0, false);
    let mut scale = exponent.saturating_sub(fraction.len() as i64);
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = u32::from(byte).wrapping_sub(u32::from(b'0'));
        if digit > 9 {
            return None;
        }
        if count == DIGITS_MAX {
            more |= digit > 0;
            scale = scale.saturating_add(1);
        } else if digit > 0 || count > 0 {
            digits.multiply_add(10, digit);
            count += 1;
        }
    }
    if more {
        digits.multiply_add(10, 1);
        scale = scale.saturating_sub(1);
    }
    let size = nearest(digits, scale)?;
    Some(if text.starts_with('-') { -size } else { size })
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let add = |size: i64, byte: u8| size.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
    // Kept where sums with it cannot overflow.
    let size = digits.bytes().fold(0, add).min(1 << 40);
    Some(if text.starts_with('-') { -size } else { size })
}

/// The number nearest to `digits` times ten to the power of `scale`, of two the even one; nothing
/// where it is too large.
fn nearest(mut digits: Large, scale: i64) -> Option<f64> {
    let bits = digits.bits();
    // Far outside of what there are numbers for. A digit is more than three bits.
    if bits == 0 || scale + bits / 3 < -400 {
        return Some(0.0);
    }
    if scale > 400 {
        return None;
    }
    if bits <= 53 && scale.abs() <= 22 {
        // Both are exact, so that one operation rounds once.
        let power = (0..scale.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
        return Some(if scale < 0 { digits.low() / power } else { digits.low() * power });
    }
    let mut unit = Large::from(1);
    let power = if scale < 0 { &mut unit } else { &mut digits };
    for _ in 0..scale.unsigned_abs() {
        power.multiply_add(10, 0);
    }
    // Digits over unit is now less than two and more than a half, times a power of two.
    let top = digits.bits() - unit.bits();
    let lesser = if top < 0 { &mut digits } else { &mut unit };
    lesser.shift(top.unsigned_abs());
    let mut quotient = 0_u64;
    for _ in 0..u64::BITS {
        quotient <<= 1;
        if digits.compare(&unit) != Ordering::Less {
            digits.subtract(&unit);
            quotient |= 1;
        }
        digits.shift(1);
    }
    round(quotient, digits.bits() > 0, top)
}

/// Rounds `quotient`, and a little more if `more`, whose highest bit stands for two to the power of
/// `top`.
fn round(quotient: u64, more: bool, top: i64) -> Option<f64> {
    let leading = i64::from(quotient.leading_zeros());
    let exponent = top - leading;
    if exponent > 1023 {
        return None;
    }
    // Below the smallest normal number, fewer bits are kept.
    let missing = (-1022 - exponent).max(0);
    let dropped = 64 - leading - 53 + missing;
    if dropped > 64 {
        return Some(0.0);
    }
    let wide = u128::from(quotient);
    let kept = (wide >> dropped) as u64;
    let rest = wide - (u128::from(kept) << dropped);
    let up = match rest.cmp(&(1 << (dropped - 1))) {
        Ordering::Less => false,
        Ordering::Equal => more || kept & 1 == 1,
        Ordering::Greater => true,
    };
    // The highest kept bit of a normal number adds the one that its exponent lacks here.
    let biased = if missing > 0 { 0 } else { u64::try_from(exponent + 1022).ok()? };
    let number = f64::from_bits((biased << 52) + kept + u64::from(up));
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests;
