//! Data as a parcel of bytes, for the way from one thread of the page to another. Not a format to
//! keep: both ends are of one build.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Packs plain data.
#[must_use]
pub fn pack(data: &impl Serialize) -> Vec<u8> {
    // Into memory, plain data always fits.
    postcard::to_allocvec(data).unwrap_or_default()
}

/// Unpacks what was packed; nothing if the bytes are none of it.
#[must_use]
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_comes_out_as_it_went_in() {
        let data = (7_u64, vec![String::from("x")], Some(false));
        assert_eq!(unpack(&pack(&data)).as_ref(), Some(&data));
        assert_eq!(unpack::<(u64, Vec<String>, Option<bool>)>(b"\x07\x09no data"), None);
    }
}
