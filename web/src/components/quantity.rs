//! A quantity that can be set: its unit, its bounds, and how people write it.

use crate::words;

/// A quantity that can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// What it is, as a sentence begins with it: "N, the number of replicas".
    pub(crate) name: &'static str,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// One step of a key.
    pub(crate) step: f64,
    /// What stands before the number: "×", or nothing.
    pub(crate) sign: &'static str,
    /// What stands after it: "ms", or nothing.
    pub(crate) unit: &'static str,
    /// How many numbers there are: one, or as many as a list has.
    pub(crate) count_max: u32,
}

impl Quantity {
    /// One number from `low` to `high`, set in whole steps, without a unit.
    pub(crate) const fn whole(name: &'static str, low: f64, high: f64) -> Self {
        Self { name, low, high, step: 1.0, sign: "", unit: "", count_max: 1 }
    }

    /// One number of any precision with its unit.
    pub(crate) const fn of(name: &'static str, low: f64, high: f64, step: f64, unit: &'static str) -> Self {
        Self { name, low, high, step, sign: "", unit, count_max: 1 }
    }

    /// The same with a sign before it.
    pub(crate) const fn signed(self, sign: &'static str) -> Self {
        Self { sign, ..self }
    }

    const fn is_whole(&self) -> bool {
        self.unit.is_empty() && self.sign.is_empty() && self.step >= 1.0
    }

    /// The keys that a phone shows: those for numbers have no minus and no comma everywhere.
    pub(crate) const fn keys(&self) -> &'static str {
        if self.low < 0.0 || self.count_max > 1 { "text" } else { "decimal" }
    }

    /// Numbers as people read them.
    pub(crate) fn text(&self, values: &[f64]) -> String {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            text.push_str(if index > 0 { ", " } else { self.sign });
            text.push_str(&history::decimal::plain(trimmed(*value, 6)).replace('-', "−"));
        }
        if !self.unit.is_empty() && !values.is_empty() {
            // Number and unit never part.
            text.push('\u{a0}');
            text.push_str(self.unit);
        }
        text
    }

    /// What people wrote, with or without sign and unit.
    ///
    /// # Errors
    /// A sentence that says what can be written.
    pub(crate) fn read(&self, text: &str) -> Result<Vec<f64>, String> {
        let text = text.trim().replace('−', "-");
        let text = text.strip_suffix(self.unit).unwrap_or(&text);
        let text = text.strip_prefix(self.sign).unwrap_or(text).trim();
        let mut values = Vec::new();
        for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty() || self.count_max == 1) {
            match history::decimal::read(part.trim()) {
                Some(value)
                    if value >= self.low && value <= self.high && (!self.is_whole() || value == value.trunc()) =>
                {
                    values.push(value);
                }
                _ => values.push(f64::NAN),
            }
        }
        if values.is_empty() || values.len() > self.count_max as usize || values.iter().any(|value| value.is_nan()) {
            return Err(self.sentence());
        }
        Ok(values)
    }

    /// What can be written.
    fn sentence(&self) -> String {
        let (name, low, high) = (self.name, self.text(&[self.low]), self.text(&[self.high]));
        match (self.is_whole(), self.count_max) {
            (true, _) => words::fields::whole(name, &low, &high),
            (false, 1) => words::fields::number(name, &low, &high),
            (false, most) => words::fields::numbers(name, most, &low, &high),
        }
    }

    /// A number some steps on, within the bounds.
    pub(crate) fn stepped(&self, value: f64, steps: f64) -> f64 {
        trimmed(value + steps * self.step, 6).max(self.low).min(self.high)
    }
}

/// A number without the decimals beyond some place, which only rounding put there.
fn trimmed(value: f64, places: u32) -> f64 {
    let unit = f64::from(10_u32.pow(places.min(9)));
    if value.abs() < 1e9 { (value * unit).round() / unit + 0.0 } else { value }
}

/// A number cut to three digits, or to its whole part where that has more.
pub(crate) fn three_digits(value: f64) -> f64 {
    let mut places = 0;
    let mut size = value.abs();
    while size < 100.0 && places < 9 {
        size *= 10.0;
        places += 1;
    }
    trimmed(value, places)
}

/// The power of ten that changes the second digit of a number, no larger than one.
pub(crate) fn fine_step(value: f64) -> f64 {
    let mut step = 1.0;
    while value.abs() < step * 10.0 && step > 1e-6 {
        step /= 10.0;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELAY: Quantity = Quantity::of("The delay", 0.0, 60_000.0, 1.0, "ms");
    const REPLICAS: Quantity = Quantity::whole("N", 1.0, 9.0);

    #[test]
    fn what_is_shown_reads_back_as_the_same_number() {
        let tail = Quantity::of("The tail", 1.0, 100.0, 0.1, "").signed("×");
        let step = Quantity::of("The step", -500.0, 500.0, 10.0, "ms");
        for (quantity, value, text) in [
            (DELAY, 87.0, "87\u{a0}ms"),
            (DELAY, 0.045, "0.045\u{a0}ms"),
            (REPLICAS, 5.0, "5"),
            (tail, 2.3, "×2.3"),
            (step, -40.0, "−40\u{a0}ms"),
        ] {
            assert_eq!(quantity.text(&[value]), text);
            assert_eq!(quantity.read(text), Ok(vec![value]), "{text}");
        }
    }

    #[test]
    fn a_unit_may_be_left_out() {
        assert_eq!(DELAY.read(" 90 "), Ok(vec![90.0]));
        for text in ["90ms", "90 ms", "90\u{a0}ms "] {
            assert_eq!(DELAY.read(text), Ok(vec![90.0]), "{text}");
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_said_with_the_bounds() {
        assert_eq!(REPLICAS.read("12"), Err("N: a whole number from 1 to 9".to_owned()));
        for text in ["0", "2.5", "", "five", "NaN", "inf", "1,2"] {
            assert!(REPLICAS.read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_list_takes_as_many_numbers_as_it_may_hold() {
        let list = Quantity { count_max: 3, ..DELAY };
        assert_eq!(list.read("1, 2.5 ,4 ms"), Ok(vec![1.0, 2.5, 4.0]));
        assert!(list.read("1,2,3,4").is_err());
        assert!(list.read("").is_err());
    }

    #[test]
    fn rounding_leaves_no_stray_digits() {
        assert_eq!(three_digits(43.27891), 43.3);
        assert_eq!(three_digits(0.0451), 0.0451);
        assert_eq!(three_digits(4_321.7), 4_322.0);
        assert_eq!(three_digits(0.0), 0.0);
        assert_eq!(trimmed(100.0 * 0.07, 6), 7.0);
        assert_eq!((fine_step(87.0), fine_step(4.5), fine_step(0.045)), (1.0, 0.1, 0.001));
    }
}
