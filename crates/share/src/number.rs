//! Numbers and lists of numbers as links write them.

use std::str::FromStr;

use history::decimal;

/// Reads a finite number.
///
/// # Errors
/// A sentence, if it is none.
pub(crate) fn read_float(text: &str) -> Result<f64, String> {
    decimal::read(text).ok_or_else(|| format!("`{text}` is not a number"))
}

/// Writes a number with as many digits as tell it from its neighbours; nothing where it is
/// undefined or infinite.
pub(crate) fn write_float(number: f64, link: &mut String) -> Option<()> {
    if !number.is_finite() {
        return None;
    }
    let plain = decimal::plain(number);
    // Far from one, zeros would fill the link.
    link.push_str(&if plain.len() > 25 { decimal::scientific(number) } else { plain });
    Some(())
}

/// Reads a whole number that fits its setting.
///
/// # Errors
/// A sentence, if it does not.
pub(crate) fn read_whole<T: FromStr + Whole>(text: &str) -> Result<T, String> {
    if text.starts_with('+') {
        return Err(format!("`{text}` is not a whole number"));
    }
    text.parse().map_err(|_| format!("`{text}` is not a whole number from 0 to {}", T::MAX_TEXT))
}

/// The whole numbers of a scenario, and the largest of each in digits.
pub(crate) trait Whole {
    const MAX_TEXT: &'static str;
}

impl Whole for u8 {
    const MAX_TEXT: &'static str = "255";
}
impl Whole for u16 {
    const MAX_TEXT: &'static str = "65535";
}
impl Whole for u32 {
    const MAX_TEXT: &'static str = "4294967295";
}

/// Reads region numbers, `0,3,2`; nothing at all is no region.
///
/// # Errors
/// A sentence, if one is not a number.
pub(crate) fn read_regions(text: &str) -> Result<Vec<u8>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(read_whole).collect()
}

/// Writes region numbers.
pub(crate) fn write_regions(regions: impl Iterator<Item = u8>, link: &mut String) {
    for (index, region) in regions.enumerate() {
        if index > 0 {
            link.push(',');
        }
        link.push_str(&region.to_string());
    }
}
