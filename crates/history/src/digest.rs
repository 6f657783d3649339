//! A fingerprint of a trace: the same on every machine for the same run.
//!
//! FNV-1a over 64-bit words (Fowler, Noll, Vo), each mixed once more so that small integers
//! spread. Not cryptographic; two different runs differ with overwhelming likelihood.

use std::fmt;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

/// A fingerprint, written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub u64);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

// Text, because JSON numbers lose bits above 2^53 in JavaScript.
impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Folds words into a [`Digest`]. As a [`Hasher`] it fixes the width of every integer, so that
/// derived `Hash` implementations give the same result on 32-bit wasm and 64-bit machines.
#[derive(Clone, Debug)]
pub struct Digester(u64);

impl Digester {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    /// An empty fingerprint.
    #[must_use]
    pub const fn new() -> Self {
        Self(Self::OFFSET)
    }

    /// Folds one word in.
    pub const fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(Self::PRIME);
        self.0 = mixed ^ (mixed >> 29);
    }

    /// The fingerprint so far.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        Digest(self.0)
    }
}

impl Default for Digester {
    fn default() -> Self {
        Self::new()
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.word(u64::from(*byte));
        }
    }
    fn write_u8(&mut self, n: u8) {
        self.word(u64::from(n));
    }
    fn write_u16(&mut self, n: u16) {
        self.word(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.word(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.word(n);
    }
    fn write_i64(&mut self, n: i64) {
        self.word(n as u64);
    }
    // Enum discriminants and lengths arrive as `isize` and `usize`.
    fn write_usize(&mut self, n: usize) {
        self.word(n as u64);
    }
    fn write_isize(&mut self, n: isize) {
        self.word(n as i64 as u64);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
