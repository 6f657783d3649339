//! Recorded delays as comma-separated values, in milliseconds.
//!
//! One column is the delay of every leg; four, with a first line that names them, are `write`, `ack`,
//! `read` and `response`.

use history::decimal::{Decimal, five_digits as digits};
use scenario::{Distribution, limits};
use serde::Serialize;

use crate::fit::fits;
use crate::model::Legs;

const LEGS: [&str; 4] = ["write", "ack", "read", "response"];
/// So many wrong lines are told; a file of something else has thousands.
const TOLD: usize = 20;

/// Recorded delays: a column for all messages, or one for each leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded(Vec<Column>);

/// The delays of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, in small letters; `one_way` without one.
    pub name: String,
    /// Its delays in ascending order, in milliseconds; at least one.
    pub sorted_ms: Vec<f64>,
}

/// Which family recorded delays look like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Likeness {
    /// The file, or its column.
    pub recorded: String,
    /// How many there are.
    pub delays: u64,
    /// The nearest first.
    pub fits: Vec<Fitted>,
}

/// A family with its Kolmogorov–Smirnov distance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fitted {
    /// The member of the family that fits.
    pub distribution: Distribution,
    /// The distance, from 0 to 1.
    pub ks_distance: f64,
}

impl Recorded {
    /// Reads recorded delays.
    ///
    /// # Errors
    /// Every line that is wrong, by its number; of a file of something else the first of them.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let mut lines = (1_u32..).zip(text.lines()).peekable();
        // A name begins as no number does: a wrong first number is a wrong line.
        let is_name = |cell: &str| {
            let begin = |letter: char| !letter.is_ascii_digit() && !"+-.".contains(letter);
            cell.parse::<f64>().is_err() && cell.starts_with(begin)
        };
        let is_head = |line: &str| line.split(',').any(|cell| is_name(cell.trim()));
        let names: Vec<String> = match lines.peek().filter(|(_, line)| is_head(line)) {
            Some((_, line)) => {
                let names = line.split(',').map(|name| name.trim().to_lowercase()).collect();
                lines.next();
                names
            }
            None => vec!["one_way".to_owned()],
        };
        let all_four = LEGS.iter().all(|leg| names.iter().any(|name| name == leg));
        if !(names.len() == 1 || names.len() == LEGS.len() && all_four) {
            let sentence = format!("line 1 names {}; it can name {}, or one column", names.join(", "), LEGS.join(", "));
            return Err(vec![sentence]);
        }
        let (mut columns, mut problems) = (vec![Vec::new(); names.len()], Vec::new());
        for (number, line) in lines {
            if let Err(problem) = row(line, &mut columns) {
                problems.push(format!("line {number} {problem}"));
            }
        }
        if problems.is_empty() && columns[0].is_empty() {
            problems.push("there is no delay in it".to_owned());
        }
        if problems.len() > TOLD {
            let more = problems.split_off(TOLD).len();
            problems.push(format!("and {more} more lines are wrong"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        columns.iter_mut().for_each(|delays_ms| delays_ms.sort_by(f64::total_cmp));
        Ok(Self(names.into_iter().zip(columns).map(|(name, sorted_ms)| Column { name, sorted_ms }).collect()))
    }

    /// The columns, one or four.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.0
    }

    /// The four legs; all alike where there is one column.
    #[must_use]
    pub fn legs(&self) -> Legs {
        let column = |leg: &str| self.0.iter().find(|column| column.name == leg).unwrap_or(&self.0[0]);
        let [write, ack, read, response] = LEGS.map(|leg| empirical(&column(leg).sorted_ms));
        Legs { write, ack, read, response }
    }

    /// The one distribution of every message; nothing where legs are told apart.
    #[must_use]
    pub fn one_way(&self) -> Option<Distribution> {
        match self.0.as_slice() {
            [only] => Some(empirical(&only.sorted_ms)),
            _ => None,
        }
    }

    /// Which families the columns look like.
    #[must_use]
    pub fn likenesses(&self, file: &str) -> Vec<Likeness> {
        let many = self.0.len() > 1;
        let likeness = |column: &Column| Likeness {
            recorded: if many { format!("{file}, {}", column.name) } else { file.to_owned() },
            delays: column.sorted_ms.len() as u64,
            fits: fits(&column.sorted_ms)
                .into_iter()
                .map(|fit| Fitted { distribution: fit.distribution, ks_distance: fit.distance })
                .collect(),
        };
        self.0.iter().map(likeness).collect()
    }
}

/// What a family is called.
#[must_use]
pub const fn family(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Constant { .. } => "constant",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Exponential { .. } => "exponential",
        Distribution::LogNormal { .. } => "log-normal",
        Distribution::ParetoExponential { .. } => "Pareto with exponential tail",
        Distribution::Empirical { .. } => "recorded",
    }
}

