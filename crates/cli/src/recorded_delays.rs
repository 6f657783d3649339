//! Recorded delays as comma-separated values, in milliseconds.
//!
//! One column is the delay of every leg; four, with a first line that names them, are `write`, `ack`,
//! `read` and `response`.

use history::decimal::Decimal;
use scenario::{Distribution, limits};
use theory::Legs;

const LEGS: [&str; 4] = ["write", "ack", "read", "response"];

/// Reads recorded delays.
///
/// # Errors
/// Every line that is wrong, by its number.
pub(crate) fn read(text: &str) -> Result<Legs, Vec<String>> {
    let mut lines = (1_u32..).zip(text.lines()).peekable();
    let mut problems = Vec::new();
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
    let mut columns = vec![Vec::new(); names.len()];
    for (number, line) in lines {
        if let Err(problem) = row(line, &mut columns) {
            problems.push(format!("line {number} {problem}"));
        }
    }
    if problems.is_empty() && columns[0].is_empty() {
        problems.push("there is no delay in it".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let column = |leg: &str| names.iter().position(|name| name == leg).unwrap_or(0);
    let [write, ack, read, response] = LEGS.map(|leg| empirical(&columns[column(leg)]));
    Ok(Legs { write, ack, read, response })
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
    let number = |cell: &str| match cell.parse::<f64>() {
        Ok(ms) if ms < 0.0 => Err(format!("has the negative delay {cell}")),
        Ok(ms) if ms <= most => Ok(ms),
        _ => Err(format!("has `{cell}`; a delay can be from 0 to {} ms", Decimal(most))),
    };
    let numbers: Vec<f64> = cells.iter().map(|cell| number(cell)).collect::<Result<_, _>>()?;
    columns.iter_mut().zip(numbers).for_each(|(column, ms)| column.push(ms));
    Ok(())
}

/// Delays as quantiles at even steps, as many as a distribution can have.
fn empirical(delays_ms: &[f64]) -> Distribution {
    let mut sorted = delays_ms.to_vec();
    sorted.sort_by(f64::total_cmp);
    let most = limits::EMPIRICAL_POINTS_MAX as usize;
    if sorted.len() <= most {
        return Distribution::Empirical { quantiles_ms: sorted };
    }
    let all = Distribution::Empirical { quantiles_ms: sorted.clone() };
    let last = (most - 1) as f64;
    let quantiles_ms = (0..most).map(|place| all.at((place as f64 / last).min(1.0))).collect();
    Distribution::Empirical { quantiles_ms }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_line_is_named() {
        let problems = read("write,ack,read,response\n1,2,3,4\n\n1,-2,3,4\n1,2\n1,2,3,x\n").unwrap_err();
        let starts = ["line 3 is empty", "line 4 has the negative delay -2", "line 5 has 2 values", "line 6 has `x`"];
        assert_eq!(problems.len(), starts.len(), "{problems:?}");
        assert!(problems.iter().zip(starts).all(|(problem, start)| problem.starts_with(start)), "{problems:?}");
        assert!(read("").is_err() && read("write,read\n1,2\n").is_err() && read("ms\n").is_err());
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let legs = read("read,response,ack,write\n3,4,2,1\n30,40,20,10\n").unwrap();
        let quantiles = |low: f64| Distribution::Empirical { quantiles_ms: vec![low, 10.0 * low] };
        assert_eq!(
            (legs.write, legs.ack, legs.read, legs.response),
            (quantiles(1.0), quantiles(2.0), quantiles(3.0), quantiles(4.0))
        );
        let legs = read("5\n1\n3\n").unwrap();
        assert_eq!(legs.write, Distribution::Empirical { quantiles_ms: vec![1.0, 3.0, 5.0] });
        assert_eq!(legs.write, legs.response);
    }

    #[test]
    fn long_recordings_keep_their_quantiles() {
        let text: String = (0..=2_000).rev().map(|ms| format!("{ms}\n")).collect();
        let Distribution::Empirical { quantiles_ms } = read(&text).unwrap().ack else { panic!("recorded") };
        assert_eq!(quantiles_ms.len(), 101);
        assert_eq!((quantiles_ms[0], quantiles_ms[50], quantiles_ms[100]), (0.0, 1_000.0, 2_000.0));
    }
}
