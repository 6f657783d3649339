//! Virtual time: whole microseconds since the start of a run.
//!
//! Integers, so that a run is the same on every machine; microseconds, so that a rack (tens of
//! them) and a planet (hundreds of thousands) fit the same scale.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// A moment of virtual time, in microseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(u64);

/// A length of virtual time, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duration(u64);

impl Instant {
    /// The start of the run.
    pub const ZERO: Self = Self(0);
    /// Later than every event: the end of an operation that never returned.
    pub const NEVER: Self = Self(u64::MAX);

    /// A moment, `us` microseconds after the start.
    #[must_use]
    pub const fn from_us(us: u64) -> Self {
        Self(us)
    }

    /// Microseconds since the start.
    #[must_use]
    pub const fn as_us(self) -> u64 {
        self.0
    }

    /// Milliseconds since the start, for people.
    #[must_use]
    pub const fn as_ms(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// How long after `earlier` this is; zero if it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A length of `us` microseconds.
    #[must_use]
    pub const fn from_us(us: u64) -> Self {
        Self(us)
    }

    /// A length of `ms` milliseconds.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms.saturating_mul(1000))
    }

    /// Rounds milliseconds to whole microseconds. Negative and undefined lengths become zero,
    /// lengths beyond the range the longest there is.
    #[must_use]
    pub const fn from_ms_f64(ms: f64) -> Self {
        // `as` saturates and maps NaN to zero, alike on every target.
        Self((ms * 1000.0 + 0.5) as u64)
    }

    /// Microseconds.
    #[must_use]
    pub const fn as_us(self) -> u64 {
        self.0
    }

    /// Milliseconds, for people.
    #[must_use]
    pub const fn as_ms(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, length: Duration) {
        *self = *self + length;
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_ms(f, self.0)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_ms(f, self.0)
    }
}

/// Whole milliseconds from ten on, one decimal from one on, microseconds below; the unit is joined
/// by a no-break space, so that number and unit never part.
fn write_ms(f: &mut fmt::Formatter<'_>, us: u64) -> fmt::Result {
    match us {
        0 => write!(f, "0\u{a0}ms"),
        1..1_000 => write!(f, "{us}\u{a0}µs"),
        1_000..10_000 => {
            let tenths = (us + 50) / 100;
            write!(f, "{}.{}\u{a0}ms", tenths / 10, tenths % 10)
        }
        _ => write!(f, "{}\u{a0}ms", us / 1000 + (us % 1000) / 500),
    }
}
