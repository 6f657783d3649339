//! Bytes as letters that may stand in an address: base64url (RFC 4648, section 5), without padding.
//!
//! Our own: a general codec with its alphabets and engines adds two kilobytes to the page.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Adds bytes as letters.
pub(crate) fn write_letters(bytes: &[u8], text: &mut String) {
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..=group.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * index)) as usize & 63]));
        }
    }
}

/// Reads letters as bytes; nothing if one is none of ours. Padding may stand at the end. What is
/// left over at the end and makes no byte is left out: the link was cut there.
pub(crate) fn read_letters(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn letters_are_those_of_the_standard_and_read_back(bytes in vec(any::<u8>(), 0..40)) {
            let mut text = String::new();
            write_letters(&bytes, &mut text);
            prop_assert_eq!(&text, &URL_SAFE_NO_PAD.encode(&bytes));
            prop_assert_eq!(read_letters(&text), Some(bytes));
        }
    }

    #[test]
    fn other_letters_are_refused() {
        for text in ["+", "/", "AA A", "é", "=A"] {
            assert_eq!(read_letters(text), None, "{text}");
        }
        assert_eq!(read_letters("YQ==").as_deref(), Some(&b"a"[..]));
    }
}
