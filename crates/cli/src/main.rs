//! `quorate`: run a scenario, judge a history, read and write links, all without a browser.
//!
//! It prints what the page would show, from the same crates. `README.md` beside this crate
//! documents the commands and the JSON.

mod analyse;
mod analyse_input;
mod analyse_table;
mod answer;
mod arguments;
mod asked;
mod carts;
mod commands;
mod compare;
mod decide;
mod flags;
mod guarantees;
mod guarantees_trials;
mod help;
mod history_file;
mod invariants;
mod judge;
mod judged;
mod link;
mod money;
mod monitoring;
mod progress;
mod quorums;
mod quorums_runs;
mod recorded_delays;
mod recorded_network;
mod report;
mod run;
mod run_times;
mod sagas;
mod scenario_file;
mod source;
mod strategies;
mod sweep;
mod systems;
mod systems_text;
mod table;
mod verdicts;

use std::io::Write as _;
use std::process::ExitCode;

use answer::Answer;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (text, code) = match commands::dispatch(&words) {
        Ok(Answer { text, broken: false }) => (text, 0),
        Ok(Answer { text, broken: true }) => (text, 1),
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return ExitCode::from(2);
        }
    };
    // Whoever reads the output may have enough of it before its end.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::from(code)
}
