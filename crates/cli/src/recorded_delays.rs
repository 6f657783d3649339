//! Recorded delays as comma-separated values, in milliseconds.
//!
//! One column is the delay of every leg; four, with a first line that names them, are `write`, `ack`,
//! `read` and `response`.

use history::decimal::Decimal;
use scenario::{Distribution, limits};
use serde::Serialize;
use theory::Legs;

use crate::analyse::digits;

const LEGS: [&str; 4] = ["write", "ack", "read", "response"];
/// So many wrong lines are told; a file of something else has thousands.
const TOLD: usize = 20;

/// Recorded delays.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recorded(Vec<Column>);

/// The delays of one column, in order.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    name: String,
    sorted_ms: Vec<f64>,
}

/// Which family recorded delays look like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Likeness {
    /// The file, or its column.
    pub(crate) recorded: String,
    pub(crate) delays: usize,
    /// The nearest first.
    pub(crate) fits: Vec<Fitted>,
}

/// A family with its Kolmogorov–Smirnov distance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Fitted {
    pub(crate) distribution: Distribution,
    pub(crate) ks_distance: f64,
}

/// Reads recorded delays.
///
/// # Errors
/// Every line that is wrong, by its number.
pub(crate) fn read(text: &str) -> Result<Recorded, Vec<String>> {
    let mut lines = (1_u32..).zip(text.lines()).peekable();
    let is_head =
        |line: &str| line.split(',').any(|cell| cell.trim().parse::<f64>().is_err() && !cell.trim().is_empty());
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
    Ok(Recorded(names.into_iter().zip(columns).map(|(name, sorted_ms)| Column { name, sorted_ms }).collect()))
}

impl Recorded {
    /// The four legs; all alike where there is one column.
    pub(crate) fn legs(&self) -> Legs {
        let column = |leg: &str| self.0.iter().find(|column| column.name == leg).unwrap_or(&self.0[0]);
        let [write, ack, read, response] = LEGS.map(|leg| empirical(&column(leg).sorted_ms));
        Legs { write, ack, read, response }
    }

    /// The one distribution of every message; nothing where legs are told apart.
    pub(crate) fn one_way(&self) -> Option<Distribution> {
        match self.0.as_slice() {
            [only] => Some(empirical(&only.sorted_ms)),
            _ => None,
        }
    }

    /// Which families the columns look like.
    pub(crate) fn likenesses(&self, file: &str) -> Vec<Likeness> {
        let many = self.0.len() > 1;
        let likeness = |column: &Column| Likeness {
            recorded: if many { format!("{file}, {}", column.name) } else { file.to_owned() },
            delays: column.sorted_ms.len(),
            fits: theory::fits(&column.sorted_ms)
                .into_iter()
                .map(|fit| Fitted { distribution: fit.distribution, ks_distance: fit.distance })
                .collect(),
        };
        self.0.iter().map(likeness).collect()
    }
}

/// What recorded delays look like, in sentences.
pub(crate) fn told(likenesses: &[Likeness]) -> String {
    let mut text = String::new();
    for Likeness { recorded, delays, fits } in likenesses {
        let Some(nearest) = fits.first() else { continue };
        let rest = fits[1..].iter().map(|fit| format!("{} {:.4}", family(&fit.distribution), fit.ks_distance));
        let rest: Vec<String> = rest.collect();
        let rest = if rest.is_empty() { String::new() } else { format!("; {}", rest.join(", ")) };
        text.push_str(&format!(
            "{recorded}: {delays} delays, nearest to {} (Kolmogorov–Smirnov distance {:.4}{rest})\n",
            in_words(&nearest.distribution),
            nearest.ks_distance
        ));
    }
    text
}

const fn family(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Constant { .. } => "constant",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Exponential { .. } => "exponential",
        Distribution::LogNormal { .. } => "log-normal",
        Distribution::ParetoExponential { .. } => "Pareto with exponential tail",
        Distribution::Empirical { .. } => "recorded",
    }
}

fn in_words(distribution: &Distribution) -> String {
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
        let problems = read(text).unwrap_err();
        let starts = [
            "line 3 is empty",
            "line 4 has the negative delay -2",
            "line 5 has 2 values",
            "line 6 has `x`",
            "line 7 has the negative delay -1, and has `NaN`",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:?}");
        assert!(problems.iter().zip(starts).all(|(problem, start)| problem.starts_with(start)), "{problems:?}");
        assert!(read("").is_err() && read("write,read\n1,2\n").is_err() && read("ms\n").is_err());
        assert_eq!(read(&"1,2\n".repeat(90)).unwrap_err().last().unwrap(), "and 70 more lines are wrong");
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let recorded = read("read,response,ack,write\n3,4,2,1\n30,40,20,10\n").unwrap();
        let legs = recorded.legs();
        let quantiles = |low: f64| Distribution::Empirical { quantiles_ms: vec![low, 10.0 * low] };
        assert_eq!(
            (legs.write, legs.ack, legs.read, legs.response, recorded.one_way()),
            (quantiles(1.0), quantiles(2.0), quantiles(3.0), quantiles(4.0), None)
        );
        let recorded = read("5\n1\n3\n").unwrap();
        assert_eq!(recorded.one_way(), Some(Distribution::Empirical { quantiles_ms: vec![1.0, 3.0, 5.0] }));
        assert_eq!(recorded.legs().write, recorded.legs().response);
    }

    #[test]
    fn long_recordings_keep_their_quantiles() {
        let text: String = (0..=2_000).rev().map(|ms| format!("{ms}\n")).collect();
        let Some(Distribution::Empirical { quantiles_ms }) = read(&text).unwrap().one_way() else { panic!("recorded") };
        assert_eq!(quantiles_ms.len(), 101);
        assert_eq!((quantiles_ms[0], quantiles_ms[50], quantiles_ms[100]), (0.0, 1_000.0, 2_000.0));
    }

    #[test]
    fn what_they_look_like_is_told_in_a_sentence() {
        let text: String = (0..=2_000).map(|ms| format!("{ms}\n")).collect();
        let told = told(&read(&text).unwrap().likenesses("lan.csv"));
        let start = "lan.csv: 2001 delays, nearest to uniform, 0 to 2000.0 ms (Kolmogorov–Smirnov distance 0.0005; ";
        assert!(told.starts_with(start), "{told}");
    }
}
