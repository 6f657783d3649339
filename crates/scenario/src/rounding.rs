//! Log-normal delays in whole microseconds, quickly, where the whole number is beyond doubt.
//!
//! A run draws a delay for every message, and most are log-normal. The exact quantile is the same
//! bits everywhere and right to the last, of which rounding then throws most away. What stands here
//! is the same bits everywhere too, being made of additions, multiplications and a division, and near
//! enough to tell the microsecond of nearly every draw; for the others the exact one decides.

use crate::normal_quantile;

/// How far the quick quantile may be off, as a share of it: by the normal quantile, for each unit of
/// sigma, and by the exponential.
const OFF: [f64; 2] = [2e-7, 1e-8];

/// Added and taken away again, it leaves the nearest whole number: 1.5 times two to the 52nd. While it is
/// there, the lowest bits are that number, in two's complement.
const WHOLE: f64 = 6_755_399_441_055_744.0;
const US_MAX: f64 = 1e15;

/// The microseconds that `(median_ms * exp(sigma * z) + fixed_ms) * stretch` rounds to, with the
/// standard normal quantile z at `u`; nothing if that is in doubt.
pub(crate) fn rounded_us(median_ms: f64, sigma: f64, u: f64, fixed_ms: f64, stretch: f64) -> Option<u64> {
    let us = (median_ms * near_exp(sigma * near_quantile(u))? + fixed_ms) * stretch * 1000.0;
    let shifted = us + WHOLE;
    let (beside, doubt) = ((us - (shifted - WHOLE)).abs(), us * (OFF[0] * sigma + OFF[1]));
    (beside + doubt < 0.5 && us < US_MAX).then_some(shifted.to_bits() & ((1 << 51) - 1))
}

/// Around the middle the short one of algorithm AS 241, PPND7 (Wichura 1988, see [`normal_quantile`]);
/// off by less than 2e-7.
#[inline(always)]
fn near_quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() > 0.425 {
        return normal_quantile(u);
    }
    let r = 0.180_625 - q * q;
    let square = r * r;
    let above = (3.387_132_717_9 + 50.434_271_938 * r) + (159.291_132_02 + 59.109_374_72 * r) * square;
    let below = (1.0 + 17.895_169_469 * r) + (78.757_757_664 + 67.187_563_6 * r) * square;
    q * above / below
}

/// The exponential of a small number: a power of two, by its bits, times a polynomial over what
/// remains, at most half a doubling (J.-M. Muller, "Elementary Functions", chapter 11); off by less
/// than 1e-8.
#[inline(always)]
fn near_exp(x: f64) -> Option<f64> {
    if !(-60.0..60.0).contains(&x) {
        return None;
    }
    let shifted = x * std::f64::consts::LOG2_E + WHOLE;
    let rest = x - (shifted - WHOLE) * std::f64::consts::LN_2;
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    let square = rest * rest;
    let low = (1.0 + rest) + (1.0 / 2.0 + rest * (1.0 / 6.0)) * square;
    let high = (1.0 / 24.0 + rest * (1.0 / 120.0)) + (1.0 / 720.0 + rest * (1.0 / 5_040.0)) * square;
    Some(power * (low + high * (square * square)))
}

#[cfg(test)]
mod tests {
    use super::{OFF, near_exp, near_quantile, rounded_us};
    use crate::{Distribution, links::Delay, normal_quantile};

    #[test]
    fn they_are_as_near_as_they_say() {
        let steps = 1_000_000;
        for step in 1..steps {
            let share = f64::from(step) / f64::from(steps);
            let x = share * 119.0 - 59.5;
            let off = (near_exp(x).expect("it is small") / libm::exp(x) - 1.0).abs();
            assert!(off < OFF[1], "exp({x}) is off by {off}");
            let off = (near_quantile(share) - normal_quantile(share)).abs();
            assert!(off < OFF[0], "the quantile at {share} is off by {off}");
        }
        for x in [-60.1, 60.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(near_exp(x), None);
        }
    }

    #[test]
    fn every_delay_is_the_exact_one() {
        let (mut doubtful, mut drawn) = (0, 0);
        for (median_ms, tail) in [(0.05, 1.3), (1.0, 2.0), (40.0, 3.0), (300.0, 20.0), (0.0, 2.0), (3.0, 1.0)] {
            for stretch in [1.0, 0.3, 7.7] {
                let delay = Delay::new(Distribution::LogNormal { median_ms, tail }, 0.2, stretch);
                let sigma = libm::log(tail) / normal_quantile(0.99);
                for step in 1..200_000 {
                    let u = f64::from(step) / 200_000.0;
                    let exact_us = history::Duration::from_ms_f64(delay.at_ms(u)).as_us();
                    assert_eq!(delay.at_us(u), exact_us.min(crate::limits::MESSAGE_US_MAX), "{delay:?} at {u}");
                    if let Some(us) = rounded_us(median_ms, sigma, u, 0.2, stretch) {
                        assert_eq!(us, exact_us, "{delay:?} at {u}");
                    } else if exact_us < 20_000 {
                        doubtful += 1;
                    }
                    drawn += u32::from(exact_us < 20_000);
                }
            }
        }
        assert!(doubtful < drawn / 100, "{doubtful} of {drawn} below 20 ms were left to the exact one");
    }

    #[test]
    fn a_tie_is_left_to_the_exact_one() {
        assert_eq!(rounded_us(0.0005, 0.0, 0.5, 0.0, 1.0), None);
        assert_eq!(rounded_us(0.0007, 0.0, 0.5, 0.0, 1.0), Some(1));
        assert_eq!(rounded_us(f64::NAN, 0.0, 0.5, 0.0, 1.0), None);
        assert_eq!(rounded_us(1.0, 0.0, f64::NAN, 0.0, 1.0), None);
    }
}
