//! The trials behind `quorate table`: in parts, with their progress told, and kept in a file where
//! one is named, so that a long series goes on where it was stopped.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Write as _};

use history::ModelId;
use pipeline::Tally;
use scenario::Assumptions;
use serde::{Deserialize, Serialize};

use crate::source;

/// Trials of one part: so many are lost at most when a series is stopped.
const PART: u32 = 1_000;

/// A part of a series that is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Part {
    engine: u32,
    link: String,
    model: ModelId,
    /// The assumptions, in words.
    under: String,
    watched: u32,
    from: u32,
    until: u32,
}

/// Runs series of trials.
pub(crate) struct Trials {
    done: BTreeMap<Part, Tally>,
    file: Option<std::fs::File>,
    shows_progress: bool,
}

impl Trials {
    /// Trials that are kept in a file, if one is named; what it holds already is not run again.
    ///
    /// # Errors
    /// What is wrong with the file, line by line.
    pub(crate) fn kept_in(path: Option<&str>) -> Result<Self, Vec<String>> {
        let shows_progress = std::io::stderr().is_terminal() || path.is_some();
        let mut trials = Self { done: BTreeMap::new(), file: None, shows_progress };
        let Some(path) = path else { return Ok(trials) };
        let problem = |error: std::io::Error| vec![format!("{path}: {error}")];
        let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(problem)?;
        let mut problems = Vec::new();
        for (number, line) in (1..).zip(BufReader::new(&file).lines()) {
            match serde_json::from_str(&line.map_err(problem)?) {
                Ok((part, tally)) => _ = trials.done.insert(part, tally),
                Err(error) => problems.push(format!("{path}, line {number}: no part of a series: {error}")),
            }
        }
        trials.file = Some(file);
        if problems.is_empty() { Ok(trials) } else { Err(problems) }
    }

    /// Tries the settings of a link; of the first part so many trials are looked at message by
    /// message.
    ///
    /// # Errors
    /// Every problem of the link, or why the file cannot be written.
    pub(crate) fn run(
        &mut self,
        link: &str,
        (model, under, words): (ModelId, Assumptions, &str),
        count: u32,
        watched: u32,
    ) -> Result<Tally, Vec<String>> {
        let base = source::valid_scenario(link)?;
        let mut total: Option<Tally> = None;
        for from in (0..count).step_by(PART as usize) {
            let until = count.min(from + PART);
            let watched = if from == 0 { watched.min(count) } else { 0 };
            let engine = history::ENGINE_VERSION;
            let (link, under_words) = (link.to_owned(), words.to_owned());
            let part = Part { engine, link, model, under: under_words, watched, from, until };
            let tally = match self.done.get(&part) {
                Some(tally) => tally.clone(),
                None => {
                    let tally = pipeline::try_out(&base, under, &[model], from..until, watched)
                        .map_err(|problems| source::lines(&problems))?;
                    self.keep(part, &tally)?;
                    tally
                }
            };
            match &mut total {
                Some(total) => total.add(&tally),
                None => total = Some(tally),
            }
            if self.shows_progress && count > PART {
                eprint!("\r{until} of {count}  {}, {model}\u{1b}[K", base.strategy.protocol);
            }
        }
        if self.shows_progress && count > PART {
            eprintln!();
        }
        Ok(total.unwrap_or_default())
    }

    fn keep(&mut self, part: Part, tally: &Tally) -> Result<(), Vec<String>> {
        if let Some(file) = &mut self.file {
            let line = serde_json::to_string(&(&part, tally)).map_err(|error| vec![error.to_string()])?;
            writeln!(file, "{line}").map_err(|error| vec![format!("the series cannot be kept: {error}")])?;
        }
        self.done.insert(part, tally.clone());
        Ok(())
    }
}
