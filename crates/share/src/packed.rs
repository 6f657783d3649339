//! The packed form: `1.` and the base64url of the zlib-deflated text of the whole scenario, the
//! view, and the engine that it was made with.
//!
//! Inside is the same text as in the readable form, with nothing left out: one grammar to keep
//! readable for ever, a setting that is not known is named and the others kept, and the page needs
//! no second reader. zlib, since its checksum tells a damaged link from a whole one.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use crate::base64url::{read_letters, write_letters};
use crate::fragment::packed_version;
use crate::{Decoded, Form, LINK_BYTES_MAX, Link, LinkError, reader, writer};

/// The prefix of this version.
const VERSION: &str = "1";

/// Writes the packed form.
///
/// # Errors
/// If the scenario is too large for a link, or a number of it undefined.
pub(crate) fn write(link: &Link) -> Result<String, LinkError> {
    write_text(&writer::write_whole(link).ok_or(LinkError::Undefined)?)
}

/// Packs a text.
///
/// # Errors
/// If it is too large for a link.
pub fn write_text(text: &str) -> Result<String, LinkError> {
    if text.len() > LINK_BYTES_MAX {
        return Err(LinkError::DoesNotFit);
    }
    let mut packed = format!("{VERSION}.");
    write_letters(&compress_to_vec_zlib(text.as_bytes(), 9), &mut packed);
    Ok(packed)
}

/// Unpacks a text.
///
/// # Errors
/// If it is no packed text, of another version, cut short, damaged, or too large.
pub fn read_text(packed: &str) -> Result<String, LinkError> {
    let (version, letters) = packed_version(packed).ok_or(LinkError::Damaged)?;
    unpack_text(version, letters)
}

/// Reads what stands behind the version and its dot.
///
/// # Errors
/// If it is of another version, cut short, damaged, or too large.
pub(crate) fn read(version: &str, letters: &str) -> Result<Decoded, LinkError> {
    reader::read(&unpack_text(version, letters)?, Form::Packed)
}

fn unpack_text(version: &str, letters: &str) -> Result<String, LinkError> {
    if version != VERSION {
        let newer = !version.starts_with('0');
        return Err(if newer { LinkError::Newer { version: version.to_owned() } } else { LinkError::Damaged });
    }
    String::from_utf8(unpack(letters)?).map_err(|_| LinkError::Damaged)
}

fn unpack(letters: &str) -> Result<Vec<u8>, LinkError> {
    let bytes = read_letters(letters).ok_or(LinkError::Damaged)?;
    if bytes.is_empty() {
        return Err(LinkError::CutShort);
    }
    // The limit is the same as for a readable link, so that a decompression bomb stays small.
    decompress_to_vec_zlib_with_limit(&bytes, LINK_BYTES_MAX).map_err(|error| match error.status {
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => LinkError::CutShort,
        TINFLStatus::HasMoreOutput => LinkError::TooLarge,
        _ => LinkError::Damaged,
    })
}
