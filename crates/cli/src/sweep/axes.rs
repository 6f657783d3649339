//! What a sweep goes over: fields of a readable link, each with its values.

use serde::{Deserialize, Serialize};

/// The fields whose ranges are of fractions, even where both ends are whole.
const FRACTIONS: [&str; 4] = ["lat", "tail", "loss", "dup"];
/// Parts of a link that are no part of a scenario.
const NO_FIELDS: [&str; 4] = ["v", "engine", "at", "op"];
/// More values of one field than anyone looks at.
const VALUES_MAX: i64 = 100_000;
/// Into so many equal steps a range without steps is parted, of which one is drawn.
const DRAWN_STEPS: u64 = 1_000_000;

/// A field and its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Axis {
    /// Its key in a readable link.
    pub(crate) key: String,
    /// Its values as the link writes them; of an empty one the link says nothing.
    pub(crate) values: Vec<String>,
    /// A range to draw from instead: its ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) between: Option<(f64, f64)>,
}

impl Axis {
    /// Reads `KEY=VALUES`: values between commas, or between `|` where they have commas themselves;
    /// `LOW..HIGH` and `LOW..HIGH/STEP` are ranges with both ends.
    ///
    /// # Errors
    /// A sentence, if it is none.
    pub(crate) fn read(text: &str, drawn: bool) -> Result<Self, String> {
        let Some((key, list)) = text.split_once('=') else {
            return Err(format!("--over `{text}` has to be KEY=VALUES, as in n=3,5,7 or w=1..3"));
        };
        if NO_FIELDS.contains(&key) {
            return Err(format!("--over {key}: it is no field of a scenario"));
        }
        if list.contains(['&', '#']) {
            return Err(format!("--over {key}: a value cannot contain & or #"));
        }
        let named = |problem: String| format!("--over {key}: {problem}");
        let fraction = FRACTIONS.contains(&key);
        let mut axis = Self { key: key.to_owned(), values: Vec::new(), between: None };
        let separator = if list.contains('|') { '|' } else { ',' };
        let pieces: Vec<&str> = list.split(separator).collect();
        for piece in &pieces {
            match Range::read(piece) {
                None => axis.values.push((*piece).to_owned()),
                Some(range) if range.has_steps(fraction) => axis.values.extend(range.steps().map_err(named)?),
                Some(range) if drawn && pieces.len() == 1 => axis.between = Some(range.ends().map_err(named)?),
                Some(_) if drawn => return Err(named(format!("a range without steps, {piece}, has to stand alone"))),
                Some(_) => return Err(named(format!("a grid needs the steps of {piece}, as in {piece}/0.1"))),
            }
        }
        match axis.values.iter().enumerate().find(|(place, value)| axis.values[..*place].contains(value)) {
            Some((_, twice)) => Err(named(format!("`{twice}` is there twice"))),
            None => Ok(axis),
        }
    }

    /// The value for a lot, of which all 64 bits are drawn.
    pub(crate) fn drawn(&self, lot: u64) -> String {
        let part = |parts: u64| ((u128::from(lot) * u128::from(parts)) >> 64) as u64;
        match self.between {
            Some((low, high)) => {
                let step = part(DRAWN_STEPS + 1);
                let number = low + (high - low) * (step as f64 / DRAWN_STEPS as f64);
                // Twelve digits: the noise of the arithmetic is behind them.
                trimmed(format!("{number:.12}"))
            }
            None => self.values[part(self.values.len() as u64) as usize].clone(),
        }
    }
}

/// A range as it was typed.
struct Range<'t> {
    low: &'t str,
    high: &'t str,
    step: Option<&'t str>,
}

