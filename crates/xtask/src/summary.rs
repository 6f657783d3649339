//! The table at the end of `cargo xtask test`.

use crate::steps::seconds;
use std::time::Duration;

/// How a stage ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It ran, and all was well.
    Passed,
    /// It ran and found something, for this reason.
    Failed(String),
    /// It could not run, for this reason; that is no success either.
    NotRun(String),
}

/// One line of the table.
pub(crate) struct Line {
    /// The stage.
    pub(crate) name: &'static str,
    /// How it ended.
    pub(crate) ending: Ending,
    /// What it took.
    pub(crate) took: Duration,
}

/// The table, then the counts in a line of their own.
pub(crate) fn table(lines: &[Line]) -> String {
    let widest = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let width = widest.max("stage".len());
    let mut text = format!("{:width$}  {:8} {:>12}\n", "stage", "result", "time");
    for line in lines {
        let (result, why) = match &line.ending {
            Ending::Passed => ("passed", ""),
            Ending::Failed(why) => ("FAILED", why.as_str()),
            Ending::NotRun(why) => ("NOT RUN", why.as_str()),
        };
        let time = seconds(line.took);
        let why = why.lines().next().unwrap_or_default();
        let row = format!("{:width$}  {result:8} {time:>12}  {why}", line.name);
        text.push_str(row.trim_end());
        text.push('\n');
    }
    let passed = lines.iter().filter(|line| line.ending == Ending::Passed);
    let passed = passed.count();
    let total: Duration = lines.iter().map(|line| line.took).sum();
    let failed = lines.len() - passed;
    text + &format!("\ntotal {}\nstages: {passed} passed, {failed} failed", seconds(total))
}

/// An error if any stage did not pass.
pub(crate) fn verdict(lines: &[Line]) -> Result<(), String> {
    let bad: Vec<&str> = lines.iter().filter(|line| line.ending != Ending::Passed).map(|line| line.name).collect();
    match bad.as_slice() {
        [] => Ok(()),
        names => Err(format!("not passed: {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &'static str, ending: Ending) -> Line {
        let took = Duration::from_secs(2);
        Line { name, ending, took }
    }

    #[test]
    fn a_stage_that_did_not_run_counts_as_not_passed() {
        let not_run = Ending::NotRun("the build failed".to_owned());
        let lines = [line("fmt", Ending::Passed), line("e2e", not_run)];
        assert_eq!(verdict(&lines), Err("not passed: e2e".to_owned()));
        let text = table(&lines);
        assert!(text.contains("NOT RUN"), "{text}");
        assert!(text.ends_with("stages: 1 passed, 1 failed"), "{text}");
    }

    #[test]
    fn stages_that_all_passed_make_a_good_verdict() {
        assert_eq!(verdict(&[line("fmt", Ending::Passed)]), Ok(()));
    }
}
