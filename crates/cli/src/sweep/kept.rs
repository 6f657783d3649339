//! A sweep on its way, in a file: a first line that names it, then a line for each point that is done.
//! Whoever starts it again with the same file goes on where it was stopped, and files of shards can be
//! put together.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::table::{Column, Row, columns};

/// The first line of a file.
#[derive(Serialize, Deserialize)]
struct Head {
    sweep: Plan,
}

/// What a file of a sweep holds.
pub(crate) struct Held {
    pub(crate) plan: Plan,
    pub(crate) rows: BTreeMap<u32, Row>,
    /// How many bytes of it are whole lines.
    whole_bytes: u64,
}

/// A file that points are added to.
pub(crate) struct Kept(std::fs::File);

impl Held {
    /// Reads a file. A last line without an end was being written when the sweep was stopped, and is left
    /// out.
    ///
    /// # Errors
    /// Every line that is none of a sweep.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self, Vec<String>> {
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut lines = (1_u32..).zip(whole.lines());
        let head = lines.next().map_or("", |(_, line)| line);
        let Head { sweep: plan } = serde_json::from_str(head)
            .map_err(|error| vec![format!("{path}, line 1: this names no sweep of this version: {error}")])?;
        if !plan.is_of_this_form() {
            return Err(vec![format!(
                "{path}, line 1: it was kept in the form of another version. Name another file."
            )]);
        }
        let columns = columns(&plan);
        let (mut rows, mut problems) = (BTreeMap::new(), Vec::new());
        for (number, line) in lines {
            match Row::read(line, &columns) {
                Ok(row) if row.point < plan.points() => _ = rows.insert(row.point, row),
                Ok(row) => problems.push(format!("{path}, line {number}: the sweep has no point {}", row.point)),
                Err(problem) => {
                    problems.push(format!("{path}, line {number}: this is no point of the sweep: {problem}"))
                }
            }
        }
        let whole_bytes = whole.len() as u64;
        if problems.is_empty() { Ok(Self { plan, rows, whole_bytes }) } else { Err(problems) }
    }
}

impl Kept {
    /// Opens a file to keep a sweep in, or one that holds points of it; with the points that it holds.
    ///
    /// # Errors
    /// What is wrong with the file, or in what the sweep in it is another.
    pub(crate) fn open(path: &str, plan: &Plan) -> Result<(Self, BTreeMap<u32, Row>), Vec<String>> {
        let problem = |error: std::io::Error| vec![format!("{path}: {error}")];
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(problem)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(problem)?;
        if !text.contains('\n') {
            file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).map_err(problem)?;
            let head = serde_json::to_string(&Head { sweep: plan.clone() }).map_err(|error| vec![error.to_string()])?;
            writeln!(file, "{head}").map_err(problem)?;
            return Ok((Self(file), BTreeMap::new()));
        }
        let held = Held::read(path, &text)?;
        let differences = plan.differences(&held.plan);
        if !differences.is_empty() {
            let differences = differences.join(", ");
            return Err(vec![format!("{path} holds another sweep: these differ: {differences}. Name another file.")]);
        }
        file.set_len(held.whole_bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(problem)?;
        Ok((Self(file), held.rows))
    }

    /// Adds a point that is done.
    ///
    /// # Errors
    /// A sentence, if it cannot be written.
    pub(crate) fn add(&mut self, row: &Row, columns: &[Column]) -> Result<(), String> {
        let line = row.json(columns)?;
        // In one piece, so that a stop leaves no more than one line cut off.
        let written = self.0.write_all(format!("{line}\n").as_bytes()).and_then(|()| self.0.flush());
        written.map_err(|error| format!("the sweep cannot be kept: {error}"))
    }
}