impl<'t> Range<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let (low, rest) = text.split_once("..")?;
        let (high, step) = rest.split_once('/').map_or((rest, None), |(high, step)| (high, Some(step)));
        let numbers = [Some(low), Some(high), step];
        let all = numbers.iter().flatten().all(|number| digits(number).is_some());
        all.then_some(Self { low, high, step })
    }

    fn has_steps(&self, fraction: bool) -> bool {
        self.step.is_some() || !fraction && !self.low.contains('.') && !self.high.contains('.')
    }

    /// Every value, exactly as decimal numbers.
    fn steps(&self) -> Result<Vec<String>, String> {
        let step = self.step.unwrap_or("1");
        let places = [self.low, self.high, step].into_iter().filter_map(digits).map(|(_, places)| places);
        let places = places.max().unwrap_or(0);
        let scaled = |text: &str| {
            let (number, own) = digits(text)?;
            number.checked_mul(10_i64.checked_pow(places - own)?)
        };
        let (Some(low), Some(high), Some(step)) = (scaled(self.low), scaled(self.high), scaled(step)) else {
            return Err("a number of the range has too many digits".to_owned());
        };
        if step <= 0 || low > high {
            return Err(format!("{} comes to nothing; a range goes up, in steps above 0", self.typed()));
        }
        let count = (high - low) / step + 1;
        if count > VALUES_MAX {
            return Err(format!("{} has {count} values; it can have up to {VALUES_MAX}", self.typed()));
        }
        let one = 10_i64.pow(places);
        let text = |number: i64| {
            let (sign, size) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
            let (whole, rest) = (size / one.unsigned_abs(), size % one.unsigned_abs());
            let width = places as usize;
            if places == 0 { format!("{sign}{whole}") } else { trimmed(format!("{sign}{whole}.{rest:0width$}")) }
        };
        Ok((0..count).map(|index| text(low + index * step)).collect())
    }

    fn ends(&self) -> Result<(f64, f64), String> {
        match (self.low.parse::<f64>(), self.high.parse::<f64>()) {
            (Ok(low), Ok(high)) if low <= high => Ok((low, high)),
            _ => Err(format!("{} comes to nothing; a range goes up", self.typed())),
        }
    }

    fn typed(&self) -> String {
        let step = self.step.map(|step| format!("/{step}")).unwrap_or_default();
        format!("{}..{}{step}", self.low, self.high)
    }
}

/// A decimal number as its digits and how many of them stand behind the point.
fn digits(text: &str) -> Option<(i64, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let all = unsigned.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let some = !unsigned.is_empty() && all && fraction.len() < 16 && !text.ends_with('.');
    some.then(|| format!("{whole}{fraction}").parse().ok().map(|number| (number, fraction.len() as u32)))?
}

/// A number without the zeros at its end.
fn trimmed(number: String) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn values(text: &str, expected: &[&str]) {
        assert_eq!(Axis::read(text, false).map(|axis| axis.values).unwrap(), expected, "{text}");
    }

    #[test]
    fn values_are_listed_or_stepped_through() {
        values("n=3,5,7", &["3", "5", "7"]);
        values("w=1..3", &["1", "2", "3"]);
        values("w=1..7/3,9", &["1", "4", "7", "9"]);
        values("lat=0.5..1.1/0.2", &["0.5", "0.7", "0.9", "1.1"]);
        values("loss=0..0.3/0.1", &["0", "0.1", "0.2", "0.3"]);
        values("initial=-1..1", &["-1", "0", "1"]);
        values("net=rack,worldwide", &["rack", "worldwide"]);
        values("sessions=0,1|0,1,2", &["0,1", "0,1,2"]);
        values("crash=|r1@5-9", &["", "r1@5-9"]);
    }

    #[test]
    fn what_is_no_axis_is_told() {
        for (text, told) in [
            ("n", "KEY=VALUES"),
            ("at=5", "no field"),
            ("n=3&w=1", "& or #"),
            ("n=5..3", "goes up"),
            ("n=1..3/0", "above 0"),
            ("n=1..1000000", "1000000 values"),
            ("lat=1..2", "needs the steps"),
            ("n=3,4,3", "`3` is there twice"),
            ("seed=0.0000000001..9999999999/1", "too many digits"),
        ] {
            let problem = Axis::read(text, false).unwrap_err();
            assert!(problem.contains(told), "{text}: {problem}");
        }
        assert!(Axis::read("lat=1..2,3", true).unwrap_err().contains("stand alone"));
    }

    #[test]
    fn lots_reach_both_ends_and_nothing_else() {
        let list = Axis::read("n=3,5,7", true).unwrap();
        assert_eq!([0, u64::MAX / 2, u64::MAX].map(|lot| list.drawn(lot)), ["3", "5", "7"]);
        let range = Axis::read("lat=0.5..4", true).unwrap();
        assert_eq!([0, u64::MAX].map(|lot| range.drawn(lot)), ["0.5", "4"]);
        assert!(range.drawn(u64::MAX / 3).parse::<f64>().is_ok_and(|number| (1.6..1.7).contains(&number)));
        let whole = Axis::read("w=1..3", true).unwrap();
        assert_eq!((whole.between, whole.values.len()), (None, 3));
    }
}
