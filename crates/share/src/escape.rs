//! Text in links: percent-encoding, as fragments of addresses use it (RFC 3986, sections 2.1 and
//! 3.5), and quoting in sentences.

/// Adds text to a link; what has a meaning of its own there, or may not stand in a fragment, is
/// escaped.
pub(crate) fn write_escaped(text: &str, link: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!,:@/?+".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push('%');
            link.push(char::from(DIGITS[usize::from(byte >> 4)]));
            link.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

/// Undoes the escapes of a piece of a link. A plus is a plus: faults and clock steps use it.
///
/// # Errors
/// A sentence, if an escape is broken or the bytes are not UTF-8.
pub(crate) fn unescape(piece: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut rest = piece.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
        match (digit(), digit()) {
            (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
            _ => return Err("a percent sign needs two hexadecimal digits after it".to_owned()),
        }
    }
    String::from_utf8(bytes).map_err(|_| "its percent escapes are not UTF-8 text".to_owned())
}

/// A text with its middle left out where it is long. Sentences begin with what was written, which
/// can have any length, and end with what should have been.
pub(crate) fn shorten(text: &str) -> String {
    const HEAD: usize = 40;
    const TAIL: usize = 160;
    let count = text.chars().count();
    if count <= HEAD + TAIL {
        return text.to_owned();
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(count - TAIL).collect();
    head + "…" + &tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_the_way_through_a_link() {
        for text in ["", "quorum", "a b&c=d%e#f", "São Paulo → 1", "+40", "\0\u{7f}"] {
            let mut link = String::new();
            write_escaped(text, &mut link);
            assert!(link.is_ascii() && !link.contains(['&', '=', '#', ' ']), "{link}");
            assert_eq!(unescape(&link).as_deref(), Ok(text));
        }
    }

    #[test]
    fn broken_escapes_are_refused() {
        for piece in ["%", "%4", "%zz", "%é", "%ff"] {
            assert!(unescape(piece).is_err(), "{piece}");
        }
    }
}
