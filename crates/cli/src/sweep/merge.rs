//! `quorate sweep merge`: the files of shards, put together.

use std::collections::BTreeMap;

use super::kept::Held;
use super::table::{Row, columns};
use super::{output, told};
use crate::answer::Outcome;
use crate::arguments::Arguments;
use crate::source;

/// Points that are named where some are missing.
const NAMED: usize = 10;

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut problems: Vec<String> = arguments.all("out").filter_map(output::problem).collect();
    let mut held: Vec<(&str, Held)> = Vec::new();
    for path in arguments.words() {
        match source::text(path).and_then(|text| Held::read(path, &text)) {
            Ok(one) => held.push((path, one)),
            Err(found) => problems.extend(found),
        }
    }
    let Some((first, plan)) = held.first().map(|(path, one)| (*path, one.plan.clone())) else { return Err(problems) };
    let mut rows: BTreeMap<u32, (&str, Row)> = BTreeMap::new();
    for (path, one) in held {
        let differences = plan.differences(&one.plan);
        if !differences.is_empty() {
            let differences = differences.join(", ");
            problems.push(format!("{path} is of another sweep than {first}: these differ: {differences}"));
            continue;
        }
        for (number, row) in one.rows {
            match rows.get(&number) {
                Some((other, known)) if *known != row => {
                    problems.push(format!("point {number} came to something else in {path} than in {other}"));
                }
                _ => _ = rows.insert(number, (path, row)),
            }
        }
    }
    let missing: Vec<u32> = (0..plan.points()).filter(|number| !rows.contains_key(number)).collect();
    if !missing.is_empty() && !arguments.has("partial") && problems.is_empty() {
        let named: Vec<String> = missing.iter().take(NAMED).map(u32::to_string).collect();
        let more = if missing.len() > NAMED { ", …" } else { "" };
        problems.push(format!(
            "{} of {} points are missing: {}{more}. --partial takes what is there.",
            missing.len(),
            plan.points(),
            named.join(", ")
        ));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let rows: Vec<Row> = rows.into_values().map(|(_, row)| row).collect();
    told(arguments, &plan, &columns(&plan), &rows)
}
