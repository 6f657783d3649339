//! Times and spans as links write them: milliseconds with up to three decimals, `204-272`.

/// Reads milliseconds as microseconds.
///
/// # Errors
/// A sentence, if it is no time.
pub(crate) fn read_ms(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is not a time in ms with at most three decimals");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
        return Err(wrong());
    }
    let mut us: u64 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', 3 - fraction.len())) {
        us = us.checked_mul(10).and_then(|us| us.checked_add(u64::from(digit - b'0'))).ok_or_else(wrong)?;
    }
    Ok(us)
}

/// Writes microseconds as milliseconds, without trailing zeros.
pub(crate) fn write_ms(us: u64, link: &mut String) {
    link.push_str(&(us / 1000).to_string());
    let fraction = us % 1000;
    if fraction != 0 {
        let digits = (1000 + fraction).to_string();
        link.push('.');
        link.push_str(digits[1..].trim_end_matches('0'));
    }
}

/// Reads `begin-end`, `begin-` or `begin`; the last two have no end.
///
/// # Errors
/// A sentence, if it is no span.
pub(crate) fn read_span(text: &str) -> Result<(u64, Option<u64>), String> {
    let (begin, end) = text.split_once('-').unwrap_or((text, ""));
    let end = if end.is_empty() { None } else { Some(read_ms(end)?) };
    Ok((read_ms(begin)?, end))
}

/// Writes a span.
pub(crate) fn write_span(begin_us: u64, end_us: Option<u64>, link: &mut String) {
    write_ms(begin_us, link);
    if let Some(end_us) = end_us {
        link.push('-');
        write_ms(end_us, link);
    }
}

/// Reads signed milliseconds as microseconds.
///
/// # Errors
/// A sentence, if it is no time.
pub(crate) fn read_signed_ms(text: &str) -> Result<i64, String> {
    let (negative, size) = match text.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, text),
    };
    let us = i128::from(read_ms(size)?);
    i64::try_from(if negative { -us } else { us }).map_err(|_| format!("`{text}` ms is out of range"))
}

/// Writes signed microseconds as milliseconds.
pub(crate) fn write_signed_ms(us: i64, link: &mut String) {
    if us < 0 {
        link.push('-');
    }
    write_ms(us.unsigned_abs(), link);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back_as_they_were_written() {
        for us in [0, 1, 10, 999, 1_000, 1_001, 204_500, u64::MAX] {
            let mut text = String::new();
            write_ms(us, &mut text);
            assert_eq!(read_ms(&text), Ok(us), "{text}");
        }
        for us in [0, -1, i64::MIN, i64::MAX, -40_000] {
            let mut text = String::new();
            write_signed_ms(us, &mut text);
            assert_eq!(read_signed_ms(&text), Ok(us), "{text}");
        }
    }

    #[test]
    fn spans_may_lack_an_end() {
        assert_eq!(read_span("204-272.5"), Ok((204_000, Some(272_500))));
        assert_eq!(read_span("204-"), Ok((204_000, None)));
        assert_eq!(read_span("204"), Ok((204_000, None)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", ".", ".5", "-5", "+5", "1.2345", "1e3", "ms", "18446744073709551616", "1.2.3"] {
            assert!(read_ms(text).is_err(), "{text}");
        }
        for text in ["", "-", "-5", "5-x", "5-6-7"] {
            assert!(read_span(text).is_err(), "{text}");
        }
    }
}