/// A distribution by its family and parameters.
#[must_use]
pub fn in_words(distribution: &Distribution) -> String {
    let name = family(distribution);
    match distribution {
        Distribution::Constant { ms } => format!("{name}, {} ms", digits(*ms)),
        Distribution::Uniform { low_ms, high_ms } => format!("{name}, {} to {} ms", digits(*low_ms), digits(*high_ms)),
        Distribution::Exponential { mean_ms } => format!("{name}, mean {} ms", digits(*mean_ms)),
        Distribution::LogNormal { median_ms, tail } => {
            format!("{name}, median {} ms, p99 over median {}", digits(*median_ms), digits(*tail))
        }
        Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
            let [share, scale, shape, rate] =
                [pareto_share, scale_ms, shape, rate_per_ms].map(|number| digits(*number));
            format!("{name}, share {share} from {scale} ms with exponent {shape}, tail of rate {rate} per ms")
        }
        Distribution::Empirical { .. } => name.to_owned(),
    }
}

fn row(line: &str, columns: &mut [Vec<f64>]) -> Result<(), String> {
    if line.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    if cells.len() != columns.len() {
        return Err(format!("has {} values; it needs {}", cells.len(), columns.len()));
    }
    let most = limits::DELAY_MS_MAX;
    let (mut numbers, mut problems) = (Vec::new(), Vec::new());
    for cell in cells {
        match cell.parse::<f64>() {
            Ok(ms) if ms < 0.0 => problems.push(format!("has the negative delay {cell}")),
            Ok(ms) if ms <= most => numbers.push(ms),
            _ => problems.push(format!("has `{cell}`; a delay can be from 0 to {} ms", Decimal(most))),
        }
    }
    if !problems.is_empty() {
        return Err(problems.join(", and "));
    }
    columns.iter_mut().zip(numbers).for_each(|(column, ms)| column.push(ms));
    Ok(())
}

/// Delays as quantiles at even steps, as many as a distribution can have.
fn empirical(sorted_ms: &[f64]) -> Distribution {
    let all = Distribution::Empirical { quantiles_ms: sorted_ms.to_vec() };
    let most = limits::EMPIRICAL_POINTS_MAX as usize;
    if sorted_ms.len() <= most {
        return all;
    }
    let last = (most - 1) as f64;
    let quantiles_ms = (0..most).map(|place| all.at((place as f64 / last).min(1.0))).collect();
    Distribution::Empirical { quantiles_ms }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_line_is_named() {
        let text = "write,ack,read,response\n1,2,3,4\n\n1,-2,3,4\n1,2\n1,2,3,x\n-1,2,NaN,4\n";
        let problems = Recorded::read(text).unwrap_err();
        let starts = [
            "line 3 is empty",
            "line 4 has the negative delay -2",
            "line 5 has 2 values",
            "line 6 has `x`",
            "line 7 has the negative delay -1, and has `NaN`",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:?}");
        assert!(problems.iter().zip(starts).all(|(problem, start)| problem.starts_with(start)), "{problems:?}");
        assert!(
            Recorded::read("").is_err()
                && Recorded::read("write,read\n1,2\n").is_err()
                && Recorded::read("ms\n").is_err()
        );
        assert!(Recorded::read("12ms\n13\n").unwrap_err()[0].starts_with("line 1 has `12ms`"));
        assert_eq!(Recorded::read(&"1,2\n".repeat(90)).unwrap_err().last().unwrap(), "and 70 more lines are wrong");
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let recorded = Recorded::read("read,response,ack,write\n3,4,2,1\n30,40,20,10\n").unwrap();
        let legs = recorded.legs();
        let quantiles = |low: f64| Distribution::Empirical { quantiles_ms: vec![low, 10.0 * low] };
        assert_eq!(
            (legs.write, legs.ack, legs.read, legs.response, recorded.one_way()),
            (quantiles(1.0), quantiles(2.0), quantiles(3.0), quantiles(4.0), None)
        );
        let recorded = Recorded::read("5\n1\n3\n").unwrap();
        assert_eq!(recorded.one_way(), Some(Distribution::Empirical { quantiles_ms: vec![1.0, 3.0, 5.0] }));
        assert_eq!(recorded.legs().write, recorded.legs().response);
    }

    #[test]
    fn long_recordings_keep_their_quantiles() {
        let text: String = (0..=2_000).rev().map(|ms| format!("{ms}\n")).collect();
        let Some(Distribution::Empirical { quantiles_ms }) = Recorded::read(&text).unwrap().one_way() else {
            panic!("recorded")
        };
        assert_eq!(quantiles_ms.len(), 101);
        assert_eq!((quantiles_ms[0], quantiles_ms[50], quantiles_ms[100]), (0.0, 1_000.0, 2_000.0));
    }
}
