//! Whole numbers of any size: as much of their arithmetic as decimals need.

use std::cmp::Ordering;

/// A whole number of any size: its 32-bit digits, lowest first, without zeros at the end.
#[derive(Default)]
pub(super) struct Large(Vec<u32>);

impl Large {
    pub(super) fn from(number: u64) -> Self {
        let mut large = Self::default();
        large.multiply_add(0, (number >> 32) as u32);
        large.shift(32);
        large.multiply_add(1, number as u32);
        large
    }

    /// Its value, below two to the power of 64.
    pub(super) fn low(&self) -> f64 {
        self.0.iter().rev().fold(0, |value, digit| value << 32 | u64::from(*digit)) as f64
    }

    pub(super) fn bits(&self) -> i64 {
        self.0.last().map_or(0, |last| self.0.len() as i64 * 32 - i64::from(last.leading_zeros()))
    }

    #[inline(never)]
    pub(super) fn multiply_add(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    pub(super) fn shift(&mut self, mut bits: u64) {
        while bits > 0 {
            let step = bits.min(31);
            self.multiply_add(1 << step, 0);
            bits -= step;
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes away what is not more.
    pub(super) fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (place, digit) in self.0.iter_mut().enumerate() {
            let taken = u64::from(other.0.get(place).copied().unwrap_or(0)) + u64::from(borrow);
            borrow = u64::from(*digit) < taken;
            *digit = u64::from(*digit).wrapping_sub(taken) as u32;
        }
        self.trim();
    }

    pub(super) fn divide_by_ten(&mut self) -> u8 {
        let mut rest = 0;
        for digit in self.0.iter_mut().rev() {
            let with_rest = rest << 32 | u64::from(*digit);
            *digit = (with_rest / 10) as u32;
            rest = with_rest % 10;
        }
        self.trim();
        rest as u8
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}
